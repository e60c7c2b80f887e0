//! What crosses the wire about putting pages in order.

use serde::{Deserialize, Serialize};

use crate::communities::model::CommunityHead;

/// `/c/{community}/arrange-pages`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ArrangeScreen {
    /// The community.
    pub head: CommunityHead,
    /// The server function that moves a page.
    pub function: String,
    /// Its pages, each before those below it.
    pub rows: Vec<ArrangeRow>,
}

/// A page that can be moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrangeRow {
    /// Its title.
    pub title: String,
    /// Where it lies.
    pub path: String,
    /// How many lie above it.
    pub depth: usize,
    /// "Draft", "Archived"; empty where everybody finds it.
    pub note: String,
    /// Whether it can go up, down, below the page before it, and out of the page above it.
    pub ways: [bool; 4],
}

impl ArrangeRow {
    /// The path of the page above it; empty at the top.
    pub fn parent(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(parent, _)| parent)
    }

    /// Whether it is a page or lies below it.
    pub fn is_within(&self, path: &str) -> bool {
        self.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Where something is dropped on a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Before it.
    Before,
    /// Below it.
    Into,
    /// After it.
    After,
}

/// What a page is laid below, and before which of those there; an empty path is the top, and the end.
pub fn dropped(rows: &[ArrangeRow], onto: usize, zone: Zone) -> Option<(String, String)> {
    let row = rows.get(onto)?;
    Some(match zone {
        Zone::Before => (row.parent().to_owned(), row.path.clone()),
        Zone::Into => (row.path.clone(), String::new()),
        Zone::After => {
            let next = rows[onto + 1..].iter().find(|next| !next.is_within(&row.path)).filter(|next| next.parent() == row.parent());
            (row.parent().to_owned(), next.map(|next| next.path.clone()).unwrap_or_default())
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dropped_after_a_page_comes_after_all_that_lies_below_it() {
        let row = |path: &str| ArrangeRow { title: String::new(), path: path.to_owned(), depth: 0, note: String::new(), ways: [true; 4] };
        let rows = ["a", "a/b", "a/b/c", "a/d", "ab"].map(row);
        let place = |onto, zone| dropped(&rows, onto, zone).map(|(under, before)| format!("{under}|{before}"));
        assert_eq!(place(0, Zone::After).as_deref(), Some("|ab"));
        assert_eq!(place(1, Zone::After).as_deref(), Some("a|a/d"));
        assert_eq!(place(3, Zone::After).as_deref(), Some("a|"));
        assert_eq!(place(4, Zone::After).as_deref(), Some("|"));
        assert_eq!(place(2, Zone::Before).as_deref(), Some("a/b|a/b/c"));
        assert_eq!(place(3, Zone::Into).as_deref(), Some("a/d|"));
        assert_eq!(place(9, Zone::Into), None);
    }
}
