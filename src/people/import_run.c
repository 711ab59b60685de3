/* import_run.c -- the two passes over a file: try everything, then do it.
 *
 * Rows are read in batches before their transaction begins, because a transaction may be run again. A batch is
 * as long as keeps its transaction, commit included, under 20 ms, so that others can write in between. The commit of a batch does
 * not wait for the disk: a crash of the machine takes the import back to an earlier batch, from where it goes on, and only
 * its end, which is waited for, says that it is done. When a batch fails on a row (another record got its key
 * meanwhile), it is run again with a savepoint around each row.
 *
 * Surprising: the trying pass never writes records, but it does find and check them, hooks included. What
 * only the database can refuse then is found in the second pass and listed like any wrong row.
 */
#include "people/import_priv.h"

#include "base/json.h"
#include "base/text.h"
#include "model/audit.h"
#include "people/change.h"
#include "people/import_store_priv.h"
#include "people/search.h"
#include "work/webhook.h"

#include <stdlib.h>
#include <string.h>

enum {
    BATCH_FIRST = 64, /* of the doing pass, until it is known how long a row takes */
    BATCH_TRIED = 2000,
    BATCH_MAX = 2000,
    BATCH_BYTES = 4 * 1024 * 1024,
    BATCH_MIN = 16,
    BATCH_GOAL_NS = 7000000,
    BATCH_GOAL_FAR_NS = 250000000,
    JOIN_EVERY =
        64, /* batches: records that are changed write a part of the search's index each time */
    WARNING_ROWS = 10,
    PLAN_FIRST = 256
};

/* Keys seen in this file: open addressing over 64-bit digests, on the heap because it outlives marks. */
struct seen {
    uint64_t *keys;
    size_t room, count;
};

static void seen_free(void *p)
{
    struct seen *s = p;

    free(s->keys);
    s->keys = NULL;
}

static bool seen_grow(struct seen *s)
{
    size_t room = s->room ? s->room * 2 : 4096;
    uint64_t *keys = calloc(room, sizeof(*keys));

    if (!keys)
        return false;
    for (size_t i = 0; i < s->room; i++) {
        size_t at = s->keys[i] & (room - 1);
        if (!s->keys[i])
            continue;
        while (keys[at])
            at = (at + 1) & (room - 1);
        keys[at] = s->keys[i];
    }
    free(s->keys);
    s->keys = keys;
    s->room = room;
    return true;
}

static enum err seen_add(struct ctx *cx, struct seen *s, uint64_t key, bool *ret_twice)
{
    size_t at;

    if (s->count * 2 >= s->room && !seen_grow(s))
        return fail_memory(cx);
    at = key & (s->room - 1);
    while (s->keys[at] && s->keys[at] != key)
        at = (at + 1) & (s->room - 1);
    *ret_twice = s->keys[at] == key;
    s->count += !*ret_twice;
    s->keys[at] = key;
    return OK;
}

struct warning {
    const char *code;
    int64_t count, rows[WARNING_ROWS];
};

static void warn(struct warning *w, int64_t row)
{
    if (w->count < WARNING_ROWS)
        w->rows[w->count] = row;
    w->count++;
}

struct pass {
    struct db_pool *pool;
    struct import now;
    struct import_map map;
    struct csv_reader *csv;
    struct seen *seen; /* in the arena, which also frees its keys */
    struct warning won_early, no_channel;
    struct import_spans *spans; /* of a simulated file of spend */
    const char *trying, *tried; /* what its state says during and after a simulation */
    int64_t *bad;
    size_t bad_n;
    int64_t plan_at;   /* written rows at which the engine counts its tables anew */
    struct buf errors; /* struct import_error[] of this batch */
    /* the batch */
    struct csv_row *rows;
    size_t n, size;
    struct thread_time began; /* the last transaction */
    int64_t row_ns;           /* what a row takes, its part of the commit included */
    int64_t batches;
    bool careful;
    bool write;
};

static enum err open_file(struct ctx *cx, struct pass *p, const char *path)
{
    const char *const *header;
    size_t n;
    FILE *f = NULL;
    enum err e = import_file_open(cx, path, 0, &f);

