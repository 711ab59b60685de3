/* family.h -- a company, what it belongs to and what belongs to it, with totals of all of it.
 *
 * Above: the line of parents, nearest first. Below: the daughters, and totals over the whole tree from this company down. A
 * tree is walked FAMILY_DEPTH levels and FAMILY_MAX companies far; what is beyond is not counted, and `cut` says so.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_NOTFOUND "model.missing".
 */
#ifndef PRACA_PEOPLE_FAMILY_H
#define PRACA_PEOPLE_FAMILY_H

#include "base/json.h"
#include "db/db.h"

enum { FAMILY_DEPTH = 20, FAMILY_MAX = 2000, FAMILY_SHOWN = 100 };

struct family_counts {
    int64_t accounts, contacts, open_deals, won_deals;
};

struct family_member {
    int64_t id;
    const char *name, *domain;
    struct family_counts own; /* of this company alone */
};

struct family_money {
    const char *currency;
    int64_t open_minor, won_minor;
};

struct family {
    struct family_member *parents, *children;
    size_t parent_count, child_count;
    struct family_counts totals;
    struct family_money *money; /* one for each currency, the most won first */
    size_t money_count;
    bool cut;
};

/* ERR_NOTFOUND "model.missing": no such company on this site. At most FAMILY_SHOWN daughters are listed; all are counted. */
MUST_USE enum err family_read(struct ctx *cx, struct db *db, int64_t account, struct family *ret);
void family_json(const struct family *f, struct buf *out);

#endif
