//! Making pages.

use uuid::Uuid;

use super::editing::Editing;
use super::places::join;
use super::store;
use super::typed::Typed;
use crate::activity::Deed;
use crate::error::AppError;
use crate::pages::model::PageStatus;
use crate::pages::record::PageRecord;
use crate::pages::together::text;
use crate::typed as lines;
use crate::ui::form::Done;

/// Makes a page.
pub(super) async fn make(community: &str, fields: &Typed, body: &str) -> Result<Done, AppError> {
    let mut editing = Editing::begin(community).await?;
    let mut typed = lines::Typed::default();
    let topics = store::topics(&editing.app.db).await?;
    let start = PageRecord::empty(community, "");
    let mut record = fields.read(&editing.app.db, (&start, &topics), &mut typed).await?;
    record.body = typed.text("body", body, usize::MAX);
    text::to_fit(&mut typed, &record.body);
    let wanted = fields.wanted(&mut typed);
    if record.status == PageStatus::Archived {
        typed.say("status", "Choose one of these.");
    }
    fields.path("", &mut typed);
    typed.done(())?;
    editing.places.to_lie(None, &fields.under)?;
    record.path = path(&mut editing, fields, wanted).await?;
    record.position = editing.places.last_position(&fields.under);
    record.authors = vec![editing.by.handle.clone()];
    let draft = record.status == PageStatus::Draft;
    record.published = (!draft).then(|| editing.tx.now());
    let id = Uuid::now_v7();
    store::save(&editing.app.db, &mut editing.tx, (id, &record), &editing.places).await?;
    let (done, act) = (Done::at(editing.address(&record.path)), editing.act(Deed::Made, id));
    editing.tx.commit([act]).await?;
    Ok(done.saying(if draft { "Kept as a draft." } else { "The page is there." }))
}

async fn path(editing: &mut Editing, fields: &Typed, wanted: Option<String>) -> Result<String, AppError> {
    let Some(slug) = wanted else { return Ok(store::free_path(&mut editing.tx, &editing.head, (&fields.under, &fields.made())).await?) };
    let path = join(&fields.under, &slug);
    if store::is_free(&mut editing.tx, &editing.head, &path, Uuid::nil()).await? {
        return Ok(path);
    }
    Err(AppError::field("slug", "Another page has or had this address, or it was deleted. Choose another."))
}
