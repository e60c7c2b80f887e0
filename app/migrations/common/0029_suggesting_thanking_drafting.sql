-- Editing comments, suggesting edits, thanking, and keeping what is being written.

alter table comment add column edited_at timestamptz;

-- What members suggest who may not edit a question or an answer.
create table post_suggestion (
    id uuid primary key,
    question_id uuid not null references question (id) on delete cascade,
    -- the question, or one of its answers
    post_id uuid not null,
    member_id uuid not null references member (id) on delete cascade,
    -- what the post said when they began, and what they would have it say; an answer has no title
    base_title text,
    base text not null,
    title text,
    body text not null,
    why text,
    made_at timestamptz not null,
    -- null while it waits
    settled_at timestamptz,
    -- null where its author settled it who wrote without their name
    settled_by uuid references member (id) on delete set null,
    taken boolean,
    note text
);
create index post_suggestion_by_post on post_suggestion (post_id, made_at);
create index post_suggestion_by_question on post_suggestion (question_id);
create index post_suggestion_by_member on post_suggestion (member_id);
create index post_suggestion_by_settler on post_suggestion (settled_by);

-- A line to the author, from somebody whom a post helped. Nobody else reads it.
alter table helpful add column thanks text;

-- What somebody began to write and has not posted.
create table draft (
    member_id uuid not null references member (id) on delete cascade,
    -- a community where they ask, or a question that they answer
    kind text not null,
    object_id uuid not null,
    title text not null,
    body text not null,
    topics text not null,
    anonymous boolean not null,
    saved_at timestamptz not null,
    primary key (member_id, kind, object_id)
);
create index draft_by_age on draft (saved_at);

-- Old notifications are found by their age.
create index notification_by_age on notification (at);
