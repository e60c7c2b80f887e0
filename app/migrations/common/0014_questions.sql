-- Writing to the Q&A board.

-- What was deleted is hidden, and can be brought back. Who did it stands in the log.
alter table question add column deleted_at timestamptz;
alter table question add column deleted_because text;
-- Its own author did, and so may undo it.
alter table question add column deleted_by_author boolean not null default false;
alter table question add column locked boolean not null default false;
alter table question add column duplicate_of_id uuid references question (id) on delete set null;
-- Written without a name: author_id is null.
alter table question add column anonymous boolean not null default false;
alter table question add column edited_at timestamptz;
create index question_by_original on question (duplicate_of_id);

alter table answer add column deleted_at timestamptz;
alter table answer add column deleted_because text;
alter table answer add column deleted_by_author boolean not null default false;
alter table answer add column anonymous boolean not null default false;
alter table answer add column edited_at timestamptz;

alter table comment add column deleted_at timestamptz;
alter table comment add column deleted_because text;
alter table comment add column deleted_by_author boolean not null default false;
alter table comment add column anonymous boolean not null default false;

-- Who wrote what stands there without a name. Read for its author, and by an administrator's act that is logged and that the author is told of.
create table anonymous_author (
    -- a question, an answer or a comment
    post_id uuid primary key,
    question_id uuid not null references question (id) on delete cascade,
    member_id uuid not null references member (id) on delete cascade
);
create index anonymous_author_by_member on anonymous_author (member_id, post_id);
create index anonymous_author_by_question on anonymous_author (question_id);

-- What a text said before. There is none of a text that was never edited.
create table revision (
    id uuid primary key,
    -- what it is of: question, answer, page
    kind text not null,
    object_id uuid not null,
    number int not null,
    -- null where the thing has none
    title text,
    -- titles, with commas between them
    topics text,
    body text not null,
    -- null: not known, or not to be known
    author_id uuid references member (id) on delete set null,
    anonymous boolean not null,
    because text,
    made_at timestamptz not null,
    unique (object_id, number)
);
create index revision_by_author on revision (author_id);

-- Whether people may ask and answer without their name; null: where the public does not read the questions.
alter table community add column allows_anonymous boolean;
