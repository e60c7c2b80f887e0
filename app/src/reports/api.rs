//! Server functions of reports.

use leptos::prelude::*;
use uuid::Uuid;

use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// Reports what stands at an address.
#[server(output = Read, prefix = "/do")]
pub async fn report(
    of: String,
    #[server(default)] reason: String,
    #[server(default)] note: String,
    #[server(default)] concerns_leads: String,
) -> Result<Done, AppError> {
    super::reporting::report(&of, &reason, &note, !concerns_leads.is_empty()).await
}

/// Resolves a report of a community's, with a word to whoever reported it.
#[server(output = Read, prefix = "/do")]
pub async fn resolve_report(community: String, report: Uuid, #[server(default)] answer: String) -> Result<Done, AppError> {
    super::reporting::resolve_in(&community, report, &answer).await
}

/// Resolves any report, as administrator.
#[server(output = Read, prefix = "/do")]
pub async fn resolve_any_report(report: Uuid, #[server(default)] answer: String) -> Result<Done, AppError> {
    super::reporting::resolve_any(report, &answer).await
}
