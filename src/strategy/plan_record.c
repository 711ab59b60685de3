/* plan_record.c -- see plan_record.h. */
#include "strategy/plan_record.h"

#include "base/message.h"
#include "base/text.h"
#include "strategy/plan.h"

#include <string.h>

static enum err must_be_open(struct ctx *cx, struct db *db, int64_t plan_id)
{
    void *found = NULL;
    const struct plan *plan;
    enum err e;

    if (plan_id == NIL || plan_id == 0 || cx->fault.fields)
        return OK; /* wrong fields are told first */
    e = model_get(cx, db, &plan_model, plan_id, &found);
    if (e)
        return e;
    plan = found;
    return text_equal(plan->state, "archived") ? fail(cx, ERR_CONFLICT, "plan.frozen", NULL) : OK;
}

enum err plan_scenario_check(struct ctx *cx, struct db *db, int64_t plan_id, enum err so_far)
{
    void *found = NULL;
    enum err e;

    if ((so_far && so_far != ERR_INVALID) || plan_id == NIL || plan_id == 0 ||
        fault_has_field(cx, "plan") || fault_has_field(cx, "state"))
        return so_far;
    e = model_get(cx, db, &plan_model, plan_id, &found);
    if (!e && ((const struct plan *)found)->scenario_of != NIL)
        e = fail_field(cx, "state", "campaign.scenario", NULL);
    return e ? e : so_far;
}

enum err plan_record_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct plan_record *was = before, *is = record;
    enum err e = must_be_open(cx, db, is->plan);

    if (!e && was && was->plan != is->plan)
        e = must_be_open(cx, db, was->plan);
    return e;
}

enum err plan_record_after_save(struct ctx *cx, struct db *db, const void *before,
                                const void *record)
{
    const struct plan_record *was = before;

    return !record && was ? must_be_open(cx, db, was->plan) : OK;
}

enum err plan_record_same(struct ctx *cx, struct db *db, const char *field, const struct model *m,
                          int64_t id, int64_t plan)
{
    void *found = NULL;
    enum err e;

    if (id == NIL || id == 0 || plan == NIL || plan == 0 || fault_has_field(cx, field) ||
        fault_has_field(cx, "plan"))
        return OK;
    e = model_get(cx, db, m, id, &found);
    if (e)
        return e;
    return ((const struct plan_record *)found)->plan == plan
               ? OK
               : fail_field(cx, field, "competitor.other_plan", NULL);
}

/* Whether records of the model begin with struct plan_record. */
static bool is_of_plan(const struct model *m)
{
    return m && m->field_count && m->fields[0].refers == &plan_model;
}

enum err plan_record_refs(struct ctx *cx, struct db *db, const struct model *m, const void *before,
                          const void *record, enum err so_far)
{
    const struct plan_record *was = before, *is = record;
    bool moved = !was || was->plan != is->plan;

    for (size_t i = 0; i < m->field_count && (!so_far || so_far == ERR_INVALID); i++) {
        const struct field *f = &m->fields[i];
        enum err e;
        if (f->kind != FIELD_KIND_REF || !is_of_plan(f->refers) ||
            (!moved && field_int(f, before) == field_int(f, record)))
            continue;
        e = plan_record_same(cx, db, f->name, f->refers, field_int(f, record), is->plan);
        so_far = e ? e : so_far;
    }
    return so_far;
}

enum err check_date_order(struct ctx *cx, const char *from_field, const char *from,
                          const char *to_field, const char *to)
{
    if (from && to && strcmp(to, from) < 0 && !fault_has_field(cx, from_field))
        return fail_field(cx, to_field, "field.before_start", "start",
                          message_day(cx->arena, cx->lang, from), NULL);
    return OK;
}
