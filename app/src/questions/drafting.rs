//! What somebody began to write and has not posted: kept on the server for them alone, for thirty days after they last wrote at it.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::asking::{BODY, TITLE};
use super::board::open;
use super::editing_store::shown;
use super::history::address;
use super::post::PostRef;
use super::posting::DropDraft;
use crate::activity::ObjectKind;
use crate::communities::model::Section;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::state::signed_in_at;
use crate::typed::Typed;
use crate::ui::form::Done;
use crate::ui::forming::form;
use crate::ui::sheet::{Part, Row};
use crate::{on, plain, queries, run, visible, when};

/// How long a draft is kept after it was last written at.
const KEPT: TimeDelta = TimeDelta::days(30);

/// The longest topics of a draft, in characters.
const TOPICS: usize = 500;

queries! {
    KEEP = "insert into draft (member_id, kind, object_id, title, body, topics, anonymous, saved_at) values ($1, $2, $3, $4, $5, $6, $7, $8) \
            on conflict (member_id, kind, object_id) do update set title = excluded.title, body = excluded.body, topics = excluded.topics, \
            anonymous = excluded.anonymous, saved_at = excluded.saved_at";
    READ = "select d.title, d.body, d.topics, d.anonymous, d.saved_at from draft d where d.member_id = $1 and d.kind = $2 and d.object_id = $3";
    DROP = "delete from draft where member_id = $1 and kind = $2 and object_id = $3";
    // A member has fifty at most: the oldest go.
    TRIM = "delete from draft where member_id = $1 and object_id not in (select d.object_id from draft d where d.member_id = $1 order by d.saved_at desc limit 50)";
    PURGE = "delete from draft where saved_at < $1";
    OWN = concat!(
        "select d.title, d.body, d.saved_at, c.slug as community, c.name as place, q.slug as question, q.title as asked from draft d \
         left join question q on d.kind = 'question' and q.id = d.object_id join community c on c.id = coalesce(q.community_id, d.object_id) \
         where d.member_id = $1 and (d.kind = 'community' or q.deleted_at is null) and ", visible!("questions"), " order by d.saved_at desc, d.object_id limit 50"
    );
}

/// What is being written.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Draft {
    pub(super) title: String,
    pub(super) body: String,
    pub(super) topics: String,
    pub(super) anonymous: bool,
    pub(super) saved_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Own {
    title: String,
    body: String,
    saved_at: DateTime<Utc>,
    community: String,
    place: String,
    question: Option<String>,
    asked: Option<String>,
}

/// Where something is being written: a question in a community, or an answer to a question.
pub(super) type Place = (ObjectKind, Uuid);

/// What a member began to write at a place.
pub(super) async fn read(db: &Db, member: Uuid, (kind, object): Place) -> Result<Option<Draft>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(READ).bind(member).bind(kind.as_str()).bind(object).fetch_optional(c))
}

/// Forgets it: it was posted.
pub(super) async fn forget(tx: &mut Tx, member: Uuid, (kind, object): Place) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(DROP).bind(member).bind(kind.as_str()).bind(object)).map(drop)
}

/// Removes what nobody wrote at for thirty days.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn purge(db: &Db) -> Result<u64, sqlx::Error> {
    let mut tx = db.begin().await?;
    let before = tx.now() - KEPT;
    let gone = run!(tx, sqlx::query(PURGE).bind(before))?;
    tx.commit([]).await?;
    Ok(gone)
}

async fn keep(db: &Db, (member, place): (Uuid, Place), draft: &Draft) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    if draft.title.is_empty() && draft.body.is_empty() && draft.topics.is_empty() {
        forget(&mut tx, member, place).await?;
        return tx.commit([]).await;
    }
    let now = tx.now();
    run!(
        tx,
        sqlx::query(KEEP)
            .bind(member)
            .bind(place.0.as_str())
            .bind(place.1)
            .bind(&draft.title)
            .bind(&draft.body)
            .bind(&draft.topics)
            .bind(draft.anonymous)
            .bind(now)
    )?;
    run!(tx, sqlx::query(TRIM).bind(member))?;
    tx.commit([]).await
}

