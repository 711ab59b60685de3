/* instance.c -- see instance.h. _GNU_SOURCE is for environ, which POSIX names but no header of it declares. */
#define _GNU_SOURCE
#include "app/instance.h"

#include "access/site.h"
#include "base/id.h"
#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "db/migrations.h"
#include "work/secret.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const struct config_row app_config_rows[] = {
    {"db.url", CONFIG_SECRET, "", 0, 0, "config.db_url"},
    {"db.readers", CONFIG_INT, "4", 1, 64, "config.db_readers"},
    {"http.host", CONFIG_TEXT, "127.0.0.1", 0, 0, "config.http_host"},
    {"http.port", CONFIG_INT, "8080", 0, 65535, "config.http_port"},
    {"http.loop_threads", CONFIG_INT, "0", 0, 64, "config.http_loop_threads"},
    {"http.pool_threads", CONFIG_INT, "4", 1, 64, "config.http_pool_threads"},
    {"http.proxy", CONFIG_TEXT, "", 0, 0, "config.http_proxy"},
    {"net.allow", CONFIG_TEXT, "", 0, 0, "config.net_allow"},
    {"net.ports", CONFIG_TEXT, "", 0, 0, "config.net_ports"},
    {"import.folder", CONFIG_TEXT, "", 0, 0, "config.import_folder"},
    {"import.allow", CONFIG_TEXT, "", 0, 0, "config.import_allow"},
    {"measure.path", CONFIG_TEXT, "/m", 0, 0, "config.measure_path"},
    {"measure.rate", CONFIG_INT, "1200", 0, 1000000, "config.measure_rate"},
    {"measure.mmdb", CONFIG_TEXT, "", 0, 0, "config.measure_mmdb"},
    {"measure.networks", CONFIG_TEXT, "", 0, 0, "config.measure_networks"},
    {"work.threads", CONFIG_INT, "1", 1, 16, "config.work_threads"},
    {"clock.ahead_days", CONFIG_INT, "0", 0, 3650, "config.clock_ahead_days"},
    {"log.level", CONFIG_TEXT, "info", 0, 0, "config.log_level"},
    {"log.format", CONFIG_TEXT, "auto", 0, 0, "config.log_format"},
    {0},
};

const char *instance_home(struct ctx *cx, const struct instance *in)
{
    const char *host = config_text(in->config, "http.host");
    int port = (int)config_int(in->config, "http.port");

    if (!port)
        return NULL;
    if (text_equal(host, "0.0.0.0") || text_equal(host, "::"))
        host = "localhost";
    return arena_print(cx->arena, strchr(host, ':') ? "http://[%s]:%d" : "http://%s:%d", host,
                       port);
}

const char *instance_path(struct ctx *cx, const struct instance *in, const char *name)
{
    return arena_print(cx->arena, "%s/%s", in->dir, name);
}

static enum err make_dir(struct ctx *cx, const char *dir)
{
    if (mkdir(dir, 0700) != 0 && errno != EEXIST)
        return fail(cx, ERR_BROKEN, "app.mkdir", "dir", dir, "reason", strerror(errno), NULL);
    return OK;
}

static enum err find_dir(struct ctx *cx, const struct args *a, unsigned flags, struct instance *in)
{
    struct stat st;

    in->dir = args_option(a, "data");
    if (!in->dir)
        in->dir = INSTANCE_DIR_DEFAULT;
    if (stat(in->dir, &st) == 0 && S_ISDIR(st.st_mode) && access(in->dir, W_OK | X_OK) != 0)
        return fail(cx, ERR_DENIED, "app.no_write", "dir", in->dir, NULL);
    if (stat(in->dir, &st) == 0 && S_ISDIR(st.st_mode))
        return OK;
    if (!(flags & INSTANCE_CREATE))
        return fail(cx, ERR_NOTFOUND, "app.no_data", "dir", in->dir, NULL);
    return make_dir(cx, in->dir);
}

static int64_t ahead_now_ms(void *self)
{
    const int64_t *ahead_ms = self;

    return clock_system().now_ms(NULL) + *ahead_ms;
}

/* For rehearsals: everything that asks the ctx, and what the server makes from it, sees a later day. */
static enum err set_clock(struct ctx *cx, const struct instance *in)
{
    int64_t days = config_int(in->config, "clock.ahead_days");
    int64_t *ahead_ms = days ? arena_alloc(cx->arena, sizeof(*ahead_ms)) : NULL;

