/* import_store.c -- imports as rows, their wrong rows as a list, both as JSON and CSV. */
#include "people/import_priv.h"

#include "base/json.h"
#include "base/message.h"
#include "base/text.h"
#include "people/import_store_priv.h"

#include "import_sql.h"

#include <stdio.h>
#include <string.h>

static void import_read(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct import *ret = row;

    *ret = (struct import){
        .id = db_int(st, 0),
        .kind = db_text_dup(cx, st, 1),
        .state = db_text_dup(cx, st, 2),
        .name = db_text_dup(cx, st, 3),
        .bytes = db_int(st, 4),
        .sha256 = db_text_dup(cx, st, 5),
        .shape = db_text_dup(cx, st, 6),
        .map = db_text_dup(cx, st, 7),
        .checked_map = db_text_dup(cx, st, 8),
        .skip_errors = db_int(st, 9) == 1,
        .rows = db_int(st, 10),
        .added = db_int(st, 11),
        .changed = db_int(st, 12),
        .same = db_int(st, 13),
        .skipped = db_int(st, 14),
        .failed = db_int(st, 15),
        .kept = db_int(st, 16),
        .at_offset = db_int(st, 17),
        .at_row = db_int(st, 18),
        .at_line = db_int(st, 19),
        .warnings = db_text_dup(cx, st, 20),
        .error = db_text_dup(cx, st, 21),
        .job = db_int(st, 22),
        .actor = db_int(st, 23),
        .created_at = db_int(st, 24),
        .started_at = db_int(st, 25),
        .ended_at = db_int(st, 26),
        .source = db_int(st, 27),
    };
}

enum err import_add(struct ctx *cx, struct db *db, struct import *in)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_insert, &st);

    if (e)
        goto out;
    in->id = id_next(cx);
    in->state = "draft";
    in->created_at = ctx_now(cx);
    db_bind_int(st, "id", in->id);
    db_bind_text(st, "kind", in->kind);
    db_bind_text(st, "name", in->name);
    db_bind_int(st, "bytes", in->bytes);
    db_bind_text(st, "sha256", in->sha256);
    db_bind_text(st, "shape", in->shape);
    db_bind_text(st, "map", in->map);
    db_bind_int(st, "skip_errors", in->skip_errors);
    db_bind_int(st, "actor", cx->actor ? cx->actor : NIL);
    db_bind_int(st, "source", in->source ? in->source : NIL);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err import_get(struct ctx *cx, struct db *db, int64_t id, struct import *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_import_by_id, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = db_step(cx, st, &row);
    if (e)
        goto out;
    if (row)
        import_read(cx, st, ret);
    else
        e = fail(cx, ERR_NOTFOUND, "import.none", NULL);
out:
    db_done(st);
    return e;
}

/* Against the columns that import_probe() saw. */
static enum err bind_map(struct ctx *cx, const char *shape_json, struct import_map *map)
{
    const struct json *shape = NULL, *header;
    const char **names;
    size_t n = 0;
    enum err e = shape_json ? json_parse(cx, shape_json, strlen(shape_json), &shape) : OK;

    header = json_get(shape, "header");
    if (e || !header)
        return e;
    names = arena_array(cx->arena, header->count + 1, sizeof(*names));
    if (!names)
        return fail_memory(cx);
    for (const struct json *h = header->first; h; h = h->next)
        names[n++] = json_text(h, "");
    return import_map_bind(cx, map, names, n);
}

/* A map that says nothing sensible is refused here, while somebody is looking. */
static enum err check_map(struct ctx *cx, struct db *db, const struct import *now, const char *map)
{
    struct import_defaults otherwise;
    const struct json *in = NULL;
    struct import_map read;
    enum err e = import_defaults_read(cx, db, now->shape, &otherwise);

    if (!e)
        e = json_parse(cx, map, strlen(map), &in);
    if (!e)
        e = import_map_read(cx, in, now->kind, &otherwise, &read);
    return e ? e : bind_map(cx, now->shape, &read);
}

enum err import_refuse_state(struct ctx *cx, const char *state)
{
    const char *key = arena_print(cx->arena, "import.state_%s", state);

    return fail(cx, ERR_CONFLICT, "import.state", "state",
                key ? message(cx->arena, cx->lang, key, NULL, 0) : state, NULL);
}

