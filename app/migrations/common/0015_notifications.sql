-- Being called back.

-- Who wants to hear of what: a question, a topic, a community, a person.
create table follow (
    member_id uuid not null references member (id) on delete cascade,
    kind text not null,
    object_id uuid not null,
    since timestamptz not null,
    primary key (member_id, kind, object_id)
);
create index follow_by_object on follow (object_id, kind, member_id);

create table notification (
    id uuid primary key,
    member_id uuid not null references member (id) on delete cascade,
    kind text not null,
    -- what one thing shares however somebody came to be told of it: they are told once
    key text not null,
    -- what it stands under: the question, the community
    object_kind text not null,
    object_id uuid not null,
    -- the answer, the comment; the object's own id where that is the news
    about_id uuid not null,
    community_id uuid references community (id) on delete cascade,
    -- null: the site, or somebody who does not give their name
    actor_id uuid references member (id) on delete set null,
    href text not null,
    title text not null,
    excerpt text not null,
    at timestamptz not null,
    read_at timestamptz,
    -- at_once, daily, weekly, never: what was chosen when it came
    rhythm text not null,
    -- when its mail leaves; null once that is settled
    due_at timestamptz,
    mailed_at timestamptz,
    unique (member_id, key)
);
create index notification_by_member on notification (member_id, id);
create index notification_unread on notification (member_id, id) where read_at is null;
create index notification_due on notification (due_at, member_id) where due_at is not null;
create index notification_by_actor on notification (actor_id);
create index notification_by_community on notification (community_id);

-- What somebody chose to be mailed, and when. No row: what is usual.
create table mail_rhythm (
    member_id uuid not null references account (member_id) on delete cascade,
    matter text not null,
    rhythm text not null,
    primary key (member_id, matter)
);

-- The same for all that comes from one community; stands before the choice by matter.
create table mail_rhythm_in (
    member_id uuid not null references account (member_id) on delete cascade,
    community_id uuid not null references community (id) on delete cascade,
    rhythm text not null,
    primary key (member_id, community_id)
);
create index mail_rhythm_in_by_community on mail_rhythm_in (community_id);

-- The hour at which what is gathered leaves, on the clock of the profile's zone.
alter table account add column mail_hour int not null default 8;

-- What the link in a mail stops, for whoever has the link. It can do nothing else, so it is kept as it is: every mail of a kind carries the same.
create table mail_stop (
    token text primary key,
    member_id uuid not null references account (member_id) on delete cascade,
    -- a matter, or the rhythm of a digest
    scope text not null,
    unique (member_id, scope)
);
