-- Administration.

-- Whoever has a confirmed address at one of these domains, or below it, belongs to the organisation.
create table organisation_domain (
    domain text primary key,
    organisation_id uuid not null references organisation (id) on delete cascade,
    created_at timestamptz not null
);
create index organisation_domain_by_organisation on organisation_domain (organisation_id, domain);

-- How it is known that somebody belongs: null, they say so; 'domain', by their confirmed address.
alter table member_organisation add column proof text;
alter table member_organisation add column proved_at timestamptz;
-- Whether they say so themselves. A row that they don't goes with its proof.
alter table member_organisation add column said boolean not null default true;

create index member_administrators on member (id) where administrator;
create index member_suspended on member (id) where standing = 'suspended';
create index membership_role_by_role on membership_role (role, membership_id);
create index activity_by_act on activity (act, id);
create index activity_by_kind on activity (kind, id);
