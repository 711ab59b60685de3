/* selling_channel.c -- see selling_channel.h. */
#include "strategy/selling_channel.h"

#include "access/may.h"
#include "strategy/plan.h"
#include "strategy/plan_record.h"

const char *const selling_kinds[] = {"wholesaler", "distributor", "direct", "internet",
                                     "partner",    "other",       NULL};

static const struct field selling_channel_fields[] = {
    FIELD_REF(struct selling_channel, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_TEXT(struct selling_channel, name, REQUIRED | SEARCH | SORT, .max = 120),
    FIELD_ENUM(struct selling_channel, kind, REQUIRED | FILTER, .choices = selling_kinds),
    FIELD_RATE(struct selling_channel, margin, 0, .min = 0, .max = 1000000),
    FIELD_MONEY(struct selling_channel, cost_to_serve_minor, 0, .min = 0, .max = MONEY_MAX),
    FIELD_RATE(struct selling_channel, expected_share, 0, .min = 0, .max = 1000000),
    FIELD_PROSE(struct selling_channel, notes, 0),
};

const struct model selling_channel_model =
    MODEL(selling_channel, "selling_channels", selling_channel_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PLAN, .before_save = plan_record_before_save,
          .after_save = plan_record_after_save, .sort = "-created_at");
