/* spend_overlap.h -- money that is probably counted twice: a line over several days of a campaign, and others inside them.
 *
 * Platforms export the same money as a sum of a month and as days; a newer file of the same shape replaces (people/spend_export.h),
 * one of the other shape adds. Nothing is dropped here: who brought both is told which they are.
 *
 * Lines are of one campaign when they are tied to it or bear its name, and of one kind and currency; where both say a channel, of
 * the same. Two lines of just the same days are two bills.
 *
 * Ownership: the ctx's arena, which what was given must outlive.
 * Errors:    ERR_LIMIT "base.memory".
 */
#ifndef PRACA_STRATEGY_SPEND_OVERLAP_H
#define PRACA_STRATEGY_SPEND_OVERLAP_H

#include "base/json.h"
#include "db/db.h"

enum { SPEND_OVERLAPS_MAX = 50 };

struct spend_span {
    const char *key;                                            /* the campaign's name, folded */
    const char *name, *channel, *kind, *currency, *external_id; /* channel, external_id: or NULL */
    const char *from, *until;
    int64_t amount_minor;
    int64_t line, row; /* its record, or its row in a file; the other is 0 */
};

/* One line and those that begin inside it. */
struct spend_overlap {
    const struct spend_span *span;
    const struct spend_span *other; /* the newest of them */
    int64_t others, others_minor;
    const char *from, *until;     /* of the others */
    int64_t import, other_import; /* that brought them; 0: none, or not asked */
};

/* Sorts the spans. *ret_n: all there are; of them SPEND_OVERLAPS_MAX are given, the most money first. */
MUST_USE enum err spend_overlaps_find(struct ctx *cx, struct spend_span *spans, size_t n,
                                      struct spend_overlap **ret, size_t *ret_n);
/* Those of the site's records. */
MUST_USE enum err spend_overlaps_list(struct ctx *cx, struct db *db, struct spend_overlap **ret,
                                      size_t *ret_n);
/* The records of one campaign, added to what the buffer holds of struct spend_span. */
MUST_USE enum err spend_spans_of(struct ctx *cx, struct db *db, const char *key, struct buf *out);
void spend_overlap_json(struct json_writer *w, const struct spend_overlap *o);

#endif
