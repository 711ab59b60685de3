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
#include "facts/history.h"
#include "facts/store_duckdb_priv.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Each (day, fate) is an upsert of its own, a visit is many columns, and a transaction of many needs more than the memory of rest. */
enum { OUTCOMES_AT_REST = 32, VISITS_AT_REST = 2000 };

static const char tables_sql[] =
    "create table if not exists followers (name varchar primary key, position bigint not null);"
    "create table if not exists outcomes (site bigint not null, day bigint not null, "
    "fate bigint not null, reason varchar not null, n bigint not null, "
    "primary key (site, day, fate, reason));"
    "create table if not exists fact_keys (site bigint, hi bigint, lo bigint, "
    "received_ms bigint);"
    "create table if not exists turns (number bigint not null, site bigint not null, "
    "subject bigint not null);"
    "create table if not exists aged (site bigint primary key, before_ms bigint not null, "
    "removed bigint not null, pending bigint not null);"
    "create table if not exists ledger (version bigint not null);";

/* Keys were columns of facts once; those that may be asked for again move. */
static const char keys_move_sql[] =
    "insert into fact_keys select site, coalesce(key_hi, 0), coalesce(key_lo, 0), received_ms "
    "from facts where received_ms >= (select max(received_ms) - 8 * 86400000 from facts);";

/* Robots stood in the ledger without reasons once. Their facts that are still there say them; what has left keeps none. */
static const char reasons_move_sql[] =
    "insert into outcomes select f.site, " STORE_RECEIVED
    " // 86400000, 1, v.robot_reason, count(*) "
    "from facts f join visits v on v.id = f.visit and v.robot_reason is not null "
    "where f.robot and f.imported is null group by all;"
    "update outcomes set n = outcomes.n - w.n from (select site, day, sum(n)::bigint as n from "
    "outcomes "
    "where fate = 1 and reason <> '' group by site, day) w where outcomes.site = w.site "
    "and outcomes.day = w.day and outcomes.fate = 1 and outcomes.reason = '';";

enum err duckdb_store_broken(struct ctx *cx, const char *why)
{
    return fail_detail(cx, ERR_BROKEN, "facts.store", why ? why : "unknown");
}

enum err duckdb_store_run(struct ctx *cx, duckdb_connection con, const char *sql)
{
    duckdb_result result;
    enum err e = OK;

    if (duckdb_query(con, sql, &result) != DuckDBSuccess)
        e = duckdb_store_broken(cx, duckdb_result_error(&result));
    duckdb_destroy_result(&result);
    return e;
}

static const char *column_type(const struct fact_part *f)
{
    return f->kind == PART_NUMBER ? "bigint" : f->kind == PART_TEXT ? "varchar" : "boolean";
}

/* The names of the table's columns, each with a comma before and behind; "" without the table. */
static enum err columns_there(struct ctx *cx, struct duckdb_store *d, const char *table,
                              const char **ret)
{
    struct buf names = buf_in(cx->arena);
    struct ask a;
    enum err e = ask_begin(cx, d, d->writer, &a);

    if (!e) {
        ask_text(&a, "select column_name from duckdb_columns() where table_name = ?", table);
        ask_add(&a, " order by column_index");
        e = ask_run(&a);
    }
    while (!e && ask_next(&a))
        buf_print(&names, ",%s,", ask_get_text(&a, 0));
    ask_done(&a);
    *ret = buf_text(&names);
    return e || *ret ? e : fail_memory(cx);
}

/* Columns of parts that are newer than the file are added at its end, those of parts that are no more go. */
static void columns_make(struct buf *sql, const char *table, const struct fact_part *parts,
                         size_t n, const char *there)
{
    char name[64];

    if (!there[0])
        buf_print(sql, "create table %s (site bigint);", table);
    for (size_t i = there[0] ? 0 : 1; i < n; i++) {
        (void)snprintf(name, sizeof(name), ",%s,", parts[i].name);
        if (parts[i].stored && !strstr(there, name))
            buf_print(sql, "alter table %s add column %s %s;", table, parts[i].name,
                      column_type(&parts[i]));
        else if (!parts[i].stored && strstr(there, name))
            buf_print(sql, "alter table %s drop column %s;", table, parts[i].name);
    }
}

/* Tables and columns: one transaction, as each alone would be a sync; none when all are there. */
static enum err tables_make(struct ctx *cx, struct duckdb_store *d)
{
    struct buf sql = buf_in(cx->arena), columns = buf_in(cx->arena);
    const char *facts = "", *visits = "", *last = "", *history = "";
    enum err e = columns_there(cx, d, "facts", &facts);

