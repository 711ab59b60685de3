/* loss.h -- the loss ledger: what became of everything that came, day by day.
 *
 * received = human + robot + duplicate + refused + invalid, and what is robots', refused or invalid is the sum of its reasons: those of robot.h
 * or of who sent the event, "unknown" where none was kept. The counts are kept by the event store in the transaction that
 * stores the events themselves (facts/store.h), so the sum holds at every moment; here it is only written down.
 *
 * Days are those of receipt, in UTC.
 *
 * Ownership: the ctx's arena.
 * Errors:    fault fields "from", "to" with "field.date", "report.range"; those of facts/store.h.
 */
#ifndef PRACA_MEASURE_LOSS_H
#define PRACA_MEASURE_LOSS_H

#include "base/json.h"
#include "facts/store.h"
#include "measure/metric_priv.h"

const char *fate_name(enum store_fate fate); /* "human", "robot", ... */

/* {"from", "to", "totals": {received, human, ...}, "days": [{day, received, ...}], "reasons": [{fate, reason, label, count}],
 * "aged": null | {"before", "removed"}}: raw events whose time was over (facts/store_age.h), which the counts still have. from and
 * to: "YYYY-MM-DD", both included; NULL: the last 30 days. At most 800 days. */
MUST_USE enum err loss_report(struct ctx *cx, struct fact_store *store, const char *from,
                              const char *to, struct json_writer *w);

/* The metric: refused and invalid ÷ received, over the days of the period, LOSS_DAYS_MAX at most. */
enum { LOSS_DAYS_MAX = 800, LOSS_NEEDED = 100 };
metric_how metric_data_loss;

#endif
