-- Joining, roles and founding.

-- What somebody who asks to join says of themselves; what came with an invitation.
alter table membership add column note text;
-- When they asked, were invited or joined.
alter table membership add column changed_at timestamptz;
alter table membership add column invited_by uuid references member (id) on delete set null;
-- Which version of the guidelines they accepted.
alter table membership add column guidelines_version int;
create index membership_by_inviter on membership (invited_by);
create index membership_by_state on membership (community_id, state, changed_at);

alter table community add column guidelines_version int not null default 1;
-- A community that waits for an administrator's approval is hidden until then.
alter table community add column proposed boolean not null default false;

-- Invitations to people who may have no account: the link in the mail proves the address.
create table invitation (
    id uuid primary key,
    community_id uuid not null references community (id) on delete cascade,
    email text not null,
    email_key text not null,
    name text,
    note text,
    invited_by uuid references member (id) on delete set null,
    token_hash text not null unique,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    unique (community_id, email_key)
);
create index invitation_by_community on invitation (community_id, created_at);
create index invitation_by_email on invitation (email_key);
create index invitation_by_inviter on invitation (invited_by);

-- Whose people may join, where that is the rule: they belong to one of these by proof.
create table community_organisation (
    community_id uuid not null references community (id) on delete cascade,
    organisation_id uuid not null references organisation (id) on delete cascade,
    position int not null,
    primary key (community_id, organisation_id)
);
create index community_organisation_by_organisation on community_organisation (organisation_id, community_id);
