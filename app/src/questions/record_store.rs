//! Questions and their answers between bundle and database.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{ClosedBecause, QuestionState};
use super::office::record_store as office;
use super::record::{AnswerRecord, CommentRecord, QuestionRecord};
use crate::activity::ObjectKind;
use crate::db::bulk::Rows;
use crate::db::records::{Batch, Index, aliases, grouped, lists, save_aliases, save_list};
use crate::db::{Db, Tx};
use crate::notifications::reworded;
use crate::{markdown, on, plain, queries, run};

queries! {
    LOAD = "select q.id, c.slug as community, q.slug, q.title, q.body, case when m.standing <> 'former' then m.handle end as author, q.anonymous, q.asked_at, q.state, q.closed_because, q.closed_note, q.locked, q.accepted_answer_id, q.helpful_elsewhere \
            from question q join community c on c.id = q.community_id left join member m on m.id = q.author_id where q.deleted_at is null and q.id > $1 and q.id <= $2 order by q.id";
    TOPICS = "select qt.question_id, t.slug from question_topic qt join topic t on t.id = qt.topic_id \
              where qt.question_id > $1 and qt.question_id <= $2 order by qt.question_id, qt.position";
    HELPFUL = "select h.post_id, m.handle from helpful h join member m on m.id = h.member_id \
               where m.standing <> 'former' and h.question_id > $1 and h.question_id <= $2 order by h.post_id, m.handle";
    ANSWERS = "select a.question_id, a.id, case when m.standing <> 'former' then m.handle end as author, a.anonymous, a.answered_at, a.body, a.helpful_elsewhere from answer a left join member m on m.id = a.author_id \
               where a.deleted_at is null and a.question_id > $1 and a.question_id <= $2 order by a.question_id, a.position";
    COMMENTS = "select coalesce(co.answer_id, co.question_id) as post_id, case when m.standing <> 'former' then m.handle end as author, co.anonymous, co.commented_at, co.body from comment co left join member m on m.id = co.author_id \
                where co.deleted_at is null and co.question_id > $1 and co.question_id <= $2 order by co.question_id, co.position";
    SAVE = "insert into question (id, community_id, slug, title, body, body_html, html_version, author_id, asked_at, active_at, state, closed_because, closed_note, \
            accepted_answer_id, answer_count, created_at, updated_at, anonymous, locked, helpful_elsewhere) \
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, $17, $18, $19) \
            on conflict (id) do update set community_id = excluded.community_id, slug = excluded.slug, title = excluded.title, body = excluded.body, \
            body_html = excluded.body_html, html_version = excluded.html_version, author_id = excluded.author_id, asked_at = excluded.asked_at, \
            active_at = excluded.active_at, state = excluded.state, closed_because = excluded.closed_because, closed_note = excluded.closed_note, \
            accepted_answer_id = excluded.accepted_answer_id, answer_count = excluded.answer_count, anonymous = excluded.anonymous, locked = excluded.locked, helpful_elsewhere = excluded.helpful_elsewhere, revision = question.revision + 1, updated_at = excluded.updated_at";
    FORGET_TOPICS = "delete from question_topic where question_id = $1";
    FORGET_ANSWERS = "delete from answer where question_id = $1";
    FORGET_COMMENTS = "delete from comment where question_id = $1";
    FORGET_HELPFUL = "delete from helpful where question_id = $1";
    // Answers and comments are written anew: these were of the ones before.
    FORGET_NAMELESS = "delete from anonymous_author where question_id = $1 and post_id <> $1";
    FORGET_REVISIONS = "delete from revision where object_id in (select a.id from answer a where a.question_id = $1)";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    community: String,
    slug: String,
    title: String,
    body: String,
    author: Option<String>,
    anonymous: bool,
    asked_at: DateTime<Utc>,
    #[sqlx(try_from = "String")]
    state: QuestionState,
    closed_because: Option<String>,
    closed_note: Option<String>,
    locked: bool,
    accepted_answer_id: Option<Uuid>,
    helpful_elsewhere: i32,
}

