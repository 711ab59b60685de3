-- Queries of sites, users, sessions and tokens. Columns of one kind of row stand in one order everywhere.

-- name: site_insert
insert into sites (id, name, slug, locale, time_zone, currency, is_demo, created_at)
values (:id, :name, :slug, :locale, :time_zone, :currency, :is_demo, :now);

-- name: site_update
update sites set name = :name, locale = :locale, time_zone = :time_zone, currency = :currency
where id = :id;

-- name: site_by_id
select id, name, slug, locale, time_zone, currency, is_demo, created_at, null
from sites where id = :id;

-- name: site_by_slug
select id, name, slug, locale, time_zone, currency, is_demo, created_at, null
from sites where slug = :slug;

-- name: site_default
-- The oldest real site; with none, the oldest demonstration.
select id, name, slug, locale, time_zone, currency, is_demo, created_at, null
from sites order by is_demo, id limit 1;

-- name: sites_all
select id, name, slug, locale, time_zone, currency, is_demo, created_at, null
from sites order by is_demo, name, id;

-- name: sites_of_user
select s.id, s.name, s.slug, s.locale, s.time_zone, s.currency, s.is_demo, s.created_at, m.role
from memberships m join sites s on s.id = m.site
where m.user_id = :user_id order by s.is_demo, s.name, s.id;

-- name: site_key_insert
insert into site_keys (site, key, created_at) values (:of_site, :key, :now);

-- name: site_key_get
select key from site_keys where site = :of_site;

-- name: site_by_key
select site from site_keys where key = :key;

-- name: real_sites_count
select count(*) from sites where is_demo = 0;

-- name: user_insert
insert into users (id, email, email_key, name, password_hash, locale, theme, created_at)
values (:id, :email, :email_key, :name, :password_hash, :locale, :theme, :now);

-- name: user_update
update users set name = :name, locale = :locale, theme = :theme where id = :id;

-- name: user_update_password
update users set password_hash = :password_hash where id = :id;

-- name: user_update_disabled
update users set disabled_at = :disabled_at where id = :id;

-- name: user_by_id
select id, email, name, locale, theme, null, totp_on_at, disabled_at, created_at
from users where id = :id;

-- name: user_by_email
select id, email, name, locale, theme, null, totp_on_at, disabled_at, created_at
from users where email_key = :email_key;

-- name: user_secrets
select id, password_hash, totp_secret, totp_on_at, totp_last_step, disabled_at
from users where email_key = :email_key;

-- name: user_secrets_by_id
select id, password_hash, totp_secret, totp_on_at, totp_last_step, disabled_at
from users where id = :id;

-- name: users_count
select count(*) from users;

-- name: members
select u.id, u.email, u.name, u.locale, u.theme, m.role, u.totp_on_at, u.disabled_at, u.created_at
from memberships m join users u on u.id = m.user_id
where m.site = :site order by u.name, u.id;

-- name: members_left
-- Whoever was taken in, changed or taken away here, and enters no more.
select u.id, coalesce(nullif(u.name, ''), u.email)
from users u
where exists (select 1 from audit a where a.site = :site and a.model = 'user' and a.record = u.id)
    and not exists (select 1 from memberships m where m.site = :site and m.user_id = u.id)
order by u.name, u.id;

-- name: user_name
select coalesce(nullif(u.name, ''), u.email), m.user_id
from users u left join memberships m on m.site = :site and m.user_id = u.id
where u.id = :id;

-- name: member_upsert
insert into memberships (site, user_id, role, created_at)
values (:of_site, :user_id, :role, :now)
on conflict (site, user_id) do update set role = excluded.role;

-- name: member_delete
delete from memberships where site = :of_site and user_id = :user_id;

-- name: member_role
select role from memberships where site = :of_site and user_id = :user_id;

-- name: owners_left
select count(*) from memberships m join users u on u.id = m.user_id
where m.site = :of_site and m.role = 'owner' and u.disabled_at is null;

-- name: sole_owner_sites
-- Sites on which this user is the only owner who can still come in.
select count(*) from memberships m
where m.user_id = :user_id and m.role = 'owner' and not exists (
    select 1 from memberships o join users u on u.id = o.user_id
    where o.site = m.site and o.role = 'owner' and o.user_id <> m.user_id and u.disabled_at is null);

-- name: sites_of_others
-- Sites that this user enters and that one does not own.
select count(*) from memberships m
where m.user_id = :user_id and not exists (
    select 1 from memberships o where o.site = m.site and o.user_id = :owner_id and o.role = 'owner');

-- name: session_insert
insert into sessions (id, token_hash, user_id, csrf, agent, address, created_at, seen_at, expires_at)
values (:id, :token_hash, :user_id, :csrf, :agent, :address, :now, :now, :expires_at);

-- name: session_by_hash
select s.id, s.user_id, s.csrf, s.agent, s.address, s.created_at, s.seen_at, s.expires_at
from sessions s join users u on u.id = s.user_id
where s.token_hash = :token_hash and u.disabled_at is null;

-- name: sessions_of_user
select s.id, s.user_id, s.csrf, s.agent, s.address, s.created_at, s.seen_at, s.expires_at
from sessions s where s.user_id = :user_id and s.expires_at > :now order by s.seen_at desc;

-- name: session_update_seen
update sessions set seen_at = :now, expires_at = :expires_at where id = :id;

-- name: session_delete
delete from sessions where user_id = :user_id and id = :id;

-- name: sessions_delete_others
delete from sessions where user_id = :user_id and id <> :keep;

-- name: sessions_delete_expired
delete from sessions where expires_at <= :now;

-- name: token_insert
insert into tokens (site, id, user_id, name, token_hash, scopes, created_at, expires_at)
values (:site, :id, :user_id, :name, :token_hash, :scopes, :now, :expires_at);

-- name: token_by_hash
select t.site, t.id, t.user_id, t.name, t.scopes, t.created_at, t.used_at, t.expires_at, m.role
from tokens t join users u on u.id = t.user_id
join memberships m on m.site = t.site and m.user_id = t.user_id
where t.token_hash = :token_hash and u.disabled_at is null;

-- name: tokens_of_site
select t.site, t.id, t.user_id, t.name, t.scopes, t.created_at, t.used_at, t.expires_at, m.role
from tokens t join memberships m on m.site = t.site and m.user_id = t.user_id
where t.site = :site order by t.created_at desc;

-- name: token_update_used
update tokens set used_at = :now where site = :of_site and id = :id;

-- name: token_delete
delete from tokens where site = :site and id = :id;

-- name: attempts_get
select failures, first_at from login_attempts where who = :who;

-- name: attempt_failed
insert into login_attempts (who, failures, first_at) values (:who, 1, :now)
on conflict (who) do update set
    failures = case when login_attempts.first_at < :window_start then 1
                    else login_attempts.failures + 1 end,
    first_at = case when login_attempts.first_at < :window_start then excluded.first_at
                    else login_attempts.first_at end;

-- name: attempts_forget
delete from login_attempts where who = :who or first_at < :window_start;

-- name: totp_store
-- Nothing changes while it is on: it is switched off with the password first.
update users set totp_secret = :secret, totp_last_step = null
where id = :id and totp_on_at is null;

-- name: totp_on
update users set totp_on_at = :now, totp_last_step = :step where id = :id;

-- name: totp_step
-- No row changes when this step was used before: two requests cannot use one code.
update users set totp_last_step = :step
where id = :id and (totp_last_step is null or totp_last_step < :step);

-- name: totp_clear
update users set totp_secret = null, totp_on_at = null, totp_last_step = null where id = :id;
