/* plan_scenario.c -- see plan_scenario.h. */
#include "strategy/plan_scenario.h"

#include "base/text.h"
#include "model/audit.h"
#include "strategy/budget_line.h"
#include "strategy/plan_scenario_priv.h"

#include "plan_scenario_sql.h"

#include <stdlib.h>

/* --- what was copied from what ------------------------------------------------------------------- */

static enum err add_copy(struct ctx *cx, struct db *db, int64_t plan, int64_t copy, int64_t origin)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_plan_copy_add, &st);

    if (e)
        return e;
    db_bind_int(st, "plan", plan);
    db_bind_int(st, "copy", copy);
    db_bind_int(st, "origin", origin);
    e = db_run(cx, st);
    db_done(st);
    return e;
}

struct pair {
    int64_t copy, origin;
};

static void read_pair(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct pair *)row = (struct pair){db_int(st, 0), db_int(st, 1)};
}

enum err plan_copies_of(struct ctx *cx, struct db *db, int64_t plan, struct plan_copies *ret)
{
    struct plan_copies c = {0};
    struct pair *pairs = NULL;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_plan_copies_of, &st);

    if (e)
        return e;
    db_bind_int(st, "plan", plan);
    e = db_collect(cx, st, sizeof(*pairs), read_pair, &pairs, &c.n);
    db_done(st);
    if (e)
        return e;
    c.copies = arena_array(cx->arena, c.n + 1, sizeof(*c.copies));
    c.origins = arena_array(cx->arena, c.n + 1, sizeof(*c.origins));
    if (!c.copies || !c.origins)
        return fail_memory(cx);
    for (size_t i = 0; i < c.n; i++) {
        c.copies[i] = pairs[i].copy;
        c.origins[i] = pairs[i].origin;
    }
    *ret = c;
    return OK;
}

int64_t plan_copy_origin(const struct plan_copies *c, int64_t id)
{
    struct plan_id_map map = {c->copies, c->origins, c->n};
    int64_t origin = plan_id_mapped(&map, id);

    return origin ? origin : id;
}

static bool was_copied(const struct plan_copies *c, int64_t origin)
{
    struct plan_id_map map = {c->origins, c->copies, c->n};

    return plan_id_mapped(&map, origin) != 0;
}

enum err plan_scenarios_of(struct ctx *cx, struct db *db, int64_t plan, struct plan ***ret,
                           size_t *ret_n)
{
    void **records = NULL;
    enum err e = model_related(cx, db, &plan_model, "scenario_of", plan, PLAN_SCENARIOS_MAX,
                               &records, ret_n);

    if (!e)
        *ret = (struct plan **)records;
    return e;
}

/* --- copying ----------------------------------------------------------------------------------------- */

struct copying {
    struct plan_tree tree;
    struct plan_id_map map;
    struct plan_item *items;
    size_t n;
    const struct plan_scenario *s;
};

static int64_t scaled(int64_t v, int64_t percent)
{
    return v == NIL || percent == NIL ? v : (v * percent + 50) / 100;
}

static void scale_line(struct budget_line *line, const struct plan_scenario *s)
{
    line->planned_minor = scaled(line->planned_minor, s->budget_percent);
    line->planned_hours = scaled(line->planned_hours, s->hours_percent);
}

static void begin_anew(const struct model *m, void *record)
{
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        if (plan_field_is_life(f))
            field_set_text(f, record, f->initial);
        else if ((f->flags & UNIQUE) && field_is_text(f))
            field_set_text(f, record, NULL);
        else if (f->flags & UNIQUE)
            field_set_int(f, record, NIL);
    }
}

static enum err gather(struct ctx *cx, struct copying *c)
{
    size_t room = 1;

    for (size_t i = 0; i < c->tree.n; i++)
        room += c->tree.branches[i].n;
    c->items = arena_array(cx->arena, room, sizeof(*c->items));
    c->map.from = arena_array(cx->arena, room, sizeof(int64_t));
    c->map.to = arena_array(cx->arena, room, sizeof(int64_t));
    if (!c->items || !c->map.from || !c->map.to)
        return fail_memory(cx);
    c->map.from[0] = c->s->plan;
    c->map.to[0] = id_next(cx);
    c->map.n = 1;
    for (size_t i = 0; i < c->tree.n; i++) {
        const struct plan_branch *b = &c->tree.branches[i];
        if (!plan_branch_is_copied(&c->tree, b))
            continue;
        for (size_t k = 0; k < b->n; k++) {
            c->items[c->n++] = (struct plan_item){b->model, b->records[k]};
            c->map.from[c->map.n] = ((const struct record *)b->records[k])->id;
            c->map.to[c->map.n++] = id_next(cx);
        }
    }
    plan_items_order(c->items, c->n);
    return OK;
}

