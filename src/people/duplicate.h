/* duplicate.h -- pairs of people or companies that may be one, with reasons and a score.
 *
 * A search reads a site's records once, in order of id, and puts together those that share a key: the address without dots
 * and "+…" (where the mailbox ignores them), what stands before the @ within one company, the digits of the phone, the name
 * within one company or in two; for companies what they registered of their domain, the first eight of
 * the CNPJ, the name without Ltda., S.A. and the like, the first label of the domain. Addresses that whoever is there
 * reads (contato@) are no reason, a landline is a weak one, and a phone of three or more only stands beside others. A key
 * that many share tells nobody apart and is passed over. Each reason has a weight; two reasons weigh more
 * than one and never 100.
 *
 * The pairs stand in a table until the next search; one that somebody said is two stays said. A search writes only pairs, in short
 * transactions; killed, it begins anew.
 *
 * Ownership: the ctx's arena; while it runs, keys on the heap: 16 bytes for each record and reason.
 * Errors:    ERR_NOTFOUND "duplicate.missing"; ERR_INVALID "model.page", "model.limit".
 * Units:     _at unix ms, UTC; score 1..99.
 */
#ifndef PRACA_PEOPLE_DUPLICATE_H
#define PRACA_PEOPLE_DUPLICATE_H

#include "people/merge.h"
#include "work/job.h"

enum { DUPLICATES_MAX = 5000, DUPLICATE_GROUP_MAX = 6, DUPLICATE_PAGE_MAX = 50 };

struct duplicate {
    int64_t id, one, other; /* one < other */
    const char *reasons;    /* "email,phone" */
    int64_t score, found_at, dismissed_at;
};

struct duplicate_query {
    enum merge_of of;
    int64_t record;    /* only pairs with this one; 0: all */
    bool dismissed;    /* those that are two, instead */
    int limit;         /* 0: 20 */
    const char *after; /* `next` of the page before; NULL: the likeliest */
};

struct duplicate_page {
    struct duplicate *all;
    size_t n;
    const char *next; /* NULL on the last page */
};

/* Looks through all records of the ctx's site. tick (may be NULL) is called now and then and may stop it. */
typedef enum err duplicate_tick(struct ctx *cx, void *self, int64_t seen);
MUST_USE enum err duplicates_search(struct ctx *cx, struct db_pool *pool, enum merge_of of,
                                    duplicate_tick *tick, void *self);
/* The likeliest first. */
MUST_USE enum err duplicates_list(struct ctx *cx, struct db *db, const struct duplicate_query *q,
                                  struct duplicate_page *ret);
/* They are not the same; or (false) they may be after all. Inside db_write(). */
MUST_USE enum err duplicate_dismiss(struct ctx *cx, struct db *db, int64_t id, bool dismissed);
/* Adds the job that searches the ctx's site, unless it waits already. Inside db_write(). */
MUST_USE enum err duplicates_queue(struct ctx *cx, struct db *db, int64_t *ret_job);

extern const struct job_kind duplicate_job_kinds[]; /* ended by {0} */

/* --- duplicate_keys.c: what two records share; NULL: nothing to go by */
const char *duplicate_email_key(struct arena *a, const char *email);
const char *duplicate_mailbox_key(struct arena *a, const char *email); /* without the domain */
const char *duplicate_name_key(struct arena *a, const char *fold); /* a person's, of text_fold() */
bool duplicate_is_landline(const char *phone);
const char *duplicate_phone_key(struct arena *a, const char *phone);
const char *duplicate_company_key(struct arena *a, const char *name);
const char *duplicate_brand_key(struct arena *a, const char *domain);

#endif
