-- A figure proves a claim by a threshold: what it has to be compared with, and what it was when it was last read.

alter table claim_proofs add column comparison text;
alter table claim_proofs add column value_micro bigint;
alter table claim_proofs add column measured_micro bigint;
alter table claim_proofs add column measured_at bigint;
