-- The ledger of outgoing mail (migrations/0045).

-- name: mail_insert
insert into mails (site, id, key, purpose, about, user_id, address, name, lang, subject, body_text, body_html, file_name, file_type,
    file, stop_url, state, reason, created_at, ended_at)
values (:site, :id, :key, :purpose, :about, :user_id, :address, :name, :lang, :subject, :body_text, :body_html, :file_name, :file_type,
    :file, :stop_url, :state, :reason, :now, :ended_at)
on conflict (site, key) do nothing
returning id;

-- name: mails_newest
select id, key, purpose, about, user_id, address, name, lang, subject, stop_url, state, reason, attempts, created_at, ended_at
from mails
where site = :site and id < :before and (cast(:purpose as text) is null or purpose = :purpose) and (cast(:about as bigint) is null or about = :about)
order by id desc limit :limit;

-- name: mail_by_id
select id, key, purpose, about, user_id, address, name, lang, subject, stop_url, state, reason, attempts, created_at, ended_at,
    body_text, body_html, file_name, file_type, file
from mails where site = :site and id = :id;

-- name: mail_next_waiting
select site, id from mails where state = 'waiting' and id > :after order by id limit 1;

-- name: mail_end
update mails set state = :state, reason = :reason, attempts = attempts + 1, ended_at = :ended_at
where site = :site and id = :id and state = 'waiting';

-- name: mails_forget
delete from mails where created_at < :before and state <> 'waiting' and site = :site;

-- name: mail_sites
select distinct site from mails;
