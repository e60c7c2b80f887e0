-- The slug of the series of the community whose meetings alone count for its commitment; null: all of its meetings do.
alter table community add column commitment_series text;

-- What makes a meeting differ from its series besides; null where it does not. The text is Markdown, materials a JSON list of links.
alter table occurrence add column summary text;
alter table occurrence add column body text;
alter table occurrence add column place text;
alter table occurrence add column online_url text;
alter table occurrence add column materials text;
-- Whether those below speak at it, or nobody, and not those of its series.
alter table occurrence add column own_speakers boolean not null default false;

-- Who speaks at a meeting, where those are others than at its series.
create table occurrence_speaker (
    occurrence_id uuid not null references occurrence (id) on delete cascade,
    position int not null,
    member_id uuid references member (id) on delete set null,
    name text,
    primary key (occurrence_id, position)
);
create index occurrence_speaker_by_member on occurrence_speaker (member_id, occurrence_id);
