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

-- name: demo_clear_chat_links
delete from chat_links where site = :site;

-- name: demo_clear_channel_rules
delete from channel_rules where site = :site;

-- name: demo_clear_forms
delete from site_forms where site = :site;

-- name: demo_clear_reports
delete from saved_reports where site = :site;

-- name: demo_clear_mails
delete from mails where site = :site;

-- name: demo_clear_funnels
delete from funnels where site = :site;

-- name: demo_chat_started
update chat_links set started = :n, last_at = :last_at where site = :site and id = :id;

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

-- name: demo_clear_segment_sizes
delete from segment_sizes where site = :site;

-- name: demo_segment_size
insert into segment_sizes (site, segment, day, size) values (:site, :segment, :day, :size)
on conflict (site, segment, day) do nothing;

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

-- name: demo_clear_links
delete from short_links where site = :site;

-- name: demo_clear_registrations
delete from deal_registrations where site = :site;

-- name: demo_clear_code_uses
delete from promo_uses where site = :site;

-- name: demo_clear_codes
delete from promo_codes where site = :site;

-- name: demo_clear_partners
delete from partners where site = :site;

-- name: demo_clear_fits
delete from channel_fits where site = :site;

-- name: demo_link_day
insert into short_link_days (site, link, day, hits, robots) values (:site, :link, :day, :hits, :robots);

-- name: demo_link_hits
update short_links set hits = hits + :hits, robot_hits = robot_hits + :robots, last_at = :last_at where site = :site and id = :link;

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

-- name: demo_rivals_of_plan
select id from competitors where site = :site and plan = :plan order by id;

-- name: demo_watch_looked
update watch_sources set checked_at = :now, changed_page_at = :now, last_state = 'changed'
where site = :site and id = :id;

-- name: demo_clear_attributes
-- Their marks go with them; what else is of a competitor goes with that.
delete from competitor_attributes where site = :site;

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

-- name: demo_clear_claim_uses
delete from claim_uses where site = :site;

-- name: demo_clear_claim_proofs
delete from claim_proofs where site = :site;

-- name: demo_clear_claims
delete from claims where site = :site;

-- name: demo_clear_canvas_rivals
delete from positioning_rivals where site = :site;

-- name: demo_clear_canvas_versions
delete from positioning_versions where site = :site;

-- name: demo_clear_purchase_steps
delete from purchase_steps where site = :site;

-- name: demo_clear_campaigns
delete from campaigns where site = :site;

-- name: demo_clear_assets
delete from assets where site = :site;

-- name: demo_clear_hours
delete from hours_lines where site = :site;

-- name: demo_clear_budget_months
delete from budget_months where site = :site;

-- name: demo_clear_plan_events
delete from plan_events where site = :site;

-- name: demo_clear_budget
delete from budget_lines where site = :site;

-- name: demo_clear_channels
delete from channels where site = :site;

-- name: demo_clear_selling
delete from selling_channels where site = :site;

-- name: demo_clear_milestones
delete from milestones where site = :site;

-- name: demo_clear_proposals
delete from proposals where site = :site;

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

-- name: demo_clear_plan_copies
delete from plan_copies where site = :site;

-- name: demo_clear_plan_guesses
delete from plan_guesses where site = :site;

-- name: demo_clear_plan_versions
delete from plan_versions where site = :site;

-- name: demo_clear_evidence
delete from answer_evidence where site = :site;

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

-- name: demo_clear_history
delete from history_imports where site = :site;

-- name: demo_clear_direct
delete from direct_days where site = :site;

-- name: demo_search_import
insert into history_imports (site, id, format, state, name, bytes, sha256, options, n_rows, n_taken, first_day,
    last_day, reports, bytes_done, at_row, created_at, started_at, ended_at)
values (:site, :id, 'search', 'done', 'Search Console.zip', 4210, 'demo',
    '{"host":"","zone":"","from":"","to":"","report":"","overlap":false}', :n, :n, :first_day, :last_day, 1, 4210, :n, :now,
    :now, :now);

-- name: demo_search_term
insert into search_terms (site, import, n, first_day, last_day, query, query_key, clicks, impressions, position_milli)
values (:site, :import, :n, :first_day, :last_day, :query, :query_key, :clicks, :impressions, :position_milli);

-- name: demo_lists
select id from lists where site = :site order by id limit 2;

-- name: demo_form
select id from site_forms where site = :site order by id limit 1;

-- name: demo_clear_answers
delete from site_form_answers where site = :site;

-- name: demo_visitor_link
insert into visitor_links (site, id, visitor, contact, how, basis, linked_at)
values (:site, :id, :visitor, :contact, :how, 'banner', :linked_at);

-- name: demo_clear_visitor_links
delete from visitor_links where site = :site;

-- name: demo_clear_cookies
delete from cookie_receipts where site = :site;

-- name: demo_clear_cookie_heads
delete from cookie_heads where site = :site;

-- name: demo_clear_cookie_days
delete from cookie_days where site = :site;

-- name: demo_clear_list_members
delete from list_members where site = :site;

-- name: demo_clear_consent_states
delete from consent_states where site = :site;

-- name: demo_clear_consents
delete from consents where site = :site;

-- name: demo_clear_consent_heads
delete from consent_heads where site = :site;
