/* report_kind_priv.h -- what the kinds of reports share. */
#ifndef PRACA_MEASURE_REPORT_KIND_PRIV_H
#define PRACA_MEASURE_REPORT_KIND_PRIV_H

#include "measure/other_money.h"
#include "measure/report_kind.h"

/* report_visits.c */
enum err report_visits_check(struct ctx *cx, const struct statistics_site *site,
                             const struct json *q);
enum err report_visits_run(struct ctx *cx, const struct report_source *source, const struct json *q,
                           struct paper *ret);
enum err report_steps_check(struct ctx *cx, const struct statistics_site *site,
                            const struct json *q);
enum err report_steps_run(struct ctx *cx, const struct report_source *source, const struct json *q,
                          struct paper *ret);

/* The period of a question that has date_range or from and to, in days of the site. Open where nothing is said. */
MUST_USE enum err report_days(struct ctx *cx, const struct statistics_site *site,
                              const struct json *q, struct period *ret);
/* "01/10/2026 – 30/10/2026"; NULL for an open one. */
const char *report_days_text(struct ctx *cx, const char *from, const char *to);
/* The sentence "paper.AREA.NAME"; otherwise when there is none. */
const char *report_word(struct ctx *cx, const char *area, const char *name, const char *otherwise);
const char *report_say(struct ctx *cx, const char *key, const char *name, const char *value);
/* A note for each currency that is in no sum: "Revenue. Not in the value: ...". of: what sum, where there are several; NULL. */
void report_note_others(struct ctx *cx, struct paper *p, const char *of,
                        const struct other_monies *others);

#endif
