//! What administrators do to communities.

use super::store;
use crate::activity::{Act, Deed, ObjectKind};
use crate::admin::{mails, rules, typed};
use crate::communities::audiences::opening;
use crate::communities::ending_store;
use crate::communities::model::CommunityStatus;
use crate::db::Tx;
use crate::error::AppError;
use crate::memberships::store as memberships;
use crate::state::{Site, administrator};
use crate::typed::Typed;
use crate::ui::form::Done;
use crate::{mail, names};

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

/// Approves a community that was founded. Unless it was founded to be hidden, others find it, under an address made of its name where that is free; what was written in it
/// so far is shown to these only where the administrator has agreed to just that. Its leads are told.
pub async fn approve(community: &str, agreed: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let mut tx = app.db.begin().await?;
    let community = store::lock(&mut tx, community).await?;
    let listed =
        store::approve(&mut tx, community.id).await?.ok_or_else(|| AppError::form("This community does not wait to be approved."))?;
    if listed {
        opening::found(&app.db, community.id, agreed).await?;
    }
    let slug = if listed { plain_slug(&mut tx, &community).await? } else { community.slug.clone() };
    for lead in memberships::who_welcomes(&mut tx, community.id).await? {
        if let Some(email) = &lead.email {
            mail::post(&mut tx, &mails::community_approved(&app.site, (email, &lead.name), (&community.name, &slug), listed)).await?;
        }
    }
    let act = Act::by(by.member, Deed::Approved, ObjectKind::Community, community.id).in_community(community.id);
    tx.commit([act.noting(community.name.clone())]).await?;
    Ok(Done::at("/admin/communities").saying(match listed {
        true => format!("{} is approved, and others find it.", community.name),
        false => format!("{} is approved. It stays hidden, as it was founded to be.", community.name),
    }))
}

/// Declines a community that was founded, with a word that its leads read. They can change it and ask again.
pub async fn decline(community: &str, word: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let mut read = Typed::default();
    let word = read.text("word", word, 1_000);
    if word.is_empty() {
        read.say("word", "Say why, and what they could change: its leads read this.");
    }
    read.done(())?;
    let mut tx = app.db.begin().await?;
    let community = store::lock(&mut tx, community).await?;
    if !store::decline(&mut tx, community.id, &word).await? {
        return Err(AppError::form("This community does not wait to be approved."));
    }
    for lead in memberships::who_welcomes(&mut tx, community.id).await? {
        if let Some(email) = &lead.email {
            let about = (community.name.as_str(), community.slug.as_str());
            mail::post(&mut tx, &mails::community_declined(&app.site, (email, &lead.name), about, &word)).await?;
        }
    }
    let act = Act::by(by.member, Deed::Declined, ObjectKind::Community, community.id).in_community(community.id);
    tx.commit([act.noting(word)]).await?;
    Ok(Done::at("/admin/communities").saying(format!("{} is declined, and its leads have been told why.", community.name)))
}

/// Tells the administrators that a community waits for them.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn tell_who_approves(tx: &mut Tx, site: &Site, by: &str, community: (&str, &str)) -> Result<(), AppError> {
    for (name, email) in store::administrators(tx).await? {
        mail::post(tx, &mails::community_waits(site, (&email, &name), by, community)).await?;
    }
    Ok(())
}

/// While it was hidden its address had a random ending.
async fn plain_slug(tx: &mut Tx, community: &store::Locked) -> Result<String, AppError> {
    let slug = names::slug(&community.name);
    let fits = slug.len() > 1 && !ending_store::is_taken(tx, &slug, community.id).await? && slug != "new";
    if !fits {
        return Ok(community.slug.clone());
    }
    ending_store::rename(tx, community.id, &community.slug, &slug).await?;
    Ok(slug)
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
