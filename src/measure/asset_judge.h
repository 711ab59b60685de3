/* asset_judge.h -- which assets, topics and formats to scale, keep, fix or stop: the rows of asset_outcome.h, judged as proposal_judge.h says
 * of those that overlap, over the cohorts that channels are told by. All three dimensions are read and judged at once, because how much
 * is asked of one depends on how many are compared.
 *
 * Ownership: the ctx's arena.
 * Errors:    those of asset_outcome.h.
 */
#ifndef PRACA_MEASURE_ASSET_JUDGE_H
#define PRACA_MEASURE_ASSET_JUDGE_H

#include "measure/asset_outcome.h"
#include "measure/channel_power.h"

struct asset_verdict {
    struct judged *rows; /* most leads first; with base behind them */
    size_t n;            /* without base */
};

struct asset_verdicts {
    struct asset_verdict by[ASSET_BYS];
    int64_t leads;        /* of the cohorts */
    size_t assets, unmet; /* in the library, and those that cannot be met */
};

MUST_USE enum err assets_judge(struct ctx *cx, struct db *db, struct fact_store *store,
                               const struct cohorts *c, struct asset_verdicts *ret);

#endif
