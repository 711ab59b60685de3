/* openapi_schemas.c -- the shapes that no field table describes.
 *
 * Members are "name:type", apart by spaces. Types: id, text, int, real, bool, time, date, map (any members),
 * any, a name of this table, or choices "a|b". After a type: [] a list of it, ? may be null, ~ may be missing.
 * A schema without members takes anything. The API's tests hold real answers against these.
 */
#include "api/openapi_priv.h"

#define ROLES "owner|marketer|sales|analyst|readonly"

#define RIGHTS_KINDS "access|portability|correction|objection|erase"
#define CONSENT_STATES "given|withdrawn|objected"
#define CONSENT_INPUT                                                                              \
    "purpose:text state:" CONSENT_STATES " legal_basis:text?~ text:id?~ at:time?~ source:text?~ "  \
    "channel:text?~ proof:map?~"
#define SCORE_STATES "draft|publishing|published|retired"
#define RETURN_REASONS "no_authority|early|no_fit|no_budget"
#define DELIVERY                                                                                   \
    "id:id source:id state:waiting|running|done|partly|failed name:text? bytes:int import:id? "    \
    "rows:int? message:text? received_at:time ended_at:time?"
#define SUPPRESSION_REASONS "unsubscribed|bounced|complaint|objection|manual|erased"

#define NPS_COUNTS "answered:int promoters:int passives:int detractors:int invited:int"

