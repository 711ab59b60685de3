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

/* The gate: who starts without knowing for whom, for what and measured how says why. */
static enum err pass_gate(struct ctx *cx, const struct campaign *c)
{
    enum err e = OK;

    if (!text_equal(c->state, "running") || !text_empty(c->override_reason) ||
        fault_has_field(cx, "override_reason"))
        return OK;
    if (c->audience == NIL)
        e = fail_field(cx, "audience", "campaign.gate", NULL);
    if (c->goal == NIL)
        e = fail_field(cx, "goal", "campaign.gate", NULL);
    if (text_empty(c->metric))
        e = fail_field(cx, "metric", "campaign.gate", NULL);
    return e;
}

static enum err campaign_before_save(struct ctx *cx, struct db *db, const void *before,
                                     void *record)
{
    const struct campaign *is = record;
    enum err dates = check_date_order(cx, "starts_on", is->starts_on, "ends_on", is->ends_on);
    enum err gate = pass_gate(cx, is);

    (void)db;
    (void)before;
    return dates ? dates : gate;
}

const struct model campaign_model =
    MODEL(campaign, "campaigns", campaign_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN,
          .sort = "-created_at", .before_save = campaign_before_save);