fn drafted([title, body, topics]: [&str; 3], anonymous: bool) -> Result<Draft, AppError> {
    let mut typed = Typed::default();
    let title = typed.maybe_line("title", title, 2 * TITLE).unwrap_or_default();
    let topics = typed.maybe_line("topics", topics, TOPICS).unwrap_or_default();
    let body = typed.text("body", body, BODY);
    typed.done(Draft { title, body, topics, anonymous, saved_at: DateTime::UNIX_EPOCH })
}

/// What is said once it is kept: nothing to a browser that keeps it by itself.
fn kept(to: String, save: &str) -> Done {
    match save {
        "quietly" => Done::at(to),
        _ => Done::at(to).saying("Kept, for you alone. It stands here for 30 days, and under “Yours” among the questions."),
    }
}

/// Keeps a question that is being written.
pub(super) async fn keep_question(community: &str, texts: [&str; 3], (anonymous, save): (bool, &str)) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    open(&app, &member, &head).await?;
    keep(&app.db, (member.member, (ObjectKind::Community, head.id)), &drafted(texts, anonymous)?).await?;
    Ok(kept(format!("/c/{}/ask", head.slug), save))
}

/// Keeps an answer that is being written.
pub(super) async fn keep_answer(community: &str, (slug, body): (&str, &str), (anonymous, save): (bool, &str)) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    open(&app, &member, &head).await?;
    let (question, _) = shown(&app.db, member.viewer(), head.id, (slug, PostRef::Question)).await?;
    keep(&app.db, (member.member, (ObjectKind::Question, question.id)), &drafted(["", body, ""], anonymous)?).await?;
    Ok(kept(format!("{}#answering", address(&head, slug)), save))
}

/// Drops what somebody began to write: an answer to a question, or without one a question.
pub(super) async fn discard(community: &str, slug: &str) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    open(&app, &member, &head).await?;
    let (place, to) = if slug.is_empty() {
        ((ObjectKind::Community, head.id), format!("/c/{}/ask", head.slug))
    } else {
        let (question, _) = shown(&app.db, member.viewer(), head.id, (slug, PostRef::Question)).await?;
        ((ObjectKind::Question, question.id), address(&head, slug))
    };
    let mut tx = app.db.begin().await?;
    forget(&mut tx, member.member, place).await?;
    tx.commit([]).await?;
    Ok(Done::at(to).saying("Discarded."))
}

/// What stands above a form that holds a draft.
pub(super) fn notice(draft: &Draft, (community, slug): (&str, &str)) -> [Part; 2] {
    let says = format!("What you began to write is still here, as it was on {}. Only you see it.", when::stamp(draft.saved_at).text);
    let fields = form::<DropDraft>("Discard it").with("community", community).with("slug", slug);
    [Part::Text(says), Part::Form(fields.quiet().done())]
}

/// What a member began to write anywhere, the latest first; nothing where there is none.
pub(super) async fn own(db: &Db, member: Uuid) -> Result<Vec<Part>, sqlx::Error> {
    let rows: Vec<Own> = on!(db.reader(), c => sqlx::query_as(OWN).bind(member).fetch_all(c))?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let row = |own: Own| {
        let asks = format!("/c/{}/ask", own.community);
        let (title, href) = match (own.asked, own.question) {
            (Some(asked), Some(slug)) => {
                (format!("Your answer to “{asked}”"), format!("{}/{slug}#answering", Section::Questions.address(&own.community)))
            }
            _ if own.title.is_empty() => ("A question without a title".to_owned(), asks),
            _ => (own.title, asks),
        };
        let note = Some(plain::cut(&plain::line(&own.body), 160)).filter(|note| !note.is_empty());
        Row { href: Some(href), facts: vec![own.place, when::stamp(own.saved_at).text], note, ..Row::new(title) }
    };
    let lede = "Begun and not posted. Only you see these; each goes 30 days after you last wrote at it.";
    Ok(vec![Part::Text(lede.to_owned()), Part::Rows(rows.into_iter().map(row).collect())])
}
