/* plan_record.c -- see plan_record.h. */
#include "strategy/plan_record.h"

#include "base/text.h"
#include "strategy/plan.h"

#include <string.h>

static enum err must_be_draft(struct ctx *cx, struct db *db, int64_t plan_id)
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
    return text_equal(plan->state, "draft") ? OK : fail(cx, ERR_CONFLICT, "plan.frozen", NULL);
}

enum err plan_record_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct plan_record *was = before, *is = record;
    enum err e = must_be_draft(cx, db, is->plan);

    if (!e && was && was->plan != is->plan)
        e = must_be_draft(cx, db, was->plan);
    return e;
}

enum err plan_record_after_save(struct ctx *cx, struct db *db, const void *before,
                                const void *record)
{
    const struct plan_record *was = before;

    return !record && was ? must_be_draft(cx, db, was->plan) : OK;
}

enum err check_date_order(struct ctx *cx, const char *from_field, const char *from,
                          const char *to_field, const char *to)
{
    if (from && to && strcmp(to, from) < 0 && !fault_has_field(cx, from_field))
        return fail_field(cx, to_field, "field.before_start", "start", from, NULL);
    return OK;
}
