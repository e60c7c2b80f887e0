//! The SQL of writing below questions: answers, comments, "helpful" and what was accepted.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::post::PostRef;
use crate::db::Tx;
use crate::error::AppError;
use crate::state::Viewer;
use crate::{markdown, on, queries, run, visible};

/// The SQL condition that the author of a post with these columns is the member `$n`, by name or without: `own!("q", "$1")`.
macro_rules! own {
    ($post:literal, $member:literal) => {
        concat!(
            "(coalesce(",
            $post,
            ".author_id = ",
            $member,
            ", false) or exists (select 1 from anonymous_author aa where aa.post_id = ",
            $post,
            ".id and aa.member_id = ",
            $member,
            "))"
        )
    };
}
pub(crate) use own;

/// The SQL condition that question `q` is there for the viewer `$1`: it was not deleted, or they are its author or tend the community's questions.
macro_rules! standing {
    () => {
        concat!(
            "(q.deleted_at is null or ",
            $crate::questions::posts_store::own!("q", "$1"),
            " or exists (select 1 from membership sv join membership_role sr on sr.membership_id = sv.id where sv.community_id = q.community_id and sv.member_id = $1 \
             and sv.state = 'active' and sr.role in ('lead', 'moderator') and (sr.since is null or sr.since <= current_date) and (sr.until is null or sr.until >= current_date)))"
        )
    };
}
pub(crate) use standing;

/// Reads the comment of question `$1` at place `$2`, for the viewer `$3`.
macro_rules! comment_at {
    () => {
        concat!(
            "select k.id, k.body, k.anonymous, ",
            $crate::questions::posts_store::own!("k", "$3"),
            " as own, k.deleted_at is not null as deleted, k.deleted_by_author from comment k where k.question_id = $1 and k.position = $2"
        )
    };
}
pub(crate) use comment_at;

queries! {
    REMEMBER_AUTHOR = "insert into anonymous_author (post_id, question_id, member_id) values ($1, $2, $3)";

    pub(super) FIND = concat!("select q.id from question q join community c on c.id = q.community_id where c.id = $2 and q.slug = $3 and ", visible!("questions"), " and ", standing!());
    // Locks: what is decided about a question is decided one after another.
    LOCK = "update question set revision = revision + 1 where id = $1";
    pub(super) QUESTION = concat!(
        "select q.id, q.slug, q.title, q.body, q.state = 'closed' as closed, q.closed_by_author, q.locked, q.anonymous, ", own!("q", "$2"), " as own, q.deleted_at is not null as deleted, q.deleted_by_author, \
         q.accepted_answer_id, q.answer_count from question q where q.id = $1"
    );
    pub(super) ANSWER_AT = concat!(
        "select a.id, a.body, a.anonymous, ", own!("a", "$3"), " as own, a.deleted_at is not null as deleted, a.deleted_by_author from answer a where a.question_id = $1 and a.position = $2"
    );
    COMMENT_AT = comment_at!();

    NEXT_ANSWER = "select coalesce(max(position) + 1, 0) from answer where question_id = $1";
    ANSWER = "insert into answer (id, question_id, position, author_id, anonymous, body, body_html, html_version, answered_at, created_at, updated_at) \
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9)";
    // Both are counted anew whenever an answer comes, goes or comes back.
    COUNT_ANSWERS = "update question set answer_count = (select count(*) from answer a where a.question_id = question.id and a.deleted_at is null), \
                     accepted_answer_id = (select a.id from answer a where a.id = question.accepted_answer_id and a.deleted_at is null), \
                     active_at = coalesce((select max(a.answered_at) from answer a where a.question_id = question.id and a.deleted_at is null and a.answered_at > question.asked_at), asked_at), \
                     updated_at = $2 where id = $1";
    NEXT_COMMENT = "select coalesce(max(position) + 1, 1) from comment where question_id = $1";
    COMMENT = "insert into comment (id, question_id, answer_id, position, author_id, anonymous, body, body_html, html_version, commented_at, created_at, updated_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $10)";
    AUTHOR_OF = "select m.handle, m.name, a.email from anonymous_author aa join member m on m.id = aa.member_id left join account a on a.member_id = m.id where aa.post_id = $1";
    HELPED = "insert into helpful (question_id, post_id, member_id) values ($1, $2, $3) on conflict (post_id, member_id) do nothing";
    HELPED_NOT = "delete from helpful where post_id = $1 and member_id = $2";
    ACCEPT = "update question set accepted_answer_id = $2, updated_at = $3 where id = $1";
}

/// An answer or a comment that is written.
pub(super) struct NewPost<'a> {
    pub(super) id: Uuid,
    pub(super) question: Uuid,
    pub(super) body: &'a str,
    /// `None`: it is written without a name.
    pub(super) author: Option<Uuid>,
}

/// A question that is acted on.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Locked {
    pub(super) id: Uuid,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) closed: bool,
    pub(super) closed_by_author: bool,
    pub(super) locked: bool,
    pub(super) anonymous: bool,
    /// Whether whoever acts wrote it.
    pub(super) own: bool,
    pub(super) deleted: bool,
    pub(super) deleted_by_author: bool,
    pub(super) accepted_answer_id: Option<Uuid>,
    pub(super) answer_count: i32,
}

/// A question, an answer or a comment that is acted on.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Post {
    pub(super) id: Uuid,
    pub(super) body: String,
    pub(super) anonymous: bool,
    /// Whether whoever acts wrote it.
    pub(super) own: bool,
    pub(super) deleted: bool,
    pub(super) deleted_by_author: bool,
}

