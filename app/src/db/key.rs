//! Keys of lists that sort by an instant and, where two are alike, by id: `1773147600000000~0198…`.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::error::AppError;

/// Writes the key of a row.
pub fn at(instant: DateTime<Utc>, id: Uuid) -> String {
    format!("{}~{}", instant.timestamp_micros(), id.simple())
}

/// Reads a key; the empty one gives `start`, which stands before every row.
///
/// # Errors
/// `Invalid` where it is no key.
pub fn parse_at(key: &str, start: (DateTime<Utc>, Uuid)) -> Result<(DateTime<Utc>, Uuid), AppError> {
    if key.is_empty() {
        return Ok(start);
    }
    let (micros, id) = key.split_once('~').ok_or_else(no_key)?;
    let instant = micros.parse().ok().and_then(DateTime::from_timestamp_micros).ok_or_else(no_key)?;
    // Beyond four digits a year has a sign, and then texts no longer sort like times.
    if !(0..=9999).contains(&chrono::Datelike::year(&instant)) {
        return Err(no_key());
    }
    Ok((instant, id.parse().map_err(|_| no_key())?))
}

/// Writes the key of a row of a list that sorts by a text.
pub fn text(text: &str, id: Uuid) -> String {
    format!("{}~{text}", id.simple())
}

/// Reads a key of a list that sorts by a text; the empty one stands before every row.
///
/// # Errors
/// `Invalid` where it is no key.
pub fn parse_text(key: &str) -> Result<(String, Uuid), AppError> {
    if key.is_empty() {
        return Ok((String::new(), Uuid::nil()));
    }
    let (id, text) = key.split_once('~').ok_or_else(no_key)?;
    if text.contains('\0') {
        return Err(no_key());
    }
    Ok((text.to_owned(), id.parse().map_err(|_| no_key())?))
}

/// Before every instant a site can hold.
pub fn first_instant() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH - chrono::Duration::days(365 * 1000)
}

/// After every instant a site can hold.
pub fn last_instant() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + chrono::Duration::days(365 * 8000)
}

/// What a key says that no list wrote.
pub fn no_key() -> AppError {
    AppError::Invalid("That is no page of this list. Go back to its start.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_as_they_went() {
        let (instant, id) = (DateTime::from_timestamp_micros(1_773_147_600_000_123).unwrap(), Uuid::from_u128(7));
        assert_eq!(parse_at(&at(instant, id), (first_instant(), Uuid::nil())).unwrap(), (instant, id));
        assert_eq!(parse_text(&text("a~b", id)).unwrap(), ("a~b".to_owned(), id));
    }

    #[test]
    fn nonsense_is_refused() {
        for nonsense in ["x", "1~", "~", "99999999999999999999~0", "1~zz", "9000000000000000000~00000000000000000000000000000007"] {
            assert!(matches!(parse_at(nonsense, (first_instant(), Uuid::nil())), Err(AppError::Invalid(_))), "{nonsense}");
        }
        assert!(parse_text("title").is_err() && parse_text("zz~title").is_err());
    }
}
