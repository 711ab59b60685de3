/* milestone.c -- see milestone.h. */
#include "strategy/milestone.h"

#include "access/may.h"
#include "base/message.h"
#include "strategy/goal.h"
#include "strategy/plan.h"
#include "strategy/plan_record.h"

#include <string.h>

/* Far past any figure, and its double still fits. */
#define VALUE_MAX ((int64_t)4000000000000000000)

static const struct field milestone_fields[] = {
    FIELD_REF(struct milestone, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_REF(struct milestone, goal, REQUIRED | FILTER, .refers = &goal_model),
    FIELD_TEXT(struct milestone, name, REQUIRED | SEARCH | SORT, .max = 200),
    FIELD_DATE(struct milestone, due_on, REQUIRED | SORT),
    FIELD_INT(struct milestone, value_micro, REQUIRED, .min = -VALUE_MAX, .max = VALUE_MAX),
};

static enum err milestone_before_save(struct ctx *cx, struct db *db, const void *before,
                                      void *record)
{
    struct milestone *is = record;
    const struct goal *goal;
    void *found = NULL;
    enum err e;

    if (is->goal == NIL || is->goal == 0 || fault_has_field(cx, "goal"))
        return plan_record_before_save(cx, db, before, record);
    e = model_get(cx, db, &goal_model, is->goal, &found);
    if (e)
        return e;
    goal = found;
    if (is->plan != goal->plan && !fault_has_field(cx, "plan"))
        return fail_field(cx, "goal", "milestone.other_plan", NULL);
    e = plan_record_before_save(cx, db, before, record);
    if (!e && is->due_on && goal->starts_on && goal->due_on &&
        (strcmp(is->due_on, goal->starts_on) < 0 || strcmp(is->due_on, goal->due_on) > 0))
        e = fail_field(cx, "due_on", "milestone.outside", "start",
                       message_day(cx->arena, cx->lang, goal->starts_on), "end",
                       message_day(cx->arena, cx->lang, goal->due_on), NULL);
    return e;
}

const struct model milestone_model = MODEL(
    milestone, "milestones", milestone_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN,
    .before_save = milestone_before_save, .after_save = plan_record_after_save, .sort = "due_on");
