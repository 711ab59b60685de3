/* plan_event.c -- see plan_event.h. */
#include "strategy/plan_event.h"

#include "access/may.h"
#include "strategy/audience.h"
#include "strategy/channel.h"
#include "strategy/plan.h"
#include "strategy/plan_record.h"

static const char *const kind_choices[] = {"fair",    "webinar", "release", "publication",
                                           "meeting", "holiday", "other",   NULL};

static const struct field plan_event_fields[] = {
    FIELD_REF(struct plan_event, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_TEXT(struct plan_event, name, REQUIRED | SEARCH | SORT, .max = 200),
    FIELD_ENUM(struct plan_event, kind, FILTER, .choices = kind_choices, .initial = "other"),
    FIELD_DATE(struct plan_event, starts_on, REQUIRED | SORT),
    FIELD_DATE(struct plan_event, ends_on, 0),
    FIELD_REF(struct plan_event, channel, FILTER, .refers = &channel_model),
    FIELD_REF(struct plan_event, audience, FILTER, .refers = &audience_model),
    FIELD_PROSE(struct plan_event, notes, 0, .max = 2000),
};

static enum err plan_event_before_save(struct ctx *cx, struct db *db, const void *before,
                                       void *record)
{
    const struct plan_event *is = record;

    return plan_record_refs(
        cx, db, &plan_event_model, before, record,
        check_date_order(cx, "starts_on", is->starts_on, "ends_on", is->ends_on));
}

const struct model plan_event_model =
    MODEL(plan_event, "plan_events", plan_event_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .sort = "-starts_on", .before_save = plan_event_before_save);
