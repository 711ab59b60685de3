/* attribution_report_priv.h -- what the parts of the attribution report share: keys of a dimension, and journeys out of a book. */
#ifndef PRACA_MEASURE_ATTRIBUTION_REPORT_PRIV_H
#define PRACA_MEASURE_ATTRIBUTION_REPORT_PRIV_H

#include "measure/attribution_report.h"

/* --- attribution_keys.c: texts that strangers may write, as a bounded number of keys */

struct key {
    const char *fold, *label; /* of several spellings the first by bytes */
    int64_t count;
};

struct keys {
    struct arena *arena;
    struct key *all;
    size_t n, room;
    uint32_t *slots; /* number + 1 */
    size_t slot_count;
};

/* The number of a text's key, new or known; what is equal folded is one key, "" and "(none)" are REPORT_NONE. */
MUST_USE enum err keys_find(struct ctx *cx, struct keys *k, const char *text, uint32_t *ret);
/* The most counted of them, at most max with "(others)", in byte order of their folds: *ret_map says for each number of before
 * which it is now. */
MUST_USE enum err keys_settle(struct ctx *cx, const struct keys *k, size_t max,
                              const char ***ret_names, size_t *ret_n, uint32_t **ret_map);

/* --- attribution_journeys.c */

/* Reads the book and the conversions, and fills everything of the report that stands before `credits`. */
MUST_USE enum err attribution_journeys(struct ctx *cx, struct db *db, struct fact_store *store,
                                       struct attribution_report *r);

/* --- attribution_report.c */

/* attribution_report_run() without its models and what is made of them: the journeys alone. */
MUST_USE enum err attribution_report_begin(struct ctx *cx, struct db *db, struct fact_store *store,
                                           const struct attribution_ask *ask,
                                           struct attribution_report *ret);
/* What a model is run with. */
struct attribution_rule attribution_rule_of(const struct attribution_report *r,
                                            enum attribution_model m);
/* The answers of the period's conversions, each under one of *ret_names: that of number k, by keys_find(), is
 * (*ret_names)[(*ret_map)[k]]. */
MUST_USE enum err attribution_answers(struct ctx *cx, const struct attribution_report *r,
                                      struct keys *keys, const char ***ret_names, size_t *ret_n,
                                      uint32_t **ret_map);
const char *attribution_credit_name(enum attribution_credit c);
const char *attribution_by_name(enum attribution_by by);
/* Whether journey i ended in a conversion. */
static inline bool attribution_converted(const struct attribution_report *r, size_t i)
{
    return r->journey[i].first != NULL;
}

/* --- attribution_rows.c: the same as attribution_rows(), without pages */
MUST_USE enum err attribution_rows_all(struct ctx *cx, const struct attribution_report *r,
                                       const struct attribution_rows_ask *ask,
                                       struct attribution_rows *ret);

#endif
