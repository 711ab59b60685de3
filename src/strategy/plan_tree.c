/* plan_tree.c -- see plan_tree.h. */
#include "strategy/plan_tree.h"

#include "access/user.h"
#include "base/text.h"
#include "base/time.h"
#include "strategy/campaign.h"

#include <stdlib.h>
#include <string.h>

/* --- which models -------------------------------------------------------------------------- */

static bool is_branch(const struct plan_tree *t, const struct model *m)
{
    return m && plan_tree_branch(t, m) != NULL;
}

const struct field *plan_branch_up(const struct model *m)
{
    const struct field *own = model_field(m, "plan"), *first = &m->fields[0];

    if (m == &plan_model)
        return NULL;
    if (own && own->kind == FIELD_KIND_REF && own->refers == &plan_model)
        return own;
    return first->kind == FIELD_KIND_REF && (first->flags & REQUIRED) && first->refers &&
                   first->refers != m && plan_branch_up(first->refers)
               ? first
               : NULL;
}

/* The field by which m hangs on what is in the tree so far; NULL: it does not. */
static const struct field *hangs_by(const struct plan_tree *t, const struct model *m)
{
    const struct field *up = is_branch(t, m) ? NULL : plan_branch_up(m);

    return up && (up->refers == &plan_model || is_branch(t, up->refers)) ? up : NULL;
}

enum err plan_tree_kinds(struct ctx *cx, const struct model *const *models, struct plan_tree *ret)
{
    struct plan_tree t = {0};
    size_t count = 0, before;

    while (models[count])
        count++;
    t.branches = arena_array(cx->arena, count + 1, sizeof(*t.branches));
    if (!t.branches)
        return fail_memory(cx);
    do {
        before = t.n;
        for (size_t i = 0; i < count; i++) {
            const struct field *up = hangs_by(&t, models[i]);
            if (up)
                t.branches[t.n++] = (struct plan_branch){.model = models[i], .up = up};
        }
    } while (t.n != before);
    *ret = t;
    return OK;
}

struct plan_branch *plan_tree_branch(const struct plan_tree *t, const struct model *m)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->branches[i].model == m)
            return &t->branches[i];
    return NULL;
}

bool plan_tree_holds(const struct plan_tree *t, const struct field *f)
{
    return f->kind == FIELD_KIND_REF && is_branch(t, f->refers);
}

bool plan_field_is_life(const struct field *f)
{
    return f == model_field(&plan_model, "state") || f == model_field(&campaign_model, "state");
}

/* --- records ------------------------------------------------------------------------------- */

static enum err add_records(struct ctx *cx, struct plan_branch *b, void **more, size_t n)
{
    void **all;

    if (!n)
        return OK;
    if (b->n + n > PLAN_BRANCH_MAX)
        return fail(cx, ERR_LIMIT, "plan.too_large", "max",
                    arena_print(cx->arena, "%d", PLAN_BRANCH_MAX), NULL);
    all = arena_array(cx->arena, b->n + n, sizeof(*all));
    if (!all)
        return fail_memory(cx);
    if (b->n)
        memcpy(all, b->records, b->n * sizeof(*all));
    memcpy(all + b->n, more, n * sizeof(*all));
    b->records = all;
    b->n += n;
    return OK;
}

static int by_id(const void *a, const void *b)
{
    const struct record *x = *(void *const *)a, *y = *(void *const *)b;

    return x->id < y->id ? -1 : x->id > y->id;
}

static enum err read_branch(struct ctx *cx, struct db *db, const struct plan_tree *t, int64_t plan,
                            struct plan_branch *b)
{
    const struct plan_branch *over =
        b->up->refers == &plan_model ? NULL : plan_tree_branch(t, b->up->refers);
    size_t roots = over ? over->n : 1;
    enum err e = OK;

    for (size_t i = 0; i < roots && !e; i++) {
        int64_t root = over ? ((const struct record *)over->records[i])->id : plan;
        void **records = NULL;
        size_t n = 0;
        e = model_related(cx, db, b->model, b->up->name, root, PLAN_BRANCH_MAX + 1, &records, &n);
        if (!e)
            e = add_records(cx, b, records, n);
    }
    if (b->n > 1)
        qsort(b->records, b->n, sizeof(*b->records), by_id);
    return e;
}

