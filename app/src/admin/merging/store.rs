//! The SQL of merging: what refers to a member, and how it moves to another.

use uuid::Uuid;

use crate::activity::ObjectKind;
use crate::db::Tx;
use crate::{on, queries, run};

queries! {
    QUESTIONS = "select q.id, q.community_id from question q where q.author_id = $1 \
                 union select q.id, q.community_id from answer a join question q on q.id = a.question_id where a.author_id = $1 \
                 union select q.id, q.community_id from comment n join question q on q.id = n.question_id where n.author_id = $1 \
                 union select q.id, q.community_id from helpful h join question q on q.id = h.question_id where h.member_id = $1";
    EVENTS = "select e.id, e.community_id from event_speaker s join event e on e.id = s.event_id where s.member_id = $1 \
              union select e.id, e.community_id from occurrence_speaker s join occurrence o on o.id = s.occurrence_id join event e on e.id = o.event_id where s.member_id = $1";
    PAGES = "select p.id, p.community_id from page_author w join page p on p.id = w.page_id where w.member_id = $1";
    RESOURCES = "select r.id, r.community_id from resource_author w join resource r on r.id = w.resource_id where w.member_id = $1";
    COMMUNITIES = "select ms.community_id, ms.community_id from membership ms where ms.member_id = $1";

    // All below take the one that goes as $1 and the one that stays as $2.
    PROFILE = "update member set pronouns = coalesce(pronouns, (select o.pronouns from member o where o.id = $1)), role = coalesce(role, (select o.role from member o where o.id = $1)), \
               place = coalesce(place, (select o.place from member o where o.id = $1)), timezone = coalesce(timezone, (select o.timezone from member o where o.id = $1)), \
               links = case when links = '[]' then (select o.links from member o where o.id = $1) else links end, \
               photo = coalesce(photo, (select o.photo from member o where o.id = $1 and o.audience_photo = member.audience_photo)), revision = revision + 1 where id = $2";
    ABOUT = "update member set about = (select o.about from member o where o.id = $1), about_html = (select o.about_html from member o where o.id = $1), \
             html_version = (select o.html_version from member o where o.id = $1) where id = $2 and about = ''";
    ASKED = "update question set author_id = $2 where author_id = $1";
    ANSWERED = "update answer set author_id = $2 where author_id = $1";
    COMMENTED = "update comment set author_id = $2 where author_id = $1";
    NAMELESS = "update anonymous_author set member_id = $2 where member_id = $1";
    REVISED = "update revision set author_id = $2 where author_id = $1";
    WROTE_REVISION = "update revision_contributor set member_id = $2 where member_id = $1 \
                      and not exists (select 1 from revision_contributor o where o.revision_id = revision_contributor.revision_id and o.member_id = $2)";
    HELPFUL = "update helpful set member_id = $2 where member_id = $1 and not exists (select 1 from helpful o where o.post_id = helpful.post_id and o.member_id = $2)";
    SPOKE_TOO = "delete from event_speaker where member_id = $1 and exists (select 1 from event_speaker o where o.event_id = event_speaker.event_id and o.member_id = $2)";
    SPOKE = "update event_speaker set member_id = $2 where member_id = $1";
    SPOKE_AT_TOO = "delete from occurrence_speaker where member_id = $1 \
                    and exists (select 1 from occurrence_speaker o where o.occurrence_id = occurrence_speaker.occurrence_id and o.member_id = $2)";
    SPOKE_AT = "update occurrence_speaker set member_id = $2 where member_id = $1";
    WROTE_PAGE = "update page_author set member_id = $2 where member_id = $1 and not exists (select 1 from page_author o where o.page_id = page_author.page_id and o.member_id = $2)";
    WROTE_RESOURCE = "update resource_author set member_id = $2 where member_id = $1 \
                      and not exists (select 1 from resource_author o where o.resource_id = resource_author.resource_id and o.member_id = $2)";
    SAID_TOO = "update member_organisation set said = true where member_id = $2 \
                and organisation_id in (select o.organisation_id from member_organisation o where o.member_id = $1 and o.said)";
    SAID = "update member_organisation set member_id = $2, proof = null, proved_at = null where member_id = $1 and said \
            and not exists (select 1 from member_organisation o where o.organisation_id = member_organisation.organisation_id and o.member_id = $2)";
    TOPICS = "update member_topic set member_id = $2 where member_id = $1 \
              and not exists (select 1 from member_topic o where o.topic_id = member_topic.topic_id and o.relation = member_topic.relation and o.member_id = $2)";
    INVITED = "update invitation set invited_by = $2 where invited_by = $1";
    LET_IN = "update membership set invited_by = $2 where invited_by = $1";
    FOLLOWED = "update follow set member_id = $2 where member_id = $1 \
                and not exists (select 1 from follow o where o.member_id = $2 and o.kind = follow.kind and o.object_id = follow.object_id)";
    FOLLOWERS = "update follow set object_id = $2 where object_id = $1 and kind = 'person' \
                 and not exists (select 1 from follow o where o.member_id = follow.member_id and o.kind = 'person' and o.object_id = $2)";
    NOT_ONESELF = "delete from follow where (member_id = $2 and object_id = $2) or object_id = $1";
    TOLD = "update notification set member_id = $2 where member_id = $1 and not exists (select 1 from notification o where o.member_id = $2 and o.key = notification.key)";
    TOLD_OF = "update notification set actor_id = $2 where actor_id = $1";
    DID = "update activity set actor_id = $2 where actor_id = $1";
    HAPPENED = "update activity set object_id = $2 where object_id = $1";
    RSVPS = "update rsvp set member_id = $2 where member_id = $1 and not exists (select 1 from rsvp o where o.occurrence_id = rsvp.occurrence_id and o.member_id = $2)";
    GUESTS = "update guest set member_id = $2 where member_id = $1";
    // Who does not come brings nobody.
    GUESTS_LEFT = "update guest set answer = 'removed' where member_id = $2 and member_id <> $1 and answer <> 'removed' \
                   and not exists (select 1 from rsvp o where o.occurrence_id = guest.occurrence_id and o.member_id = $2 and o.answer = 'going')";
    THANKED = "update speaker_thanks set member_id = $2 where member_id = $1 and speaker_id <> $2 \
               and not exists (select 1 from speaker_thanks o where o.occurrence_id = speaker_thanks.occurrence_id and o.speaker_id = speaker_thanks.speaker_id and o.member_id = $2)";
    THANKED_FOR = "update speaker_thanks set speaker_id = $2 where speaker_id = $1 and member_id <> $2 \
                   and not exists (select 1 from speaker_thanks o where o.occurrence_id = speaker_thanks.occurrence_id and o.speaker_id = $2 and o.member_id = speaker_thanks.member_id)";
    REPORTED_TOO = "delete from report where reporter_id = $1 and resolved_at is null and address in (select o.address from report o where o.reporter_id = $2 and o.resolved_at is null)";
    REPORTED = "update report set reporter_id = $2 where reporter_id = $1";
    RESOLVED = "update report set resolved_by = $2 where resolved_by = $1";
    REPORTS_OF = "update report set object_id = $2 where object_id = $1";
    BLOCKS = "update block set member_id = $2 where member_id = $1 and blocked_id <> $2 and not exists (select 1 from block o where o.member_id = $2 and o.blocked_id = block.blocked_id)";
    BLOCKED = "update block set blocked_id = $2 where blocked_id = $1 and member_id <> $2 and not exists (select 1 from block o where o.blocked_id = $2 and o.member_id = block.member_id)";
    DELETED_PAGES = "update page set deleted_by = $2 where deleted_by = $1";
    BROUGHT = "update page_file set member_id = $2 where member_id = $1";
    FOLLOWED_CALENDARS = "update followed_calendar set member_id = $2 where member_id = $1";
    SUGGESTED = "update page_suggestion set member_id = $2 where member_id = $1";
    SETTLED = "update page_suggestion set settled_by = $2 where settled_by = $1";
    SUGGESTED_EDITS = "update post_suggestion set member_id = $2 where member_id = $1";
    SETTLED_EDITS = "update post_suggestion set settled_by = $2 where settled_by = $1";
    DRAFTED = "update draft set member_id = $2 where member_id = $1 \
               and not exists (select 1 from draft o where o.kind = draft.kind and o.object_id = draft.object_id and o.member_id = $2)";
    ASKED_FOR_ANSWERS = "update answer_invitation set member_id = $2 where member_id = $1 \
                         and not exists (select 1 from answer_invitation o where o.question_id = answer_invitation.question_id and o.member_id = $2)";
    IMPORTED = "update import_source set object_id = $2 where object_id = $1";

    REMOVE = "delete from member where id = $1";
}

