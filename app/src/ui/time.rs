//! Dates and times that were formatted on the server: the browser holds no time zones.

use js_sys::Date;
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
    /// The start, for machines: an instant, or a date where only the dates matter.
    pub starts: String,
    /// The end, for machines.
    pub ends: String,
    /// "3"
    pub day: String,
    /// "Mar"
    pub month: String,
    /// How far the zone is ahead of UTC at the start, in minutes; `None` where only the dates matter, or nobody knows the zone.
    pub offset: Option<i32>,
    /// The same at the end: the clock may change in between. Only what the server says to machines asks.
    pub ends_offset: Option<i32>,
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

/// When something is on the reader's own clock, where that is another than the event's.
///
/// Only the browser knows: nothing is there at first, and what is shown once the page is alive says the same again.
#[component]
pub fn ReaderTime(
    /// The start, an instant.
    starts: String,
    /// The end, an instant.
    ends: String,
    /// How far the event's zone is ahead of UTC, in minutes.
    offset: Option<i32>,
) -> impl IntoView {
    let shown = RwSignal::new(None);
    // Runs in the browser alone, once the page that the server sent has been taken over as it was.
    Effect::new(move |_| shown.set(offset.and_then(|offset| on_own_clock(&starts, &ends, offset))));
    move || shown.get().map(|text: String| view! { <p class="when-reader">"Your time: "{text}</p> })
}

/// Whether the reader's clock can be read: not until the page is alive. One for all of a calendar.
pub fn own_clock() -> RwSignal<bool> {
    let there = RwSignal::new(false);
    Effect::new(move |_| there.set(true));
    there
}

/// An instant, where the browser's clock shows another time than one `offset` minutes ahead of UTC.
fn elsewhere(instant: &str, offset: i32) -> Option<Date> {
    let date = Date::new(&instant.into());
    // NaN, where the browser reads no time in it, is no minutes.
    let same = f64::from(-offset) == date.get_timezone_offset() || date.get_time().is_nan();
    (!same).then_some(date)
}

/// By the browser's clock, with the parts of those that are wanted.
fn text_of(date: &Date, parts: &[(&str, &str, bool)]) -> String {
    let options = js_sys::Object::new();
    let always = [("hour", "numeric", true), ("minute", "2-digit", date.get_minutes() > 0), ("hourCycle", "h12", true)];
    for (name, value, _) in parts.iter().chain(&always).filter(|(.., wanted)| *wanted) {
        // A plain object takes any property.
        drop(js_sys::Reflect::set(&options, &(*name).into(), &(*value).into()));
    }
    String::from(date.to_locale_string("en-GB", &options))
}

/// When something begins on the reader's own clock, where that is another than one `offset` minutes ahead of UTC: "8 am", or "Tue, 8 am" where that is another day than there. In the browser
/// alone.
pub fn start_on_own_clock(starts: &str, offset: i32) -> Option<String> {
    let from = elsewhere(starts, offset)?;
    let there = Date::new(&(from.get_time() + f64::from(offset) * 60_000.0).into());
    Some(text_of(&from, &[("weekday", "short", there.get_utc_date() != from.get_date())]))
}

/// "Friday 3 July at 1 pm to 2:30 pm GMT+1" by the browser's clock; `None` where that shows the same as one `offset` minutes ahead of UTC.
fn on_own_clock(starts: &str, ends: &str, offset: i32) -> Option<String> {
    let (from, to) = (elsewhere(starts, offset)?, Date::new(&ends.into()));
    let text = |date: &Date, day: bool, zone: bool| {
        text_of(date, &[("weekday", "long", day), ("day", "numeric", day), ("month", "long", day), ("timeZoneName", "short", zone)])
    };
    if to.get_time() <= from.get_time() {
        return Some(text(&from, true, true));
    }
    Some(format!("{} to {}", text(&from, true, false), text(&to, from.get_date() != to.get_date(), true)))
}
