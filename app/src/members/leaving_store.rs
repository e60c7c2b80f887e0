//! The SQL of leaving the site.

use uuid::Uuid;

use super::photos;
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::Tx;
use crate::{markdown, names, on, queries, run};

/// The name of somebody who left.
pub const NAME: &str = "A former member";

/// What stands where somebody removed what they wrote.
pub const REMOVED: &str = "*Removed by its author.*";

/// What a question is called whose author removed it, and that others wrote to.
pub const REMOVED_TITLE: &str = "A question that its author removed";

queries! {
    // Locks them: of two who leave at once, the second sees that the first is gone.
    ADMINISTRATORS = "update member set revision = revision + 1 where administrator = true and standing = 'active' returning id";
    COMMUNITIES = "select community_id from membership where member_id = $1";
    ANONYMISE = "update member set handle = $2, handle_key = null, kind = 'person', name = $3, sort_name = $4, pronouns = null, role = null, job_family = null, place = null, \
                 timezone = null, links = '[]', about = '', about_html = '', has_account = false, administrator = false, standing = 'former', suspended_because = null, \
                 revision = revision + 1, updated_at = $5 where id = $1";
    FORGET_NOTES = "update activity set note = null where object_id = $1";
    FORGET_ADDRESSES = "delete from redirect where object_id = $1";
    FORGET_BLOCKS = "delete from block where member_id = $1 or blocked_id = $1";
    FORGET_CALENDAR = "delete from calendar_address where member_id = $1";
    FORGET_RSVPS = "delete from rsvp where member_id = $1";
    // Who is to be told that they are not expected any more is forgotten once the meeting is long over.
    FORGET_GUESTS = "delete from guest where member_id = $1 and not stands";
    FORGET_SPEAKER_THANKS = "delete from speaker_thanks where member_id = $1 or speaker_id = $1";
    FORGET_REPORTS = "update report set reporter_id = null where reporter_id = $1";
    FORGET_ASKED = "delete from answer_invitation where member_id = $1";
    FORGET_THANKS = "update helpful set thanks = null where member_id = $1";
    FORGET_DRAFTS = "delete from draft where member_id = $1";
    WITHDRAW_INVITATIONS = "delete from membership where invited_by = $1 and state = 'invited'";
    FORGET_INVITATIONS = "delete from invitation where invited_by = $1";
    FORGET_ACCOUNT = "delete from account where member_id = $1";
    FORGET_SESSIONS = "delete from session where member_id = $1";
    FORGET_LINKS = "delete from mailed_token where member_id = $1";
    FORGET_WORDS = "delete from member_word where member_id = $1";
    FORGET_ORGANISATIONS = "delete from member_organisation where member_id = $1";
    FORGET_TOPICS = "delete from member_topic where member_id = $1";
    FORGET_FOLLOWED = "delete from follow where member_id = $1";
    FORGET_FOLLOWERS = "delete from follow where object_id = $1 and kind = 'person'";
    FORGET_TOLD = "delete from notification where member_id = $1";
    FORGET_MEMBERSHIPS = "delete from membership where member_id = $1";
    // Where they wrote: their own questions, those they answered, those they commented on; and whether others wrote there too, an answer or a comment.
    WROTE = "select q.id, q.community_id, q.author_id = $1 as asked, \
             (exists (select 1 from answer o where o.question_id = q.id and (o.author_id is null or o.author_id <> $1)) \
             or exists (select 1 from comment o where o.question_id = q.id and (o.author_id is null or o.author_id <> $1))) as others \
             from question q where q.id in (select id from question where author_id = $1 union select question_id from answer where author_id = $1 \
             union select question_id from comment where author_id = $1)";
    FORGET_NAMELESS = "delete from anonymous_author where member_id = $1";
    // What they wrote without their name is theirs for as long as it takes to remove it: the questions it is in are remembered, as nobody is to learn that they had to do with them.
    NAMELESS_IN = "select question_id from anonymous_author where member_id = $1";
    OWN_QUESTIONS = "update question set author_id = $1 where id in (select post_id from anonymous_author where member_id = $1)";
    OWN_ANSWERS = "update answer set author_id = $1 where id in (select post_id from anonymous_author where member_id = $1)";
    OWN_COMMENTS = "update comment set author_id = $1 where id in (select post_id from anonymous_author where member_id = $1)";
    REMOVE_REVISIONS = "delete from revision where object_id in (select id from question where author_id = $1 union all select id from answer where author_id = $1 \
                        union all select id from comment where author_id = $1)";
    // What others would have it say is made of their words.
    REMOVE_SUGGESTED_OF = "delete from post_suggestion where post_id in (select id from question where author_id = $1 union all select id from answer where author_id = $1 \
                           union all select id from comment where author_id = $1)";
    REMOVE_COMMENTS = "delete from comment where author_id = $1";
    BLANK_ANSWERS = "update answer set body = $2, body_html = $3, author_id = null, revision = revision + 1, updated_at = $4 \
                     where author_id = $1 and exists (select 1 from comment x where x.answer_id = answer.id)";
    REMOVE_ANSWERS = "delete from answer where author_id = $1";
    REMOVE_HELPFUL = "delete from helpful where member_id = $1";
    // Others were told of it, with the words; of what has no name as well.
    REMOVE_NEWS = "delete from notification where actor_id = $1";
    REMOVE_NEWS_OF = "delete from notification where object_id in (select id from question where author_id = $1 union all select question_id from answer where author_id = $1 \
                      union all select question_id from comment where author_id = $1) \
                      and about_id in (select id from question where author_id = $1 union all select id from answer where author_id = $1 \
                      union all select id from comment where author_id = $1)";
    // What others were told of below it quotes its title.
    BLANK_NEWS = "update notification set title = $2 where object_id = $1 and object_kind = 'question'";
    REMOVE_HELPFUL_OF = "delete from helpful where question_id = $1 and post_id <> $1 and post_id not in (select id from answer where question_id = $1)";
    REMOVE_QUESTION = "delete from question where id = $1";
    BLANK_QUESTION = "update question set title = $4, body = $2, body_html = $3, author_id = null where id = $1";
    COUNT_ANSWERS = "update question set answer_count = (select count(*) from answer a where a.question_id = question.id and a.deleted_at is null), \
                     accepted_answer_id = (select a.id from answer a where a.id = question.accepted_answer_id and a.deleted_at is null), \
                     active_at = coalesce((select max(a.answered_at) from answer a where a.question_id = question.id and a.deleted_at is null and a.answered_at > question.asked_at), asked_at), \
                     revision = revision + 1, updated_at = $2 where id = $1";
    REMOVE_SPEAKING = "delete from event_speaker where member_id = $1";
    REMOVE_SPEAKING_AT = "delete from occurrence_speaker where member_id = $1";
    REMOVE_PAGES = "delete from page_author where member_id = $1";
    REMOVE_SUGGESTIONS = "delete from page_suggestion where member_id = $1";
    REMOVE_SUGGESTED_EDITS = "delete from post_suggestion where member_id = $1";
    REMOVE_RESOURCES = "delete from resource_author where member_id = $1";
}

