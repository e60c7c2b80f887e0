//! What somebody began to write and has not posted: kept on the server for them alone, for thirty days after they last wrote at it.

use chrono::DateTime;
use uuid::Uuid;

use super::asking::{BODY, TITLE};
use super::board::open;
use super::drafting_store::{self as store, Draft, Own};
use super::editing_store::shown;
use super::history::address;
use super::post::PostRef;
use super::posting::DropDraft;
use crate::activity::ObjectKind;
use crate::communities::model::Section;
use crate::db::Db;
use crate::error::AppError;
use crate::state::signed_in_at;
use crate::typed::Typed;
use crate::ui::form::Done;
use crate::ui::forming::form;
use crate::ui::sheet::{Part, Row};
use crate::{plain, when};

/// The longest topics of a draft, in characters.
const TOPICS: usize = 500;

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
    store::keep(&app.db, (member.member, (ObjectKind::Community, head.id)), &drafted(texts, anonymous)?).await?;
    Ok(kept(format!("/c/{}/ask", head.slug), save))
}

/// Keeps an answer that is being written.
pub(super) async fn keep_answer(community: &str, (slug, body): (&str, &str), (anonymous, save): (bool, &str)) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    open(&app, &member, &head).await?;
    let (question, _) = shown(&app.db, member.viewer(), head.id, (slug, PostRef::Question)).await?;
    store::keep(&app.db, (member.member, (ObjectKind::Question, question.id)), &drafted(["", body, ""], anonymous)?).await?;
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
    store::forget(&mut tx, member.member, place).await?;
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
    let rows = store::own(db, member).await?;
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
