/* goal.c -- see goal.h. */
#include "strategy/goal.h"

#include "access/may.h"
#include "base/message.h"
#include "strategy/audience.h"
#include "strategy/owner.h"
#include "strategy/plan.h"
#include "strategy/plan_record.h"

#include <string.h>

/* Far past any figure, and its double still fits. */
#define TARGET_MAX ((int64_t)4000000000000000000)

static const struct field goal_fields[] = {
    FIELD_REF(struct goal, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_REF(struct goal, audience, FILTER, .refers = &audience_model),
    FIELD_TEXT(struct goal, name, REQUIRED | SEARCH | SORT, .max = 200),
    FIELD_PROSE(struct goal, who, 0, .max = 2000),
    FIELD_PROSE(struct goal, what, 0, .max = 2000),
    FIELD_PROSE(struct goal, when_text, 0, .max = 2000),
    FIELD_PROSE(struct goal, where_text, 0, .max = 2000),
    FIELD_PROSE(struct goal, how, 0, .max = 2000),
    FIELD_PROSE(struct goal, why, 0, .max = 2000),
    FIELD_TEXT(struct goal, metric, REQUIRED | FILTER, .max = 60),
    FIELD_TEXT(struct goal, channel, 0, .max = 120),
    FIELD_INT(struct goal, baseline_micro, READONLY),
    FIELD_INT(struct goal, target_micro, REQUIRED, .min = -TARGET_MAX, .max = TARGET_MAX),
    FIELD_DATE(struct goal, starts_on, REQUIRED | SORT),
    FIELD_DATE(struct goal, due_on, REQUIRED | SORT),
    FIELD_PROSE(struct goal, reason, 0, .max = 2000),
    FIELD_REF(struct goal, parent, FILTER, .refers = &goal_model),
    FIELD_REF(struct goal, owner, FILTER),
};

static enum err goal_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct goal *was = before, *is = record;
    enum err e = plan_record_before_save(cx, db, before, record);

    if (!e && is->starts_on && is->due_on && strcmp(is->due_on, is->starts_on) <= 0 &&
        !fault_has_field(cx, "starts_on"))
        e = fail_field(cx, "due_on", "field.before_start", "start",
                       message_day(cx->arena, cx->lang, is->starts_on), NULL);
    e = plan_record_refs(cx, db, &goal_model, before, record, e);
    return owner_check(cx, db, was ? was->owner : NIL, is->owner, e);
}

const struct model goal_model = MODEL(
    goal, "goals", goal_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN,
    .sort = "-created_at", .before_save = goal_before_save, .after_save = plan_record_after_save);
