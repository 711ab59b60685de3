/* import_delivery.c -- what came from a source, one row each; and the jobs that look after all of it. */
#include "people/import_delivery_priv.h"

#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "model/audit.h"

#include "import_source_sql.h"

#include <inttypes.h>
#include <string.h>

enum { PAGE = 50, PAGE_MAX = 200 };

static void row_read(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct import_delivery *)row = (struct import_delivery){.id = db_int(st, 0),
                                                              .source = db_int(st, 1),
                                                              .state = db_text_dup(cx, st, 2),
                                                              .name = db_text_dup(cx, st, 3),
                                                              .same_key = db_text_dup(cx, st, 4),
                                                              .bytes = db_int(st, 5),
                                                              .body = db_text_dup(cx, st, 6),
                                                              .import = db_int(st, 7),
                                                              .row_from = db_int(st, 8),
                                                              .rows = db_int(st, 9),
                                                              .error = db_text_dup(cx, st, 10),
                                                              .params = db_text_dup(cx, st, 11),
                                                              .received_at = db_int(st, 12),
                                                              .ended_at = db_int(st, 13)};
}

enum err delivery_same(struct ctx *cx, struct db *db, int64_t source, const char *key, bool *ret)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_delivery_same, &st);

    if (e)
        goto out;
    db_bind_int(st, "source", source);
    db_bind_text(st, "same_key", key);
    e = db_step(cx, st, ret);
out:
    db_done(st);
    return e;
}

static enum err same_id(struct ctx *cx, struct db *db, const struct import_delivery *d,
                        int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_import_delivery_same, &st);

    if (e)
        goto out;
    db_bind_int(st, "source", d->source);
    db_bind_text(st, "same_key", d->same_key);
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = db_int(st, 0);
out:
    db_done(st);
    return e;
}

enum err delivery_add(struct ctx *cx, struct db *db, struct import_delivery *d, bool *ret_again)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_import_delivery_add, &st);

    if (e)
        goto out;
    d->id = id_next(cx);
    db_bind_int(st, "id", d->id);
    db_bind_int(st, "source", d->source);
    db_bind_text(st, "state", d->state);
    db_bind_text(st, "name", d->name);
    db_bind_text(st, "same_key", d->same_key);
    db_bind_int(st, "bytes", d->bytes);
    db_bind_text(st, "body", d->body);
    db_bind_int(st, "import", d->import ? d->import : NIL);
    e = db_step(cx, st, &row);
    *ret_again = !e && !row;
out:
    db_done(st);
    return !e && *ret_again ? same_id(cx, db, d, &d->id) : e;
}

enum err delivery_read(struct ctx *cx, struct db *db, enum delivery_list how, int64_t source,
                       const char *state, int64_t import, int most, struct import_delivery **ret,
                       size_t *ret_n)
{
    static const struct db_query *const queries[] = {
        &SQL_import_deliveries_in, &SQL_import_deliveries_bodies, &SQL_import_deliveries_of_import};
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, queries[how], &st);

    if (e)
        goto out;
    db_bind_int(st, "source", source);
    if (how == DELIVERY_IN_STATE)
        db_bind_text(st, "state", state);
    if (how == DELIVERY_OF_IMPORT)
        db_bind_int(st, "import", import);
    else
        db_bind_int(st, "most", most);
    e = db_collect(cx, st, sizeof(**ret), row_read, ret, ret_n);
out:
    db_done(st);
    return e;
}

enum err delivery_takes(struct ctx *cx, struct db *db, const struct import_delivery *d)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_delivery_takes, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", d->id);
    db_bind_int(st, "import", d->import);
    db_bind_int(st, "row_from", d->row_from);
    db_bind_int(st, "n_rows", d->rows);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err delivery_ends(struct ctx *cx, struct db *db, int64_t id, const char *state,
                       const char *error, const char *params)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_delivery_ends, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_text(st, "state", state);
    db_bind_text(st, "error", error);
    db_bind_text(st, "params", error ? params : NULL);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err drop(struct ctx *cx, struct db *db, const struct db_query *q, int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err delivery_drop(struct ctx *cx, struct db *db, const struct import_delivery *d)
{
    enum err e = d->id ? drop(cx, db, &SQL_import_delivery_drop, d->id) : OK;

    return e || d->import == NIL ? e : drop(cx, db, &SQL_import_drop, d->import);
}

const char *delivery_params(struct ctx *cx, const struct fault *f)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    json_open_object(&w);
    for (int i = 0; i < FAULT_PARAMS_MAX && f->params[i].name; i++)
        json_text_member(&w, f->params[i].name, f->params[i].value ? f->params[i].value : "");
    json_close_object(&w);
    return buf_text(&out);
}

