-- What weighs on a person in their work, and where the post finds a company.

alter table contacts add column pains text;
alter table accounts add column street text;
alter table accounts add column postal_code text;