/// What moves rows, in order.
const MOVES: &[&str] = &[
    PROFILE,
    ABOUT,
    ASKED,
    ANSWERED,
    COMMENTED,
    NAMELESS,
    REVISED,
    WROTE_REVISION,
    HELPFUL,
    SPOKE_TOO,
    SPOKE,
    SPOKE_AT_TOO,
    SPOKE_AT,
    WROTE_PAGE,
    WROTE_RESOURCE,
    SAID_TOO,
    SAID,
    TOPICS,
    INVITED,
    LET_IN,
    FOLLOWED,
    FOLLOWERS,
    NOT_ONESELF,
    TOLD,
    TOLD_OF,
    DID,
    HAPPENED,
    IMPORTED,
    RSVPS,
    GUESTS,
    GUESTS_LEFT,
    THANKED,
    THANKED_FOR,
    REPORTED_TOO,
    REPORTED,
    RESOLVED,
    REPORTS_OF,
    BLOCKS,
    BLOCKED,
    DELETED_PAGES,
    BROUGHT,
    FOLLOWED_CALENDARS,
    SUGGESTED,
    SETTLED,
    SUGGESTED_EDITS,
    SETTLED_EDITS,
    DRAFTED,
    ASKED_FOR_ANSWERS,
];

/// All that says on its pages who somebody is: kind, id and community of each.
///
/// # Errors
/// When the database does not answer.
pub async fn touched(tx: &mut Tx, member: Uuid) -> Result<Vec<(ObjectKind, Uuid, Uuid)>, sqlx::Error> {
    let mut touched = Vec::new();
    for (kind, sql) in [
        (ObjectKind::Community, COMMUNITIES),
        (ObjectKind::Event, EVENTS),
        (ObjectKind::Question, QUESTIONS),
        (ObjectKind::Page, PAGES),
        (ObjectKind::Resource, RESOURCES),
    ] {
        let rows: Vec<(Uuid, Uuid)> = on!(tx.conn(), c => sqlx::query_as(sql).bind(member).fetch_all(c))?;
        touched.extend(rows.into_iter().map(|(object, community)| (kind, object, community)));
    }
    Ok(touched)
}