/* --- for readers */

enum err import_deliveries(struct ctx *cx, struct db *db, int64_t source, int64_t after, int limit,
                           struct import_delivery **ret, size_t *ret_n, int64_t *ret_next)
{
    int most = limit <= 0 ? PAGE : limit > PAGE_MAX ? PAGE_MAX : limit;
    struct db_stmt *st = NULL;
    void *found = NULL;
    enum err e = model_get(cx, db, &import_source_model, source, &found);

    if (!e)
        e = db_begin(cx, db, &SQL_import_deliveries_list, &st);
    if (e)
        goto out;
    db_bind_int(st, "source", source);
    db_bind_int(st, "below", after ? after : INT64_MAX);
    db_bind_int(st, "most", most + 1);
    e = db_collect(cx, st, sizeof(**ret), row_read, ret, ret_n);
    if (e)
        goto out;
    *ret_next = 0;
    if (*ret_n > (size_t)most) {
        *ret_n = (size_t)most;
        *ret_next = (*ret)[most - 1].id;
    }
out:
    db_done(st);
    return e;
}

enum err import_delivery_get(struct ctx *cx, struct db *db, int64_t id, struct import_delivery *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_import_delivery_by_id, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = db_step(cx, st, &row);
    if (!e && row)
        row_read(cx, st, ret);
    else if (!e)
        e = fail(cx, ERR_NOTFOUND, "import.no_delivery", NULL);
out:
    db_done(st);
    return e;
}

static void time_member(struct json_writer *w, const char *name, int64_t at)
{
    char text[TIME_TEXT_MAX];

    if (at != NIL)
        time_text(at, text);
    json_text_member(w, name, at == NIL ? NULL : text);
}

void import_delivery_to_json(struct ctx *cx, struct json_writer *w, const struct import_delivery *d,
                             bool with_body)
{
    struct import_error error = {.code = d->error, .params = d->params};

    json_open_object(w);
    json_id_member(w, "id", d->id);
    json_id_member(w, "source", d->source);
    json_text_member(w, "state", d->state);
    json_text_member(w, "name", d->name);
    json_int_member(w, "bytes", d->bytes);
    json_id_member(w, "import", d->import);
    json_name(w, "rows");
    if (d->rows == NIL)
        json_put_null(w);
    else
        json_put_int(w, d->rows);
    json_text_member(w, "message", d->error ? import_error_text(cx, &error) : NULL);
    time_member(w, "received_at", d->received_at);
    time_member(w, "ended_at", d->ended_at);
    if (with_body) {
        json_name(w, "body");
        json_put_raw(w, d->body ? d->body : "null");
    }
    json_close_object(w);
}

/* --- again */

static enum err source_queue(struct ctx *cx, struct db *db, int64_t source, bool by_hand,
                             int64_t *ret_job)
{
    struct job_new job = {.site = cx->site, .kind = "import.source"};

    job.args = arena_print(cx->arena, "{\"source\":\"%" PRId64 "\",\"by_hand\":%s}", source,
                           by_hand ? "true" : "false");
    job.only_one = arena_print(cx->arena, "%" PRId64, source);
    if (!job.args || !job.only_one)
        return fail_memory(cx);
    return job_add(cx, db, &job, ret_job);
}

enum err inbound_queue(struct ctx *cx, struct db *db, int64_t source)
{
    struct job_new job = {.site = cx->site, .kind = "import.deliveries"};
    int64_t made = 0;

