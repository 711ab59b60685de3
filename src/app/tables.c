/* tables.c -- see tables.h. A new model, setting or kind of job is one row here and its own file below. */
#include "app/tables.h"

#include "app/demo_job.h"
#include "base/text.h"
#include "base/time.h"
#include "measure/aging.h"
#include "measure/awareness.h"
#include "measure/channel_rule.h"
#include "measure/compaction.h"
#include "measure/dashboard.h"
#include "measure/funnel.h"
#include "measure/goal_progress.h"
#include "measure/history_import.h"
#include "measure/judge.h"
#include "measure/measured_site.h"
#include "measure/metric.h"
#include "measure/proof_metric.h"
#include "measure/proposal.h"
#include "measure/rejudge.h"
#include "measure/report.h"
#include "measure/road.h"
#include "measure/silence.h"
#include "measure/weekly.h"
#include "people/account.h"
#include "people/activity.h"
#include "people/bulk.h"
#include "people/chat_link.h"
#include "people/churn.h"
#include "people/consent_purpose.h"
#include "people/contact.h"
#include "people/cookie_consent.h"
#include "people/deal.h"
#include "people/deal_member.h"
#include "people/deal_registration.h"
#include "people/deal_stage.h"
#include "people/duplicate.h"
#include "people/erasure.h"
#include "people/handoff.h"
#include "people/import_source.h"
#include "people/lifecycle_rule.h"
#include "people/list.h"
#include "people/match.h"
#include "people/outbox.h"
#include "people/partner.h"
#include "people/preference.h"
#include "people/promo_code.h"
#include "people/referral.h"
#include "people/research.h"
#include "people/rights_request.h"
#include "people/score_replay.h"
#include "people/search.h"
#include "people/segment.h"
#include "people/short_link.h"
#include "people/site_form.h"
#include "people/upload_tidy.h"
#include "people/whatsapp.h"
#include "strategy/answer_evidence.h"
#include "strategy/asset.h"
#include "strategy/audience.h"
#include "strategy/budget_line.h"
#include "strategy/budget_month.h"
#include "strategy/campaign.h"
#include "strategy/channel.h"
#include "strategy/channel_fit.h"
#include "strategy/checklist.h"
#include "strategy/claim.h"
#include "strategy/claim_proof.h"
#include "strategy/claim_use.h"
#include "strategy/competitor.h"
#include "strategy/competitor_note.h"
#include "strategy/goal.h"
#include "strategy/hours_line.h"
#include "strategy/milestone.h"
#include "strategy/persona.h"
#include "strategy/plan.h"
#include "strategy/plan_event.h"
#include "strategy/positioning.h"
#include "strategy/positioning_rival.h"
#include "strategy/purchase_step.h"
#include "strategy/selling_channel.h"
#include "strategy/spend_line.h"
#include "watch/watch_source.h"
#include "work/mail.h"
#include "work/tidy.h"
#include "work/webhook.h"

const struct model *const app_models[] = {
    &account_model,
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
    &purchase_step_model,
    &competitor_model,
    &competitor_audience_model,
    &competitor_attribute_model,
    &competitor_mark_model,
    &competitor_objection_model,
    &competitor_note_model,
    &watch_source_model,
    &deal_competitor_model,
    &positioning_model,
    &positioning_rival_model,
    &claim_model,
    &claim_proof_model,
    &claim_use_model,
    &goal_model,
    &milestone_model,
    &selling_channel_model,
    &channel_model,
    &budget_line_model,
    &campaign_model,
    &answer_evidence_model,
    &hours_line_model,
    &budget_month_model,
    &plan_event_model,
    &marketing_asset_model,
    &campaign_asset_model,
    &campaign_channel_model,
    &checklist_tick_model,
    &spend_line_model,
    &channel_rule_model,
    &funnel_model,
    &report_model,
    &chat_link_model,
    &site_form_model,
    &channel_fit_model,
    &short_link_model,
    &promo_code_model,
    &partner_model,
    &deal_registration_model,
    NULL,
};

static enum err prepare_goal(struct ctx *cx, struct db *db, const struct api *api, void *record)
{
    (void)api;
    return goal_prepare(cx, db, record);
}

static enum err prepare_milestone(struct ctx *cx, struct db *db, const struct api *api,
                                  void *record)
{
    (void)api;
    return milestone_prepare(cx, db, record);
}