enum err plan_tree_read(struct ctx *cx, struct db *db, const struct model *const *models,
                        int64_t plan, struct plan_tree *ret)
{
    struct plan_tree t = {0};
    void *found = NULL;
    enum err e = model_get(cx, db, &plan_model, plan, &found);

    if (!e)
        e = plan_tree_kinds(cx, models, &t);
    t.plan = found;
    for (size_t i = 0; i < t.n && !e; i++)
        e = read_branch(cx, db, &t, plan, &t.branches[i]);
    if (!e)
        *ret = t;
    return e;
}

/* --- as JSON ------------------------------------------------------------------------------- */

struct people {
    struct json_writer *w;
    int64_t *ids;
    size_t n, room;
};

static enum err put_person(struct ctx *cx, struct db *db, struct people *p, int64_t id)
{
    struct user user;
    enum err e;

    for (size_t i = 0; i < p->n; i++)
        if (p->ids[i] == id)
            return OK;
    if (p->n == p->room)
        return OK;
    p->ids[p->n++] = id;
    e = user_get(cx, db, id, &user);
    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        return OK;
    }
    if (!e)
        json_text_member(p->w, arena_print(cx->arena, "%lld", (long long)id), user.name);
    return e;
}

static enum err put_people_of(struct ctx *cx, struct db *db, const struct plan_branch *b,
                              struct people *p)
{
    enum err e = OK;

    for (size_t i = 0; i < b->model->field_count; i++) {
        const struct field *f = &b->model->fields[i];
        if (f->kind != FIELD_KIND_REF || f->refers)
            continue;
        for (size_t k = 0; k < b->n && !e; k++)
            if (!field_is_nil(f, b->records[k]))
                e = put_person(cx, db, p, field_int(f, b->records[k]));
    }
    return e;
}

enum err plan_tree_members(struct ctx *cx, struct db *db, const struct plan_tree *t,
                           struct json_writer *w)
{
    enum { PEOPLE_MAX = 500 };
    struct people people = {
        .w = w, .ids = arena_array(cx->arena, PEOPLE_MAX, sizeof(int64_t)), .room = PEOPLE_MAX};
    enum err e = people.ids ? OK : fail_memory(cx);

    if (e)
        return e;
    json_name(w, "plan");
    model_to_json(w, &plan_model, t->plan);
    json_name(w, "records");
    json_open_object(w);
    for (size_t i = 0; i < t->n; i++) {
        json_name(w, t->branches[i].model->table);
        json_open_list(w);
        for (size_t k = 0; k < t->branches[i].n; k++)
            model_to_json(w, t->branches[i].model, t->branches[i].records[k]);
        json_close_list(w);
    }
    json_close_object(w);
    json_name(w, "people");
    json_open_object(w);
    for (size_t i = 0; i < t->n && !e; i++)
        e = put_people_of(cx, db, &t->branches[i], &people);
    json_close_object(w);
    return e;
}

static enum err read_stamps(struct ctx *cx, const struct json *was, struct record *r)
{
    enum err e;

    r->id = json_int(json_get(was, "id"), 0);
    r->version = json_int(json_get(was, "version"), 1);
    r->site = cx->site;
    e = time_read(cx, json_text(json_get(was, "created_at"), ""), NULL, &r->created_at);
    return e ? e : time_read(cx, json_text(json_get(was, "changed_at"), ""), NULL, &r->changed_at);
}

static enum err read_record(struct ctx *cx, const struct model *m, const struct json *was,
                            void **ret)
{
    void *record = model_new(cx, m);
    enum err e = record ? model_restore(cx, m, was, record) : fail_memory(cx);

    if (!e)
        e = read_stamps(cx, was, record);
    if (!e && !((const struct record *)record)->id)
        e = fail(cx, ERR_BROKEN, "plan_version.unreadable", NULL);
    if (e == ERR_INVALID) {
        fault_clear(cx);
        e = fail(cx, ERR_BROKEN, "plan_version.unreadable", NULL);
    }
    if (!e)
        *ret = record;
    return e;
}

