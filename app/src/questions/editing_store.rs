//! The SQL of editing questions and answers.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::post::PostRef;
use super::posts_store::{self as posts, Locked, Post, comment_at};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::revisions::store::Text;
use crate::state::Viewer;
use crate::{markdown, on, queries, run};

queries! {
    TOPICS = "select t.title from question_topic x join topic t on t.id = x.topic_id where x.question_id = $1 order by x.position";
    EDIT_QUESTION = "update question set title = $2, body = $3, body_html = $4, html_version = $5, edited_at = $6, updated_at = $6 where id = $1";
    EDIT_ANSWER = "update answer set body = $2, body_html = $3, html_version = $4, edited_at = $5, updated_at = $5, revision = revision + 1 where id = $1";
    EDIT_COMMENT = "update comment set body = $2, body_html = $3, html_version = $4, edited_at = $5, updated_at = $5 where id = $1";
    QUESTION_BY = "select q.author_id, coalesce(q.edited_at, q.asked_at) from question q where q.id = $1";
    ANSWER_BY = "select a.author_id, coalesce(a.edited_at, a.answered_at) from answer a where a.id = $1";
    COMMENT_BY = "select k.author_id, coalesce(k.edited_at, k.commented_at) from comment k where k.id = $1";
    // Nobody sees a comment below an answer that was deleted.
    COMMENT_SHOWN = concat!(comment_at!(), " and (k.answer_id is null or exists (select 1 from answer a where a.id = k.answer_id and a.deleted_at is null))");
}

/// A question that a screen is about, with one of its posts.
pub(super) async fn shown(db: &Db, viewer: Viewer, community: Uuid, (slug, which): (&str, PostRef)) -> Result<(Locked, Post), AppError> {
    let id: Option<Uuid> =
        on!(db.reader(), c => sqlx::query_scalar(posts::FIND).bind(viewer.member).bind(community).bind(slug).fetch_optional(c))?;
    let id = id.ok_or(AppError::NotFound)?;
    let question: Locked = on!(db.reader(), c => sqlx::query_as(posts::QUESTION).bind(id).bind(viewer.member).fetch_one(c))?;
    let post = match which {
        PostRef::Question => Some(question.post()),
        PostRef::Answer(position) => {
            on!(db.reader(), c => sqlx::query_as(posts::ANSWER_AT).bind(id).bind(position).bind(viewer.member).fetch_optional(c))?
        }
        PostRef::Comment(position) => {
            on!(db.reader(), c => sqlx::query_as(COMMENT_SHOWN).bind(id).bind(position).bind(viewer.member).fetch_optional(c))?
        }
    };
    Ok((question, post.ok_or(AppError::NotFound)?))
}

/// What a post says, as it is edited.
pub(super) async fn text(db: &Db, question: &Locked, (which, post): (PostRef, &Post)) -> Result<Text, sqlx::Error> {
    if which != PostRef::Question {
        return Ok(Text { title: None, topics: None, body: post.body.clone() });
    }
    let topics: Vec<String> = on!(db.reader(), c => sqlx::query_scalar(TOPICS).bind(question.id).fetch_all(c))?;
    Ok(Text { title: Some(question.title.clone()), topics: Some(topics.join(", ")), body: post.body.clone() })
}

/// The same of a question that is locked.
pub(super) async fn text_now(tx: &mut Tx, question: &Locked, (which, post): (PostRef, &Post)) -> Result<Text, sqlx::Error> {
    if which != PostRef::Question {
        return Ok(Text { title: None, topics: None, body: post.body.clone() });
    }
    let topics: Vec<String> = on!(tx.conn(), c => sqlx::query_scalar(TOPICS).bind(question.id).fetch_all(c))?;
    Ok(Text { title: Some(question.title.clone()), topics: Some(topics.join(", ")), body: post.body.clone() })
}

/// Who wrote a post, where that may be known, and when it was written or last edited.
pub(super) async fn written(tx: &mut Tx, which: PostRef, post: Uuid) -> Result<(Option<Uuid>, DateTime<Utc>), sqlx::Error> {
    let sql = match which {
        PostRef::Question => QUESTION_BY,
        PostRef::Answer(_) => ANSWER_BY,
        PostRef::Comment(_) => COMMENT_BY,
    };
    on!(tx.conn(), c => sqlx::query_as(sql).bind(post).fetch_one(c))
}

/// Writes what a post says, and gives how it is rendered.
pub(super) async fn save(tx: &mut Tx, (which, post): (PostRef, Uuid), text: &Text) -> Result<String, sqlx::Error> {
    let (now, html) = (tx.now(), markdown::render_with_anchors(&text.body, &which.anchors()));
    let body = &text.body;
    match &text.title {
        Some(title) => {
            run!(tx, sqlx::query(EDIT_QUESTION).bind(post).bind(title).bind(body).bind(&html).bind(markdown::VERSION).bind(now))?
        }
        None if matches!(which, PostRef::Comment(_)) => {
            run!(tx, sqlx::query(EDIT_COMMENT).bind(post).bind(body).bind(&html).bind(markdown::VERSION).bind(now))?
        }
        None => run!(tx, sqlx::query(EDIT_ANSWER).bind(post).bind(body).bind(&html).bind(markdown::VERSION).bind(now))?,
    };
    Ok(html)
}
