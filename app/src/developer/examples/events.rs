//! Events.

use super::{LONG, SENTENCE, home, pair, some, wall, when};
use crate::events::model::{Day, EventDetail, EventFormat, EventStatus, Meeting, Month, Speaker};
use crate::link::Link;
use crate::related::model::EventLine;

fn event_line(title: &str, day: u32) -> EventLine {
    EventLine {
        title: title.to_owned(),
        href: "/c/design/events".to_owned(),
        community: home(),
        when: when(day, false),
        format: Some(EventFormat::Meetup),
        status: EventStatus::Confirmed,
        for_whom: None,
        place: some("Haldon"),
        online: false,
        series: false,
        repeats: false,
        recorded: false,
    }
}

pub fn event_lines() -> Vec<EventLine> {
    vec![
        event_line("In a room", 3),
        EventLine { online: true, repeats: true, ..event_line("In a room and online, one of a series", 10) },
        EventLine {
            for_whom: some("Members only"),
            online: true,
            place: None,
            recorded: true,
            format: None,
            ..event_line("Online, with a recording", 10)
        },
        EventLine { series: true, ..event_line("A series as a whole", 11) },
        EventLine { status: EventStatus::Tentative, when: when(17, true), ..event_line("Whole days, tentative", 17) },
        EventLine { status: EventStatus::Cancelled, ..event_line(LONG, 24) },
    ]
}

pub fn months() -> Vec<Month> {
    let day = |day: u32, meetings| Day {
        date: wall(day).date().to_string(),
        title: format!("{} {}", when::weekday(wall(day).date()), when::day_and_month(wall(day).date())),
        tile: (day.to_string(), "Mar".to_owned()),
        meetings,
    };
    let of = |number: u32| event_lines().into_iter().filter(|event| event.when.day == number.to_string()).collect();
    vec![Month { title: "March 2026".to_owned(), days: [3, 10, 17, 24].map(|number| day(number, of(number))).into() }]
}

pub fn links() -> Vec<Link> {
    let link = |title: &str, summary: Option<&str>| Link {
        title: title.to_owned(),
        url: "https://www.w3.org/WAI/".to_owned(),
        summary: summary.map(str::to_owned),
    };
    vec![link("Recording of the talk", Some(SENTENCE)), link(LONG, None)]
}

pub fn meetings() -> Vec<Meeting> {
    let meeting = |day: u32, status| Meeting {
        href: "/c/design/events".to_owned(),
        title: None,
        when: when(day, false),
        status,
        cancelled_because: None,
        moved_from: None,
        recordings: Vec::new(),
        over: false,
    };
    vec![
        meeting(3, EventStatus::Confirmed),
        Meeting { title: some("With a title of its own"), recordings: links(), over: true, ..meeting(10, EventStatus::Confirmed) },
        Meeting { moved_from: some("Tuesday 10 March 2026, 1 pm"), ..meeting(11, EventStatus::Tentative) },
        meeting(24, EventStatus::Cancelled),
    ]
}

pub fn event() -> EventDetail {
    let speaker = |name: &str, handle: Option<&str>| Speaker {
        name: name.to_owned(),
        handle: handle.map(str::to_owned),
        role: some("Service designer"),
    };
    let address = || some("https://www.w3.org/WAI/");
    EventDetail {
        href: "/c/design/events".to_owned(),
        title: "An event".to_owned(),
        summary: SENTENCE.to_owned(),
        body_html: String::new(),
        format: Some(EventFormat::Workshop),
        status: EventStatus::Confirmed,
        cancelled_because: None,
        for_whom: some("Only members of Design see this event, and who speaks at it."),
        repeats: None,
        organiser: some("Somebody who is no community here"),
        hosts: vec![pair("design", "Design"), pair("accessibility", "Accessibility")],
        speakers: vec![speaker("Ada Okafor", Some("ada-okafor")), speaker("A guest", None)],
        place: some("Room 3, Haldon"),
        online_url: address(),
        online_held: None,
        registration_url: address(),
        captions_url: address(),
        capacity: Some(1_200),
        language: some("cy"),
        recordings: Vec::new(),
        materials: Vec::new(),
        topics: vec![pair("accessibility", "Accessibility")],
        before: Some(pair("An event of old", "/c/design/events")),
        next: some("An event to come").map(|title| (title, "/c/design/events".to_owned(), "14 April 2026".to_owned())),
    }
}
