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
use crate::accounts::attempts::{DRAFT, spend};
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

/// How a browser says that it keeps a text by itself.
const BY_ITSELF: &str = "quietly";

fn drafted([title, body, topics]: [&str; 3], anonymous: bool) -> Result<Draft, AppError> {
    let mut typed = Typed::default();
    let title = typed.maybe_line("title", title, 2 * TITLE).unwrap_or_default();
    let topics = typed.maybe_line("topics", topics, TOPICS).unwrap_or_default();
    let body = typed.text("body", body, BODY);
    typed.done(Draft { title, body, topics, anonymous, saved_at: DateTime::UNIX_EPOCH })
}

/// What is said once it is kept: nothing to a browser that keeps it by itself.
fn kept(to: String, save: &str, draft: &Draft) -> Done {
    match save {
        BY_ITSELF => Done::at(to),
        _ if draft.title.is_empty() && draft.body.is_empty() && draft.topics.is_empty() => {
            Done::at(to).saying("There is nothing to keep yet.")
        }
        _ => Done::at(to).saying("Kept, for you alone. It stands here for 30 days, and under “Yours” among the questions."),
    }
}

/// Keeps a question that is being written.
pub(super) async fn keep_question(community: &str, texts: [&str; 3], (anonymous, save): (bool, &str)) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    open(&app, &member, &head).await?;
    let draft = drafted(texts, anonymous)?;
    spend(&app.db, DRAFT, &format!("member {}", member.member)).await?;
    store::keep(&app.db, (member.member, (ObjectKind::Community, head.id)), &draft, save == BY_ITSELF).await?;
    Ok(kept(format!("/c/{}/ask", head.slug), save, &draft))
}

/// Keeps an answer that is being written.
pub(super) async fn keep_answer(community: &str, (slug, body): (&str, &str), (anonymous, save): (bool, &str)) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    open(&app, &member, &head).await?;
    let (question, _) = shown(&app.db, member.viewer(), head.id, (slug, PostRef::Question)).await?;
    let draft = drafted(["", body, ""], anonymous)?;
    spend(&app.db, DRAFT, &format!("member {}", member.member)).await?;
    store::keep(&app.db, (member.member, (ObjectKind::Question, question.id)), &draft, save == BY_ITSELF).await?;
    Ok(kept(format!("{}#answering", address(&head, slug)), save, &draft))
}

/// Drops what somebody began to write: an answer to a question, or without one a question.
pub(super) async fn discard(community: &str, slug: &str) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
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
pub(super) fn notice(draft: &Draft, (community, slug): (&str, &str), allows_anonymous: bool) -> [Part; 2] {
    let says = format!("What you began to write is still here, as it was on {}. Only you see it.", when::stamp(draft.saved_at).text);
    let says = if draft.anonymous && !allows_anonymous {
        Part::Warning(format!("{says} You began it without your name; that is no longer possible here: it would be posted with your name."))
    } else {
        Part::Text(says)
    };
    let fields = form::<DropDraft>("Discard it").with("community", community).with("slug", slug);
    [says, Part::Form(fields.quiet().done())]
}

/// What a member began to write, in a community or anywhere, the latest first; nothing where there is none.
pub(super) async fn own(db: &Db, member: Uuid, community: Option<&str>) -> Result<Vec<Part>, sqlx::Error> {
    let mut rows = store::own(db, member).await?;
    rows.retain(|own| community.is_none_or(|community| own.community == community));
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
