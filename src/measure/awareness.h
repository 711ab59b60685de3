/* awareness.h -- how well a brand is known: who searches for it, who comes back by themselves, which wanted companies were first seen.
 *
 *  branded_search, branded_clicks, branded_position: of searches in which a word of the brand stands (setting measure.brand_terms), out of
 *      exports of Google Search Console (history_import.h). An export tells its searches for all its days together, so it counts in a
 *      period that holds it whole; what is cut by the edge is left out and said. Positions are weighted by impressions.
 *  direct_return: visits that came directly by a visitor who had been here before. Only who agreed to cookies of performance can be
 *      known again; the sample is of those. Counted each hour from the event store into a row a day (the job "measure.direct").
 *  reach, known_visitors, downloads: see metric_visits.h.
 *  target_accounts_seen: companies of the industry of a target audience that were first met, or first known as visitors, in the period.
 *
 * Ownership: the ctx's arena.
 * Errors:    those of period.h, metric.h, store.h.
 * Units:     positions as search engines count them: 1 is the first.
 */
#ifndef PRACA_MEASURE_AWARENESS_H
#define PRACA_MEASURE_AWARENESS_H

#include "facts/store.h"
#include "measure/metric.h"
#include "work/job.h"
#include "work/setting.h"

enum { SEARCHES_NEEDED = 100, DIRECT_NEEDED = 100, ACCOUNTS_NEEDED = 10 };

MUST_USE enum err metric_branded_search(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                        struct figure *ret);
MUST_USE enum err metric_branded_clicks(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                        struct figure *ret);
MUST_USE enum err metric_branded_position(struct ctx *cx, struct db *db,
                                          const struct metric_ask *ask, struct figure *ret);
MUST_USE enum err metric_direct_return(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                       struct figure *ret);
MUST_USE enum err metric_target_accounts(struct ctx *cx, struct db *db,
                                         const struct metric_ask *ask, struct figure *ret);

/* Everything for the screen: {"from", "to", "brand_terms", "metrics": [as metric_json()], "search": {"exports", "cut", "from", "to",
 * "impressions", "clicks", "branded_impressions", "branded_clicks", "queries": [{"query", "impressions", "clicks", "position"}]}, "direct":
 * {"visits", "known", "returned"}, "audiences", "accounts": [{"id", "name", "industry", "audience", "first_seen_at"}], "files": [{"file", "downloads"}]}. */
MUST_USE enum err awareness_json(struct ctx *cx, struct db *db, const char *from, const char *to,
                                 struct buf *out);
/* A row for each metric: key, label, value, have, need, reason, then a column for each month. */
MUST_USE enum err awareness_csv(struct ctx *cx, struct db *db, const char *from, const char *to,
                                struct buf *out);

/* The days of the ctx's site that are not counted yet, and the last two again. */
MUST_USE enum err direct_count(struct ctx *cx, struct db_pool *pool, struct fact_store *store);

extern const struct setting awareness_settings[];
extern const struct job_kind awareness_job_kinds[];

#endif
