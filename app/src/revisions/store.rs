//! The SQL of revisions.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::activity::ObjectKind;
use crate::db::{Db, Tx};
use crate::members::store::author_handle;
use crate::{on, queries, run};

/// Revisions on a page; the statement below reads one more.
pub const PAGE: usize = 20;

queries! {
    LAST = "select r.number, r.title, r.topics, r.body from revision r where r.object_id = $1 order by r.number desc limit 1";
    KEEP = "insert into revision (id, kind, object_id, number, title, topics, body, author_id, anonymous, because, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    LIST = concat!(
        "select r.number, r.title, r.topics, r.body, ", author_handle!(), ", m.name, r.anonymous, r.because, r.made_at \
         from revision r left join member m on m.id = r.author_id where r.object_id = $1 and r.number < $2 order by r.number desc limit 21"
    );
    BODIES = "select r.body from revision r where r.object_id = $1 order by r.number desc limit 50";
    CREDIT = "insert into revision_contributor (revision_id, position, member_id) values ($1, $2, $3)";
    CONTRIBUTORS = "select r.number, m.name from revision r join revision_contributor x on x.revision_id = r.id join member m on m.id = x.member_id \
                    where r.object_id = $1 and r.number < $2 and r.number > $3 order by r.number, x.position";
    ONE = "select r.title, r.topics, r.body from revision r where r.object_id = $1 and r.number = $2";
}

/// What can be edited and is no object of its own has a word of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// Something that has an address.
    Object(ObjectKind),
    /// An answer to a question.
    Answer,
    /// A comment on either.
    Comment,
}

impl TextKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Object(kind) => kind.as_str(),
            Self::Answer => "answer",
            Self::Comment => "comment",
        }
    }
}

/// What something says.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Text {
    /// Its title, where it has one.
    pub title: Option<String>,
    /// Titles of its topics, with commas between them, where it has any to choose.
    pub topics: Option<String>,
    /// Markdown.
    pub body: String,
}

/// A text, and who wrote it when.
#[derive(Clone, Debug)]
pub struct Written {
    /// The text.
    pub text: Text,
    /// Who; `None` where that is not known, or not to be known.
    pub author: Option<Uuid>,
    /// Whether it is not to be known.
    pub anonymous: bool,
    /// Why.
    pub because: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A revision as it is shown.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Revision {
    /// Counted from one.
    pub number: i32,
    /// What it says.
    #[sqlx(flatten)]
    pub text: Text,
    /// `/people/{handle}`; empty for who left.
    pub handle: Option<String>,
    /// The name of who made it.
    pub name: Option<String>,
    /// Whether who made it is not to be known.
    pub anonymous: bool,
    /// Why.
    pub because: Option<String>,
    /// When.
    pub made_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Last {
    number: i32,
    #[sqlx(flatten)]
    text: Text,
}

/// What the latest revision of something says; `None` where it has none.
///
/// # Errors
/// When the database does not answer.
pub async fn latest(tx: &mut Tx, object: Uuid) -> Result<Option<Text>, sqlx::Error> {
    let last: Option<Last> = on!(tx.conn(), c => sqlx::query_as(LAST).bind(object).fetch_optional(c))?;
    Ok(last.map(|last| last.text))
}

/// Keeps an edit of something that is locked: what it made of the text, and before that what stood there, where that is not kept yet. Gives the id of the new revision.
///
/// # Errors
/// When the database refuses.
pub async fn keep(tx: &mut Tx, (kind, object): (TextKind, Uuid), before: &Written, after: &Written) -> Result<Uuid, sqlx::Error> {
    let last: Option<Last> = on!(tx.conn(), c => sqlx::query_as(LAST).bind(object).fetch_optional(c))?;
    let (mut number, known) = last.map_or((0, None), |last| (last.number, Some(last.text)));
    if known.as_ref() != Some(&before.text) {
        number += 1;
        // What an import brought is nobody's edit here.
        let before = if known.is_some() { &Written { author: None, anonymous: false, ..before.clone() } } else { before };
        insert(tx, (kind, object, number), before).await?;
    }
    insert(tx, (kind, object, number + 1), after).await
}

/// Remembers who wrote what a revision says, in their order.
///
/// # Errors
/// When the database refuses.
pub async fn credit(tx: &mut Tx, revision: Uuid, members: &[Uuid]) -> Result<(), sqlx::Error> {
    for (position, member) in (0i32..).zip(members) {
        run!(tx, sqlx::query(CREDIT).bind(revision).bind(position).bind(*member))?;
    }
    Ok(())
}

pub(super) async fn insert(tx: &mut Tx, (kind, object, number): (TextKind, Uuid, i32), written: &Written) -> Result<Uuid, sqlx::Error> {
    let id = Uuid::now_v7();
    run!(
        tx,
        sqlx::query(KEEP)
            .bind(id)
            .bind(kind.as_str())
            .bind(object)
            .bind(number)
            .bind(written.text.title.as_deref())
            .bind(written.text.topics.as_deref())
            .bind(&written.text.body)
            .bind(written.author)
            .bind(written.anonymous)
            .bind(written.because.as_deref())
            .bind(written.at)
    )?;
    Ok(id)
}

/// The revisions of something before a number, the newest first: those of a page and one more.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &Db, object: Uuid, before: i32) -> Result<Vec<Revision>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(LIST).bind(object).bind(before).fetch_all(c))
}

/// The names of those who wrote together what revisions say: of those between two numbers, each with its own.
///
/// # Errors
/// When the database does not answer.
pub async fn contributors(db: &Db, object: Uuid, (before, after): (i32, i32)) -> Result<Vec<(i32, String)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(CONTRIBUTORS).bind(object).bind(before).bind(after).fetch_all(c))
}

/// What a revision says; `None` where there is none of that number.
///
/// # Errors
/// When the database does not answer.
pub async fn one(tx: &mut Tx, object: Uuid, number: i32) -> Result<Option<Text>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(ONE).bind(object).bind(number).fetch_optional(c))
}

/// What the latest revisions of something say, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn bodies(tx: &mut Tx, object: Uuid) -> Result<Vec<String>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(BODIES).bind(object).fetch_all(c))
}
