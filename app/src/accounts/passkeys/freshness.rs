//! Whether somebody signed in a moment ago: what changes who gets in is not done in a session that was left open.

use chrono::TimeDelta;

use crate::error::AppError;
use crate::state::{AppState, SignedIn, signed_in};

/// How long ago a moment is.
const MOMENT: TimeDelta = TimeDelta::minutes(10);

/// Whether somebody signed in a moment ago.
pub(crate) fn is_fresh(app: &AppState, member: &SignedIn) -> bool {
    app.clock.now() - member.since <= MOMENT
}

/// Refuses who signed in longer ago: they are sent to sign in again.
///
/// # Errors
/// `SignIn`.
pub(crate) fn wants_fresh(app: &AppState, member: &SignedIn) -> Result<(), AppError> {
    if is_fresh(app, member) { Ok(()) } else { Err(AppError::SignIn) }
}

/// Who signed in a moment ago. Others are sent to sign in again.
///
/// # Errors
/// `SignIn`.
pub(in crate::accounts) fn freshly_signed_in() -> Result<(AppState, SignedIn), AppError> {
    let (app, member) = signed_in()?;
    wants_fresh(&app, &member)?;
    Ok((app, member))
}
