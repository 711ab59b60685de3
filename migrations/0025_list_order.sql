-- A list is mostly filtered by one thing and shown in its usual order: the index of each filter goes on with that order, so that a page
-- costs the same however common the value is and however it lies in time.

drop index contacts_seniority;
drop index contacts_buying_role;
drop index contacts_lifecycle;
drop index contacts_lead_status;
drop index contacts_landing_page;
drop index contacts_campaign;
drop index contacts_owner;
create index contacts_seniority on contacts (site, seniority, first_contact_at, id);
create index contacts_buying_role on contacts (site, buying_role, first_contact_at, id);
create index contacts_lifecycle on contacts (site, lifecycle, first_contact_at, id);
create index contacts_lead_status on contacts (site, lead_status, first_contact_at, id);
create index contacts_landing_page on contacts (site, landing_page, first_contact_at, id);
create index contacts_campaign on contacts (site, campaign, first_contact_at, id);
create index contacts_owner on contacts (site, owner, first_contact_at, id);
