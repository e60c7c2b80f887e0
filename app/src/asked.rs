//! What the query of an address asks of a list.

use std::str::FromStr;

use leptos_router::location::RequestUrl;
use leptos_router::params::ParamsMap;

use crate::error::AppError;

/// The longest text that is looked for, in characters.
const LONGEST: usize = 200;

/// The parts of a query, by name.
#[derive(Debug, Default)]
pub struct Asked(ParamsMap);

impl Asked {
    /// Reads a query, `?topic=forms&past`; what can't be read asks for nothing.
    pub fn of(query: &str) -> Self {
        let address = RequestUrl::new(&format!("/?{}", query.trim_start_matches('?')));
        Self(address.parse().map(|url| url.search_params().clone()).unwrap_or_default())
    }

    /// Whether a part is there, with a value or without: `?past`.
    pub fn has(&self, name: &str) -> bool {
        self.0.get_str(name).is_some()
    }

    /// A part's text, bounded and without control characters; empty where missing.
    pub fn text(&self, name: &str) -> String {
        let text = self.0.get_str(name).unwrap_or_default().trim();
        text.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect()
    }

    /// The key of the page to show, as a list wrote it.
    pub fn after(&self) -> &str {
        self.0.get_str("after").unwrap_or_default()
    }

    /// A part's word; `None` where it is missing or empty.
    ///
    /// # Errors
    /// `Invalid` with the sentence where it is no word of the set.
    pub fn word<W: FromStr>(&self, name: &str, otherwise: &str) -> Result<Option<W>, AppError> {
        match self.text(name) {
            text if text.is_empty() => Ok(None),
            text => text.parse().map(Some).map_err(|_| AppError::Invalid(otherwise.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_leniently() {
        let asked = Asked::of("?q=tea+%26%20talk&past&topic=%00forms&empty=&n=7");
        assert_eq!((asked.text("q").as_str(), asked.text("topic").as_str(), asked.has("past")), ("tea & talk", "forms", true));
        assert_eq!((asked.word::<u8>("n", "no"), asked.word::<u8>("empty", "no")), (Ok(Some(7)), Ok(None)));
        assert!(asked.word::<u8>("q", "no").is_err() && !asked.has("nothing"));
    }
}
