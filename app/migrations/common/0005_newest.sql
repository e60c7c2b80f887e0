-- Feeds ask for the newest of each kind, on the site and in a community.
create index event_by_creation on event (created_at desc, id desc);
create index event_of_community_by_creation on event (community_id, created_at desc, id desc);
create index page_by_publication on page (published_at desc, id desc);
create index page_of_community_by_publication on page (community_id, published_at desc, id desc);
create index resource_by_publication on resource (published_at desc, id desc);
create index resource_of_community_by_publication on resource (community_id, published_at desc, id desc);

-- Questions that wait for an answer are listed and counted apart, and are few among all.
create index question_waiting on question (active_at, id) where answer_count = 0 and state = 'open';
