-- What the link said that an answer of a form came by: the words of the address, and what channel, source and medium they mean. Of
-- everybody who answers, known before or not.

alter table site_form_answers add column channel text;
alter table site_form_answers add column source text;
alter table site_form_answers add column medium text;
alter table site_form_answers add column campaign bigint;
alter table site_form_answers add column utm_campaign text;
alter table site_form_answers add column utm_content text;
alter table site_form_answers add column utm_term text;
