/* store_duckdb_forget.c -- what an erasure does to the event store.
 *
 * DuckDB leaves what an update or a delete replaced in its file. So the file is copied, table by table, into a new one that
 * takes its name. Surprising: our own database may not attach other files, so it is closed for that time and the copy is made by another one in
 * memory; whoever asks or appends meanwhile waits for the lock and opens the new file.
 */
#include "facts/store_duckdb_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { CALM_WAIT_S = 30 };

static enum err forget_facts(struct ctx *cx, struct duckdb_store *d, int64_t site,
                             const int64_t *subjects, size_t n, int64_t mask, int64_t *ret_n)
{
    struct ask a;
    enum err e = ask_begin(cx, d, d->writer, &a);

    if (!e) {
        ask_number(&a,
                   "update facts set subject = null, props = null, linked = false, "
                   "visitor = xor(visitor, ?)",
                   mask);
        ask_number(&a, " where site = ?", site);
        ask_numbers(&a, " and list_contains(?, subject)", subjects, n);
        e = ask_run(&a);
    }
    if (!e)
        *ret_n = ask_next(&a) ? ask_get_number(&a, 0, 0) : 0;
    ask_done(&a);
    return e;
}

/* Their visits, and what else happened in these: the same visitor wherever it stands. */
static enum err forget_visits(struct ctx *cx, struct duckdb_store *d, int64_t site,
                              const int64_t *subjects, size_t n, int64_t mask)
{
    struct ask a;
    enum err e = ask_begin(cx, d, d->writer, &a);

    if (!e) {
        ask_number(&a, "update facts set visitor = xor(visitor, ?)", mask);
        ask_number(&a,
                   " where visit in (select v.id from visits v where v.site = ? and "
                   "v.visitor = facts.visitor",
                   site);
        ask_numbers(&a, " and list_contains(?, v.subject))", subjects, n);
        e = ask_run(&a);
    }
    ask_done(&a);
    if (e)
        return e;
    e = ask_begin(cx, d, d->writer, &a);
    if (!e) {
        ask_number(&a,
                   "update visits set subject = null, linked = false, click_id = null, "
                   "visitor = xor(visitor, ?)",
                   mask);
        ask_number(&a, " where site = ?", site);
        ask_numbers(&a, " and list_contains(?, subject)", subjects, n);
        e = ask_run(&a);
    }
    ask_done(&a);
    return e;
}

enum err duckdb_forget(struct ctx *cx, struct fact_store *st, int64_t site, const int64_t *subjects,
                       size_t n, int64_t mask, int64_t *ret_n)
{
    struct duckdb_store *d = (struct duckdb_store *)st;
    enum err e;

    (void)pthread_mutex_lock(&d->append_lock);
    e = duckdb_store_open(cx, d);
    if (!e) {
        duckdb_store_raise(d, d->writer);
        e = duckdb_store_run(cx, d->writer, "begin");
    }
    if (!e) {
        e = forget_facts(cx, d, site, subjects, n, mask, ret_n);
        if (!e)
            e = forget_visits(cx, d, site, subjects, n, mask);
        e = duckdb_store_end(cx, d, e);
    }
    (void)pthread_mutex_unlock(&d->append_lock);
    return e;
}

/* --- the file anew */

/* The path as SQL has it: ATTACH takes no parameters. */
static void add_quoted(struct buf *out, const char *text)
{
    buf_add_char(out, '\'');
    for (; *text; text++) {
        if (*text == '\'')
            buf_add_char(out, '\'');
        buf_add_char(out, *text);
    }
    buf_add_char(out, '\'');
}

/* Every table. Rows of one visit stand together, within their day: most columns then change seldom from row to row. */
static const struct {
    const char *name, *order;
} tables[] = {
    {"followers", ""},
    {"outcomes", ""},
    {"fact_keys", " order by received_ms"},
    {"turns", " order by number"},
    {"aged", ""},
    {"ledger", ""},
    {"facts", " order by site, at_ms // 86400000, visit, at_ms"},
    {"visits", " order by site, started_ms"},
    {"history", " order by site, report, day"},
};

static enum err copy_with(struct ctx *cx, duckdb_connection con, const char *from, const char *to)
{
    struct buf sql = buf_in(cx->arena);

