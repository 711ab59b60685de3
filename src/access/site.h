/* site.h -- a brand with its own people, plan and numbers; several live in one installation.
 *
 * Nothing of one site is visible from another: every table starts its keys with the site, which db
 * binds from the ctx. A demonstration site is marked for good and never becomes a real one.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    ERR_NOTFOUND "access.no_site"; fault fields for name, currency, time_zone, locale.
 */
#ifndef PRACA_ACCESS_SITE_H
#define PRACA_ACCESS_SITE_H

#include "base/time.h"
#include "db/db.h"

struct site {
    int64_t id;
    const char *name, *slug, *locale, *time_zone, *currency;
    bool is_demo;
    int64_t created_at;
    const char *role; /* of the user it was listed for; NULL otherwise */
};

/* Inside db_write(). Gives id and, when slug is NULL, a slug made from the name that nobody has. */
MUST_USE enum err site_add(struct ctx *cx, struct db *db, struct site *site);
MUST_USE enum err site_change(struct ctx *cx, struct db *db, const struct site *site);
MUST_USE enum err site_get(struct ctx *cx, struct db *db, int64_t id, struct site *ret);
/* The zone of the ctx's site, and the day it is there. */
MUST_USE enum err site_zone(struct ctx *cx, struct db *db, const struct zone **ret);
MUST_USE enum err site_day(struct ctx *cx, struct db *db, char ret[DATE_TEXT_MAX]);
/* By slug; slug NULL: the only real site, or the only site at all. */
MUST_USE enum err site_find(struct ctx *cx, struct db *db, const char *slug, struct site *ret);
/* How many are no demonstration. */
MUST_USE enum err site_count_real(struct ctx *cx, struct db *db, int64_t *ret);
/* All sites, or those a user is a member of (user != 0), by name. */
MUST_USE enum err site_list(struct ctx *cx, struct db *db, int64_t user, struct site **ret,
                            size_t *ret_n);
/* A job of this kind for each site that has none waiting (only_one, as job.h has it). Inside db_write(). */
MUST_USE enum err site_jobs_add(struct ctx *cx, struct db *db, const char *kind,
                                const char *only_one);

#endif