impl Locked {
    /// As one of the posts.
    pub(super) fn post(&self) -> Post {
        let (anonymous, own, deleted, deleted_by_author) = (self.anonymous, self.own, self.deleted, self.deleted_by_author);
        Post { id: self.id, body: self.body.clone(), anonymous, own, deleted, deleted_by_author }
    }
}

/// Who wrote something without their name.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Author {
    pub(super) handle: String,
    pub(super) name: String,
    pub(super) email: Option<String>,
}

/// Who wrote a post that does not say so. For an administrator's act alone.
pub(super) async fn author_of(tx: &mut Tx, post: Uuid) -> Result<Option<Author>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(AUTHOR_OF).bind(post).fetch_optional(c))
}

/// Keeps who wrote a post that says it not: the post and its question.
pub(super) async fn remember_author(tx: &mut Tx, (post, question): (Uuid, Uuid), author: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(REMEMBER_AUTHOR).bind(post).bind(question).bind(author)).map(drop)
}

/// Locks a question that the viewer may see.
pub(super) async fn lock(tx: &mut Tx, viewer: Viewer, (community, slug): (Uuid, &str)) -> Result<Locked, AppError> {
    let id = find(tx, viewer, (community, slug)).await?;
    run!(tx, sqlx::query(LOCK).bind(id))?;
    Ok(on!(tx.conn(), c => sqlx::query_as(QUESTION).bind(id).bind(viewer.member).fetch_one(c))?)
}

/// A question that the viewer may see, without a lock.
pub(super) async fn read(tx: &mut Tx, viewer: Viewer, (community, slug): (Uuid, &str)) -> Result<Locked, AppError> {
    let id = find(tx, viewer, (community, slug)).await?;
    Ok(on!(tx.conn(), c => sqlx::query_as(QUESTION).bind(id).bind(viewer.member).fetch_one(c))?)
}

async fn find(tx: &mut Tx, viewer: Viewer, (community, slug): (Uuid, &str)) -> Result<Uuid, AppError> {
    let id: Option<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(FIND).bind(viewer.member).bind(community).bind(slug).fetch_optional(c))?;
    id.ok_or(AppError::NotFound)
}

/// A post of a question; `None` where there is none of that number.
pub(super) async fn post(tx: &mut Tx, viewer: Viewer, question: &Locked, which: PostRef) -> Result<Option<Post>, sqlx::Error> {
    let (sql, position) = match which {
        PostRef::Question => return Ok(Some(question.post())),
        PostRef::Answer(position) => (ANSWER_AT, position),
        PostRef::Comment(position) => (COMMENT_AT, position),
    };
    on!(tx.conn(), c => sqlx::query_as(sql).bind(question.id).bind(position).bind(viewer.member).fetch_optional(c))
}

/// Puts an answer below a question that is locked. Gives its place, and how it is rendered.
pub(super) async fn answer(tx: &mut Tx, answer: &NewPost<'_>) -> Result<(PostRef, String), sqlx::Error> {
    let now = tx.now();
    let position: i32 = on!(tx.conn(), c => sqlx::query_scalar(NEXT_ANSWER).bind(answer.question).fetch_one(c))?;
    let place = PostRef::Answer(position);
    let html = markdown::render_with_anchors(answer.body, &place.anchors());
    run!(
        tx,
        sqlx::query(ANSWER)
            .bind(answer.id)
            .bind(answer.question)
            .bind(position)
            .bind(answer.author)
            .bind(answer.author.is_none())
            .bind(answer.body)
            .bind(&html)
            .bind(markdown::VERSION)
            .bind(now)
    )?;
    count_answers(tx, answer.question).await?;
    Ok((place, html))
}

/// Counts a question's answers anew, and looks for the accepted and the newest of them.
pub(super) async fn count_answers(tx: &mut Tx, question: Uuid) -> Result<(), sqlx::Error> {
    let now: DateTime<Utc> = tx.now();
    run!(tx, sqlx::query(COUNT_ANSWERS).bind(question).bind(now)).map(drop)
}

/// Puts a comment below a question that is locked, or below one of its answers. Gives its place, and how it is rendered.
pub(super) async fn comment(tx: &mut Tx, comment: &NewPost<'_>, answer: Option<Uuid>) -> Result<(PostRef, String), sqlx::Error> {
    let now = tx.now();
    let position: i32 = on!(tx.conn(), c => sqlx::query_scalar(NEXT_COMMENT).bind(comment.question).fetch_one(c))?;
    let place = PostRef::Comment(position);
    let html = markdown::render_with_anchors(comment.body, &place.anchors());
    run!(
        tx,
        sqlx::query(COMMENT)
            .bind(comment.id)
            .bind(comment.question)
            .bind(answer)
            .bind(position)
            .bind(comment.author)
            .bind(comment.author.is_none())
            .bind(comment.body)
            .bind(&html)
            .bind(markdown::VERSION)
            .bind(now)
    )?;
    Ok((place, html))
}

/// Counts a member among those whom a post helped, or no longer. Gives whether that is news.
pub(super) async fn set_helpful(tx: &mut Tx, (question, post): (Uuid, Uuid), member: Uuid, helped: bool) -> Result<bool, sqlx::Error> {
    let changed = match helped {
        true => run!(tx, sqlx::query(HELPED).bind(question).bind(post).bind(member))?,
        false => run!(tx, sqlx::query(HELPED_NOT).bind(post).bind(member))?,
    };
    Ok(changed > 0)
}

/// Marks an answer of a question that is locked as the accepted one, or none.
pub(super) async fn accept(tx: &mut Tx, question: Uuid, answer: Option<Uuid>) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(ACCEPT).bind(question).bind(answer).bind(now)).map(drop)
}
