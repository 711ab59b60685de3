-- Secret addresses for copies of mail.

-- name: mail_drop_of
select token from mail_drops where site = :site and user_id = :owner;

-- name: mail_drop_put
insert into mail_drops (site, user_id, token, created_at) values (:site, :owner, :token, :now)
on conflict (site, user_id) do update set token = excluded.token, created_at = excluded.created_at;

-- name: mail_drop_find
select user_id from mail_drops where site = :site and token = :token;
