/* goal_family.c -- see goal_family.h. */
#include "measure/goal_family.h"

#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "strategy/milestone.h"

#include "proposal_sql.h"

#include <math.h>
#include <string.h>

static void read_id(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(int64_t *)row = db_int(st, 0);
}

static enum err ids_of(struct ctx *cx, struct db *db, const struct db_query *q, int64_t goal,
                       int64_t **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        return e;
    db_bind_int(st, "goal", goal);
    e = db_collect(cx, st, sizeof(**ret), read_id, ret, ret_n);
    db_done(st);
    *ret_n = *ret_n < FAMILY_MAX ? *ret_n : FAMILY_MAX;
    return e;
}

/* The metric from the goal's first day to that one. */
static enum err value_by(struct ctx *cx, struct db *db, const struct goal *g, const char *day,
                         double *ret)
{
    const struct metric *m = metric_find(g->metric);
    struct figure f = {0};
    enum err e = OK;

    *ret = NAN;
    if (!m || strcmp(day, g->starts_on) < 0)
        return OK;
    e = metric_value(cx, db, m->key, g->starts_on, day, g->channel, &f);
    if (!e)
        *ret = figure_number(m->unit, &f);
    return e;
}

static enum err tell_milestone(struct ctx *cx, struct db *db, const struct goal *g,
                               const struct milestone *m, const char *today,
                               struct milestone_told *ret)
{
    const struct metric *metric = metric_find(g->metric);
    bool over = strcmp(m->due_on, today) < 0;
    enum err e;

    *ret = (struct milestone_told){.id = m->record.id,
                                   .name = m->name,
                                   .due_on = m->due_on,
                                   .value = (double)m->value_micro / 1e6};
    e = value_by(cx, db, g, over ? m->due_on : today, &ret->actual);
    if (e || !metric)
        return e;
    if (isnan(ret->actual))
        ret->state = over ? MILESTONE_UNKNOWN : MILESTONE_OPEN;
    else if (metric_is_as_good(metric, ret->actual, ret->value) &&
             (over || (metric->nature == METRIC_COUNTS && !metric->less_is_better)))
        ret->state = MILESTONE_MET;
    else
        ret->state = over ? MILESTONE_MISSED : MILESTONE_OPEN;
    return OK;
}

static enum err read_milestones(struct ctx *cx, struct db *db, const struct goal *g,
                                const char *today, struct goal_family *f)
{
    int64_t *ids = NULL;
    size_t n = 0;
    enum err e = ids_of(cx, db, &SQL_goal_milestones, g->record.id, &ids, &n);

    if (e)
        return e;
    f->milestones = arena_array(cx->arena, n + 1, sizeof(*f->milestones));
    if (!f->milestones)
        return fail_memory(cx);
    for (size_t i = 0; i < n && !e; i++) {
        void *m = NULL;
        e = model_get(cx, db, &milestone_model, ids[i], &m);
        if (!e)
            e = tell_milestone(cx, db, g, m, today, &f->milestones[f->milestone_count++]);
    }
    return e;
}

static enum err tell_child(struct ctx *cx, struct db *db, const struct goal *g,
                           const struct goal *child, const char *today, struct goal_family *f)
{
    const struct metric *m = metric_find(child->metric);
    struct goal_child *c = &f->children[f->child_count++];
    const char *until = child->due_on && strcmp(child->due_on, today) < 0 ? child->due_on : today;
    enum err e;

    *c = (struct goal_child){.id = child->record.id,
                             .name = child->name,
                             .metric = child->metric,
                             .unit = m ? m->unit : UNIT_COUNT,
                             .target = (double)child->target_micro / 1e6,
                             .current = NAN};
    e = value_by(cx, db, child, until, &c->current);
    c->adds_up = m && m->nature == METRIC_COUNTS && text_equal(child->metric, g->metric);
    if (e || !c->adds_up)
        return e;
    f->children_target = (isnan(f->children_target) ? 0 : f->children_target) + c->target;
    if (!isnan(c->current))
        f->children_current = (isnan(f->children_current) ? 0 : f->children_current) + c->current;
    return OK;
}

