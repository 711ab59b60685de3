/* openapi_schemas.c -- the shapes that no field table describes.
 *
 * Members are "name:type", apart by spaces. Types: id, text, int, real, bool, time, date, map (any members),
 * any, a name of this table, or choices "a|b". After a type: [] a list of it, ? may be null, ~ may be missing.
 * A schema without members takes anything. The API's tests hold real answers against these.
 */
#include "api/openapi_priv.h"

#define ROLES "owner|marketer|sales|analyst|readonly"

#define CONSENT_STATES "given|withdrawn|objected"
#define CONSENT_INPUT                                                                              \
    "purpose:text state:" CONSENT_STATES " legal_basis:text?~ text:id?~ at:time?~ source:text?~ "  \
    "channel:text?~ proof:map?~"
#define DELIVERY                                                                                   \
    "id:id source:id state:waiting|running|done|partly|failed name:text? bytes:int import:id? "    \
    "rows:int? message:text? received_at:time ended_at:time?"
#define SUPPRESSION_REASONS "unsubscribed|bounced|complaint|objection|manual|erased"

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
    {"PersonRequest", "id:id kind:access|erase created_at:time due_at:time"},
    {"PersonConsent", "suppressed:text? suppressed_at:time? suppression:id? "
                      "states:ConsentState[] lists:PersonList[] requests:PersonRequest[]"},
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
    {"Health", "ok:bool db:ok|away facts:ok|away version:text?"},
    {0},
};
