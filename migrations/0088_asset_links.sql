-- What the links that carry an asset say of it, so that visits by them are known to have met it.

alter table assets add column utm_content text;
create unique index assets_utm_content on assets (site, utm_content);