    if (!days)
        return OK;
    if (!ahead_ms)
        return fail_memory(cx);
    *ahead_ms = DAYS_MS(days);
    cx->clock = (struct clock){.now_ms = ahead_now_ms, .self = ahead_ms};
    return OK;
}

static enum log_level level_of(const char *name)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (!strcmp(names[i], name))
            return (enum log_level)i;
    return LOG_INFO;
}

static enum err configure(struct ctx *cx, const struct args *a, struct instance *in)
{
    static const struct config_row *const tables[] = {app_config_rows, NULL};
    const char *file = args_option(a, "config");
    const char *format;
    enum err e;

    if (text_empty(file))
        file = instance_path(cx, in, "praca.conf");
    e = config_load(cx, tables, file, environ, a->settings, &in->config);
    if (e)
        return e;
    format = config_text(in->config, "log.format");
    in->log = log_new(STDERR_FILENO, level_of(config_text(in->config, "log.level")),
                      !strcmp(format, "text") || (strcmp(format, "json") != 0 && isatty(2)));
    return in->log ? OK : fail_memory(cx);
}

/* A folder that only happens to be there is no data directory, and opening must not make it one. */
static bool has_data(struct ctx *cx, const struct instance *in)
{
    const char *file = instance_path(cx, in, "praca.db");
    struct stat st;

    return !text_empty(config_text(in->config, "db.url")) || (file && stat(file, &st) == 0);
}

static enum err open_pool(struct ctx *cx, struct instance *in)
{
    const char *url = config_text(in->config, "db.url");
    struct db_options o = {.url = url, .readers = (int)config_int(in->config, "db.readers")};

    if (text_empty(url))
        o.url = arena_print(cx->arena, "sqlite:%s/praca.db", in->dir);
    if (!o.url)
        return fail_memory(cx);
    return db_pool_open(cx, &o, &in->pool);
}

static enum err bring_up_to_date(struct ctx *cx, struct instance *in, unsigned flags)
{
    size_t missing = 0;
    int applied = 0;
    enum err e =
        db_migrations_missing(cx, in->pool, praca_migrations, praca_migration_count, &missing);

    if (e || !missing)
        return e;
    if (!(flags & INSTANCE_MIGRATE))
        return fail(cx, ERR_CONFLICT, "app.migrate_first", "dir", in->dir, NULL);
    return db_migrate(cx, in->pool, praca_migrations, praca_migration_count, &applied);
}

enum err instance_open(struct ctx *cx, const struct args *a, unsigned flags, struct instance *ret)
{
    struct instance in = {0};
    enum err e = find_dir(cx, a, flags, &in);

    if (!e)
        e = configure(cx, a, &in);
    if (!e)
        e = set_clock(cx, &in);
    if (!e && !(flags & INSTANCE_CREATE) && !has_data(cx, &in))
        e = fail(cx, ERR_NOTFOUND, "app.no_data", "dir", in.dir, NULL);
    if (!e)
        e = open_pool(cx, &in);
    if (!e && !(flags & INSTANCE_BARE))
        e = bring_up_to_date(cx, &in, flags);
    if (!e && !(flags & INSTANCE_BARE))
        e = secrets_make(cx, in.pool);
    if (!e && !(flags & INSTANCE_BARE)) {
        e = node_take(cx, in.pool, &in.lease);
        in.ids = e ? NULL : id_source_new(in.lease.node);
        if (!e && !in.ids)
            e = fail_memory(cx);
    }
    if (e) {
        instance_close(cx, &in);
        return e;
    }
    cx->ids = in.ids;
    *ret = in;
    return OK;
}

void instance_close(struct ctx *cx, struct instance *in)
{
    struct fault first = cx->fault;

    if (in->ids && node_give_back(cx, in->pool, &in->lease) != OK)
        log_fault(in->log, LOG_WARN, "node.kept", cx);
    cx->fault = first;
    cx->ids = NULL;
    id_source_free(in->ids);
    db_pool_close(in->pool);
    config_free(in->config);
    log_free(in->log);
    *in = (struct instance){0};
}

enum err instance_site(struct ctx *cx, const struct instance *in, const struct args *a,
                       struct site *ret)
{
    struct db *db = NULL;
    enum err e = db_read(cx, in->pool, &db);

    if (!e)
        e = site_find(cx, db, args_option(a, "site"), ret);
    db_return(db);
    if (!e)
        cx->site = ret->id;
    return e;
}
