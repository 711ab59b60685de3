/* campaign.c -- see campaign.h. */
#include "strategy/campaign.h"

#include "access/may.h"
#include "base/text.h"
#include "strategy/audience.h"
#include "strategy/channel.h"
#include "strategy/goal.h"
#include "strategy/plan.h"
#include "strategy/plan_record.h"

static const char *const state_choices[] = {"idea", "ready", "running", "done", "stopped", NULL};

static const struct field campaign_fields[] = {
    FIELD_REF(struct campaign, plan, REQUIRED | FILTER, .refers = &plan_model),
    FIELD_TEXT(struct campaign, name, REQUIRED | SEARCH | SORT, .max = 200),
    FIELD_REF(struct campaign, audience, FILTER, .refers = &audience_model),
    FIELD_REF(struct campaign, goal, FILTER, .refers = &goal_model),
    FIELD_REF(struct campaign, channel, FILTER, .refers = &channel_model),
    FIELD_TEXT(struct campaign, metric, 0, .max = 60),
    FIELD_DATE(struct campaign, starts_on, SORT),
    FIELD_DATE(struct campaign, ends_on, 0),
    FIELD_ENUM(struct campaign, state, FILTER, .choices = state_choices, .initial = "idea"),
    FIELD_TEXT(struct campaign, utm_campaign, UNIQUE, .max = 120),
    FIELD_PROSE(struct campaign, override_reason, 0, .max = 2000),
    FIELD_PROSE(struct campaign, notes, 0),
};

static const char *running_lacks(const struct campaign *c)
{
    if (c->audience == NIL)
        return "audience";
    if (c->goal == NIL)
        return "goal";
    return text_empty(c->metric) ? "metric" : NULL;
}

/* The gate: who starts without knowing for whom, for what and measured how says why. */
static enum err campaign_before_save(struct ctx *cx, struct db *db, const void *before,
                                     void *record)
{
    const struct campaign *is = record;
    enum err e = check_date_order(cx, is->starts_on, is->ends_on, "ends_on");

    (void)db;
    (void)before;
    if (text_equal(is->state, "running") && text_empty(is->override_reason) && running_lacks(is))
        e = fail_field(cx, running_lacks(is), "campaign.gate", NULL);
    return e;
}

const struct model campaign_model =
    MODEL(campaign, "campaigns", campaign_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN,
          .sort = "-created_at", .before_save = campaign_before_save);
