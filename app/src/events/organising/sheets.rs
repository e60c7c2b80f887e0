//! The screens of organising events.

use chrono::NaiveDateTime;

use super::joining;
use super::splitting::split;
use super::templates::begun;
use super::{organiser, seen, store};
use crate::asked::Asked;
use crate::communities::model::Section;
use crate::error::AppError;
use crate::events::api::{CallOffEvent, ChangeEvent, HoldEvent, MakeEvent};
use crate::events::model::{EventFormat, EventStatus, LinkFor};
use crate::events::record::{EventRecord, SpeakerRecord};
use crate::events::recurring::Repeats;
use crate::events::schedule;
use crate::events::{asking, guests, hosting, importing};
use crate::link::Link;
use crate::members::sheets::zones;
use crate::sheets::model::SheetScreen;
use crate::ui::forming::{Forming, came_back, form, typed};
use crate::ui::sheet::{Part, Row, Sheet, Tab};
use crate::when;

/// What an organiser can say to meetings that a change leaves without a place.
const MAY_GO: [(&str, &str); 2] =
    [("yes", "Cancel these meetings and lose their answers"), ("no", "Keep them: I have undone my change above")];

/// `/c/{community}/new-event`
pub(crate) async fn new(community: &str, asked: &Asked) -> Result<SheetScreen, AppError> {
    let (app, member, head) = organiser(community).await?;
    let today = app.clock.now().date_naive();
    let of = asked.text("of");
    let start = match of.as_str() {
        "" => {
            let at = |hour| (today + chrono::TimeDelta::days(14)).and_hms_opt(hour, 0, 0).unwrap_or_default();
            let zone = crate::members::editing_store::profile(&app.db, member.member).await?.timezone;
            let start = EventRecord::meeting(community, "", "", (at(13), at(14)));
            let start = EventRecord { timezone: zone.unwrap_or_else(|| start.timezone.clone()), ..start };
            match asked.word::<EventFormat>("format", "There is no agenda for such a kind of meeting.")? {
                Some(format) => begun(start, format),
                None => start,
            }
        }
        slug => again(store::load(&app.db, &head, slug).await?.1, today),
    };
    let topics = store::known(&app.db).await?;
    let fields =
        fields(form::<MakeEvent>("Put it on the calendar").with("community", community).with("of", &of), ("", &start), &topics.known)
            .done();
    let drafts = store::drafts(&app.db, head.id).await?;
    let row = |(slug, title, starts): (String, String, String)| Row {
        href: Some(format!("/c/{community}/events/{slug}/edit")),
        facts: when::wall(&starts).map(|starts| when::moment(starts, false)).into_iter().collect(),
        ..Row::new(title)
    };
    let lede = if of.is_empty() {
        "A meeting, or a series of them. All of it can be changed later."
    } else {
        "As the last one was, with its agenda and its speakers, four weeks on. It stays a draft until you say that it takes place."
    };
    let mut sheet = Sheet::new("New event", lede).below("Events", format!("/c/{community}/events"));
    if of.is_empty() {
        let agenda = |format: &EventFormat| (format.title().to_owned(), format!("/c/{community}/new-event?format={format}"));
        sheet = sheet.section("", [Part::Choice("Begin with an agenda".to_owned(), EventFormat::ALL.iter().map(agenda).collect())]);
    }
    sheet = sheet.section("", [Part::Form(fields)]);
    if !drafts.is_empty() {
        sheet = sheet.section("Drafts", [Part::Rows(drafts.into_iter().map(row).collect())]);
    }
    let waiting = hosting::store::wait(&app.db, head.id, app.clock.now()).await?;
    let followed = importing::followed::parts(&app.db, (head.id, community), app.clock.now()).await?;
    sheet = sheet.section("", [importing::part(community), hosting::sheets::link(community, waiting)]);
    sheet = sheet.section("Calendars that this community follows", followed);
    Ok(SheetScreen::within(head, Section::Events, sheet))
}

/// An event once more, as a draft: a number of times four weeks after the last, and to come.
fn again(last: EventRecord, today: chrono::NaiveDate) -> EventRecord {
    let weeks = chrono::TimeDelta::weeks(4);
    let mut shift = weeks;
    while (last.starts + shift).date() <= today {
        shift += weeks;
    }
    EventRecord {
        slug: String::new(),
        starts: last.starts + shift,
        ends: last.ends + shift,
        rrule: None,
        occurrences: Vec::new(),
        recordings: Vec::new(),
        materials: Vec::new(),
        status: EventStatus::Draft,
        cancelled_because: None,
        ..last
    }
}