enum err import_set_map(struct ctx *cx, struct db *db, int64_t id, const char *map,
                        bool skip_errors)
{
    struct db_stmt *st = NULL;
    struct import now;
    enum err e = import_get(cx, db, id, &now);

    if (!e)
        e = check_map(cx, db, &now, map);
    if (!e)
        e = db_begin(cx, db, &SQL_import_update_map, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_text(st, "map", map);
    db_bind_int(st, "skip_errors", skip_errors);
    e = db_run(cx, st);
    if (!e && !db_changes(st))
        e = import_refuse_state(cx, now.state);
out:
    db_done(st);
    return e;
}

enum err import_set_job(struct ctx *cx, struct db *db, int64_t id, int64_t job, const char *state)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_update_job, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_int(st, "job", job);
    db_bind_text(st, "state", state);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err import_list(struct ctx *cx, struct db *db, struct import **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_imports_recent, &st);

    if (e)
        goto out;
    e = db_collect(cx, st, sizeof(**ret), import_read, ret, ret_n);
out:
    db_done(st);
    return e;
}

enum err import_find_begun(struct ctx *cx, struct db *db, const struct import *like,
                           struct import *ret, bool *ret_found)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_begun, &st);

    *ret_found = false;
    if (e)
        goto out;
    db_bind_text(st, "kind", like->kind);
    db_bind_text(st, "sha256", like->sha256);
    db_bind_text(st, "map", like->map);
    e = db_step(cx, st, ret_found);
    if (!e && *ret_found)
        import_read(cx, st, ret);
out:
    db_done(st);
    return e;
}

static void error_read(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct import_error *ret = row;

    *ret = (struct import_error){.row = db_int(st, 0),
                                 .line = db_int(st, 1),
                                 .field = db_text_dup(cx, st, 2),
                                 .code = db_text_dup(cx, st, 3),
                                 .params = db_text_dup(cx, st, 4)};
}

enum err import_errors(struct ctx *cx, struct db *db, int64_t id, size_t most,
                       struct import_error **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_errors_list, &st);

    if (e)
        goto out;
    db_bind_int(st, "import", id);
    db_bind_int(st, "most", (int64_t)most);
    e = db_collect(cx, st, sizeof(**ret), error_read, ret, ret_n);
out:
    db_done(st);
    return e;
}

const char *import_error_text(struct ctx *cx, const struct import_error *x)
{
    struct fault_param params[FAULT_PARAMS_MAX] = {0};
    const struct json *in = NULL;
    size_t n = 0;

    if (x->params && json_parse(cx, x->params, strlen(x->params), &in) == OK)
        for (const struct json *p = in->first; p && n < FAULT_PARAMS_MAX; p = p->next)
            params[n++] = (struct fault_param){p->name, json_text(p, "")};
    return message(cx->arena, cx->lang, x->code, params, n);
}

enum err import_errors_csv(struct ctx *cx, struct db *db, int64_t id, struct buf *out)
{
    static const char *const titles[] = {"import.csv_row", "import.csv_line", "import.csv_field",
                                         "import.csv_error"};
    struct import_error *all = NULL;
    size_t n = 0;
    char number[24];
    enum err e = import_errors(cx, db, id, IMPORT_ERRORS_MAX, &all, &n);

    if (e)
        return e;
    for (size_t i = 0; i < COUNT_OF(titles); i++)
        csv_put(out, message(cx->arena, cx->lang, titles[i], NULL, 0), i == 0);
    csv_end_row(out);
    for (size_t i = 0; i < n; i++) {
        (void)snprintf(number, sizeof(number), "%lld", (long long)all[i].row);
        csv_put(out, number, true);
        (void)snprintf(number, sizeof(number), "%lld", (long long)all[i].line);
        csv_put(out, number, false);
        csv_put(out, all[i].field, false);
        csv_put(out, import_error_text(cx, &all[i]), false);
        csv_end_row(out);
    }
    return buf_ok(out) ? OK : fail_memory(cx);
}

static void time_member(struct json_writer *w, const char *name, int64_t at)
{
    char text[TIME_TEXT_MAX];

    json_name(w, name);
    if (at == NIL || at == 0) {
        json_put_null(w);
        return;
    }
    time_text(at, text);
    json_put_text(w, text);
}

