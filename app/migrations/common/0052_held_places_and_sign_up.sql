-- How many places at each meeting the organisers hold back, for people they name.
alter table event add column held int not null default 0;
-- The same of one meeting, where some were released there or others held; null: as its event has it.
alter table occurrence add column held int;
-- Whether somebody comes on one of these places.
alter table rsvp add column held boolean not null default false;

-- How many minutes before each meeting, by the wall clock, people can sign up from and until; null: always.
alter table event add column opens_before int;
alter table event add column closes_before int;
-- The instants of it.
alter table occurrence add column opens_at timestamptz;
alter table occurrence add column closes_at timestamptz;
create index occurrence_by_opening on occurrence (opens_at) where opens_at is not null;
create index occurrence_by_closing on occurrence (closes_at) where closes_at is not null;