    if (!e)
        e = csv_open(cx, csv_from_file, f, &p->map.shape, &p->csv);
    if (e)
        return e;
    header = csv_header(p->csv, &n);
    e = import_map_bind(cx, &p->map, header, n);
    if (!e && p->write && p->now.at_row) {
        if (fseeko(f, p->now.at_offset, SEEK_SET) != 0)
            return fail(cx, ERR_BROKEN, "import.unreadable", NULL);
        csv_resume(p->csv, p->now.at_offset, p->now.at_row + 1, p->now.at_line);
    }
    return e;
}

/* Reads the import, its site's zone and its map. */
static enum err pass_open(struct ctx *cx, struct pass *p, int64_t id)
{
    const struct json *map = NULL;
    struct import_defaults otherwise;
    struct db *db = NULL;
    enum err e = db_read(cx, p->pool, &db);

    if (!e)
        e = import_get(cx, db, id, &p->now);
    if (!e)
        e = import_defaults_read(cx, db, p->now.shape, &otherwise);
    if (!e && p->write)
        e = import_bad_rows(cx, db, id, &p->bad, &p->bad_n);
    db_return(db);
    if (e)
        return e;
    if (!p->now.map)
        return fail_field(cx, "columns", "import.no_columns", NULL);
    e = json_parse(cx, p->now.map, strlen(p->now.map), &map);
    if (!e)
        e = import_map_read(cx, map, p->now.kind, &otherwise, &p->map);
    return e;
}

static const char *params_json(struct ctx *cx, const struct fault_param *params)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    json_open_object(&w);
    for (int i = 0; i < FAULT_PARAMS_MAX && params[i].name; i++)
        json_text_member(&w, params[i].name, params[i].value ? params[i].value : "");
    json_close_object(&w);
    return buf_text(&out);
}

/* Put what is in the ctx's fault beside the row, to be written later; the fault is forgotten. */
static enum err note_errors(struct ctx *cx, struct pass *p, int64_t row, int64_t line)
{
    struct fault f = cx->fault;
    struct import_error one = {.row = row, .line = line, .field = "", .code = f.key};

    fault_clear(cx);
    if (!f.fields) {
        one.params = params_json(cx, f.params);
        buf_add(&p->errors, &one, sizeof(one));
    }
    for (const struct fault_field *x = f.fields; x; x = x->next) {
        one.field = x->field;
        one.code = x->key;
        one.params = params_json(cx, x->params);
        buf_add(&p->errors, &one, sizeof(one));
    }
    return buf_ok(&p->errors) ? OK : fail_memory(cx);
}

static enum err put_errors_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct pass *p = arg;
    const struct import_error *all = (const struct import_error *)(const void *)p->errors.bytes;
    size_t n = p->errors.len / sizeof(*all);
    int64_t nth = 0;
    enum err e = OK;

    for (size_t i = 0; i < n && !e; i++) {
        nth = i && all[i].row == all[i - 1].row ? nth + 1 : 0;
        e = import_error_put(cx, db, p->now.id, nth, &all[i]);
    }
    return e;
}

static void count_fate(struct import *i, enum row_fate fate)
{
    i->added += fate == ROW_ADDED;
    i->changed += fate == ROW_CHANGED;
    i->same += fate == ROW_SAME;
    i->skipped += fate == ROW_SKIPPED;
}

/* --- trying */

static enum err try_row(struct ctx *cx, struct pass *p, struct import_errand *er,
                        const struct csv_row *row, bool *ret_wrong)
{
    enum row_fate fate = ROW_SAME;
    bool twice = false;
    enum err e = import_row_apply(cx, er, row, &fate);

    if (!e && er->key_hash)
        e = seen_add(cx, p->seen, er->key_hash, &twice);
    if (!e && twice)
        e = fail_field(cx, er->key_is_content ? "" : er->key_field,
                       er->key_is_content ? "import.same_line" : "import.twice", NULL);
    *ret_wrong = e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_NOTFOUND;
    if (e && !*ret_wrong)
        return e;
    p->now.rows++;
    if (*ret_wrong) {
        p->now.failed++;
        return note_errors(cx, p, row->number, row->line);
    }
    count_fate(&p->now, fate);
    if (er->won_before_contact)
        warn(&p->won_early, row->number);
    if (er->no_channel)
        warn(&p->no_channel, row->number);
    if (er->spent)
        import_spans_add(p->spans, er->spent, row->number);
    return OK;
}

