//! The screen of editing a page.

use leptos::prelude::use_context;

use super::api::SavePage;
use super::model::EditScreen;
use super::store::{self, Edited};
use super::text;
use crate::communities::model::CommunityHead;
use crate::error::AppError;
use crate::live::{Channel, Reads};
use crate::memberships::rules::to_edit;
use crate::memberships::store as memberships;
use crate::pages::model::PageStatus;
use crate::revisions::diff;
use crate::state::{AppState, SignedIn, signed_in_at};
use crate::ui::forming::{form, typed};
use uuid::Uuid;

/// A page that somebody may edit.
pub(crate) async fn editable(app: &AppState, member: &SignedIn, head: &CommunityHead, path: &str) -> Result<Edited, AppError> {
    if !head.sees.pages {
        return Err(AppError::NotFound);
    }
    let page = store::find(&app.db, head.id, path.trim_end_matches('/')).await?.ok_or(AppError::NotFound)?;
    let standing = memberships::standing(&app.db, head.id, member.member, app.clock.now().date_naive()).await?;
    // Who may not even read it need not learn that it is there.
    if !standing.may_edit() && !store::is_readable(&app.db, member.viewer(), page.id).await? {
        return Err(AppError::NotFound);
    }
    to_edit(&standing, head.status)?;
    is_tended(&page)?;
    Ok(page)
}

/// Refuses what is kept to be read only.
pub(in crate::pages) fn is_tended(page: &Edited) -> Result<(), AppError> {
    match page.status {
        PageStatus::Archived => Err(AppError::Forbidden("This page is archived: it is kept to be read. Bring it back first.".to_owned())),
        PageStatus::Draft | PageStatus::Published => Ok(()),
    }
}

/// `/c/{community}/pages/{path}/edit`
pub(super) async fn read(community: &str, path: &str) -> Result<EditScreen, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    let page = editable(&app, &member, &head, path).await?;
    let again = typed::<SavePage>("base").filter(|base| *base != text::base_of(&page));
    let mine = typed::<SavePage>("body").unwrap_or_default().replace("\r\n", "\n");
    let fields = form::<SavePage>("Save")
        .with("community", community)
        .with("path", path)
        .carrying("base", text::base_of(&page))
        .area("body", "Text", 24)
        .value(&page.body)
        .hint("Markdown: a blank line between paragraphs, # before a heading, - before the points of a list, **bold**, [words](https://…) for a link.")
        .optional()
        // A browser that filled in what stood here before would undo what others wrote since.
        .filled_in("off")
        .text("why", "Why you change it")
        .hint("“New meeting place.” It stands in the history.")
        .optional();
    let refused = crate::ui::forming::refused::<SavePage>();
    let meanwhile = again.filter(|_| refused).map(|_| [diff::typed(&page.body), diff::words(&page.body, &mine)]);
    Ok(EditScreen {
        title: page.title.clone(),
        href: format!("/c/{}/pages/{path}", head.slug),
        path: path.to_owned(),
        socket: format!("/live/pages/{}", page.id),
        mine: text::fingerprint(&format!("kept for {}", member.member)),
        form: fields.done(),
        meanwhile,
        head,
    })
}

/// Has a page’s body show all that is written on it, where it is open on this node.
pub(crate) async fn shows(app: &AppState, community: Uuid, path: &str) -> Result<(), AppError> {
    if let Some(page) = store::find(&app.db, community, path.trim_end_matches('/')).await? {
        app.rooms.show(page.id).await;
    }
    Ok(())
}

/// Has a page rendered anew once its text has changed.
pub(crate) fn reads(page: Uuid) {
    if let Some(reads) = use_context::<Reads>() {
        reads.add(Channel::Page(page));
    }
}
