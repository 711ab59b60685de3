/* plan_version.c -- see plan_version.h. */
#include "strategy/plan_version.h"

#include "base/hash.h"
#include "base/message.h"
#include "base/text.h"
#include "model/audit.h"

#include "plan_version_sql.h"

#include <string.h>

enum { NOTE_CHARS = 1000 };

/* --- a snapshot ------------------------------------------------------------------------------ */

enum err plan_snapshot(struct ctx *cx, struct db *db, const struct model *const *models,
                       int64_t plan, const char *figures, const char **ret)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    struct plan_tree tree;
    enum err e = plan_tree_read(cx, db, models, plan, &tree);

    if (e)
        return e;
    json_open_object(&w);
    e = plan_tree_members(cx, db, &tree, &w);
    json_name(&w, "figures");
    json_put_raw(&w, figures ? figures : "{}");
    json_close_object(&w);
    if (!e && !buf_ok(&out))
        e = fail_memory(cx);
    if (!e)
        *ret = buf_text(&out);
    return e;
}

static void digest_of(const char *snapshot, char ret[SHA256_HEX])
{
    unsigned char digest[SHA256_BYTES];

    sha256(snapshot, strlen(snapshot), digest);
    hex_text(digest, SHA256_BYTES, ret);
}

/* --- one in, one out --------------------------------------------------------------------------- */

static enum err next_number(struct ctx *cx, struct db *db, struct plan_version *v)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_plan_version_next, &st);

    if (e)
        return e;
    db_bind_int(st, "plan", v->plan);
    db_bind_text(st, "kind", v->kind);
    e = db_step(cx, st, &row);
    if (!e && row)
        v->number = db_int(st, 0);
    db_done(st);
    return e;
}

enum err plan_version_add(struct ctx *cx, struct db *db, struct plan_version *v)
{
    struct db_stmt *st = NULL;
    char digest[SHA256_HEX];
    enum err e = next_number(cx, db, v);

    if (!e)
        e = db_begin(cx, db, &SQL_plan_version_add, &st);
    if (e)
        return e;
    digest_of(v->snapshot, digest);
    v->id = id_next(cx);
    v->digest = arena_dup(cx->arena, digest);
    v->actor = cx->actor ? cx->actor : NIL;
    v->made_at = ctx_now(cx);
    db_bind_int(st, "id", v->id);
    db_bind_int(st, "plan", v->plan);
    db_bind_text(st, "kind", v->kind);
    db_bind_int(st, "number", v->number);
    db_bind_text(st, "digest", v->digest);
    db_bind_text(st, "note", v->note);
    db_bind_text(st, "reason", v->reason);
    db_bind_text(st, "missing", v->missing);
    db_bind_int(st, "actor", v->actor);
    db_bind_text(st, "snapshot", v->snapshot);
    e = db_run(cx, st);
    db_done(st);
    return e;
}

static void read_version(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct plan_version *)row = (struct plan_version){.id = db_int(st, 0),
                                                        .plan = db_int(st, 1),
                                                        .kind = db_text_dup(cx, st, 2),
                                                        .number = db_int(st, 3),
                                                        .digest = db_text_dup(cx, st, 4),
                                                        .note = db_text_dup(cx, st, 5),
                                                        .reason = db_text_dup(cx, st, 6),
                                                        .missing = db_text_dup(cx, st, 7),
                                                        .actor = db_int(st, 8),
                                                        .made_at = db_int(st, 9)};
}

enum err plan_versions_of(struct ctx *cx, struct db *db, int64_t plan, struct plan_version **ret,
                          size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_plan_version_list, &st);

    if (e)
        return e;
    db_bind_int(st, "plan", plan);
    e = db_collect(cx, st, sizeof(struct plan_version), read_version, ret, ret_n);
    db_done(st);
    return e;
}

static enum err get(struct ctx *cx, struct db *db, int64_t plan, const char *kind, int64_t number,
                    struct plan_version *ret)
{
    struct db_stmt *st = NULL;
    char digest[SHA256_HEX];
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_plan_version_get, &st);

    if (e)
        return e;
    db_bind_int(st, "plan", plan);
    db_bind_text(st, "kind", kind);
    db_bind_int(st, "number", number);
    e = db_step(cx, st, &row);
    if (!e && !row)
        e = fail(cx, ERR_NOTFOUND, "plan_version.missing", NULL);
    if (!e) {
        read_version(cx, st, ret);
        ret->snapshot = db_text_dup(cx, st, 10);
        if (!ret->snapshot)
            e = fail_memory(cx);
    }
    db_done(st);
    if (e)
        return e;
    digest_of(ret->snapshot, digest);
    return text_equal(digest, ret->digest) ? OK : fail(cx, ERR_BROKEN, "plan_version.digest", NULL);
}

enum err plan_version_get(struct ctx *cx, struct db *db, int64_t plan, const char *name,
                          struct plan_version *ret)
{
    bool kept = name && name[0] == 'k';
    int64_t number = 0;

    if (!name || !text_to_int(name + (kept ? 1 : 0), &number))
        return fail(cx, ERR_NOTFOUND, "plan_version.missing", NULL);
    return get(cx, db, plan, kept ? PLAN_VERSION_KEPT : PLAN_VERSION_PUBLISHED, number, ret);
}

enum err plan_version_last(struct ctx *cx, struct db *db, int64_t plan, struct plan_version *ret)
{
    struct plan_version next = {.plan = plan, .kind = PLAN_VERSION_PUBLISHED};
    enum err e = next_number(cx, db, &next);

    *ret = (struct plan_version){0};
    if (e || next.number <= 1)
        return e;
    return get(cx, db, plan, PLAN_VERSION_PUBLISHED, next.number - 1, ret);
}

