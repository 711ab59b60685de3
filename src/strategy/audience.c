/* audience.c -- see audience.h. */
#include "strategy/audience.h"

#include "access/may.h"
#include "strategy/owner.h"
#include "strategy/plan.h"
#include "strategy/plan_record.h"

static const struct field audience_fields[] = {
    FIELD_REF(struct audience, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_TEXT(struct audience, name, REQUIRED | SEARCH | SORT, .max = 120),
    FIELD_PROSE(struct audience, description, 0),
    FIELD_TEXT(struct audience, industry, 0, .max = 120),
    FIELD_INT(struct audience, fit, 0, .min = 0, .max = 5),
    FIELD_PROSE(struct audience, fit_reason, 0),
    FIELD_INT(struct audience, value, 0, .min = 0, .max = 5),
    FIELD_PROSE(struct audience, value_reason, 0),
    FIELD_INT(struct audience, resources, 0, .min = 0, .max = 5),
    FIELD_PROSE(struct audience, resources_reason, 0),
    FIELD_INT(struct audience, influence, 0, .min = 0, .max = 5),
    FIELD_PROSE(struct audience, influence_reason, 0),
    FIELD_INT(struct audience, reachable_accounts, 0, .min = 0, .max = 100000000),
    FIELD_MONEY(struct audience, margin_minor, 0, .min = 0, .max = MONEY_MAX),
    FIELD_RATE(struct audience, win_rate, 0, .min = 0, .max = 1000000),
    FIELD_MONEY(struct audience, cost_to_win_minor, 0, .min = 0, .max = MONEY_MAX),
    FIELD_INT(struct audience, team_hours, 0, .min = 1, .max = 1000000),
    FIELD_REF(struct audience, segment, READONLY | FILTER),
    FIELD_REF(struct audience, owner, FILTER),
};

static bool only_the_segment(const struct audience *was, const struct audience *is)
{
    struct audience same = *is;

    same.segment = was->segment;
    return was->segment != is->segment && model_same(&audience_model, was, &same);
}

static enum err audience_before_save(struct ctx *cx, struct db *db, const void *before,
                                     void *record)
{
    const struct audience *was = before, *is = record;
    enum err e =
        was && only_the_segment(was, is) ? OK : plan_record_before_save(cx, db, before, record);

    return owner_check(cx, db, was ? was->owner : NIL, is->owner, e);
}

const struct model audience_model =
    MODEL(audience, "audiences", audience_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN,
          .before_save = audience_before_save, .after_save = plan_record_after_save,
          .sort = "-created_at");
