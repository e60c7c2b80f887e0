//! How the meetings of a series are addressed: by the day the series gives them.

use chrono::NaiveDate;

use crate::error::AppError;

/// The page of a meeting of a series.
pub(in crate::events) fn meeting_href(event: &str, recurrence: &str) -> String {
    format!("{event}/{}", recurrence.get(..10).unwrap_or(recurrence))
}

/// The recurrences of a day, as a range of texts: from the first, before the second.
///
/// # Errors
/// `NotFound` where it is no day.
pub(in crate::events) fn recurrences_on(date: &str) -> Result<(String, String), AppError> {
    let day = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok().filter(|day| day.to_string() == date).ok_or(AppError::NotFound)?;
    let next = day.succ_opt().ok_or(AppError::NotFound)?;
    Ok((day.to_string(), next.to_string()))
}
