/* command_user.c -- praca user add|list|password|role|disable|enable: who may come in, without a browser.
 *
 * Whoever can read the data directory may do all of this; a password comes from a file, never from the command line. */
#include "app/command.h"

#include "access/session.h"
#include "access/site.h"
#include "app/instance.h"
#include "base/text.h"
#include "model/audit.h"

#include <stdio.h>
#include <string.h>

struct change {
    const char *email, *name, *role, *hash;
    bool disabled;
    const struct site *site;
};

static enum err note(struct ctx *cx, struct db *db, int64_t user, const char *action)
{
    return audit_add(cx, db, "user", user, action, NULL);
}

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct change *c = arg;
    struct user u = {.email = c->email, .name = c->name, .locale = c->site->locale};
    int64_t id = 0;
    enum err e = user_add(cx, db, &u, c->hash, &id);

    if (!e)
        e = member_set(cx, db, cx->site, id, c->role);
    return e ? e : note(cx, db, id, "add");
}

static enum err password_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct change *c = arg;
    struct user u;
    enum err e = user_find(cx, db, c->email, &u);

    if (!e)
        e = user_set_password(cx, db, u.id, c->hash);
    if (!e)
        e = session_close_others(cx, db, u.id, 0);
    return e ? e : note(cx, db, u.id, "password");
}

static enum err role_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct change *c = arg;
    struct user u;
    enum err e = user_find(cx, db, c->email, &u);

    if (!e)
        e = member_set(cx, db, cx->site, u.id, c->role);
    return e ? e : note(cx, db, u.id, "change");
}

static enum err disable_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct change *c = arg;
    struct user u;
    enum err e = user_find(cx, db, c->email, &u);

    if (!e)
        e = user_disable(cx, db, u.id, c->disabled);
    if (!e && c->disabled)
        e = session_close_others(cx, db, u.id, 0);
    return e ? e : note(cx, db, u.id, c->disabled ? "disable" : "enable");
}

/* --- the commands ---------------------------------------------------------------------------------- */

static enum err read_password(struct ctx *cx, const struct args *a, struct change *c)
{
    const char *file = NULL, *password = NULL;
    enum err e = args_need(cx, a, "password-file", &file);

    if (!e)
        e = read_secret_file(cx, file, &password);
    if (!e)
        e = user_check(cx, c->email, c->name, password);
    return e ? e : password_digest(cx, password, &c->hash);
}

static enum err run_add(struct ctx *cx, const struct instance *in, const struct args *a,
                        struct change *c)
{
    const char *name = args_option(a, "name"), *role = args_option(a, "role");
    enum err e;

    c->name = name ? name : c->email;
    c->role = role ? role : "readonly";
    e = read_password(cx, a, c);
    if (!e)
        e = db_write(cx, in->pool, add_in, c);
    if (!e)
        say(cx, "cli.user_added", "email", c->email, "role", c->role, "site", c->site->slug, NULL);
    return e;
}

static enum err run_password(struct ctx *cx, const struct instance *in, const struct args *a,
                             struct change *c)
{
    enum err e;

    c->name = c->email;
    e = read_password(cx, a, c);
    if (!e)
        e = db_write(cx, in->pool, password_in, c);
    if (!e)
        say(cx, "cli.user_password", "email", c->email, NULL);
    return e;
}

static enum err run_role(struct ctx *cx, const struct instance *in, const struct args *a,
                         struct change *c)
{
    enum err e;

    if (a->word_count < 3)
        return fail(cx, ERR_INVALID, "cli.user_usage", NULL);
    c->role = text_equal(a->words[2], "none") ? NULL : a->words[2];
    e = db_write(cx, in->pool, role_in, c);
    if (!e)
        say(cx, c->role ? "cli.user_role" : "cli.user_gone", "email", c->email, "role", a->words[2],
            "site", c->site->slug, NULL);
    return e;
}

static enum err run_disable(struct ctx *cx, const struct instance *in, const struct args *a,
                            struct change *c)
{
    enum err e;

    c->disabled = text_equal(a->words[0], "disable");
    e = db_write(cx, in->pool, disable_in, c);
    if (!e)
        say(cx, c->disabled ? "cli.user_disabled" : "cli.user_enabled", "email", c->email, NULL);
    return e;
}

static enum err run_list(struct ctx *cx, const struct instance *in, const struct args *a,
                         struct change *c)
{
    struct user *users = NULL;
    struct buf out = buf_in(cx->arena);
    struct db *db = NULL;
    size_t n = 0;
    enum err e = db_read(cx, in->pool, &db);

    (void)a;
    (void)c;
    if (!e)
        e = member_list(cx, db, &users, &n);
    db_return(db);
    if (e)
        return e;
    for (size_t i = 0; i < n; i++)
        buf_print(&out, "%s\t%s\t%s\t%s\n", users[i].email, users[i].role, users[i].name,
                  users[i].disabled ? "disabled"
                  : users[i].totp   ? "totp"
                                    : "");
    return print_all(cx, &out);
}

/* One row each: what it is called, whether it is about someone. */
static const struct {
    const char *name;
    enum err (*run)(struct ctx *cx, const struct instance *in, const struct args *a,
                    struct change *c);
    bool about_someone;
} verbs[] = {
    {"add", run_add, true},   {"list", run_list, false},      {"password", run_password, true},
    {"role", run_role, true}, {"disable", run_disable, true}, {"enable", run_disable, true},
};

enum err command_user(struct ctx *cx, const struct args *a)
{
    struct instance in = {0};
    struct change c = {.email = a->words[1]};
    struct site site;
    size_t v = 0;
    enum err e;

    while (v < COUNT_OF(verbs) && !text_equal(verbs[v].name, a->words[0]))
        v++;
    if (v == COUNT_OF(verbs) || (verbs[v].about_someone && a->word_count < 2))
        return fail(cx, ERR_INVALID, "cli.user_usage", NULL);
    e = instance_open(cx, a, 0, &in);
    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    c.site = &site;
    if (!e)
        e = verbs[v].run(cx, &in, a, &c);
    instance_close(cx, &in);
    return e;
}
