-- The ground every feature stands on. One text for SQLite and PostgreSQL: what differs stands in the engine's own folder.
-- Ids are UUID v7 made by the program; times are UTC; a wall-clock time is text, "2026-03-01T13:00:00", beside its IANA zone.
-- sort_* columns hold folded keys (lower case, no accents), because no two engines agree on a collation.
-- *_html columns hold rendered Markdown and html_version the renderer that wrote them.

create table organisation (
    id uuid primary key,
    slug text not null unique,
    name text not null,
    sort_name text not null,
    short_name text,
    website text,
    body text not null,
    body_html text not null,
    html_version int not null,
    revision bigint not null default 0,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index organisation_by_name on organisation (sort_name, id);

create table topic (
    id uuid primary key,
    slug text not null unique,
    title text not null,
    sort_title text not null,
    summary text not null,
    links text not null,
    body text not null,
    body_html text not null,
    html_version int not null,
    revision bigint not null default 0,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index topic_by_title on topic (sort_title, id);

create table member (
    id uuid primary key,
    handle text not null unique,
    kind text not null,
    name text not null,
    sort_name text not null,
    pronouns text,
    role text,
    place text,
    timezone text,
    links text not null,
    about text not null,
    about_html text not null,
    html_version int not null,
    -- false: came by import, "listed, no account yet"
    has_account boolean not null,
    revision bigint not null default 0,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index member_by_name on member (sort_name, id);

create table member_organisation (
    member_id uuid not null references member (id) on delete cascade,
    organisation_id uuid not null references organisation (id) on delete cascade,
    position int not null,
    primary key (member_id, organisation_id)
);
create index member_organisation_by_organisation on member_organisation (organisation_id, member_id);

create table member_topic (
    member_id uuid not null references member (id) on delete cascade,
    topic_id uuid not null references topic (id) on delete cascade,
    -- ask_about, learning
    relation text not null,
    position int not null,
    primary key (member_id, topic_id, relation)
);
create index member_topic_by_topic on member_topic (topic_id, relation, member_id);

create table community (
    id uuid primary key,
    slug text not null unique,
    name text not null,
    sort_name text not null,
    short_name text,
    kind text not null,
    status text not null,
    stage text,
    merged_into_id uuid references community (id) on delete set null deferrable initially deferred,
    parent_id uuid references community (id) on delete set null deferrable initially deferred,
    summary text not null,
    charter_domain text not null,
    charter_domain_html text not null,
    charter_community text not null,
    charter_community_html text not null,
    charter_practice text not null,
    charter_practice_html text not null,
    html_version int not null,
    job_families text not null,
    channels text not null,
    who_can_join text,
    join_rule text not null,
    contact text,
    guidelines text,
    commitment text,
    website text,
    listed boolean not null,
    audience_about text not null,
    audience_events text not null,
    audience_questions text not null,
    audience_pages text not null,
    audience_members text not null,
    founded_at timestamptz,
    ends_on date,
    revision bigint not null default 0,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index community_by_name on community (sort_name, id);

create table community_topic (
    community_id uuid not null references community (id) on delete cascade,
    topic_id uuid not null references topic (id) on delete cascade,
    position int not null,
    primary key (community_id, topic_id)
);
create index community_topic_by_topic on community_topic (topic_id, community_id);

create table membership (
    id uuid primary key,
    community_id uuid not null references community (id) on delete cascade,
    member_id uuid not null references member (id) on delete cascade,
    state text not null,
    since date,
    unique (community_id, member_id)
);
create index membership_by_member on membership (member_id, community_id);

create table membership_role (
    membership_id uuid not null references membership (id) on delete cascade,
    position int not null,
    role text not null,
    title text,
    since date,
    until date,
    primary key (membership_id, position)
);

create table event (
    id uuid primary key,
    community_id uuid not null references community (id) on delete cascade,
    slug text not null,
    title text not null,
    summary text not null,
    body text not null,
    body_html text not null,
    html_version int not null,
    format text,
    status text not null,
    cancelled_because text,
    starts_wall text not null,
    ends_wall text not null,
    timezone text not null,
    all_day boolean not null,
    rrule text,
    exdates text not null,
    -- who holds it, where that is no community of this site
    organiser text,
    place text,
    online_url text,
    registration_url text,
    captions_url text,
    capacity int,
    language text,
    recordings text not null,
    materials text not null,
    revision bigint not null default 0,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (community_id, slug)
);

create table event_host (
    event_id uuid not null references event (id) on delete cascade,
    community_id uuid not null references community (id) on delete cascade,
    position int not null,
    primary key (event_id, community_id)
);
create index event_host_by_community on event_host (community_id, event_id);

create table event_speaker (
    event_id uuid not null references event (id) on delete cascade,
    position int not null,
    member_id uuid references member (id) on delete set null,
    name text,
    primary key (event_id, position)
);
create index event_speaker_by_member on event_speaker (member_id, event_id);

create table event_topic (
    event_id uuid not null references event (id) on delete cascade,
    topic_id uuid not null references topic (id) on delete cascade,
    position int not null,
    primary key (event_id, topic_id)
);
create index event_topic_by_topic on event_topic (topic_id, event_id);

-- A single event has one occurrence, a series many, made ahead of time by a job.
create table occurrence (
    id uuid primary key,
    event_id uuid not null references event (id) on delete cascade,
    -- the wall-clock start the rule gives, RFC 5545's RECURRENCE-ID; stays when the meeting is moved
    recurrence text not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    starts_wall text not null,
    ends_wall text not null,
    -- what makes this meeting differ from its series; null where it does not
    title text,
    status text,
    cancelled_because text,
    moved boolean not null,
    recordings text,
    unique (event_id, recurrence)
);
create index occurrence_by_start on occurrence (starts_at, id);
create index occurrence_by_end on occurrence (ends_at, id);
create index occurrence_by_event on occurrence (event_id, starts_at);

create table question (
    id uuid primary key,
    community_id uuid not null references community (id) on delete cascade,
    slug text not null,
    title text not null,
    body text not null,
    body_html text not null,
    html_version int not null,
    -- null: the author is gone, or not to be known
    author_id uuid references member (id) on delete set null,
    asked_at timestamptz not null,
    -- the newest of the question and its answers: what "active" sorts by
    active_at timestamptz not null,
    state text not null,
    closed_because text,
    closed_note text,
    accepted_answer_id uuid,
    answer_count int not null,
    revision bigint not null default 0,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (community_id, slug)
);
create index question_by_active on question (active_at desc, id desc);
create index question_by_community on question (community_id, active_at desc, id desc);
create index question_by_author on question (author_id, asked_at desc);

create table question_topic (
    question_id uuid not null references question (id) on delete cascade,
    topic_id uuid not null references topic (id) on delete cascade,
    position int not null,
    primary key (question_id, topic_id)
);
create index question_topic_by_topic on question_topic (topic_id, question_id);

create table answer (
    id uuid primary key,
    question_id uuid not null references question (id) on delete cascade,
    position int not null,
    author_id uuid references member (id) on delete set null,
    body text not null,
    body_html text not null,
    html_version int not null,
    answered_at timestamptz not null,
    revision bigint not null default 0,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index answer_by_question on answer (question_id, position);
create index answer_by_author on answer (author_id, answered_at desc);

-- A comment or a "helpful" belongs to a question, or to one of its answers.
create table comment (
    id uuid primary key,
    question_id uuid not null references question (id) on delete cascade,
    answer_id uuid references answer (id) on delete cascade,
    position int not null,
    author_id uuid references member (id) on delete set null,
    body text not null,
    body_html text not null,
    html_version int not null,
    commented_at timestamptz not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index comment_by_question on comment (question_id, position);
create index comment_by_answer on comment (answer_id, position);
create index comment_by_author on comment (author_id);

create table helpful (
    question_id uuid not null references question (id) on delete cascade,
    -- the question's own id where the question itself is found helpful
    post_id uuid not null,
    member_id uuid not null references member (id) on delete cascade,
    primary key (post_id, member_id)
);
create index helpful_by_question on helpful (question_id, post_id);
create index helpful_by_member on helpful (member_id);

create table page (
    id uuid primary key,
    community_id uuid not null references community (id) on delete cascade,
    parent_id uuid references page (id) on delete cascade,
    -- every segment from the root of the tree, "playbook/retrospectives"
    path text not null,
    title text not null,
    summary text not null,
    body text not null,
    body_html text not null,
    html_version int not null,
    position int not null,
    status text not null,
    published_at timestamptz,
    revision bigint not null default 0,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (community_id, path)
);
create index page_by_parent on page (parent_id, position);

create table page_topic (
    page_id uuid not null references page (id) on delete cascade,
    topic_id uuid not null references topic (id) on delete cascade,
    position int not null,
    primary key (page_id, topic_id)
);
create index page_topic_by_topic on page_topic (topic_id, page_id);

create table page_author (
    page_id uuid not null references page (id) on delete cascade,
    member_id uuid not null references member (id) on delete cascade,
    position int not null,
    primary key (page_id, member_id)
);
create index page_author_by_member on page_author (member_id, page_id);

create table resource (
    id uuid primary key,
    community_id uuid not null references community (id) on delete cascade,
    slug text not null,
    title text not null,
    sort_title text not null,
    summary text not null,
    body text not null,
    body_html text not null,
    html_version int not null,
    kind text not null,
    url text,
    -- who made it, where that is no member of this site
    source text,
    status text not null,
    published_at timestamptz,
    revision bigint not null default 0,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (community_id, slug)
);
create index resource_by_title on resource (sort_title, id);

create table resource_topic (
    resource_id uuid not null references resource (id) on delete cascade,
    topic_id uuid not null references topic (id) on delete cascade,
    position int not null,
    primary key (resource_id, topic_id)
);
create index resource_topic_by_topic on resource_topic (topic_id, resource_id);

create table resource_author (
    resource_id uuid not null references resource (id) on delete cascade,
    member_id uuid not null references member (id) on delete cascade,
    position int not null,
    primary key (resource_id, member_id)
);
create index resource_author_by_member on resource_author (member_id, resource_id);

-- Every old address, whatever it was of, answers from here.
create table redirect (
    path text primary key,
    kind text not null,
    object_id uuid not null,
    position int not null
);
create index redirect_by_object on redirect (object_id, position);

create table activity (
    id uuid primary key,
    at timestamptz not null,
    -- null: the program itself, an import or a job
    actor_id uuid references member (id) on delete set null,
    act text not null,
    kind text not null,
    object_id uuid not null,
    community_id uuid references community (id) on delete set null
);
create index activity_by_object on activity (object_id, id);
create index activity_by_community on activity (community_id, id);

create table job (
    id uuid primary key,
    kind text not null,
    key text not null unique,
    payload text not null,
    run_at timestamptz not null,
    lease_until timestamptz,
    attempts int not null
);
create index job_by_run_at on job (run_at);

-- What an import wrote, by the source's own key, so that the next one tells an edit at the source from an edit here.
create table import_source (
    source text not null,
    kind text not null,
    key text not null,
    object_id uuid not null,
    hash text not null,
    primary key (source, kind, key)
);
create index import_source_by_object on import_source (object_id);
