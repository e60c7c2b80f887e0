//! Server functions about calendars: those that a community brings in from elsewhere or follows, and the address of one's own.

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// Brings the calendar file that was sent along into a community.
#[server(output = Read, prefix = "/do")]
pub async fn import_calendar(community: String) -> Result<Done, AppError> {
    super::importing::upload(&community).await
}

/// Has a community follow a calendar elsewhere.
#[server(output = Read, prefix = "/do")]
pub async fn follow_calendar(community: String, #[server(default)] address: String) -> Result<Done, AppError> {
    super::importing::followed::follow(&community, &address).await
}

/// Reads a calendar that a community follows at once.
#[server(output = Read, prefix = "/do")]
pub async fn read_calendar(community: String, #[server(default)] calendar: String) -> Result<Done, AppError> {
    super::importing::followed::read_now(&community, &calendar).await
}

/// Has a community follow a calendar no longer.
#[server(output = Read, prefix = "/do")]
pub async fn unfollow_calendar(community: String, #[server(default)] calendar: String) -> Result<Done, AppError> {
    super::importing::followed::stop(&community, &calendar).await
}

/// Makes a secret address for one's own calendar.
#[server(output = Read, prefix = "/do")]
pub async fn make_calendar_address() -> Result<Done, AppError> {
    super::own_calendar::make().await
}

/// Has the secret address of one's own calendar open nothing any more.
#[server(output = Read, prefix = "/do")]
pub async fn stop_calendar_address() -> Result<Done, AppError> {
    super::own_calendar::stop().await
}