    buf_add_text(&sql, "attach ");
    add_quoted(&sql, from);
    buf_add_text(&sql, " as old_file; attach ");
    add_quoted(&sql, to);
    buf_add_text(&sql, " as new_file (storage_version 'latest');"
                       "copy from database old_file to new_file (schema);");
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        buf_print(&sql, "insert into new_file.%s select * from old_file.%s%s;", tables[i].name,
                  tables[i].name, tables[i].order);
    buf_add_text(&sql, "update new_file.aged set pending = 0;checkpoint new_file; detach new_file; "
                       "detach old_file");
    return buf_ok(&sql) ? duckdb_store_run(cx, con, buf_text(&sql)) : fail_memory(cx);
}

static duckdb_config copier_config(const struct duckdb_store *d, const char *temporary)
{
    char memory[32], threads[16];
    const char *const settings[][2] = {
        {"threads", threads},
        {"memory_limit", memory},
        {"temp_directory", temporary},
        {"autoinstall_known_extensions", "false"},
        {"autoload_known_extensions", "false"},
        {"allow_community_extensions", "false"},
    };
    duckdb_config config = NULL;

    (void)snprintf(memory, sizeof(memory), "%lldKiB",
                   (long long)(d->options.work_memory_bytes / 1024));
    (void)snprintf(threads, sizeof(threads), "%d", d->options.threads);
    must(duckdb_create_config(&config) == DuckDBSuccess);
    for (size_t i = 0; i < COUNT_OF(settings); i++)
        must(duckdb_set_config(config, settings[i][0], settings[i][1]) == DuckDBSuccess);
    return config;
}

static enum err copy(struct ctx *cx, const struct duckdb_store *d, const char *from, const char *to)
{
    const char *temporary = arena_print(cx->arena, "%s/tmp", d->dir);
    duckdb_connection con = NULL;
    duckdb_database db = NULL;
    duckdb_config config;
    enum err e = OK;

    if (!temporary)
        return fail_memory(cx);
    config = copier_config(d, temporary);
    if (duckdb_open_ext(NULL, &db, config, NULL) != DuckDBSuccess ||
        duckdb_connect(db, &con) != DuckDBSuccess)
        e = duckdb_store_broken(cx, "no copier");
    if (!e)
        e = copy_with(cx, con, from, to);
    if (con)
        duckdb_disconnect(&con);
    duckdb_close(&db);
    duckdb_destroy_config(&config);
    return e;
}

static enum err disk(struct ctx *cx)
{
    return fail_detail(cx, ERR_BUSY, "facts.store_away", strerror(errno));
}

static enum err sync_path(struct ctx *cx, const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    enum err e = ok ? OK : disk(cx);

    if (fd >= 0)
        (void)close(fd);
    return e;
}

/* Both locks held, nobody asking. */
static enum err replace_file(struct ctx *cx, struct duckdb_store *d)
{
    const char *file = arena_print(cx->arena, "%s/facts.duckdb", d->dir);
    const char *fresh = arena_print(cx->arena, "%s/facts.duckdb.new", d->dir);
    enum err e;

    if (!file || !fresh)
        return fail_memory(cx);
    duckdb_store_shut(d); /* its write-ahead log is copied back by that */
    if (unlink(fresh) != 0 && errno != ENOENT)
        return disk(cx);
    if (access(file, F_OK) != 0)
        return OK;
    e = copy(cx, d, file, fresh);
    if (!e)
        e = sync_path(cx, fresh, O_RDONLY);
    if (!e && rename(fresh, file) != 0)
        e = disk(cx);
    if (!e)
        e = sync_path(cx, d->dir, O_RDONLY | O_DIRECTORY);
    if (e)
        (void)unlink(fresh);
    return e;
}

/* False when somebody went on asking. Lock held. */
static bool wait_for_calm(struct duckdb_store *d)
{
    struct timespec until;

    must(clock_gettime(CLOCK_REALTIME, &until) == 0);
    until.tv_sec += CALM_WAIT_S;
    while (d->asking)
        if (pthread_cond_timedwait(&d->calm, &d->lock, &until) != 0)
            return false;
    return true;
}

enum err duckdb_compact(struct ctx *cx, struct fact_store *st)
{
    struct duckdb_store *d = (struct duckdb_store *)st;
    enum err e;

    (void)pthread_mutex_lock(&d->append_lock);
    (void)pthread_mutex_lock(&d->lock);
    if (wait_for_calm(d))
        e = replace_file(cx, d);
    else
        e = fail(cx, ERR_BUSY, "facts.store_busy", NULL);
    (void)pthread_mutex_unlock(&d->lock);
    (void)pthread_mutex_unlock(&d->append_lock);
    return e;
}
