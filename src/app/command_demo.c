/* command_demo.c -- praca demo: a demonstration site and someone who may enter it.
 *
 * The password is kept in DIR/demo-login.txt, readable by the owner of the directory alone, so that who starts the
 * program again is told it again. What it opens holds nothing but inventions. */
#include "app/command.h"

#include "access/session.h"
#include "app/demo.h"
#include "app/events.h"
#include "app/instance.h"
#include "base/hash.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOGIN_FILE "demo-login.txt"
enum { PASSWORD_BYTES = 12, PASSWORD_TEXT = 17 };

struct demo_site {
    struct site site;
    struct user owner;
    const char *hash;
};

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct demo_site *s = arg;

    return demo_site_add(cx, db, s->hash, &s->site, &s->owner);
}

/* *ret_there: whether the demonstration is there; its owner then is in s. */
static enum err find_site(struct ctx *cx, const struct instance *in, struct demo_site *s,
                          bool *ret_there)
{
    struct db *db = NULL;
    enum err e = db_read(cx, in->pool, &db);

    if (!e)
        e = site_find(cx, db, DEMO_SLUG, &s->site);
    *ret_there = !e;
    if (!e)
        e = user_find(cx, db, DEMO_EMAIL, &s->owner);
    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        e = OK;
    }
    db_return(db);
    return e;
}

static enum err choose_password(struct ctx *cx, const struct args *a, const char **ret)
{
    const char *file = args_option(a, "password-file");
    unsigned char raw[PASSWORD_BYTES];
    char text[PASSWORD_TEXT];
    enum err e = OK;

    if (file) {
        e = read_secret_file(cx, file, ret);
        return e ? e : user_check(cx, DEMO_EMAIL, "demo", *ret);
    }
    random_bytes(raw, sizeof(raw));
    base64url_text(raw, sizeof(raw), text);
    *ret = arena_dup(cx->arena, text);
    return *ret ? OK : fail_memory(cx);
}

static enum err keep_login(struct ctx *cx, const struct instance *in, const char *password)
{
    const char *path = instance_path(cx, in, LOGIN_FILE);
    const char *text = arena_print(cx->arena, "%s\n%s\n", DEMO_EMAIL, password);
    int fd = path && text ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600) : -1;
    bool ok;

    if (!path || !text)
        return fail_memory(cx);
    ok = fd >= 0 && fchmod(fd, 0600) == 0 &&
         write(fd, text, strlen(text)) == (ssize_t)strlen(text) && fsync(fd) == 0;
    if (fd >= 0 && close(fd) != 0)
        ok = false;
    return ok ? OK
              : fail(cx, ERR_BROKEN, "cli.file_write", "file", path, "reason", strerror(errno),
                     NULL);
}

/* NULL when the file is gone: then only its owner knows it. */
static const char *kept_password(struct ctx *cx, const struct instance *in)
{
    const char *path = instance_path(cx, in, LOGIN_FILE);
    FILE *f = path ? fopen(path, "r") : NULL;
    char line[256], *got = NULL;

    for (int i = 0; f && i < 2; i++)
        got = fgets(line, sizeof(line), f);
    if (f)
        (void)fclose(f);
    if (!got)
        return NULL;
    line[strcspn(line, "\r\n")] = 0;
    return arena_dup(cx->arena, line);
}

static void say_login(struct ctx *cx, const struct instance *in)
{
    const char *password = kept_password(cx, in);
    const char *address =
        arena_print(cx->arena, "http://%s:%lld", config_text(in->config, "http.host"),
                    (long long)config_int(in->config, "http.port"));

    say(cx, "cli.demo_address", "address", address ? address : "", NULL);
    if (password)
        say(cx, "cli.demo_login", "email", DEMO_EMAIL, "password", password, NULL);
    else
        say(cx, "cli.demo_login_gone", "email", DEMO_EMAIL, "file", LOGIN_FILE, NULL);
}

/* The password is kept first: who is killed in between begins again with another one. */
static enum err make(struct ctx *cx, const struct instance *in, const char *password,
                     struct demo_site *s)
{
    enum err e = password_digest(cx, password, &s->hash);

    if (!e)
        e = keep_login(cx, in, password);
    return e ? e : db_write(cx, in->pool, add_in, s);
}

/* The journal belongs to one process: it is not asked for when there is nothing to fill. */
static enum err fill(struct ctx *cx, const struct instance *in, const struct demo_site *s,
                     uint64_t seed)
{
    struct demo_options o = {.seed = seed};
    struct events ev = {0};
    struct demo_result done;
    bool is_filled = false;
    enum err e;

    cx->site = s->site.id;
    cx->actor = s->owner.id;
    e = demo_is_filled(cx, in->pool, &is_filled);
    if (e || is_filled)
        return e;
    e = events_open(cx, in, &ev);
    o.journal = ev.journal;
    if (!e)
        e = demo_fill(cx, in->pool, &o, &done);
    if (!e)
        e = events_load(cx, &ev);
    events_close(&ev);
    if (!e)
        say(cx, "cli.demo_done", "accounts",
            arena_print(cx->arena, "%lld", (long long)done.accounts), "contacts",
            arena_print(cx->arena, "%lld", (long long)done.contacts), "deals",
            arena_print(cx->arena, "%lld", (long long)done.deals), "facts",
            arena_print(cx->arena, "%lld", (long long)done.facts), NULL);
    return e;
}

static enum err read_seed(struct ctx *cx, const struct args *a, uint64_t *ret)
{
    const char *text = args_option(a, "seed");
    int64_t n = 0;

    if (text && (!text_to_int(text, &n) || n < 1))
        return fail(cx, ERR_INVALID, "cli.number", "option", "--seed", NULL);
    *ret = (uint64_t)n;
    return OK;
}

enum err command_demo(struct ctx *cx, const struct args *a)
{
    struct instance in = {0};
    struct demo_site s = {0};
    const char *password = NULL;
    uint64_t seed = 0;
    bool there = false;
    enum err e = read_seed(cx, a, &seed);

    if (!e)
        e = choose_password(cx, a, &password);
    if (!e)
        e = instance_open(cx, a, INSTANCE_CREATE | INSTANCE_MIGRATE, &in);
    if (e)
        return e;
    e = find_site(cx, &in, &s, &there);
    if (!e && !there)
        e = make(cx, &in, password, &s);
    /* A filling that was killed goes on here. */
    if (!e)
        e = fill(cx, &in, &s, seed);
    if (!e && there && !args_flag(a, "if-missing"))
        say(cx, "cli.demo_there", NULL);
    if (!e)
        say_login(cx, &in);
    instance_close(cx, &in);
    return e;
}
