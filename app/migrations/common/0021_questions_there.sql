-- Questions that are there are counted, and found by what they belong to, from this alone. The id comes first, so that no list that is read in the order of another index takes it.
create index question_there on question (id, community_id, deleted_at) where deleted_at is null;
