//! Server functions that tend pages.

#![allow(clippy::too_many_arguments, reason = "a server function has one for each field of its form")]

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// Makes a page.
#[server(output = Read, prefix = "/do")]
pub async fn make_page(
    community: String,
    #[server(default)] title: String,
    #[server(default)] slug: String,
    #[server(default)] under: String,
    #[server(default)] summary: String,
    #[server(default)] body: String,
    #[server(default)] topics: String,
    #[server(default)] audience: String,
    #[server(default)] status: String,
    #[server(default)] review_by: String,
) -> Result<Done, AppError> {
    let typed = super::typed::Typed { title, slug, under, summary, topics, audience, status, review_by, ..Default::default() };
    super::making::make(&community, &typed, &body).await
}

/// Changes what is said of a page, and where it lies.
#[server(output = Read, prefix = "/do")]
pub async fn change_page(
    community: String,
    path: String,
    #[server(default)] title: String,
    #[server(default)] slug: String,
    #[server(default)] under: String,
    #[server(default)] summary: String,
    #[server(default)] topics: String,
    #[server(default)] authors: String,
    #[server(default)] status: String,
    #[server(default)] review_by: String,
    #[server(default)] outdated: String,
    #[server(default)] audience: String,
) -> Result<Done, AppError> {
    let typed = super::typed::Typed { title, slug, under, summary, topics, authors, status, review_by, outdated, audience };
    super::settings::change(&community, &path, &typed).await
}

/// Moves a page one place up or down among those beside it.
#[server(output = Read, prefix = "/do")]
pub async fn shift_page(community: String, path: String, #[server(default)] way: String) -> Result<Done, AppError> {
    super::moving::shift(&community, &path, &way).await
}

/// Hides a page.
#[server(output = Read, prefix = "/do")]
pub async fn delete_page(
    community: String,
    path: String,
    #[server(default)] why: String,
    #[server(default)] along: String,
) -> Result<Done, AppError> {
    super::hiding::delete(&community, &path, (&why, !along.is_empty())).await
}

/// Brings back a page that was hidden, and what was hidden along with it.
#[server(output = Read, prefix = "/do")]
pub async fn undelete_page(community: String, path: String) -> Result<Done, AppError> {
    super::hiding::undelete(&community, &path).await
}

/// Brings back what a page said.
#[server(output = Read, prefix = "/do")]
pub async fn restore_page(community: String, path: String, #[server(default)] number: String) -> Result<Done, AppError> {
    super::history::restore(&community, &path, &number).await
}

/// Keeps what a page says now as a version of a name.
#[server(output = Read, prefix = "/do")]
pub async fn keep_version(community: String, path: String, #[server(default)] name: String) -> Result<Done, AppError> {
    super::history::keep(&community, &path, &name).await
}

/// Says that a page is still correct, or out of date.
#[server(output = Read, prefix = "/do")]
pub async fn review_page(community: String, path: String, #[server(default)] word: String) -> Result<Done, AppError> {
    super::reviewing::review(&community, &path, &word).await
}

/// Suggests what a page should say.
#[server(output = Read, prefix = "/do")]
pub async fn suggest_change(
    community: String,
    path: String,
    #[server(default)] body: String,
    #[server(default)] why: String,
    #[server(default)] base: String,
) -> Result<Done, AppError> {
    super::suggesting::suggest(&community, &path, [&body, &why, &base]).await
}

/// Takes a suggestion, or declines it.
#[server(output = Read, prefix = "/do")]
pub async fn settle_suggestion(
    community: String,
    #[server(default)] id: String,
    #[server(default)] word: String,
    #[server(default)] note: String,
) -> Result<Done, AppError> {
    super::suggesting::settle(&community, (&id, &word), &note).await
}

/// Says whether every member edits a community's pages.
#[server(output = Read, prefix = "/do")]
pub async fn let_members_edit(community: String, #[server(default)] yes: String) -> Result<Done, AppError> {
    super::settings::let_members_edit(&community, !yes.is_empty()).await
}
