//! Dates and times that were formatted on the server: the browser holds no time zones.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A day or an instant, for people and for machines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// "3 March 2026"
    pub text: String,
    /// What `<time datetime>` takes.
    pub datetime: String,
}

/// From when to when, in a zone of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// The start, for machines.
    pub starts: String,
    /// The end, for machines.
    pub ends: String,
    /// "Tuesday 3 March 2026", or "3 to 5 March 2026".
    pub dates: String,
    /// "1 pm to 2 pm"; `None` where only the dates matter.
    pub hours: Option<String>,
    /// "London time (GMT)"; empty where only the dates matter.
    pub zone: String,
    /// "GMT"
    pub zone_short: String,
}

/// A day or an instant.
#[component]
pub fn Time(
    /// Which.
    stamp: Stamp,
) -> impl IntoView {
    view! { <time datetime=stamp.datetime>{stamp.text}</time> }
}
