-- Who came to a meeting, and what they took away from it in one line.
alter table rsvp add column came_at timestamptz;
alter table rsvp add column takeaway text;

-- The code by which people check themselves in, shown in the room.
alter table occurrence add column check_in_code text;
