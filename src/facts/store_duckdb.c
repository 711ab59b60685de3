/* store_duckdb.c -- the event store in one DuckDB file.
 *
 * Surprising:
 *  - new() only remembers where the file is. The first call that needs it opens it (a few ms; more after a crash, when the
 *    write-ahead log is replayed), so a server may listen before, and the loader's thread usually is the first.
 *  - The file belongs to one process (DuckDB's own rule); questions and the loader share the one duckdb_database.
 *  - Extensions are neither fetched nor loaded and SQL cannot reach other files.
 *  - DuckDB keeps what it read until its memory limit. The limit is low except while questions are asked; making it very
 *    small for a moment is what gives the memory back to the system.
 *  - No primary key on facts: DuckDB would hold its index in memory whole. Exactly once comes from the position, checked and moved
 *    in the same transaction, and from store_known().
 */
#include "facts/store_duckdb_priv.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Each (day, fate) is an upsert of its own, and a transaction of many needs more than the memory of rest. */
enum { OUTCOMES_AT_REST = 32 };

static const char tables_sql[] =
    "begin;"
    "create table if not exists followers (name varchar primary key, position bigint not null);"
    "create table if not exists outcomes (site bigint not null, day bigint not null, "
    "fate bigint not null, reason varchar not null, n bigint not null, "
    "primary key (site, day, fate, reason));"
    "create table if not exists facts (site bigint);";

enum err duckdb_store_broken(struct ctx *cx, const char *why)
{
    return fail_detail(cx, ERR_BROKEN, "facts.store", why ? why : "unknown");
}

static enum err run(struct ctx *cx, duckdb_connection con, const char *sql)
{
    duckdb_result result;
    enum err e = OK;

    if (duckdb_query(con, sql, &result) != DuckDBSuccess)
        e = duckdb_store_broken(cx, duckdb_result_error(&result));
    duckdb_destroy_result(&result);
    return e;
}

static const char *column_type(const struct fact_field *f)
{
    return f->part == FACT_NUMBER ? "bigint" : f->part == FACT_TEXT ? "varchar" : "boolean";
}

/* How many columns the table of facts has; 0 without it. */
static enum err columns_there(struct ctx *cx, struct duckdb_store *d, int64_t *ret)
{
    struct ask a;
    enum err e = ask_begin(cx, d, d->writer, &a);

    ask_add(&a, "select count(*) from duckdb_columns() where table_name = 'facts'");
    if (!e)
        e = ask_run(&a);
    if (!e)
        *ret = ask_next(&a) ? ask_get_number(&a, 0, 0) : 0;
    ask_done(&a);
    return e;
}

/* The tables, and the columns of parts that are newer than the file: one transaction, as each alone would be a sync. */
static enum err tables_make(struct ctx *cx, struct duckdb_store *d)
{
    struct buf sql = buf_in(cx->arena);
    int64_t columns = 0;
    enum err e = columns_there(cx, d, &columns);

    if (e || columns == FACT_FIELDS)
        return e;
    buf_add_text(&sql, tables_sql);
    for (size_t i = columns ? (size_t)columns : 1; i < FACT_FIELDS; i++)
        buf_print(&sql, "alter table facts add column %s %s;", fact_fields[i].name,
                  column_type(&fact_fields[i]));
    buf_add_text(&sql, "commit;");
    if (!buf_ok(&sql))
        return fail_memory(cx);
    return run(cx, d->writer, buf_text(&sql));
}

static duckdb_config config_new(const struct duckdb_store *d, const char *temporary)
{
    char memory[32], threads[16];
    const char *const settings[][2] = {
        {"threads", threads},
        {"memory_limit", memory},
        {"temp_directory", temporary},
        {"max_temp_directory_size", "4GiB"},
        {"autoinstall_known_extensions", "false"},
        {"autoload_known_extensions", "false"},
        {"allow_community_extensions", "false"},
        {"enable_external_access", "false"},
        {"preserve_insertion_order", "false"},
    };
    duckdb_config config = NULL;

    (void)snprintf(memory, sizeof(memory), "%lldKiB",
                   (long long)(d->options.rest_memory_bytes / 1024));
    (void)snprintf(threads, sizeof(threads), "%d", d->options.threads);
    must(duckdb_create_config(&config) == DuckDBSuccess);
    for (size_t i = 0; i < COUNT_OF(settings); i++)
        must(duckdb_set_config(config, settings[i][0], settings[i][1]) == DuckDBSuccess);
    return config;
}

