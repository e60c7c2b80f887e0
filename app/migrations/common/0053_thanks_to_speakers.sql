-- Who thanked whom for speaking at a meeting, in a line that is for them alone.
create table speaker_thanks (
    occurrence_id uuid not null references occurrence (id) on delete cascade,
    speaker_id uuid not null references member (id) on delete cascade,
    member_id uuid not null references member (id) on delete cascade,
    line text not null,
    thanked_at timestamptz not null,
    primary key (occurrence_id, speaker_id, member_id)
);
create index speaker_thanks_by_member on speaker_thanks (member_id, occurrence_id);
create index speaker_thanks_by_speaker on speaker_thanks (speaker_id, occurrence_id);