/* The gate asks for a metric; a name of none measures nothing. */
static enum err prepare_campaign(struct ctx *cx, struct db *db, const struct api *api, void *record)
{
    const struct campaign *c = record;

    (void)db;
    (void)api;
    return text_empty(c->metric) || metric_find(c->metric)
               ? OK
               : fail_field(cx, "metric", "metric.no_such", NULL);
}

static enum err prepare_proof(struct ctx *cx, struct db *db, const struct api *api, void *record)
{
    (void)api;
    return proof_prepare(cx, db, record);
}

static enum err prepare_evidence(struct ctx *cx, struct db *db, const struct api *api, void *record)
{
    (void)api;
    return road_evidence_prepare(cx, db, record);
}

static enum err prepare_source(struct ctx *cx, struct db *db, const struct api *api, void *record)
{
    return api->imports ? import_source_check(cx, db, api->imports, record) : OK;
}

const struct api_prepare app_prepares[] = {{&goal_model, prepare_goal},
                                           {&milestone_model, prepare_milestone},
                                           {&campaign_model, prepare_campaign},
                                           {&claim_proof_model, prepare_proof},
                                           {&answer_evidence_model, prepare_evidence},
                                           {&import_source_model, prepare_source},
                                           {0}};

const struct setting *const app_settings[] = {
    people_settings,  measure_settings, consent_settings,   rights_settings,  measuring_settings,
    judge_settings,   mail_settings,    weekly_settings,    webhook_settings, care_settings,
    handoff_settings, cookie_settings,  awareness_settings, road_settings,    NULL,
};

/* clang-format off */
const struct job_kind *const app_job_kinds[] = {
    import_job_kinds,
    outbox_job_kinds,
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
    rejudge_job_kinds,
    compaction_job_kinds,
    aging_job_kinds,
    cookie_job_kinds,
    silence_job_kinds,
    history_job_kinds,
    awareness_job_kinds,
    mail_job_kinds,
    report_job_kinds,
    road_job_kinds,
    watch_job_kinds,
    registration_job_kinds,
    proposal_job_kinds,
    proof_job_kinds,
    NULL,
};
/* clang-format on */

static const struct schedule schedules[] = {
    {"tidy", "work.tidy", HOURS_MS(6)},
    {"research", "people.research", HOURS_MS(1)},
    {"tidy_uploads", "import.tidy", HOURS_MS(6)},
    {"import_sources", "import.sources", MINUTES_MS(1)},
    {"import_bodies", "import.bodies", HOURS_MS(24)},
    {"duplicates", "people.duplicates_daily", HOURS_MS(24)},
    {"webhooks", "webhook.sweep", MINUTES_MS(1)},
    {"tidy_webhooks", "webhook.tidy", HOURS_MS(1)},
    {"segments", "segments.look", SECONDS_MS(20)},
    {"segments_tidy", "segments.tidy", HOURS_MS(24)},
    {"compact", "measure.compact", DAYS_MS(30)},
    {"drifts", "plan.drifts", HOURS_MS(24)},
    {"age", "measure.age", HOURS_MS(24)},
    {"tidy_cookies", "cookies.tidy", HOURS_MS(24)},
    {"cookies", "cookies.follow", MINUTES_MS(1)},
    {"silence", "measure.silence", MINUTES_MS(10)},
    {"direct", "measure.direct", HOURS_MS(1)},
    {"forms", "forms.load", MINUTES_MS(2)},
    {"codes", "codes.load", MINUTES_MS(1)},
    {"registrations", "partners.expire", HOURS_MS(1)},
    {"reports", "reports.due", MINUTES_MS(1)},
    {"tidy_reports", "reports.tidy", HOURS_MS(24)},
    {"watch", "watch.due", MINUTES_MS(1)},
    {"tidy_watch", "watch.tidy", HOURS_MS(24)},
    {"mails", "mail.send", MINUTES_MS(2)},
    {"tidy_mails", "mail.tidy", HOURS_MS(24)},
    {"proposals", "measure.proposals", HOURS_MS(24)},
    {"proofs", "measure.proofs", HOURS_MS(24)},
    {"search", "search.fill", SECONDS_MS(20)},
    {0},
};

const struct schedule *const app_schedules[] = {schedules, NULL};
