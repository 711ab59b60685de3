/* command_init.c -- praca init: a data directory with one site and its first owner, without a question asked. */
#include "app/command.h"

#include "access/session.h"
#include "access/site.h"
#include "app/instance.h"
#include "base/message.h"
#include "base/text.h"
#include "model/audit.h"
#include "people/deal_stage.h"

struct init {
    struct site site;
    struct user user;
    const char *password_hash;
};

static enum err init_in(struct ctx *cx, struct db *db, void *arg)
{
    struct init *in = arg;
    int64_t users = 0, user = 0;
    enum err e = user_count(cx, db, &users);

    if (!e && users)
        e = fail(cx, ERR_CONFLICT, "app.already", NULL);
    if (!e)
        e = site_add(cx, db, &in->site);
    if (!e)
        e = user_add(cx, db, &in->user, in->password_hash, &user);
    if (!e)
        e = member_set(cx, db, in->site.id, user, "owner");
    if (e)
        return e;
    cx->site = in->site.id;
    cx->actor = user;
    e = audit_add(cx, db, "site", in->site.id, "add", NULL);
    return e ? e : deal_stages_usual(cx, db);
}

static const char *or_else(const char *given, const char *otherwise)
{
    return given ? given : otherwise;
}

enum err command_init(struct ctx *cx, const struct args *a)
{
    const char *email = NULL, *file = NULL, *password = NULL;
    struct instance in = {0};
    struct init init = {0};
    enum err e = args_need(cx, a, "admin-email", &email);

    if (!e)
        e = args_need(cx, a, "admin-password-file", &file);
    if (!e)
        e = read_secret_file(cx, file, &password);
    if (!e)
        e = user_check(cx, email, or_else(args_option(a, "admin-name"), email), password);
    if (!e)
        e = instance_open(cx, a, INSTANCE_CREATE | INSTANCE_MIGRATE, &in);
    if (e)
        return e;
    init.site = (struct site){
        .name = or_else(args_option(a, "company"), message_find(cx->lang, "app.my_company")),
        .locale = or_else(args_option(a, "locale"), lang_tag(cx->lang)),
        .currency = or_else(args_option(a, "currency"), "BRL"),
        .time_zone = or_else(args_option(a, "time-zone"), "America/Sao_Paulo")};
    init.user = (struct user){.email = email,
                              .name = or_else(args_option(a, "admin-name"), email),
                              .locale = init.site.locale};
    e = password_digest(cx, password, &init.password_hash);
    if (!e)
        e = db_write(cx, in.pool, init_in, &init);
    if (!e)
        say(cx, "cli.init_done", "dir", in.dir, "site", init.site.slug, NULL);
    instance_close(cx, &in);
    return e;
}
