/* plan_diff.c -- see plan_diff.h. */
#include "strategy/plan_diff.h"

#include "access/user.h"
#include "base/text.h"

#include <stdlib.h>

/* --- finding ------------------------------------------------------------------------------------ */

static bool is_empty(const struct field *f, const void *record)
{
    return !record || field_is_nil(f, record) ||
           (field_is_text(f) && text_empty(field_text(f, record))) ||
           (f->kind == FIELD_KIND_TAGS && text_equal(field_text(f, record), "[]"));
}

static bool same_value(const struct field *f, const void *a, const void *b)
{
    bool nil_a = is_empty(f, a), nil_b = is_empty(f, b);

    if (nil_a || nil_b)
        return nil_a == nil_b;
    return field_is_text(f) ? text_equal(field_text(f, a), field_text(f, b))
                            : field_int(f, a) == field_int(f, b);
}

bool plan_field_differs(const struct field *f, const void *before, const void *after)
{
    return !(f->flags & (READONLY | SECRET)) && !plan_field_is_life(f) &&
           !same_value(f, before, after);
}

static bool differs(const struct model *m, const void *before, const void *after)
{
    for (size_t i = 0; i < m->field_count; i++)
        if (plan_field_differs(&m->fields[i], before, after))
            return true;
    return false;
}

static void note(struct plan_diff *d, const struct model *m, void *before, void *after)
{
    const struct record *r = after ? after : before;

    must(r != NULL);
    if (!before || !after || differs(m, before, after))
        d->changes[d->n++] = (struct plan_change){m, r->id, before, after};
}

static size_t records_of(const struct plan_tree *t)
{
    size_t n = 1;

    for (size_t i = 0; i < t->n; i++)
        n += t->branches[i].n;
    return n;
}

static int64_t id_of(void *record)
{
    return ((const struct record *)record)->id;
}

/* Both stand by id: one walk over the two. */
static void compare(struct plan_diff *d, const struct plan_branch *from,
                    const struct plan_branch *to)
{
    size_t i = 0, k = 0;

    while (i < from->n || k < to->n) {
        void *a = i < from->n ? from->records[i] : NULL, *b = k < to->n ? to->records[k] : NULL;
        if (a && b && id_of(a) != id_of(b)) {
            if (id_of(a) < id_of(b))
                b = NULL;
            else
                a = NULL;
        }
        note(d, from->model, a, b);
        i += a != NULL;
        k += b != NULL;
    }
}

enum err plan_diff(struct ctx *cx, const struct plan_tree *from, const struct plan_tree *to,
                   struct plan_diff *ret)
{
    struct plan_diff d = {.from = *from, .to = *to};

    d.changes = arena_array(cx->arena, records_of(from) + records_of(to), sizeof(*d.changes));
    if (!d.changes)
        return fail_memory(cx);
    must(from->n == to->n);
    if (differs(&plan_model, from->plan, to->plan))
        d.changes[d.n++] =
            (struct plan_change){&plan_model, to->plan->record.id, from->plan, to->plan};
    for (size_t i = 0; i < from->n; i++)
        compare(&d, &from->branches[i], &to->branches[i]);
    *ret = d;
    return OK;
}

/* --- telling ------------------------------------------------------------------------------------- */

struct telling {
    struct ctx *cx;
    struct db *db;
    const struct plan_diff *d;
    struct json_writer *w;
};

static enum err put_ref_name(struct telling *t, const char *member, const struct plan_tree *tree,
                             const struct field *f, const void *record)
{
    const char *name = NULL;
    enum err e;

    if (!record || field_is_nil(f, record))
        return OK;
    if (f->refers) {
        json_text_member(t->w, member, plan_ref_name(t->cx, tree, f, field_int(f, record)));
        return OK;
    }
    e = user_name(t->cx, t->db, field_int(f, record), &name);
    if (!e && name)
        json_text_member(t->w, member, name);
    return e;
}

static void put_value(struct json_writer *w, const char *name, const struct field *f,
                      const void *record)
{
    json_name(w, name);
    if (record)
        model_field_json(w, f, record);
    else
        json_put_null(w);
}

static enum err put_field(struct telling *t, const struct plan_change *c, const struct field *f)
{
    enum err e = OK;

    json_open_object(t->w);
    json_text_member(t->w, "name", f->name);
    json_text_member(t->w, "label", model_label(t->cx, c->model, f, NULL));
    put_value(t->w, "before", f, c->before);
    put_value(t->w, "after", f, c->after);
    if (f->kind == FIELD_KIND_REF) {
        e = put_ref_name(t, "before_name", &t->d->from, f, c->before);
        if (!e)
            e = put_ref_name(t, "after_name", &t->d->to, f, c->after);
    }
    json_close_object(t->w);
    return e;
}

static enum err put_change(struct telling *t, const struct plan_change *c)
{
    const struct plan_tree *tree = c->after ? &t->d->to : &t->d->from;
    void *record = c->after ? c->after : c->before;
    enum err e = OK;

    json_open_object(t->w);
    json_text_member(t->w, "table", c->model->table);
    json_text_member(t->w, "kind", model_label(t->cx, c->model, NULL, NULL));
    json_id_member(t->w, "id", c->id);
    json_text_member(t->w, "name", plan_record_name(t->cx, tree, c->model, record));
    json_text_member(t->w, "change", !c->before ? "added" : !c->after ? "removed" : "changed");
    json_name(t->w, "fields");
    json_open_list(t->w);
    for (size_t i = 0; i < c->model->field_count && !e; i++) {
        const struct field *f = &c->model->fields[i];
        bool up = f->kind == FIELD_KIND_REF && f->refers == &plan_model;
        if (plan_field_differs(f, c->before, c->after) && !(up && (!c->before || !c->after)))
            e = put_field(t, c, f);
    }
    json_close_list(t->w);
    json_close_object(t->w);
    return e;
}

enum err plan_diff_json(struct ctx *cx, struct db *db, const struct plan_diff *d,
                        struct json_writer *w)
{
    struct telling t = {cx, db, d, w};
    enum err e = OK;

    json_open_list(w);
    for (size_t i = 0; i < d->n && !e; i++)
        e = put_change(&t, &d->changes[i]);
    json_close_list(w);
    return e;
}