static void stamp(struct ctx *cx, struct record *r, int64_t id)
{
    r->id = id;
    r->site = cx->site;
    r->version = 1;
    r->created_at = ctx_now(cx);
    r->changed_at = r->created_at;
}

static enum err write_copy(struct ctx *cx, struct db *db, struct copying *c,
                           const struct plan_item *item)
{
    int64_t origin = ((const struct record *)item->record)->id;
    void *record = plan_record_dup(cx, item->model, item->record);
    enum err e =
        record ? plan_record_remap(cx, &c->tree, item->model, record, &c->map) : fail_memory(cx);

    if (e)
        return e;
    begin_anew(item->model, record);
    stamp(cx, record, plan_id_mapped(&c->map, origin));
    if (item->model == &budget_line_model)
        scale_line(record, c->s);
    e = model_put_back(cx, db, item->model, record);
    return e ? e : add_copy(cx, db, c->map.to[0], ((struct record *)record)->id, origin);
}

static enum err write_plan(struct ctx *cx, struct db *db, struct copying *c, int64_t base)
{
    struct plan *plan = plan_record_dup(cx, &plan_model, c->tree.plan);

    if (!plan)
        return fail_memory(cx);
    plan->record.id = c->map.to[0];
    plan->name = c->s->name;
    plan->state = "draft";
    plan->published_number = NIL;
    plan->scenario_of = c->s->plan;
    plan->scenario_base = base;
    return model_add(cx, db, &plan_model, plan);
}

static enum err check_percent(struct ctx *cx, const char *field, int64_t v)
{
    if (v == NIL || (v >= 0 && v <= PLAN_PERCENT_MAX))
        return OK;
    return fail_field(cx, field, "field.range", "min", "0", "max",
                      arena_print(cx->arena, "%d", PLAN_PERCENT_MAX), NULL);
}

static enum err may_copy(struct ctx *cx, struct db *db, const struct plan_scenario *s)
{
    struct plan **others = NULL;
    size_t n = 0;
    void *found = NULL;
    enum err e = check_percent(cx, "budget_percent", s->budget_percent), hours;

    hours = check_percent(cx, "hours_percent", s->hours_percent);
    if (text_empty(s->name))
        return fail_field(cx, "name", "field.required", NULL);
    if (e || hours)
        return e ? e : hours;
    e = model_get(cx, db, &plan_model, s->plan, &found);
    if (!e && ((const struct plan *)found)->scenario_of != NIL)
        e = fail(cx, ERR_CONFLICT, "plan_scenario.of", NULL);
    if (!e)
        e = plan_scenarios_of(cx, db, s->plan, &others, &n);
    if (!e && n >= PLAN_SCENARIOS_MAX)
        e = fail(cx, ERR_LIMIT, "plan_scenario.many", "max",
                 arena_print(cx->arena, "%d", PLAN_SCENARIOS_MAX), NULL);
    return e;
}

enum err plan_scenario_add(struct ctx *cx, struct db *db, const struct model *const *models,
                           struct plan_scenario *s)
{
    struct copying c = {.s = s};
    struct plan_version base;
    enum err e = may_copy(cx, db, s);

    if (!e)
        e = plan_version_keep(cx, db, models, s->plan,
                              plan_kept_note(cx, "plan_version.before_scenario", s->name), &base);
    if (!e)
        e = plan_tree_read(cx, db, models, s->plan, &c.tree);
    if (!e)
        e = gather(cx, &c);
    if (!e)
        e = write_plan(cx, db, &c, base.number);
    for (size_t i = 0; i < c.n && !e; i++)
        e = write_copy(cx, db, &c, &c.items[i]);
    if (!e)
        s->id = c.map.to[0];
    return e;
}

/* --- throwing away ------------------------------------------------------------------------------------ */

static enum err scenario_of(struct ctx *cx, struct db *db, int64_t plan, int64_t id,
                            struct plan **ret)
{
    void *found = NULL;
    enum err e = model_get(cx, db, &plan_model, id, &found);

    if (!e && ((const struct plan *)found)->scenario_of != plan)
        e = fail(cx, ERR_NOTFOUND, "plan_scenario.missing", NULL);
    if (!e)
        *ret = found;
    return e;
}

