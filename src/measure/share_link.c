/* share_link.c -- see share_link.h. */
#include "measure/share_link.h"

#include "base/hash.h"
#include "base/text.h"
#include "base/time.h"
#include "measure/agent.h"
#include "model/audit.h"
#include "work/link.h"

#include "share_sql.h"

#include <string.h>

static void digest_of(const char *token, char ret[SHA256_HEX])
{
    unsigned char digest[SHA256_BYTES];

    sha256(token, strlen(token), digest);
    hex_text(digest, sizeof(digest), ret);
}

static enum err note(struct ctx *cx, struct db *db, const struct share_link *l, const char *action)
{
    return audit_add(cx, db, share_kind_of(l->kind)->model->name, l->target, action, NULL);
}

static enum err check_words(struct ctx *cx, const struct share_kind *k, const struct share_link *in)
{
    enum err e = OK;

    if (in->expires_at != NIL && in->expires_at <= ctx_now(cx))
        e = fail_field(cx, "expires_at", "field.past", NULL);
    if (in->note && text_chars(in->note) > SHARE_NOTE_MAX)
        e = fail_too_long(cx, "note", SHARE_NOTE_MAX, text_chars(in->note));
    if (in->edition != NIL && !k->has_editions)
        e = fail_field(cx, "edition", "share.no_editions", NULL);
    return e;
}

static enum err check(struct ctx *cx, struct db *db, const struct share_link *in)
{
    const struct share_kind *k = share_kind_of(in->kind);
    struct share_link *all = NULL;
    size_t n = 0;
    enum err e;

    if (!k)
        return fail_field(cx, "kind", "share.kind", NULL);
    e = k->check(cx, db, in->target, in->edition);
    if (!e)
        e = share_links(cx, db, in->kind, in->target, &all, &n);
    if (!e && n >= SHARE_LINKS_MAX)
        e = fail(cx, ERR_LIMIT, "share.many", "max",
                 arena_print(cx->arena, "%d", (int)SHARE_LINKS_MAX), NULL);
    return e ? e : check_words(cx, k, in);
}

static enum err insert(struct ctx *cx, struct db *db, const struct share_link *in,
                       const char *token)
{
    char digest[SHA256_HEX];
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_share_link_add, &st);

    digest_of(token, digest);
    if (!e) {
        db_bind_int(st, "id", in->id);
        db_bind_text(st, "kind", in->kind);
        db_bind_int(st, "target", in->target);
        db_bind_int(st, "edition", in->edition);
        db_bind_text(st, "digest", digest);
        db_bind_text(st, "note", in->note);
        db_bind_int(st, "actor", in->actor);
        db_bind_int(st, "expires_at", in->expires_at);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

enum err share_link_add(struct ctx *cx, struct db *db, struct share_link *in, const char **ret_path)
{
    struct link l = {.purpose = in->kind, .site = cx->site};
    const char *token = NULL;
    enum err e = check(cx, db, in);

    if (e)
        return e;
    in->id = l.subject = id_next(cx);
    in->created_at = ctx_now(cx);
    in->actor = cx->actor ? cx->actor : NIL;
    in->revoked_at = in->opened_at = in->confirmed_at = NIL;
    random_bytes(&l.about, sizeof(l.about));
    l.expires_at = in->expires_at == NIL ? INT64_MAX : in->expires_at;
    e = link_sign(cx, db, &l, &token);
    if (!e)
        e = insert(cx, db, in, token);
    if (!e)
        e = note(cx, db, in, "link_add");
    if (!e)
        *ret_path = arena_print(cx->arena, "/p/%s/%s", in->kind, token);
    return e;
}

static void read_link(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct share_link *)row = (struct share_link){.id = db_int(st, 0),
                                                    .kind = db_text_dup(cx, st, 1),
                                                    .target = db_int(st, 2),
                                                    .edition = db_int(st, 3),
                                                    .note = db_text_dup(cx, st, 4),
                                                    .actor = db_int(st, 5),
                                                    .created_at = db_int(st, 6),
                                                    .expires_at = db_int(st, 7),
                                                    .revoked_at = db_int(st, 8),
                                                    .opened_count = db_int(st, 9),
                                                    .opened_at = db_int(st, 10),
                                                    .confirmed_by = db_text_dup(cx, st, 11),
                                                    .confirmed_at = db_int(st, 12)};
}

enum err share_links(struct ctx *cx, struct db *db, const char *kind, int64_t target,
                     struct share_link **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_share_links_of, &st);

    if (!e) {
        db_bind_text(st, "kind", kind);
        db_bind_int(st, "target", target);
        e = db_collect(cx, st, sizeof(**ret), read_link, ret, ret_n);
    }
    db_done(st);
    return e;
}

static void read_opening(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct share_opening *)row = (struct share_opening){.id = db_int(st, 0),
                                                          .opened_at = db_int(st, 1),
                                                          .device = db_text_dup(cx, st, 2),
                                                          .browser = db_text_dup(cx, st, 3),
                                                          .robot = db_text_dup(cx, st, 4)};
}

static enum err one(struct ctx *cx, struct db *db, const struct db_query *q, const char *name,
                    int64_t id, const char *digest, struct share_link *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    if (digest)
        db_bind_text(st, name, digest);
    else
        db_bind_int(st, name, id);
    e = db_step(cx, st, &row);
    if (!e && !row)
        e = fail(cx, ERR_NOTFOUND, "share.ended", NULL);
    if (!e)
        read_link(cx, st, ret);
out:
    db_done(st);
    return e;
}