/* The rows of a batch against what the database has. Nothing is written but the list of wrong rows. */
static enum err try_batch(struct ctx *cx, struct pass *p)
{
    struct import_errand er = {.map = &p->map, .import = p->now.id};
    bool wrong = false;
    enum err e = db_read(cx, p->pool, &er.db);

    if (!e)
        e = db_snapshot(cx, er.db);
    if (!e)
        e = import_errand_open(cx, &er);
    if (!e)
        e = import_ahead_open(cx, &er, p->rows, p->n);
    for (size_t i = 0; i < p->n && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        e = try_row(cx, p, &er, &p->rows[i], &wrong);
        if (!e && !wrong)
            arena_reset(cx->arena, mark);
    }
    import_errand_close(&er);
    db_return(er.db);
    return e;
}

/* --- doing */

static bool is_bad(const struct pass *p, int64_t row)
{
    size_t low = 0, high = p->bad_n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->bad[middle] == row)
            return true;
        if (p->bad[middle] < row)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

struct one_row {
    struct import_errand *er;
    const struct csv_row *row;
    enum row_fate fate;
};

static enum err one_row_in(struct ctx *cx, struct db *db, void *arg)
{
    struct one_row *o = arg;

    (void)db;
    return import_row_apply(cx, o->er, o->row, &o->fate);
}

static enum err do_row(struct ctx *cx, struct db *db, struct pass *p, struct import_errand *er,
                       struct import *counts, const struct csv_row *row)
{
    struct one_row one = {.er = er, .row = row};
    enum err e;

    counts->rows++;
    if (is_bad(p, row->number)) {
        counts->failed++;
        return OK;
    }
    if (!p->careful) {
        e = one_row_in(cx, db, &one);
    } else {
        e = db_try(cx, db, one_row_in, &one);
        if (e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_NOTFOUND) {
            counts->failed++;
            p->errors = buf_in(cx->arena);
            e = note_errors(cx, p, row->number, row->line);
            return e ? e : put_errors_in(cx, db, p);
        }
    }
    if (!e)
        count_fate(counts, one.fate);
    return e;
}

static enum err do_batch_in(struct ctx *cx, struct db *db, void *arg)
{
    struct pass *p = arg;
    const struct csv_row *last = &p->rows[p->n - 1];
    struct import counts = p->now;
    struct import_errand er = {.db = db, .map = &p->map, .import = p->now.id, .write = true};
    enum err e;

    p->began = thread_time_now();
    e = changes_gather(cx, p->n);
    if (!e)
        e = import_errand_open(cx, &er);
    if (!e && !p->careful)
        e = import_ahead_open(cx, &er, p->rows, p->n);
    if (!e && !p->careful)
        e = db_pipeline(cx, db);
    er.piped = !e && !p->careful;
    for (size_t i = 0; i < p->n && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        e = do_row(cx, db, p, &er, &counts, &p->rows[i]);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    if (!e && er.piped)
        e = db_flush(cx, db);
    import_errand_close(&er);
    if (!e)
        e = changes_flush(cx, db);
    if (e)
        return e;
    counts.at_offset = last->end_offset;
    counts.at_row = last->number;
    counts.at_line = last->line;
    e = import_progress_put(cx, db, &counts, p->now.at_row);
    if (!e)
        p->now = counts;
    return e;
}

/* --- batches */

/* A row that is no row (a wrong quote, too long): listed in the trying pass, passed over in the other. */
static enum err bad_csv(struct ctx *cx, struct pass *p, const struct csv_row *row)
{
    p->now.rows++;
    p->now.failed++;
    if (!p->write)
        return note_errors(cx, p, row->number, row->line);
    fault_clear(cx);
    return OK;
}

/* Fill the batch; *ret_more is false at the end of the file. */
static enum err read_batch(struct ctx *cx, struct pass *p, bool *ret_more)
{
    const int64_t from = p->now.at_offset;

