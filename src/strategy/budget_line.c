/* budget_line.c -- see budget_line.h. */
#include "strategy/budget_line.h"

#include "access/may.h"
#include "strategy/channel.h"
#include "strategy/plan.h"
#include "strategy/plan_record.h"

static const struct field budget_line_fields[] = {
    FIELD_REF(struct budget_line, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_REF(struct budget_line, channel, REQUIRED | FILTER, .refers = &channel_model),
    FIELD_DATE(struct budget_line, month, REQUIRED | SORT),
    FIELD_MONEY(struct budget_line, planned_minor, REQUIRED, .min = 0, .max = MONEY_MAX),
    FIELD_INT(struct budget_line, planned_hours, 0, .min = 0, .max = 10000),
    FIELD_PROSE(struct budget_line, note, 0, .max = 1000),
};

static enum err budget_line_before_save(struct ctx *cx, struct db *db, const void *before,
                                        void *record)
{
    return plan_record_refs(cx, db, &budget_line_model, before, record,
                            plan_record_before_save(cx, db, before, record));
}

const struct model budget_line_model =
    MODEL(budget_line, "budget_lines", budget_line_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .before_save = budget_line_before_save,
          .after_save = plan_record_after_save, .sort = "-month");