enum err share_openings(struct ctx *cx, struct db *db, int64_t link, struct share_opening **ret,
                        size_t *ret_n)
{
    struct share_link l;
    struct db_stmt *st = NULL;
    enum err e = one(cx, db, &SQL_share_link_by_id, "id", link, NULL, &l);

    if (e)
        return e;
    e = db_begin(cx, db, &SQL_share_openings_of, &st);
    if (!e) {
        db_bind_int(st, "link", link);
        e = db_collect(cx, st, sizeof(**ret), read_opening, ret, ret_n);
    }
    db_done(st);
    return e;
}

static enum err by_id(struct ctx *cx, struct db *db, const struct db_query *q, int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (!e) {
        db_bind_int(st, "id", id);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

enum err share_link_revoke(struct ctx *cx, struct db *db, int64_t id)
{
    struct share_link l;
    enum err e = one(cx, db, &SQL_share_link_by_id, "id", id, NULL, &l);

    if (!e)
        e = by_id(cx, db, &SQL_share_link_revoke, id);
    return e ? e : note(cx, db, &l, "link_revoke");
}

static enum err trim(struct ctx *cx, struct db *db, int64_t link)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_share_openings_trim, &st);

    if (!e) {
        db_bind_int(st, "link", link);
        db_bind_int(st, "keep", SHARE_OPENINGS_MAX);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

enum err share_link_count(struct ctx *cx, struct db *db, int64_t id, const char *user_agent)
{
    struct agent a = agent_read(user_agent ? user_agent : "");
    const char *robot = agent_robot(user_agent ? user_agent : "");
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_share_opening_add, &st);

    if (!e) {
        db_bind_int(st, "id", id_next(cx));
        db_bind_int(st, "link", id);
        db_bind_text(st, "device", text_empty(a.device) ? NULL : a.device);
        db_bind_text(st, "browser", text_empty(a.browser) ? NULL : a.browser);
        db_bind_text(st, "robot", robot);
        e = db_run(cx, st);
    }
    db_done(st);
    if (!e && !robot)
        e = by_id(cx, db, &SQL_share_link_count, id);
    return e ? e : trim(cx, db, id);
}

enum err share_link_confirm(struct ctx *cx, struct db *db, int64_t id, const char *name)
{
    struct db_stmt *st = NULL;
    enum err e;

    if (text_empty(name))
        return fail_field(cx, "name", "field.required", NULL);
    if (text_chars(name) > SHARE_NOTE_MAX)
        return fail_too_long(cx, "name", SHARE_NOTE_MAX, text_chars(name));
    e = db_begin(cx, db, &SQL_share_link_confirm, &st);
    if (!e) {
        db_bind_int(st, "id", id);
        db_bind_text(st, "confirmed_by", name);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

enum err share_link_open(struct ctx *cx, struct db *db, const char *token, const char *kind,
                         struct share_link *ret)
{
    struct link l;
    char digest[SHA256_HEX];
    enum err e = link_check(cx, db, token, kind, &l);

    if (e)
        return e;
    cx->site = l.site;
    digest_of(token, digest);
    e = one(cx, db, &SQL_share_link_by_digest, "digest", 0, digest, ret);
    if (!e && ret->revoked_at != NIL)
        e = fail(cx, ERR_NOTFOUND, "share.ended", NULL);
    if (!e)
        e = share_kind_of(kind)->check(cx, db, ret->target, ret->edition);
    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        e = fail(cx, ERR_NOTFOUND, "share.ended", NULL);
    }
    return e;
}

enum err share_tidy(struct ctx *cx, struct db *db)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_share_links_orphans, &st);

    if (!e)
        e = db_run(cx, st);
    db_done(st);
    return e;
}

static void time_member(struct json_writer *w, const char *name, int64_t at)
{
    char text[TIME_TEXT_MAX];

    if (at != NIL)
        time_text(at, text);
    json_text_member(w, name, at == NIL ? NULL : text);
}

void share_link_json(struct json_writer *w, const struct share_link *l, const char *path)
{
    json_open_object(w);
    json_id_member(w, "id", l->id);
    json_text_member(w, "kind", l->kind);
    json_id_member(w, "target", l->target);
    json_name(w, "edition");
    if (l->edition == NIL)
        json_put_null(w);
    else
        json_put_int(w, l->edition);
    json_text_member(w, "note", l->note);
    time_member(w, "created_at", l->created_at);
    time_member(w, "expires_at", l->expires_at);
    time_member(w, "revoked_at", l->revoked_at);
    json_int_member(w, "opened_count", l->opened_count);
    time_member(w, "opened_at", l->opened_at);
    json_text_member(w, "confirmed_by", l->confirmed_by);
    time_member(w, "confirmed_at", l->confirmed_at);
    if (path)
        json_text_member(w, "path", path);
    json_close_object(w);
}

void share_opening_json(struct json_writer *w, const struct share_opening *o)
{
    json_open_object(w);
    json_id_member(w, "id", o->id);
    time_member(w, "opened_at", o->opened_at);
    json_text_member(w, "device", o->device);
    json_text_member(w, "browser", o->browser);
    json_text_member(w, "robot", o->robot);
    json_close_object(w);
}
