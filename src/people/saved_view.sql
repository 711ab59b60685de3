-- Views of lists (migrations/0022).

-- name: views_of
select v.id, v.version, v.model, v.name, v.owner, v.view, case when d.view is null then 0 else 1 end
from saved_views v
left join default_views d on d.site = v.site and d.view = v.id and d.user_id = :actor and d.model = v.model
where v.site = :site and v.model = :model and (v.owner is null or v.owner = :actor)
order by v.place, v.id;

-- name: view_by_id
select v.id, v.version, v.model, v.name, v.owner, v.view, case when d.view is null then 0 else 1 end
from saved_views v
left join default_views d on d.site = v.site and d.view = v.id and d.user_id = :actor and d.model = v.model
where v.site = :site and v.id = :id and (v.owner is null or v.owner = :actor);

-- name: view_insert
insert into saved_views (site, id, version, model, name, owner, view, place, created_at, changed_at, actor)
values (:site, :id, 1, :model, :name, :owner, :view, :id, :now, :now, :actor);

-- name: view_update
update saved_views set version = version + 1, name = :name, owner = :owner, view = :view, changed_at = :now
where site = :site and id = :id;

-- name: view_delete
delete from saved_views where site = :site and id = :id;

-- name: view_place
update saved_views set place = :place where site = :site and id = :id;

-- name: view_default_drop
delete from default_views where site = :site and user_id = :actor and model = :model;

-- name: view_default_drop_others
-- One that is somebody's own now opens nobody else's list.
delete from default_views where site = :site and view = :id and user_id <> :actor;

-- name: view_default_put
insert into default_views (site, user_id, model, view) values (:site, :actor, :model, :id);
