-- What somebody needs to take part in a meeting: captions, a way without steps. For those who organise it, until some time after.
alter table rsvp add column needs text;
create index rsvp_by_needs on rsvp (occurrence_id) where needs is not null;
