/* site.c -- see site.h. Slugs are for the command line and never change once given. */
#include "access/site.h"

#include "access/site_key.h"
#include "base/currency.h"
#include "base/text.h"
#include "base/time.h"
#include "work/job.h"

#include "access_sql.h"

#include <stdio.h>
#include <string.h>

enum { SLUG_MAX = 60, NAME_MAX_CHARS = 120, SLUG_TRIES = 1000 };

static void site_read(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct site *ret = row;

    *ret = (struct site){
        .id = db_int(st, 0),
        .name = db_text_dup(cx, st, 1),
        .slug = db_text_dup(cx, st, 2),
        .locale = db_text_dup(cx, st, 3),
        .time_zone = db_text_dup(cx, st, 4),
        .currency = db_text_dup(cx, st, 5),
        .is_demo = db_int(st, 6) == 1,
        .created_at = db_int(st, 7),
        .role = db_text_dup(cx, st, 8),
    };
}

/* The zone is tried first: finding none leaves a fault that is not this caller's sentence. */
static enum err site_check(struct ctx *cx, const struct site *site)
{
    const struct zone *zone;
    bool zone_ok = !text_empty(site->time_zone) && zone_find(cx, site->time_zone, &zone) == OK;
    enum err e = OK;

    fault_clear(cx);
    if (text_empty(site->name))
        e = fail_field(cx, "name", "field.required", NULL);
    else if (text_chars(site->name) > NAME_MAX_CHARS)
        e = fail_too_long(cx, "name", NAME_MAX_CHARS, text_chars(site->name));
    if (!currency_is_known(site->currency))
        e = fail_field(cx, "currency", "field.currency", NULL);
    if (!text_equal(site->locale, "pt-BR") && !text_equal(site->locale, "en"))
        e = fail_field(cx, "locale", "field.choice", "choices", "pt-BR, en", NULL);
    if (!zone_ok)
        e = fail_field(cx, "time_zone", "field.time_zone", NULL);
    return e;
}

static enum err slug_is_free(struct ctx *cx, struct db *db, const char *slug, bool *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_site_by_slug, &st);

    if (e)
        goto out;
    db_bind_text(st, "slug", slug);
    e = db_step(cx, st, &row);
    *ret = !row;
out:
    db_done(st);
    return e;
}

static enum err slug_make(struct ctx *cx, struct db *db, const char *name, const char **ret)
{
    const char *base = text_slug(cx->arena, name, SLUG_MAX);

    if (!base)
        return fail_memory(cx);
    if (!*base)
        base = "site";
    for (int i = 1; i < SLUG_TRIES; i++) {
        const char *slug = i == 1 ? base : arena_print(cx->arena, "%s-%d", base, i);
        bool is_free = false;
        enum err e = slug ? slug_is_free(cx, db, slug, &is_free) : fail_memory(cx);
        if (e)
            return e;
        if (is_free) {
            *ret = slug;
            return OK;
        }
    }
    return fail_field(cx, "name", "field.taken", NULL);
}

enum err site_add(struct ctx *cx, struct db *db, struct site *site)
{
    struct db_stmt *st = NULL;
    enum err e = site_check(cx, site);

    if (!e && !site->slug)
        e = slug_make(cx, db, site->name, &site->slug);
    if (e)
        return e;
    site->id = id_next(cx);
    site->created_at = ctx_now(cx);
    e = db_begin(cx, db, &SQL_site_insert, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", site->id);
    db_bind_text(st, "name", site->name);
    db_bind_text(st, "slug", site->slug);
    db_bind_text(st, "locale", site->locale);
    db_bind_text(st, "time_zone", site->time_zone);
    db_bind_text(st, "currency", site->currency);
    db_bind_int(st, "is_demo", site->is_demo);
    e = db_run(cx, st);
out:
    db_done(st);
    return e ? e : site_key_make(cx, db, site->id);
}

enum err site_change(struct ctx *cx, struct db *db, const struct site *site)
{
    struct db_stmt *st = NULL;
    enum err e = site_check(cx, site);

    if (!e)
        e = db_begin(cx, db, &SQL_site_update, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", site->id);
    db_bind_text(st, "name", site->name);
    db_bind_text(st, "locale", site->locale);
    db_bind_text(st, "time_zone", site->time_zone);
    db_bind_text(st, "currency", site->currency);
    e = db_run(cx, st);
    if (!e && !db_changes(st))
        e = fail(cx, ERR_NOTFOUND, "access.no_site", NULL);
out:
    db_done(st);
    return e;
}

static enum err one_site(struct ctx *cx, struct db_stmt *st, struct site *ret)
{
    bool row = false;
    enum err e = db_step(cx, st, &row);

    if (e)
        return e;
    if (!row)
        return fail(cx, ERR_NOTFOUND, "access.no_site", NULL);
    site_read(cx, st, ret);
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

enum err site_get(struct ctx *cx, struct db *db, int64_t id, struct site *ret)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_site_by_id, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = one_site(cx, st, ret);
out:
    db_done(st);
    return e;
}

enum err site_zone(struct ctx *cx, struct db *db, const struct zone **ret)
{
    struct site site = {0};
    enum err e = site_get(cx, db, cx->site, &site);

    return e ? e : zone_find(cx, site.time_zone, ret);
}

enum err site_day(struct ctx *cx, struct db *db, char ret[DATE_TEXT_MAX])
{
    const struct zone *zone = NULL;
    enum err e = site_zone(cx, db, &zone);

    if (!e)
        date_text(zone, ctx_now(cx), ret);
    return e;
}

enum err site_find(struct ctx *cx, struct db *db, const char *slug, struct site *ret)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, slug ? &SQL_site_by_slug : &SQL_site_default, &st);

    if (e)
        goto out;
    if (slug)
        db_bind_text(st, "slug", slug);
    e = one_site(cx, st, ret);
out:
    db_done(st);
    return e;
}

enum err site_list(struct ctx *cx, struct db *db, int64_t user, struct site **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, user ? &SQL_sites_of_user : &SQL_sites_all, &st);

    if (e)
        goto out;
    if (user)
        db_bind_int(st, "user_id", user);
    e = db_collect(cx, st, sizeof(**ret), site_read, ret, ret_n);
out:
    db_done(st);
    return e;
}

enum err site_jobs_add(struct ctx *cx, struct db *db, const char *kind, const char *only_one)
{
    struct site *all = NULL;
    size_t n = 0;
    enum err e = site_list(cx, db, 0, &all, &n);

    for (size_t i = 0; i < n && !e; i++) {
        int64_t made = 0;
        e = job_add(
            cx, db,
            &(struct job_new){.site = all[i].id, .kind = kind, .args = "{}", .only_one = only_one},
            &made);
    }
    return e;
}

enum err site_count_real(struct ctx *cx, struct db *db, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_real_sites_count, &st);

    if (e)
        goto out;
    e = db_step(cx, st, &row);
    if (!e)
        *ret = row ? db_int(st, 0) : 0;
out:
    db_done(st);
    return e;
}
