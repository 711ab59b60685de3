/* bulk.c -- bulk changes as rows: kept, started, told. The passes are in bulk_run.c. */
#include "people/bulk_priv.h"

#include "base/csv.h"
#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"

#include "bulk_sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { CSV_PIECE = 200 };

const struct model *bulk_model(const char *name)
{
    static const struct model *const all[] = {&account_model, &contact_model, &deal_model};

    for (size_t i = 0; name && i < COUNT_OF(all); i++)
        if (!strcmp(all[i]->name, name))
            return all[i];
    return NULL;
}

/* --- rows */

static void bulk_read(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct bulk *b = row;

    *b = (struct bulk){.id = db_int(st, 0),
                       .model = db_text_dup(cx, st, 1),
                       .action = db_text_dup(cx, st, 2),
                       .selection = db_text_dup(cx, st, 3),
                       .state = db_text_dup(cx, st, 4),
                       .all = db_int(st, 5),
                       .changes = db_int(st, 6),
                       .same = db_int(st, 7),
                       .refused = db_int(st, 8),
                       .done = db_int(st, 9),
                       .kept = db_int(st, 10),
                       .undone = db_int(st, 11),
                       .at = db_int(st, 12),
                       .cursor = db_text_dup(cx, st, 13),
                       .error = db_text_dup(cx, st, 14),
                       .job = db_int(st, 15),
                       .actor = db_int(st, 16),
                       .created_at = db_int(st, 17),
                       .started_at = db_int(st, 18),
                       .ended_at = db_int(st, 19)};
}

enum err bulk_get(struct ctx *cx, struct db *db, int64_t id, struct bulk *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_bulk_by_id, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = db_step(cx, st, &row);
    if (!e && !row)
        e = fail(cx, ERR_NOTFOUND, "bulk.none", NULL);
    if (!e)
        bulk_read(cx, st, ret);
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
out:
    db_done(st);
    return e;
}

enum err bulk_recent(struct ctx *cx, struct db *db, struct bulk **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_bulks_recent, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(**ret), bulk_read, ret, ret_n);
    db_done(st);
    return e;
}

enum err bulk_put(struct ctx *cx, struct db *db, const struct bulk *b)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_bulk_update, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", b->id);
    db_bind_text(st, "state", b->state);
    db_bind_int(st, "n_all", b->all);
    db_bind_int(st, "n_changes", b->changes);
    db_bind_int(st, "n_same", b->same);
    db_bind_int(st, "n_refused", b->refused);
    db_bind_int(st, "n_done", b->done);
    db_bind_int(st, "n_kept", b->kept);
    db_bind_int(st, "n_undone", b->undone);
    db_bind_int(st, "at_n", b->at);
    db_bind_text(st, "selection", b->selection);
    db_bind_text(st, "cursor", b->cursor);
    db_bind_text(st, "error", b->error);
    db_bind_int(st, "job", b->job);
    db_bind_int(st, "started_at", b->started_at);
    db_bind_int(st, "ended_at", b->ended_at);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err bulk_item_put(struct ctx *cx, struct db *db, int64_t bulk, int64_t n,
                       const struct bulk_outcome *o)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_bulk_item_set, &st);

    if (e)
        goto out;
    db_bind_int(st, "bulk", bulk);
    db_bind_int(st, "n", n);
    db_bind_text(st, "state", o->state);
    db_bind_text(st, "reason", o->reason);
    db_bind_text(st, "field", o->field);
    db_bind_text(st, "params", o->params);
    db_bind_int(st, "version_after", o->version_after ? o->version_after : NIL);
    db_bind_text(st, "before", o->before);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* --- asked for */

/* The ids that were given, as a sorted list of JSON; wrong fields for what is none. */
static enum err read_ids(struct ctx *cx, const struct json *in, int64_t *ids, size_t *ret_n)
{
    size_t n = 0;
    char max[16];

