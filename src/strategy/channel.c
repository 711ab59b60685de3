/* channel.c -- see channel.h. */
#include "strategy/channel.h"

#include "access/may.h"
#include "base/text.h"
#include "strategy/audience.h"
#include "strategy/channel_kind.h"
#include "strategy/owner.h"
#include "strategy/plan.h"
#include "strategy/plan_record.h"

enum { VOLUME_MAX = 1000000000 };

static const char *const cost_model_choices[] = {"per_click", "per_month", "per_lead",
                                                 "per_event", "other",     NULL};
static const char *const period_choices[] = {"month", "quarter", "year", NULL};

static const struct field channel_fields[] = {
    FIELD_REF(struct channel, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_TEXT(struct channel, name, REQUIRED | SEARCH | SORT, .max = 120),
    FIELD_ENUM(struct channel, kind, REQUIRED | FILTER, .choices = channel_kind_keys),
    FIELD_TEXT(struct channel, matches, FILTER, .max = 120),
    FIELD_BOOL(struct channel, offline, 0),
    FIELD_PROSE(struct channel, why, 0),
    FIELD_REF(struct channel, audience, FILTER, .refers = &audience_model),
    FIELD_ENUM(struct channel, cost_model, 0, .choices = cost_model_choices),
    FIELD_MONEY(struct channel, price_minor, 0, .min = 0, .max = MONEY_MAX),
    FIELD_ENUM(struct channel, cost_period, 0, .choices = period_choices, .initial = "month"),
    FIELD_INT(struct channel, volume, 0, .min = 1, .max = VOLUME_MAX),
    FIELD_INT(struct channel, expected_leads, 0, .min = 1, .max = VOLUME_MAX),
    FIELD_MONEY(struct channel, expected_cost_per_lead_minor, 0, .min = 0, .max = MONEY_MAX),
    FIELD_TEXT(struct channel, phone, 0, .max = 40),
    FIELD_REF(struct channel, owner, FILTER),
};

/* What is paid over the leads it is to bring, to the nearest minor unit; NIL while a number is missing. */
static int64_t cost_of_a_lead(const struct channel *c)
{
    int64_t volume = c->volume;

    if (c->price_minor == NIL)
        return NIL;
    if (text_equal(c->cost_model, "per_lead"))
        return c->price_minor;
    if (volume == NIL && text_equal(c->cost_model, "per_month"))
        volume = 1;
    if (volume == NIL || c->expected_leads == NIL)
        return NIL;
    if (c->price_minor > MONEY_MAX / volume)
        return MONEY_MAX;
    return (c->price_minor * volume + c->expected_leads / 2) / c->expected_leads;
}

static enum err channel_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct channel *was = before;
    struct channel *is = record;
    enum err e = plan_record_refs(cx, db, &channel_model, before, record,
                                  plan_record_before_save(cx, db, before, record));
    int64_t cost = cx->fault.fields ? NIL : cost_of_a_lead(is);

    if (cost != NIL)
        is->expected_cost_per_lead_minor = cost;
    return owner_check(cx, db, was ? was->owner : NIL, is->owner, e);
}

const struct model channel_model =
    MODEL(channel, "channels", channel_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN,
          .before_save = channel_before_save, .after_save = plan_record_after_save,
          .sort = "-created_at");
