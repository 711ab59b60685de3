-- Queries of forms on pages.

-- name: site_form_by_key
select site, id from site_forms where key = :key;

-- name: site_form_counted
update site_forms set answers = coalesce(answers, 0) + 1, last_answer_at = :now
where site = :site and id = :form;

-- name: site_form_today
select count(*) from site_form_answers where site = :site and form = :form and id > :since;

-- name: site_form_answer_there
select id from site_form_answers where site = :site and id = :id;

-- name: site_form_answer_add
insert into site_form_answers
    (site, id, form, contact, at, fresh, employer, heard_of, host, path, visitor, consent_bits, promo, loaded,
    channel, source, medium, campaign, utm_campaign, utm_content, utm_term)
values (:site, :id, :form, :contact, :at, :fresh, :company, :heard_of, :host, :path, :visitor, :consent, :promo, 0,
    :channel, :source, :medium, :campaign, :utm_campaign, :utm_content, :utm_term);

-- name: site_form_answers
select a.id, a.contact, a.at, a.fresh, a.employer, a.heard_of, a.host, a.path, c.name, c.email,
    a.channel, a.source, a.medium, a.utm_campaign, a.utm_content, a.utm_term
from site_form_answers a join contacts c on c.site = a.site and c.id = a.contact
where a.site = :site and a.form = :form and a.id < :before
order by a.id desc limit :limit;

-- name: site_form_unloaded
-- A code that was typed says more than the link.
select a.id, a.form, a.contact, a.at, a.heard_of, a.host, a.path, a.visitor, a.consent_bits, c.account, f.name,
    coalesce(p.channel, a.channel), coalesce(p.code, a.source), case when p.id is null then a.medium else 'code' end,
    g.id, case when p.id is null then a.utm_campaign else coalesce(g.utm_campaign, g.name) end,
    case when p.id is null then a.utm_content end, case when p.id is null then a.utm_term end
from site_form_answers a
join contacts c on c.site = a.site and c.id = a.contact
join site_forms f on f.site = a.site and f.id = a.form
left join promo_codes p on p.site = a.site and p.id = a.promo
left join campaigns g on g.site = a.site and g.id = case when p.id is null then a.campaign else p.campaign end
where a.loaded = 0 and a.site = :site order by a.id limit :most;

-- name: site_form_loaded
update site_form_answers set loaded = 1 where site = :site and id = :id;

-- name: site_forms_unloaded_sites
select distinct site from site_form_answers where loaded = 0;
