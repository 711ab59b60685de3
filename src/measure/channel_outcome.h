/* channel_outcome.h -- step 6: what each channel of a plan was to bring, and what it did.
 *
 * The actual side is the channel report over the same days, read by the name that the channel has in the data (channel.matches), so a number
 * here is the number there; MQLs are people who became one for the first time in those days. Expected leads and spend are those of the
 * plan's cost model, scaled to the days asked for. Hits of short links, uses of codes and calls that named the channel stand beside them.
 *
 * The days are the plan's, up to today, unless others are asked for.
 *
 * Ownership: everything lives in the ctx's arena.
 * Errors:    those of channel_report.h and model.h.
 * Units:     see figure.h.
 */
#ifndef PRACA_MEASURE_CHANNEL_OUTCOME_H
#define PRACA_MEASURE_CHANNEL_OUTCOME_H

#include "db/db.h"
#include "measure/period.h"

/* The days of a plan that are over or under way, unless given. Fault fields as period.h. */
MUST_USE enum err plan_days(struct ctx *cx, struct db *db, int64_t plan, const char **from,
                            const char **to);

/* {"from", "to", "currency", "items": [{"channel", "name", "kind", "matches", "key", "offline", "expected": {...}, "figures": {...}, "reasons": {...},
 * "link_hits", "code_uses", "calls"}]}; key: of its row in the channel report, whose rows (channel_report_rows()) stand behind the figures;
 * null: it is not tied to the data. */
MUST_USE enum err channel_outcome_json(struct ctx *cx, struct db *db, int64_t plan,
                                       const char *from, const char *to, struct buf *out);

#endif