/// What goes whatever they chose, in this order. Tables that refer to a member and are not here are kept: the test below knows why.
const FORGOTTEN: &[&str] = &[
    FORGET_SESSIONS,
    FORGET_LINKS,
    FORGET_ACCOUNT,
    FORGET_WORDS,
    FORGET_ORGANISATIONS,
    FORGET_TOPICS,
    FORGET_MEMBERSHIPS,
    FORGET_FOLLOWED,
    FORGET_FOLLOWERS,
    FORGET_TOLD,
    FORGET_ASKED,
    FORGET_THANKS,
    FORGET_DRAFTS,
    WITHDRAW_INVITATIONS,
    FORGET_INVITATIONS,
    FORGET_ADDRESSES,
    FORGET_NOTES,
    FORGET_NAMELESS,
    FORGET_BLOCKS,
    FORGET_CALENDAR,
    FORGET_RSVPS,
    FORGET_GUESTS,
    FORGET_SPEAKER_THANKS,
    FORGET_REPORTS,
];

/// Whether somebody else administers the site. Waits for others who ask.
///
/// # Errors
/// When the database refuses.
pub async fn others_administer(tx: &mut Tx, member: Uuid) -> Result<bool, sqlx::Error> {
    let administrators: Vec<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(ADMINISTRATORS).fetch_all(c))?;
    Ok(administrators.iter().any(|id| *id != member))
}

/// Removes the person, and keeps what they wrote as somebody's who left.
///
/// # Errors
/// When the database refuses.
pub async fn anonymise(tx: &mut Tx, member: Uuid) -> Result<Vec<Act>, sqlx::Error> {
    let now = tx.now();
    let communities: Vec<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(COMMUNITIES).bind(member).fetch_all(c))?;
    for sql in FORGOTTEN.iter().copied() {
        run!(tx, sqlx::query(sql).bind(member))?;
    }
    photos::set(tx, member, None).await?;
    // Of no id of theirs that may stand elsewhere.
    let handle = format!("former-{}", Uuid::now_v7().simple());
    run!(tx, sqlx::query(ANONYMISE).bind(member).bind(&handle).bind(NAME).bind(names::sort_name(NAME)).bind(now))?;
    let left = |community: Uuid| Act::by(member, Deed::Left, ObjectKind::Community, community).in_community(community);
    Ok(communities.into_iter().map(left).chain([Act::by(member, Deed::Left, ObjectKind::Person, member)]).collect())
}