static enum err drop_records(struct ctx *cx, struct db *db, const struct plan_tree *t)
{
    struct plan_item *items;
    size_t room = 1, n = 0;
    enum err e = OK;

    for (size_t i = 0; i < t->n; i++)
        room += t->branches[i].n;
    items = arena_array(cx->arena, room, sizeof(*items));
    if (!items)
        return fail_memory(cx);
    for (size_t i = 0; i < t->n; i++)
        for (size_t k = 0; k < t->branches[i].n; k++)
            items[n++] = (struct plan_item){t->branches[i].model, t->branches[i].records[k]};
    plan_items_order(items, n);
    for (size_t i = n; i > 0 && !e; i--)
        e = model_delete_quietly(cx, db, items[i - 1].model,
                                 ((const struct record *)items[i - 1].record)->id);
    return e;
}

static enum err drop_copies(struct ctx *cx, struct db *db, int64_t plan)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_plan_copies_drop, &st);

    if (e)
        return e;
    db_bind_int(st, "plan", plan);
    e = db_run(cx, st);
    db_done(st);
    return e;
}

enum err plan_scenario_drop(struct ctx *cx, struct db *db, const struct model *const *models,
                            int64_t plan, int64_t scenario)
{
    struct plan *found = NULL;
    struct plan_tree t;
    enum err e = scenario_of(cx, db, plan, scenario, &found);

    if (!e && text_equal(found->state, "archived")) { /* its records would not let themselves go */
        found->state = "draft";
        e = model_change(cx, db, &plan_model, found);
    }
    if (!e)
        e = plan_tree_read(cx, db, models, scenario, &t);
    if (!e)
        e = drop_records(cx, db, &t);
    if (!e)
        e = drop_copies(cx, db, scenario);
    if (!e)
        e = plan_versions_drop(cx, db, scenario);
    return e ? e : model_delete(cx, db, &plan_model, scenario, 0);
}

/* --- adopting ------------------------------------------------------------------------------------------- */

struct adopting {
    struct plan_tree now, base, scenario; /* the plan, the plan when it was copied, the copy */
    struct plan_copies copies;
    struct plan_id_map home; /* ids of the scenario as those of the plan */
};

/* What stands in the plan, unless the scenario says something else than it was copied from. */
static void merge_fields(const struct model *m, void *to, const void *now, const void *base)
{
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        bool own = (f->flags & (READONLY | UNIQUE)) || plan_field_is_life(f);
        if (now && (own || (base && !plan_field_differs(f, base, to))))
            plan_field_copy(f, to, now);
    }
}

static enum err home_record(struct ctx *cx, struct adopting *a, const struct model *m,
                            const void *record, void **ret)
{
    int64_t id = plan_id_mapped(&a->home, ((const struct record *)record)->id);
    void *to = plan_record_dup(cx, m, record), *now = plan_tree_find(&a->now, m, id);
    const struct record *stands = now;
    enum err e = to ? plan_record_remap(cx, &a->scenario, m, to, &a->home) : fail_memory(cx);

    if (e)
        return e;
    ((struct record *)to)->id = id;
    if (stands)
        *(struct record *)to = *stands;
    merge_fields(m, to, now, plan_tree_find(&a->base, m, id));
    *ret = to;
    return OK;
}

static int by_id(const void *a, const void *b)
{
    const struct record *x = *(void *const *)a, *y = *(void *const *)b;

    return x->id < y->id ? -1 : x->id > y->id;
}

/* Of the plan what was never copied, of the scenario what it has. */
static enum err home_branch(struct ctx *cx, struct adopting *a, size_t at, struct plan_branch *ret)
{
    const struct plan_branch *now = &a->now.branches[at], *b = &a->scenario.branches[at];
    bool copied = plan_branch_is_copied(&a->now, now);
    enum err e = OK;

    *ret = *now;
    if (!copied)
        return OK;
    ret->n = 0;
    ret->records = arena_array(cx->arena, now->n + b->n + 1, sizeof(*ret->records));
    if (!ret->records)
        return fail_memory(cx);
    for (size_t i = 0; i < now->n; i++)
        if (!was_copied(&a->copies, ((const struct record *)now->records[i])->id))
            ret->records[ret->n++] = now->records[i];
    for (size_t i = 0; i < b->n && !e; i++) {
        e = home_record(cx, a, b->model, b->records[i], &ret->records[ret->n]);
        ret->n += !e;
    }
    if (!e)
        qsort(ret->records, ret->n, sizeof(*ret->records), by_id);
    return e;
}

