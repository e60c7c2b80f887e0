-- The office hours that a question was taken to: those who hold them see it there, and answer it on the board.
create table question_brought (
    question_id uuid primary key references question (id) on delete cascade,
    occurrence_id uuid not null references occurrence (id) on delete cascade,
    brought_at timestamptz not null,
    -- when those who held them were asked to answer on the board, once they were over
    asked_at timestamptz
);
create index question_brought_by_meeting on question_brought (occurrence_id, brought_at);
