//! The SQL of questions' screens.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{Answer, Author, COUNTED, Comment, QuestionList, QuestionScreen, QuestionState, QuestionSummary};
use crate::communities::model::CommunityHead;
use crate::db::{Db, key};
use crate::error::AppError;
use crate::state::Viewer;
use crate::ui::pagination::Slice;
use crate::{on, queries, visible, when};

/// Questions on a page of a list.
const PAGE: usize = 30;

macro_rules! list {
    ($which:literal) => {
        concat!(
            "select q.id, q.slug, q.title, q.asked_at, q.active_at, q.state, q.accepted_answer_id, q.answer_count, c.slug as community_slug, \
             c.name as community_name, m.handle, m.name from question q join community c on c.id = q.community_id \
             left join member m on m.id = q.author_id where ",
            visible!("questions"),
            " and (q.active_at, q.id) < ($2, $3)",
            $which,
            " order by q.active_at desc, q.id desc limit $4"
        )
    };
}

/// Counts no further than one past what is shown as a number.
macro_rules! count {
    ($which:literal, $limit:literal) => {
        concat!(
            "select count(*) from (select 1 as one from question q join community c on c.id = q.community_id where ",
            visible!("questions"),
            $which,
            " limit ",
            $limit,
            ") n"
        )
    };
}

queries! {
    ALL = list!("");
    UNANSWERED = list!(" and q.answer_count = 0 and q.state = 'open'");
    ALL_OF = list!(" and c.slug = $5");
    UNANSWERED_OF = list!(" and c.slug = $5 and q.answer_count = 0 and q.state = 'open'");
    COUNT = count!("", "$2");
    COUNT_UNANSWERED = count!(" and q.answer_count = 0 and q.state = 'open'", "$2");
    COUNT_OF = count!(" and c.slug = $2", "$3");
    COUNT_UNANSWERED_OF = count!(" and c.slug = $2 and q.answer_count = 0 and q.state = 'open'", "$3");
    QUESTION = concat!(
        "select q.id, q.title, q.body_html, q.asked_at, q.state, q.closed_because, q.closed_note, q.accepted_answer_id, m.handle, m.name, \
         (select count(*) from helpful h where h.post_id = q.id) as helpful \
         from question q join community c on c.id = q.community_id left join member m on m.id = q.author_id where c.slug = $2 and q.slug = $3 and ", visible!("questions")
    );
    ANSWERS = "select a.id, a.position, a.body_html, a.answered_at, m.handle, m.name, (select count(*) from helpful h where h.post_id = a.id) as helpful \
               from answer a left join member m on m.id = a.author_id where a.question_id = $1 order by a.answered_at, a.position";
    COMMENTS = "select x.answer_id, x.body_html, x.commented_at, m.handle, m.name from comment x left join member m on m.id = x.author_id \
                where x.question_id = $1 order by x.position, x.id";
    TOPICS = "select t.slug, t.title from question_topic x join topic t on t.id = x.topic_id where x.question_id = $1 order by x.position";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    slug: String,
    title: String,
    asked_at: DateTime<Utc>,
    active_at: DateTime<Utc>,
    #[sqlx(try_from = "String")]
    state: QuestionState,
    accepted_answer_id: Option<Uuid>,
    answer_count: i32,
    community_slug: String,
    community_name: String,
    handle: Option<String>,
    name: Option<String>,
}

/// A page of the questions the viewer may see, of one community or of all, by activity.
///
/// # Errors
/// `NotFound` where the viewer may not see the community's questions, `Invalid` where `show` or `after` make no sense.
pub async fn list(db: &Db, viewer: Viewer, (head, show): (Option<CommunityHead>, &str), after: &str) -> Result<QuestionList, AppError> {
    if head.as_ref().is_some_and(|head| !head.sees.questions) {
        return Err(AppError::NotFound);
    }
    let unanswered = match show {
        "" => false,
        "unanswered" => true,
        _ => return Err(AppError::Invalid("Questions can be shown all, or only those that are unanswered.".to_owned())),
    };
    let (from, id) = key::parse_at(after, (key::last_instant(), Uuid::max()))?;
    let sql = match (&head, unanswered) {
        (None, false) => ALL,
        (None, true) => UNANSWERED,
        (Some(_), false) => ALL_OF,
        (Some(_), true) => UNANSWERED_OF,
    };
    let rows: Vec<Row> = on!(db.reader(), c => {
        let query = sqlx::query_as(sql).bind(viewer.member).bind(from).bind(id).bind(PAGE as i64 + 1);
        match &head {
            Some(head) => query.bind(head.slug.clone()),
            None => query,
        }.fetch_all(c)
    })?;
    let slice = Slice::cut(rows, PAGE, after, |row| key::at(row.active_at, row.id));
    let list = Slice { items: slice.items.into_iter().map(summary).collect(), next: slice.next, later: slice.later };
    let slug = head.as_ref().map(|head| head.slug.as_str());
    let counts =
        (count(db, viewer, slug, (COUNT, COUNT_OF)).await?, count(db, viewer, slug, (COUNT_UNANSWERED, COUNT_UNANSWERED_OF)).await?);
    Ok(QuestionList { head, unanswered, counts, list })
}

