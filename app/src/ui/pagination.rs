//! Lists page by key: a page knows where the next one starts, not how many there are.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slice<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// The key of the next one, for `?after=`.
    pub next: Option<String>,
    /// Whether this one came by `?after=`.
    pub later: bool,
}

impl<T> Slice<T> {
    /// Makes a page of at most `size` of what was read, where one more than `size` was asked for.
    pub fn cut(mut items: Vec<T>, size: usize, after: &str, key: impl Fn(&T) -> String) -> Self {
        let more = items.len() > size;
        items.truncate(size);
        let next = if more { items.last().map(key) } else { None };
        Self { items, next, later: !after.is_empty() }
    }
}

/// The parts of a key that is several, joined by `~`; all empty for the start of the list.
///
/// # Errors
/// When the address was not one that a list wrote.
pub fn key_parts<const N: usize>(after: &str) -> Result<[&str; N], AppError> {
    if after.is_empty() {
        return Ok([""; N]);
    }
    let parts: Vec<&str> = after.splitn(N, '~').collect();
    parts.try_into().map_err(|_| AppError::Invalid("There is no such place in this list. Start again from its beginning.".to_owned()))
}

/// The links below a list.
#[component]
pub fn Pagination(
    /// The list's own address with its filters, `/people` or `/people?q=ada`.
    base: String,
    /// The key of the next page.
    next: Option<String>,
    /// Whether this is a later page.
    later: bool,
) -> impl IntoView {
    let separator = if base.contains('?') { '&' } else { '?' };
    let next = next.map(|key| format!("{base}{separator}after={}", encode(&key)));
    (later || next.is_some()).then(|| {
        view! {
            <nav class="pagination" aria-label="Pages of this list">
                {later.then(|| view! { <a href=base.clone() rel="first">"Back to the start"</a> })}
                {next.map(|href| view! { <a class="next" href=href rel="next">"Next page"</a> })}
            </nav>
        }
    })
}

/// Encodes a text for a query (RFC 3986: everything but the unreserved).
pub fn encode(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_several_parts_keeps_what_follows_in_the_last() {
        assert_eq!(key_parts::<2>("ada~okafor~ada"), Ok(["ada", "okafor~ada"]));
        assert_eq!(key_parts::<2>(""), Ok(["", ""]));
        assert!(matches!(key_parts::<2>("nonsense"), Err(AppError::Invalid(_))));
    }
}
