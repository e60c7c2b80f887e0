//! Server functions that write to the board.

#![allow(clippy::too_many_arguments, reason = "a server function has one for each field of its form")]

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// Asks a question; or keeps it for later, looks for ones like it, or shows how it would look.
#[server(output = Read, prefix = "/do")]
pub async fn ask(
    community: String,
    title: String,
    #[server(default)] body: String,
    #[server(default)] topics: String,
    #[server(default)] anonymous: String,
    #[server(default)] readers: String,
    #[server(default)] look: String,
    #[server(default)] preview: String,
    #[server(default)] save: String,
) -> Result<Done, AppError> {
    if !save.is_empty() {
        return super::drafting::keep_question(&community, [&title, &body, &topics], (!anonymous.is_empty(), &save)).await;
    }
    if !look.is_empty() || !preview.is_empty() {
        return Err(AppError::nothing_yet());
    }
    super::asking::ask(&community, [&title, &body, &topics], (!anonymous.is_empty(), &readers)).await
}

/// Answers a question; or keeps the answer for later, or shows how it would look.
#[server(output = Read, prefix = "/do")]
pub async fn answer(
    community: String,
    slug: String,
    body: String,
    #[server(default)] anonymous: String,
    #[server(default)] readers: String,
    #[server(default)] preview: String,
    #[server(default)] save: String,
) -> Result<Done, AppError> {
    if !save.is_empty() {
        return super::drafting::keep_answer(&community, (&slug, &body), (!anonymous.is_empty(), &save)).await;
    }
    if !preview.is_empty() {
        return Err(AppError::nothing_yet());
    }
    super::answering::answer(&community, &slug, super::answering::Said { body: &body, anonymous: !anonymous.is_empty(), readers: &readers })
        .await
}

/// Takes a question to the office hours that have a page; without one, takes it back from where it was taken.
#[server(output = Read, prefix = "/do")]
pub async fn take_to_office_hours(community: String, slug: String, #[server(default)] meeting: String) -> Result<Done, AppError> {
    super::office::take(&community, &slug, &meeting).await
}

/// Drops what one began to write: an answer to a question, or without one a question.
#[server(output = Read, prefix = "/do")]
pub async fn drop_draft(community: String, #[server(default)] slug: String) -> Result<Done, AppError> {
    super::drafting::discard(&community, &slug).await
}

/// Comments on a question, or on an answer to it.
#[server(output = Read, prefix = "/do")]
pub async fn comment(
    community: String,
    slug: String,
    post: String,
    body: String,
    #[server(default)] anonymous: String,
    #[server(default)] readers: String,
) -> Result<Done, AppError> {
    super::answering::comment(
        &community,
        (&slug, &post),
        super::answering::Said { body: &body, anonymous: !anonymous.is_empty(), readers: &readers },
    )
    .await
}

/// Says that a question or an answer helped, or takes that back.
#[server(output = Read, prefix = "/do")]
pub async fn find_helpful(community: String, slug: String, post: String, #[server(default)] yes: String) -> Result<Done, AppError> {
    super::thanking::find_helpful(&community, (&slug, &post), !yes.is_empty()).await
}

/// Accepts an answer, or takes that back.
#[server(output = Read, prefix = "/do")]
pub async fn accept(community: String, slug: String, post: String, #[server(default)] yes: String) -> Result<Done, AppError> {
    super::answering::accept(&community, (&slug, &post), !yes.is_empty()).await
}

/// Changes what a question says. `base`: of which text the change is.
#[server(output = Read, prefix = "/do")]
pub async fn edit_question(
    community: String,
    slug: String,
    title: String,
    #[server(default)] body: String,
    #[server(default)] topics: String,
    #[server(default)] why: String,
    #[server(default)] base: String,
    #[server(default)] readers: String,
) -> Result<Done, AppError> {
    super::editing::question(&community, &slug, ([&title, &body, &topics], [&why, &base, &readers])).await
}

/// Changes what an answer says. `base`: of which text the change is.
#[server(output = Read, prefix = "/do")]
pub async fn edit_answer(
    community: String,
    slug: String,
    post: String,
    body: String,
    #[server(default)] why: String,
    #[server(default)] base: String,
    #[server(default)] readers: String,
) -> Result<Done, AppError> {
    super::editing::below(&community, (&slug, &post), (&body, [&why, &base, &readers])).await
}

