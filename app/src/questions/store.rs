//! The SQL of questions' screens.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{Answer, Author, Comment, QuestionList, QuestionScreen, QuestionState, QuestionSummary};
use crate::asked::Asked;
use crate::communities::model::{CommunityHead, Section};
use crate::db::statement::{Statement, ask};
use crate::db::{Db, key};
use crate::error::AppError;
use crate::members::store::author_handle;
use crate::state::Viewer;
use crate::topics::facets::{self, Topic};
use crate::ui::filtering::Form;
use crate::ui::pagination::Slice;
use crate::{markdown, on, queries, visible, when};

/// Questions on a page of a list; the statement below reads one more.
const PAGE: usize = 30;

const BEFORE: &str = " and (q.active_at, q.id) < ($?, $?)";
const OF_COMMUNITY: &str = " and c.slug = $?";
const OF_TOPIC: &str = " and q.id in (select x.question_id from question_topic x where x.topic_id = $?)";
const WAITING: &str = " and q.answer_count = 0 and q.state = 'open'";
const LIVELIEST: &str = " order by q.active_at desc, q.id desc limit 31";
/// Counts no further than one past what is shown as a number; closes what [`COUNT`] opens.
const COUNT_END: &str = " limit 1001) n";

/// The beginning of the statement that counts a list.
const COUNT: &str = concat!(
    "select count(*) from (select 1 as one from question q left join community c on c.id = q.community_id where ",
    visible!("questions")
);

queries! {
    /// Joined as lists are; see `related::store`.
    LIST = concat!(
        "select q.id, q.slug, q.title, q.asked_at, q.active_at, q.state, q.accepted_answer_id, q.answer_count, c.slug as community_slug, \
         c.name as community_name, ", author_handle!(), ", m.name from question q left join community c on c.id = q.community_id left join member m on m.id = q.author_id where ",
        visible!("questions")
    );
    QUESTION = concat!(
        "select q.id, q.title, q.body_html, q.asked_at, q.state, q.closed_because, q.closed_note, q.accepted_answer_id, ", author_handle!(), ", m.name, \
         (select count(*) from helpful h where h.post_id = q.id) + q.helpful_elsewhere as helpful \
         from question q join community c on c.id = q.community_id left join member m on m.id = q.author_id where c.slug = $2 and q.slug = $3 and ", visible!("questions")
    );
    ANSWERS = concat!("select a.id, a.position, a.body_html, a.answered_at, ", author_handle!(), ", m.name, (select count(*) from helpful h where h.post_id = a.id) + a.helpful_elsewhere as helpful \
               from answer a left join member m on m.id = a.author_id where a.question_id = $1 order by a.answered_at, a.position");
    COMMENTS = concat!("select x.answer_id, x.body_html, x.commented_at, ", author_handle!(), ", m.name from comment x left join member m on m.id = x.author_id \
                where x.question_id = $1 order by x.position, x.id");
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

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
struct Narrowed {
    community: Option<String>,
    topic: Option<Topic>,
}

impl Narrowed {
    fn of(&self, statement: Statement, unanswered: bool) -> Statement {
        let statement =
            statement.with_any(OF_COMMUNITY, self.community.as_deref()).with_any(OF_TOPIC, self.topic.as_ref().map(|topic| topic.id));
        if unanswered { statement.with(WAITING, []) } else { statement }
    }

    fn list(&self, viewer: Viewer, unanswered: bool, key: (DateTime<Utc>, Uuid)) -> Statement {
        let list = Statement::new(LIST, [viewer.member.into()]).with(BEFORE, [key.0.into(), key.1.into()]);
        self.of(list, unanswered).with(LIVELIEST, [])
    }

    fn count(&self, viewer: Viewer, unanswered: bool) -> Statement {
        self.of(Statement::new(COUNT, [viewer.member.into()]), unanswered).with(COUNT_END, [])
    }
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    let (viewer, key) = (Viewer::ANONYMOUS, (DateTime::UNIX_EPOCH, Uuid::nil()));
    let topic = Topic { id: Uuid::nil(), slug: String::new(), title: String::new() };
    let narrowed =
        |bits: u8| Narrowed { community: (bits & 1 > 0).then(|| "design".to_owned()), topic: (bits & 2 > 0).then(|| topic.clone()) };
    let all = (0..8).map(|bits| (narrowed(bits), bits & 4 > 0));
    all.flat_map(|(narrowed, unanswered)| [narrowed.list(viewer, unanswered, key), narrowed.count(viewer, unanswered)]).collect()
}

/// A page of the questions the viewer may see, of one community or of all, by activity.
///
/// # Errors
/// `NotFound` where the viewer may not see the community's questions, `Invalid` where the query asks for what is not there.
pub async fn list(db: &Db, viewer: Viewer, (head, asked): (Option<CommunityHead>, &Asked)) -> Result<QuestionList, AppError> {
    if head.as_ref().is_some_and(|head| !head.sees.questions) {
        return Err(AppError::NotFound);
    }
    let unanswered = match asked.text("show").as_str() {
        "" => false,
        "unanswered" => true,
        _ => return Err(AppError::Invalid("Questions can be shown all, or only those that are unanswered.".to_owned())),
    };
    let key = key::parse_at(asked.after(), (key::last_instant(), Uuid::max()))?;
    let community = head.as_ref().map(|head| head.slug.clone());
    let topics = facets::of_questions(db, viewer, community.as_deref()).await?;
    let narrowed = Narrowed { community, topic: facets::chosen(db, &asked.text("topic")).await? };
    let rows: Vec<Row> = ask!(db, query_as, narrowed.list(viewer, unanswered, key), fetch_all)?;
    let slice = Slice::cut(rows, PAGE, asked.after(), |row| key::at(row.active_at, row.id));
    let list = Slice { items: slice.items.into_iter().map(summary).collect(), next: slice.next, later: slice.later };
    let all: i64 = ask!(db, query_scalar, narrowed.count(viewer, false), fetch_one)?;
    let waiting: i64 = ask!(db, query_scalar, narrowed.count(viewer, true), fetch_one)?;
    let address = head.as_ref().map_or_else(|| "/questions".to_owned(), |head| Section::Questions.address(&head.slug));
    let form = |unanswered: bool| {
        let topic = narrowed.topic.clone().map(|topic| (topic.slug, topic.title));
        let form = Form::new(address.clone(), "Show").keeping("show", "unanswered", unanswered);
        form.choice(("topic", "Topic", "Any topic"), topic, topics.clone()).done()
    };
    Ok(QuestionList { head, unanswered, filters: form(unanswered), other: form(!unanswered).here, counts: (all, waiting), list })
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
        let comment = Comment {
            author: author(row.handle, row.name),
            at: when::stamp(row.commented_at),
            body_html: markdown::lowered(&row.body_html),
        };
        comments.entry(row.answer_id).or_default().push(comment);
    }
    // The oldest first, as they were read; then the more helpful rise, and the accepted one to the top.
    answers.sort_by_key(|answer| (Some(answer.id) != q.accepted_answer_id, -answer.helpful));
    let answers = answers.into_iter().map(|answer| Answer {
        anchor: format!("answer-{}", answer.position + 1),
        author: author(answer.handle, answer.name),
        at: when::stamp(answer.answered_at),
        body_html: markdown::lowered(&answer.body_html),
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
