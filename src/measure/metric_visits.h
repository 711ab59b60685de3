/* metric_visits.h -- figures of visits as metrics, so that goals and reports can speak of them.
 *
 *  visits, views: as on the screen of visits, imported days included.
 *  visitors: the different visitors of each day, day by day, added up. Who did not agree to be known again has an id that lasts a day, so
 *      nothing is said of people over several days; a visitor who comes on three days counts on three.
 *  known_visitors: different visitors among those who agreed, over the whole period; it does not add up.
 *  reach: visitors ÷ days of the period that have come: how many a day reaches, the mean.
 *  bounce_rate, engaged_seconds, form_conversion: per visit, from VISITS_NEEDED on.
 *  downloads, form_answers: events. A metric "form_answers:NAME" (and form_conversion:NAME) is of one form, as its event says.
 *
 * A channel is that of the visit. The day that is under way counts as far as it has come.
 *
 * Ownership: the ctx's arena.
 * Errors:    those of facts/store.h. Without a store (cx->facts) a figure is unknown: "metric.no_facts".
 */
#ifndef PRACA_MEASURE_METRIC_VISITS_H
#define PRACA_MEASURE_METRIC_VISITS_H

#include "measure/metric.h"

enum { VISITS_NEEDED = 20, REACH_NEEDED = 100, FORMS_SHOWN = 30 };

metric_how metric_visits, metric_visitors, metric_views, metric_bounce_rate, metric_engaged_seconds,
    metric_downloads, metric_form_answers, metric_form_conversion, metric_known_visitors,
    metric_reach;

/* Whether its weeks are read by metric_visits_weeks(). */
bool metric_is_of_visits(const char *key);
/* Adds what each day brought to weeks[i], where begins[i] is the first day of week i, and begins[n] the day after all. */
MUST_USE enum err metric_visits_weeks(struct ctx *cx, const char *key, const char *part,
                                      const char *channel, const struct zone *zone,
                                      const int64_t *begins, size_t n, int64_t *weeks);
struct metric_count {
    const char *name; /* "": none was told */
    int64_t n;
};
/* Downloads by the file's name as the page told it, the most taken first, `most` at most. None without a store. */
MUST_USE enum err metric_downloads_by_file(struct ctx *cx, const struct metric_ask *ask,
                                           int64_t most, struct metric_count **ret, size_t *ret_n);
/* The names of forms that answers came by lately, the most used first; one with a slash has no metric of its own. */
MUST_USE enum err metric_forms(struct ctx *cx, const char ***ret, size_t *ret_n);
/* What the metric is called: of a form of ours (site_form.h) by the form's name. */
MUST_USE enum err metric_title(struct ctx *cx, struct db *db, const char *key, const char **ret);

#endif
