//! What became of a calendar that was brought in.

use std::fmt;

use crate::plain;

/// The longest reason, in characters: it may quote what was sent.
const REASON: usize = 300;

/// How much of what was left out is said at once.
const SAID: usize = 5;

/// The most lines that are listed; of the rest there is a count.
const LISTED: usize = 200;

/// Something that was left out, or taken in another way than it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Where it stands in the file, from 1.
    pub line: usize,
    /// What is the matter with it.
    pub reason: String,
}

impl fmt::Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

/// What became of a calendar that was brought in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Events that are new.
    pub created: usize,
    /// Events that the calendar says something else of than before.
    pub updated: usize,
    /// Events of which it says the same.
    pub unchanged: usize,
    /// Events, or meetings of a series, that a followed calendar holds no longer.
    pub called_off: usize,
    /// What was left out, in the order of the file.
    pub listed: Vec<Left>,
    /// How much more of that there is.
    pub more: usize,
}

impl Report {
    /// Lists something that was left out.
    pub(super) fn left(&mut self, line: usize, reason: impl Into<String>) {
        if self.listed.len() < LISTED {
            self.listed.push(Left { line, reason: plain::cut(&reason.into(), REASON) });
        } else {
            self.more += 1;
        }
    }

    /// Whether all of the file was read.
    pub fn is_whole(&self) -> bool {
        self.listed.is_empty()
    }

    /// "3 events are new, 1 was changed, 2 are as before."
    pub fn counts(&self) -> String {
        let are = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
        let off = match self.called_off {
            0 => String::new(),
            off => format!(", {}", are(off, "is gone there and was cancelled", "are gone there and were cancelled")),
        };
        format!(
            "{}, {}, {}{off}.",
            are(self.created, "event is new", "events are new"),
            are(self.updated, "was changed", "were changed"),
            are(self.unchanged, "is as before", "are as before")
        )
    }

    /// The counts, and the first of what was left out.
    pub fn in_short(&self) -> String {
        let left: Vec<String> = self.listed.iter().take(SAID).map(|left| format!("Line {}: {}.", left.line, left.reason)).collect();
        let more = self.listed.len() + self.more - left.len();
        let more = if more > 0 { format!(" And {more} more.") } else { String::new() };
        let left = if left.is_empty() { String::new() } else { format!(" Not all of it was taken. {}{more}", left.join(" ")) };
        format!("{}{left}", self.counts())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for left in &self.listed {
            writeln!(f, "{left}")?;
        }
        if self.more > 0 {
            writeln!(f, "and {} more", self.more)?;
        }
        writeln!(f, "{}", self.counts())
    }
}
