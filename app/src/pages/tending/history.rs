//! What a page said before, and how it is brought back.

use super::editing::{Editing, address, editor};
use super::{store, telling};
use crate::activity::{Deed, ObjectKind};
use crate::asked::Asked;
use crate::communities::model::Section;
use crate::error::AppError;
use crate::pages::record::PageRecord;
use crate::revisions::sheets::{Shown, sections};
use crate::revisions::store::{Text, TextKind, Written, keep, one};
use crate::sheets::model::SheetScreen;
use crate::ui::form::Done;
use crate::ui::forming::form;
use crate::ui::sheet::{Part, Sheet};

use super::api::RestorePage;

/// What a page says. Its topics are no part of its text.
pub(super) fn text(record: &PageRecord) -> Text {
    Text { title: Some(record.title.clone()), topics: None, body: record.body.clone() }
}

/// Brings back what a revision says.
pub(super) async fn restore(community: &str, path: &str, number: &str) -> Result<Done, AppError> {
    let mut editing = Editing::begin(community).await?;
    let page = editing.places.at(path)?.clone();
    let number: i32 = number.parse().map_err(|_| AppError::NotFound)?;
    let back = one(&mut editing.tx, page.id, number).await?.ok_or(AppError::NotFound)?;
    let before = store::lock(&editing.app.db, &mut editing.tx, page.id).await?;
    let record = PageRecord { title: back.title.unwrap_or_else(|| before.title.clone()), body: back.body, ..before.clone() };
    let done = Done::at(editing.address(path));
    if record == before {
        return Ok(done.saying("It says that already."));
    }
    let why = format!("Brought back revision {number}");
    save(&mut editing, (page.id, &before, &record), &why).await?;
    telling::changed(&mut editing.tx, ((editing.head.id, &editing.head.slug), editing.by.member), (page.id, &record.title, path)).await?;
    let act = editing.act(Deed::Edited, page.id).noting(why);
    editing.tx.commit([act]).await?;
    Ok(done.saying("Brought back. What stood there before is in the history."))
}

/// Writes a page whose text somebody changed, and keeps what it said before.
pub(super) async fn save(
    editing: &mut Editing,
    (id, before, record): (uuid::Uuid, &PageRecord, &PageRecord),
    why: &str,
) -> Result<(), AppError> {
    let (author, at) = store::written(&mut editing.tx, id).await?;
    let was = Written { text: text(before), author, anonymous: false, because: None, at };
    let because = Some(why.to_owned()).filter(|why| !why.is_empty());
    let now = Written { text: text(record), author: Some(editing.by.member), anonymous: false, because, at: editing.tx.now() };
    keep(&mut editing.tx, (TextKind::Object(ObjectKind::Page), id), &was, &now).await?;
    Ok(store::save(&editing.app.db, &mut editing.tx, (id, record), &editing.places).await?)
}

/// `/c/{community}/pages/{path}/history`
pub(crate) async fn history(community: &str, path: &str, asked: &Asked) -> Result<SheetScreen, AppError> {
    let (app, _, head) = editor(community).await?;
    let places = store::places(&app.db, head.id).await?;
    let page = places.at(path)?;
    let here = address(&head, path);
    let restore = |number: i32| {
        let back =
            form::<RestorePage>("Bring this back").with("community", community).with("path", path).with("number", number.to_string());
        Some(Part::Form(back.numbered(usize::try_from(number).unwrap_or_default()).quiet().done()))
    };
    let place = format!("{here}/history");
    let shown = Shown { object: page.id, place: &place, nameless: "Name not shown", after: asked.after() };
    let mut sheet = Sheet::new("History", "What the page said before, the latest first: who changed it, when and why.")
        .below("Pages", Section::Pages.address(&head.slug))
        .below(page.title.clone(), here.clone());
    sheet.sections = sections(&app.db, shown, restore).await?;
    Ok(SheetScreen::within(head, Section::Pages, sheet))
}
