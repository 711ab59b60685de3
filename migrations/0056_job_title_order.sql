-- Lists and rules ask for job titles: by the title itself, and by what a title has in it, which is asked of each different title once.
-- As the indexes of the other filters it goes on with the usual order.
create index contacts_job_title on contacts (site, job_title, first_contact_at, id);