    if (!e)
        e = columns_there(cx, d, "visits", &visits);
    if (!e)
        e = columns_there(cx, d, "history", &history);
    if (!e)
        e = columns_there(cx, d, "ledger", &last); /* the newest: with it all are there */
    if (e)
        return e;
    columns_make(&columns, "facts", fact_fields, FACT_FIELDS, facts);
    columns_make(&columns, "visits", visit_fields, VISIT_FIELDS, visits);
    columns_make(&columns, "history", history_fields, HISTORY_FIELDS, history);
    if (buf_ok(&columns) && last[0] && !buf_text(&columns)[0])
        return OK;
    buf_print(&sql, "set global memory_limit = '%lldKiB';begin;%s%s%s;",
              (long long)(d->options.work_memory_bytes / 1024), tables_sql,
              strstr(facts, ",key_lo,") ? keys_move_sql : "",
              buf_ok(&columns) ? buf_text(&columns) : "");
    if (!last[0])
        buf_print(&sql, "%sinsert into ledger values (2);", facts[0] ? reasons_move_sql : "");
    buf_print(&sql, "commit;set global memory_limit = '%lldKiB';",
              (long long)(d->options.rest_memory_bytes / 1024));
    if (!buf_ok(&sql) || !buf_ok(&columns))
        return fail_memory(cx);
    return duckdb_store_run(cx, d->writer, buf_text(&sql));
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

void duckdb_store_doubt(struct duckdb_store *d, const char *why)
{
    if (why && (strstr(why, "FATAL") || strstr(why, "INTERNAL") || strstr(why, "invalidated")))
        atomic_store(&d->spoiled, true);
}

/* Open, and not one that is spoiled. Both locks held. */
static enum err open_sound(struct ctx *cx, struct duckdb_store *d)
{
    if (d->db && atomic_load(&d->spoiled)) {
        if (d->asking)
            return fail(cx, ERR_BUSY, "facts.store_busy", NULL);
        duckdb_store_shut(d);
    }
    return d->db ? OK : open_locked(cx, d);
}

enum err duckdb_store_open(struct ctx *cx, struct duckdb_store *d)
{
    enum err e;

    (void)pthread_mutex_lock(&d->lock);
    e = open_sound(cx, d);
    (void)pthread_mutex_unlock(&d->lock);
    return e;
}

enum err duckdb_store_enter(struct ctx *cx, struct duckdb_store *d)
{
    enum err e = OK;