    p->n = 0;
    p->rows = arena_array(cx->arena, p->size, sizeof(*p->rows));
    if (!p->rows)
        return fail_memory(cx);
    while (p->n < p->size && (!p->n || p->rows[p->n - 1].end_offset - from < BATCH_BYTES)) {
        struct csv_row row = {0};
        enum err e = csv_next(cx, p->csv, &row, ret_more);
        if (e == ERR_INVALID)
            e = bad_csv(cx, p, &row);
        else if (!e && *ret_more)
            p->rows[p->n++] = row;
        if (e)
            return e;
        if (!*ret_more)
            return OK;
    }
    return OK;
}

static enum err run_batch(struct ctx *cx, struct pass *p)
{
    struct import before = p->now;
    enum err e;

    if (!p->n)
        return OK;
    if (!p->write)
        return try_batch(cx, p);
    p->careful = false;
    e = db_write_soon(cx, p->pool, do_batch_in, p);
    if ((e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_NOTFOUND) &&
        !text_equal(cx->fault.key, "import.taken")) {
        fault_clear(cx);
        p->now = before;
        p->careful = true;
        e = db_write_soon(cx, p->pool, do_batch_in, p);
    }
    p->now.held = thread_time_since(p->began);
    return e;
}

/* As a table grows from nothing its statements must be planned again: at 256 rows, 2,048, 16,384 ... */
static enum err plan_again(struct ctx *cx, struct pass *p)
{
    const struct import_kind *kind = p->map.kind;
    const char *tables[PARTS_MAX + 2] = {"import_changes"};
    int64_t written = p->now.added + p->now.changed;

    if (!p->write || written < p->plan_at)
        return OK;
    p->plan_at = p->plan_at * 8 > written ? p->plan_at * 8 : written * 8;
    for (size_t i = 0; i < kind->part_count; i++)
        tables[i + 1] = kind->parts[i].model->table;
    return db_count_anew(cx, p->pool, tables);
}

/* As many rows as fill the time a transaction may take, going by the last ones; the newest counts a quarter, so that one
 * stall of the disk does not make the next ones tiny. What the processor did meanwhile for others counts little: smaller
 * transactions would not make that less. */
static size_t next_size(struct pass *p)
{
    /* A server has other writers; there it is the journeys that are saved. */
    bool far = db_pool_engine(p->pool) == DB_POSTGRES;
    int64_t row_ns, n;

    if (!p->write || !p->n)
        return p->size;
    row_ns = (far ? p->now.held.clock_ns : thread_own_ns(p->now.held)) / (int64_t)p->n + 1;
    p->row_ns = p->row_ns ? (p->row_ns * 3 + row_ns) / 4 : row_ns;
    n = (far ? BATCH_GOAL_FAR_NS : BATCH_GOAL_NS) / p->row_ns;
    if (n > (int64_t)p->size * 2)
        n = (int64_t)p->size * 2;
    return n < BATCH_MIN ? BATCH_MIN : n > BATCH_MAX ? BATCH_MAX : (size_t)n;
}

/* --- the index of the search, between batches and behind them */

struct telling {
    struct pass *p;
    import_tick *tick;
    void *self;
};

static enum err tell_step(struct ctx *cx, void *self, struct thread_time held)
{
    struct telling *t = self;

    t->p->now.held = held;
    return t->tick ? t->tick(cx, t->self, &t->p->now) : OK;
}

static enum err index_join(struct ctx *cx, struct pass *p, import_tick *tick, void *self)
{
    struct telling t = {p, tick, self};

    p->batches++;
    return p->write && p->batches % JOIN_EVERY == 0 ? search_join(cx, p->pool, tell_step, &t) : OK;
}

static enum err index_catch_up(struct ctx *cx, struct pass *p, import_tick *tick, void *self)
{
    struct telling t = {p, tick, self};

    return search_catch_up(cx, p->pool, tell_step, &t);
}

static enum err all_batches(struct ctx *cx, struct pass *p, import_tick *tick, void *self)
{
    bool more = true;
    enum err e = OK;

