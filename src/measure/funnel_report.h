/* funnel_report.h -- how long people and deals take from one stage to the next, and what sales makes of what it is passed.
 *
 * The ladder is about a cohort: contacts whose first contact lies in the period. The time of a step lies between the first
 * stamps of two neighbouring stages (a lead begins with its first contact); a stamp that a file brought says no time and
 * is left out, and so is a step that was jumped. Stages of the pipeline are about stays that ended in the period and whose
 * beginning was seen. Hand-offs are those asked in the period, by the channel they had then.
 *
 * Ownership: everything lives in the ctx's arena.
 * Errors:    those of period.h.
 * Units:     see figure.h; days on the site's wall clock; answer_hours are hours of the clock.
 */
#ifndef PRACA_MEASURE_FUNNEL_REPORT_H
#define PRACA_MEASURE_FUNNEL_REPORT_H

#include "db/db.h"
#include "measure/metric.h"

/* {"from", "to", "ladder": [{"from", "to", "from_label", "to_label", "entered", "went_on", "rate", "have", "p25", "p50", "p75",
 * "reason"}], "stages": [{"key", "name", "have", "p25", "p50", "p75", "reason"}]} */
MUST_USE enum err funnel_report_json(struct ctx *cx, struct db *db, const char *from,
                                     const char *to, struct buf *out);

/* {"from", "to", "rows": [row], "totals": row}, a row is {"channel", "asked", "waiting", "late", "accepted", "returned",
 * "rate", "rate_reason", "answer_hours", "hours_reason", "reasons": {"no_budget": 1, ...}}; channel "(none)" is blank. */
MUST_USE enum err handoff_report_json(struct ctx *cx, struct db *db, const char *from,
                                      const char *to, struct buf *out);

/* For the table of metrics. */
enum { STAYS_NEEDED = 8, ANSWERED_NEEDED = 10 };
metric_how metric_days_in_stage, metric_mql_accept_rate;

#endif
