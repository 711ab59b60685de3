-- What the demonstration writes and asks besides records of models.

-- name: demo_stamp_add
insert into lifecycle_stamps (site, id, contact, stage, before_stage, at, deal, actor, cause)
values (:site, :id, :contact, :stage, :before_stage, :at, null, :actor, :cause);

-- name: demo_setting_get
select value from settings where site = :site and key = :key;

-- name: demo_setting_set
insert into settings (site, key, value, changed_at) values (:site, :key, :value, :now)
on conflict (site, key) do update set value = excluded.value, changed_at = excluded.changed_at;

-- name: demo_clear_activities
delete from activities where site = :site;

-- name: demo_clear_referrals
delete from referrals where site = :site;

-- name: demo_clear_churns
delete from churns where site = :site;

-- name: demo_clear_import_sources
delete from import_sources where site = :site;

-- name: demo_clear_requests
delete from rights_requests where site = :site;

-- name: demo_clear_webhooks
delete from webhooks where site = :site;

-- name: demo_clear_segments
delete from segments where site = :site;

-- name: demo_clear_segment_names
delete from segment_names where site = :site;

-- name: demo_clear_segment_builds
delete from segment_builds where site = :site;

-- name: demo_clear_segment_worlds
delete from segment_worlds where site = :site;

-- name: demo_clear_behaviour_owners
delete from behaviour_owners where site = :site;

-- name: demo_clear_behaviour_keys
delete from behaviour_keys where site = :site;

-- name: demo_clear_search
delete from search_entries where site = :site;

-- name: demo_clear_stamps
delete from lifecycle_stamps where site = :site;

-- name: demo_clear_members
delete from deal_members where site = :site;

-- name: demo_clear_deals
delete from deals where site = :site;

-- name: demo_clear_stages
delete from deal_stages where site = :site;

-- name: demo_handoff_add
insert into handoffs (site, id, contact, seller, asked_by, asked_at, due_at, message, channel, channel_key, state,
    answered_at, answered_by, reason, note)
values (:site, :id, :contact, :seller, :asked_by, :asked_at, :due_at, :message, :channel, :channel_key, :state,
    :answered_at, :answered_by, :reason, :note);

-- name: demo_return_reason
update contacts set lead_status = 'returned', return_reason = :reason where site = :site and id = :contact;

-- name: demo_clear_rules
delete from lifecycle_rules where site = :site;

-- name: demo_rivals
select id from competitors where site = :site order by id limit 4;

-- name: demo_clear_rivals
delete from deal_competitors where site = :site;

-- name: demo_clear_reasons
delete from deal_reasons where site = :site;

-- name: demo_clear_contacts
delete from contacts where site = :site;

-- name: demo_clear_accounts
delete from accounts where site = :site;

-- name: demo_clear_spend
delete from spend_lines where site = :site;

-- name: demo_clear_campaigns
delete from campaigns where site = :site;

-- name: demo_clear_budget
delete from budget_lines where site = :site;

-- name: demo_clear_channels
delete from channels where site = :site;

-- name: demo_clear_selling
delete from selling_channels where site = :site;

-- name: demo_clear_goals
delete from goals where site = :site;

-- name: demo_clear_positionings
delete from positionings where site = :site;

-- name: demo_clear_competitors
delete from competitors where site = :site;

-- name: demo_clear_personas
delete from personas where site = :site;

-- name: demo_clear_audiences
delete from audiences where site = :site;

-- name: demo_clear_plans
delete from plans where site = :site;

-- name: demo_clear_lists
delete from lists where site = :site;

-- name: demo_clear_texts
delete from consent_texts where site = :site;

-- name: demo_clear_purposes
delete from consent_purposes where site = :site;

-- name: demo_clear_fields
delete from custom_fields where site = :site;

-- name: demo_clear_scores
delete from score_models where site = :site;

-- name: demo_clear_audit
delete from audit where site = :site;

-- name: demo_people
select id, account, channel, landing_page, first_contact_at, campaign, lifecycle
from contacts where site = :site and first_contact_at is not null order by first_contact_at, id;