/* Warnings are stored without words; the words are the reader's. */
static void warnings_to_json(struct ctx *cx, struct json_writer *w, const char *stored)
{
    const struct json *list = NULL;

    json_open_list(w);
    if (stored && json_parse(cx, stored, strlen(stored), &list) == OK) {
        for (const struct json *x = list->first; x; x = x->next) {
            const char *code = json_text(json_get(x, "code"), "");
            const char *count =
                arena_print(cx->arena, "%lld", (long long)json_int(json_get(x, "count"), 0));
            struct fault_param p = {"count", count};
            json_open_object(w);
            json_text_member(w, "code", code);
            json_text_member(w, "message", message(cx->arena, cx->lang, code, &p, 1));
            json_int_member(w, "count", json_int(json_get(x, "count"), 0));
            json_name(w, "rows");
            json_put(w, json_get(x, "rows"));
            json_name(w, "overlaps");
            if (json_get(x, "overlaps")) {
                json_put(w, json_get(x, "overlaps"));
            } else {
                json_open_list(w);
                json_close_list(w);
            }
            json_close_object(w);
        }
    }
    json_close_list(w);
}

/* The shape is stored with the header and the sample inside; a reader sees three things. */
static void shape_to_json(struct ctx *cx, struct json_writer *w, const char *stored)
{
    static const char *const inside[] = {"header", "sample"};
    const struct json *shape = NULL;

    if (stored && json_parse(cx, stored, strlen(stored), &shape) != OK)
        fault_clear(cx);
    json_name(w, "shape");
    json_open_object(w);
    json_text_member(w, "separator", json_text(json_get(shape, "separator"), NULL));
    json_text_member(w, "encoding", json_text(json_get(shape, "encoding"), NULL));
    json_name(w, "ambiguous_dates");
    if (json_get(shape, "ambiguous_dates"))
        json_put(w, json_get(shape, "ambiguous_dates"));
    else
        json_put_raw(w, "[]");
    json_name(w, "export");
    if (json_get(shape, "export"))
        json_put(w, json_get(shape, "export"));
    else
        json_put_null(w);
    json_close_object(w);
    for (size_t i = 0; i < COUNT_OF(inside); i++) {
        const struct json *list = json_get(shape, inside[i]);
        json_name(w, inside[i]);
        if (list)
            json_put(w, list);
        else
            json_put_raw(w, "[]");
    }
}

static void errors_to_json(struct ctx *cx, struct json_writer *w, const struct import_error *errors,
                           size_t n)
{
    json_name(w, "errors");
    json_open_list(w);
    for (size_t i = 0; i < n; i++) {
        json_open_object(w);
        json_int_member(w, "row", errors[i].row);
        json_int_member(w, "line", errors[i].line);
        json_text_member(w, "field", text_empty(errors[i].field) ? NULL : errors[i].field);
        json_text_member(w, "code", errors[i].code);
        json_text_member(w, "message", import_error_text(cx, &errors[i]));
        json_close_object(w);
    }
    json_close_list(w);
}

static void counts_to_json(struct json_writer *w, const struct import *i)
{
    const struct {
        const char *name;
        int64_t n;
    } counts[] = {{"rows", i->rows}, {"added", i->added},     {"changed", i->changed},
                  {"same", i->same}, {"skipped", i->skipped}, {"failed", i->failed},
                  {"kept", i->kept}};
    bool draft = text_equal(i->state, "draft");

    for (size_t n = 0; n < COUNT_OF(counts); n++) {
        json_name(w, counts[n].name);
        if (draft)
            json_put_null(w);
        else
            json_put_int(w, counts[n].n);
    }
}

