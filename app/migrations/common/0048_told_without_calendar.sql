-- Whether somebody comes; else they may, or wait for a place, and are told of it alone.
alter table calendar_invitation add column comes boolean not null default true;
-- Whether it was mailed to them for their calendar.
alter table calendar_invitation add column entered boolean not null default true;
