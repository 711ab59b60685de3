/* statistics.h -- figures of visits in the words of the API: questions in JSON, answers in JSON and CSV.
 *
 * A question, after Plausible's Stats API v2:
 *   {"metrics": ["visitors", "bounce_rate"], "date_range": "30d" | "today" | "yesterday" | "Nd" | "Nmo" | "month" | "last_month" |
 *    "year" | "last_year" | "all" | ["2026-01-01", "2026-01-31"],
 *    "dimensions": ["source" | "props:KEY" | "time" | "time:day" ...],
 *    "filters": [["is", "source", ["google"]], ["not", ...], ["and" | "or", [...]], ["has_done" | "has_not_done", ...]],
 *    "order_by": [["visits", "desc"]], "pagination": {"limit": 100, "offset": 0},
 *    "include": {"comparisons": {"mode": "previous_period" | "year_over_year" | "custom", "date_range": [...]}, "imports": true,
 *                "robots": false | true | "only", "time_labels": true, "total_rows": true},
 *    "goal": ["is", "event", ["form"]], "counts_by": "visit" | "event"}
 * Operators: is, contains, matches (* stands for anything), each also as is_not, contains_not, matches_not. A dimension may be
 * written as there ("visit:source", "event:page", "visit:entry_page").
 *
 * Imported history is in unless "imports" is false. Where an import touches the period, meta has "imports": {"periods": [{"from", "to"}],
 * "included", "left_out": null | "asked" | "question" (its totals are not told apart by what is asked) | "report" (the file that would
 * tell was not imported)}; a CSV then has a last column "imported".
 *
 * Days are the site's, and a period of days ends with today. A period before one that is under way ends at the same time of day,
 * so that half a day is not compared with a whole one. Months and years are compared with as many before, as far into them. Conversion is told from 20 visitors on, otherwise null with what there is.
 *
 * Ownership: everything lives in the ctx's arena.
 * Errors:    wrong fields by their name ("metrics", "filters.1", "queries.2.date_range"); those of store.h.
 * Units:     seconds, fractions, minor units; times as text on the site's clock.
 * Source:    https://plausible.io/docs/stats-api (its shape; the figures are defined in stats.h).
 */
#ifndef PRACA_MEASURE_STATISTICS_H
#define PRACA_MEASURE_STATISTICS_H

#include "base/json.h"
#include "db/db.h"
#include "facts/store.h"
#include "measure/history_import.h"
#include "measure/period.h"

enum { STATISTICS_QUERIES_MAX = 24, STATISTICS_VISITORS_NEEDED = 20 };

/* Whose figures, on whose clock. Read first, so that no connection to the database waits for the event store. */
struct statistics_site {
    const struct zone *zone;
    const char *currency;
    struct fact_store *facts;
    int64_t now_ms;
    const struct history_period *imports; /* stretches of the past, oldest first */
    size_t import_count;
    int64_t
        events_from_ms; /* before it no raw events are left (facts/store_age.h); statistics_json() asks */
};
/* ERR_BUSY "facts.stopping" when facts is NULL. */
MUST_USE enum err statistics_site_read(struct ctx *cx, struct db *db, struct fact_store *facts,
                                       struct statistics_site *ret);

/* {"results": [{"dimensions", "metrics", "have"?, "comparison"?: {"metrics", "change"}}], "comparison_results"?, "meta": {...}}.
 * meta.currency, where a value is asked for: that of the site, in which alone it is added up. meta.other_currencies: [{"currency",
 * "value", "events"}], what came in others in this period with these filters, whichever the rows; those of the most events first.
 * meta.events_from: the day from which on pages and events are known, when the period begins before it.
 * comparison_results stand beside a dimension of time: the rows of the other period, to be laid over by their place. With "queries"
 * in it, what stands beside them is said once for all (their filters are added to it), and the answer is {"answers": [...]}. */
MUST_USE enum err statistics_json(struct ctx *cx, const struct statistics_site *site,
                                  const struct json *in, struct buf *out);
/* One question's rows. */
MUST_USE enum err statistics_csv(struct ctx *cx, const struct statistics_site *site,
                                 const struct json *in, struct buf *out);
/* What there is to ask: {"metrics": [{"key", "label", "unit", "definition"}], "dimensions": ["page", ...]}. */
void statistics_words_json(struct ctx *cx, struct buf *out);
/* Of the last five minutes "visitors"; of the last thirty "visitors_30", "views_30", "minutes": [{"at", "views", "visitors"}], and
 * "pages", "sources", "countries": [{"name", "visitors"}]. in: {"filters", "include": {"robots", "imports"}}, or NULL. */
MUST_USE enum err statistics_now_json(struct ctx *cx, const struct statistics_site *site,
                                      const struct json *in, struct buf *out);
/* {"steps": [step], "scope": "visit" | "visitor", "window_days", "date_range", "filters", "include": {"robots", "imports"}}. A step is
 * {"page": "/precos*"} or {"event": "form"}, with "label" when given. Answer: {"from", "to", "steps": [{"label", "count", "of_first",
 * "of_before"}]}; shares are null below 20 at the first step. */
MUST_USE enum err statistics_funnel_json(struct ctx *cx, const struct statistics_site *site,
                                         const struct json *in, struct buf *out);
/* The same of steps that were saved once. What a step says beside page, event and label is no fault but stands in the answer's step as
 * "unknown": ["goal"], "left_out": whether nothing else is in it. Such a step has null for its figures, and so have all when fewer than
 * two others are left. */
MUST_USE enum err statistics_kept_funnel_json(struct ctx *cx, const struct statistics_site *site,
                                              const struct json *in, struct buf *out);
/* Whether a list of steps is right; fault field "steps". */
MUST_USE enum err statistics_steps_check(struct ctx *cx, const struct json *steps);

#endif
