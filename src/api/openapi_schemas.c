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

#define PLAN_VERSION                                                                               \
    "name:text kind:published|kept number:int made_at:time made_by:text? note:text? reason:text? " \
    "missing:text[] digest:text"

#define FATE_NAMES "human|robot|duplicate|refused|invalid"
#define LOSS_SUMS "received:int human:int robot:int duplicate:int refused:int invalid:int"
#define MAIL_MEMBERS                                                                               \
    "id:id purpose:report|weekly|silence|competitor about:id? to:text name:text? lang:pt-BR|en "   \
    "subject:text "                                                                                \
    "state:waiting|sent|skipped|failed reason:text? attempts:int created_at:time ended_at:time?"
#define RIVAL_OUTCOMES "won:int lost:int open:int win_rate:real? reason:Reason?"
#define CAMPAIGN_STATES "idea|ready|running|done|stopped"
#define BUDGET_SUMS "planned_minor:int actual_minor:int planned_hours:int actual_hours:int"
#define NPS_COUNTS "answered:int promoters:int passives:int detractors:int invited:int"

#define CONTENT_REACHED                                                                            \
    "leads:int mqls:int opportunities:int won:int revenue_minor:int other_currencies:OtherMoney[]"
#define ECONOMICS_NUMBERS                                                                          \
    "from:date? to:date? rows:map[] totals:map cycle:EconomicsPercentiles "                        \
    "early_engagement:EconomicsPercentiles velocity:EconomicsVelocity "                            \
    "lagged_cac:EconomicsLagged"

