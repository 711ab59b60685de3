/* demo.h -- a believable company to look around in, drawn from a seed.
 *
 * Ferramentas Aurora sells industrial tools to other companies and has been at it for two years, up to today. The same
 * seed on the same day draws the same company to the last cent; only ids differ. Every address ends in .example and no
 * telephone number can be dialled.
 *
 * Filling is done in short transactions, so that others can write meanwhile. One that was killed is begun again: what
 * it had written is cleared first, which is why only a demonstration site is ever filled.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_CONFLICT "demo.not_empty" (the site is no demonstration); what progress() answered; those of db.h.
 * Threads:   the ctx's.
 */
#ifndef PRACA_APP_DEMO_H
#define PRACA_APP_DEMO_H

#include "access/site.h"
#include "access/user.h"
#include "db/db.h"
#include "facts/journal.h"

#define DEMO_SLUG "demo"
#define DEMO_EMAIL "demo@praca.example"

struct demo_options {
    uint64_t seed;           /* 0: 1 */
    struct journal *journal; /* where two years of events go; NULL: none are made */
    /* Called between transactions; another answer than OK stops the filling. May be NULL. */
    enum err (*progress)(struct ctx *cx, void *arg, int percent);
    void *arg;
};

struct demo_result {
    int64_t accounts, contacts, deals, won, spend_lines, facts;
    bool was_filled; /* nothing was to be done */
};

/* The site as the command line makes it. Inside db_write(). */
MUST_USE enum err demo_site_add(struct ctx *cx, struct db *db, const char *owner_hash,
                                struct site *ret_site, struct user *ret_owner);
/* Whether the site of the ctx has been filled to the end. */
MUST_USE enum err demo_is_filled(struct ctx *cx, struct db_pool *pool, bool *ret);
/* Fills the demonstration site of the ctx (cx->site); cx->actor is its owner. */
MUST_USE enum err demo_fill(struct ctx *cx, struct db_pool *pool, const struct demo_options *o,
                            struct demo_result *ret);

#endif
