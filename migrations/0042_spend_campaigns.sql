-- The campaign of a line of spend as the platform calls it, also where no record has that name yet.

alter table spend_lines add column campaign_name text;
alter table spend_lines add column campaign_name_key key_text;
create index spend_lines_campaign_name_key on spend_lines (site, campaign_name_key, id);
