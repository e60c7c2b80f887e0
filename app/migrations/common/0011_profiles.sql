-- What a profile says besides, and who sees each part of it.
alter table member add column job_family text;

-- everyone, members (whoever is signed in), communities (who shares one), nobody
alter table member add column audience_pronouns text not null default 'everyone';
alter table member add column audience_role text not null default 'everyone';
alter table member add column audience_place text not null default 'everyone';
alter table member add column audience_organisations text not null default 'everyone';
alter table member add column audience_about text not null default 'everyone';
alter table member add column audience_links text not null default 'everyone';
alter table member add column audience_topics text not null default 'everyone';
alter table member add column audience_communities text not null default 'everyone';

-- Lists show who is active, by name.
create index member_by_standing on member (standing, sort_name, handle);
-- How many people an organisation has is counted from the index alone.
create index member_by_audience_of_organisations on member (id, standing, audience_organisations);
create index member_by_administrator on member (administrator, id);
