/* plan_guess.c -- see plan_guess.h. */
#include "strategy/plan_guess.h"

#include "base/text.h"

#include "plan_guess_sql.h"

static const char *value_text(struct ctx *cx, const struct field *f, const void *record)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);

    model_field_json(&w, f, record);
    return buf_text(&b);
}

enum err plan_guess_add(struct ctx *cx, struct db *db, int64_t plan, const struct field *f,
                        const void *record)
{
    const char *value = value_text(cx, f, record);
    struct db_stmt *st = NULL;
    enum err e = value ? db_begin(cx, db, &SQL_plan_guess_add, &st) : fail_memory(cx);

    if (e)
        return e;
    db_bind_int(st, "plan", plan);
    db_bind_int(st, "record", ((const struct record *)record)->id);
    db_bind_text(st, "field", f->name);
    db_bind_text(st, "value", value);
    e = db_run(cx, st);
    db_done(st);
    return e;
}

/* --- reading ------------------------------------------------------------------------------------- */

struct stored {
    int64_t record;
    const char *field, *value;
};

static void read_stored(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct stored *)row =
        (struct stored){db_int(st, 0), db_text_dup(cx, st, 1), db_text_dup(cx, st, 2)};
}

static const void *find(const struct plan_tree *t, int64_t id, const struct model **ret)
{
    if (t->plan->record.id == id) {
        *ret = &plan_model;
        return t->plan;
    }
    for (size_t i = 0; i < t->n; i++) {
        const void *record = plan_tree_find(t, t->branches[i].model, id);
        if (record) {
            *ret = t->branches[i].model;
            return record;
        }
    }
    return NULL;
}

enum err plan_guesses_of(struct ctx *cx, struct db *db, const struct plan_tree *tree,
                         struct plan_guess **ret, size_t *ret_n)
{
    struct stored *all = NULL;
    struct plan_guess *guesses;
    struct db_stmt *st = NULL;
    size_t n = 0, out = 0;
    enum err e = db_begin(cx, db, &SQL_plan_guesses_of, &st);

    if (e)
        return e;
    db_bind_int(st, "plan", tree->plan->record.id);
    e = db_collect(cx, st, sizeof(*all), read_stored, &all, &n);
    db_done(st);
    if (e)
        return e;
    guesses = arena_array(cx->arena, n + 1, sizeof(*guesses));
    if (!guesses)
        return fail_memory(cx);
    for (size_t i = 0; i < n; i++) {
        const struct model *m = NULL;
        const void *record = find(tree, all[i].record, &m);
        const struct field *f = record ? model_field(m, all[i].field) : NULL;
        if (f && text_equal(value_text(cx, f, record), all[i].value))
            guesses[out++] = (struct plan_guess){m, record, f};
    }
    *ret = guesses;
    *ret_n = out;
    return OK;
}

/* --- confirming ------------------------------------------------------------------------------------ */

static bool is_meant(const struct plan_choice *c, const struct plan_guess *g)
{
    if (c->model && c->model != g->model)
        return false;
    if (c->id && c->id != ((const struct record *)g->record)->id)
        return false;
    if (!c->fields)
        return true;
    for (const struct json *v = c->fields->first; v; v = v->next)
        if (text_equal(json_text(v, NULL), g->field->name))
            return true;
    return false;
}

static enum err confirm_one(struct ctx *cx, struct db *db, int64_t plan, const struct plan_guess *g)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_plan_guess_confirm, &st);

    if (e)
        return e;
    db_bind_int(st, "plan", plan);
    db_bind_int(st, "record", ((const struct record *)g->record)->id);
    db_bind_text(st, "field", g->field->name);
    db_bind_int(st, "actor", cx->actor ? cx->actor : NIL);
    e = db_run(cx, st);
    db_done(st);
    return e;
}

enum err plan_guesses_confirm(struct ctx *cx, struct db *db, const struct plan_tree *tree,
                              const struct plan_choice *choice, int64_t *ret_n)
{
    struct plan_guess *all = NULL;
    size_t n = 0;
    int64_t done = 0;
    enum err e = plan_guesses_of(cx, db, tree, &all, &n);

    for (size_t i = 0; i < n && !e; i++) {
        if (!is_meant(choice, &all[i]))
            continue;
        e = confirm_one(cx, db, tree->plan->record.id, &all[i]);
        done += !e;
    }
    *ret_n = done;
    return e;
}

/* --- telling ------------------------------------------------------------------------------------------ */

static void put_field(struct ctx *cx, struct json_writer *w, const struct plan_guess *g)
{
    json_open_object(w);
    json_text_member(w, "name", g->field->name);
    json_text_member(w, "label", model_label(cx, g->model, g->field, NULL));
    json_name(w, "value");
    model_field_json(w, g->field, g->record);
    json_close_object(w);
}

enum err plan_guesses_json(struct ctx *cx, struct db *db, const struct plan_tree *tree,
                           struct json_writer *w)
{
    struct plan_guess *all = NULL;
    size_t n = 0;
    enum err e = plan_guesses_of(cx, db, tree, &all, &n);

    json_open_object(w);
    json_int_member(w, "open", (int64_t)n);
    json_name(w, "items");
    json_open_list(w);
    for (size_t i = 0; i < n && !e;) {
        const struct plan_guess *g = &all[i];
        json_open_object(w);
        json_text_member(w, "table", g->model->table);
        json_text_member(w, "kind", model_label(cx, g->model, NULL, NULL));
        json_id_member(w, "id", ((const struct record *)g->record)->id);
        json_text_member(w, "name", plan_record_name(cx, tree, g->model, g->record));
        json_name(w, "fields");
        json_open_list(w);
        for (; i < n && all[i].record == g->record; i++)
            put_field(cx, w, &all[i]);
        json_close_list(w);
        json_close_object(w);
    }
    json_close_list(w);
    json_close_object(w);
    return e;
}
