/* campaign.c -- see campaign.h. */
#include "strategy/campaign.h"

#include "access/may.h"
#include "base/text.h"
#include "strategy/audience.h"
#include "strategy/channel.h"
#include "strategy/goal.h"
#include "strategy/launch.h"
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
    FIELD_TEXT(struct campaign, utm_source, 0, .max = 120),
    FIELD_TEXT(struct campaign, utm_medium, 0, .max = 120),
    FIELD_TEXT(struct campaign, utm_content, 0, .max = 120),
    FIELD_URL(struct campaign, landing_url, 0),
    FIELD_TEXT(struct campaign, cta, 0, .max = 120),
    FIELD_PROSE(struct campaign, override_reason, 0, .max = 2000),
    FIELD_PROSE(struct campaign, stop_reason, 0, .max = 2000),
    FIELD_PROSE(struct campaign, notes, 0),
};

/* The gate: who starts without knowing for whom, for what and measured how says why. */
static enum err pass_gate(struct ctx *cx, const struct campaign *c)
{
    if (!text_equal(c->state, "running") || !text_empty(c->override_reason) ||
        fault_has_field(cx, "override_reason"))
        return OK;
    return launch_gate(cx, c);
}

static enum err campaign_before_save(struct ctx *cx, struct db *db, const void *before,
                                     void *record)
{
    const struct campaign *is = record;
    enum err dates = check_date_order(cx, "starts_on", is->starts_on, "ends_on", is->ends_on);
    enum err gate = pass_gate(cx, is);

    enum err so_far =
        plan_record_refs(cx, db, &campaign_model, before, record, dates ? dates : gate);

    return text_equal(is->state, "running") ? plan_scenario_check(cx, db, is->plan, so_far)
                                            : so_far;
}

static enum err campaign_after_save(struct ctx *cx, struct db *db, const void *before,
                                    const void *record)
{
    return record ? launch_log(cx, db, before, record) : OK;
}

static enum err campaign_before_delete(struct ctx *cx, struct db *db, const void *before)
{
    return launch_forget(cx, db, before);
}

const struct model campaign_model =
    MODEL(campaign, "campaigns", campaign_fields, .may_read = MAY_READ, .may_write = MAY_EDIT_PLAN,
          .sort = "-created_at", .before_save = campaign_before_save,
          .after_save = campaign_after_save, .before_delete = campaign_before_delete);
