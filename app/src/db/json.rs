//! Columns that hold JSON as text.

use serde::de::DeserializeOwned;

use crate::error::AppError;
use crate::link::Link;
use crate::state::internal;

/// Reads a column.
///
/// # Errors
/// When it holds something else: the program wrote it, so that is our fault.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, AppError> {
    serde_json::from_str(text).map_err(|error| internal(&error))
}

/// Reads a column of links; those that no page may link to are left out.
///
/// # Errors
/// When it holds something else.
pub fn links(text: &str) -> Result<Vec<Link>, AppError> {
    let links: Vec<Link> = read(text)?;
    Ok(links.into_iter().filter(Link::is_safe).collect())
}