enum err plan_tree_from(struct ctx *cx, const struct model *const *models,
                        const struct json *snapshot, struct plan_tree *ret)
{
    const struct json *records = json_get(snapshot, "records");
    struct plan_tree t = {0};
    void *plan = NULL;
    enum err e = plan_tree_kinds(cx, models, &t);

    if (!e)
        e = read_record(cx, &plan_model, json_get(snapshot, "plan"), &plan);
    for (size_t i = 0; i < t.n && !e; i++) {
        struct plan_branch *b = &t.branches[i];
        const struct json *list = json_get(records, b->model->table);
        b->records = arena_array(cx->arena, (list ? list->count : 0) + 1, sizeof(*b->records));
        if (!b->records)
            return fail_memory(cx);
        for (const struct json *v = list ? list->first : NULL; v && !e; v = v->next) {
            e = read_record(cx, b->model, v, &b->records[b->n]);
            b->n += !e;
        }
    }
    t.plan = plan;
    if (!e)
        *ret = t;
    return e;
}

/* --- names --------------------------------------------------------------------------------- */

static const char *const name_fields[] = {"name", "statement", "title", "text"};

static const char *own_name(const struct model *m, const void *record)
{
    for (size_t i = 0; i < COUNT_OF(name_fields); i++) {
        const struct field *f = model_field(m, name_fields[i]);
        if (f && field_is_text(f) && !text_empty(field_text(f, record)))
            return field_text(f, record);
    }
    return NULL;
}

void *plan_tree_find(const struct plan_tree *t, const struct model *m, int64_t id)
{
    const struct plan_branch *b = plan_tree_branch(t, m);

    for (size_t i = 0; b && i < b->n; i++)
        if (((const struct record *)b->records[i])->id == id)
            return b->records[i];
    return NULL;
}

const char *plan_ref_name(struct ctx *cx, const struct plan_tree *t, const struct field *f,
                          int64_t id)
{
    const void *record;

    if (f->refers == &plan_model)
        return t->plan->record.id == id ? t->plan->name : NULL;
    record = plan_tree_find(t, f->refers, id);
    return record ? plan_record_name(cx, t, f->refers, record) : NULL;
}

const char *plan_record_name(struct ctx *cx, const struct plan_tree *t, const struct model *m,
                             const void *record)
{
    enum { NAME_CHARS = 120 };
    struct buf b = buf_in(cx->arena);
    const char *own = own_name(m, record);

    if (own)
        return text_cut(cx->arena, own, NAME_CHARS);
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        const char *part = NULL;
        if (!(f->flags & REQUIRED) || f->refers == &plan_model || field_is_nil(f, record))
            continue;
        if (plan_tree_holds(t, f) && f->refers != m)
            part = plan_ref_name(cx, t, f, field_int(f, record));
        else if (f->kind == FIELD_KIND_DATE)
            part = field_text(f, record);
        if (part)
            buf_print(&b, "%s%s", b.len ? ", " : "", part);
    }
    if (!b.len)
        buf_add_text(&b, model_label(cx, m, NULL, NULL));
    return buf_text(&b);
}

/* --- the order in which records can be written --------------------------------------------- */

static bool waits_for(const struct plan_item *of, const struct plan_item *items, size_t from,
                      size_t n)
{
    for (size_t i = 0; i < of->model->field_count; i++) {
        const struct field *f = &of->model->fields[i];
        if (f->kind != FIELD_KIND_REF || !f->refers || field_is_nil(f, of->record))
            continue;
        for (size_t k = from; k < n; k++)
            if (&items[k] != of && items[k].model == f->refers &&
                ((const struct record *)items[k].record)->id == field_int(f, of->record))
                return true;
    }
    return false;
}

void plan_items_order(struct plan_item *items, size_t n)
{
    size_t done = 0, before;

    do {
        before = done;
        for (size_t i = done; i < n; i++) {
            struct plan_item ready = items[i];
            if (waits_for(&items[i], items, done, n))
                continue;
            memmove(&items[done + 1], &items[done], (i - done) * sizeof(*items));
            items[done++] = ready;
        }
    } while (done != before);
}