const char *plan_version_name(struct ctx *cx, const struct plan_version *v)
{
    return arena_print(cx->arena, "%s%lld", text_equal(v->kind, PLAN_VERSION_KEPT) ? "k" : "",
                       (long long)v->number);
}

const char *plan_kept_note(struct ctx *cx, const char *why, const char *name)
{
    const struct fault_param named = {"name", name};

    return message(cx->arena, cx->lang, why, &named, 1);
}

enum err plan_version_keep(struct ctx *cx, struct db *db, const struct model *const *models,
                           int64_t plan, const char *note, struct plan_version *ret)
{
    enum err e;

    *ret = (struct plan_version){.plan = plan, .kind = PLAN_VERSION_KEPT, .note = note};
    e = plan_snapshot(cx, db, models, plan, NULL, &ret->snapshot);
    return e ? e : plan_version_add(cx, db, ret);
}

enum err plan_versions_drop(struct ctx *cx, struct db *db, int64_t plan)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_plan_version_drop, &st);

    if (e)
        return e;
    db_bind_int(st, "plan", plan);
    e = db_run(cx, st);
    db_done(st);
    return e;
}

/* --- what changed ----------------------------------------------------------------------------- */

enum err plan_version_tree(struct ctx *cx, const struct model *const *models,
                           const struct plan_version *v, struct plan_tree *ret)
{
    const struct json *snapshot = NULL;
    enum err e = json_parse(cx, v->snapshot, strlen(v->snapshot), &snapshot);

    if (e == ERR_INVALID) {
        fault_clear(cx);
        e = fail(cx, ERR_BROKEN, "plan_version.unreadable", NULL);
    }
    return e ? e : plan_tree_from(cx, models, snapshot, ret);
}

enum err plan_version_diff(struct ctx *cx, struct db *db, const struct model *const *models,
                           const struct plan_version *from, const struct plan_version *to,
                           struct plan_diff *ret)
{
    struct plan_tree before, after;
    enum err e = plan_version_tree(cx, models, from, &before);

    if (!e)
        e = to ? plan_version_tree(cx, models, to, &after)
               : plan_tree_read(cx, db, models, from->plan, &after);
    return e ? e : plan_diff(cx, &before, &after, ret);
}

/* --- publishing ------------------------------------------------------------------------------- */

static enum err ask_reason(struct ctx *cx, struct plan_publishing *p)
{
    p->version.missing = p->missing;
    if (p->missing && text_empty(p->reason))
        return fail_field(cx, "reason", "plan_version.reason", "missing", p->missing_said, NULL);
    return OK;
}

static enum err refuse_same(struct ctx *cx, struct db *db, const struct model *const *models,
                            int64_t plan)
{
    struct plan_version last;
    struct plan_diff diff;
    enum err e = plan_version_last(cx, db, plan, &last);

    if (e || !last.id)
        return e;
    e = plan_version_diff(cx, db, models, &last, NULL, &diff);
    if (!e && !diff.n)
        e = fail(cx, ERR_CONFLICT, "plan_version.same", "number",
                 arena_print(cx->arena, "%lld", (long long)last.number), NULL);
    return e;
}

static enum err mark_published(struct ctx *cx, struct db *db, struct plan_version *v)
{
    void *found = NULL;
    struct plan *plan;
    enum err e = next_number(cx, db, v);

    if (!e)
        e = model_get(cx, db, &plan_model, v->plan, &found);
    if (e)
        return e;
    plan = found;
    plan->state = "published";
    plan->published_number = v->number;
    return model_change(cx, db, &plan_model, plan);
}

static enum err may_publish(struct ctx *cx, struct db *db, const struct plan_publishing *p)
{
    void *found = NULL;
    const struct plan *plan;
    enum err e = model_get(cx, db, &plan_model, p->plan, &found);

    if (e)
        return e;
    plan = found;
    if (plan->scenario_of != NIL)
        return fail(cx, ERR_CONFLICT, "plan_version.scenario", NULL);
    if (text_equal(plan->state, "archived"))
        return fail(cx, ERR_CONFLICT, "plan.frozen", NULL);
    if (p->note && text_chars(p->note) > NOTE_CHARS)
        e = fail_too_long(cx, "note", NOTE_CHARS, text_chars(p->note));
    if (p->reason && text_chars(p->reason) > NOTE_CHARS)
        e = fail_too_long(cx, "reason", NOTE_CHARS, text_chars(p->reason));
    return e;
}

/* Spaces are no reason. */
static enum err tidy(struct ctx *cx, const char **text)
{
    return text_empty(*text) ? OK : text_clean(cx, *text, strlen(*text), true, text);
}

enum err plan_publish(struct ctx *cx, struct db *db, const struct model *const *models,
                      struct plan_publishing *p)
{
    struct plan_version *v = &p->version;
    enum err e = tidy(cx, &p->note);

    if (!e)
        e = tidy(cx, &p->reason);
    if (!e)
        e = may_publish(cx, db, p);

    *v = (struct plan_version){.plan = p->plan, .kind = PLAN_VERSION_PUBLISHED, .note = p->note};
    if (!e)
        e = refuse_same(cx, db, models, p->plan);
    if (!e)
        e = ask_reason(cx, p);
    if (!e)
        e = mark_published(cx, db, v);
    if (!e)
        e = plan_snapshot(cx, db, models, p->plan, p->figures, &v->snapshot);
    v->reason = v->missing ? p->reason : NULL;
    if (!e)
        e = plan_version_add(cx, db, v);
    return e ? e
             : audit_add(cx, db, plan_model.name, p->plan, "publish",
                         arena_print(cx->arena, "{\"version\":[null,%lld]}", (long long)v->number));
}
