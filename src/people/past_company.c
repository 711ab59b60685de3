/* past_company.c -- see past_company.h. */
#include "people/past_company.h"

#include "access/site.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "model/audit.h"

#include "past_company_sql.h"

static void read_one(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct past_company *)row =
        (struct past_company){db_int(st, 0), db_int(st, 1), db_int(st, 2), db_text_dup(cx, st, 3)};
}

enum err past_companies_of(struct ctx *cx, struct db *db, int64_t contact,
                           struct past_company **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_past_companies_of, &st);

    if (!e) {
        db_bind_int(st, "contact", contact);
        e = db_collect(cx, st, sizeof(**ret), read_one, ret, ret_n);
    }
    db_done(st);
    return e;
}

static enum err read_last(struct ctx *cx, struct db *db, int64_t contact, struct past_company *ret)
{
    struct past_company *all = NULL;
    size_t n = 0;
    enum err e = past_companies_of(cx, db, contact, &all, &n);

    *ret = n ? all[0] : (struct past_company){NIL, NIL, NIL, NULL};
    return e;
}

static enum err drop(struct ctx *cx, struct db *db, int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_past_company_drop, &st);

    if (!e) {
        db_bind_int(st, "id", id);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err add(struct ctx *cx, struct db *db, const struct contact *was)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_past_company_add, &st);

    if (!e) {
        db_bind_int(st, "id", id_next(cx));
        db_bind_int(st, "contact", was->record.id);
        db_bind_int(st, "account", was->account);
        db_bind_int(st, "now", ctx_now(cx));
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

enum err past_company_follow(struct ctx *cx, struct db *db, const struct contact *was,
                             const struct contact *is)
{
    struct past_company last;
    int64_t since;
    enum err e;

    if (!was || !is || was->account == NIL || was->account == is->account || is->erased_at != NIL ||
        text_equal(cx->cause, "merge"))
        return OK;
    e = read_last(cx, db, was->record.id, &last);
    if (e)
        return e;
    since = last.id == NIL ? was->record.created_at : last.until_at;
    if (!cx->undoing && ctx_now(cx) - since >= DAYS_MS(1))
        return add(cx, db, was);
    /* They are back where they had not left. */
    return last.id != NIL && last.account == is->account ? drop(cx, db, last.id) : OK;
}

/* --- by hand ----------------------------------------------------------------------------------- */

static enum err find(struct ctx *cx, struct db *db, int64_t contact, int64_t id,
                     struct past_company *ret)
{
    struct past_company *all = NULL;
    size_t n = 0;
    enum err e = past_companies_of(cx, db, contact, &all, &n);

    for (size_t i = 0; i < n && !e; i++) {
        if (all[i].id == id) {
            *ret = all[i];
            return OK;
        }
    }
    return e ? e : fail(cx, ERR_NOTFOUND, "identity.past_none", NULL);
}

static enum err read_until(struct ctx *cx, const struct zone *zone, const char *until, int64_t *ret)
{
    enum err e = time_read(cx, until, zone, ret);

    if (e == ERR_INVALID)
        return fail_field(cx, "until", cx->fault.key, NULL);
    if (!e && *ret > ctx_now(cx))
        e = fail_field(cx, "until", "identity.past_future", NULL);
    return e;
}

static enum err move(struct ctx *cx, struct db *db, int64_t id, int64_t at)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_past_company_move, &st);

    if (!e) {
        db_bind_int(st, "id", id);
        db_bind_int(st, "until_at", at);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

/* "Acme, 2026-12-04". */
static void put_left(struct ctx *cx, struct json_writer *w, const struct zone *zone,
                     const char *name, int64_t until_at)
{
    char day[DATE_TEXT_MAX];

    date_text(zone, until_at, day);
    json_put_text(w, arena_print(cx->arena, "%s%s%s", name ? name : "", name ? ", " : "", day));
}

static enum err note(struct ctx *cx, struct db *db, const struct zone *zone, int64_t contact,
                     const struct past_company *was, int64_t until_at)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    json_open_object(&w);
    json_name(&w, "past_company");
    json_open_list(&w);
    put_left(cx, &w, zone, was->name, was->until_at);
    if (until_at == NIL)
        json_put_null(&w);
    else
        put_left(cx, &w, zone, was->name, until_at);
    json_close_list(&w);
    json_close_object(&w);
    return buf_ok(&out) ? audit_add(cx, db, contact_model.name, contact, "change", buf_text(&out))
                        : fail_memory(cx);
}

enum err past_company_change(struct ctx *cx, struct db *db, int64_t contact, int64_t id,
                             const char *until)
{
    struct past_company was = {0};
    const struct zone *zone = NULL;
    int64_t at = NIL;
    enum err e = find(cx, db, contact, id, &was);

    if (!e)
        e = site_zone(cx, db, &zone);
    if (!e && until)
        e = read_until(cx, zone, until, &at);
    if (!e)
        e = until ? move(cx, db, id, at) : drop(cx, db, id);
    return e ? e : note(cx, db, zone, contact, &was, at);
}
