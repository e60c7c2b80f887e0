-- What the organisers of an event ask those who come: a JSON list of questions, and whether they are needed.
alter table event add column asks text not null default '[]';

-- What people answered with what they said of a meeting. It goes with that, and moves with it.
create table rsvp_reply (
    occurrence_id uuid not null,
    member_id uuid not null,
    -- in the words of the question: where they stay the same, so does the answer
    question text not null,
    reply text not null,
    primary key (occurrence_id, member_id, question),
    foreign key (occurrence_id, member_id) references rsvp (occurrence_id, member_id) on delete cascade on update cascade
);
