-- name: custom_fields_of
select id, name, label, kind, choices from custom_fields
where site = :site and model = :model order by name;

-- name: custom_field_add
insert into custom_fields (site, id, model, name, label, kind, choices, created_at)
values (:site, :id, :model, :name, :label, :kind, :choices, :now);

-- name: custom_field_get
select model, name, label, kind, choices from custom_fields where site = :site and id = :id;

-- name: custom_field_update
update custom_fields set label = :label, choices = :choices where site = :site and id = :id;

-- name: custom_field_delete
delete from custom_fields where site = :site and id = :id;