static enum err open_locked(struct ctx *cx, struct duckdb_store *d)
{
    const char *file = arena_print(cx->arena, "%s/facts.duckdb", d->dir);
    const char *temporary = arena_print(cx->arena, "%s/tmp", d->dir);
    duckdb_config config;
    char *why = NULL;
    enum err e = OK;

    if (!file || !temporary)
        return fail_memory(cx);
    if (mkdir(d->dir, 0700) != 0 && errno != EEXIST)
        return fail_detail(cx, ERR_BUSY, "facts.store_away", strerror(errno));
    config = config_new(d, temporary);
    if (duckdb_open_ext(file, &d->db, config, &why) != DuckDBSuccess) {
        e = fail_detail(cx, ERR_BUSY, "facts.store_away", why ? why : "unknown");
        d->db = NULL;
    }
    duckdb_free(why);
    duckdb_destroy_config(&config);
    if (!e && duckdb_connect(d->db, &d->writer) != DuckDBSuccess)
        e = duckdb_store_broken(cx, "no connection");
    if (!e)
        e = tables_make(cx, d);
    if (e && d->db) {
        duckdb_disconnect(&d->writer);
        duckdb_close(&d->db);
    }
    return e;
}

enum err duckdb_store_open(struct ctx *cx, struct duckdb_store *d)
{
    enum err e = OK;

    (void)pthread_mutex_lock(&d->lock);
    if (!d->db)
        e = open_locked(cx, d);
    (void)pthread_mutex_unlock(&d->lock);
    return e;
}

enum err duckdb_store_enter(struct ctx *cx, struct duckdb_store *d)
{
    enum err e = OK;

    (void)pthread_mutex_lock(&d->lock);
    if (!d->db)
        e = open_locked(cx, d);
    if (!e)
        d->asking++;
    (void)pthread_mutex_unlock(&d->lock);
    return e;
}

void duckdb_store_shut(struct duckdb_store *d)
{
    if (!d->db)
        return;
    duckdb_disconnect(&d->writer);
    duckdb_close(&d->db);
    d->raised = d->used = false;
}

static enum err position_get(struct ctx *cx, struct duckdb_store *d, const char *follower,
                             int64_t *ret)
{
    struct ask a;
    enum err e = ask_begin(cx, d, d->writer, &a);

    if (!e) {
        ask_text(&a, "select position from followers where name = ?", follower);
        e = ask_run(&a);
    }
    if (!e)
        *ret = ask_next(&a) ? ask_get_number(&a, 0, 0) : 0;
    ask_done(&a);
    return e;
}

static enum err position_set(struct ctx *cx, struct duckdb_store *d, const char *follower,
                             int64_t position)
{
    struct ask a;
    enum err e = ask_begin(cx, d, d->writer, &a);

    if (!e) {
        ask_text(&a, "insert into followers values (?", follower);
        ask_number(&a, ", ?) on conflict (name) do update set position = excluded.position",
                   position);
        e = ask_run(&a);
    }
    ask_done(&a);
    return e;
}

static enum err outcome_add(struct ctx *cx, struct duckdb_store *d, const struct store_outcome *o)
{
    struct ask a;
    enum err e = ask_begin(cx, d, d->writer, &a);

    if (!e) {
        ask_number(&a, "insert into outcomes values (?", o->site);
        ask_number(&a, ", ?", o->day);
        ask_number(&a, ", ?", o->fate);
        ask_text(&a, ", ?", o->reason);
        ask_number(&a,
                   ", ?) on conflict (site, day, fate, reason) do update set n = n + excluded.n",
                   o->count);
        e = ask_run(&a);
    }
    ask_done(&a);
    return e;
}

static bool append_part(duckdb_appender to, const struct fact *f, const struct fact_field *field)
{
    if (field->part == FACT_FLAG)
        return duckdb_append_bool(to, fact_flag(f, field)) == DuckDBSuccess;
    if (!fact_has(f, field))
        return duckdb_append_null(to) == DuckDBSuccess;
    if (field->part == FACT_NUMBER)
        return duckdb_append_int64(to, fact_number(f, field)) == DuckDBSuccess;
    return duckdb_append_varchar(to, fact_text(f, field)) == DuckDBSuccess;
}

