//! The SQL of what becomes of questions: closed, locked, moved, deleted.

use uuid::Uuid;

use super::model::ClosedBecause;
use super::post::PostRef;
use super::posts_store::count_answers;
use super::rules::{Asker, Below};
use crate::db::Tx;
use crate::state::Viewer;
use crate::{on, queries, run, visible};

queries! {
    CLOSE = "update question set state = 'closed', closed_because = $2, closed_note = $3, duplicate_of_id = $4, updated_at = $5, closed_by_author = $6 where id = $1";
    REOPEN = "update question set state = 'open', closed_because = null, closed_note = null, duplicate_of_id = null, closed_by_author = false, updated_at = $2 where id = $1";
    SET_LOCKED = "update question set locked = $2, updated_at = $3 where id = $1";
    BY_ADDRESS = concat!(
        "select q.id from question q join community c on c.id = q.community_id where q.deleted_at is null and c.slug = $2 and q.slug = $3 and ", visible!("questions")
    );
    TAKEN = "select 1 from question q where q.community_id = $1 and q.slug = $2 and q.id <> $3";
    MOVE = "update question set community_id = $2, slug = $3, updated_at = $4 where id = $1";
    ASKED_BY = "select q.author_id, q.anonymous, coalesce(m.standing = 'active', false) as present from question q left join member m on m.id = q.author_id where q.id = $1";
    READS = concat!("select 1 from community c where c.id = $2 and ", visible!("questions"));
    BELOW = concat!(
        "select (select count(*) from (select a.author_id from answer a where a.question_id = $1 and a.deleted_at is null \
         union select k.author_id from comment k where k.question_id = $1 and k.deleted_at is null) w join member m on m.id = w.author_id and m.standing = 'active' \
         where not ", visible!("questions", "w.author_id"), ") as lost, \
         (select count(*) from answer a where a.question_id = $1 and a.anonymous and a.deleted_at is null) \
         + (select count(*) from comment k where k.question_id = $1 and k.anonymous and k.deleted_at is null) as nameless \
         from community c where c.id = $2"
    );
    DELETE_QUESTION = "update question set deleted_at = $2, deleted_because = $3, deleted_by_author = $4, updated_at = $2 where id = $1";
    DELETE_ANSWER = "update answer set deleted_at = $2, deleted_because = $3, deleted_by_author = $4, updated_at = $2 where id = $1";
    DELETE_COMMENT = "update comment set deleted_at = $2, deleted_because = $3, deleted_by_author = $4, updated_at = $2 where id = $1";
    UNDELETE_QUESTION = "update question set deleted_at = null, deleted_because = null, deleted_by_author = false, updated_at = $2 where id = $1";
    UNDELETE_ANSWER = "update answer set deleted_at = null, deleted_because = null, deleted_by_author = false, updated_at = $2 where id = $1";
    UNDELETE_COMMENT = "update comment set deleted_at = null, deleted_because = null, deleted_by_author = false, updated_at = $2 where id = $1";
}

/// Why a question takes no more answers.
pub(super) struct Closing {
    pub(super) because: ClosedBecause,
    pub(super) note: Option<String>,
    /// The question that it repeats.
    pub(super) original: Option<Uuid>,
    /// Whether who asked closes it.
    pub(super) by_author: bool,
}

/// Closes a question.
pub(super) async fn close(tx: &mut Tx, question: Uuid, closing: &Closing) -> Result<(), sqlx::Error> {
    let now = tx.now();
    let (because, note) = (closing.because.as_str(), closing.note.as_deref());
    run!(tx, sqlx::query(CLOSE).bind(question).bind(because).bind(note).bind(closing.original).bind(now).bind(closing.by_author)).map(drop)
}

/// Opens it again.
pub(super) async fn reopen(tx: &mut Tx, question: Uuid) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(REOPEN).bind(question).bind(now)).map(drop)
}

/// Locks a question for all but moderators, or unlocks it.
pub(super) async fn set_locked(tx: &mut Tx, question: Uuid, locked: bool) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(SET_LOCKED).bind(question).bind(locked).bind(now)).map(drop)
}

/// A question by its address, where the viewer may see it.
pub(super) async fn by_address(tx: &mut Tx, viewer: Viewer, (community, slug): (&str, &str)) -> Result<Option<Uuid>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(BY_ADDRESS).bind(viewer.member).bind(community).bind(slug).fetch_optional(c))
}

/// Whether another question of a community has a slug.
pub(super) async fn is_taken(tx: &mut Tx, (community, slug): (Uuid, &str), by_other_than: Uuid) -> Result<bool, sqlx::Error> {
    let taken: Option<i32> =
        on!(tx.conn(), c => sqlx::query_scalar(TAKEN).bind(community).bind(slug).bind(by_other_than).fetch_optional(c))?;
    Ok(taken.is_some())
}

/// Takes a question to another community.
pub(super) async fn move_to(tx: &mut Tx, question: Uuid, (community, slug): (Uuid, &str)) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(MOVE).bind(question).bind(community).bind(slug).bind(now)).map(drop)
}

/// Who asked a question that is locked, and whether they may read those of another community.
pub(super) async fn asker(tx: &mut Tx, question: Uuid, there: Uuid) -> Result<Asker, sqlx::Error> {
    let asked: (Option<Uuid>, bool, bool) = on!(tx.conn(), c => sqlx::query_as(ASKED_BY).bind(question).fetch_one(c))?;
    Ok(match asked {
        (_, true, _) => Asker::Nameless,
        (Some(asker), false, true) => {
            let reads: Option<i32> = on!(tx.conn(), c => sqlx::query_scalar(READS).bind(asker).bind(there).fetch_optional(c))?;
            Asker::Named(reads.is_some())
        }
        _ => Asker::Gone,
    })
}

/// Who wrote below a question that is locked, as far as it matters to whether it goes to another community.
pub(super) async fn below(tx: &mut Tx, question: Uuid, there: Uuid) -> Result<Below, sqlx::Error> {
    let (lost, nameless) = on!(tx.conn(), c => sqlx::query_as(BELOW).bind(question).bind(there).fetch_one(c))?;
    Ok(Below { lost, nameless })
}

/// Hides a post of a question that is locked.
pub(super) async fn delete(
    tx: &mut Tx,
    question: Uuid,
    (which, post): (PostRef, Uuid),
    (why, by_author): (Option<&str>, bool),
) -> Result<(), sqlx::Error> {
    let (now, sql) = (tx.now(), of(which, [DELETE_QUESTION, DELETE_ANSWER, DELETE_COMMENT]));
    run!(tx, sqlx::query(sql).bind(post).bind(now).bind(why).bind(by_author))?;
    if matches!(which, PostRef::Answer(_)) { count_answers(tx, question).await } else { Ok(()) }
}

/// Brings a post back.
pub(super) async fn undelete(tx: &mut Tx, question: Uuid, (which, post): (PostRef, Uuid)) -> Result<(), sqlx::Error> {
    let (now, sql) = (tx.now(), of(which, [UNDELETE_QUESTION, UNDELETE_ANSWER, UNDELETE_COMMENT]));
    run!(tx, sqlx::query(sql).bind(post).bind(now))?;
    if matches!(which, PostRef::Answer(_)) { count_answers(tx, question).await } else { Ok(()) }
}

fn of(which: PostRef, [question, answer, comment]: [&'static str; 3]) -> &'static str {
    match which {
        PostRef::Question => question,
        PostRef::Answer(_) => answer,
        PostRef::Comment(_) => comment,
    }
}