static enum err read_children(struct ctx *cx, struct db *db, const struct goal *g,
                              const char *today, struct goal_family *f)
{
    int64_t *ids = NULL;
    size_t n = 0;
    enum err e = ids_of(cx, db, &SQL_goal_children, g->record.id, &ids, &n);

    if (e)
        return e;
    f->children = arena_array(cx->arena, n + 1, sizeof(*f->children));
    if (!f->children)
        return fail_memory(cx);
    for (size_t i = 0; i < n && !e; i++) {
        void *child = NULL;
        e = model_get(cx, db, &goal_model, ids[i], &child);
        if (!e)
            e = tell_child(cx, db, g, child, today, f);
    }
    return e;
}

enum err goal_family(struct ctx *cx, struct db *db, const struct goal *goal,
                     struct goal_family *ret)
{
    const struct metric *m = metric_find(goal->metric);
    struct goal_family f = {.unit = m ? m->unit : UNIT_COUNT,
                            .target = (double)goal->target_micro / 1e6,
                            .children_target = NAN,
                            .children_current = NAN};
    const struct zone *zone = NULL;
    const char *currency = NULL, *today = NULL;
    enum err e = report_site(cx, db, &zone, &currency);

    if (e)
        return e;
    today = day_text(cx, day_of(zone, ctx_now(cx)));
    if (!today)
        return fail_memory(cx);
    e = read_milestones(cx, db, goal, today, &f);
    if (!e)
        e = read_children(cx, db, goal, today, &f);
    if (!e && goal->parent != NIL && goal->parent != 0) {
        void *parent = NULL;
        e = model_get(cx, db, &goal_model, goal->parent, &parent);
        f.parent = goal->parent;
        f.parent_name = e ? NULL : ((const struct goal *)parent)->name;
    }
    if (!e)
        *ret = f;
    return e;
}

static void put_value(struct json_writer *w, const char *name, enum unit unit, double v)
{
    struct figure f = figure_real(v);

    json_name(w, name);
    if (isnan(v)) {
        json_put_null(w);
        return;
    }
    f.whole = llround(v);
    figure_json(w, unit, &f);
}

static void put_milestone(struct json_writer *w, const struct milestone_told *m, enum unit unit)
{
    static const char *const states[] = {"open", "met", "missed", "unknown"};

    json_open_object(w);
    json_id_member(w, "id", m->id);
    json_text_member(w, "name", m->name);
    json_text_member(w, "due_on", m->due_on);
    put_value(w, "value", unit, m->value);
    put_value(w, "actual", unit, m->actual);
    json_text_member(w, "state", states[m->state]);
    json_close_object(w);
}

static void put_child(struct json_writer *w, const struct goal_child *c)
{
    json_open_object(w);
    json_id_member(w, "id", c->id);
    json_text_member(w, "name", c->name);
    json_text_member(w, "metric", c->metric);
    json_text_member(w, "unit", unit_name(c->unit));
    put_value(w, "target", c->unit, c->target);
    put_value(w, "current", c->unit, c->current);
    json_bool_member(w, "adds_up", c->adds_up);
    json_close_object(w);
}

void goal_family_json(const struct goal_family *f, struct json_writer *w)
{
    json_open_object(w);
    json_text_member(w, "unit", unit_name(f->unit));
    put_value(w, "target", f->unit, f->target);
    json_name(w, "milestones");
    json_open_list(w);
    for (size_t i = 0; i < f->milestone_count; i++)
        put_milestone(w, &f->milestones[i], f->unit);
    json_close_list(w);
    json_name(w, "parent");
    if (f->parent_name) {
        json_open_object(w);
        json_id_member(w, "id", f->parent);
        json_text_member(w, "name", f->parent_name);
        json_close_object(w);
    } else {
        json_put_null(w);
    }
    json_name(w, "children");
    json_open_list(w);
    for (size_t i = 0; i < f->child_count; i++)
        put_child(w, &f->children[i]);
    json_close_list(w);
    put_value(w, "children_target", f->unit, f->children_target);
    put_value(w, "children_current", f->unit, f->children_current);
    json_close_object(w);
}