    p->size = p->write ? BATCH_FIRST : BATCH_TRIED;
    p->plan_at = PLAN_FIRST;
    while (!e && more) {
        struct arena_mark mark = arena_mark(cx->arena);
        p->errors = buf_in(cx->arena);
        e = read_batch(cx, p, &more);
        if (!e)
            e = run_batch(cx, p);
        if (!e && !p->write && p->errors.len)
            e = db_write(cx, p->pool, put_errors_in, p);
        if (!e && p->now.failed > IMPORT_ERRORS_MAX)
            e = fail(cx, ERR_LIMIT, "import.too_many_errors", NULL);
        if (!e && p->n)
            p->now.at_offset = p->rows[p->n - 1].end_offset;
        if (!e)
            arena_reset(cx->arena, mark);
        p->size = next_size(p);
        if (!e)
            e = plan_again(cx, p);
        if (!e && tick)
            e = tick(cx, self, &p->now);
        if (!e)
            e = index_join(cx, p, tick, self);
    }
    p->plan_at = 0;
    return e ? e : plan_again(cx, p);
}

static void put_warning(struct json_writer *w, const struct warning *x)
{
    if (!x->count)
        return;
    json_open_object(w);
    json_text_member(w, "code", x->code);
    json_int_member(w, "count", x->count);
    json_name(w, "rows");
    json_open_list(w);
    for (int64_t i = 0; i < x->count && i < WARNING_ROWS; i++)
        json_put_int(w, x->rows[i]);
    json_close_list(w);
    json_close_object(w);
}

static enum err warnings_json(struct ctx *cx, const struct pass *p, const char **ret)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    struct db *db = NULL;
    enum err e = db_read(cx, p->pool, &db);

    json_open_list(&w);
    put_warning(&w, &p->won_early);
    put_warning(&w, &p->no_channel);
    if (!e)
        e = import_spans_judge(cx, db, p->spans, &w);
    json_close_list(&w);
    db_return(db);
    *ret = buf_text(&out);
    return e || *ret ? e : fail_memory(cx);
}

static enum err try_begin_in(struct ctx *cx, struct db *db, void *arg)
{
    struct pass *p = arg;
    enum err e = import_errors_drop(cx, db, p->now.id);

    return e ? e : import_restart(cx, db, &p->now, p->trying);
}

static enum err try_end_in(struct ctx *cx, struct db *db, void *arg)
{
    struct pass *p = arg;

    return import_simulated_put(cx, db, &p->now, p->tried);
}

struct failure {
    int64_t id;
    struct fault fault;
};

static enum err fail_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct failure *f = arg;

    return import_state_put(cx, db, f->id, "failed", f->fault.key, true);
}

/* The import is marked failed and the first cause is kept for the caller. An outage is no failure of the
 * import: it stays begun and goes on later. */
static enum err failed(struct ctx *cx, struct pass *p, enum err e)
{
    struct failure f = {.id = p->now.id, .fault = cx->fault};

    if (e == ERR_BUSY || e == ERR_BROKEN || !f.id || text_equal(f.fault.key, "import.taken"))
        return e;
    fault_clear(cx);
    if (db_write(cx, p->pool, fail_in, &f) != OK)
        fault_clear(cx); /* the first cause says more */
    cx->fault = f.fault;
    return e;
}

static enum err simulate(struct ctx *cx, struct pass *run, int64_t id, const char *path,
                         import_tick *tick, void *self)
{
    struct db_pool *pool = run->pool;
    struct pass p = {.pool = pool,
                     .trying = run->trying,
                     .tried = run->tried,
                     .won_early.code = "import.won_before_contact",
                     .no_channel.code = "import.no_channel"};
    enum err e = pass_open(cx, &p, id);

    if (e)
        return failed(cx, &p, e);
    if (p.now.at_row || text_equal(p.now.state, "done") || text_equal(p.now.state, "undoing"))
        return import_refuse_state(cx, p.now.state);
    p.now.rows = p.now.added = p.now.changed = p.now.same = p.now.skipped = p.now.failed = 0;
    p.now.at_offset = 0;
    p.now.warnings = NULL;
    p.seen = arena_alloc(cx->arena, sizeof(*p.seen));
    if (!p.seen || !arena_defer(cx->arena, seen_free, p.seen))
        return fail_memory(cx);
    cx->origin = "import";
    e = import_spans_new(cx, &p.spans);
    if (!e)
        e = db_write(cx, pool, try_begin_in, &p);
    if (!e)
        e = open_file(cx, &p, path);
    if (!e)
        e = all_batches(cx, &p, tick, self);
    if (!e)
        e = warnings_json(cx, &p, &p.now.warnings);
    if (!e)
        e = db_write(cx, pool, try_end_in, &p);
    return e ? failed(cx, &p, e) : OK;
}

