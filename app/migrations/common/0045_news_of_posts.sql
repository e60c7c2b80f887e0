-- What was told of a post says what the post says by now: it is looked for when the post is edited.
create index notification_by_about on notification (about_id);
