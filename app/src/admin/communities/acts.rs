//! What administrators do to communities.

use super::store;
use crate::activity::{Act, Deed, ObjectKind};
use crate::admin::{rules, typed};
use crate::communities::model::CommunityStatus;
use crate::error::AppError;
use crate::state::administrator;
use crate::ui::form::Done;

/// Makes the administrator lead of a community; its own log says so, and why.
pub async fn step_in(community: &str, why: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let why = typed::reason(why)?;
    let mut tx = app.db.begin().await?;
    let community = store::lock(&mut tx, community).await?;
    if !store::make_lead(&mut tx, community.id, by.member).await? {
        return Err(AppError::form("You lead this community already."));
    }
    let act = Act::by(by.member, Deed::SteppedIn, ObjectKind::Community, community.id).in_community(community.id);
    tx.commit([act.noting(format!("{} ({}): {why}", community.name, community.slug))]).await?;
    Ok(Done::at(format!("/c/{}", community.slug)).saying(format!("You lead {} now. Its log says so, and why.", community.name)))
}

/// Archives a community: it can be read, and nothing is added.
pub async fn archive(community: &str, why: &str) -> Result<Done, AppError> {
    let says = "is archived: it can be read, and revived.";
    set(community, why, (CommunityStatus::Archived, Deed::Archived, says)).await
}

/// Revives an archived community.
pub async fn revive(community: &str, why: &str) -> Result<Done, AppError> {
    set(community, why, (CommunityStatus::Active, Deed::Revived, "is active again.")).await
}

async fn set(community: &str, why: &str, (status, deed, says): (CommunityStatus, Deed, &str)) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let why = typed::reason(why)?;
    let mut tx = app.db.begin().await?;
    let community = store::lock(&mut tx, community).await?;
    match status {
        CommunityStatus::Active => rules::may_revive(community.status)?,
        _ => rules::may_archive(&community.slug, community.status)?,
    }
    store::set_status(&mut tx, community.id, status).await?;
    let act = Act::by(by.member, deed, ObjectKind::Community, community.id).in_community(community.id);
    tx.commit([act.noting(format!("{} ({}): {why}", community.name, community.slug))]).await?;
    Ok(Done::at("/admin/communities").saying(format!("{} {says}", community.name)))
}