async fn count(db: &Db, viewer: Viewer, slug: Option<&str>, (all, of): (&'static str, &'static str)) -> Result<i64, AppError> {
    let count = match slug {
        None => on!(db.reader(), c => sqlx::query_scalar(all).bind(viewer.member).bind(COUNTED + 1).fetch_one(c))?,
        Some(slug) => on!(db.reader(), c => sqlx::query_scalar(of).bind(viewer.member).bind(slug).bind(COUNTED + 1).fetch_one(c))?,
    };
    Ok(count)
}

fn summary(row: Row) -> QuestionSummary {
    let (asked, active) = (when::stamp(row.asked_at), when::stamp(row.active_at));
    QuestionSummary {
        href: format!("/c/{}/questions/{}", row.community_slug, row.slug),
        title: row.title,
        community: (row.community_slug, row.community_name),
        author: author(row.handle, row.name),
        active: (active.text != asked.text).then_some(active),
        asked,
        answers: row.answer_count,
        accepted: row.accepted_answer_id.is_some(),
        closed: row.state == QuestionState::Closed,
    }
}

fn author(handle: Option<String>, name: Option<String>) -> Option<Author> {
    Some(Author { handle: handle?, name: name? })
}

#[derive(sqlx::FromRow)]
struct QuestionRow {
    id: Uuid,
    title: String,
    body_html: String,
    asked_at: DateTime<Utc>,
    #[sqlx(try_from = "String")]
    state: QuestionState,
    closed_because: Option<String>,
    closed_note: Option<String>,
    accepted_answer_id: Option<Uuid>,
    handle: Option<String>,
    name: Option<String>,
    helpful: i64,
}

#[derive(sqlx::FromRow)]
struct AnswerRow {
    id: Uuid,
    position: i32,
    body_html: String,
    answered_at: DateTime<Utc>,
    handle: Option<String>,
    name: Option<String>,
    helpful: i64,
}

#[derive(sqlx::FromRow)]
struct CommentRow {
    answer_id: Option<Uuid>,
    body_html: String,
    commented_at: DateTime<Utc>,
    handle: Option<String>,
    name: Option<String>,
}

/// A question with its answers and what was said about them.
///
/// # Errors
/// `NotFound` where there is none or none for the viewer.
pub async fn question(db: &Db, viewer: Viewer, head: CommunityHead, slug: &str) -> Result<QuestionScreen, AppError> {
    let row: Option<QuestionRow> =
        on!(db.reader(), c => sqlx::query_as(QUESTION).bind(viewer.member).bind(head.slug.as_str()).bind(slug).fetch_optional(c))?;
    let q = row.ok_or(AppError::NotFound)?;
    let mut answers: Vec<AnswerRow> = on!(db.reader(), c => sqlx::query_as(ANSWERS).bind(q.id).fetch_all(c))?;
    let rows: Vec<CommentRow> = on!(db.reader(), c => sqlx::query_as(COMMENTS).bind(q.id).fetch_all(c))?;
    let topics: Vec<(String, String)> = on!(db.reader(), c => sqlx::query_as(TOPICS).bind(q.id).fetch_all(c))?;
    let mut comments: HashMap<Option<Uuid>, Vec<Comment>> = HashMap::new();
    for row in rows {
        let comment = Comment { author: author(row.handle, row.name), at: when::stamp(row.commented_at), body_html: row.body_html };
        comments.entry(row.answer_id).or_default().push(comment);
    }
    // The oldest first, as they were read; then the more helpful rise, and the accepted one to the top.
    answers.sort_by_key(|answer| (Some(answer.id) != q.accepted_answer_id, -answer.helpful));
    let answers = answers.into_iter().map(|answer| Answer {
        anchor: format!("answer-{}", answer.position + 1),
        author: author(answer.handle, answer.name),
        at: when::stamp(answer.answered_at),
        body_html: answer.body_html,
        accepted: Some(answer.id) == q.accepted_answer_id,
        helpful: answer.helpful,
        comments: comments.remove(&Some(answer.id)).unwrap_or_default(),
    });
    Ok(QuestionScreen {
        answers: answers.collect(),
        comments: comments.remove(&None).unwrap_or_default(),
        title: q.title,
        body_html: q.body_html,
        author: author(q.handle, q.name),
        asked: when::stamp(q.asked_at),
        closed: (q.state == QuestionState::Closed).then(|| (q.closed_because.and_then(|word| word.parse().ok()), q.closed_note)),
        helpful: q.helpful,
        topics,
        head,
    })
}
