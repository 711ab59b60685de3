/* user.c -- see user.h. The address is kept as typed and found by its lower-cased form. */
#include "access/user.h"

#include "access/may.h"
#include "base/message.h"
#include "base/text.h"

#include "access_sql.h"

#include <sodium.h>
#include <string.h>

/* Enough to cost a guesser 60 ms and 32 MiB a try, little enough for a small server. */
enum { ARGON_PASSES = 3, ARGON_BYTES = 32 * 1024 * 1024 };
enum { NAME_MAX_CHARS = 120 };

enum err password_digest(struct ctx *cx, const char *password, const char **ret)
{
    char *digest = arena_alloc(cx->arena, crypto_pwhash_STRBYTES);

    if (!digest)
        return fail_memory(cx);
    if (crypto_pwhash_str(digest, password, strlen(password), ARGON_PASSES, ARGON_BYTES) != 0)
        return fail(cx, ERR_BUSY, "access.password_memory", NULL);
    *ret = digest;
    return OK;
}

static enum err read_digest(struct ctx *cx, struct db *db, int64_t user, const char **ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_user_secrets_by_id, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", user);
    e = db_step(cx, st, &row);
    if (!e && !row)
        e = fail(cx, ERR_NOTFOUND, "access.no_user", NULL);
    if (!e)
        *ret = db_text_dup(cx, st, 1);
out:
    db_done(st);
    return e;
}

enum err password_check(struct ctx *cx, struct db_pool *pool, int64_t user, const char *field,
                        const char *password)
{
    const char *digest = NULL;
    struct db *db = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = read_digest(cx, db, user, &digest);
    db_return(db);
    if (e)
        return e;
    if (!digest)
        return fail_memory(cx);
    if (!password || strlen(password) > PASSWORD_MAX ||
        crypto_pwhash_str_verify(digest, password, strlen(password)) != 0)
        return fail_field(cx, field, "access.password_wrong", NULL);
    return OK;
}

enum err user_check(struct ctx *cx, const char *email, const char *name, const char *password)
{
    const char *clean;
    bool email_ok = email && text_email(cx, email, &clean) == OK;
    size_t n = password ? strlen(password) : 0;
    enum err e = OK;

    fault_clear(cx);
    if (!email_ok)
        e = fail_field(cx, "email", "field.email", NULL);
    if (text_empty(name))
        e = fail_field(cx, "name", "field.required", NULL);
    else if (text_chars(name) > NAME_MAX_CHARS)
        e = fail_too_long(cx, "name", NAME_MAX_CHARS, text_chars(name));
    if (n < PASSWORD_MIN || n > PASSWORD_MAX || !text_is_utf8(password, n))
        e = fail_field(cx, "password", "access.password_length", "min", "10", "max", "200", NULL);
    else if (text_equal(password, email))
        e = fail_field(cx, "password", "access.password_is_email", NULL);
    return e;
}

static void user_read(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct user *ret = row;

    *ret = (struct user){
        .id = db_int(st, 0),
        .email = db_text_dup(cx, st, 1),
        .name = db_text_dup(cx, st, 2),
        .locale = db_text_dup(cx, st, 3),
        .theme = db_text_dup(cx, st, 4),
        .role = db_text_dup(cx, st, 5),
        .totp = !db_is_null(st, 6),
        .disabled = !db_is_null(st, 7),
        .disabled_at = db_int(st, 7),
        .created_at = db_int(st, 8),
    };
}

