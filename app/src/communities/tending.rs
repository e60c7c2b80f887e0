//! Server functions that found a community, and that change one: by its leads.

#![allow(clippy::too_many_arguments, reason = "a server function has one for each field of its form")]

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// Founds a community, with whoever asks as its lead.
#[server(output = Read, prefix = "/do")]
pub async fn found(
    name: String,
    summary: String,
    kind: String,
    #[server(default)] domain: String,
    #[server(default)] people: String,
    #[server(default)] practice: String,
    join_rule: String,
    #[server(default)] hidden: String,
) -> Result<Done, AppError> {
    super::founding::found(&name, [&summary, &kind, &join_rule], [&domain, &people, &practice], !hidden.is_empty()).await
}

/// Asks again for a community to be approved that was declined.
#[server(output = Read, prefix = "/do")]
pub async fn propose_again(community: String) -> Result<Done, AppError> {
    super::ending::propose_again(&community).await
}

/// Changes what a community says of itself.
#[server(output = Read, prefix = "/do")]
pub async fn change_about(
    community: String,
    #[server(default)] seen: String,
    name: String,
    #[server(default)] short_name: String,
    kind: String,
    #[server(default)] stage: String,
    summary: String,
    #[server(default)] domain: String,
    #[server(default)] people: String,
    #[server(default)] practice: String,
    #[server(default)] topics: String,
    #[server(default)] job_families: String,
    #[server(default)] commitment: String,
    #[server(default)] commitment_series: String,
    #[server(default)] website: String,
    #[server(default)] ends_on: String,
    #[server(default)] accent: String,
    #[server(default)] parent: String,
) -> Result<Done, AppError> {
    let charter = [&domain, &people, &practice].map(String::as_str);
    let lists = [&topics, &job_families].map(String::as_str);
    let lines = [&name, &short_name, &kind, &stage, &summary, &commitment, &commitment_series, &website].map(String::as_str);
    super::settings::about((&community, &seen), lines, charter, lists, [&ends_on, &accent, &parent]).await
}

/// Changes how people join a community. Where some who belong no longer lose places at meetings by that, `without` says that this is meant.
#[server(output = Read, prefix = "/do")]
pub async fn change_joining(
    community: String,
    #[server(default)] seen: String,
    join_rule: String,
    #[server(default)] who_can_join: String,
    #[server(default)] contact: String,
    #[server(default)] channels: String,
    #[server(default)] guidelines: String,
    #[server(default)] organisations: String,
    #[server(default)] domains: String,
    #[server(default)] without: String,
) -> Result<Done, AppError> {
    let said = [&join_rule, &who_can_join, &contact, &channels, &guidelines, &organisations, &domains];
    super::joining::joining((&community, &seen), said.map(String::as_str), &without).await
}

/// Changes who sees which part of a community. Where more people would read what was written for fewer, `agreed` says that this is meant, and where some lose their places at meetings, `without`.
#[server(output = Read, prefix = "/do")]
pub async fn change_audiences(
    community: String,
    #[server(default)] seen: String,
    listed: String,
    about: String,
    events: String,
    questions: String,
    pages: String,
    members: String,
    #[server(default)] anonymous: String,
    #[server(default)] numbers: String,
    #[server(default)] agreed: String,
    #[server(default)] without: String,
) -> Result<Done, AppError> {
    let sections = [&about, &events, &questions, &pages, &members].map(String::as_str);
    super::audiences::change((&community, &seen), (&listed, sections), (&anonymous, !numbers.is_empty()), (&agreed, &without)).await
}

/// Gives a community another address; the old one leads there.
#[server(output = Read, prefix = "/do")]
pub async fn change_address(community: String, slug: String) -> Result<Done, AppError> {
    super::ending::address(&community, &slug).await
}

/// Archives a community, or revives it.
#[server(output = Read, prefix = "/do")]
pub async fn change_status(community: String, status: String) -> Result<Done, AppError> {
    super::ending::status(&community, &status).await
}

/// Merges a community into another that the same person leads. Where its members come to read what was written for those of the other, `agreed` says that this is meant.
#[server(output = Read, prefix = "/do")]
pub async fn merge(community: String, into: String, #[server(default)] agreed: String) -> Result<Done, AppError> {
    super::ending::merge(&community, &into, &agreed).await
}
