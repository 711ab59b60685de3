-- Figures that prove claims.

-- name: proofs_by_metric
select id, metric from claim_proofs
where site = :site and kind = 'metric' and metric is not null and withdrawn_on is null order by id;

-- name: proof_measured
-- Unless it names another figure by now.
update claim_proofs set measured_micro = :measured, measured_at = :now
where site = :site and id = :id and metric = :metric;

-- name: proof_sites
select id from sites order by id;
