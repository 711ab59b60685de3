-- What the ledger is read by: of a plan, or of one canvas (positioning), which shows what it uses and what is told its audience.

-- name: ledger_claims
select c.id, c.version, c.name, c.audience, a.name, c.owner, u.name, c.notes
from claims c
    left join audiences a on a.site = c.site and a.id = c.audience
    left join users u on u.id = c.owner
where c.site = :site and c.plan = :plan
order by c.id;

-- name: ledger_proofs
select p.claim, p.id, p.version, p.kind, p.name, p.metric, p.url, p.details, p.proved_on, p.expires_on, p.withdrawn_on,
    p.withdrawn_reason, p.comparison, p.value_micro, p.measured_micro, p.measured_at
from claim_proofs p join claims c on c.site = p.site and c.id = p.claim
where p.site = :site and c.plan = :plan
order by p.claim, p.id;

-- name: ledger_uses
select s.claim, s.id, s.version, s.kind, s.campaign, k.name, s.positioning, a.name, s.url, s.notes
from claim_uses s
    join claims c on c.site = s.site and c.id = s.claim
    left join campaigns k on k.site = s.site and k.id = s.campaign
    left join positionings p on p.site = s.site and p.id = s.positioning
    left join audiences a on a.site = p.site and a.id = p.audience
where s.site = :site and c.plan = :plan
order by s.claim, s.id;