static enum err facts_add(struct ctx *cx, struct duckdb_store *d, const struct fact *facts,
                          size_t n)
{
    duckdb_appender to = NULL;
    enum err e = OK;

    if (n == 0)
        return OK;
    if (duckdb_appender_create(d->writer, NULL, "facts", &to) != DuckDBSuccess)
        e = duckdb_store_broken(cx, duckdb_appender_error(to));
    for (size_t i = 0; i < n && !e; i++) {
        bool ok = true;
        for (size_t k = 0; k < FACT_FIELDS && ok; k++)
            ok = append_part(to, &facts[i], &fact_fields[k]);
        if (!ok || duckdb_appender_end_row(to) != DuckDBSuccess)
            e = duckdb_store_broken(cx, duckdb_appender_error(to));
    }
    if (!e && duckdb_appender_close(to) != DuckDBSuccess)
        e = duckdb_store_broken(cx, duckdb_appender_error(to));
    (void)duckdb_appender_destroy(&to);
    return e;
}

static enum err append_all(struct ctx *cx, struct duckdb_store *d, const struct store_batch *b)
{
    int64_t at = 0;
    enum err e = position_get(cx, d, b->follower, &at);

    if (!e && at != b->from)
        e = fail(cx, ERR_CONFLICT, "facts.moved", NULL);
    if (!e)
        e = facts_add(cx, d, b->facts, b->count);
    for (size_t i = 0; i < b->outcome_count && !e; i++)
        e = outcome_add(cx, d, &b->outcomes[i]);
    if (!e)
        e = position_set(cx, d, b->follower, b->to);
    return e;
}

static enum err duckdb_append(struct ctx *cx, struct fact_store *st, const struct store_batch *b)
{
    struct duckdb_store *d = (struct duckdb_store *)st;
    enum err e;

    (void)pthread_mutex_lock(&d->append_lock);
    e = duckdb_store_open(cx, d);
    if (!e)
        duckdb_store_used(d);
    if (!e && b->outcome_count > OUTCOMES_AT_REST)
        duckdb_store_raise(d, d->writer);
    if (!e)
        e = run(cx, d->writer, "begin");
    if (!e) {
        duckdb_result result;
        e = append_all(cx, d, b);
        if (!e)
            e = run(cx, d->writer, "commit");
        if (e) {
            (void)duckdb_query(d->writer, "rollback", &result);
            duckdb_destroy_result(&result);
        }
    }
    (void)pthread_mutex_unlock(&d->append_lock);
    return e;
}

static enum err duckdb_position(struct ctx *cx, struct fact_store *st, const char *follower,
                                int64_t *ret)
{
    struct duckdb_store *d = (struct duckdb_store *)st;
    enum err e;

    (void)pthread_mutex_lock(&d->append_lock);
    e = duckdb_store_open(cx, d);
    if (!e)
        e = position_get(cx, d, follower, ret);
    (void)pthread_mutex_unlock(&d->append_lock);
    return e;
}

static enum err keys_add(struct ctx *cx, struct duckdb_store *d, const struct store_key *keys,
                         size_t n)
{
    duckdb_appender to = NULL;
    enum err e = run(cx, d->writer,
                     "create or replace temp table wanted (n bigint, site bigint, hi bigint, "
                     "lo bigint)");

    if (e)
        return e;
    if (duckdb_appender_create_ext(d->writer, "temp", "main", "wanted", &to) != DuckDBSuccess)
        e = duckdb_store_broken(cx, duckdb_appender_error(to));
    for (size_t i = 0; i < n && !e; i++)
        if (duckdb_append_int64(to, (int64_t)i) != DuckDBSuccess ||
            duckdb_append_int64(to, keys[i].site) != DuckDBSuccess ||
            duckdb_append_int64(to, keys[i].hi) != DuckDBSuccess ||
            duckdb_append_int64(to, keys[i].lo) != DuckDBSuccess ||
            duckdb_appender_end_row(to) != DuckDBSuccess)
            e = duckdb_store_broken(cx, duckdb_appender_error(to));
    if (!e && duckdb_appender_close(to) != DuckDBSuccess)
        e = duckdb_store_broken(cx, duckdb_appender_error(to));
    (void)duckdb_appender_destroy(&to);
    return e;
}

