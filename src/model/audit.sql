-- name: audit_add
insert into audit (site, id, at, actor, origin, model, record, action, diff)
values (:site, :id, :now, :actor, :origin, :model, :record, :action, :diff);