const struct api_schema api_schemas[] = {
    {"Any", ""},
    {"WrongField", "field:text code:text message:text"},
    {"Problem", "type:text title:text status:int code:text detail:text request_id:text "
                "errors:WrongField[]"},
    {"User", "id:id email:text name:text? locale:pt-BR|en theme:auto|light|dark totp:bool"},
    {"Site", "id:id name:text slug:text is_demo:bool locale:pt-BR|en time_zone:text currency:text "
             "role:" ROLES "?"},
    {"Session", "user:User csrf:text sites:Site[] job:id?~"},
    {"Login", "email:text password:text totp:text~"},
    {"UserChange", "name:text~ locale:pt-BR|en~ theme:auto|light|dark~"},
    {"PasswordChange", "current:text password:text"},
    {"Password", "password:text"},
    {"OpenSession", "id:id created_at:time seen_at:time expires_at:time agent:text? address:text? "
                    "current:bool"},
    {"Totp", "secret:text uri:text qr_svg:text"},
    {"TotpCode", "code:text"},
    {"Setup", "needed:bool own:bool version:text? demo:bool"},
    {"SetupInput", "email:text password:text name:text~ locale:pt-BR|en~ door:own|demo~ "
                   "company:text~ currency:text~ time_zone:text~"},
    {"SiteInput", "name:text~ door:own|demo~ locale:pt-BR|en~ currency:text~ time_zone:text~"},
    {"SiteOpened", "site:Site job:id?"},
    {"SiteChange", "name:text~ locale:pt-BR|en~ currency:text~ time_zone:text~"},
    {"Member",
     "id:id email:text name:text? role:" ROLES "? locale:pt-BR|en totp:bool disabled:bool "
     "disabled_at:time? created_at:time"},
    {"MemberInput", "email:text name:text password:text role:" ROLES " locale:pt-BR|en~"},
    {"MemberChange", "role:" ROLES "~ disabled:bool~"},
    {"Token", "id:id user:id name:text scopes:text[] created_at:time used_at:time? "
              "expires_at:time? token:text~"},
    {"TokenInput", "name:text scopes:text[] expires_at:time?~"},
    {"Setting", "key:text kind:int|bool|text min:int~ max:int~ initial:any unit:text? value:any "
                "label:text? help:text?"},
    {"SettingChange", ""},
    {"AuditEntry", "id:id at:time actor:id? actor_name:text? origin:text model:text record:id? "
                   "action:text diff:map?"},
    {"Job", "id:id kind:text state:waiting|running|done|failed attempts:int done:any total:any "
            "error:text? message:text? created_at:time ended_at:time?"},
    {"Field", "name:text label:text help:text? kind:text required:bool readonly:bool sortable:bool "
              "filterable:bool searchable:bool unique:bool custom:bool min:real? max:real? "
              "choices:text[] choice_labels:map refers:text? initial:text?"},
    {"Model", "name:text table:text label:text custom_fields:bool sort:text fields:Field[]"},
    {"Models", "models:Model[]"},
    {"CustomField", "id:id model:text name:text label:text kind:text choices:text[]"},
    {"CustomFieldInput", "model:text name:text label:text kind:text|int|money|date|bool|enum "
                         "choices:text[]?~"},
    {"ImportShape", "separator:text? encoding:text? ambiguous_dates:text[]"},
    {"ImportWarning", "code:text message:text count:int rows:int[]"},
    {"ImportError", "row:int line:int field:text? code:text message:text"},
    {"Import",
     "id:id kind:leads|deals|spend "
     "state:draft|simulating|simulated|running|done|failed|undoing|undone name:text bytes:int "
     "bytes_done:int rows_total_bytes:int shape:ImportShape header:text[] sample:any map:map? "
     "map_is_simulated:bool skip_errors:bool rows:int? added:int? changed:int? same:int? "
     "skipped:int? failed:int? kept:int? warnings:ImportWarning[] errors:ImportError[] "
     "message:text? job:id? actor:id? source:id? created_at:time started_at:time? "
     "ended_at:time?"},
    {"ImportTarget", "name:text label:text record:text kind:text required:bool formats:text[]?"},
    {"JobId", "job:id"},
    {"SourceKeys", "token:bool secret:bool"},
    {"SourceToken", "path:text"},
    {"SourceSecretOn", "on:bool~"},
    {"SourceSecret", "secret:text?"},
    {"SourceField", "path:text samples:text[]"},
    {"SourceShape", "bodies:int fields:SourceField[] map:map?"},
    {"SourcePreviewOf", "map:map~"},
    {"SourceWrong", "row:int field:text? message:text"},
    {"SourcePreview", "rows:int added:int changed:int same:int skipped:int failed:int "
                      "errors:SourceWrong[]"},
    {"Delivery", DELIVERY},
    {"DeliveryBody", DELIVERY " body:any"},
    {"ImportGo", "map:map~ skip_errors:bool~"},
    {"Anomaly", "code:text message:text count:int rows_url:text?"},
    {"ChannelReport", "rows:map[] totals:map anomalies:Anomaly[] columns:map "
                      "by:channel|landing_page|industry|month|campaign from:date? to:date? "
                      "currency:text time_zone:text~"},
    {"ReportRows", "kind:contacts|deals|spend_lines items:map[] next:id?"},
    {"Reason", "code:text message:text have:int? need:int?"},
    {"Metric", "key:text label:text unit:text definition:text sample_rule:text? need:int? "
               "counts:bool less_is_better:bool"},
    {"Metrics", "metrics:Metric[]"},
    {"MonthValue", "month:text value:real?"},
    {"MetricValue", "key:text value:real? have:int? need:int? reason:Reason? unit:text from:date? "
                    "to:date? channel:text? currency:text series:MonthValue[]"},
    {"DateValue", "date:date value:real?"},
    {"Progress",
     "id:id~ name:text~ baseline:real? current:real? target:real? unit:text progress:real? "
     "elapsed:real? expected_now:real? pace:real? days_left:int days_total:int "
     "on_track:bool? reason:Reason? series:DateValue[]"},
    {"StageCount", "stage:text label:text count:int"},
    {"StageRate", "from:text to:text rate:real? reason:Reason?"},
    {"MoneyMonth", "month:text spend_minor:int? revenue_minor:int? won:int"},
    {"Task", "code:text message:text url:text?"},
    {"Dashboard", "days:int currency:text funnel:StageCount[] stages:StageRate[] "
                  "lifecycle:StageCount[] channels:map[] goals:Progress[] money:MoneyMonth[] "
                  "last30:map before30:map tasks:Task[]"},
    {"CommitteeContact", "id:id name:text? email:text? job_title:text?"},
    {"CommitteeMember", "id:id role:text? since_at:time? left_at:time? version:int "
                        "contact:CommitteeContact"},
    {"CommitteeGap", "role:text message:text"},
    {"Committee", "items:CommitteeMember[] missing:text[] gaps:CommitteeGap[]"},
    {"TimelineItem", "at:time kind:text title:text detail:text? actor:text? url:text?"},
    {"IdentityValue", "id:id? value:text first:bool added_at:time?"},
    {"EmailInput", "email:text"},
    {"DomainInput", "domain:text"},
    {"Tags", "items:text[]"},
    {"View", "id:id version:int model:account|contact|deal name:text shared:bool may_change:bool "
             "is_default:bool view:map"},
    {"ViewInput", "model:account|contact|deal name:text shared:bool~ view:map"},
    {"ViewChange", "name:text~ shared:bool~ view:map~"},
    {"ViewOrder", "ids:id[]"},
    {"ViewDefault", "model:account|contact|deal view:id?"},
    {"BulkInput", "model:account|contact|deal ids:id[]~ query:map~ action:map"},
    {"BulkReason", "code:text? field:text? label:text? message:text count:int"},
    {"BulkSample", "id:id name:text? diff:map?"},
    {"Bulk", "id:id model:account|contact|deal action:map "
             "state:gathering|counting|counted|running|done|undoing|undone|failed all:int "
             "changes:int same:int refused:int done:int kept:int undone:int error:text? actor:id? "
             "created_at:time started_at:time? ended_at:time? reasons:BulkReason[]~ "
             "sample:BulkSample[]~"},
    {"SearchAccount", "id:id name:text"},
    {"SearchHit", "id:id name:text detail:text? field:text? text:text? account:SearchAccount?"},
    {"SearchGroup", "kind:account|contact|deal items:SearchHit[] more:bool"},
    {"Search", "groups:SearchGroup[]"},
    {"FamilyParent", "id:id name:text? domain:text?"},
    {"FamilyChild", "id:id name:text? domain:text? contacts:int open_deals:int won_deals:int"},
    {"FamilyTotals", "accounts:int contacts:int open_deals:int won_deals:int"},
    {"FamilyMoney", "currency:text? open_minor:int won_minor:int"},
    {"Family", "parents:FamilyParent[] children:FamilyChild[] totals:FamilyTotals "
               "money:FamilyMoney[] cut:bool"},
    {"Duplicate", "id:id kind:contact|account score:int reasons:text[] found_at:time "
                  "dismissed_at:time? one:map other:map"},
    {"DuplicateSearch", "job:id"},
    {"MergeInput", "gone:id fields:map~ version:int~ gone_version:int~"},
    {"MergeDone", "merge:id record:map"},
    {"MergeUndone", "kind:contact|account kept:id gone:id stayed:int record:map"},
    {"Merge", "id:id kind:contact|account kept:id gone:id label:text? merged_at:time "
              "actor_name:text? undone_at:time?"},
    {"ConsentEntry",
     "id:id n:int contact:id purpose:id code:text name:text state:" CONSENT_STATES
     " legal_basis:text text:id? text_title:text? text_lang:text? text_number:int? at:time "
     "recorded_at:time source:text? channel:text ip_digest:text? agent_digest:text? proof:map? "
     "actor:id? actor_name:text? digest:text chain:text erased:bool"},
    {"ConsentInput", "contact:id " CONSENT_INPUT},
    {"ConsentBulk", "contacts:id[] " CONSENT_INPUT},
    {"ConsentDone", "recorded:int skipped:int"},
    {"ConsentVerdict", "ok:bool entries:int erased:int broken_at:int? code:text? message:text? "
                       "head:text"},
    {"Added", "added:int"},
    {"LegalBasis", "code:text label:text lgpd:text gdpr:text rd_station:text?"},
    {"ConsentState", "purpose:id code:text name:text channel:text purpose_basis:text active:bool "
                     "state:" CONSENT_STATES "? legal_basis:text? at:time? source:text? "
                     "said_by:text? text:id? text_number:int? text_lang:text? text_title:text? "
                     "text_body:text? may:bool why:text"},
    {"PersonList", "list:id name:text public:bool double_opt_in:bool "
                   "status:subscribed|pending|unsubscribed? source:text? changed_at:time?"},
    {"PersonRequest", "id:id kind:" RIGHTS_KINDS " created_at:time due_at:time"},
    {"PersonConsent", "suppressed:text? suppressed_at:time? suppression:id? "
                      "states:ConsentState[] lists:PersonList[] requests:PersonRequest[]"},
    {"ResearchSearch", "job:id"},
    {"ResearchPerson", "contact:id name:text? views:int"},
    {"ResearchAlert", "id:id account:id account_name:text? at:time days:int dismissed_at:time? "
                      "people:ResearchPerson[]"},
    {"HealthPart", "key:activity|nps|issues|renewal weight:int value:int? sentence:text"},
    {"Customer", "account:id name:text? owner:id? score:int? reason:Reason? first_won_at:time "
                 "last_won_at:time last_activity_at:time? revenue_minor:int contract_ends_on:date? "
                 "churned_on:date? parts:HealthPart[]"},
    {"RenewalDue", "deal:id name:text? account:id? account_name:text? owner:id? amount_minor:int? "
                   "currency:text? contract_ends_on:date renewal:id? renewal_outcome:text?"},
    {"RetentionFigure", "value:real? reason:Reason?"},
    {"RetentionFigures", "retention:RetentionFigure churn:RetentionFigure nrr:RetentionFigure "
                         "customers:int stayed:int"},
    {"RetentionCell", "at:text active:int rate:real? reason:Reason? revenue_minor:int nrr:real?"},
    {"RetentionCohort", "key:text size:int cells:RetentionCell[]"},
    {"Retention", "by:month|quarter currency:text term_months:int unpriced:int "
                  "figures:RetentionFigures cohorts:RetentionCohort[]"},
    {"RetentionAccount", "id:id name:text? active:bool revenue_minor:int"},
    {"NpsPeriod", "period:text score:int? reason:Reason? " NPS_COUNTS},
    {"Nps", "score:int? reason:Reason? " NPS_COUNTS " periods:NpsPeriod[]"},
    {"NpsAnswer",
     "id:id contact:id contact_name:text? account:id? account_name:text? period:text "
     "score:int comment:text? answered_at:time testimonial:text? testimonial_at:time?"},
    {"NpsLinksInput", "contacts:id[]~ list:id?~ segment:id?~ customers:bool~ after:id?~"},
    {"NpsLink", "contact:id name:text? email:text? path:text expires_at:time"},
    {"NpsLinks", "items:NpsLink[] skipped:int next:id?"},
    {"MailLoggedItem", "activity:id contact:id again:bool"},
    {"MailLogged", "items:MailLoggedItem[] unknown:text[]"},
    {"MailDrop", "local_part:text? path:text"},
    {"WhatsappLink", "phone:text url:text activity:id?"},
    {"WhatsappPaste", "contact:id text:text"},
    {"WhatsappLogged", "activity:id again:bool messages:int first_at:time last_at:time "
                       "authors:text[]"},
    {"SignedLink", "path:text expires_at:time"},
    {"ListCount", "list:id subscribed:int pending:int unsubscribed:int"},
    {"ListMember", "contact:id name:text? email:text? status:subscribed|pending|unsubscribed "
                   "source:text? pending_at:time? subscribed_at:time? unsubscribed_at:time?"},
    {"ListSet", "contacts:id[] status:subscribed|unsubscribed source:text?~ confirmed:bool~"},
    {"ListDone", "subscribed:int pending:int unsubscribed:int skipped:int"},
    {"Suppression", "id:id hash:text email:text? reason:" SUPPRESSION_REASONS
                    " source:text? created_at:time actor:id? actor_name:text?"},
    {"SuppressionInput", "email:text reason:" SUPPRESSION_REASONS "~ source:text?~"},
    {"SuppressionCheck", "email:text"},
    {"SuppressionImport", "added:int known:int wrong:int wrong_lines:int[]"},
    {"SegmentMember",
     "id:id name:text? email:text?~ domain:text?~ entered_at:time manual:include|exclude?"},
    {"SegmentHand", "id:id name:text? how:include|exclude"},
    {"SegmentHandSet", "ids:id[] how:include|exclude|none"},
    {"SegmentHandDone", "changed:int"},
    {"SegmentState", "state:building|live"},
    {"SegmentRecord", "id:id name:text?"},
    {"SegmentMove", "at:time record:SegmentRecord move:entered|left "
                    "cause:change|event|time|rule|manual|merge|import"},
    {"SegmentSize", "day:date size:int"},
    {"SegmentOverlap", "this:int other:int both:int"},
    {"SegmentOf", "id:id name:text entered_at:time manual:include|exclude?"},
    {"Events", "items:Event[]"},
    {"Event", "id:text~ event:text path:text?~ contact:id~ email:text~ at:time~ channel:text?~ "
              "source:text?~ medium:text?~ campaign:text?~ value_minor:int?~ currency:text?~"},
    {"EventsTaken", "accepted:int"},
    {"RightsRequest",
     "id:id contact:id name:text? email:text? kind:" RIGHTS_KINDS " state:open|done|refused "
     "channel:text? created_at:time due_at:time late:bool note:text? assigned:id? "
     "assigned_name:text? answer:text? closed_at:time? closed_by_name:text? erasure:id?"},
    {"RightsInput", "contact:id kind:" RIGHTS_KINDS " note:text?~"},
    {"RightsAssign", "assigned:id?"},
    {"RightsClose", "how:done|refused answer:text?~"},
    {"ErasureCount", "what:went|emptied|stayed|mentioned table:text rows:int"},
    {"ErasurePreview", "contact:id confirm:text? counts:ErasureCount[]"},
    {"EraseInput", "confirm:text"},
    {"ErasureRow", "id:id contact:id request:id? state:waiting|done step:text asked_by:text "
                   "created_at:time done_at:time? message:text?"},
    {"Erasure", "id:id contact:id request:id? state:waiting|done step:text asked_by:text "
                "created_at:time done_at:time? message:text? counts:ErasureCount[] proof:map?"},
    {"Webhook", "id:id version:int name:text url:text events:text[] bulk:bool active:bool "
                "paused_at:time? paused_why:text? old_secret_until:time? created_at:time "
                "changed_at:time secret:text~"},
    {"WebhookInput", "name:text url:text events:text[] bulk:bool~ active:bool~"},
    {"WebhookPatch", "name:text~ url:text~ events:text[]~ bulk:bool~ active:bool~"},
    {"WebhookEvent", "event:text label:text"},
    {"WebhookMade", "delivery:id"},
    {"WebhookDelivery",
     "id:id event_id:id event:text record:id? state:waiting|sent|failed attempts:int "
     "created_at:time tried_at:time? next_at:time? status:int? duration_ms:int? error:text? "
     "message:text? answer:text? body:map~"},
    {"RuleInput", "rule:map"},
    {"RuleCount", "count:int of:int exact:bool"},
    {"RuleSentence", "sentence:text"},
    {"RuleValues", "items:text[]"},
    {"RuleChoice", "value:text label:text"},
    {"RuleField", "name:text label:text kind:text refers:text? custom:bool operators:text[] "
                  "choices:RuleChoice[]"},
    {"RuleRecord", "name:text label:text model:text fields:RuleField[]"},
    {"RuleParam", "name:text label:text kind:text required:bool refers:text? options:text? "
                  "min:int? max:int? choices:RuleChoice[]"},
    {"RuleCondition", "key:text label:text params:RuleParam[]"},
    {"RuleOperator", "name:text label:text label_date:text? label_false:text? "
                     "takes:value|list|words|days|bool"},
    {"RuleLimits", "depth:int nodes:int bytes:int behaviours:int list:int times:int days:int"},
    {"RuleSchema", "subject:contact|account|deal label:text records:RuleRecord[] "
                   "related:RuleRecord[] behaviour:bool events:RuleChoice[] "
                   "conditions:RuleCondition[] operators:RuleOperator[] limits:RuleLimits "
                   "json_schema:map"},
    {"BoardStage", "id:id key:text name:text kind:open|won|lost probability:real? stall_days:int? "
                   "requires:text[]"},
    {"BoardSum", "currency:text? amount_minor:int weighted_minor:int"},
    {"Named", "id:id name:text?"},
    {"BoardCard",
     "id:id version:int name:text? account:Named? amount_minor:int? currency:text? "
     "type:new|expansion|renewal? outcome:open|won|lost days:int? exact:bool stalled:bool "
     "next_step:text? next_step_on:date? next_step_late:bool owner:Named? missing:text[] "
     "closed_at:time? reason:text?"},
    {"BoardColumn", "stage:BoardStage? count:int sums:BoardSum[] cards:BoardCard[]"},
    {"Board", "columns:BoardColumn[] sums:BoardSum[]"},
    {"ScoreRow", "label:text? points:int rule:map~ behaviour:map~ half_life_days:int~ at_most:int~ "
                 "sentence:text?"},
    {"ScoreRowDraft", "label:text?~ points:int rule:map~ behaviour:map~ half_life_days:int~ "
                      "at_most:int~"},
    {"ScoreModel", "id:id kind:fit|engagement number:int state:" SCORE_STATES " version:int "
                   "created_at:time changed_at:time published_at:time? base:int bands:int[] "
                   "weights:map rows:ScoreRow[]"},
    {"ScoreVersion", "number:int state:" SCORE_STATES " published_at:time? published_by:text?"},
    {"ScoreKind", "kind:fit|engagement published:ScoreModel? publishing:ScoreModel? "
                  "draft:ScoreModel? versions:ScoreVersion[]"},
    {"ScoreDraft", "version:int~ base:int~ bands:int[]~ weights:map~ rows:ScoreRowDraft[]"},
    {"ScorePublish", "version:int~"},
    {"ScorePart", "label:text? sentence:text? points:int half_life_days:int~ at_most:int~ "
                  "count:int~ first_day:date~ last_day:date~ undecayed:int~ capped:bool~"},
    {"Score", "score:int band:text number:int base:int parts:ScorePart[] limit:int "
              "missed:ScorePart[]"},
    {"ScoreDay", "day:date score:int"},
    {"ContactScore", "grade:text? meaning:text? fit:Score? engagement:Score? history:ScoreDay[]"},
    {"ScorePerson", "id:id name:text? role:text? weight:int score:int points:int"},
    {"PeopleScore", "score:int band:text number:int how:mean|sum people:ScorePerson[] "
                    "limit:int"},
    {"AccountScore", "grade:text? meaning:text? fit:PeopleScore? engagement:PeopleScore? "
                     "history:ScoreDay[] more:bool"},
    {"ScoreGridCell", "grade:text meaning:text count:int"},
    {"ScoreGrid", "known:bool of:int items:ScoreGridCell[]"},
    {"ScoreBrief", "id:id fit:int? engagement:int? grade:text?"},
    {"JobStarted", "job:id"},
    {"ScoreAuc", "known:bool value:real? low:real? high:real?"},
    {"ScoreBin", "from:real to:real n:int won:int rate:real? low:real? high:real? lift:real? "
                 "mean:real?"},
    {"ScoreReplay", "number:int state:" SCORE_STATES " deals:int no_contact:int no_opening:int "
                    "cut:bool leaks:int[] won:int lost:int need:int auc:ScoreAuc lift:ScoreBin[] "
                    "calibration:ScoreBin[]"},
    {"WhatIfInput", "from:date~ to:date~ number:int~"},
    {"WhatIf", "from:date to:date this:ScoreReplay? published:ScoreReplay? job:id?"},
    {"SuggestedRow", "label:text points:int rule:map sentence:text n:int won:int"},
    {"SuggestedModel", "known:bool deals:int won:int lost:int need:int auc:ScoreAuc base:int "
                       "rows:SuggestedRow[]"},
    {"ScoreSuggestion", "at:time? suggestion:SuggestedModel?"},
    {"ScoreAccept", "rows:int[]~"},
    {"AccountLifecycle", "lifecycle:text? contact:id? name:text?"},
    {"LifecycleAsk", "stage:text rule:map"},
    {"LifecycleMoved", "id:id name:text? email:text? lifecycle:text?"},
    {"LifecyclePreview", "count:int items:LifecycleMoved[]"},
    {"LifecycleRun", "run:id"},
    {"Queued", "job:id"},
    {"HandoffContact", "id:id name:text? email:text? phone:text? job_title:text? lifecycle:text? "
                       "first_contact_at:time? account:Named? industry:text? employees:int?"},
    {"Handoff",
     "id:id state:waiting|accepted|returned|withdrawn seller:Named? asked_by:Named? asked_at:time "
     "due_at:time late:bool message:text? channel:text? answered_at:time? "
     "reason:" RETURN_REASONS "? note:text? contact:HandoffContact"},
    {"HandoffInput", "contacts:id[] seller:id?~ message:text?~"},
    {"HandoffSkipped", "contact:id code:text message:text"},
    {"HandoffPassed", "passed:int ids:id[] skipped:HandoffSkipped[]"},
    {"HandoffSeller", "id:id name:text? waiting:int late:int"},
    {"HandoffReturn", "reason:" RETURN_REASONS " note:text?~"},
    {"FunnelStep", "from:text to:text from_label:text to_label:text entered:int went_on:int "
                   "rate:real? have:int p25:real? p50:real? p75:real? reason:Reason?"},
    {"FunnelStage", "key:text name:text have:int p25:real? p50:real? p75:real? reason:Reason?"},
    {"FunnelReport", "from:date? to:date? ladder:FunnelStep[] stages:FunnelStage[]"},
    {"HandoffChannel", "channel:text asked:int waiting:int late:int accepted:int returned:int "
                       "rate:real? rate_reason:Reason? answer_hours:real? hours_reason:Reason? "
                       "reasons:map"},
    {"HandoffReport", "from:date? to:date? rows:HandoffChannel[] totals:HandoffChannel"},
    {"Health", "ok:bool db:ok|away facts:ok|away version:text?"},
    {0},
};
