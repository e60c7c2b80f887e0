//! Following questions, pages, topics, communities and people: what somebody wants to hear of.

use uuid::Uuid;

use super::api::{Follow, Unfollow};
use super::store;
use crate::activity::ObjectKind;
use crate::communities::store::head;
use crate::db::Db;
use crate::error::AppError;
use crate::state::{AppState, SignedIn, Viewer, signed_in};
use crate::ui::form::Done;
use crate::ui::forming::form;
use crate::ui::sheet::Part;

pub use super::store::{follow, unfollow};

/// What stands at an address and can be followed, as far as somebody may see it.
async fn at(app: &AppState, member: &SignedIn, path: &str) -> Result<(ObjectKind, Uuid), AppError> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    Ok(match segments[..] {
        ["topics", slug] => (ObjectKind::Topic, store::topic(&app.db, slug).await?),
        ["c", slug] => (ObjectKind::Community, head(&app.db, member.viewer(), slug).await?.id),
        ["people", handle] => (ObjectKind::Person, store::person(&app.db, handle).await?),
        ["c", community, "questions", slug] => (ObjectKind::Question, store::question(&app.db, member.member, (community, slug)).await?),
        ["c", community, "pages", ref page @ ..] if !page.is_empty() => {
            (ObjectKind::Page, store::page(&app.db, member.member, (community, &page.join("/"))).await?)
        }
        _ => return Err(AppError::NotFound),
    })
}

/// Follows what stands at an address, or no longer.
pub(super) async fn set(path: &str, follows: bool) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let object = at(&app, &member, path).await?;
    if object == (ObjectKind::Person, member.member) {
        return Err(AppError::form("This is you. You know what you do."));
    }
    let mut tx = app.db.begin().await?;
    match follows {
        true => follow(&mut tx, member.member, object).await?,
        false => unfollow(&mut tx, member.member, object).await?,
    }
    tx.commit([]).await?;
    let says = if follows { "You follow this. What is new shows in your notifications." } else { "You no longer follow this." };
    Ok(Done::at(path).saying(says))
}

/// The button on the screen of something that can be followed; none for who is not signed in. `path` is the screen's.
///
/// # Errors
/// When the database does not answer.
pub async fn button(db: &Db, viewer: Viewer, object: (ObjectKind, Uuid), path: &str) -> Result<Vec<Part>, AppError> {
    let Some(member) = viewer.member.filter(|member| object != (ObjectKind::Person, *member)) else { return Ok(Vec::new()) };
    let form = match store::follows(db, member, object).await? {
        true => form::<Unfollow>("Following: stop"),
        false => form::<Follow>("Follow"),
    };
    Ok(vec![Part::Form(form.with("path", path).quiet().done())])
}
