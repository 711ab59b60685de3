-- The banner, its editions, and the ledger of receipts.

-- name: cookie_banner
select version, accent, corner, onetrust, words, changed_at, changed_by from cookie_banners where site = :site;

-- name: cookie_banner_put
insert into cookie_banners (site, version, changed_at, changed_by, accent, corner, onetrust, words)
values (:site, :version, :now, :actor, :accent, :corner, :onetrust, :words)
on conflict (site) do update set version = excluded.version, changed_at = excluded.changed_at,
    changed_by = excluded.changed_by, accent = excluded.accent, corner = excluded.corner,
    onetrust = excluded.onetrust, words = excluded.words;

-- name: cookie_edition
select max(number) from cookie_texts where site = :site;

-- name: cookie_text
select number, lang, body, digest, published_at, published_by, words, counted from cookie_texts
where site = :site and number = :number and lang = :lang;

-- name: cookie_texts
select number, lang, body, digest, published_at, published_by, words, counted from cookie_texts
where site = :site and (:before = 0 or number < :before)
order by number desc, lang desc limit :most;

-- name: cookie_text_add
insert into cookie_texts (site, number, lang, body, digest, words, counted, published_at, published_by)
values (:site, :number, :lang, :body, :digest, :words, :counted, :now, :actor);

-- name: cookie_head
select n, chain, from_n, from_chain, from_at, from_seal from cookie_heads where site = :site;

-- name: cookie_head_put
insert into cookie_heads (site, n, chain, from_n) values (:site, :n, :chain, 0)
on conflict (site) do update set n = excluded.n, chain = excluded.chain;

-- name: cookie_head_from
update cookie_heads set from_n = :from_n, from_chain = :from_chain, from_at = :from_at, from_seal = :from_seal
where site = :site;

-- name: cookie_receipt_add
insert into cookie_receipts (site, n, id, previous, number, lang, text_digest, choices, how, at, ip_digest,
    agent_digest, salt, digest, chain)
values (:site, :n, :id, :previous, :number, :lang, :text_digest, :choices, :how, :at, :ip_digest,
    :agent_digest, :salt, :digest, :chain);

-- name: cookie_receipt
select n, id, previous, number, lang, text_digest, choices, how, at, ip_digest, agent_digest, digest, chain
from cookie_receipts where site = :site and id = :id;

-- name: cookie_receipts
select n, id, previous, number, lang, text_digest, choices, how, at, ip_digest, agent_digest, digest, chain
from cookie_receipts where site = :site and (:after = 0 or n < :after)
order by n desc limit :most;

-- name: cookie_chain
select r.n, r.id, r.previous, r.number, r.lang, r.text_digest, r.choices, r.how, r.at, r.ip_digest, r.agent_digest,
    r.digest, r.chain, r.salt, t.digest, t.body
from cookie_receipts r
left join cookie_texts t on t.site = r.site and t.number = r.number and t.lang = r.lang
where r.site = :site and r.n > :after order by r.n limit :most;

-- name: cookie_day_add
insert into cookie_days (site, day, receipts, accepted, rejected, performance, functional, targeting, named, gpc)
values (:site, :day, 1, :accepted, :rejected, :performance, :functional, :targeting, :named, :gpc)
on conflict (site, day) do update set receipts = cookie_days.receipts + 1,
    accepted = cookie_days.accepted + excluded.accepted, rejected = cookie_days.rejected + excluded.rejected,
    performance = cookie_days.performance + excluded.performance,
    functional = cookie_days.functional + excluded.functional,
    targeting = cookie_days.targeting + excluded.targeting, named = cookie_days.named + excluded.named,
    gpc = cookie_days.gpc + excluded.gpc;

-- name: cookie_day
select receipts from cookie_days where site = :site and day = :day;

-- name: cookie_days
select day, receipts, accepted, rejected, performance, functional, targeting, named, gpc
from cookie_days where site = :site and day >= :from_day and day <= :to_day order by day;

-- name: cookie_kept_from
-- The first receipt that is too young to go.
select n from cookie_receipts where site = :site and n > :from_n and at >= :before order by n limit 1;

-- name: cookie_link
select chain, at from cookie_receipts where site = :site and n = :n;

-- name: cookie_receipts_drop
delete from cookie_receipts where site = :site and n <= :n;
