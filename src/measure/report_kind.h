/* report_kind.h -- what a saved report can be of: one row a kind, with how its question is checked and how it is answered.
 *
 * A question is the JSON that the API takes for the same figures: of "visits" the body of POST /stats, of "funnel" that of POST
 * /stats/funnel, of "channels" and "attribution" the parameters of their reports as an object, of "metrics" a list of keys with a
 * period. Where those take from and to, a saved question may have "date_range" instead, in the words of statistics.h ("30d",
 * "last_month"): it is another period each time it is asked. A new kind is one row of report_kinds and its two functions.
 *
 * Ownership: everything lives in the ctx's arena.
 * Errors:    wrong fields as the question's own, with "question." before them.
 */
#ifndef PRACA_MEASURE_REPORT_KIND_H
#define PRACA_MEASURE_REPORT_KIND_H

#include "db/db.h"
#include "facts/store.h"
#include "measure/paper.h"
#include "measure/statistics.h"

/* Where answers come from. */
struct report_source {
    struct db_pool *pool;
    struct fact_store *facts; /* NULL: none in this process */
    struct statistics_site site;
};
/* Looks the ctx's site up. */
MUST_USE enum err report_source_open(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                                     struct report_source *ret);

struct report_kind {
    const char *key;
    enum err (*check)(struct ctx *cx, const struct statistics_site *site, const struct json *q);
    /* Fills the paper's period, filters, tables and notes. */
    enum err (*run)(struct ctx *cx, const struct report_source *source, const struct json *q,
                    struct paper *ret);
};

extern const struct report_kind report_kinds[];              /* ended by {0} */
const struct report_kind *report_kind_find(const char *key); /* NULL: no such */

#endif
