//! What crosses the wire about agendas, as lists and as months and weeks.

use serde::{Deserialize, Serialize};

use super::EventStatus;
use crate::communities::model::CommunityHead;
use crate::related::model::EventLine;
use crate::ui::filters::Filters;

words! {
    /// How to look at what takes place.
    pub enum View {
        /// A list.
        Agenda = "agenda",
        /// A month's days.
        Month = "month",
        /// A week's days.
        Week = "week",
    }
}

impl View {
    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Agenda => "List",
            Self::Month => "Month",
            Self::Week => "Week",
        }
    }
}

/// A month or a week as a grid of days.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Grid {
    /// Which of the two.
    pub view: View,
    /// "March 2026"
    pub title: String,
    /// The address of the one before.
    pub previous: Option<String>,
    /// The address of the one after.
    pub next: Option<String>,
    /// The address of the one that holds today.
    pub today: String,
    /// Seven days each, from Monday on.
    pub weeks: Vec<Vec<Cell>>,
}

/// A day of a grid.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cell {
    /// `2026-03-03`
    pub date: String,
    /// "3"
    pub number: String,
    /// "Tuesday 3 March"
    pub title: String,
    /// Whether it belongs to the month before or after.
    pub outside: bool,
    /// Whether it is today.
    pub today: bool,
    /// What takes place on it, in order; what overlaps stands together.
    pub at_once: Vec<Vec<Slot>>,
}

/// A meeting on a day of a grid: no more of it than is shown there.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Slot {
    /// What it is called.
    pub title: String,
    /// Where its screen is.
    pub href: String,
    /// Whether it takes place.
    pub status: EventStatus,
    /// When it begins, for machines.
    pub starts: String,
    /// "1 pm to 2 pm GMT", "All day"
    pub hours: String,
    /// "Members only", where it is for fewer than see the others.
    pub for_whom: Option<String>,
    /// How far its zone is ahead of UTC, in minutes.
    pub offset: Option<i32>,
}

/// A month of an agenda.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Month {
    /// "March 2026"
    pub title: String,
    /// Its days that hold a meeting.
    pub days: Vec<Day>,
}

/// A day of an agenda.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Day {
    /// `2026-03-03`
    pub date: String,
    /// "Tuesday 3 March"
    pub title: String,
    /// "3" and "Tue"
    pub tile: (String, String),
    /// What begins on it.
    pub meetings: Vec<EventLine>,
}

/// A page of an agenda, by month and day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Agenda {
    /// Whose; `None` where it is the whole site's.
    pub head: Option<CommunityHead>,
    /// What stands over it.
    pub heading: String,
    /// What it is, where that goes not without saying.
    pub lede: Option<String>,
    /// Whether it looks back, newest first.
    pub past: bool,
    /// What narrows it.
    pub filters: Filters,
    /// The address of the other half, upcoming or past, narrowed alike.
    pub other: String,
    /// The months.
    pub months: Vec<Month>,
    /// The key of the next page.
    pub next: Option<String>,
    /// Whether this is a later page.
    pub later: bool,
    /// The ways to look at it: name, address, and whether it is the one shown.
    pub views: Vec<(String, String, bool)>,
    /// The grid, where it is no list.
    pub grid: Option<Grid>,
    /// Where it is followed in one's own calendar.
    pub follow: String,
}
