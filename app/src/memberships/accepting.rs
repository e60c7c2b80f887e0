//! Following the link of an invitation that was mailed: with the account one is signed in with, or with a new one.

use uuid::Uuid;

use super::invitation_store as invitations;
use super::joining::{accepted, own, still_joined};
use super::store::{self, Change};
use crate::accounts::attempts::{LINK_FROM, spend};
use crate::accounts::email::Email;
use crate::accounts::rules::may_have_password;
use crate::accounts::signing_in::in_place_of_before;
use crate::accounts::{self, links, session_store};
use crate::activity::Deed;
use crate::db::Tx;
use crate::error::AppError;
use crate::state::{asked, signed_in};
use crate::ui::form::Done;

/// Accepts with the account one is signed in with.
pub(super) async fn accept(token: &str, accepts: Option<&String>) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    spend(&app.db, LINK_FROM, &member.member.to_string()).await?;
    let mut tx = app.db.begin().await?;
    let invited = invitations::take(&mut tx, token).await?.ok_or_else(links::gone)?;
    let before = store::standing_now(&mut tx, invited.community_id, member.member).await?;
    let done = enter(&mut tx, member.member, &invited, accepts).await?;
    if before.is_member() {
        tx.commit([]).await?;
        return Ok(done.saying("You belong here already."));
    }
    tx.commit([own(member.member, Deed::Joined, invited.community_id)]).await?;
    Ok(done)
}

async fn enter(tx: &mut Tx, member: Uuid, invited: &invitations::Invited, accepts: Option<&String>) -> Result<Done, AppError> {
    let community = store::lock(tx, invited.community_id).await?;
    still_joined(&community)?;
    let version = accepted(&community, accepts)?;
    let change = Change { invited_by: invited.invited_by, ..Change::active(version) };
    store::put(tx, community.id, member, &change).await?;
    Ok(Done::at(format!("/c/{}", community.slug)).saying(format!("You belong to {} now. Welcome!", community.name)))
}

/// Makes an account with the address that the link proves, and joins.
pub(super) async fn sign_up(token: &str, (name, password): (&str, &str), accepts: Option<&String>) -> Result<Done, AppError> {
    let (app, _) = asked(&[])?;
    may_have_password(app.site.registration)?;
    spend(&app.db, LINK_FROM, &accounts::signing_up::caller().address).await?;
    let invited = invitations::look(&app.db, token, app.clock.now()).await?.ok_or_else(links::gone)?;
    let email = Email::parse(&invited.email).map_err(|_| links::gone())?;
    let newcomer = accounts::signing_up::Newcomer::parse(&app, name, &email, password).await?;
    let mut tx = app.db.begin().await?;
    let invited = invitations::take(&mut tx, token).await?.ok_or_else(links::gone)?;
    let Some((member, act)) = newcomer.open(&mut tx).await? else {
        return Err(AppError::form("This address has an account already. Sign in with it, then open the link again."));
    };
    let done = enter(&mut tx, member, &invited, accepts).await?;
    let token = in_place_of_before(&mut tx, member).await?;
    tx.commit([act, own(member, Deed::Joined, invited.community_id)]).await?;
    accounts::cookie::set(&app.site, &token, session_store::LIFE);
    Ok(done)
}
