-- Versions of score models.

-- name: score_model_in
select id, version, number, kind, state, definition, created_at, changed_at, published_at, author, published_by
from score_models where site = :site and kind = :kind and state = :state;

-- name: score_model_numbered
select id, version, number, kind, state, definition, created_at, changed_at, published_at, author, published_by
from score_models where site = :site and kind = :kind and number = :number;

-- name: score_models_of
select id, version, number, kind, state, definition, created_at, changed_at, published_at, author, published_by
from score_models where site = :site and kind = :kind order by number desc;

-- name: score_model_id
select id from score_models where site = :site and kind = :kind and state = :state;

-- name: score_model_last
select coalesce(max(number), 0) from score_models where site = :site and kind = :kind;

-- name: score_model_add
insert into score_models (site, id, version, created_at, changed_at, kind, number, state, definition,
    base, band1, band2, band3, author)
values (:site, :id, 1, :now, :now, :kind, :number, 'draft', :definition, :base, :band1, :band2, :band3, :author);

-- name: score_draft_put
update score_models set definition = :definition, base = :base, band1 = :band1, band2 = :band2, band3 = :band3,
    version = version + 1, changed_at = :now, author = :author
where site = :site and id = :id and state = 'draft';

-- name: score_draft_drop
delete from score_models where site = :site and id = :id and state = 'draft';

-- name: score_model_send
update score_models set state = 'publishing', version = version + 1, changed_at = :now, published_by = :actor
where site = :site and id = :id and state = 'draft';

-- name: score_model_retire
update score_models set state = 'retired', version = version + 1, changed_at = :now
where site = :site and kind = :kind and state = 'published';

-- name: score_model_publish
update score_models set state = 'published', version = version + 1, changed_at = :now, published_at = :now
where site = :site and id = :id and state = 'publishing';

-- name: score_model_cuts
-- What rules need of the one that counts.
select id, base, band1, band2, band3 from score_models where site = :site and kind = :kind and state = 'published';