static enum err known_locked(struct ctx *cx, struct duckdb_store *d, const struct store_key *keys,
                             size_t n, int64_t since_ms, bool *ret)
{
    struct ask a;
    enum err e = keys_add(cx, d, keys, n);

    if (e)
        return e;
    e = ask_begin(cx, d, d->writer, &a);
    if (!e) {
        ask_number(&a,
                   "select distinct w.n from facts f join wanted w on f.site = w.site and "
                   "coalesce(f.key_hi, 0) = w.hi and coalesce(f.key_lo, 0) = w.lo "
                   "where f.received_ms >= ?",
                   since_ms);
        e = ask_run(&a);
    }
    memset(ret, 0, n * sizeof(*ret));
    while (!e && ask_next(&a))
        ret[ask_get_number(&a, 0, 0)] = true;
    ask_done(&a);
    if (!e)
        e = run(cx, d->writer, "drop table temp.wanted");
    return e;
}

static enum err duckdb_known(struct ctx *cx, struct fact_store *st, const struct store_key *keys,
                             size_t n, int64_t since_ms, bool *ret)
{
    struct duckdb_store *d = (struct duckdb_store *)st;
    enum err e;

    if (n == 0)
        return OK;
    (void)pthread_mutex_lock(&d->append_lock);
    e = duckdb_store_open(cx, d);
    if (!e) {
        duckdb_store_used(d);
        e = known_locked(cx, d, keys, n, since_ms, ret);
    }
    (void)pthread_mutex_unlock(&d->append_lock);
    return e;
}

static bool memory_limit(struct duckdb_store *d, int64_t bytes)
{
    duckdb_result result;
    char sql[64];
    bool done;

    (void)snprintf(sql, sizeof(sql), "set global memory_limit = '%lldKiB'",
                   (long long)(bytes / 1024));
    done = duckdb_query(d->writer, sql, &result) == DuckDBSuccess;
    duckdb_destroy_result(&result);
    return done;
}

static void duckdb_rest(struct fact_store *st)
{
    struct duckdb_store *d = (struct duckdb_store *)st;
    int64_t now_ms = duckdb_store_clock_ms();

    (void)pthread_mutex_lock(&d->append_lock);
    (void)pthread_mutex_lock(&d->lock);
    if (d->db && d->used && d->asking == 0 && now_ms - d->asked_ms > d->options.rest_after_ms &&
        now_ms - d->rested_ms > d->options.rest_after_ms) {
        bool done = false;
        /* What it cannot do without is more than the first of these when the database is large. */
        for (int64_t bytes = (int64_t)MIB(4); !done && bytes < d->options.rest_memory_bytes;
             bytes *= 2)
            done = memory_limit(d, bytes);
        d->raised = !memory_limit(d, d->options.rest_memory_bytes);
        d->used = false;
        d->rested_ms = duckdb_store_clock_ms();
    }
    (void)pthread_mutex_unlock(&d->lock);
    (void)pthread_mutex_unlock(&d->append_lock);
}

static void duckdb_store_close(struct fact_store *st)
{
    struct duckdb_store *d = (struct duckdb_store *)st;

    must(d->asking == 0);
    duckdb_store_shut(d);
    (void)pthread_cond_destroy(&d->calm);
    (void)pthread_mutex_destroy(&d->lock);
    (void)pthread_mutex_destroy(&d->append_lock);
    free(d->dir);
    free(d);
}

static const struct store_port duckdb_port = {
    .name = "duckdb",
    .append = duckdb_append,
    .position = duckdb_position,
    .known = duckdb_known,
    .outcomes = duckdb_outcomes,
    .counts = duckdb_counts,
    .timeline = duckdb_timeline,
    .seen = duckdb_seen,
    .tally = duckdb_tally,
    .forget = duckdb_forget,
    .compact = duckdb_compact,
    .quarters = duckdb_quarters,
    .by_ids = duckdb_by_ids,
    .rest = duckdb_rest,
    .close = duckdb_store_close,
};

struct fact_store *store_duckdb_new(const struct store_duckdb_options *o)
{
    struct duckdb_store *d = calloc(1, sizeof(*d));

    must(d != NULL);
    d->face.port = &duckdb_port;
    d->options = *o;
    d->dir = strdup(o->dir);
    must(d->dir != NULL);
    d->options.dir = d->dir;
    if (!o->work_memory_bytes)
        d->options.work_memory_bytes = (int64_t)MIB(256);
    if (!o->rest_memory_bytes)
        d->options.rest_memory_bytes = (int64_t)MIB(48);
    if (!o->threads)
        d->options.threads = 2;
    if (!o->rest_after_ms)
        d->options.rest_after_ms = 5000;
    must(pthread_mutex_init(&d->lock, NULL) == 0);
    must(pthread_mutex_init(&d->append_lock, NULL) == 0);
    must(pthread_cond_init(&d->calm, NULL) == 0);
    return &d->face;
}