/// Changes what a comment says. `base`: of which text the change is.
#[server(output = Read, prefix = "/do")]
pub async fn edit_comment(
    community: String,
    slug: String,
    post: String,
    body: String,
    #[server(default)] why: String,
    #[server(default)] base: String,
    #[server(default)] readers: String,
) -> Result<Done, AppError> {
    super::editing::below(&community, (&slug, &post), (&body, [&why, &base, &readers])).await
}

/// Suggests what a question or an answer should say. `base`: of which text the change is.
#[server(output = Read, prefix = "/do")]
pub async fn suggest_edit(
    community: String,
    slug: String,
    post: String,
    #[server(default)] title: String,
    #[server(default)] body: String,
    #[server(default)] why: String,
    #[server(default)] base: String,
) -> Result<Done, AppError> {
    super::suggesting::suggest(&community, (&slug, &post), ([&title, &body], [&why, &base])).await
}

/// Takes a suggested edit, or declines it.
#[server(output = Read, prefix = "/do")]
pub async fn settle_edit(
    community: String,
    slug: String,
    post: String,
    #[server(default)] id: String,
    #[server(default)] word: String,
    #[server(default)] note: String,
) -> Result<Done, AppError> {
    super::suggesting::settle(&community, (&slug, &post), (&id, &word, &note)).await
}

/// Thanks whoever wrote a question or an answer with a line that they alone read; an empty one takes it back.
#[server(output = Read, prefix = "/do")]
pub async fn thank(community: String, slug: String, post: String, #[server(default)] line: String) -> Result<Done, AppError> {
    super::thanking::thank(&community, (&slug, &post), &line).await
}

/// Brings back what a question, an answer or a comment said.
#[server(output = Read, prefix = "/do")]
pub async fn restore(community: String, slug: String, post: String, number: String) -> Result<Done, AppError> {
    super::editing::restore(&community, (&slug, &post), &number).await
}

/// Has a question take no more answers.
#[server(output = Read, prefix = "/do")]
pub async fn close_question(
    community: String,
    slug: String,
    because: String,
    #[server(default)] original: String,
    #[server(default)] note: String,
) -> Result<Done, AppError> {
    super::lifecycle::close(&community, &slug, [&because, &original, &note]).await
}

/// Has a question take answers again.
#[server(output = Read, prefix = "/do")]
pub async fn reopen_question(community: String, slug: String) -> Result<Done, AppError> {
    super::lifecycle::reopen(&community, &slug).await
}

/// Has nobody but moderators write to a question, or everybody again.
#[server(output = Read, prefix = "/do")]
pub async fn lock_question(community: String, slug: String, #[server(default)] yes: String) -> Result<Done, AppError> {
    super::lifecycle::lock(&community, &slug, !yes.is_empty()).await
}

/// Takes a question to another community. `agreed`: even where people who wrote below it lose sight of it.
#[server(output = Read, prefix = "/do")]
pub async fn move_question(community: String, slug: String, into: String, #[server(default)] agreed: String) -> Result<Done, AppError> {
    super::moving::move_to(&community, &slug, (&into, &agreed)).await
}

/// Hides a question, an answer or a comment.
#[server(output = Read, prefix = "/do")]
pub async fn delete_post(community: String, slug: String, post: String, #[server(default)] why: String) -> Result<Done, AppError> {
    super::lifecycle::delete(&community, (&slug, &post), &why).await
}

/// Brings back what was hidden.
#[server(output = Read, prefix = "/do")]
pub async fn undelete_post(community: String, slug: String, post: String, #[server(default)] why: String) -> Result<Done, AppError> {
    super::lifecycle::undelete(&community, (&slug, &post), &why).await
}

/// Looks up who wrote something without their name.
#[server(output = Read, prefix = "/do")]
pub async fn reveal_author(community: String, slug: String, post: String, #[server(default)] why: String) -> Result<Done, AppError> {
    super::revealing::reveal(&community, (&slug, &post), &why).await
}

/// Asks somebody for an answer to a question.
#[server(output = Read, prefix = "/do")]
pub async fn invite_to_answer(community: String, slug: String, handle: String) -> Result<Done, AppError> {
    super::inviting::invite(&community, &slug, &handle).await
}

/// Says that one does not want to be asked for answers any more, or that one does.
#[server(output = Read, prefix = "/do")]
pub async fn decline_invitations(#[server(default)] yes: String) -> Result<Done, AppError> {
    super::inviting::decline(!yes.is_empty()).await
}
