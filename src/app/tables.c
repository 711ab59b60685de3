/* tables.c -- see tables.h. A new model, setting or kind of job is one row here and its own file below. */
#include "app/tables.h"

#include "app/activity_job.h"
#include "app/demo_job.h"
#include "base/time.h"
#include "measure/dashboard.h"
#include "measure/goal_progress.h"
#include "people/account.h"
#include "people/activity.h"
#include "people/bulk.h"
#include "people/churn.h"
#include "people/consent_purpose.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/deal_member.h"
#include "people/deal_stage.h"
#include "people/duplicate.h"
#include "people/erasure.h"
#include "people/handoff.h"
#include "people/import_source.h"
#include "people/lifecycle_rule.h"
#include "people/list.h"
#include "people/match.h"
#include "people/preference.h"
#include "people/referral.h"
#include "people/research.h"
#include "people/rights_request.h"
#include "people/score_replay.h"
#include "people/search.h"
#include "people/segment.h"
#include "people/upload_tidy.h"
#include "people/whatsapp.h"
#include "strategy/audience.h"
#include "strategy/budget_line.h"
#include "strategy/campaign.h"
#include "strategy/channel.h"
#include "strategy/competitor.h"
#include "strategy/goal.h"
#include "strategy/persona.h"
#include "strategy/plan.h"
#include "strategy/positioning.h"
#include "strategy/selling_channel.h"
#include "strategy/spend_line.h"
#include "work/tidy.h"
#include "work/webhook.h"

const struct model *const app_models[] = {&account_model,
                                          &contact_model,
                                          &deal_model,
                                          &deal_member_model,
                                          &activity_model,
                                          &referral_model,
                                          &churn_model,
                                          &deal_stage_model,
                                          &deal_reason_model,
                                          &lifecycle_rule_model,
                                          &consent_purpose_model,
                                          &consent_text_model,
                                          &import_source_model,
                                          &list_model,
                                          &segment_model,
                                          &plan_model,
                                          &audience_model,
                                          &persona_model,
                                          &competitor_model,
                                          &deal_competitor_model,
                                          &positioning_model,
                                          &goal_model,
                                          &selling_channel_model,
                                          &channel_model,
                                          &budget_line_model,
                                          &campaign_model,
                                          &spend_line_model,
                                          NULL};

static enum err prepare_goal(struct ctx *cx, struct db *db, void *record)
{
    return goal_prepare(cx, db, record);
}

const struct api_prepare app_prepares[] = {{&goal_model, prepare_goal}, {0}};

const struct setting *const app_settings[] = {
    people_settings,  measure_settings, consent_settings, rights_settings,
    webhook_settings, care_settings,    handoff_settings, NULL};

const struct job_kind *const app_job_kinds[] = {import_job_kinds,
                                                activity_job_kinds,
                                                research_job_kinds,
                                                import_source_job_kinds,
                                                duplicate_job_kinds,
                                                lifecycle_job_kinds,
                                                demo_job_kinds,
                                                tidy_job_kinds,
                                                upload_tidy_job_kinds,
                                                webhook_job_kinds,
                                                bulk_job_kinds,
                                                search_job_kinds,
                                                score_job_kinds,
                                                segment_job_kinds,
                                                score_replay_job_kinds,
                                                erasure_job_kinds,
                                                NULL};

static const struct schedule schedules[] = {
    {"tidy", "work.tidy", HOURS_MS(6)},
    {"research", "people.research", HOURS_MS(1)},
    {"tidy_uploads", "import.tidy", HOURS_MS(6)},
    {"search", "search.fill", HOURS_MS(1)},
    {"import_sources", "import.sources", MINUTES_MS(1)},
    {"import_bodies", "import.bodies", HOURS_MS(24)},
    {"duplicates", "people.duplicates_daily", HOURS_MS(24)},
    {"webhooks", "webhook.sweep", MINUTES_MS(1)},
    {"tidy_webhooks", "webhook.tidy", HOURS_MS(1)},
    {"segments", "segments.look", SECONDS_MS(20)},
    {"segments_tidy", "segments.tidy", HOURS_MS(24)},
    {0},
};

const struct schedule *const app_schedules[] = {schedules, NULL};