enum err user_add(struct ctx *cx, struct db *db, const struct user *in, const char *password_hash,
                  int64_t *ret_id)
{
    struct db_stmt *st = NULL;
    const char *email = NULL;
    int64_t id = id_next(cx);
    enum err e = text_email(cx, in->email, &email);

    if (!e)
        e = db_begin(cx, db, &SQL_user_insert, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_text(st, "email", email);
    db_bind_text(st, "email_key", text_fold(cx->arena, email));
    db_bind_text(st, "name", in->name);
    db_bind_text(st, "password_hash", password_hash);
    db_bind_text(st, "locale", in->locale ? in->locale : lang_tag(cx->lang));
    db_bind_text(st, "theme", in->theme ? in->theme : "auto");
    e = db_run(cx, st);
    if (e == ERR_CONFLICT) {
        fault_clear(cx);
        e = fail_field(cx, "email", "field.taken", NULL);
    }
    if (!e)
        *ret_id = id;
out:
    db_done(st);
    return e;
}

static bool known(const char *const *choices, const char *text)
{
    while (*choices && !text_equal(*choices, text))
        choices++;
    return *choices != NULL;
}

enum err user_change(struct ctx *cx, struct db *db, const struct user *in)
{
    static const char *const themes[] = {"auto", "light", "dark", NULL};
    static const char *const locales[] = {"pt-BR", "en", NULL};
    struct db_stmt *st = NULL;
    enum err e = OK;

    if (text_empty(in->name))
        e = fail_field(cx, "name", "field.required", NULL);
    else if (text_chars(in->name) > NAME_MAX_CHARS)
        e = fail_too_long(cx, "name", NAME_MAX_CHARS, text_chars(in->name));
    if (!known(locales, in->locale))
        e = fail_field(cx, "locale", "field.choice", "choices", "pt-BR, en", NULL);
    if (!known(themes, in->theme))
        e = fail_field(cx, "theme", "field.choice", "choices", "auto, light, dark", NULL);
    if (!e)
        e = db_begin(cx, db, &SQL_user_update, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", in->id);
    db_bind_text(st, "name", in->name);
    db_bind_text(st, "locale", in->locale);
    db_bind_text(st, "theme", in->theme);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err user_set_password(struct ctx *cx, struct db *db, int64_t user, const char *password_hash)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_user_update_password, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", user);
    db_bind_text(st, "password_hash", password_hash);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err count_of(struct ctx *cx, struct db *db, const struct db_query *q, const char *name,
                         int64_t value, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    if (name)
        db_bind_int(st, name, value);
    e = db_step(cx, st, &row);
    if (!e)
        *ret = row ? db_int(st, 0) : 0;
out:
    db_done(st);
    return e;
}

enum err user_disable(struct ctx *cx, struct db *db, int64_t user, bool disabled)
{
    struct db_stmt *st = NULL;
    int64_t alone = 0;
    enum err e = OK;

    if (disabled)
        e = count_of(cx, db, &SQL_sole_owner_sites, "user_id", user, &alone);
    if (!e && alone)
        e = fail(cx, ERR_CONFLICT, "access.last_owner", NULL);
    if (!e)
        e = db_begin(cx, db, &SQL_user_update_disabled, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", user);
    db_bind_int(st, "disabled_at", disabled ? ctx_now(cx) : NIL);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err user_theirs(struct ctx *cx, struct db *db, int64_t user)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_sites_of_others, &st);

    if (e)
        return e;
    db_bind_int(st, "user_id", user);
    db_bind_int(st, "owner_id", cx->actor);
    e = db_step(cx, st, &row);
    if (!e && row && db_int(st, 0))
        e = fail(cx, ERR_DENIED, "access.elsewhere", NULL);
    db_done(st);
    return e;
}

enum err member_set(struct ctx *cx, struct db *db, int64_t site, int64_t user, const char *role)
{
    struct db_stmt *st = NULL;
    int64_t owners = 0;
    enum err e;

    if (role && !may_of_role(role))
        return fail_field(cx, "role", "field.choice", "choices",
                          "owner, marketer, sales, analyst, readonly", NULL);
    e = db_begin(cx, db, role ? &SQL_member_upsert : &SQL_member_delete, &st);
    if (e)
        goto out;
    db_bind_int(st, "of_site", site);
    db_bind_int(st, "user_id", user);
    if (role)
        db_bind_text(st, "role", role);
    e = db_run(cx, st);
    if (!e)
        e = count_of(cx, db, &SQL_owners_left, "of_site", site, &owners);
    if (!e && !owners)
        e = fail(cx, ERR_CONFLICT, "access.last_owner", NULL);
out:
    db_done(st);
    return e;
}

static enum err one_user(struct ctx *cx, struct db_stmt *st, struct user *ret)
{
    bool row = false;
    enum err e = db_step(cx, st, &row);

    if (e)
        return e;
    if (!row)
        return fail(cx, ERR_NOTFOUND, "access.no_user", NULL);
    user_read(cx, st, ret);
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

enum err user_get(struct ctx *cx, struct db *db, int64_t id, struct user *ret)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_user_by_id, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = one_user(cx, st, ret);
out:
    db_done(st);
    return e;
}

enum err user_find(struct ctx *cx, struct db *db, const char *email, struct user *ret)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_user_by_email, &st);

    if (e)
        goto out;
    db_bind_text(st, "email_key", text_fold(cx->arena, email));
    e = one_user(cx, st, ret);
out:
    db_done(st);
    return e;
}

enum err member_list(struct ctx *cx, struct db *db, struct user **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_members, &st);

    if (e)
        goto out;
    e = db_collect(cx, st, sizeof(**ret), user_read, ret, ret_n);
out:
    db_done(st);
    return e;
}

static void left_read(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct user *)row = (struct user){.id = db_int(st, 0), .name = db_text_dup(cx, st, 1)};
}

enum err member_list_left(struct ctx *cx, struct db *db, struct user **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_members_left, &st);

    if (e)
        goto out;
    e = db_collect(cx, st, sizeof(**ret), left_read, ret, ret_n);
out:
    db_done(st);
    return e;
}

static const char *name_read(struct ctx *cx, const struct db_stmt *st)
{
    const char *name = db_text_dup(cx, st, 0);

    return db_is_null(st, 1)
               ? message(cx->arena, cx->lang, "access.left", &(struct fault_param){"name", name}, 1)
               : name;
}

enum err user_name(struct ctx *cx, struct db *db, int64_t id, const char **ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e;

    *ret = NULL;
    if (id <= 0)
        return OK;
    e = db_begin(cx, db, &SQL_user_name, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = name_read(cx, st);
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
out:
    db_done(st);
    return e;
}

enum err member_role(struct ctx *cx, struct db *db, int64_t site, int64_t user, const char **ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_member_role, &st);

    if (e)
        goto out;
    db_bind_int(st, "of_site", site);
    db_bind_int(st, "user_id", user);
    e = db_step(cx, st, &row);
    if (!e)
        *ret = row ? db_text_dup(cx, st, 0) : NULL;
out:
    db_done(st);
    return e;
}

enum err user_count(struct ctx *cx, struct db *db, int64_t *ret)
{
    return count_of(cx, db, &SQL_users_count, NULL, 0, ret);
}
