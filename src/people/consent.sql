-- Purposes, texts, the ledger and where people stand.

-- name: consents_of_purpose
select count(*) from (select 1 from consents where site = :site and purpose = :purpose limit 1) x;

-- name: consent_text_last
select max(number) from consent_texts where site = :site and purpose = :purpose and lang = :lang;

-- name: consent_text_now
select id from consent_texts where site = :site and purpose = :purpose
order by case when lang = :lang then 0 else 1 end, number desc limit 1;

-- name: consent_text_used
update consent_texts set first_used_at = :now
where site = :site and id = :text and first_used_at is null;

-- name: consent_head
select n, chain from consent_heads where site = :site;

-- name: consent_head_put
insert into consent_heads (site, n, chain) values (:site, :n, :chain)
on conflict (site) do update set n = excluded.n, chain = excluded.chain;

-- name: consent_add
insert into consents (site, id, n, contact, subject, purpose, legal_basis, state, text, text_digest, at,
    recorded_at, source, channel, ip_digest, agent_digest, proof, actor, salt, digest, chain)
values (:site, :id, :n, :contact, :subject, :purpose, :legal_basis, :state, :text, :text_digest, :at,
    :recorded_at, :source, :channel, :ip_digest, :agent_digest, :proof, :actor, :salt, :digest, :chain);

-- name: consent_states_put
-- Only what differs is written.
insert into consent_states (site, contact, purpose, state, legal_basis, text, at, consent)
select c.site, c.contact, c.purpose, c.state, c.legal_basis, c.text, c.at, c.id
from consents c
where c.site = :site and c.contact = :contact and c.salt is not null
    and exists (select 1 from contacts p where p.site = c.site and p.id = c.contact)
    and not exists (select 1 from consents d
        where d.site = c.site and d.contact = c.contact and d.purpose = c.purpose and d.salt is not null
            and (d.at > c.at or (d.at = c.at and d.n > c.n)))
on conflict (site, contact, purpose) do update set state = excluded.state,
    legal_basis = excluded.legal_basis, text = excluded.text, at = excluded.at, consent = excluded.consent
where consent_states.consent <> excluded.consent;

-- name: consent_states_drop
-- Those that no entry of the ledger speaks for any more.
delete from consent_states where site = :site and contact = :contact
    and not exists (select 1 from consents c where c.site = consent_states.site
        and c.contact = consent_states.contact and c.purpose = consent_states.purpose
        and c.salt is not null);

-- name: consent_states_of
select p.id, p.code, p.name, p.channel, p.legal_basis, p.active, p.public,
    s.state, s.legal_basis, s.at, s.consent, c.source, c.channel, t.id, t.number, t.title, t.body, t.lang
from consent_purposes p
left join consent_states s on s.site = p.site and s.purpose = p.id and s.contact = :contact
left join consents c on c.site = s.site and c.id = s.consent
left join consent_texts t on t.site = s.site and t.id = s.text
where p.site = :site
order by p.name_key, p.id;

-- name: consent_state_of
select p.active, p.legal_basis, p.channel, s.state, c.email, c.phone, c.id
from consent_purposes p
left join contacts c on c.site = p.site and c.id = :contact
left join consent_states s on s.site = p.site and s.purpose = p.id and s.contact = :contact
where p.site = :site and p.code = :code;

-- name: consents_page
select c.id, c.n, c.contact, c.subject, c.purpose, p.code, p.name, c.legal_basis, c.state, c.text, c.text_digest,
    t.title, t.lang, t.number, c.at, c.recorded_at, c.source, c.channel, c.ip_digest, c.agent_digest, c.proof,
    c.actor, c.digest, c.chain, c.salt
from consents c
join consent_purposes p on p.site = c.site and p.id = c.purpose
left join consent_texts t on t.site = c.site and t.id = c.text
where c.site = :site and (:after = 0 or c.n < :after)
    and (:purpose = 0 or c.purpose = :purpose) and (:state = '' or c.state = :state)
    and (:from_at = 0 or c.at >= :from_at) and (:to_at = 0 or c.at < :to_at)
order by c.n desc limit :most;

-- name: consents_page_of_contact
select c.id, c.n, c.contact, c.subject, c.purpose, p.code, p.name, c.legal_basis, c.state, c.text, c.text_digest,
    t.title, t.lang, t.number, c.at, c.recorded_at, c.source, c.channel, c.ip_digest, c.agent_digest, c.proof,
    c.actor, c.digest, c.chain, c.salt
from consents c
join consent_purposes p on p.site = c.site and p.id = c.purpose
left join consent_texts t on t.site = c.site and t.id = c.text
where c.site = :site and c.contact = :contact and (:after = 0 or c.n < :after)
    and (:purpose = 0 or c.purpose = :purpose) and (:state = '' or c.state = :state)
    and (:from_at = 0 or c.at >= :from_at) and (:to_at = 0 or c.at < :to_at)
order by c.n desc limit :most;

-- name: consents_chain
select c.n, c.id, c.contact, c.subject, c.purpose, c.legal_basis, c.state, c.text, c.text_digest, c.at,
    c.recorded_at, c.source, c.channel, c.ip_digest, c.agent_digest, c.proof, c.actor, c.salt, c.digest, c.chain,
    t.digest, t.title, t.body, c.seal
from consents c
left join consent_texts t on t.site = c.site and t.id = c.text
where c.site = :site and c.n > :after order by c.n limit :most;

-- name: consents_of_contact
select n, id, contact, subject, purpose, legal_basis, state, text, text_digest, at, recorded_at, channel, actor, digest
from consents where site = :site and contact = :contact and salt is not null order by n;

-- name: consent_blank
update consents set source = null, ip_digest = null, agent_digest = null, proof = null, salt = null, seal = :seal
where site = :site and id = :id;

-- name: consent_states_forget
delete from consent_states where site = :site and contact = :contact;

-- name: consents_newest_contact
select max(contact) from consents where site = :site;

-- name: consents_contacts_among @sqlite
select distinct contact from consents where site = :site
    and contact in (select cast(value as integer) from json_each(:ids));

-- name: consents_contacts_among @postgres
select distinct contact from consents where site = :site
    and contact in (select cast(x as bigint) from json_array_elements_text(cast(:ids as json)) x);

-- name: consents_part
-- What was said of one that comes back out of a merge is its own again.
update consents set contact = :gone
where site = :site and contact = :kept and recorded_at >= :since
    and (subject = :gone or subject in (select m.gone from merged_ids m
        where m.site = :site and m.kind = 'contact' and m.kept = :gone));

-- name: consents_no_of_both
-- The noes said since that no later word of either has overtaken.
select c.id, c.contact, c.purpose, c.legal_basis, c.state, c.text, c.at, c.source, c.channel
from consents c
where c.site = :site and c.contact in (:kept, :gone) and c.recorded_at >= :since and c.state <> 'given'
    and c.salt is not null
    and not exists (select 1 from consents d
        where d.site = c.site and d.contact in (:kept, :gone) and d.purpose = c.purpose
            and d.salt is not null and (d.at > c.at or (d.at = c.at and d.n > c.n)))
order by c.n;

-- name: consents_said_since
-- How often a person has spoken by the page lately.
select count(*) from consents where site = :site and contact = :contact and channel = 'web'
    and recorded_at >= :since;

-- name: consent_state_get
select state from consent_states where site = :site and contact = :contact and purpose = :purpose;
