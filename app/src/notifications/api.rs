//! Server functions of being called back.

#![allow(clippy::too_many_arguments, reason = "a server function has one for each field of its form")]

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// Follows what stands at a path of this site.
#[server(output = Read, prefix = "/do")]
pub async fn follow(path: String) -> Result<Done, AppError> {
    super::following::set(&path, true).await
}

/// Follows it no longer.
#[server(output = Read, prefix = "/do")]
pub async fn unfollow(path: String) -> Result<Done, AppError> {
    super::following::set(&path, false).await
}

/// Marks a notification read, with all about the same thing.
#[server(output = Read, prefix = "/do")]
pub async fn mark_read(id: String) -> Result<Done, AppError> {
    super::sheets::mark_read(&id).await
}

/// Marks all notifications read, up to one.
#[server(output = Read, prefix = "/do")]
pub async fn mark_all_read(until: String) -> Result<Done, AppError> {
    super::sheets::mark_all_read(&until).await
}

/// Saves how each matter is mailed, and at which hour what is gathered.
#[server(output = Read, prefix = "/do")]
pub async fn save_choices(
    answer: String,
    comment: String,
    mention: String,
    accepted: String,
    invited: String,
    #[server(default)] thanks: String,
    #[server(default)] proposal: String,
    #[server(default)] tending: String,
    suggestion: String,
    question: String,
    #[server(default)] page: String,
    membership: String,
    request: String,
    #[server(default)] hosting: String,
    #[server(default)] calendar: String,
    #[server(default)] meeting: String,
    #[server(default)] day_before: String,
    #[server(default)] hour_before: String,
    hour: String,
) -> Result<Done, AppError> {
    use super::model::Matter;
    let words = [
        (Matter::Answer, answer),
        (Matter::Comment, comment),
        (Matter::Mention, mention),
        (Matter::Accepted, accepted),
        (Matter::Invited, invited),
        (Matter::Thanks, thanks),
        (Matter::Proposal, proposal),
        (Matter::Tending, tending),
        (Matter::Suggestion, suggestion),
        (Matter::Question, question),
        (Matter::Page, page),
        (Matter::Membership, membership),
        (Matter::Request, request),
        (Matter::Hosting, hosting),
        (Matter::Calendar, calendar),
        (Matter::Meeting, meeting),
        (Matter::DayBefore, day_before),
        (Matter::HourBefore, hour_before),
    ];
    super::choosing::save(&words, &hour).await
}

/// Saves how what comes from a community is mailed.
#[server(output = Read, prefix = "/do")]
pub async fn save_choices_in(community: String, #[server(default)] rhythm: String) -> Result<Done, AppError> {
    super::choosing::save_in(&community, &rhythm).await
}

/// Stops what the link in a mail stops.
#[server(output = Read, prefix = "/do")]
pub async fn stop_mail(token: String) -> Result<Done, AppError> {
    super::stopping::stop_and_say(&token).await
}
