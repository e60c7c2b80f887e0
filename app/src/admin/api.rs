//! Server functions of administration. `why` is what the log keeps.

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// Keeps a member from signing in.
#[server(output = Read, prefix = "/do")]
pub async fn suspend_member(handle: String, why: String) -> Result<Done, AppError> {
    super::members::acts::suspend(&handle, &why).await
}

/// Lets a suspended member sign in again.
#[server(output = Read, prefix = "/do")]
pub async fn restore_member(handle: String, why: String) -> Result<Done, AppError> {
    super::members::acts::restore(&handle, &why).await
}

/// Makes a member administrator.
#[server(output = Read, prefix = "/do")]
pub async fn appoint_administrator(handle: String, why: String) -> Result<Done, AppError> {
    super::members::acts::appoint(&handle, &why).await
}

/// Takes administration back from a member.
#[server(output = Read, prefix = "/do")]
pub async fn dismiss_administrator(handle: String, why: String) -> Result<Done, AppError> {
    super::members::acts::dismiss(&handle, &why).await
}

/// Mails a member a link to set a password by.
#[server(output = Read, prefix = "/do")]
pub async fn send_password(handle: String) -> Result<Done, AppError> {
    super::members::acts::send_password(&handle).await
}

/// Ends all sessions of a member.
#[server(output = Read, prefix = "/do")]
pub async fn sign_member_out(handle: String, why: String) -> Result<Done, AppError> {
    super::members::acts::sign_out(&handle, &why).await
}

/// Removes the photo of a member.
#[server(output = Read, prefix = "/do")]
pub async fn remove_member_photo(handle: String, why: String) -> Result<Done, AppError> {
    super::members::helping::remove_photo(&handle, &why).await
}

/// Mails the owner of a listed profile a link to claim it by.
#[server(output = Read, prefix = "/do")]
pub async fn invite_to_claim(handle: String, email: String) -> Result<Done, AppError> {
    super::members::helping::invite_to_claim(&handle, &email).await
}

/// Has no passkey asked for after a member's password any more.
#[server(output = Read, prefix = "/do")]
pub async fn ask_no_passkey(handle: String, why: String) -> Result<Done, AppError> {
    super::members::helping::ask_no_passkey(&handle, &why).await
}

/// Merges a listed profile, or a second account, into an account.
#[server(output = Read, prefix = "/do")]
pub async fn merge_member(handle: String, into: String, why: String) -> Result<Done, AppError> {
    super::merging::merge(&handle, &into, &why).await
}

/// Makes the administrator lead of a community.
#[server(output = Read, prefix = "/do")]
pub async fn step_in(community: String, why: String) -> Result<Done, AppError> {
    super::communities::acts::step_in(&community, &why).await
}

/// Approves a community that was founded. Where more people come to read what was written in it, `agreed` says that this is meant.
#[server(output = Read, prefix = "/do")]
pub async fn approve_community(community: String, #[server(default)] agreed: String) -> Result<Done, AppError> {
    super::communities::acts::approve(&community, &agreed).await
}

/// Declines a community that was founded, with a word to its leads.
#[server(output = Read, prefix = "/do")]
pub async fn decline_community(community: String, #[server(default)] word: String) -> Result<Done, AppError> {
    super::communities::acts::decline(&community, &word).await
}

/// Archives a community.
#[server(output = Read, prefix = "/do")]
pub async fn archive_community(community: String, why: String) -> Result<Done, AppError> {
    super::communities::acts::archive(&community, &why).await
}

/// Revives an archived community.
#[server(output = Read, prefix = "/do")]
pub async fn revive_community(community: String, why: String) -> Result<Done, AppError> {
    super::communities::acts::revive(&community, &why).await
}

/// Makes an organisation.
#[server(output = Read, prefix = "/do")]
pub async fn make_organisation(name: String, #[server(default)] website: String) -> Result<Done, AppError> {
    super::organisations::acts::make(&name, &website).await
}

/// Gives an organisation another name and website.
#[server(output = Read, prefix = "/do")]
pub async fn rename_organisation(organisation: String, name: String, #[server(default)] website: String) -> Result<Done, AppError> {
    super::organisations::acts::rename(&organisation, &name, &website).await
}

/// Adds a domain whose addresses prove that somebody belongs to an organisation.
#[server(output = Read, prefix = "/do")]
pub async fn add_domain(organisation: String, domain: String) -> Result<Done, AppError> {
    super::organisations::acts::add_domain(&organisation, &domain).await
}

/// Says that a sign-in provider is an organisation's.
#[server(output = Read, prefix = "/do")]
pub async fn add_provider(organisation: String, #[server(default)] provider: String) -> Result<Done, AppError> {
    super::organisations::acts::add_provider(&organisation, &provider).await
}

/// Takes a sign-in provider from an organisation, and what it proved.
#[server(output = Read, prefix = "/do")]
pub async fn remove_provider(organisation: String, provider: String) -> Result<Done, AppError> {
    super::organisations::acts::remove_provider(&organisation, &provider).await
}

/// Removes such a domain.
#[server(output = Read, prefix = "/do")]
pub async fn remove_domain(organisation: String, domain: String) -> Result<Done, AppError> {
    super::organisations::acts::remove_domain(&organisation, &domain).await
}

/// Gives a topic another title.
#[server(output = Read, prefix = "/do")]
pub async fn rename_topic(topic: String, title: String) -> Result<Done, AppError> {
    super::topics::acts::rename(&topic, &title).await
}

/// Merges a topic into another.
#[server(output = Read, prefix = "/do")]
pub async fn merge_topic(topic: String, into: String, why: String) -> Result<Done, AppError> {
    super::topics::acts::merge(&topic, &into, &why).await
}