    (void)snprintf(max, sizeof(max), "%d", BULK_IDS_MAX);
    if (in->kind != JSON_LIST || !in->first)
        return fail_field(cx, "ids", "field.required", NULL);
    if (in->count > BULK_IDS_MAX)
        return fail_field(cx, "ids", "bulk.many", "max", max, NULL);
    for (const struct json *v = in->first; v; v = v->next) {
        size_t i = 0;
        if (!id_read(json_text(v, ""), &ids[n]))
            return fail_field(cx, "ids", "field.id", NULL);
        while (i < n && ids[i] != ids[n])
            i++;
        n += i == n;
    }
    *ret_n = n;
    return OK;
}

static enum err check_query(struct ctx *cx, struct db *db, struct fact_store *facts,
                            const struct model *m, const struct json *in)
{
    struct model_query q = {.limit = 1};
    struct model_page page;
    struct fault before = cx->fault;
    enum err e = bulk_query(cx, db, facts, m, in, &q);

    if (!e)
        e = model_list(cx, db, m, &q, &page);
    if (e == ERR_INVALID && !cx->fault.fields) {
        cx->fault = before;
        return fail_field(cx, "query", "bulk.query", NULL);
    }
    return e;
}

static enum err add_items(struct ctx *cx, struct db *db, const struct bulk *b, const int64_t *ids,
                          size_t n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_bulk_item_add, &st);

    for (size_t i = 0; i < n && !e; i++) {
        db_again(st);
        db_bind_int(st, "bulk", b->id);
        db_bind_int(st, "n", (int64_t)i + 1);
        db_bind_text(st, "model", b->model);
        db_bind_int(st, "record", ids[i]);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err insert(struct ctx *cx, struct db *db, const struct bulk *b)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_bulk_insert, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", b->id);
    db_bind_text(st, "model", b->model);
    db_bind_text(st, "action", b->action);
    db_bind_text(st, "selection", b->selection);
    db_bind_text(st, "state", b->state);
    db_bind_int(st, "n_all", b->all);
    db_bind_int(st, "actor", cx->actor ? cx->actor : NIL);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err queue(struct ctx *cx, struct db *db, struct bulk *b, const char *kind)
{
    const char *id = arena_print(cx->arena, "%" PRId64, b->id);
    struct job_new job = {.site = cx->site, .kind = kind, .only_one = id};
    enum err e;

    job.args = id ? arena_print(cx->arena, "{\"bulk\":\"%s\"}", id) : NULL;
    if (!job.args)
        return fail_memory(cx);
    e = job_add(cx, db, &job, &b->job);
    return e ? e : bulk_put(cx, db, b);
}

static const char *json_copy(struct ctx *cx, const struct json *v)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);

    json_put(&w, v);
    return buf_text(&b);
}

enum err bulk_add(struct ctx *cx, struct db *db, struct fact_store *facts, const struct json *in,
                  int64_t *ret_id)
{
    const struct model *m = bulk_model(json_text(json_get(in, "model"), NULL));
    const struct json *ids = json_get(in, "ids"), *query = json_get(in, "query");
    int64_t *list = arena_array(cx->arena, BULK_IDS_MAX, sizeof(*list));
    struct bulk b = {.started_at = NIL, .ended_at = NIL, .created_at = ctx_now(cx)};
    struct bulk_action action;
    size_t n = 0;
    enum err e = OK;

    if (!list)
        return fail_memory(cx);
    if (!m)
        return fail_field(cx, "model", "field.choice", "choices", "account, contact, deal", NULL);
    if (!ids == !query)
        return fail_field(cx, "ids", "bulk.ids_or_query", NULL);
    e = ids ? read_ids(cx, ids, list, &n) : check_query(cx, db, facts, m, query);
    if (!e)
        e = bulk_action_read(cx, db, m, json_get(in, "action"), &action);
    if (e)
        return e;
    b.id = id_next(cx);
    b.model = m->name;
    b.action = json_copy(cx, json_get(in, "action"));
    b.selection = query ? json_copy(cx, query) : NULL;
    b.state = ids ? "counting" : "gathering";
    b.all = (int64_t)n;
    if (!b.action || (query && !b.selection))
        return fail_memory(cx);
    e = insert(cx, db, &b);
    if (!e)
        e = add_items(cx, db, &b, list, n);
    if (!e)
        e = queue(cx, db, &b, "bulk.count");
    if (!e)
        *ret_id = b.id;
    return e;
}

