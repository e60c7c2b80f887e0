//! Merging a profile that is listed, or a second account, into an account: one transaction, in which all that refers to the one refers to the other from then on.

pub(crate) mod memberships;
pub(crate) mod store;

use crate::activity::{Act, Deed, ObjectKind};
use crate::admin::members::store::{self as members, MemberRow};
use crate::admin::{mails, rules, typed};
use crate::db::Tx;
use crate::error::AppError;
use crate::events::{guests, invitations};
use crate::mail;
use crate::members::photos;
use crate::organisations::proof;
use crate::redirects::store::{lead, lead_on};
use crate::state::{SignedIn, administrator};
use crate::ui::form::Done;

/// Merges one member into another, who has an account.
pub async fn merge(handle: &str, into: &str, why: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let why = typed::reason(why)?;
    let into = into.trim().trim_start_matches('@');
    let mut tx = app.db.begin().await?;
    if !members::lock_administrators(&mut tx).await?.contains(&by.member) {
        return Err(AppError::NotFound);
    }
    let (from, into) = both(&mut tx, handle, into).await?;
    rules::may_merge(by.member, from.standing(), into.standing())?;
    let acts = move_all(&mut tx, &by, (&from, &into), &why).await?;
    if let Some(email) = &from.email {
        mail::post(&mut tx, &mails::merged(&app.site, email, &into.handle)).await?;
    }
    tx.commit(acts).await?;
    Ok(Done::at(format!("/admin/members/{}", into.handle))
        .saying(format!("“{}” ({}) is part of this account now.", from.name, from.handle)))
}

/// Locks both, in the order of their handles: two who merge them crosswise wait, and don't block each other.
async fn both(tx: &mut Tx, handle: &str, into: &str) -> Result<(MemberRow, MemberRow), AppError> {
    let no_such = |error| match error {
        AppError::NotFound => AppError::field("into", "Nobody has this handle. It is what stands behind /people/ in a profile’s address."),
        error => error,
    };
    if into < handle {
        let into = members::lock(tx, into).await.map_err(no_such)?;
        return Ok((members::lock(tx, handle).await?, into));
    }
    let from = members::lock(tx, handle).await?;
    Ok((from, members::lock(tx, into).await.map_err(no_such)?))
}

/// Has all that refers to the one refer to the other, and removes the one. Gives what the log says of it.
pub(crate) async fn move_all(
    tx: &mut Tx,
    by: &SignedIn,
    (from, into): (&MemberRow, &MemberRow),
    why: &str,
) -> Result<Vec<Act>, sqlx::Error> {
    let note = format!("{} ({}) became part of {} ({}): {why}", from.name, from.handle, into.name, into.handle);
    let mut acts = vec![
        Act::by(by.member, Deed::Removed, ObjectKind::Person, from.id).noting(note.clone()),
        Act::by(by.member, Deed::Merged, ObjectKind::Person, into.id).noting(note.clone()),
    ];
    for (kind, object, community) in store::touched(tx, from.id).await? {
        acts.push(Act::by(by.member, Deed::Credited, kind, object).in_community(community).noting(note.clone()));
    }
    memberships::merge(tx, from.id, into.id).await?;
    // Guests come along, unless whom they come with now does not come.
    let brought = guests::store::events_of(tx, from.id).await?;
    store::move_rows(tx, from.id, into.id).await?;
    for event in brought {
        invitations::due(tx, event, Some(into.id)).await?;
    }
    lead_on(tx, from.id, into.id).await?;
    lead(tx, &format!("/people/{}", from.handle), ObjectKind::Person, into.id).await?;
    photos::set(tx, from.id, None).await?;
    store::remove(tx, from.id).await?;
    acts.extend(proof::recheck(tx, into.id).await?);
    Ok(acts)
}
