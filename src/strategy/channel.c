/* channel.c -- see channel.h. */
#include "strategy/channel.h"

#include "access/may.h"
#include "strategy/audience.h"
#include "strategy/owner.h"
#include "strategy/plan.h"
#include "strategy/plan_record.h"

static const char *const kind_choices[] = {
    "search",  "mail",      "site",      "paid",        "social",
    "content", "documents", "podcast",   "live_events", "customer_stories",
    "fairs",   "print",     "telephone", "direct_mail", "referral",
    "other",   NULL};
static const char *const cost_model_choices[] = {"per_click", "per_month", "per_lead",
                                                 "per_event", "other",     NULL};

static const struct field channel_fields[] = {
    FIELD_REF(struct channel, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_TEXT(struct channel, name, REQUIRED | SEARCH | SORT, .max = 120),
    FIELD_ENUM(struct channel, kind, REQUIRED | FILTER, .choices = kind_choices),
    FIELD_TEXT(struct channel, matches, FILTER, .max = 120),
    FIELD_BOOL(struct channel, offline, 0),
    FIELD_PROSE(struct channel, why, 0),
    FIELD_REF(struct channel, audience, FILTER, .refers = &audience_model),
    FIELD_ENUM(struct channel, cost_model, 0, .choices = cost_model_choices),
    FIELD_MONEY(struct channel, expected_cost_per_lead_minor, 0, .min = 0, .max = MONEY_MAX),
    FIELD_REF(struct channel, owner, FILTER),
};

static enum err channel_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct channel *was = before, *is = record;
    enum err e = plan_record_before_save(cx, db, before, record);

    return owner_check(cx, db, was ? was->owner : NIL, is->owner, e);
}

const struct model channel_model =
    MODEL(channel, "channels", channel_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN,
          .before_save = channel_before_save, .after_save = plan_record_after_save,
          .sort = "-created_at");
