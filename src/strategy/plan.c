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
};

static enum err plan_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct plan *was = before;
    struct plan *is = record;
    enum err e = check_date_order(cx, "starts_on", is->starts_on, "ends_on", is->ends_on);

    (void)db;
    if (was && !text_equal(was->state, "draft") && text_equal(is->state, "draft"))
        return fail_field(cx, "state", "plan.no_way_back", NULL);
    if (was && text_equal(was->state, "published") && text_equal(is->state, "published"))
        return fail(cx, ERR_CONFLICT, "plan.frozen", NULL);
    return e;
}

const struct model plan_model =
    MODEL(plan, "plans", plan_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN,
          .sort = "-created_at", .before_save = plan_before_save);
