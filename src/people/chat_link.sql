-- Links that open a chat.

-- name: chat_link_of_code
-- Of any site: a code names one.
select site, id from chat_links where code = :code and active = 1;

-- name: chat_link_started
-- The version stays: nobody edited it.
update chat_links set started = coalesce(started, 0) + 1, last_at = :now where site = :site and id = :id;

-- name: chat_link_campaign
select coalesce(utm_campaign, name) from campaigns where site = :site and id = :campaign;
