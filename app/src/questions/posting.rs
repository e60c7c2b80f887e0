//! Server functions that write to the board.

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// Asks a question, or looks for ones like it.
#[server(output = Read, prefix = "/do")]
pub async fn ask(
    community: String,
    title: String,
    #[server(default)] body: String,
    #[server(default)] topics: String,
    #[server(default)] anonymous: String,
    #[server(default)] look: String,
) -> Result<Done, AppError> {
    if !look.is_empty() {
        return Err(AppError::nothing_yet());
    }
    super::asking::ask(&community, [&title, &body, &topics], !anonymous.is_empty()).await
}

/// Answers a question.
#[server(output = Read, prefix = "/do")]
pub async fn answer(community: String, slug: String, body: String, #[server(default)] anonymous: String) -> Result<Done, AppError> {
    super::answering::answer(&community, &slug, (&body, !anonymous.is_empty())).await
}

/// Comments on a question, or on an answer to it.
#[server(output = Read, prefix = "/do")]
pub async fn comment(
    community: String,
    slug: String,
    post: String,
    body: String,
    #[server(default)] anonymous: String,
) -> Result<Done, AppError> {
    super::answering::comment(&community, (&slug, &post), (&body, !anonymous.is_empty())).await
}

/// Says that a question or an answer helped, or takes that back.
#[server(output = Read, prefix = "/do")]
pub async fn find_helpful(community: String, slug: String, post: String, #[server(default)] yes: String) -> Result<Done, AppError> {
    super::answering::find_helpful(&community, (&slug, &post), !yes.is_empty()).await
}

/// Accepts an answer, or takes that back.
#[server(output = Read, prefix = "/do")]
pub async fn accept(community: String, slug: String, post: String, #[server(default)] yes: String) -> Result<Done, AppError> {
    super::answering::accept(&community, (&slug, &post), !yes.is_empty()).await
}