/// Removes what somebody wrote. Where others wrote about it, their words stay and a line says what was there.
///
/// # Errors
/// When the database refuses.
pub async fn remove_contributions(tx: &mut Tx, member: Uuid) -> Result<Vec<Act>, sqlx::Error> {
    let (now, blank) = (tx.now(), markdown::render(REMOVED));
    let nameless: Vec<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(NAMELESS_IN).bind(member).fetch_all(c))?;
    for sql in [OWN_QUESTIONS, OWN_ANSWERS, OWN_COMMENTS, REMOVE_REVISIONS, REMOVE_NEWS_OF, REMOVE_SUGGESTED_OF] {
        run!(tx, sqlx::query(sql).bind(member))?;
    }
    let wrote: Vec<(Uuid, Uuid, Option<bool>, bool)> = on!(tx.conn(), c => sqlx::query_as(WROTE).bind(member).fetch_all(c))?;
    run!(tx, sqlx::query(REMOVE_COMMENTS).bind(member))?;
    run!(tx, sqlx::query(BLANK_ANSWERS).bind(member).bind(REMOVED).bind(&blank).bind(now))?;
    for sql in [
        REMOVE_ANSWERS,
        REMOVE_HELPFUL,
        REMOVE_NEWS,
        REMOVE_SPEAKING,
        REMOVE_SPEAKING_AT,
        REMOVE_PAGES,
        REMOVE_SUGGESTIONS,
        REMOVE_SUGGESTED_EDITS,
        REMOVE_RESOURCES,
    ] {
        run!(tx, sqlx::query(sql).bind(member))?;
    }
    let mut acts = Vec::new();
    for (question, community, asked, others) in wrote {
        let mut deed = Deed::Edited;
        match (asked == Some(true), others) {
            (true, false) => {
                deed = Deed::Removed;
                run!(tx, sqlx::query(FORGET_ADDRESSES).bind(question))?;
                run!(tx, sqlx::query(REMOVE_QUESTION).bind(question))?;
            }
            (true, true) => {
                run!(tx, sqlx::query(BLANK_QUESTION).bind(question).bind(REMOVED).bind(&blank).bind(REMOVED_TITLE))?;
                run!(tx, sqlx::query(BLANK_NEWS).bind(question).bind(REMOVED_TITLE))?;
            }
            (false, _) => {}
        }
        if deed == Deed::Edited {
            run!(tx, sqlx::query(REMOVE_HELPFUL_OF).bind(question))?;
            run!(tx, sqlx::query(COUNT_ANSWERS).bind(question).bind(now))?;
        }
        let actor = (!nameless.contains(&question)).then_some(member);
        acts.push(Act { actor, ..Act::of(deed, ObjectKind::Question, question) }.in_community(community));
    }
    Ok(acts)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::clock::Clock;
    use crate::db::Engine;
    use crate::db::harness::{TestDb, TestEngine};

    /// What goes with the account.
    const BELOW: &[&str] = &[
        "calendar_invitation",
        "identity",
        "mail_rhythm",
        "mail_rhythm_in",
        "mail_stop",
        "passkey",
        "personal_token",
        "recovery_code",
        "sso_attempt",
    ];

    /// Stays: what others rely on, under no name.
    const KEPT: &[&str] = &[
        "activity",
        "answer",
        "comment",
        "event_speaker",
        "followed_calendar",
        "helpful",
        "occurrence_speaker",
        "page",
        "page_author",
        "page_file",
        "page_suggestion",
        "post_suggestion",
        "question",
        "report",
        "resource_author",
        "revision",
        "revision_contributor",
    ];

    /// Whoever adds a table about members decides here what becomes of it when one leaves.
    #[tokio::test]
    async fn every_table_that_refers_to_a_member_is_forgotten_or_kept_on_purpose() {
        let test = TestDb::make(TestEngine::Sqlite, Clock::system()).await.unwrap();
        let Engine::Sqlite(pool) = test.db.reader() else { unreachable!() };
        let referring: Vec<String> = sqlx::query_scalar(
            "select distinct t.name from sqlite_master t join pragma_foreign_key_list(t.name) f where t.type = 'table' and f.\"table\" in ('member', 'account') order by 1",
        )
        .fetch_all(pool)
        .await
        .unwrap();
        let forgotten: BTreeSet<&str> = FORGOTTEN.iter().filter_map(|sql| sql.strip_prefix("delete from ")?.split(' ').next()).collect();
        let missing: Vec<&String> = referring
            .iter()
            .filter(|table| !forgotten.contains(table.as_str()) && !KEPT.iter().chain(BELOW).any(|kept| kept == table))
            .collect();
        assert!(referring.len() > 10 && missing.is_empty(), "{missing:?}");
        test.remove().await;
    }
}