/* Records that came into being in the scenario get ids of the plan's own. */
static enum err map_home(struct ctx *cx, struct adopting *a, int64_t plan, int64_t scenario)
{
    size_t room = 1;

    for (size_t i = 0; i < a->scenario.n; i++)
        room += a->scenario.branches[i].n;
    a->home.from = arena_array(cx->arena, room, sizeof(int64_t));
    a->home.to = arena_array(cx->arena, room, sizeof(int64_t));
    if (!a->home.from || !a->home.to)
        return fail_memory(cx);
    a->home.from[0] = scenario;
    a->home.to[0] = plan;
    a->home.n = 1;
    for (size_t i = 0; i < a->scenario.n; i++)
        for (size_t k = 0; k < a->scenario.branches[i].n; k++) {
            int64_t id = ((const struct record *)a->scenario.branches[i].records[k])->id;
            int64_t origin = plan_copy_origin(&a->copies, id);
            a->home.from[a->home.n] = id;
            a->home.to[a->home.n++] = origin == id ? id_next(cx) : origin;
        }
    return OK;
}

static enum err read_all(struct ctx *cx, struct db *db, const struct model *const *models,
                         int64_t plan, const struct plan *scenario, struct adopting *a)
{
    struct plan_version base;
    enum err e = plan_tree_read(cx, db, models, plan, &a->now);

    if (!e)
        e = plan_tree_read(cx, db, models, scenario->record.id, &a->scenario);
    if (!e)
        e = plan_version_get(cx, db, plan,
                             arena_print(cx->arena, "k%lld", (long long)scenario->scenario_base),
                             &base);
    if (!e)
        e = plan_version_tree(cx, models, &base, &a->base);
    if (!e)
        e = plan_copies_of(cx, db, scenario->record.id, &a->copies);
    return e ? e : map_home(cx, a, plan, scenario->record.id);
}

/* The plan's own texts, but not what it is called. */
static enum err home_plan(struct ctx *cx, struct adopting *a, struct plan **ret)
{
    struct plan *to = plan_record_dup(cx, &plan_model, a->scenario.plan);

    if (!to)
        return fail_memory(cx);
    to->record = a->now.plan->record;
    merge_fields(&plan_model, to, a->now.plan, a->base.plan);
    to->name = a->now.plan->name;
    *ret = to;
    return OK;
}

enum err plan_scenario_diff(struct ctx *cx, struct db *db, const struct model *const *models,
                            int64_t plan, int64_t scenario, struct plan_diff *ret)
{
    struct adopting a = {0};
    struct plan *found = NULL;
    struct plan_tree to = {0};
    enum err e = scenario_of(cx, db, plan, scenario, &found);

    if (!e)
        e = read_all(cx, db, models, plan, found, &a);
    if (!e)
        e = plan_tree_kinds(cx, models, &to);
    if (!e)
        e = home_plan(cx, &a, &to.plan);
    for (size_t i = 0; i < to.n && !e; i++)
        e = home_branch(cx, &a, i, &to.branches[i]);
    return e ? e : plan_diff(cx, &a.now, &to, ret);
}

enum err plan_scenario_adopt(struct ctx *cx, struct db *db, const struct model *const *models,
                             int64_t plan, int64_t scenario, struct plan_version *ret_kept,
                             struct plan_applied *ret)
{
    static const struct plan_choice all = {0};
    struct plan *found = NULL;
    struct plan_diff d;
    enum err e = scenario_of(cx, db, plan, scenario, &found);

    if (!e && text_equal(found->state, "archived"))
        e = fail(cx, ERR_CONFLICT, "plan_scenario.adopted", NULL);
    if (!e)
        e = plan_scenario_diff(cx, db, models, plan, scenario, &d);
    if (!e && !d.n)
        e = fail(cx, ERR_CONFLICT, "plan_scenario.nothing", NULL);
    if (!e)
        e = plan_version_keep(cx, db, models, plan,
                              plan_kept_note(cx, "plan_version.before_adopt", found->name),
                              ret_kept);
    if (!e)
        e = plan_apply(cx, db, &d, &all, ret);
    if (e)
        return e;
    found->state = "archived";
    e = model_change(cx, db, &plan_model, found);
    return e ? e : audit_add(cx, db, plan_model.name, plan, "adopt", NULL);
}
