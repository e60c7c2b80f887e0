//! Joining and leaving, by oneself.

use uuid::Uuid;

use super::invitation_store as invitations;
use super::list_store;
use super::rules::{Joining, joining, may_step_down};
use super::store::{self, Change, Joined};
use super::telling::Turn;
use crate::accounts::attempts::{JOIN, spend};
use crate::activity::{Act, Deed, ObjectKind};
use crate::communities::model::{CommunityStatus, MembershipState};
use crate::error::AppError;
use crate::events::rsvp;
use crate::notifications::NewsKind;
use crate::state::{signed_in, signed_in_at};
use crate::typed::Typed;
use crate::ui::form::Done;

/// The act of somebody about their own membership.
pub(super) fn own(member: Uuid, deed: Deed, community: Uuid) -> Act {
    Act::by(member, deed, ObjectKind::Person, member).in_community(community)
}

/// Joins, or asks to.
pub(super) async fn join(slug: &str, note: &str, accepts: Option<&String>) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(slug).await?;
    let mut typed = Typed::default();
    let note = typed.maybe_text("note", note, 1_000);
    typed.done(())?;
    spend(&app.db, JOIN, &format!("{} {}", member.member, head.id)).await?;
    let mut tx = app.db.begin().await?;
    let community = store::lock(&mut tx, head.id).await?;
    let standing = store::standing_now(&mut tx, head.id, member.member).await?;
    let home = format!("/c/{slug}");
    let vouched = store::is_vouched(&mut tx, head.id, member.member).await?;
    match joining(community.join_rule, community.status, &standing, vouched) {
        Joining::AtOnce => {
            let version = accepted(&community, accepts)?;
            let change = Change { by_proof: community.join_rule.asks_proof(), ..Change::active(version) };
            store::put(&mut tx, head.id, member.member, &change).await?;
            tx.commit([own(member.member, Deed::Joined, head.id)]).await?;
            Ok(Done::at(home).saying(format!("You belong to {} now. Welcome!", community.name)))
        }
        Joining::Ask => {
            let version = accepted(&community, accepts)?;
            let change = Change { state: MembershipState::Requested, note: note.as_deref(), ..Change::active(version) };
            store::put(&mut tx, head.id, member.member, &change).await?;
            let turn = Turn { community: &community, by: member.member, kind: NewsKind::AsksToJoin, word: note.as_deref() };
            turn.tell_who_welcomes(&mut tx).await?;
            tx.commit([own(member.member, Deed::Asked, head.id)]).await?;
            Ok(Done::at(home).saying("You have asked to join. You are told when the leads have answered."))
        }
        Joining::Member => Ok(Done::at(home).saying(format!("You belong to {} already.", community.name))),
        Joining::Asked => Ok(Done::at(home).saying("You have asked already. The leads will answer.")),
        Joining::Invited => Ok(Done::at("/me")),
        Joining::ByInvitation => {
            Err(AppError::Forbidden("People join this community by invitation. Write to one of its leads.".to_owned()))
        }
        Joining::Closed => {
            Err(AppError::Forbidden("Nobody joins this community any more. What it wrote stays here to be read.".to_owned()))
        }
    }
}

/// Refuses to let anybody into what has ended, whoever invited them.
pub(super) fn still_joined(community: &Joined) -> Result<(), AppError> {
    if community.status == CommunityStatus::Active {
        return Ok(());
    }
    Err(AppError::form("Nobody joins this community any more. What it wrote stays to be read."))
}

/// The version of the guidelines that somebody accepts, where there are any: the one that they were shown has to be the one there is.
pub(super) fn accepted(community: &Joined, accepts: Option<&String>) -> Result<Option<i32>, AppError> {
    let now = community.guidelines_version;
    match (&community.guidelines, accepts) {
        (None, _) => Ok(None),
        (Some(_), Some(shown)) if *shown == now.to_string() => Ok(Some(now)),
        (Some(_), Some(_)) => Err(AppError::field(
            "guidelines",
            "What members keep to has changed since you opened this page. Read it once more, then send this again.",
        )),
        (Some(_), None) => Err(AppError::field("guidelines", "Read what members keep to, and tick the box.")),
    }
}

/// Leaves, or takes a request back.
pub(super) async fn leave(slug: &str, seeks_lead: bool) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(slug).await?;
    let mut tx = app.db.begin().await?;
    let community = store::lock(&mut tx, head.id).await?;
    let standing = store::standing_now(&mut tx, head.id, member.member).await?;
    if standing.is_lead() {
        may_step_down(store::leads(&mut tx, head.id).await?, seeks_lead)?;
    }
    store::remove(&mut tx, head.id, member.member).await?;
    rsvp::give_up(&app, &mut tx, (head.id, member.member)).await?;
    let deed = if standing.is_member() { Deed::Left } else { Deed::Withdrew };
    let acts = standing.state.map(|_| own(member.member, deed, head.id));
    tx.commit(acts).await?;
    Ok(Done::at("/me").saying(match standing.is_member() {
        true => format!("You no longer belong to {}. What you wrote there stays.", community.name),
        false => format!("You no longer ask to join {}.", community.name),
    }))
}

/// Answers an invitation. A community that is hidden has invited, so that somebody who was may know of it.
pub(super) async fn answer(slug: &str, yes: bool, accepts: Option<&String>) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let mine = list_store::mine(&app.db, member.member, app.clock.now()).await?;
    let invited = mine.iter().any(|community| community.slug == slug && community.state == MembershipState::Invited);
    let id = store::by_slug(&app.db, slug).await?.filter(|_| invited).ok_or(AppError::NotFound)?;
    let mut tx = app.db.begin().await?;
    let community = store::lock(&mut tx, id).await?;
    let mailed = invitations::take_own(&mut tx, id, member.member).await?;
    let state = store::standing_now(&mut tx, id, member.member).await?.state;
    if state == Some(MembershipState::Active) || (state != Some(MembershipState::Invited) && mailed.is_none()) {
        return Err(AppError::form("This invitation is no longer there."));
    }
    if !yes {
        if state == Some(MembershipState::Invited) {
            store::remove(&mut tx, id, member.member).await?;
        }
        tx.commit([own(member.member, Deed::Withdrew, id)]).await?;
        return Ok(Done::at("/me").saying("You have said no. Nobody is written to; the community’s leads find it in its log."));
    }
    still_joined(&community)?;
    let version = accepted(&community, accepts)?;
    let change = Change { invited_by: mailed.and_then(|mailed| mailed.invited_by), ..Change::active(version) };
    store::put(&mut tx, id, member.member, &change).await?;
    tx.commit([own(member.member, Deed::Joined, id)]).await?;
    Ok(Done::at(format!("/c/{slug}")).saying(format!("You belong to {} now. Welcome!", community.name)))
}