/// Moves all rows that refer to a member, memberships and old addresses aside.
///
/// # Errors
/// When the database refuses.
pub async fn move_rows(tx: &mut Tx, from: Uuid, into: Uuid) -> Result<(), sqlx::Error> {
    for sql in MOVES.iter().copied() {
        run!(tx, sqlx::query(sql).bind(from).bind(into))?;
    }
    Ok(())
}

/// Removes a member and what goes with them: account, sessions, links, what did not move.
///
/// # Errors
/// When the database refuses.
pub async fn remove(tx: &mut Tx, member: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(REMOVE).bind(member)).map(drop)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::clock::Clock;
    use crate::db::Engine;
    use crate::db::harness::{TestDb, TestEngine};

    /// What [`super::MOVES`] and the memberships' own module move to the member who stays.
    const MOVED: &[&str] = &[
        "activity.actor_id",
        "anonymous_author.member_id",
        "answer.author_id",
        "answer_invitation.member_id",
        "block.blocked_id",
        "block.member_id",
        "comment.author_id",
        "draft.member_id",
        "event_speaker.member_id",
        "follow.member_id",
        "followed_calendar.member_id",
        "guest.member_id",
        "helpful.member_id",
        "invitation.invited_by",
        "member_organisation.member_id",
        "member_topic.member_id",
        "membership.invited_by",
        "membership.member_id",
        "notification.actor_id",
        "notification.member_id",
        "occurrence_speaker.member_id",
        "page.deleted_by",
        "page_author.member_id",
        "page_file.member_id",
        "page_suggestion.member_id",
        "page_suggestion.settled_by",
        "post_suggestion.member_id",
        "post_suggestion.settled_by",
        "question.author_id",
        "report.reporter_id",
        "report.resolved_by",
        "resource_author.member_id",
        "revision.author_id",
        "revision_contributor.member_id",
        "rsvp.member_id",
        "speaker_thanks.member_id",
        "speaker_thanks.speaker_id",
    ];

    /// What goes with the member who goes.
    const GOES: &[&str] =
        &["account.member_id", "calendar_address.member_id", "mailed_token.member_id", "member_word.member_id", "session.member_id"];

    /// A table that comes later and refers to members has to say here what becomes of its rows.
    #[tokio::test]
    async fn every_reference_to_a_member_moves_or_goes_on_purpose() {
        let test = TestDb::make(TestEngine::Sqlite, Clock::system()).await.unwrap();
        let Engine::Sqlite(pool) = test.db.reader() else { unreachable!() };
        const REFERENCES: &str = "select m.name || '.' || f.\"from\" from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table' and f.\"table\" = 'member'";
        let found: Vec<String> = sqlx::query_scalar(REFERENCES).fetch_all(pool).await.unwrap();
        let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
        let known: BTreeSet<&str> = MOVED.iter().chain(GOES).copied().collect();
        assert_eq!(found, known);
        test.remove().await;
    }
}