#[derive(sqlx::FromRow)]
struct AnswerRow {
    question_id: Uuid,
    id: Uuid,
    author: Option<String>,
    anonymous: bool,
    answered_at: DateTime<Utc>,
    body: String,
    helpful_elsewhere: i32,
}

#[derive(sqlx::FromRow)]
struct CommentRow {
    post_id: Uuid,
    author: Option<String>,
    anonymous: bool,
    commented_at: DateTime<Utc>,
    body: String,
}

/// Reads a batch.
///
/// # Errors
/// When the database does not answer.
pub async fn load(db: &Db, batch: Batch) -> Result<Vec<(Uuid, QuestionRecord)>, sqlx::Error> {
    let rows: Vec<Row> = on!(db.reader(), c => sqlx::query_as(LOAD).bind(batch.after).bind(batch.to).fetch_all(c))?;
    let answer_rows: Vec<AnswerRow> = on!(db.reader(), c => sqlx::query_as(ANSWERS).bind(batch.after).bind(batch.to).fetch_all(c))?;
    let comment_rows: Vec<CommentRow> = on!(db.reader(), c => sqlx::query_as(COMMENTS).bind(batch.after).bind(batch.to).fetch_all(c))?;
    let mut aliases = aliases(db, ObjectKind::Question, batch).await?;
    let mut topics = lists(db, TOPICS, batch).await?;
    let mut helpful = lists(db, HELPFUL, batch).await?;
    let mut offices = office::load(db, batch).await?;
    let comments = comment_rows
        .into_iter()
        .map(|r| (r.post_id, CommentRecord { author: r.author, anonymous: r.anonymous, at: r.commented_at, body: r.body }));
    let mut comments = grouped(comments.collect());
    let mut answers: HashMap<Uuid, Vec<AnswerRow>> = grouped(answer_rows.into_iter().map(|r| (r.question_id, r)).collect());
    rows.into_iter()
        .map(|r| {
            let answers = answers.remove(&r.id).unwrap_or_default().into_iter().map(|a| AnswerRecord {
                author: a.author,
                anonymous: a.anonymous,
                at: a.answered_at,
                accepted: r.accepted_answer_id == Some(a.id),
                helpful: helpful.remove(&a.id).unwrap_or_default(),
                helpful_elsewhere: a.helpful_elsewhere,
                body: a.body,
                comments: comments.remove(&a.id).unwrap_or_default(),
            });
            let answers = answers.collect();
            let record = QuestionRecord {
                community: r.community,
                slug: r.slug,
                title: r.title,
                author: r.author,
                anonymous: r.anonymous,
                asked: r.asked_at,
                topics: topics.remove(&r.id).unwrap_or_default(),
                state: r.state,
                closed_because: r.closed_because.map(ClosedBecause::try_from).transpose().map_err(|e| sqlx::Error::Decode(e.into()))?,
                closed_note: r.closed_note,
                locked: r.locked,
                helpful: helpful.remove(&r.id).unwrap_or_default(),
                helpful_elsewhere: r.helpful_elsewhere,
                comments: comments.remove(&r.id).unwrap_or_default(),
                answers,
                office_hours: offices.remove(&r.id),
                aliases: aliases.remove(&r.id).unwrap_or_default(),
                body: r.body,
            };
            Ok((r.id, record))
        })
        .collect()
}

