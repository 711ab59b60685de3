/* positioning_version.c -- see positioning_version.h. Canvases from before versions were kept get their first row with their
 * first change. */
#include "strategy/positioning_version.h"

#include "strategy/plan_record.h"

#include "positioning_sql.h"

#include <inttypes.h>
#include <string.h>

static enum err keep(struct ctx *cx, struct db *db, const struct positioning *p, int64_t actor)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    struct db_stmt *st = NULL;
    const char *text;
    enum err e;

    model_to_json(&w, &positioning_model, p);
    text = buf_text(&out);
    if (!text)
        return fail_memory(cx);
    e = db_begin(cx, db, &SQL_positioning_version_keep, &st);
    if (e)
        goto out;
    db_bind_int(st, "positioning", p->record.id);
    db_bind_int(st, "version", p->record.version);
    db_bind_int(st, "saved_at", p->record.changed_at);
    db_bind_int(st, "actor", actor ? actor : NIL);
    db_bind_text(st, "text", text);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err positioning_keep(struct ctx *cx, struct db *db, const struct positioning *before,
                          const struct positioning *is)
{
    enum err e = plan_record_after_save(cx, db, before, is);

    if (!e && before && is)
        e = keep(cx, db, before, 0);
    if (!e && is)
        e = keep(cx, db, is, cx->actor);
    return e;
}

static void read_version(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct positioning_version *)row =
        (struct positioning_version){db_int(st, 0), db_int(st, 1), db_int(st, 2),
                                     db_text_dup(cx, st, 3), db_text_dup(cx, st, 4)};
}

enum err positioning_versions(struct ctx *cx, struct db *db, int64_t positioning,
                              struct positioning_version **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_positioning_versions_list, &st);

    if (!e)
        db_bind_int(st, "positioning", positioning);
    if (!e)
        e = db_collect(cx, st, sizeof(**ret), read_version, ret, ret_n);
    db_done(st);
    return e;
}

static enum err text_of(struct ctx *cx, struct db *db, int64_t positioning, int64_t version,
                        const char **ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_positioning_version_get, &st);

    if (e)
        goto out;
    db_bind_int(st, "positioning", positioning);
    db_bind_int(st, "version", version);
    e = db_step(cx, st, &row);
    if (!e && !row)
        e = fail(cx, ERR_NOTFOUND, "positioning.no_version", "version",
                 arena_print(cx->arena, "%" PRId64, version), NULL);
    if (!e)
        *ret = db_text_dup(cx, st, 0);
    if (!e && !*ret)
        e = fail_memory(cx);
out:
    db_done(st);
    return e;
}

enum err positioning_bring_back(struct ctx *cx, struct db *db, int64_t positioning, int64_t version,
                                int64_t at, void **ret)
{
    const struct json *was = NULL;
    const char *text = NULL;
    struct positioning *p, *old;
    void *found = NULL;
    enum err e = model_get(cx, db, &positioning_model, positioning, &found);

    if (!e)
        e = text_of(cx, db, positioning, version, &text);
    if (!e)
        e = json_parse(cx, text, strlen(text), &was);
    if (e)
        return e;
    p = found;
    old = model_new(cx, &positioning_model);
    if (!old)
        return fail_memory(cx);
    e = model_restore(cx, &positioning_model, was, old);
    if (e)
        return e;
    old->record = p->record;
    if (at)
        old->record.version = at;
    old->plan = p->plan;
    old->audience = p->audience;
    e = model_change(cx, db, &positioning_model, old);
    *ret = old;
    return e;
}