    (void)pthread_mutex_lock(&d->lock);
    if (!d->db) {
        e = open_locked(cx, d);
    } else if (atomic_load(&d->spoiled)) { /* the writer's lock comes before this one: only tried */
        if (pthread_mutex_trylock(&d->append_lock) == 0) {
            e = open_sound(cx, d);
            (void)pthread_mutex_unlock(&d->append_lock);
        } else {
            e = fail(cx, ERR_BUSY, "facts.store_busy", NULL);
        }
    }
    if (!e)
        d->asking++;
    (void)pthread_mutex_unlock(&d->lock);
    return e;
}

void duckdb_store_shut(struct duckdb_store *d)
{
    duckdb_result result;

    if (!d->db)
        return;
    if (atomic_exchange(&d->spoiled, false)) {
        (void)duckdb_query(d->writer, "pragma disable_checkpoint_on_shutdown", &result);
        duckdb_destroy_result(&result);
    }
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

/* Runs an update; whether it found a row. An upsert costs DuckDB three times as much as the update, and the row is there but for
 * the first time. */
static enum err updated(struct ask *a, enum err e, bool *ret)
{
    if (!e)
        e = ask_run(a);
    if (!e)
        *ret = ask_next(a) && ask_get_number(a, 0, 0) > 0;
    ask_done(a);
    return e;
}

static enum err position_set(struct ctx *cx, struct duckdb_store *d, const char *follower,
                             int64_t position)
{
    struct ask a;
    bool there = false;
    enum err e = ask_begin(cx, d, d->writer, &a);

    if (!e) {
        ask_number(&a, "update followers set position = ?", position);
        ask_text(&a, " where name = ?", follower);
    }
    e = updated(&a, e, &there);
    if (e || there)
        return e;
    e = ask_begin(cx, d, d->writer, &a);
    if (!e) {
        ask_text(&a, "insert into followers values (?", follower);
        ask_number(&a, ", ?)", position);
    }
    return updated(&a, e, &there);
}

enum err duckdb_outcome_add(struct ctx *cx, struct duckdb_store *d, const struct store_outcome *o)
{
    struct ask a;
    bool there = false;
    enum err e = ask_begin(cx, d, d->writer, &a);

    if (!e) {
        ask_number(&a, "update outcomes set n = n + ?", o->count);
        ask_number(&a, " where site = ?", o->site);
        ask_number(&a, " and day = ?", o->day);
        ask_number(&a, " and fate = ?", o->fate);
        ask_text(&a, " and reason = ?", o->reason);
    }
    e = updated(&a, e, &there);
    if (e || there)
        return e;
    e = ask_begin(cx, d, d->writer, &a);
    if (!e) {
        ask_number(&a, "insert into outcomes values (?", o->site);
        ask_number(&a, ", ?", o->day);
        ask_number(&a, ", ?", o->fate);
        ask_text(&a, ", ?", o->reason);
        ask_number(&a, ", ?)", o->count);
    }
    return updated(&a, e, &there);
}

/* The time of receipt is in the id nearly always, and then not written: three bytes a row (STORE_RECEIVED). */
static bool is_told_by_id(const void *record, const struct fact_part *p)
{
    const struct fact *f = record;

    return p >= fact_fields && p < fact_fields + FACT_FIELDS &&
           p->offset == offsetof(struct fact, received_ms) && f->received_ms == id_time_ms(f->id);
}

static bool append_part(duckdb_appender to, const void *record, const struct fact_part *p)
{
    if (!p->stored)
        return true;
    if (is_told_by_id(record, p))
        return duckdb_append_null(to) == DuckDBSuccess;
    if (p->kind == PART_FLAG)
        return duckdb_append_bool(to, part_flag(record, p)) == DuckDBSuccess;
    if (!part_has(record, p))
        return duckdb_append_null(to) == DuckDBSuccess;
    if (p->kind == PART_NUMBER)
        return duckdb_append_int64(to, part_number(record, p)) == DuckDBSuccess;
    return duckdb_append_varchar(to, part_text(record, p)) == DuckDBSuccess;
}

/* By name: a file that is older than a part has its column last. */
static enum err appender_for(struct ctx *cx, struct duckdb_store *d, const char *table,
                             const struct fact_part *parts, size_t n, duckdb_appender *ret)
{
    if (duckdb_appender_create(d->writer, NULL, table, ret) != DuckDBSuccess)
        return duckdb_store_broken(cx, duckdb_appender_error(*ret));
    for (size_t i = 0; i < n; i++)
        if (parts[i].stored && duckdb_appender_add_column(*ret, parts[i].name) != DuckDBSuccess)
            return duckdb_store_broken(cx, duckdb_appender_error(*ret));
    return OK;
}

enum err duckdb_store_add(struct ctx *cx, struct duckdb_store *d, const char *table,
                          const struct fact_part *parts, size_t part_count, const void *records,
                          size_t size, size_t n)
{
    duckdb_appender to = NULL;
    enum err e = n ? appender_for(cx, d, table, parts, part_count, &to) : OK;

    if (n == 0)
        return OK;
    for (size_t i = 0; i < n && !e; i++) {
        bool ok = true;
        for (size_t k = 0; k < part_count && ok; k++)
            ok = append_part(to, (const char *)records + i * size, &parts[k]);
        if (!ok || duckdb_appender_end_row(to) != DuckDBSuccess)
            e = duckdb_store_broken(cx, duckdb_appender_error(to));
    }
    if (!e && duckdb_appender_close(to) != DuckDBSuccess)
        e = duckdb_store_broken(cx, duckdb_appender_error(to));
    (void)duckdb_appender_destroy(&to);
    return e;
}

/* The keys of the batch; once a day of receipt those go that nobody will ask for again. */
static enum err keys_remember(struct ctx *cx, struct duckdb_store *d, const struct fact *facts,
                              size_t n)
{
    static const struct fact_part parts[] = {
        {"site", offsetof(struct fact, site), 0, INT64_MIN, PART_NUMBER, true, true},
        {"hi", offsetof(struct fact, key_hi), 0, INT64_MIN, PART_NUMBER, true, true},
        {"lo", offsetof(struct fact, key_lo), 0, INT64_MIN, PART_NUMBER, true, true},
        {"received_ms", offsetof(struct fact, received_ms), 0, INT64_MIN, PART_NUMBER, true, true},
    };
    bool imported = n && facts[0].imported; /* nobody will send it again */
    enum err e = imported ? OK
                          : duckdb_store_add(cx, d, "fact_keys", parts, COUNT_OF(parts), facts,
                                             sizeof(*facts), n);
    int64_t day = n ? facts[0].received_ms / DAYS_MS(1) : 0;
    struct ask a;

    for (size_t i = 1; i < n; i++)
        if (facts[i].received_ms / DAYS_MS(1) < day)
            day = facts[i].received_ms / DAYS_MS(1);
    if (e || imported || day <= d->swept_day)
        return e;
    e = ask_begin(cx, d, d->writer, &a);
    if (!e) {
        ask_number(&a, "delete from fact_keys where received_ms < ?",
                   DAYS_MS(day - FACT_KEY_DAYS - 1));
        e = ask_run(&a);
    }
    ask_done(&a);
    if (!e)
        d->swept_day = day;
    return e;
}

static enum err append_all(struct ctx *cx, struct duckdb_store *d, const struct store_batch *b)
{
    int64_t at = 0;
    enum err e = position_get(cx, d, b->follower, &at);

    if (!e && at != b->from)
        e = fail(cx, ERR_CONFLICT, "facts.moved", NULL);
    if (!e)
        e = duckdb_store_add(cx, d, "facts", fact_fields, FACT_FIELDS, b->facts, sizeof(*b->facts),
                             b->count);
    if (!e)
        e = keys_remember(cx, d, b->facts, b->count);
    if (!e)
        e = duckdb_visits_append(cx, d, b);
    if (!e)
        e = duckdb_store_add(cx, d, "history", history_fields, HISTORY_FIELDS, b->rows,
                             sizeof(*b->rows), b->row_count);
    for (size_t i = 0; i < b->outcome_count && !e; i++)
        e = duckdb_outcome_add(cx, d, &b->outcomes[i]);
    if (!e)
        e = position_set(cx, d, b->follower, b->to);
    return e;
}

enum err duckdb_store_end(struct ctx *cx, struct duckdb_store *d, enum err e)
{
    duckdb_result result;

    if (!e) {
        e = duckdb_store_run(cx, d->writer, "commit");
        if (!e)
            return OK;
        atomic_store(&d->spoiled, true);
    }
    (void)duckdb_query(d->writer, "rollback", &result);
    duckdb_destroy_result(&result);
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
    if (!e && (b->outcome_count > OUTCOMES_AT_REST || b->visit_count > VISITS_AT_REST ||
               b->row_count > VISITS_AT_REST))
        duckdb_store_raise(d, d->writer);
    if (!e && (e = duckdb_store_run(cx, d->writer, "begin")) != OK)
        atomic_store(&d->spoiled, true);
    if (!e)
        e = duckdb_store_end(cx, d, append_all(cx, d, b));
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
    enum err e =
        duckdb_store_run(cx, d->writer,
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
                   "select distinct w.n from fact_keys k join wanted w on k.site = w.site and "
                   "k.hi = w.hi and k.lo = w.lo where k.received_ms >= ?",
                   since_ms);
        e = ask_run(&a);
    }
    memset(ret, 0, n * sizeof(*ret));
    while (!e && ask_next(&a))
        ret[ask_get_number(&a, 0, 0)] = true;
    ask_done(&a);
    if (!e)
        e = duckdb_store_run(cx, d->writer, "drop table temp.wanted");
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
    .visits_of = duckdb_visits_of,
    .visits = duckdb_visits,
    .judged = duckdb_judged,
    .outcomes = duckdb_outcomes,
    .counts = duckdb_counts,
    .timeline = duckdb_timeline,
    .seen = duckdb_seen,
    .tally = duckdb_tally,
    .forget = duckdb_forget,
    .compact = duckdb_compact,
    .quarters = duckdb_quarters,
    .by_ids = duckdb_by_ids,
    .touches = duckdb_touches,
    .stats = duckdb_stats,
    .other_money = duckdb_other_money,
    .funnel = duckdb_funnel,
    .visitors = duckdb_visitors,
    .imported = duckdb_imported,
    .drop = duckdb_drop,
    .returns = duckdb_returns,
    .age = duckdb_age,
    .aged = duckdb_aged,
    .turns = duckdb_turns,
    .turns_passed = duckdb_turns_passed,
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