    job.args = arena_print(cx->arena, "{\"source\":\"%" PRId64 "\"}", source);
    job.only_one = arena_print(cx->arena, "%" PRId64, source);
    if (!job.args || !job.only_one)
        return fail_memory(cx);
    return job_add(cx, db, &job, &made);
}

enum err import_source_queue(struct ctx *cx, struct db *db, int64_t source, int64_t *ret_job)
{
    void *found = NULL;
    const struct import_source *s;
    enum err e = model_get(cx, db, &import_source_model, source, &found);

    if (e)
        return e;
    s = found;
    if (text_equal(s->origin, "webhook"))
        return fail(cx, ERR_CONFLICT, "import.not_scheduled", NULL);
    e = source_queue(cx, db, source, true, ret_job);
    return e ? e : audit_add(cx, db, "import_source", source, "run", NULL);
}

enum err import_delivery_replay(struct ctx *cx, struct db *db, int64_t id)
{
    struct import_delivery d;
    struct db_stmt *st = NULL;
    int64_t job = 0;
    bool inbound;
    enum err e = import_delivery_get(cx, db, id, &d);

    if (e)
        return e;
    inbound = !d.name;
    if (inbound && !d.body)
        return fail(cx, ERR_CONFLICT, "import.no_body", NULL);
    if (!inbound && d.import == NIL)
        return fail(cx, ERR_CONFLICT, "import.no_file", NULL);
    e = db_begin(cx, db, &SQL_import_delivery_again, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_text(st, "state", inbound ? "waiting" : "running");
    e = db_run(cx, st);
    if (!e && !db_changes(st))
        e = fail(cx, ERR_CONFLICT, "import.delivery_busy", NULL);
    if (!e)
        e = inbound ? inbound_queue(cx, db, d.source) : source_queue(cx, db, d.source, true, &job);
    if (!e)
        e = audit_add(cx, db, "import_source", d.source, "replay", NULL);
out:
    db_done(st);
    return e;
}

/* --- each minute, and now and then */

struct due {
    int64_t site, source;
};

static void due_read(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct due *)row = (struct due){db_int(st, 0), db_int(st, 1)};
}

static enum err queue_all(struct ctx *cx, struct db *db, const struct db_query *q, bool inbound)
{
    struct db_stmt *st = NULL;
    struct due *all = NULL;
    size_t n = 0;
    int64_t job = 0;
    enum err e = db_begin(cx, db, q, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(*all), due_read, &all, &n);
    db_done(st);
    for (size_t i = 0; i < n && !e; i++) {
        cx->site = all[i].site;
        e = inbound ? inbound_queue(cx, db, all[i].source)
                    : source_queue(cx, db, all[i].source, false, &job);
    }
    cx->site = 0;
    return e;
}

/* A source that is under way already is left alone. A body that came just as the job before it ended is seen here. */
static enum err queue_due_in(struct ctx *cx, struct db *db, void *arg)
{
    enum err e = queue_all(cx, db, &SQL_import_sources_due, false);

    (void)arg;
    return e ? e : queue_all(cx, db, &SQL_import_sources_waiting, true);
}

static enum err due_run(struct ctx *cx, struct job_run *run)
{
    return db_write(cx, run->pool, queue_due_in, NULL);
}

static enum err bodies_in(struct ctx *cx, struct db *db, void *arg)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_deliveries_tidy, &st);

    if (!e)
        e = db_run(cx, st);
    if (!e)
        *(int64_t *)arg = db_changes(st);
    db_done(st);
    return e;
}

static enum err bodies_run(struct ctx *cx, struct job_run *run)
{
    int64_t n = 0;
    enum err e = db_write(cx, run->pool, bodies_in, &n);

    if (!e)
        run->result = arena_print(cx->arena, "{\"emptied\":%" PRId64 "}", n);
    return e;
}

const struct job_kind import_source_job_kinds[] = {
    {"import.sources", due_run, MINUTES_MS(1), 3},
    {"import.source", fetch_run, MINUTES_MS(12), 5}, /* an address may take ten to answer */
    {"import.deliveries", inbound_run, MINUTES_MS(5), 5},
    {"import.bodies", bodies_run, MINUTES_MS(2), 3},
    {0},
};
