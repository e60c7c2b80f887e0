//! What events' screens say of themselves.

use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use super::model::{Agenda, EventDetail, EventScreen, EventStatus, Meeting, MeetingScreen};
use crate::communities::described::{feed, section_trail, trail};
use crate::communities::model::Section;
use crate::head::{Described, Description, Page};
use crate::plain;

/// How many of a series' meetings to come structured data names.
const AHEAD: usize = 10;

impl Described for Agenda {
    fn describe(&self, page: &Page) -> Description {
        let of = self.head.as_ref().map_or(&page.site, |head| &head.name);
        let summary = if self.past {
            format!("Past meet-ups, talks and workshops of {of}, with recordings and materials.")
        } else {
            format!("When {of} meets: meet-ups, talks, workshops and office hours, and how to take part.")
        };
        let said = Description::of(summary).varies_by(&["past", "after=", "view=", "on=", "show="]);
        match &self.head {
            Some(head) => said.with_feed(feed(head)).below(section_trail(head)),
            None => said,
        }
    }
}

impl Described for EventScreen {
    fn describe(&self, page: &Page) -> Description {
        let event = &self.event;
        let said = Description::of(summary(event, self.meeting.as_ref()))
            .varies_by(&["after="])
            .with_feed(feed(&self.head))
            .below(trail(&self.head, Section::Events));
        match &self.meeting {
            Some(meeting) if event.repeats.is_none() => said.with_data(meeting_data(event, meeting, page)),
            _ => {
                let mut series = json!({ "@type": "EventSeries", "name": event.title, "url": page.url });
                set_organisers(&mut series, event, page);
                if let Some(next) = self.upcoming.first() {
                    series["startDate"] = json!(on_the_wall(&next.when.starts, next.when.offset));
                }
                let meetings = self.upcoming.iter().take(AHEAD).map(|meeting| meeting_data(event, meeting, page));
                series["subEvent"] = meetings.collect();
                said.with_data(series)
            }
        }
    }
}

impl Described for MeetingScreen {
    fn describe(&self, page: &Page) -> Description {
        let mut steps = trail(&self.head, Section::Events);
        steps.push((self.event.title.clone(), self.event.href.clone()));
        Description::of(summary(&self.event, Some(&self.meeting))).with_feed(feed(&self.head)).below(steps).with_data(meeting_data(
            &self.event,
            &self.meeting,
            page,
        ))
    }
}

/// "Tuesday 3 March 2026, 1 pm to 2 pm GMT, Room 4 and online. What it is about."
fn summary(event: &EventDetail, meeting: Option<&Meeting>) -> String {
    let about = if event.summary.is_empty() { plain::opening(&event.body_html, 160) } else { event.summary.clone() };
    let Some(meeting) = meeting else { return if about.is_empty() { event.title.clone() } else { about } };
    let mut when = meeting.when.dates.clone();
    if let Some(hours) = &meeting.when.hours {
        when.push_str(&format!(", {hours} {}", meeting.when.zone_short));
    }
    let place = match (&event.place, is_online(event)) {
        (Some(place), true) => format!(", {place} and online"),
        (Some(place), false) => format!(", {place}"),
        (None, true) => ", online".to_owned(),
        (None, false) => String::new(),
    };
    let off = if meeting.status == EventStatus::Cancelled { "Cancelled: " } else { "" };
    format!("{off}{when}{place}. {about}").trim_end().to_owned()
}

/// Whether it takes place online, too, whether that address is shown or not.
fn is_online(event: &EventDetail) -> bool {
    event.online_url.is_some() || event.online_held.is_some()
}

fn meeting_data(event: &EventDetail, meeting: &Meeting, page: &Page) -> Value {
    let status = match (meeting.status, &meeting.moved_from) {
        (EventStatus::Cancelled, _) => "EventCancelled",
        (_, Some(_)) => "EventRescheduled",
        _ => "EventScheduled",
    };
    // Where nothing says where it takes place, nothing is said of that.
    let mode = match (&event.place, is_online(event)) {
        (Some(_), true) => Some("MixedEventAttendanceMode"),
        (None, true) => Some("OnlineEventAttendanceMode"),
        (Some(_), false) => Some("OfflineEventAttendanceMode"),
        (None, false) => None,
    };
    let schema = |word: &str| format!("https://schema.org/{word}");
    let mut data = json!({
        "@type": "Event",
        "name": meeting.title.as_ref().unwrap_or(&event.title),
        "url": page.absolute(&meeting.href),
        "startDate": on_the_wall(&meeting.when.starts, meeting.when.offset),
        "eventStatus": schema(status),
    });
    if let Some(mode) = mode {
        data["eventAttendanceMode"] = json!(schema(mode));
    }
    let about = if event.summary.is_empty() { plain::opening(&event.body_html, 1_000) } else { event.summary.clone() };
    if !about.is_empty() {
        data["description"] = json!(about);
    }
    if meeting.when.ends != meeting.when.starts || meeting.when.hours.is_none() {
        data["endDate"] = json!(on_the_wall(&meeting.when.ends, meeting.when.ends_offset));
    }
    let place = event.place.as_ref().map(|place| json!({ "@type": "Place", "name": place, "address": place }));
    // Where the address is held back, the page says so.
    let held = event.online_held.as_ref().map(|_| page.absolute(&meeting.href));
    let online = event.online_url.clone().or(held).map(|url| json!({ "@type": "VirtualLocation", "url": url }));
    let mut places: Vec<Value> = place.into_iter().chain(online).collect();
    match places.len() {
        0 => {}
        1 => data["location"] = places.remove(0),
        _ => data["location"] = Value::Array(places),
    }
    let speakers: Vec<Value> = event.speakers.iter().map(|speaker| json!({ "@type": "Person", "name": speaker.name })).collect();
    if !speakers.is_empty() {
        data["performer"] = Value::Array(speakers);
    }
    if event.repeats.is_some() {
        data["superEvent"] = json!({ "@type": "EventSeries", "name": event.title, "url": page.absolute(&event.href) });
    }
    set_organisers(&mut data, event, page);
    data
}

fn set_organisers(data: &mut Value, event: &EventDetail, page: &Page) {
    let hosts = event
        .hosts
        .iter()
        .map(|(slug, name)| json!({ "@type": "Organization", "name": name, "url": page.absolute(&format!("/c/{slug}")) }));
    let other = event.organiser.iter().map(|name| json!({ "@type": "Organization", "name": name }));
    let organisers: Vec<Value> = hosts.chain(other).collect();
    if !organisers.is_empty() {
        data["organizer"] = Value::Array(organisers);
    }
}

/// An instant as the event's own clock shows it, with how far that is from UTC.
fn on_the_wall(instant: &str, offset: Option<i32>) -> String {
    let zone = offset.and_then(|minutes| FixedOffset::east_opt(minutes * 60));
    let shown = DateTime::parse_from_rfc3339(instant).ok().zip(zone).map(|(instant, zone)| instant.with_timezone(&zone).to_rfc3339());
    shown.unwrap_or_else(|| instant.to_owned())
}
