//! What was written live becomes a revision, by those who wrote it: on whichever node, and whether or not that node lives. The changes themselves say who made them.

use uuid::Uuid;

use super::document;
use super::store::{self, Edited};
use super::text::{said, with_body};
use crate::activity::ObjectKind;
use crate::db::Tx;
use crate::error::AppError;
use crate::pages::tending::telling;
use crate::revisions::store::{TextKind, Written, credit, keep, latest};

/// What a page that is locked said before anybody wrote it live, as far as its changes still tell.
pub(super) async fn begun(tx: &mut Tx, page: &Edited) -> Result<Option<String>, AppError> {
    match store::changes(tx, page.id, (0, 1)).await?.as_slice() {
        [(1, first)] => {
            let doc = document::new();
            document::take(&doc, first, "database").map_err(|error| crate::state::internal(&error))?;
            Ok(Some(said(&doc)))
        }
        _ => Ok(None),
    }
}

/// Keeps as a revision what a page that is locked says, where it was written live, up to a change, since the latest; gives who wrote it. What the page said when that was begun stands before it,
/// where there is no revision yet.
///
/// # Errors
/// When the database refuses.
pub(super) async fn keep_written(tx: &mut Tx, page: &Edited, (begun, says): (&str, &str), to: i64) -> Result<Vec<Uuid>, sqlx::Error> {
    let authors = store::authors(tx, page, to).await?;
    if authors.is_empty() {
        return Ok(Vec::new());
    }
    let latest = latest(tx, page.id).await?;
    let members = store::there(tx, &authors).await?;
    store::revised(tx, page.id, to.max(page.revised)).await?;
    if latest.as_ref().map_or(begun, |latest| latest.body.as_str()) == says {
        return Ok(Vec::new());
    }
    let (author, at) = store::author(tx, page.id).await?;
    let before = Written { text: latest.unwrap_or_else(|| with_body(page, begun)), author, anonymous: false, because: None, at };
    let by = members.first().copied();
    let after = Written { text: with_body(page, says), author: by, anonymous: false, because: None, at: tx.now() };
    let revision = keep(tx, (TextKind::Object(ObjectKind::Page), page.id), &before, &after).await?;
    if members.len() > 1 {
        credit(tx, revision, &members).await?;
    }
    if let Some(by) = by {
        telling::changed(tx, ((page.community_id, &page.community), by), (page.id, &page.title, &page.path)).await?;
    }
    Ok(members)
}

/// Keeps as a revision of a name what a page that is locked says now, by whoever names it, with all who wrote it live since the latest. It is kept where nothing was written as well: the name is
/// what is new then.
///
/// # Errors
/// When the database refuses, or holds what is no change.
pub(super) async fn keep_named(tx: &mut Tx, page: &Edited, says: &str, (by, name): (Uuid, &str)) -> Result<(), AppError> {
    let begun = begun(tx, page).await?.unwrap_or_else(|| page.body.clone());
    let authors = store::authors(tx, page, page.seq).await?;
    let writers = store::there(tx, &authors).await?;
    store::revised(tx, page.id, page.seq).await?;
    let latest = latest(tx, page.id).await?;
    let (author, at) = store::author(tx, page.id).await?;
    let before = Written { text: latest.unwrap_or_else(|| with_body(page, &begun)), author, anonymous: false, because: None, at };
    let after = Written { text: with_body(page, says), author: Some(by), anonymous: false, because: Some(name.to_owned()), at: tx.now() };
    let changed = before.text != after.text;
    let revision = keep(tx, (TextKind::Object(ObjectKind::Page), page.id), &before, &after).await?;
    if writers != [by] {
        credit(tx, revision, &writers).await?;
    }
    if changed {
        telling::changed(tx, ((page.community_id, &page.community), by), (page.id, &page.title, &page.path)).await?;
    }
    Ok(())
}

/// Keeps as nobody's revision what something else than an editor, an import, made of a page that is locked since the latest.
///
/// # Errors
/// When the database refuses.
pub(super) async fn keep_outside(tx: &mut Tx, page: &Edited) -> Result<(), sqlx::Error> {
    let Some(latest) = latest(tx, page.id).await?.filter(|latest| latest.body != page.body) else { return Ok(()) };
    if !store::authors(tx, page, page.seq).await?.is_empty() {
        return Ok(());
    }
    let (_, at) = store::author(tx, page.id).await?;
    let [before, after] =
        [latest, with_body(page, &page.body)].map(|text| Written { text, author: None, anonymous: false, because: None, at });
    keep(tx, (TextKind::Object(ObjectKind::Page), page.id), &before, &after).await.map(drop)
}