/// `/c/{community}/events/{slug}/edit`, and with `?from={date}` for a meeting of a series and all that follow
pub(crate) async fn edit(community: &str, slug: &str, asked: &Asked) -> Result<SheetScreen, AppError> {
    let (app, _, head) = organiser(community).await?;
    let (id, record) = store::load(&app.db, &head, slug).await?;
    let date = asked.text("from");
    let parted = match date.as_str() {
        "" => None,
        date => {
            let from = store::recurrence(&app.db, id, date).await?;
            split(&record, from, schedule::horizon(app.clock.now())).map(|(_, after)| (from, after))
        }
    };
    let topics = store::known(&app.db).await?;
    let page = format!("/c/{community}/events/{slug}");
    let since = if parted.is_some() { date.as_str() } else { "" };
    let form = form::<ChangeEvent>("Save").with("community", community).with("slug", slug).with("since", since);
    let base = seen::of_event(&record);
    let stale = typed::<ChangeEvent>("base").is_some_and(|seen| !seen.is_empty() && seen != base);
    let shown = parted.as_ref().map_or(&record, |(_, after)| after);
    let fields = fields(form.carrying("base", base), (slug, shown), &topics.known);
    let now = seen::says_now(if stale { fields.stands() } else { Vec::new() });
    let lede = match (&parted, record.rrule.is_some()) {
        (Some(_), _) if store::is_brought_in(&app.db, head.id, id).await? => {
            "From this meeting on, the series goes on as another, with its own page, and the calendar that it was brought in from changes neither of them any more. Whoever said that they come keeps their place; what was before stays as it is."
        }
        (Some(_), _) => {
            "From this meeting on, the series goes on as another, with its own page. Whoever said that they come keeps their place; what was before stays as it is."
        }
        (None, true) => {
            "What you change here holds for every meeting of the series, also for those that were. To change one of them, or one and all that follow, open it from the series’ page."
        }
        (None, false) => "Those who said they come keep their place when it moves.",
    };
    let title = match &parted {
        Some((from, _)) => format!("Edit “{}” from {} on", record.title, when::date(from.date())),
        None => format!("Edit “{}”", record.title),
    };
    let mut sheet = Sheet::new(title, lede)
        .below("Events", format!("/c/{community}/events"))
        .below(record.title.clone(), page.clone())
        .section("", [Part::Form(fields.done())]);
    if let Some((title, parts)) = now {
        sheet = sheet.section(title, parts);
    }
    sheet = sheet.section("", [Part::Links(vec![("Co-hosts".to_owned(), format!("{page}/hosts"))]), end(community, slug, (since, shown))]);
    if parted.is_some() {
        sheet.tabs = tabs(&page, &date, 1);
    } else if let Some(join) = joining::part(&app.db, head.id, &record).await? {
        sheet = sheet.section("", [join]);
    }
    Ok(SheetScreen::within(head, Section::Events, sheet))
}

/// How an event ends, or is held after all.
fn end(community: &str, slug: &str, (since, record): (&str, &EventRecord)) -> Part {
    if record.status == EventStatus::Cancelled {
        // What follows a meeting of it is held with all that was before.
        let button = if since.is_empty() { "Hold it after all" } else { "Hold the whole series after all" };
        return Part::Form(form::<HoldEvent>(button).with("community", community).with("slug", slug).quiet().done());
    }
    let (button, fold) = match since {
        "" => ("Cancel the event", "Cancel it"),
        _ => ("Cancel this and all that follow", "Cancel them"),
    };
    let off = form::<CallOffEvent>(button).with("community", community).with("slug", slug).with("since", since);
    let off = off.text("because", "Why").hint("Stands on its page, and in the calendars of those who follow it.").danger().done();
    Part::Folded(fold.to_owned(), Box::new(off))
}

/// What an edit holds for: one meeting, it and all that follow, or all.
pub(super) fn tabs(page: &str, date: &str, here: usize) -> Vec<Tab> {
    let tabs = [
        ("This meeting", format!("{page}/{date}/edit")),
        ("This and all that follow", format!("{page}/edit?from={date}")),
        ("All meetings", format!("{page}/edit")),
    ];
    tabs.into_iter().enumerate().map(|(n, (title, href))| Tab { title: title.to_owned(), href, here: n == here }).collect()
}

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
fn fields(form: Forming, (slug, record): (&str, &EventRecord), topics: &[crate::members::lines::Known]) -> Forming {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let first = record.starts.date();
    // One that ends at midnight is written down as ending on the next day.
    let last = if record.all_day { when::last_day(record.starts, record.ends) } else { record.ends.date() };
    let (repeats, until) = Repeats::of(record.rrule.as_deref(), first);
    let offered = Repeats::ALL.iter().filter(|one| **one != Repeats::Kept || repeats == Repeats::Kept);
    let formats = EventFormat::ALL.iter().map(|format| (format.as_str(), format.title()));
    let named = record.topics.iter().filter_map(|slug| topics.iter().find(|topic| topic.slug == *slug)?.names.first().cloned());
    let form = form
        .text("title", "Title")
        .value(&record.title)
        .text("summary", "In one sentence")
        .value(&record.summary)
        .optional()
        .select("format", "What kind of meeting", std::iter::once(("", "Not said")).chain(formats))
        .value(record.format.map(EventFormat::as_str).unwrap_or_default())
        .optional();
    let form = times(form, record, (first, (last != first).then_some(last)))
        .select("repeats", "Does it repeat?", offered.map(|one| (one.as_str(), one.title())))
        .value(repeats.as_str())
        .line("date", "until", "Until")
        .hint("The last day on which it may take place. Empty: without an end.")
        .value(until.map(|until| until.to_string()).unwrap_or_default())
        .optional()
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
        .text("registration_url", "Where to sign up, if elsewhere")
        .hint("With an address here, people sign up there and not on this site.")
        .value(text(&record.registration_url))
        .optional()
        .text("capacity", "How many can come")
        .hint("Whoever comes later waits, and moves up when somebody can’t come. Empty: as many as want to.")
        .value(record.capacity.map(|seats| seats.to_string()).unwrap_or_default())
        .optional();
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
