//! Server functions of belonging to communities.

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// Joins a community, or asks to, as its rule says.
#[server(output = Read, prefix = "/do")]
pub async fn join(
    community: String,
    #[server(default)] note: String,
    #[server(default)] guidelines: String,
    #[server(default)] version: String,
) -> Result<Done, AppError> {
    super::joining::join(&community, &note, (!guidelines.is_empty()).then_some(&version)).await
}

/// Leaves a community, or takes back that one asked to join.
#[server(output = Read, prefix = "/do")]
pub async fn leave(community: String, #[server(default)] seeks_lead: String) -> Result<Done, AppError> {
    super::joining::leave(&community, !seeks_lead.is_empty()).await
}

/// Says yes or no to an invitation.
#[server(output = Read, prefix = "/do")]
pub async fn answer_invitation(
    community: String,
    yes: String,
    #[server(default)] guidelines: String,
    #[server(default)] version: String,
) -> Result<Done, AppError> {
    super::joining::answer(&community, yes == "yes", (!guidelines.is_empty()).then_some(&version)).await
}

/// Lets somebody in who asked.
#[server(output = Read, prefix = "/do")]
pub async fn approve(community: String, handle: String) -> Result<Done, AppError> {
    super::welcoming::approve(&community, &handle).await
}

/// Does not let somebody in who asked, with a word on it.
#[server(output = Read, prefix = "/do")]
pub async fn decline(community: String, handle: String, #[server(default)] word: String) -> Result<Done, AppError> {
    super::welcoming::decline(&community, &handle, &word).await
}

/// Invites people by handle or e-mail address, one a line, or keeps a list of them to be looked at first: the one that was sent along, or what was typed.
#[server(output = Read, prefix = "/do")]
pub async fn invite(
    community: String,
    #[server(default)] people: String,
    #[server(default)] note: String,
    #[server(default)] look: String,
) -> Result<Done, AppError> {
    super::inviting::invite(&community, &people, &note, !look.is_empty()).await
}

/// Invites those on a list that was looked at.
#[server(output = Read, prefix = "/do")]
pub async fn invite_list(community: String, list: String) -> Result<Done, AppError> {
    super::matching::invite(&community, &list).await
}

/// Takes an invitation back.
#[server(output = Read, prefix = "/do")]
pub async fn take_back(community: String, who: String) -> Result<Done, AppError> {
    super::inviting::take_back(&community, &who).await
}

/// Accepts a mail's invitation with the account one is signed in with.
#[server(output = Read, prefix = "/do")]
pub async fn accept_mailed(
    token: String,
    #[server(default)] guidelines: String,
    #[server(default)] version: String,
) -> Result<Done, AppError> {
    super::accepting::accept(&token, (!guidelines.is_empty()).then_some(&version)).await
}

/// Makes an account by a mail's invitation, and joins.
#[server(output = Read, prefix = "/do")]
pub async fn sign_up_invited(
    token: String,
    name: String,
    password: String,
    #[server(default)] guidelines: String,
    #[server(default)] version: String,
) -> Result<Done, AppError> {
    super::accepting::sign_up(&token, (&name, &password), (!guidelines.is_empty()).then_some(&version)).await
}

/// Gives a member a role.
#[server(output = Read, prefix = "/do")]
pub async fn give_role(
    community: String,
    handle: String,
    role: String,
    #[server(default)] title: String,
    #[server(default)] since: String,
    #[server(default)] until: String,
) -> Result<Done, AppError> {
    super::leading::give(&community, &handle, [&role, &title, &since, &until]).await
}

/// Takes a role from a member.
#[server(output = Read, prefix = "/do")]
pub async fn take_role(
    community: String,
    handle: String,
    position: String,
    #[server(default)] seeks_lead: String,
) -> Result<Done, AppError> {
    super::leading::take(&community, &handle, &position, !seeks_lead.is_empty()).await
}

/// Hands a community to another of its members.
#[server(output = Read, prefix = "/do")]
pub async fn transfer(community: String, #[server(default)] handle: String) -> Result<Done, AppError> {
    super::transferring::transfer(&community, &handle).await
}

/// Ends somebody's membership, with a word on it.
#[server(output = Read, prefix = "/do")]
pub async fn remove_member(community: String, handle: String, #[server(default)] word: String) -> Result<Done, AppError> {
    super::leading::remove(&community, &handle, &word).await
}