static enum err refuse_state(struct ctx *cx, const struct bulk *b)
{
    const char *key = arena_print(cx->arena, "bulk.state_%s", b->state);

    return fail(cx, ERR_CONFLICT, "bulk.state", "state",
                key ? message(cx->arena, cx->lang, key, NULL, 0) : b->state, NULL);
}

enum err bulk_start(struct ctx *cx, struct db *db, int64_t id)
{
    struct bulk b = {0};
    enum err e = bulk_get(cx, db, id, &b);

    if (!e && !text_equal(b.state, "counted"))
        e = refuse_state(cx, &b);
    if (e)
        return e;
    b.state = "running";
    b.at = 0;
    b.started_at = ctx_now(cx);
    return queue(cx, db, &b, "bulk.run");
}

enum err bulk_undo(struct ctx *cx, struct db *db, int64_t id)
{
    struct bulk b = {0};
    enum err e = bulk_get(cx, db, id, &b);

    if (!e && !text_equal(b.state, "done") && !(text_equal(b.state, "failed") && b.done > 0))
        e = refuse_state(cx, &b);
    if (e)
        return e;
    b.state = "undoing";
    b.at = INT64_MAX;
    b.ended_at = NIL;
    return queue(cx, db, &b, "bulk.undo");
}

/* --- told */

static const char *sentence(struct ctx *cx, const char *key, const char *params)
{
    struct fault_param read[FAULT_PARAMS_MAX] = {0};
    const struct json *in = NULL;
    size_t n = 0;

    if (params && json_parse(cx, params, strlen(params), &in) == OK)
        for (const struct json *p = in->first; p && n < FAULT_PARAMS_MAX; p = p->next)
            read[n++] = (struct fault_param){p->name, json_text(p, "")};
    return message(cx->arena, cx->lang, key ? key : "bulk.refused", read, n);
}

static const char *field_word(struct ctx *cx, const struct bulk *b, const char *field)
{
    const struct model *m = bulk_model(b->model);
    const struct field *f = field && m ? model_field(m, field) : NULL;

    return f ? model_label(cx, m, f, NULL) : field;
}

static enum err put_reasons(struct ctx *cx, struct db *db, const struct bulk *b,
                            struct json_writer *w)
{
    bool after = text_equal(b->state, "undone") || text_equal(b->state, "undoing");
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_bulk_reasons, &st);

    json_name(w, "reasons");
    json_open_list(w);
    if (e)
        goto out;
    db_bind_int(st, "bulk", b->id);
    db_bind_text(st, "state", after ? "kept" : "refused");
    while (!(e = db_step(cx, st, &row)) && row) {
        const char *key = db_text_dup(cx, st, 0), *field = db_text_dup(cx, st, 1);
        json_open_object(w);
        json_text_member(w, "code", key);
        json_text_member(w, "field", field);
        json_text_member(w, "label", field_word(cx, b, field));
        json_text_member(w, "message", sentence(cx, key, db_text_dup(cx, st, 2)));
        json_int_member(w, "count", db_int(st, 3));
        json_close_object(w);
    }
out:
    json_close_list(w);
    db_done(st);
    return e;
}

static void item_read(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct bulk_item *i = row;

    *i = (struct bulk_item){.n = db_int(st, 0),
                            .record = db_int(st, 1),
                            .version_after = db_int(st, 2),
                            .before = db_text_dup(cx, st, 3)};
}

static const char *name_of(const struct model *m, const void *record)
{
    static const char *const names[] = {"name", "email", "domain", "external_id", "phone"};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct field *f = model_field(m, names[i]);
        if (f && !field_is_nil(f, record))
            return field_text(f, record);
    }
    return NULL;
}

static enum err put_sample_row(struct ctx *cx, struct db *db, const struct bulk_action *a,
                               int64_t id, struct json_writer *w)
{
    void *now = NULL, *then = NULL;
    enum err e = model_get(cx, db, a->m, id, &now);

    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        return OK;
    }
    if (!e && !a->erase && !a->list && !a->segment)
        e = bulk_built(cx, db, a, now, &then);
    if (e)
        return e;
    json_open_object(w);
    json_id_member(w, "id", id);
    json_text_member(w, "name", name_of(a->m, now));
    json_name(w, "diff");
    if (then && !model_same(a->m, now, then))
        json_put_raw(w, model_diff(cx, a->m, now, then));
    else
        json_put_null(w);
    json_close_object(w);
    return OK;
}

