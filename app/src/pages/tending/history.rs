//! What a page said before, and how it is brought back.

use super::editing::{Editing, address, editor};
use super::store;
use crate::activity::Deed;
use crate::asked::Asked;
use crate::communities::model::Section;
use crate::error::AppError;
use crate::pages::model::PageStatus;
use crate::pages::record::PageRecord;
use crate::pages::together::document::LONGEST;
use crate::pages::together::store::{self as together, Edited};
use crate::pages::together::{naming, screen, text};
use crate::revisions::sheets::{Shown, sections};
use crate::revisions::store::{Text, one};
use crate::sheets::model::SheetScreen;
use crate::ui::form::Done;
use crate::ui::forming::form;
use crate::ui::sheet::{Part, Sheet};
use uuid::Uuid;

use super::api::{KeepVersion, RestorePage};

/// Brings back what a revision says.
pub(super) async fn restore(community: &str, path: &str, number: &str) -> Result<Done, AppError> {
    let mut editing = Editing::begin(community).await?;
    let id = editing.places.at(path)?.id;
    let number: i32 = number.parse().map_err(|_| AppError::NotFound)?;
    let back = one(&mut editing.tx, id, number).await?.ok_or(AppError::NotFound)?;
    let done = Done::at(editing.address(path));
    let mut page = together::lock(&mut editing.tx, id).await?.ok_or(AppError::NotFound)?;
    let now = text::now(&mut editing.tx, &mut page).await?;
    let before = text::with_body(&page, &now);
    let after = Text { title: back.title.or_else(|| before.title.clone()), ..text::with_body(&page, &back.body) };
    if after == before {
        return Ok(done.saying("It says that already."));
    }
    let why = format!("Brought back revision {number}");
    write(&mut editing, &mut page, (before, after), &why).await?;
    let act = editing.act(Deed::Edited, id).noting(why);
    editing.tx.commit([act]).await?;
    Ok(done.saying("Brought back. What stood there before is in the history."))
}

/// Keeps what a page says now as a version of a name.
pub(super) async fn keep(community: &str, path: &str, name: &str) -> Result<Done, AppError> {
    let (app, member, head) = editor(community).await?;
    let id = store::places(&app.db, head.id).await?.at(path)?.id;
    let name = naming::keep(&app, &member, id, name).await?;
    Ok(Done::at(format!("{}/history", address(&head, path))).saying(format!("“{name}” is kept.")))
}

/// Has a page that is locked say something else, and gives the revision that says so. What it said is kept, whoever edits it live sees the change, and who follows it is told.
///
/// # Errors
/// `Forbidden` where it is archived, and what is wrong where it would be longer than a page is.
pub(super) async fn write(editing: &mut Editing, page: &mut Edited, (before, after): (Text, Text), why: &str) -> Result<Uuid, AppError> {
    screen::is_tended(page)?;
    if after.body.len() > LONGEST.max(before.body.len()) {
        return Err(AppError::form("With this the page would be longer than 512 KB. Shorten the page first."));
    }
    let by = Some(editing.by.member);
    let revision = text::keep_revision(&mut editing.tx, page, (before.clone(), after.clone()), (by, Some(why.to_owned()))).await?;
    text::set(&mut editing.tx, page, &after.body, by).await?;
    if let Some(title) = after.title.filter(|title| before.title.as_ref() != Some(title)) {
        let record = PageRecord { title, body: after.body, ..store::load(&editing.app.db, page.id).await? };
        store::save(&editing.app.db, &mut editing.tx, (page.id, &record), &editing.places).await?;
    }
    Ok(revision)
}

/// `/c/{community}/pages/{path}/history`
pub(crate) async fn history(community: &str, path: &str, asked: &Asked) -> Result<SheetScreen, AppError> {
    let (app, _, head) = editor(community).await?;
    let places = store::places(&app.db, head.id).await?;
    let page = places.at(path)?;
    let here = address(&head, path);
    let tended = page.status != PageStatus::Archived;
    let restore = |number: i32| {
        let back =
            form::<RestorePage>("Bring this back").with("community", community).with("path", path).with("number", number.to_string());
        tended.then(|| Part::Form(back.numbered(usize::try_from(number).unwrap_or_default()).quiet().done()))
    };
    let place = format!("{here}/history");
    let shown = Shown { object: page.id, place: &place, nameless: "Name not shown", after: asked.after(), beside: Shown::is_beside(asked) };
    let mut sheet = Sheet::new("History", "What the page said before, the latest first: who changed it, when and why.")
        .below("Pages", Section::Pages.address(&head.slug))
        .below(page.title.clone(), here.clone());
    if tended {
        let name = form::<KeepVersion>("Keep the version")
            .with("community", community)
            .with("path", path)
            .text("name", "Name of the version")
            .hint("“As we agreed it in May.” What the page says now stands in the history under it, with all who wrote it.");
        let named = Part::Folded("Name this version".to_owned(), Box::new(name.quiet().done()));
        sheet = sheet.section("", [named]);
    }
    sheet.sections.extend(sections(&app.db, shown, restore).await?);
    Ok(SheetScreen::within(head, Section::Pages, sheet))
}
