//! The fields of an event's form.

use chrono::NaiveDateTime;

use super::{rhythm, sign_up};
use crate::communities::commitment::Calendar;
use crate::events::api::ChangeEvent;
use crate::events::audience::Circle;
use crate::events::model::{EventAudience, EventFormat, EventStatus, LANGUAGES, LinkFor};
use crate::events::record::{EventRecord, SpeakerRecord};
use crate::events::{asking, guests, losing_sight};
use crate::link::Link;
use crate::members::sheets::zones;
use crate::ui::forming::{Forming, came_back};
use crate::when;

/// What an organiser can say to meetings that a change leaves without a place.
const MAY_GO: [(&str, &str); 2] =
    [("yes", "Cancel these meetings and lose their answers"), ("no", "Keep them: I have undone my change above")];

pub(super) fn link_lines(links: &[Link]) -> String {
    links.iter().map(|link| format!("{} {}", link.title, link.url)).collect::<Vec<_>>().join("\n")
}

pub(super) fn speaker_lines(speakers: &[SpeakerRecord]) -> String {
    let line = |speaker: &SpeakerRecord| match speaker {
        SpeakerRecord::Person(handle) => format!("@{handle}"),
        SpeakerRecord::Named { name } => name.clone(),
    };
    speakers.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The fields of an event; of one that is there already, by its slug, with those for what comes afterwards.
pub(super) fn fields(
    form: Forming,
    (slug, record): (&str, &EventRecord),
    (topics, year, circle): (&[crate::members::lines::Known], &Calendar, &Circle),
) -> Forming {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let first = record.starts.date();
    // One that ends at midnight is written down as ending on the next day.
    let last = if record.all_day { when::last_day(record.starts, record.ends) } else { record.ends.date() };
    let formats = EventFormat::ALL.iter().map(|format| (format.as_str(), format.title()));
    let named = record.topics.iter().filter_map(|slug| topics.iter().find(|topic| topic.slug == *slug)?.names.first().cloned());
    let form = form
        .seen_by(circle.seen_by(record.audience))
        .text("title", "Title")
        .value(&record.title)
        .text("summary", "In one sentence")
        .value(&record.summary)
        .optional()
        .select("format", "What kind of meeting", std::iter::once(("", "Not said")).chain(formats))
        .value(record.format.map(EventFormat::as_str).unwrap_or_default())
        .optional();
    let form = rhythm::fields(times(form, record, (first, (last != first).then_some(last))), record, year)
        .text("place", "Place")
        .value(text(&record.place))
        .optional()
        .text("online_url", "Where to join online")
        .hint("The address of the video call.")
        .value(text(&record.online_url))
        .optional()
        .select("link_for", "Who gets this address", LinkFor::ALL.iter().map(|link| (link.as_str(), link.title())))
        .value(record.link_for.as_str())
        .optional()
        .text("captions_url", "Live captions")
        .hint("The address where they run along.")
        .value(text(&record.captions_url))
        .optional()
        .select("language", "Language", languages(record))
        .value(text(&record.language))
        .optional()
        .text("registration_url", "Where to sign up, if elsewhere")
        .hint("With an address here, people sign up there and not on this site.")
        .value(text(&record.registration_url))
        .optional()
        .text("capacity", "How many can come")
        .hint("Whoever comes later waits, and moves up when somebody can’t come. Empty: as many as want to.")
        .value(record.capacity.map(|seats| seats.to_string()).unwrap_or_default())
        .optional();
    let form = form
        .text("held", "How many of these places to hold back")
        .hint("For people you name on the list of who comes; nobody else gets them until you release them there.")
        .value(if record.held > 0 { record.held.to_string() } else { String::new() })
        .optional();
    let form = sign_up::fields(form, record.starts, (record.opens_before, record.closes_before), record.rrule.is_some());
    let form = guests::sheet::of_event(form, record.guests);
    let form = asking::of_event(form, &record.asks)
        .area("speakers", "Speakers", 2)
        .hint("One a line: a handle such as @ada-okafor, or a name.")
        .value(speaker_lines(&record.speakers))
        .optional()
        .text("topics", "Topics")
        .hint("With commas between them, at most ten, as this site names them.")
        .value(named.collect::<Vec<_>>().join(", "))
        .optional()
        .markdown("body", "What it is about", 8)
        .hint("You can use Markdown.")
        .value(&record.body)
        .optional();
    let form = if slug.is_empty() { form } else { afterwards(form, record) };
    let form = if came_back::<ChangeEvent>("agreed") { form.radios("agreed", "What about these meetings?", MAY_GO) } else { form };
    let form = for_whom(form, circle, record.audience);
    let statuses = [
        (EventStatus::Confirmed, "Takes place"),
        (EventStatus::Tentative, "May take place"),
        (EventStatus::Draft, "Draft: only those who organise see it"),
    ];
    if record.status == EventStatus::Cancelled {
        return form;
    }
    form.radios("status", "Does it take place?", statuses.map(|(status, title)| (status.as_str(), title))).value(record.status.as_str())
}

/// Whom the event is for, where there is a choice; and what becomes of those who are shut out by it, where that was asked.
fn for_whom(form: Forming, circle: &Circle, chosen: EventAudience) -> Forming {
    let choices = circle.choices(chosen);
    losing_sight::asking(match choices.len() {
        1 => form,
        _ => form
            .radios("audience", "Who can see this event?", choices)
            .hint(if circle.is_open() {
                "Nobody else finds it: not in lists, feeds or search. Whoever speaks at it sees it, too."
            } else {
                "Nobody else finds it: not in lists, feeds or search."
            })
            .value(chosen.as_str()),
    })
}

/// What an event may be held in; what it is held in stands among them.
fn languages(record: &EventRecord) -> Vec<(String, String)> {
    let known = LANGUAGES.iter().map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned()));
    let own = record
        .language
        .iter()
        .filter(|tag| LANGUAGES.iter().all(|(known, _)| *known != tag.as_str()))
        .map(|tag| (tag.clone(), tag.clone()));
    std::iter::once((String::new(), "The site’s own".to_owned())).chain(own).chain(known).collect()
}

fn times(form: Forming, record: &EventRecord, (first, last): (chrono::NaiveDate, Option<chrono::NaiveDate>)) -> Forming {
    let clock = |wall: NaiveDateTime| if record.all_day { String::new() } else { wall.format("%H:%M").to_string() };
    form.line("date", "day", "Day")
        .value(first.to_string())
        .line("time", "from", "From")
        .value(clock(record.starts))
        .optional()
        .line("time", "to", "To")
        .value(clock(record.ends))
        .optional()
        .line("date", "last_day", "Last day")
        .hint("Where it ends on another day.")
        .value(last.map(|day| day.to_string()).unwrap_or_default())
        .optional()
        .check("all_day", "All day: hours don’t matter")
        .ticked(record.all_day)
        .optional()
        .select("timezone", "Time zone", zones(Some(&record.timezone)).into_iter().filter(|(zone, _)| !zone.is_empty()))
        .value(&record.timezone)
}

fn afterwards(form: Forming, record: &EventRecord) -> Forming {
    form.area("recordings", "Recordings", 2)
        .hint("One a line, a title and then the address.")
        .value(link_lines(&record.recordings))
        .optional()
        .area("materials", "Slides and other materials", 2)
        .hint("One a line, a title and then the address.")
        .value(link_lines(&record.materials))
        .optional()
}