static enum err put_sample(struct ctx *cx, struct db *db, const struct bulk *b,
                           struct json_writer *w)
{
    const struct json *in = NULL;
    struct bulk_action action;
    struct bulk_item *items = NULL;
    struct db_stmt *st = NULL;
    size_t n = 0;
    enum err e = json_parse(cx, b->action, strlen(b->action), &in);

    if (!e)
        e = bulk_action_read(cx, db, bulk_model(b->model), in, &action);
    if (!e)
        e = db_begin(cx, db, &SQL_bulk_items_next, &st);
    if (!e) {
        db_bind_int(st, "bulk", b->id);
        db_bind_text(st, "state", "changes");
        db_bind_int(st, "after", 0);
        db_bind_int(st, "most", BULK_SAMPLE);
        e = db_collect(cx, st, sizeof(*items), item_read, &items, &n);
    }
    db_done(st);
    json_name(w, "sample");
    json_open_list(w);
    for (size_t i = 0; i < n && !e; i++)
        e = put_sample_row(cx, db, &action, items[i].record, w);
    json_close_list(w);
    return e;
}

static void put_time(struct json_writer *w, const char *name, int64_t at)
{
    char text[TIME_TEXT_MAX];

    json_name(w, name);
    if (at == NIL || !at) {
        json_put_null(w);
        return;
    }
    time_text(at, text);
    json_put_text(w, text);
}

enum err bulk_json(struct ctx *cx, struct db *db, const struct bulk *b, bool whole,
                   struct json_writer *w)
{
    bool counted = text_equal(b->state, "counted");
    enum err e = OK;

    json_open_object(w);
    json_id_member(w, "id", b->id);
    json_text_member(w, "model", b->model);
    json_name(w, "action");
    json_put_raw(w, b->action);
    json_text_member(w, "state", b->state);
    json_int_member(w, "all", b->all);
    json_int_member(w, "changes", b->changes);
    json_int_member(w, "same", b->same);
    json_int_member(w, "refused", b->refused);
    json_int_member(w, "done", b->done);
    json_int_member(w, "kept", b->kept);
    json_int_member(w, "undone", b->undone);
    json_text_member(w, "error", b->error ? message(cx->arena, cx->lang, b->error, NULL, 0) : NULL);
    json_id_member(w, "actor", b->actor);
    put_time(w, "created_at", b->created_at);
    put_time(w, "started_at", b->started_at);
    put_time(w, "ended_at", b->ended_at);
    if (whole)
        e = put_reasons(cx, db, b, w);
    if (whole && !e && counted)
        e = put_sample(cx, db, b, w);
    json_close_object(w);
    return e;
}

enum err bulk_refused_csv(struct ctx *cx, struct db *db, const struct bulk *b, int64_t *after,
                          struct buf *out, bool *ret_end)
{
    struct db_stmt *st = NULL;
    int64_t n = 0;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_bulk_refused, &st);

    if (e)
        goto out;
    db_bind_int(st, "bulk", b->id);
    db_bind_int(st, "after", *after);
    db_bind_int(st, "most", CSV_PIECE);
    if (!*after) {
        csv_put(out, "id", true);
        csv_put(out, "field", false);
        csv_put(out, "reason", false);
        csv_end_row(out);
    }
    for (; !(e = db_step(cx, st, &row)) && row; n++) {
        const char *field = db_text_dup(cx, st, 3);
        *after = db_int(st, 0);
        csv_put(out, arena_print(cx->arena, "%" PRId64, db_int(st, 1)), true);
        csv_put(out, field ? field : "", false);
        csv_put(out, sentence(cx, db_text_dup(cx, st, 2), db_text_dup(cx, st, 4)), false);
        csv_end_row(out);
    }
    *ret_end = n < CSV_PIECE;
out:
    db_done(st);
    return e;
}
