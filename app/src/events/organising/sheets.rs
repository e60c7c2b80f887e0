//! The screens of organising events.

use super::fields::fields;
use super::joining;
use super::splitting::split;
use super::templates::begun;
use super::{organiser, rhythm, seen, store};
use crate::asked::Asked;
use crate::communities::model::Section;
use crate::error::AppError;
use crate::events::api::{CallOffEvent, ChangeEvent, HoldEvent, MakeEvent};
use crate::events::model::{EventFormat, EventStatus};
use crate::events::record::EventRecord;
use crate::events::schedule;
use crate::events::{audience_store, hosting, importing};
use crate::sheets::model::SheetScreen;
use crate::ui::forming::{form, typed};
use crate::ui::sheet::{Part, Row, Sheet, Tab};
use crate::when;

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
    let circle = audience_store::circle(&app.db, &head, None).await?;
    let fields = fields(
        form::<MakeEvent>("Put it on the calendar").with("community", community).with("of", &of),
        ("", &start),
        (&topics.known, &app.site.year, &circle),
    )
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
    if let Some(parts) = rhythm::preview::<MakeEvent>(&start, (app.clock.now(), &app.site.year)) {
        sheet = sheet.section("Its dates", parts);
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
        exdates: Vec::new(),
        rdates: Vec::new(),
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
    let circle = audience_store::circle(&app.db, &head, Some(id)).await?;
    let fields = fields(form.carrying("base", base), (slug, shown), (&topics.known, &app.site.year, &circle));
    let dates = rhythm::preview::<ChangeEvent>(shown, (app.clock.now(), &app.site.year));
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
    let mut sheet = Sheet::new(title, lede).below("Events", format!("/c/{community}/events")).below(record.title.clone(), page.clone());
    if let Some(parts) = dates {
        sheet = sheet.section("Its dates", parts);
    }
    sheet = sheet.section("", [Part::Form(fields.done())]);
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
