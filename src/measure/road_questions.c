/* road_questions.c -- every question of the plan. One row adds one: to the road, the guide, the command line and the checks. Its
 * words are "road.q.KEY", "road.why.KEY" and "road.example.KEY" in the messages. */
#include "measure/road.h"

#include "base/text.h"
#include "strategy/audience.h"
#include "strategy/budget_line.h"
#include "strategy/campaign.h"
#include "strategy/channel.h"
#include "strategy/competitor.h"
#include "strategy/goal.h"
#include "strategy/persona.h"
#include "strategy/positioning.h"
#include "strategy/selling_channel.h"

/* clang-format off */
const struct road_question road_questions[] = {
    {"audience", 1, ROAD_SOME, &audience_model, "name", "description", true, 1, NULL, NULL},
    {"audience_scores", 1, ROAD_EACH, &audience_model, "fit value resources influence", NULL, true, 0, "audience", NULL},
    {"persona", 1, ROAD_SOME, &persona_model, "name", "audience job_title", true, 1, "audience", NULL},
    {"audience_economics", 1, ROAD_EACH, &audience_model, "reachable_accounts margin_minor win_rate cost_to_win_minor", NULL, false, 0, "audience", NULL},
    {"audience_industry", 1, ROAD_EACH, &audience_model, "industry", NULL, false, 0, "audience", NULL},
    {"persona_role", 1, ROAD_EACH, &persona_model, "buying_role", NULL, false, 0, "persona", NULL},
    {"persona_pains", 1, ROAD_EACH, &persona_model, "pains", "objections looks_at", false, 0, "persona", NULL},
    {"competitor", 2, ROAD_SOME, &competitor_model, "name", "website", true, 1, NULL, NULL},
    {"competitor_sections", 2, ROAD_EACH, &competitor_model, "offers sales content", NULL, false, 0, "competitor", NULL},
    {"competitor_threat", 2, ROAD_EACH, &competitor_model, "threat", NULL, false, 0, "competitor", NULL},
    {"positioning", 3, ROAD_COVER, &positioning_model, "statement", NULL, true, 0, "audience", NULL},
    {"positioning_value", 3, ROAD_EACH, &positioning_model, "alternatives attributes value", "category", false, 0, "positioning", NULL},
    {"positioning_team", 3, ROAD_EACH, &positioning_model, "team", NULL, false, 0, "positioning", NULL},
    {"goal", 4, ROAD_SOME, &goal_model, "name metric target_micro starts_on due_on", "reason", true, 1, "audience", NULL},
    {"goal_audience", 4, ROAD_EACH, &goal_model, "audience", NULL, false, 0, "goal", NULL},
    {"goal_what", 4, ROAD_EACH, &goal_model, "who what where_text", NULL, false, 0, "goal", NULL},
    {"goal_how", 4, ROAD_EACH, &goal_model, "how why", NULL, false, 0, "goal", NULL},
    {"selling", 5, ROAD_SOME, &selling_channel_model, "name kind", NULL, true, 1, NULL, NULL},
    {"selling_margin", 5, ROAD_EACH, &selling_channel_model, "margin", "cost_to_serve_minor", false, 0, "selling", NULL},
    {"channel", 6, ROAD_SOME, &channel_model, "name kind", NULL, true, 1, NULL, NULL},
    {"channel_why", 6, ROAD_EACH, &channel_model, "why", NULL, false, 0, "channel", NULL},
    {"channel_matches", 6, ROAD_EACH, &channel_model, "matches", NULL, false, 0, "channel", NULL},
    {"channel_cost", 6, ROAD_EACH, &channel_model, "cost_model expected_cost_per_lead_minor", NULL, false, 0, "channel", NULL},
    {"budget", 7, ROAD_SOME, &budget_line_model, "channel month planned_minor", "planned_hours", true, 1, "channel", NULL},
    {"company", 7, ROAD_PLAN, &plan_model, "company_profile", NULL, false, 0, NULL, NULL},
    {"market", 7, ROAD_PLAN, &plan_model, "market_summary", NULL, false, 0, NULL, NULL},
    {"campaign", 8, ROAD_SOME, &campaign_model, "name", "starts_on ends_on channel", true, 1, "channel", NULL},
    {"campaign_gate", 8, ROAD_EACH, &campaign_model, "audience goal metric", NULL, true, 0, "campaign", "override_reason"},
    {"measure", 9, ROAD_SOME, &goal_model, "metric target_micro", NULL, true, 1, "goal", NULL},
    {0},
};
/* clang-format on */

const struct road_question *road_question_find(const char *key)
{
    for (const struct road_question *q = road_questions; q->key; q++)
        if (text_equal(q->key, key))
            return q;
    return NULL;
}
