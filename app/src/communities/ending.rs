//! What becomes of a community: its address, whether it lives, what it goes into, and whether it is asked for again.

use super::audiences::opening;
use super::ending_store as store;
use super::founding::{is_word, unguessable};
use super::model::{CommunityHead, CommunityStatus};
use super::settings::{Leading, back};
use crate::activity::{Act, Deed, ObjectKind};
use crate::admin::communities::acts::tell_who_approves;
use crate::error::AppError;
use crate::memberships::store as memberships;
use crate::names;
use crate::ui::form::Done;

/// Another address.
pub(super) async fn address(slug: &str, typed: &str) -> Result<Done, AppError> {
    let new = names::slug(typed);
    let mut leading = Leading::begin(slug).await?;
    // What a hidden community is called must be nobody's to find out by trying.
    let hidden = !leading.head.listed;
    if new != typed.trim() || new.len() < 2 || (is_word(&new) && !hidden) {
        return Err(AppError::field("slug", "Use small letters, digits and single hyphens, at least two of them: “user-research”."));
    }
    if leading.head.is_everyone() {
        return Err(AppError::Forbidden("This community belongs to the site; its address stays.".to_owned()));
    }
    if new == slug {
        return Ok(back(slug, "end"));
    }
    let new = if hidden { unguessable(&new) } else { new };
    if store::is_taken(&mut leading.tx, &new, leading.head.id).await? {
        return Err(AppError::field("slug", "Another community has or had this address. Choose another."));
    }
    store::rename(&mut leading.tx, leading.head.id, slug, &new).await?;
    leading.commit(Deed::Renamed, &format!("{slug} → {new}")).await?;
    Ok(Done::at(format!("/c/{new}/settings/end")).saying("The community has its new address. The old one leads there."))
}

/// Archived or active.
pub(super) async fn status(slug: &str, word: &str) -> Result<Done, AppError> {
    let (status, deed, says) = match word {
        "archived" => (CommunityStatus::Archived, Deed::Archived, "The community is archived. What it wrote stays to be read."),
        "active" => (CommunityStatus::Active, Deed::Revived, "The community lives again."),
        _ => return Err(AppError::NotFound),
    };
    let mut leading = Leading::begin(slug).await?;
    if leading.head.is_everyone() {
        return Err(AppError::Forbidden("This community belongs to the site; it does not end.".to_owned()));
    }
    store::set_status(&mut leading.tx, leading.head.id, status, None).await?;
    leading.commit(deed, word).await?;
    Ok(Done::at(format!("/c/{slug}/settings/end")).saying(says))
}

/// Into another. What is for the members of that is shown to those of this only where the lead has agreed to just that.
pub(super) async fn merge(slug: &str, into: &str, agreed: &str) -> Result<Done, AppError> {
    let other = into.trim().trim_start_matches("/c/");
    let mut leading = Leading::begin(slug).await?;
    let found = super::store::head(&leading.app.db, leading.by.viewer(), other).await;
    let target = found.map_err(|_| AppError::field("into", "There is no such community. Write the end of its address: “design”."))?;
    if target.id == leading.head.id || leading.head.is_everyone() || target.status != CommunityStatus::Active {
        return Err(AppError::field("into", "Choose another community that is active."));
    }
    if !memberships::standing_now(&mut leading.tx, target.id, leading.by.member).await?.may_lead() {
        return Err(AppError::field("into", format!("You have to lead {} too. Ask one of its leads to make you one.", target.name)));
    }
    opening::merged(&leading.app.db, (&leading.head, &target), agreed).await?;
    store::join_all(&mut leading.tx, leading.head.id, target.id).await?;
    store::move_follows(&mut leading.tx, leading.head.id, target.id).await?;
    store::set_status(&mut leading.tx, leading.head.id, CommunityStatus::Merged, Some(target.id)).await?;
    let act = |place: &CommunityHead, other: &CommunityHead| {
        let act = Act::by(leading.by.member, Deed::Merged, ObjectKind::Community, place.id).in_community(place.id);
        if other.listed { act.noting(format!("{slug} → {}", target.slug)) } else { act }
    };
    let acts = [act(&leading.head, &target), act(&target, &leading.head)];
    leading.tx.commit(acts).await?;
    Ok(Done::at(format!("/c/{other}")).saying(format!("{} is part of {} now, and so are its members.", leading.head.name, target.name)))
}

/// Asks again for what was declined; the administrators are told.
pub(super) async fn propose_again(slug: &str) -> Result<Done, AppError> {
    let mut leading = Leading::begin(slug).await?;
    if !store::propose_again(&mut leading.tx, leading.head.id).await? {
        return Err(AppError::form("This community was not declined, or somebody has asked again already."));
    }
    tell_who_approves(&mut leading.tx, &leading.app.site, &leading.by.name, (&leading.head.name, slug)).await?;
    leading.commit(Deed::Asked, "approval, again").await?;
    Ok(Done::at(format!("/c/{slug}/settings/about")).saying("The administrators have been told. They look at it again."))
}
