//! Saving a page's text by its form. Edits of different places go together; of two that change the same, whoever saves second is shown both.

use super::document::LONGEST;
use super::{screen, store, text};
use crate::accounts::attempts::{EDIT, spend};
use crate::activity::{Act, Deed, ObjectKind};
use crate::error::AppError;
use crate::memberships::rules::to_edit;
use crate::memberships::store as memberships;
use crate::state::signed_in_at;
use crate::typed::Typed;
use crate::ui::form::Done;

/// The longest reason, in characters.
const WHY: usize = 300;

/// Saves.
pub(super) async fn save(community: &str, path: &str, (body, why, base): (&str, &str, &str)) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    let found = screen::editable(&app, &member, &head, path).await?;
    let mut typed = Typed::default();
    let body = body.replace("\r\n", "\n");
    let body = typed.text_as_it_is("body", body);
    text::to_fit(&mut typed, &body);
    let why = typed.maybe_line("why", why, WHY);
    typed.done(())?;
    spend(&app.db, EDIT, &member.member.to_string()).await?;
    let mut tx = app.db.begin().await?;
    let mut page = store::lock(&mut tx, found.id).await?.ok_or(AppError::NotFound)?;
    to_edit(&memberships::standing_now(&mut tx, head.id, member.member).await?, page.community_status)?;
    let (begun, before) = (text::base(&mut tx, &page, base).await?, text::now(&mut tx, &mut page).await?);
    let Some(together) = text::brought_together(begun.as_deref(), &body, &before) else {
        return Err(AppError::field(
            "body",
            "Somebody changed the same place while you wrote. Bring both texts together, then save again.",
        ));
    };
    let done = Done::at(format!("/c/{}/pages/{path}", head.slug));
    if together == before {
        return Ok(done.saying("Nothing was changed."));
    }
    if together.len() > LONGEST {
        return Err(AppError::field(
            "body",
            "Together with what others wrote meanwhile this is longer than 512 KB. Shorten it, then save again.",
        ));
    }
    let texts = (text::with_body(&page, &before), text::with_body(&page, &together));
    text::keep_revision(&mut tx, &page, texts, (Some(member.member), why.clone())).await?;
    text::set(&mut tx, &mut page, &together, Some(member.member)).await?;
    let act = Act::by(member.member, Deed::Edited, ObjectKind::Page, page.id).in_community(head.id);
    tx.commit([Act { note: why, ..act }]).await?;
    let merged = together != body;
    Ok(done.saying(if merged { "Saved, together with what others changed meanwhile." } else { "Saved. What stood there before is kept." }))
}
