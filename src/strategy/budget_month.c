/* budget_month.c -- see budget_month.h. */
#include "strategy/budget_month.h"

#include "access/may.h"
#include "base/text.h"
#include "strategy/hours_line.h"
#include "strategy/plan.h"

enum { MONTHS_MOST = 400 };

static const struct field budget_month_fields[] = {
    FIELD_REF(struct budget_month, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_DATE(struct budget_month, month, REQUIRED | SORT),
    FIELD_PROSE(struct budget_month, reason, REQUIRED, .max = 2000),
    FIELD_REF(struct budget_month, reasoned_by, READONLY),
    FIELD_TIME(struct budget_month, reasoned_at, READONLY),
};

static enum err budget_month_before_save(struct ctx *cx, struct db *db, const void *before,
                                         void *record)
{
    const struct budget_month *was = before;
    struct budget_month *is = record;
    void **rows = NULL;
    size_t n = 0;
    enum err e;

    is->month = month_first_day(cx, is->month);
    if (!was || !text_equal(was->reason, is->reason)) {
        is->reasoned_by = cx->actor ? cx->actor : NIL;
        is->reasoned_at = ctx_now(cx);
    }
    if (is->plan == NIL || !is->month || cx->fault.fields)
        return OK;
    e = model_related(cx, db, &budget_month_model, "plan", is->plan, MONTHS_MOST, &rows, &n);
    for (size_t i = 0; i < n && !e; i++) {
        const struct budget_month *other = rows[i];
        if (other->record.id != is->record.id && text_equal(other->month, is->month))
            e = fail_field(cx, "month", "budget.month_twice", NULL);
    }
    return e;
}

const struct model budget_month_model =
    MODEL(budget_month, "budget_months", budget_month_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .sort = "-month", .before_save = budget_month_before_save);
