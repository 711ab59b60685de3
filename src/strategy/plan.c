/* plan.c -- see plan.h. */
#include "strategy/plan.h"

#include "access/may.h"
#include "base/text.h"
#include "strategy/plan_record.h"

static const char *const state_choices[] = {"draft", "published", "archived", NULL};

static const struct field plan_fields[] = {
    FIELD_TEXT(struct plan, name, REQUIRED | SEARCH | SORT, .max = 120),
    FIELD_ENUM(struct plan, state, FILTER, .choices = state_choices, .initial = "draft"),
    FIELD_DATE(struct plan, starts_on, SORT),
    FIELD_DATE(struct plan, ends_on, 0),
    FIELD_PROSE(struct plan, company_profile, 0),
    FIELD_PROSE(struct plan, market_summary, 0),
    FIELD_PROSE(struct plan, summary, 0),
    FIELD_INT(struct plan, published_number, READONLY),
    FIELD_REF(struct plan, scenario_of, READONLY | FILTER, .refers = &plan_model),
    FIELD_INT(struct plan, scenario_base, READONLY),
    FIELD_MONEY(struct plan, month_money_minor, 0, .min = 0, .max = MONEY_MAX),
    FIELD_INT(struct plan, month_hours, 0, .min = 0, .max = 100000),
};

static bool stands(const struct plan *p, const char *state)
{
    return p && text_equal(p->state, state);
}

static enum err check_state(struct ctx *cx, const struct plan *was, const struct plan *is)
{
    bool was_out = stands(was, "published") || (was && was->published_number != NIL);

    if (stands(is, "published") && is->scenario_of != NIL)
        return fail_field(cx, "state", "plan.scenario", NULL);
    if (stands(is, "published") && !was_out && is->published_number == NIL)
        return fail_field(cx, "state", "plan.publish", NULL);
    if (stands(is, "draft") && was_out)
        return fail_field(cx, "state", "plan.no_way_back", NULL);
    return OK;
}

static enum err plan_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct plan *was = before, *is = record;
    enum err e = check_date_order(cx, "starts_on", is->starts_on, "ends_on", is->ends_on);
    enum err state = check_state(cx, was, is);

    (void)db;
    if (stands(was, "archived") && stands(is, "archived"))
        return fail(cx, ERR_CONFLICT, "plan.frozen", NULL);
    return e ? e : state;
}

const struct model plan_model =
    MODEL(plan, "plans", plan_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN,
          .sort = "-created_at", .before_save = plan_before_save);