const struct api_schema api_schemas[] = {
    {"Any", ""},
    {"RoadTarget", "id:id name:text? given:bool at:time?"},
    {"RoadEvidence", "id:id about:id? link:text? note:text? at:time"},
    {"RoadQuestion",
     "key:text label:text why:text example:text kind:plan|some|each|cover table:text "
     "fields:text[] further:text[] required:bool rests_on:text? "
     "state:answered|partly|waits|open asked:int given:int at:time? by:text? "
     "targets:RoadTarget[] evidence:RoadEvidence[]"},
    {"RoadRest", "step:int key:text label:text"},
    {"RoadStep", "step:int label:text state:empty|begun|done asked:int answered:int next:text? "
                 "next_label:text? rests_on:RoadRest? questions:RoadQuestion[]"},
    {"RoadDrift", "code:text key:text step:int question:text? table:text record:id name:text? "
                  "unit:text expected:real? actual:real? have:int? answered_at:time? old:bool "
                  "since:time? message:text url:text"},
    {"Road", "plan:id name:text state:draft|published|archived done:int required_missing:int "
             "steps:RoadStep[] drifts:RoadDrift[]"},
    {"ChannelKind", "key:text group:text name:text what:text prepare:text offline:bool "
                    "cost_models:text[] stages:text[] tickets:text[] matches:text?"},
    {"ChannelExpected", "cost_per_lead_minor:int? leads:int? spend_minor:int?"},
    {"ChannelOutcome", "channel:id name:text kind:text matches:text? key:text? offline:bool "
                       "expected:ChannelExpected figures:map reasons:map link_hits:int "
                       "code_uses:int calls:int"},
    {"ChannelOutcomes", "from:date to:date currency:text items:ChannelOutcome[]"},
    {"SellingOutcome", "channel:id name:text kind:text expected_share:real? shared:bool "
                       "figures:map reasons:map"},
    {"SellingOther", "kind:text figures:map reasons:map"},
    {"SellingOutcomes",
     "from:date to:date currency:text items:SellingOutcome[] others:SellingOther[]"},
    {"PartnerOutcome", "partner:id name:text kind:text active:bool commission:real? "
                       "registered:int waiting:int accepted:int figures:map reasons:map"},
    {"PartnerOutcomes", "from:date? to:date? currency:text items:PartnerOutcome[]"},
    {"ShortLinkDay", "day:date hits:int robots:int"},
    {"RegistrationConflict", "kind:registered|again|open_deal|customer|known id:id name:text? "
                             "until:time?"},
    {"RegistrationAnswer", "reason:text?~ owner:id?~"},
    {"WrongField", "field:text code:text message:text holder:id~"},
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
    {"MemberLeft", "id:id name:text"},
    {"Members", "items:Member[] next:id? left:MemberLeft[]"},
    {"MemberInput", "email:text name:text password:text role:" ROLES " locale:pt-BR|en~"},
    {"MemberChange", "role:" ROLES "~ disabled:bool~"},
    {"Token", "id:id user:id name:text scopes:text[] created_at:time used_at:time? "
              "expires_at:time? expired:bool token:text~"},
    {"TokenInput", "name:text scopes:text[] expires_at:time?~"},
    {"Setting", "key:text kind:int|bool|text min:int~ max:int~ initial:any unit:text? value:any "
                "label:text? help:text?"},
    {"SettingChange", ""},
    {"Stranger", "host:text at:time count:int"},
    {"LastView", "at:time host:text path:text robot:bool"},
    {"Measuring", "key:text path:text hosts:text[] strangers:Stranger[] last:LastView?"},
    {"MeasuringChange", "hosts:text[]"},
    {"FormAnswer",
     "id:id at:time contact:id contact_name:text? email:text? fresh:bool "
     "company:text? heard_of:text? host:text? path:text? channel:text? source:text? medium:text? "
     "utm_campaign:text? utm_content:text? utm_term:text?"},
    {"LossSums", LOSS_SUMS},
    {"LossDay", "day:date " LOSS_SUMS},
    {"LossReason", "fate:" FATE_NAMES " reason:text label:text count:int"},
    {"Losses", "from:date to:date totals:LossSums days:LossDay[] reasons:LossReason[] "
               "aged:LossAged?"},
    {"LossAged", "before:date removed:int"},
    {"AuditEntry", "id:id at:time actor:id? actor_name:text? origin:text model:text record:id? "
                   "action:text diff:map?"},
    {"Job", "id:id kind:text state:waiting|running|done|failed attempts:int done:any total:any "
            "changed:any "
            "error:text? message:text? created_at:time ended_at:time?"},
    {"Field", "name:text label:text help:text? kind:text required:bool readonly:bool sortable:bool "
              "filterable:bool searchable:bool unique:bool custom:bool min:real? max:real? "
              "choices:text[] choice_labels:map refers:text? initial:text?"},
    {"Model", "name:text table:text label:text custom_fields:bool sort:text fields:Field[]"},
    {"Models", "models:Model[]"},
    {"CustomField", "id:id model:text name:text label:text kind:text choices:text[]"},
    {"CustomFieldInput", "model:text name:text label:text kind:text|int|money|date|bool|enum "
                         "choices:text[]?~"},
    {"CustomFieldChange", "label:text~ choices:text[]?~"},
    {"SpendExport",
     "preset:google_ads|meta_ads|linkedin_ads lines:int merged:int totals:int from:text? to:text?"},
    {"SpendCampaign", "name:text channel:text? lines:int amount_minor:int first:text last:text"},
    {"SpendCampaignsNew", "names:text[] plan:id?~"},
    {"SpendCampaignsAdded", "added:int lines:int"},
    {"ImportShape", "separator:text? encoding:text? ambiguous_dates:text[] export:SpendExport?"},
    {"RivalOutcomes", RIVAL_OUTCOMES},
    {"RivalRecord", "competitor:id " RIVAL_OUTCOMES " notes:int alerts:int last_note_on:date? "
                    "watched:int failing:int"},
    {"RivalRecords", "own:RivalOutcomes items:RivalRecord[]"},
    {"RivalDeal", "deal:id name:text outcome:open|won|lost amount_minor:int? currency:text? "
                  "why:text? opened_at:time? closed_at:time?"},
    {"RivalDeals", "record:RivalRecord own:RivalOutcomes items:RivalDeal[]"},
    {"WatchedPage", "source:WatchSource notes:int message:text?"},
    {"WatchedPages", "items:WatchedPage[]"},
    {"SpendOverlap", "name:text channel:text? kind:text currency:text? first:date last:date "
                     "amount_minor:int import:id? others:int others_first:date others_last:date "
                     "others_minor:int others_import:id?"},
    {"SpendOverlaps", "items:SpendOverlap[] count:int"},
    {"ImportWarning", "code:text message:text count:int rows:int[] overlaps:SpendOverlap[]"},
    {"ImportError", "row:int line:int field:text? code:text message:text"},
    {"Import",
     "id:id kind:accounts|leads|deals|spend "
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
    {"VisitImportOptions", "host:text~ zone:text~ from:text~ to:text~ report:text~ overlap:bool~"},
    {"VisitImport",
     "id:id format:plausible|matomo|log|search "
     "state:draft|simulating|simulated|running|done|failed|undoing|undone name:text bytes:int "
     "bytes_done:int options:VisitImportOptions rows:int taken:int refused:int covered:int "
     "outside:int assets:int failures:int others:int visits:int views:int robots:int totals:int "
     "reports:text[] first_day:date? last_day:date? until:time? code:text? message:text? job:id? "
     "actor:id? created_at:time started_at:time? ended_at:time?"},
    {"VisitImportGo", "options:VisitImportOptions~"},
    {"AwarenessQuery", "query:text impressions:int clicks:int position:real?"},
    {"AwarenessSearch", "exports:int cut:int from:date? to:date? impressions:int clicks:int "
                        "branded_impressions:int branded_clicks:int queries:AwarenessQuery[]"},
    {"AwarenessDirect", "visits:int known:int returned:int"},
    {"AwarenessFile", "file:text downloads:int"},
    {"AwarenessAccount", "id:id name:text? industry:text? audience:text? first_seen_at:time"},
    {"Awareness",
     "from:date? to:date? brand_terms:text[] metrics:MetricValue[] search:AwarenessSearch "
     "direct:AwarenessDirect audiences:int accounts_seen:int accounts:AwarenessAccount[] "
     "files:AwarenessFile[]"},
    {"ImportGo", "map:map~ skip_errors:bool~"},
    {"Anomaly", "code:text message:text count:int rows_url:text?"},
    {"ChannelReport", "rows:map[] totals:map anomalies:Anomaly[] columns:map "
                      "by:channel|landing_page|industry|month|campaign|segment from:date? to:date? "
                      "currency:text time_zone:text~"},
    {"ContentPage", "page:text section:text language:text? views:int visits:int entries:int "
                    "engaged_seconds:real? " CONTENT_REACHED},
    {"ContentReached", CONTENT_REACHED},
    {"ContentQuarterPage", "page:text visits:int reached:int"},
    {"ContentQuarter", "pages:ContentQuarterPage[] visits:int reached:int"},
    {"ContentTrait", "of:section|language|channel value:text best:int worst:int"},
    {"ContentCompared",
     "rank:leads|mqls|opportunities|won compared:int visits_needed:int reason:Reason? "
     "best:ContentQuarter worst:ContentQuarter traits:ContentTrait[]"},
    {"ContentReport", "from:date? to:date? currency:text window_days:int rows:ContentPage[] "
                      "totals:ContentReached columns:map compare:ContentCompared"},
    {"ContentUnit",
     "id:id table:accounts|contacts name:text? at:time seen_at:time amount_minor:int?"},
    {"EconomicsPercentiles", "label:text definition:text sample_rule:text? have:int p25:real? "
                             "p50:real? p75:real? p90:real? reason:Reason?"},
    {"EconomicsFigure",
     "label:text definition:text sample_rule:text? unit:text value:real? reason:Reason?"},
    {"EconomicsVelocity",
     "velocity:EconomicsFigure open_deals:EconomicsFigure win_rate:EconomicsFigure "
     "average_deal:EconomicsFigure cycle_days:EconomicsFigure"},
    {"EconomicsLagged", "cac:EconomicsFigure days:EconomicsFigure spend_from:date? spend_to:date?"},
    {"EconomicsBefore", ECONOMICS_NUMBERS},
    {"EconomicsSettings", "gross_margin:bool recurring:bool"},
    {"Economics",
     "by:channel|campaign|segment|month currency:text model:text "
     "model_label:text " ECONOMICS_NUMBERS
     " columns:map anomalies:Anomaly[] settings:EconomicsSettings before:EconomicsBefore?"},
    {"EconomicsCell", "since:int value:real? won:int reason:Reason?"},
    {"EconomicsCohort", "month:text leads:int cells:EconomicsCell[]"},
    {"EconomicsCohorts", "of:won|revenue currency:text need:int cohorts:EconomicsCohort[]"},
    {"ReportRows", "kind:contacts|deals|spend_lines items:map[] next:id?"},
    {"VisitorLink",
     "id:id visitor:id how:form|mail|order|api|hand basis:banner|ledger linked_at:time "
     "linked_by:text? ended_at:time? undone_at:time? undone_by:text? visits:int views:int "
     "first_seen_at:time? last_seen_at:time? device:text? browser:text? os:text? channel:text? "
     "source:text? medium:text? stable:bool"},
    {"Visitors", "items:VisitorLink[] next:text?"},
    {"VisitorLinkNew", "visitor:id?~ cookie:text?~"},
    {"AttributionCredit", "conversions:real value_minor:int share:real?"},
    {"AttributionRow",
     "key:text touches:int direct:bool credits:AttributionCredits removal_effect:real"},
    {"AttributionCredits",
     "first:AttributionCredit last:AttributionCredit last_known:AttributionCredit "
     "linear:AttributionCredit position:AttributionCredit u:AttributionCredit w:AttributionCredit "
     "full_path:AttributionCredit decay:AttributionCredit markov:AttributionCredit "
     "shapley:AttributionCredit"},
    {"AttributionLeaders",
     "first:text? last:text? last_known:text? linear:text? position:text? u:text? w:text? "
     "full_path:text? decay:text? markov:text? shapley:text?"},
    {"AttributionAnswer", "answer:text? conversions:int value_minor:int"},
    {"AttributionLeftOut", "other_currency:int other_currencies:AttributionMoney[] no_amount:int "
                           "undated:int"},
    {"AttributionMoney", "currency:text value_minor:int deals:int"},
    {"OtherMoney", "of:deals|spend currency:text value_minor:int count:int"},
    {"AttributionReport",
     "credit:lead|opportunity|won by:channel|source|campaign|content from:date? to:date? "
     "window_days:int half_life_days:int sales:bool currency:text conversions:int value_minor:int "
     "null_journeys:int enough:bool sample:int rows:AttributionRow[] unknown:AttributionCredit "
     "leaders:AttributionLeaders self_reported:AttributionAnswer[] left_out:AttributionLeftOut"},
    {"AttributionTouch",
     "id:id? at:time? kind:text? channel:text? source:text? medium:text? campaign:text? "
     "content:text? path:text? views:int linked:bool account:id? account_name:text? contact:id? "
     "contact_name:text? deal:id? deal_name:text? converted_at:time? more:int conversions:real "
     "value_minor:int"},
    {"AttributionRows", "items:AttributionTouch[] count:int conversions:real value_minor:int "
                        "currency:text next:id?"},
    {"Reason", "code:text message:text have:int? need:int?"},
    {"StatsQuestion",
     "metrics:text[]~ date_range:any~ dimensions:text[]~ filters:any~ order_by:any~ "
     "pagination:map~ include:map~ goal:any~ counts_by:visit|event~ queries:any~"},
    {"StatsRow", "dimensions:text[] metrics:any have:map~ comparison:map?~"},
    {"StatsMeta", "from:date to:date interval:text~ time_labels:text[]~ total_rows:int~ "
                  "stable_visitors:int~ events_from:date~ currency:text~ "
                  "other_currencies:StatsMoney[]~ comparison:map~ imports:StatsImports~"},
    {"StatsMoney", "currency:text value:int events:int"},
    {"StatsImportPeriod", "from:date to:date"},
    {"StatsImports", "periods:StatsImportPeriod[] included:bool left_out:asked|question|report?"},
    {"StatsAnswer", "results:StatsRow[]~ comparison_results:StatsRow[]~ meta:StatsMeta~ "
                    "answers:StatsAnswer[]~"},
    {"StatsFunnel",
     "funnel:id~ steps:any~ date_range:any~ scope:visit|visitor~ window_days:int~ filters:any~ "
     "include:map~"},
    {"StatsStep",
     "label:text count:int? of_first:real? of_before:real? unknown:text[]~ left_out:bool~"},
    {"StatsSteps", "from:date to:date scope:visit|visitor need:int steps:StatsStep[]"},
    {"StatsMinute", "at:time views:int visitors:int"},
    {"StatsNamed", "name:text visitors:int"},
    {"StatsNow", "visitors:int visitors_30:int views_30:int minutes:StatsMinute[] "
                 "pages:StatsNamed[] sources:StatsNamed[] countries:StatsNamed[]"},
    {"StatsMetric", "key:text label:text unit:text definition:text"},
    {"StatsWords", "metrics:StatsMetric[] dimensions:text[]"},
    {"Metric", "key:text label:text unit:text definition:text sample_rule:text? need:int? "
               "counts:bool less_is_better:bool low:real high:real?"},
    {"Metrics", "metrics:Metric[]"},
    {"MonthValue", "month:text value:real?"},
    {"MetricBeside", "key:text label:text value:real?"},
    {"MetricValue", "key:text value:real? have:int? need:int? reason:Reason? unit:text from:date? "
                    "to:date? channel:text? currency:text series:MonthValue[] beside:MetricBeside? "
                    "other_currencies:OtherMoney[]"},
    {"DateValue", "date:date value:real?"},
    {"Outlook",
     "low:int? middle:int? high:int? chance:real? ambition:text? weeks:int since:date? steady:int "
     "trials:int held:int best_growth:real? needed_growth:real? months:int unit:text "
     "reason:Reason?"},
    {"Progress",
     "id:id~ name:text~ baseline:real? current:real? target:real? unit:text progress:real? "
     "elapsed:real? expected_now:real? pace:real? days_left:int days_total:int "
     "over:bool keeps:bool reached:bool on_track:bool? reason:Reason? series:DateValue[] "
     "other_currencies:OtherMoney[] outlook:Outlook~"},
    {"AudienceAssumption",
     "field:text label:text expected:text used:text actual:bool missing:bool"},
    {"AudienceFigure", "value:real? reason:Reason?"},
    {"AudienceSegment", "id:id name:text? state:text? gone:bool"},
    {"AudienceActual",
     "members:int reached:int won_accounts:int open_accounts:int open_deals:int won_deals:int "
     "lost_deals:int unpriced:int revenue_minor:int spend_minor:int spend_since:date? "
     "won_share:AudienceFigure win_rate:AudienceFigure average:AudienceFigure "
     "margin:AudienceFigure cost:AudienceFigure"},
    {"RankedAudience",
     "id:id name:text rank:int? won_accounts:real? profit_minor:real? worth:real? worth_text:text? "
     "per_unit_text:text? points:int? why:text? assumptions:AudienceAssumption[] "
     "roles_without_persona:text[] segment:AudienceSegment? actual:AudienceActual"},
    {"AudienceFlip",
     "audience:id audience_name:text assumption:text label:text from:int to:int from_text:text "
     "to_text:text change:real? other:id gains:bool sentence:text"},
    {"AudienceChange", "at:time audience:id assumption:text sentence:text"},
    {"AudienceRanking",
     "basis:actual|expected unit:hour|money unit_text:text currency:text ranked:int why:text? "
     "change:AudienceChange? audiences:RankedAudience[] flips:AudienceFlip[]"},
    {"AudienceDeal", "deal:id name:text? account:id account_name:text? outcome:text? "
                     "amount_minor:int? currency:text? closed_at:time?"},
    {"AudienceSegmentInput", "segment:id?"},
    {"PurchaseOrder", "ids:id[]"},
    {"LedgerProof",
     "id:id version:int kind:case|metric|testimonial|document name:text metric:text? "
     "comparison:at_least|at_most? value_micro:int? measured_micro:int? measured_at:time? "
     "url:text? "
     "details:text? proved_on:date? expires_on:date? withdrawn_on:date? withdrawn_reason:text? "
     "state:stands|expired|withdrawn|fails|unknown"},
    {"LedgerUse", "id:id version:int kind:campaign|canvas|page campaign:id? campaign_name:text? "
                  "positioning:id? audience_name:text? url:text? notes:text? flagged:bool"},
    {"LedgerClaim", "id:id version:int name:text audience:id? audience_name:text? owner:id? "
                    "owner_name:text? notes:text? state:proved|unproved|withdrawn until:date? "
                    "why:text proofs:LedgerProof[] uses:LedgerUse[]"},
    {"ClaimCounts", "proved:int unproved:int withdrawn:int"},
    {"ClaimLedger", "today:date counts:ClaimCounts flagged_uses:int claims:LedgerClaim[]"},
    {"CanvasRival", "id:id version:int competitor:id name:text website:text? notes:text?"},
    {"Canvas", "positioning:Positioning audience_name:text plan_name:text today:date "
               "rivals:CanvasRival[] claims:LedgerClaim[]"},
    {"CanvasVersion",
     "version:int saved_at:time actor:id? actor_name:text? positioning:Positioning"},
    {"CanvasRestore", "version:int"},
    {"GapChannel", "channel:text hours:bool can:bool told:bool now:int low:int middle:int "
                   "high:int"},
    {"GoalGap", "gap:int? unit:text months:real reason:Reason? best:text? channels:GapChannel[]"},
    {"MilestoneTold", "id:id name:text due_on:date value:real? actual:real? "
                      "state:open|met|missed|unknown"},
    {"GoalChild", "id:id name:text metric:text unit:text target:real? current:real? adds_up:bool"},
    {"GoalName", "id:id name:text"},
    {"GoalFamily", "unit:text target:real? milestones:MilestoneTold[] parent:GoalName? "
                   "children:GoalChild[] children_target:real? children_current:real?"},
    {"Proposal",
     "id:id kind:scale|keep|fix|stop|mend dimension:channel|campaign|page|asset|topic|format|"
     "goal subject:text "
     "name:text goal:id? state:open|accepted|dismissed|replaced why:text effect:text? "
     "todo:text confidence:real? "
     "evidence:any made_at:time decided_at:time? decided_by:text? reason:text? review_on:date? "
     "shift:any outcome:came_true|did_not|cannot_tell? found:text? findings:any "
     "reviewed_at:time?"},
    {"ProposalHits", "came_true:int did_not:int cannot_tell:int waiting:int open:int"},
    {"Proposals", "items:Proposal[] hits:ProposalHits currency:text"},
    {"ProposalShift", "plan:id from:text to:text amount:int months:int~ hours:bool~ metric:text~"},
    {"ProposalAccept", "review_on:date?~ shift:ProposalShift?~"},
    {"ProposalDismiss", "reason:text"},
    {"RateSide", "leads:int won:int rate:real?"},
    {"RateChange", "from:date until:date before:RateSide after:RateSide"},
    {"TooFew", "have:int need:int of:leads|won|base"},
    {"Judged", "key:text name:text kind:few|scale|keep|fix|stop|mend|base leads:int mqls:int "
               "pipeline_minor:int? won:int revenue_minor:int? spend_minor:int? "
               "spend_why:none|shared|foreign? rate:real? low:real? high:real? rest:real? "
               "chance:real? return_low:real? return_middle:real? return_high:real? "
               "chance_pays:real? elasticity:real? bar:real? reason:TooFew?"},
    {"ProposalEvidence", "dimension:text from:date? to:date? currency:text margin:bool "
                         "change:RateChange? items:Judged[] assets:int unmet:int"},
    {"ShiftSide", "channel:text now:int then:int leads:real elasticity:real months:int told:bool "
                  "low:real middle:real high:real"},
    {"BudgetShift", "unit:text metric:text months:int hours:bool amount:int from:ShiftSide "
                    "to:ShiftSide low:real middle:real high:real chance:real"},
    {"StageOrder", "ids:id[]"},
    {"StageCount", "stage:text label:text count:int"},
    {"StageReached", "stage:text label:text count:int lifecycle:text[]"},
    {"StageRate", "from:text to:text rate:real? reason:Reason?"},
    {"LaunchAsk", "confirm:bool~ reason:text?~"},
    {"LaunchItem", "key:text field:text words:text note:text? channel:id? channel_name:text? "
                   "state:done|open|missing automatic:bool tick:id? ticked_by:text? "
                   "ticked_at:time?"},
    {"LaunchMove", "id:id at:time by:text? origin:text from:text? to:" CAMPAIGN_STATES
                   " reason:text? missing:text? unready:text?"},
    {"Launch", "campaign:id state:" CAMPAIGN_STATES
               " missing:int open:int items:LaunchItem[] moves:LaunchMove[]"},
    {"BudgetCell", BUDGET_SUMS " line:id? lines:int"},
    {"BudgetRow", "channel:id? name:text? kind:text? measured:bool spend_in:text? " BUDGET_SUMS
                  " cells:BudgetCell[]"},
    {"BudgetColumn", "month:date past:bool current:bool " BUDGET_SUMS
                     " reason_id:id? reason:text? reasoned_by:id? reasoned_at:time?"},
    {"BudgetWarning", "kind:over_money|over_hours|spent_over|spent_under|worked_over|worked_under "
                      "month:date message:text have:int than:int wants_reason:bool"},
    {"BudgetLeftOut", "lines:int planned_minor:int planned_hours:int first:date? last:date?"},
    {"Budget", "plan:id currency:text month_money_minor:int? month_hours:int? " BUDGET_SUMS
               " definition:text other_currency:int left_out:BudgetLeftOut months:BudgetColumn[] "
               "channels:BudgetRow[] outside:BudgetRow warnings:BudgetWarning[]"},
    {"MoneyMonth", "month:text spend_minor:int? revenue_minor:int? won:int"},
    {"Task", "code:text message:text url:text?"},
    {"PaperColumn", "key:text label:text definition:text? number:bool"},
    {"PaperCell", "text:text why:text? change:int"},
    {"PaperTable", "title:text? columns:PaperColumn[] rows:any totals:bool left_out:int"},
    {"Paper", "title:text kind:text site:text? period:text? compared:text? filters:text[] "
              "made:text? something:bool tables:PaperTable[] notes:text[]"},
    {"MailPreview", "subject:text html:text text:text file_name:text?"},
    {"MailsWaiting", "waiting:int"},
    {"ShareLink",
     "id:id kind:text target:id edition:int? note:text? created_at:time expires_at:time? "
     "revoked_at:time? opened_count:int opened_at:time? confirmed_by:text? confirmed_at:time? "
     "path:text~"},
    {"ShareLinkInput", "kind:text target:id edition:int?~ note:text?~ expires_at:time?~"},
    {"ShareOpening", "id:id opened_at:time device:text? browser:text? robot:text?"},
    {"ReportRecipient", "id:id user:id? address:text? name:text? lang:pt-BR|en confirmed_by:id? "
                        "confirmed_at:time? confirmed_text:text? stopped_at:time? gone:bool"},
    {"ReportRecipientInput", "user:id~ address:text~ lang:pt-BR|en~ confirmed:bool~ stopped:bool~"},
    {"ReportSchedule", "id:id version:int report:id cadence:weekly|monthly weekday:int day:int "
                       "hour:int paused:bool next_at:time last_at:time? "
                       "recipients:ReportRecipient[]"},
    {"ReportScheduleInput", "cadence:weekly|monthly~ weekday:int~ day:int~ hour:int~ paused:bool~ "
                            "recipients:ReportRecipientInput[]"},
    {"ReportScheduleChange", "cadence:weekly|monthly~ weekday:int~ day:int~ hour:int~ "
                             "paused:bool~ recipients:ReportRecipientInput[]~"},
    {"Mail", MAIL_MEMBERS},
    {"MailWhole", MAIL_MEMBERS " text:text? html:text? file_name:text?"},
    {"MailChoices", "address:text weekly:bool silence:bool weekday:int hour:int home:text? "
                    "sink:text? confirmation:text"},
    {"MailChoicesChange", "weekly:bool~ silence:bool~"},
    {"Dashboard", "days:int currency:text funnel:StageReached[] stages:StageRate[] "
                  "lifecycle:StageCount[] channels:map[] goals:Progress[] money:MoneyMonth[] "
                  "last30:map before30:map other_currencies:OtherMoney[] tasks:Task[]"},
    {"CommitteeContact", "id:id name:text? email:text? job_title:text?"},
    {"CommitteeMember", "id:id role:text? since_at:time? left_at:time? version:int "
                        "contact:CommitteeContact"},
    {"CommitteeGap", "role:text message:text"},
    {"Committee", "items:CommitteeMember[] missing:text[] gaps:CommitteeGap[]"},
    {"TimelineItem", "at:time kind:text title:text detail:text? actor:text? url:text?"},
    {"IdentityValue", "id:id? value:text first:bool added_at:time?"},
    {"PastCompany", "id:id account:id name:text? until_at:time"},
    {"PastCompanyInput", "until:text"},
    {"EmailInput", "email:text"},
    {"DomainInput", "domain:text"},
    {"Tags", "items:text[]"},
    {"View", "id:id version:int model:account|contact|deal name:text shared:bool may_change:bool "
             "is_default:bool view:map"},
    {"ViewInput", "model:account|contact|deal name:text shared:bool~ view:map"},
    {"ViewChange", "name:text~ shared:bool~ view:map~"},
    {"ViewOrder", "ids:id[]"},
    {"ViewDefault", "model:account|contact|deal view:id?"},
    {"BulkInput", "model:account|contact|deal ids:id[]~ query:map~ action:BulkAction"},
    {"BulkAction",
     "set:map~ tags_add:text[]~ tags_remove:text[]~ list:id~ status:subscribed|unsubscribed~ "
     "segment:id~ how:include|exclude|none~ account_by_domain:bool~ delete:bool~"},
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
    {"CookieWords", "title:text~ own:text~ policy_url:text~ C0001:text~ C0002:text~ C0003:text~ "
                    "C0004:text~ P0001:text~"},
    {"CookieBannerWords", "pt-BR:CookieWords~ en:CookieWords~"},
    {"CookieBanner", "version:int accent:text corner:left|right onetrust:bool "
                     "words:CookieBannerWords counted:bool edition:int differs:bool "
                     "changed_at:time? key:text script:text preview:text self_test:text"},
    {"CookieBannerChange",
     "accent:text~ corner:left|right~ onetrust:bool~ words:CookieBannerWords~"},
    {"CookiePublished", "edition:int new:bool"},
    {"CookieText", "number:int lang:pt-BR|en body:map digest:text counted:bool published_at:time "
                   "published_by:text?"},
    {"CookieReceipt",
     "n:int id:text previous:text? edition:int lang:pt-BR|en text_digest:text choices:text[] "
     "gpc:bool how:accept|reject|choose|content at:time ip_digest:text? agent_digest:text? "
     "digest:text chain:text"},
    {"CookieVerdict", "ok:bool receipts:int gone:int gone_at:time? broken_at:int? code:text? "
                      "message:text? head:text"},
    {"CookieDay", "day:date receipts:int accepted:int rejected:int C0002:int C0003:int C0004:int "
                  "P0001:int gpc:int"},
    {"CookieDays", "from:date to:date items:CookieDay[]"},
    {"CookieSay", "key:text where:text text:text check:text checked:text judge:browser|server "
                  "said:bool"},
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
                  "active:int lapsed:int figures:RetentionFigures cohorts:RetentionCohort[]"},
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
    {"MailDrop", "local_part:text? address:text? path:text"},
    {"WhatsappLink", "phone:text url:text activity:id?"},
    {"WhatsappPaste", "contact:id text:text"},
    {"WhatsappLogged",
     "activity:id again:bool messages:int first_at:time last_at:time chat_link:id? "
     "chat_link_name:text? "
     "authors:text[]"},
    {"SignedLink", "path:text expires_at:time"},
    {"ListCount", "list:id subscribed:int pending:int unsubscribed:int"},
    {"ListMember", "contact:id name:text? email:text? status:subscribed|pending|unsubscribed "
                   "source:text? pending_at:time? subscribed_at:time? unsubscribed_at:time?"},
    {"ListSet", "contacts:id[] status:subscribed|unsubscribed source:text?~ confirmed:bool~"},
    {"ListLeftOut", "contact:id code:text message:text"},
    {"ListDone", "subscribed:int pending:int unsubscribed:int skipped:int "
                 "left_out:ListLeftOut[]"},
    {"Suppression", "id:id hash:text email:text? reason:" SUPPRESSION_REASONS
                    " source:text? created_at:time actor:id? actor_name:text?"},
    {"SuppressionInput", "email:text reason:" SUPPRESSION_REASONS "~ source:text?~"},
    {"SuppressionCheck", "email:text"},
    {"SuppressionImport", "added:int known:int wrong:int wrong_lines:int[] "
                          "other_reason:int message:text?"},
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
    {"Event", "id:text~ event:text host:text?~ path:text?~ referrer:text?~ visitor:text?~ "
              "agent:text?~ language:text?~ country:text?~ content:text?~ term:text?~ click:text?~ "
              "click_id:text?~ contact:id~ email:text~ at:time~ channel:text?~ "
              "source:text?~ medium:text?~ campaign:text?~ value_minor:int?~ currency:text?~"},
    {"EventsTaken", "accepted:int"},
    {"RightsRequest",
     "id:id contact:id name:text? email:text? kind:" RIGHTS_KINDS " state:open|done|refused|erased "
     "channel:text? created_at:time due_at:time late:bool note:text? assigned:id? "
     "assigned_name:text? answer:text? closed_at:time? closed_by_name:text? erasure:id?"},
    {"RightsInput", "contact:id kind:" RIGHTS_KINDS " note:text?~"},
    {"RightsAssign", "assigned:id?"},
    {"RightsClose", "how:done|refused answer:text?~"},
    {"ErasureCount", "what:went|emptied|rewritten|stayed|mentioned table:text rows:int"},
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
    {"SuggestedRow", "label:text? points:int rule:map sentence:text n:int won:int other:bool~"},
    {"SuggestedModel", "known:bool deals:int won:int lost:int need:int auc:ScoreAuc base:int "
                       "rows:SuggestedRow[]"},
    {"ScoreSuggestion", "at:time? suggestion:SuggestedModel?"},
    {"ScoreAccept", "rows:int[]~"},
    {"AccountUnlinked", "count:int more:bool ids:id[]"},
    {"AccountLifecycle", "lifecycle:text? contact:id? name:text?"},
    {"LifecycleAsk", "stage:text rule:map"},
    {"LifecycleMoved", "id:id name:text? email:text? lifecycle:text?"},
    {"LifecyclePreview", "count:int items:LifecycleMoved[]"},
    {"LifecycleRun", "run:id"},
    {"Queued", "job:id"},
    {"Networks", "networks:int passed_over:int loaded_at:time? may_load:bool"},
    {"NetworksText", "text:text"},
    {"RejudgeSpan", "from:date?~ to:date?~"},
    {"RejudgeMove", "from:text to:text visits:int"},
    {"RejudgeRule", "id:id visits:int"},
    {"RejudgeStep", "step:text visits:int"},
    {"RejudgePreview", "looked:int more:bool changed:int robots:int humans:int moves:RejudgeMove[] "
                       "rules:RejudgeRule[] steps:RejudgeStep[]"},
    {"ChannelUsual", "step:text channel:text condition:text? medium:text? words:text[]"},
    {"ChannelsUsual", "items:ChannelUsual[]"},
    {"ChannelAsk", "url:text referrer:text?~"},
    {"ChannelFound", "channel:text source:text medium:text campaign:text click:text "
                     "step:rule|tag|paid|click|site|page|nothing rule:id?"},
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
    {"PlanSnapshot", "plan:map records:map people:map figures:map"},
    {"PlanPublish", "note:text?~ reason:text?~"},
    {"PlanVersion", PLAN_VERSION},
    {"PlanVersionWhole", PLAN_VERSION " snapshot:PlanSnapshot"},
    {"PlanVersions", "published:text? changes:int? missing:text[] items:PlanVersion[] next:text?"},
    {"PlanFieldChange", "name:text label:text before:any after:any before_name:text?~ "
                        "after_name:text?~"},
    {"PlanChange", "table:text kind:text id:id name:text change:added|removed|changed "
                   "fields:PlanFieldChange[]"},
    {"PlanRestore", "table:text?~ id:id?~ fields:text[]~"},
    {"PlanApplied", "added:int changed:int removed:int left:int kept:text?"},
    {"PlanDiff", "from:text? to:text? changes:PlanChange[]"},
    {"PlanScenario", "name:text budget_percent:int?~ hours_percent:int?~"},
    {"PlanCompared", "id:id name:text scenario_of:id? state:text"},
    {"PlanComparisonRow", "label:text? unit:text total:bool values:any[] reasons:any[] "
                          "differs:bool"},
    {"PlanComparisonTable", "key:text rows:PlanComparisonRow[]"},
    {"PlanComparison", "plans:PlanCompared[] sections:PlanComparisonTable[]"},
    {"PlanExample", "key:text name:text text:text"},
    {"PlanExampleWhole", "key:text name:text text:text plan:map records:map"},
    {"PlanAnswers",
     "sells:text to_whom:text problem:text accounts:int?~ ticket_minor:int margin_percent:int?~ "
     "cycle_days:int?~ budget_minor:int hours:int selling:text[] today:text[]~ "
     "goal:leads|won|revenue target:int?~"},
    {"PlanStart", "name:text starts_on:date example:text?~ answers:PlanAnswers~"},
    {"PlanGuessField", "name:text label:text value:any"},
    {"PlanGuess", "table:text kind:text id:id name:text fields:PlanGuessField[]"},
    {"PlanGuesses", "open:int items:PlanGuess[]"},
    {"PlanConfirmed", "confirmed:int"},
    {0},
};