/// Writes one under the id, new or known, with its answers.
///
/// # Errors
/// When the database refuses, or the record refers to what is not there.
pub async fn save(tx: &mut Tx, index: &Index, id: Uuid, record: &QuestionRecord) -> Result<(), sqlx::Error> {
    let now = tx.now();
    let person = |handle: &Option<String>| handle.as_deref().map(|handle| index.want(ObjectKind::Person, handle)).transpose();
    let answers: Vec<(Uuid, &AnswerRecord)> = record.answers.iter().map(|answer| (Uuid::now_v7(), answer)).collect();
    let accepted = answers.iter().find(|(_, answer)| answer.accepted).map(|(id, _)| *id);
    let active = record.answers.iter().map(|answer| answer.at).max().map_or(record.asked, |newest| newest.max(record.asked));
    let html = markdown::render_with_anchors(&record.body, "q-");
    run!(
        tx,
        sqlx::query(SAVE)
            .bind(id)
            .bind(index.want(ObjectKind::Community, &record.community)?)
            .bind(&record.slug)
            .bind(&record.title)
            .bind(&record.body)
            .bind(&html)
            .bind(markdown::VERSION)
            .bind(person(&record.author)?)
            .bind(record.asked)
            .bind(active)
            .bind(record.state.as_str())
            .bind(record.closed_because.map(ClosedBecause::as_str))
            .bind(&record.closed_note)
            .bind(accepted)
            .bind(i32::try_from(answers.len()).unwrap_or(i32::MAX))
            .bind(now)
            .bind(record.anonymous)
            .bind(record.locked)
            .bind(record.helpful_elsewhere)
    )?;
    reworded(tx, id, &plain::text(&html)).await?;
    let topics = index.want_all(ObjectKind::Topic, &record.topics)?;
    save_list(tx, FORGET_TOPICS, ("question_topic", &["question_id", "topic_id", "position"]), id, &topics).await?;
    for forget in [FORGET_NAMELESS, FORGET_REVISIONS, FORGET_COMMENTS, FORGET_HELPFUL, FORGET_ANSWERS] {
        run!(tx, sqlx::query(forget).bind(id))?;
    }
    let mut answer_rows = Rows::new(
        "answer",
        &[
            "id",
            "question_id",
            "position",
            "author_id",
            "anonymous",
            "body",
            "body_html",
            "html_version",
            "answered_at",
            "created_at",
            "updated_at",
            "helpful_elsewhere",
        ],
    );
    let mut comments = Comments { rows: Rows::new("comment", COMMENT_COLUMNS), question: id, count: 0, index };
    let mut helpful = Rows::new("helpful", &["question_id", "post_id", "member_id"]);
    for handle in &record.helpful {
        helpful.push([id.into(), id.into(), index.want(ObjectKind::Person, handle)?.into()]);
    }
    comments.push(None, &record.comments, now)?;
    for ((answer_id, answer), position) in answers.into_iter().zip(0_i32..) {
        answer_rows.push([
            answer_id.into(),
            id.into(),
            position.into(),
            person(&answer.author)?.into(),
            answer.anonymous.into(),
            answer.body.as_str().into(),
            markdown::render_with_anchors(&answer.body, &format!("a{}-", position + 1)).into(),
            markdown::VERSION.into(),
            answer.at.into(),
            now.into(),
            now.into(),
            answer.helpful_elsewhere.into(),
        ]);
        for handle in &answer.helpful {
            helpful.push([id.into(), answer_id.into(), index.want(ObjectKind::Person, handle)?.into()]);
        }
        comments.push(Some(answer_id), &answer.comments, now)?;
    }
    answer_rows.insert(tx).await?;
    comments.rows.insert(tx).await?;
    helpful.insert(tx).await?;
    office::save(tx, index, id, record.office_hours.as_ref()).await?;
    save_aliases(tx, ObjectKind::Question, id, &record.aliases).await
}

const COMMENT_COLUMNS: &[&str] = &[
    "id",
    "question_id",
    "answer_id",
    "position",
    "author_id",
    "anonymous",
    "body",
    "body_html",
    "html_version",
    "commented_at",
    "created_at",
    "updated_at",
];

struct Comments<'i> {
    rows: Rows,
    question: Uuid,
    count: i32,
    index: &'i Index,
}

impl Comments<'_> {
    fn push(&mut self, answer: Option<Uuid>, comments: &[CommentRecord], now: DateTime<Utc>) -> Result<(), sqlx::Error> {
        for comment in comments {
            let author = comment.author.as_deref().map(|handle| self.index.want(ObjectKind::Person, handle)).transpose()?;
            self.count += 1;
            self.rows.push([
                Uuid::now_v7().into(),
                self.question.into(),
                answer.into(),
                self.count.into(),
                author.into(),
                comment.anonymous.into(),
                comment.body.as_str().into(),
                markdown::render_with_anchors(&comment.body, &format!("c{}-", self.count)).into(),
                markdown::VERSION.into(),
                comment.at.into(),
                now.into(),
                now.into(),
            ]);
        }
        Ok(())
    }
}