void import_to_json(struct ctx *cx, struct json_writer *w, const struct import *i,
                    const struct import_error *errors, size_t n)
{
    json_open_object(w);
    json_id_member(w, "id", i->id);
    json_text_member(w, "kind", i->kind);
    json_text_member(w, "state", i->state);
    json_text_member(w, "name", i->name);
    json_int_member(w, "bytes", i->bytes);
    json_int_member(w, "bytes_done", i->at_offset);
    json_int_member(w, "rows_total_bytes", i->bytes);
    shape_to_json(cx, w, i->shape);
    json_name(w, "map");
    json_put_raw(w, i->map ? i->map : "null");
    json_bool_member(w, "map_is_simulated", i->map && text_equal(i->map, i->checked_map));
    json_bool_member(w, "skip_errors", i->skip_errors);
    counts_to_json(w, i);
    json_name(w, "warnings");
    warnings_to_json(cx, w, i->warnings);
    errors_to_json(cx, w, errors, n);
    json_text_member(w, "message",
                     i->error ? message(cx->arena, cx->lang, i->error, NULL, 0) : NULL);
    json_id_member(w, "job", i->job);
    json_id_member(w, "actor", i->actor);
    json_id_member(w, "source", i->source);
    time_member(w, "created_at", i->created_at);
    time_member(w, "started_at", i->started_at);
    time_member(w, "ended_at", i->ended_at);
    json_close_object(w);
}

/* --- what the passes write */

enum err import_state_put(struct ctx *cx, struct db *db, int64_t id, const char *state,
                          const char *error, bool ended)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_update_state, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_text(st, "state", state);
    db_bind_text(st, "error", error);
    db_bind_int(st, "ended_at", ended ? ctx_now(cx) : NIL);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err import_restart(struct ctx *cx, struct db *db, const struct import *i, const char *state)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_restart, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", i->id);
    db_bind_text(st, "state", state);
    db_bind_text(st, "warnings", i->warnings);
    e = db_run(cx, st);
    if (!e && !db_changes(st)) /* another has begun it meanwhile */
        e = fail(cx, ERR_CONFLICT, "import.taken", NULL);
out:
    db_done(st);
    return e;
}

static void bind_counts(struct db_stmt *st, const struct import *i)
{
    db_bind_int(st, "id", i->id);
    db_bind_int(st, "n_rows", i->rows);
    db_bind_int(st, "n_added", i->added);
    db_bind_int(st, "n_changed", i->changed);
    db_bind_int(st, "n_same", i->same);
    db_bind_int(st, "n_skipped", i->skipped);
    db_bind_int(st, "n_failed", i->failed);
    db_bind_int(st, "at_offset", i->at_offset);
}

enum err import_progress_put(struct ctx *cx, struct db *db, const struct import *i,
                             int64_t from_row)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_update_progress, &st);

    if (e)
        goto out;
    bind_counts(st, i);
    db_bind_int(st, "at_row", i->at_row);
    db_bind_int(st, "at_line", i->at_line);
    db_bind_int(st, "from_row", from_row);
    e = db_run(cx, st);
    if (!e && !db_changes(st))
        e = fail(cx, ERR_CONFLICT, "import.taken", NULL);
out:
    db_done(st);
    return e;
}

enum err import_kept_put(struct ctx *cx, struct db *db, const struct import *i)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_update_kept, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", i->id);
    db_bind_int(st, "n_kept", i->kept);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err import_undo_again(struct ctx *cx, struct db *db, int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_update_kept_again, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err import_simulated_put(struct ctx *cx, struct db *db, const struct import *i,
                              const char *state)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_simulated, &st);

    if (e)
        goto out;
    bind_counts(st, i);
    db_bind_text(st, "state", state);
    db_bind_text(st, "warnings", i->warnings);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err import_errors_drop(struct ctx *cx, struct db *db, int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_errors_drop, &st);

    if (e)
        goto out;
    db_bind_int(st, "import", id);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err import_error_put(struct ctx *cx, struct db *db, int64_t id, int64_t n,
                          const struct import_error *x)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_error_add, &st);

    if (e)
        goto out;
    db_bind_int(st, "import", id);
    db_bind_int(st, "at_row", x->row);
    db_bind_int(st, "n", n);
    db_bind_int(st, "line", x->line);
    db_bind_text(st, "field", x->field);
    db_bind_text(st, "code", x->code);
    db_bind_text(st, "params", x->params);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static void number_read(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(int64_t *)row = db_int(st, 0);
}

enum err import_bad_rows(struct ctx *cx, struct db *db, int64_t id, int64_t **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_error_rows, &st);

    if (e)
        goto out;
    db_bind_int(st, "import", id);
    e = db_collect(cx, st, sizeof(**ret), number_read, ret, ret_n);
out:
    db_done(st);
    return e;
}
