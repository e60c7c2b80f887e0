-- Feeds ask for the newest of each kind.
create index event_by_creation on event (created_at desc, id desc);
create index page_by_publication on page (published_at desc, id desc);
create index resource_by_publication on resource (published_at desc, id desc);
