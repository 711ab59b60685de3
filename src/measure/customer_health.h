/* customer_health.h -- how a customer is doing, 0 to 100, from parts that can be read one by one.
 *
 * Four parts, each 0 to 100 or not known, with its weight; the table stands in customer_health.c and is told with every
 * answer. The score is the weighted mean of what is known; when less than half of the weight is known there is no score,
 * because an average of nothing looks like knowledge.
 *
 * A customer is a company with a won deal; one that left after its last deal is a former customer and has no score.
 *
 * Ownership: everything lives in the ctx's arena.
 * Errors:    fault field "show" "field.choice"; ERR_NOTFOUND "model.missing" (one company that is none, or no customer).
 * Units:     money in minor units of the site's currency; _at unix ms UTC.
 */
#ifndef PRACA_MEASURE_CUSTOMER_HEALTH_H
#define PRACA_MEASURE_CUSTOMER_HEALTH_H

#include "base/time.h"
#include "db/db.h"
#include "measure/figure.h"

enum { HEALTH_PARTS = 4, HEALTH_KNOWN_LEAST = 50, HEALTH_RISK = 50 };

struct health_part {
    const char *key; /* "activity", "nps", "issues", "renewal" */
    int weight;      /* of 100 */
    bool known;
    int value;            /* 0..100 */
    const char *sentence; /* what it says, in the ctx's language */
};

struct customer_health {
    int64_t account, owner;
    const char *name;
    int64_t first_won_at, last_won_at, revenue_minor; /* revenue: won in the last 365 days */
    int64_t last_activity_at;
    const char *contract_ends_on, *churned_on; /* NULL: not known; still there */
    struct figure score;
    struct health_part parts[HEALTH_PARTS];
};

/* show: "active" (NULL), "risk" (a score below HEALTH_RISK), "former", "all". owner 0: everybody's. The worst first, those
 * without a score after them. {"items", "next"}, from place `from` of the order on. */
struct health_query {
    const char *show;
    int64_t owner;
    int from, limit; /* limit 0: 50 */
};
MUST_USE enum err customers_json(struct ctx *cx, struct db *db, const struct health_query *q,
                                 struct buf *out);
MUST_USE enum err customer_json(struct ctx *cx, struct db *db, int64_t account, struct buf *out);

#endif
