/* token.c -- keys for programs. A token can do what its scopes name and its maker's role still
 * allows. */
#include "access/session.h"

#include "access/may.h"
#include "access/secret_priv.h"
#include "base/text.h"

#include "access_sql.h"

enum { TOKEN_NAME_MAX = 80 };

enum err token_add(struct ctx *cx, struct db *db, struct token *in, const char **ret_secret)
{
    const char *secret = secret_make(cx, "praca_");
    char digest[SHA256_HEX];
    struct db_stmt *st = NULL;
    unsigned bits = 0;
    enum err e = OK;

    if (!secret)
        return fail_memory(cx);
    if (text_empty(in->name))
        e = fail_field(cx, "name", "field.required", NULL);
    else if (text_chars(in->name) > TOKEN_NAME_MAX)
        e = fail_too_long(cx, "name", TOKEN_NAME_MAX, text_chars(in->name));
    if (text_empty(in->scopes) || !may_read_scopes(in->scopes, &bits))
        e = fail_field(cx, "scopes", "access.scopes", NULL);
    if (in->expires_at != NIL && in->expires_at <= ctx_now(cx))
        e = fail_field(cx, "expires_at", "field.past", NULL);
    if (e)
        return e;
    secret_hash(secret, digest);
    in->id = id_next(cx);
    in->created_at = ctx_now(cx);
    in->used_at = NIL;
    e = db_begin(cx, db, &SQL_token_insert, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", in->id);
    db_bind_int(st, "user_id", in->user);
    db_bind_text(st, "name", in->name);
    db_bind_text(st, "token_hash", digest);
    db_bind_text(st, "scopes", in->scopes);
    db_bind_int(st, "expires_at", in->expires_at);
    e = db_run(cx, st);
    if (!e)
        *ret_secret = secret;
out:
    db_done(st);
    return e;
}

static void token_read(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct token *ret = row;

    *ret = (struct token){
        .site = db_int(st, 0),
        .id = db_int(st, 1),
        .user = db_int(st, 2),
        .name = db_text_dup(cx, st, 3),
        .scopes = db_text_dup(cx, st, 4),
        .created_at = db_int(st, 5),
        .used_at = db_int(st, 6),
        .expires_at = db_int(st, 7),
    };
    ret->expired = ret->expires_at != NIL && ret->expires_at <= ctx_now(cx);
    if (!ret->scopes || !may_read_scopes(ret->scopes, &ret->may))
        ret->may = 0;
    ret->may &= may_of_role(db_text(st, 8));
}

enum err token_find(struct ctx *cx, struct db *db, const char *secret, struct token *ret)
{
    char digest[SHA256_HEX];
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_token_by_hash, &st);

    if (e)
        goto out;
    secret_hash(secret, digest);
    db_bind_text(st, "token_hash", digest);
    e = db_step(cx, st, &row);
    if (e)
        goto out;
    if (row)
        token_read(cx, st, ret);
    if (!row || ret->expired)
        e = fail(cx, ERR_DENIED, "access.token", NULL);
out:
    db_done(st);
    return e;
}

enum err token_touch(struct ctx *cx, struct db *db, const struct token *t)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_token_update_used, &st);

    if (e)
        goto out;
    db_bind_int(st, "of_site", t->site);
    db_bind_int(st, "id", t->id);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err token_list(struct ctx *cx, struct db *db, struct token **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_tokens_of_site, &st);

    if (e)
        goto out;
    e = db_collect(cx, st, sizeof(**ret), token_read, ret, ret_n);
out:
    db_done(st);
    return e;
}

enum err token_delete(struct ctx *cx, struct db *db, int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_token_delete, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = db_run(cx, st);
    if (!e && !db_changes(st))
        e = fail(cx, ERR_NOTFOUND, "access.no_token", NULL);
out:
    db_done(st);
    return e;
}