enum err import_simulate(struct ctx *cx, struct db_pool *pool, int64_t id, const char *path,
                         import_tick *tick, void *self)
{
    struct pass p = {.pool = pool, .trying = "simulating", .tried = "simulated"};

    return simulate(cx, &p, id, path, tick, self);
}

static enum err do_begin_in(struct ctx *cx, struct db *db, void *arg)
{
    struct pass *p = arg;
    enum err e = import_customs_add(cx, db, &p->map);

    if (!e)
        e = import_restart(cx, db, &p->now, "running");
    p->now.state = "running";
    p->now.rows = p->now.added = p->now.changed = p->now.same = p->now.skipped = p->now.failed = 0;
    p->now.at_offset = p->now.at_row = p->now.at_line = 0;
    return e;
}

static enum err tell_done(struct ctx *cx, struct db *db, int64_t id, const char *counts)
{
    const char *data =
        arena_print(cx->arena, "{\"import\":\"%lld\",\"counts\":%s}", (long long)id, counts);

    return data ? webhook_emit(cx, db, "import.done", NIL, data) : fail_memory(cx);
}

static enum err do_end_in(struct ctx *cx, struct db *db, void *arg)
{
    struct pass *p = arg;
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    enum err e = import_progress_put(cx, db, &p->now, p->now.at_row);

    if (!e)
        e = import_state_put(cx, db, p->now.id, "done", NULL, true);
    if (e)
        return e;
    json_open_object(&w);
    json_text_member(&w, "kind", p->now.kind);
    json_int_member(&w, "rows", p->now.rows);
    json_int_member(&w, "added", p->now.added);
    json_int_member(&w, "changed", p->now.changed);
    json_close_object(&w);
    e = buf_ok(&out) ? tell_done(cx, db, p->now.id, buf_text(&out)) : fail_memory(cx);
    return e ? e : audit_add(cx, db, "import", p->now.id, "import", buf_text(&out));
}

static enum err refused_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct pass *p = arg;

    return import_state_put(cx, db, p->now.id, "simulated", NULL, true);
}

static enum err refuse_errors(struct ctx *cx, struct pass *p)
{
    char count[24];
    enum err e = db_write(cx, p->pool, refused_in, p);

    if (e)
        return e;
    (void)snprintf(count, sizeof(count), "%lld", (long long)p->now.failed);
    return fail(cx, ERR_INVALID, "import.has_errors", "count", count, NULL);
}

/* A first run begins with a simulation of just this map; a resumed one had it. Whoever looks meanwhile sees one run,
 * not a simulation that ended. */
static enum err ready_to_run(struct ctx *cx, struct pass *p, int64_t id, const char *path,
                             import_tick *tick, void *self)
{
    enum err e = pass_open(cx, p, id);
    bool begun = !e && text_equal(p->now.state, "running") && p->now.at_row > 0;

    if (e || begun)
        return e;
    if (text_equal(p->now.state, "done") || text_equal(p->now.state, "undoing"))
        return import_refuse_state(cx, p->now.state);
    if (!text_equal(p->now.map, p->now.checked_map)) {
        e = simulate(cx, p, id, path, tick, self);
        if (!e)
            e = pass_open(cx, p, id);
        if (e)
            return e;
    }
    if (p->now.failed && !p->now.skip_errors)
        return refuse_errors(cx, p);
    return db_write(cx, p->pool, do_begin_in, p);
}

enum err import_run(struct ctx *cx, struct db_pool *pool, int64_t id, const char *path,
                    import_tick *tick, void *self)
{
    struct pass p = {.pool = pool, .write = true, .trying = "running", .tried = "running"};
    enum err e = ready_to_run(cx, &p, id, path, tick, self);

    if (e)
        return e;
    db_bulk_begin(pool);
    cx->origin = "import";
    e = open_file(cx, &p, path);
    if (!e)
        e = all_batches(cx, &p, tick, self);
    if (!e)
        e = index_catch_up(cx, &p, tick, self);
    db_bulk_end(pool);
    if (!e)
        e = db_write(cx, pool, do_end_in, &p);
    return e ? failed(cx, &p, e) : OK;
}
