//! Changing what a page says: the body, and its document with it where it has one.

use sha2::{Digest, Sha256};
use uuid::Uuid;
use yrs::{Doc, ReadTxn, Transact};

use super::document;
use super::merge::merge;
use super::revising;
use super::store::{self, Edited};
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::pages::tending::telling;
use crate::revisions::store::{Text, TextKind, Written, keep};
use crate::search::index;
use crate::typed::Typed;

/// Says beside its field that a text is longer than a page, where it is.
pub fn to_fit(typed: &mut Typed, body: &str) {
    if body.len() > document::LONGEST {
        let kilobytes = body.len().div_ceil(1024);
        typed.say(
            "body",
            format!("This text is {kilobytes} KB long; at most 512 KB fit on a page. Shorten it, or make several pages of it."),
        );
    }
}

/// Tells texts apart.
pub fn fingerprint(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What a document says, as databases keep it: programs can put a NUL into a text, and PostgreSQL keeps none.
pub fn said(doc: &Doc) -> String {
    document::says(doc).replace('\0', "")
}

/// The document of a page that is locked, with what was written to its body beside it taken in. What changed by that is a change like any other, and appended.
///
/// # Errors
/// When the database refuses, or holds what is no change.
pub async fn opened(tx: &mut Tx, page: &mut Edited) -> Result<Doc, AppError> {
    let doc = store::document(tx, page.id, page.seq).await?;
    if page.seq == 0 || page.strayed() {
        let body = page.body.clone();
        change(tx, page, &doc, (&body, "")).await?;
        store::know(tx, page.id, &body).await?;
        page.written = Some(fingerprint(&body));
    }
    Ok(doc)
}

/// Has the document of a page that is locked say something, and appends the change.
async fn change(tx: &mut Tx, page: &mut Edited, doc: &Doc, (body, authors): (&str, &str)) -> Result<(), AppError> {
    let seen = doc.transact().state_vector();
    document::rewrite(doc, body, "server");
    let change = doc.transact().encode_diff_v1(&seen);
    page.seq = store::append(tx, page.id, &change, authors).await?.ok_or(AppError::NotFound)?;
    Ok(())
}

/// What a page that is locked says now, with what is edited live and not written to its body yet.
///
/// # Errors
/// As [`opened`].
pub async fn now(tx: &mut Tx, page: &mut Edited) -> Result<String, AppError> {
    if page.seq == 0 {
        return Ok(page.body.clone());
    }
    Ok(said(&opened(tx, page).await?))
}

/// What a page said when the edit began that names it by [`base_of`]; `None` where nobody knows any more.
///
/// # Errors
/// When the database does not answer.
pub async fn base(tx: &mut Tx, page: &Edited, name: &str) -> Result<Option<String>, AppError> {
    let (print, seq) = name.split_once('.').unwrap_or((name, "0"));
    if fingerprint(&page.body) == print {
        return Ok(Some(page.body.clone()));
    }
    let bodies = crate::revisions::store::bodies(tx, page.id).await?;
    if let Some(body) = bodies.into_iter().find(|body| fingerprint(body) == print) {
        return Ok(Some(body));
    }
    let seq: i64 = seq.parse().unwrap_or_default();
    let then = said(&store::document(tx, page.id, seq).await?);
    Ok((fingerprint(&then) == print).then_some(then))
}

/// The name of what a page says now, for an edit that begins.
pub fn base_of(page: &Edited) -> String {
    format!("{}.{}", fingerprint(&page.body), page.seq)
}

/// Brings an edit together with what a page says by now; `None` where both change the same place.
pub fn brought_together(base: Option<&str>, mine: &str, now: &str) -> Option<String> {
    if mine == now {
        return Some(mine.to_owned());
    }
    merge(base?, mine, now)
}

/// Writes what a page that is locked says from now on, and moves its document along.
///
/// # Errors
/// When the database refuses.
pub async fn set(tx: &mut Tx, page: &mut Edited, body: &str, by: Option<Uuid>) -> Result<(), AppError> {
    if page.seq > 0 {
        let doc = opened(tx, page).await?;
        change(tx, page, &doc, (body, &by.map(|by| by.to_string()).unwrap_or_default())).await?;
        if by.is_some() {
            // A revision names them already.
            store::revised(tx, page.id, page.seq).await?;
        }
    }
    written(tx, page.id, body).await?;
    Ok(())
}

/// Writes a body from its document, and has searches find it.
///
/// # Errors
/// When the database refuses.
pub async fn written(tx: &mut Tx, page: Uuid, body: &str) -> Result<(), sqlx::Error> {
    store::write(tx, page, body).await?;
    index::update(tx, &[Act::of(Deed::Edited, ObjectKind::Page, page)]).await
}

/// A page with a body. Its topics are no part of its text.
pub fn with_body(page: &Edited, body: &str) -> Text {
    Text { title: Some(page.title.clone()), topics: None, body: body.to_owned() }
}

/// Keeps a revision of a page that is locked, and gives its id: what it said, what it says from now on, and who makes it so. Who follows the page is told. What others wrote live until now is kept
/// before it, as theirs.
///
/// # Errors
/// When the database refuses.
pub async fn keep_revision(
    tx: &mut Tx,
    page: &Edited,
    (before, after): (Text, Text),
    (by, why): (Option<Uuid>, Option<String>),
) -> Result<Uuid, AppError> {
    if by.is_some() && page.seq > 0 {
        let begun = revising::begun(tx, page).await?.unwrap_or_else(|| before.body.clone());
        let to = if before.body == page.body { page.shown } else { page.seq };
        revising::keep_written(tx, page, (&begun, &before.body), to).await?;
    }
    let (author, at) = store::author(tx, page.id).await?;
    let was = Written { text: before, author, anonymous: false, because: None, at };
    let now = Written { text: after, author: by, anonymous: false, because: why, at: tx.now() };
    let revision = keep(tx, (TextKind::Object(ObjectKind::Page), page.id), &was, &now).await?;
    if let Some(by) = by {
        let title = now.text.title.as_deref().unwrap_or(&page.title);
        telling::changed(tx, ((page.community_id, &page.community), by), (page.id, title, &page.path)).await?;
    }
    Ok(revision)
}

/// Has the bodies of pages show what their documents say, where a node that was killed left them behind. A page whose document cannot be read keeps no other from being shown.
///
/// # Errors
/// When the database does not answer.
pub async fn show_all(db: &Db) -> Result<(), AppError> {
    let mut behind = store::behind(db, Uuid::nil()).await?;
    while let Some(last) = behind.last().copied() {
        for page in behind {
            if let Err(error) = show(db, page).await {
                tracing::error!(%page, %error, "what a page says could not be shown");
            }
        }
        behind = store::behind(db, last).await?;
    }
    Ok(())
}

async fn show(db: &Db, page: Uuid) -> Result<(), AppError> {
    let mut tx = db.begin().await?;
    let Some(mut page) = store::lock(&mut tx, page).await? else { return Ok(()) };
    let says = now(&mut tx, &mut page).await?;
    written(&mut tx, page.id, &says).await?;
    Ok(tx.commit([]).await?)
}
