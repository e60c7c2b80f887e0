//! Agendas: what takes place, by day.

mod days;
mod grid;
mod whose;

use chrono::{DateTime, Duration, Months, NaiveDate, Utc};
use uuid::Uuid;

use self::days::{Row, jumps, month_text, months};
use self::whose::{Own, asked_for, of_own};
use crate::communities::model::{CommunityHead, Section};
use crate::communities::store::called;
use crate::db::statement::{Statement, ask};
use crate::db::{Db, key};
use crate::error::AppError;
use crate::events::model::{Agenda, EventFormat, View};
use crate::names::fold;
use crate::related::store::{EventRow, meetings};
use crate::state::Viewer;
use crate::topics::facets::{self, Topic};
use crate::ui::filtering::{Form, choices};
use crate::ui::filters::Filters;
use crate::ui::pagination::Slice;
use crate::{asked::Asked, communities, on, queries, visible, visible_event, when, within_audience};

/// Meetings on a page of an agenda; the statements below read one more.
const PAGE: usize = 30;

/// How long most meetings last at most. It bounds what is read of the past to find what is still on; the few that last longer go on from one month into another, and have an
/// index of their own.
pub(crate) const LONGEST: Duration = Duration::days(31);

// A `cross join` keeps SQLite to the order of the tables: of a format that is not used it then reads nothing, and not all events of every community.
macro_rules! has_format {
    ($($format:literal),+) => {
        concat!(
            "select f.format from (", has_format!(@union $($format),+),
            ") f where (select 1 from event e cross join community c where c.id = e.community_id and e.format = f.format and e.status <> 'draft' and ", visible_event!("e"), " limit 1) is not null"
        )
    };
    (@union $first:literal $(, $rest:literal)*) => { concat!("select '", $first, "' as format" $(, " union all select '", $rest, "'")*) };
}

queries! {
    MEETINGS = meetings!();
    SLOTS = meetings!(slots);
    // Where events are that the viewer sees. What a community holds along is seen as where it is at home: there, `c` is that one.
    COMMUNITIES = concat!(
        "select k.slug, coalesce(k.short_name, k.name) from community k where (select 1 from community c where c.id = k.id and ", visible!("events"), ") is not null \
         and ((select 1 from event e where e.community_id = k.id and e.status <> 'draft' and ", within_audience!("e"), " limit 1) is not null \
         or (select 1 from event_host h cross join event e cross join community c where h.community_id = k.id and e.id = h.event_id and c.id = e.community_id and e.status <> 'draft' and ", visible_event!("e"), " limit 1) is not null) \
         order by k.sort_name, k.slug limit 61"
    );
    COMMUNITY = concat!("select c.slug, coalesce(c.short_name, c.name) from community c where ", called!("$2", "$3"), " and ", visible!("events"), called!(first "$2"));
    FORMATS = has_format!(
        "meetup", "show_and_tell", "lunch_and_learn", "book_club", "workshop", "training", "retrospective", "pairing", "mentoring", "office_hours", "conference"
    );
}

const SINCE: &str = " and o.ends_at > $? and (o.starts_at, o.id) > ($?, $?)";
const STILL_ON: &str = " and o.ends_at > $? and o.starts_at <= $? and substr(o.ends_wall, 1, 7) > substr(o.starts_wall, 1, 7) and (o.starts_at, o.id) > ($?, $?)";
const OVER: &str = " and o.ends_at <= $? and (o.starts_at, o.id) < ($?, $?)";
const FROM_MONTH: &str = " and o.starts_wall >= $?";
const BEFORE_MONTH: &str = " and o.starts_wall < $?";
/// An event is in a community's agenda where it is at home or co-host.
const OF_COMMUNITY: &str = " and o.event_id in (select a.id from event a join community h on h.id = a.community_id where h.slug = $? \
                            union all select b.event_id from event_host b join community h on h.id = b.community_id where h.slug = $?)";
const OF_TOPIC: &str = " and o.event_id in (select x.event_id from event_topic x where x.topic_id = $?)";
const OF_FORMAT: &str = " and e.format = $?";
const SOONEST: &str = " order by o.starts_at, o.id limit 31";
const NEWEST: &str = " order by o.starts_at desc, o.id desc limit 31";
const FIRST: &str = " order by o.starts_at, o.id limit 1";
const LAST: &str = " order by o.starts_at desc, o.id desc limit 1";

/// What an agenda is narrowed to.
#[derive(Clone, Debug, Default)]
struct Narrowed {
    community: Option<String>,
    /// To what is one's own, and whose that is.
    own: Option<(Own, Uuid)>,
    topic: Option<Topic>,
    format: Option<EventFormat>,
    /// The first day of the month to jump to.
    month: Option<NaiveDate>,
}

impl Narrowed {
    fn of_community(&self, statement: Statement) -> Statement {
        let statement = of_own(statement, self.own);
        match &self.community {
            Some(slug) => statement.with(OF_COMMUNITY, [slug.as_str().into(), slug.as_str().into()]),
            None => statement,
        }
    }

    fn of(&self, statement: Statement) -> Statement {
        self.of_community(statement)
            .with_any(OF_TOPIC, self.topic.as_ref().map(|topic| topic.id))
            .with_any(OF_FORMAT, self.format.map(EventFormat::as_str))
    }

    /// What has not ended and begins after the key.
    fn since(&self, viewer: Viewer, now: DateTime<Utc>, key: (DateTime<Utc>, Uuid)) -> Statement {
        let month = self.month.map(month_text);
        self.of(meetings(viewer).with(SINCE, [now.into(), key.0.into(), key.1.into()])).with_any(FROM_MONTH, month).with(SOONEST, [])
    }

    /// What began too long ago for [`Self::since`], after the key, and is still on.
    fn still_on(&self, viewer: Viewer, now: DateTime<Utc>, key: (DateTime<Utc>, Uuid)) -> Statement {
        let month = self.month.map(month_text);
        let values = [now.into(), (now - LONGEST).into(), key.0.into(), key.1.into()];
        self.of(meetings(viewer).with(STILL_ON, values)).with_any(FROM_MONTH, month).with(SOONEST, [])
    }

    /// What is over and began before the key.
    fn over(&self, viewer: Viewer, now: DateTime<Utc>, key: (DateTime<Utc>, Uuid)) -> Statement {
        let month = self.month.and_then(|month| month.checked_add_months(Months::new(1))).map(month_text);
        self.of(meetings(viewer).with(OVER, [now.into(), key.0.into(), key.1.into()])).with_any(BEFORE_MONTH, month).with(NEWEST, [])
    }

    /// The first meeting there is, or the last.
    fn bound(&self, viewer: Viewer, past: bool) -> Statement {
        self.of_community(meetings(viewer)).with(if past { FIRST } else { LAST }, [])
    }
}

fn meetings(viewer: Viewer) -> Statement {
    Statement::new(MEETINGS, [viewer.member.into()])
}

/// What is composed here, for the test that prepares every statement: every filter alone and all together.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    let (viewer, now, key) = (Viewer::ANONYMOUS, DateTime::UNIX_EPOCH, (DateTime::UNIX_EPOCH, Uuid::nil()));
    let topic = Topic { id: Uuid::nil(), slug: String::new(), title: String::new() };
    let mut all = Vec::new();
    for bits in 0..48_u8 {
        let narrowed = Narrowed {
            own: [None, Some(Own::Mine), Some(Own::Coming)][usize::from(bits >> 4)].map(|own| (own, Uuid::nil())),
            community: (bits & 1 > 0).then(|| "design".to_owned()),
            topic: (bits & 2 > 0).then(|| topic.clone()),
            format: (bits & 4 > 0).then_some(EventFormat::Meetup),
            month: (bits & 8 > 0).then_some(NaiveDate::MIN),
        };
        all.extend([narrowed.since(viewer, now, key), narrowed.still_on(viewer, now, key), narrowed.over(viewer, now, key)]);
        all.extend([narrowed.bound(viewer, false), narrowed.bound(viewer, true)]);
        all.extend([grid::MOST_AND_ONE, grid::SOONEST].map(|limit| grid::between(&narrowed, viewer, Default::default(), limit)));
        all.push(grid::long_before(&narrowed, viewer, Default::default()));
    }
    all
}

/// A page of an agenda: what has not ended by now, soonest first; or with `past` what has, newest first.
///
/// # Errors
/// `NotFound` where the viewer may not see the community's events, `Invalid` where the query asks for what is not there.
pub async fn agenda(
    db: &Db,
    viewer: Viewer,
    now: DateTime<Utc>,
    (head, asked): (Option<CommunityHead>, &Asked),
) -> Result<Agenda, AppError> {
    if head.as_ref().is_some_and(|head| !head.sees.events) {
        return Err(AppError::NotFound);
    }
    if let Some(view @ (View::Month | View::Week)) = asked.word("view", "Look at events as a list, a month or a week.")? {
        return grid::grid(db, viewer, now, (head, asked, view)).await;
    }
    let past = asked.has("past");
    let address = head.as_ref().map_or_else(|| "/events".to_owned(), |head| Section::Events.address(&head.slug));
    let form = Form::new(address, "Show").keeping("past", "", past);
    let narrowed = Narrowed {
        community: head.as_ref().map(|head| head.slug.clone()),
        own: asked_for(viewer, asked)?,
        topic: facets::chosen(db, &asked.text("topic")).await?,
        format: asked.word("format", "There is no such kind of event. Choose one from the list of events.")?,
        month: month_asked(&asked.text("from"))?,
    };
    let (narrowed, form) = if head.is_none() { of_community(db, viewer, asked, (narrowed, form)).await? } else { (narrowed, form) };
    // At once: neither waits for what the other says.
    let (filters, rows) =
        tokio::try_join!(filters(db, viewer, (now, past), (&narrowed, form)), rows(db, viewer, (now, past), (&narrowed, asked.after())),)?;
    let slice = Slice::cut(rows, PAGE, asked.after(), |row| key::at(row.starts_at, row.id));
    let other = other_half(&filters, past);
    let views = grid::views(&filters, View::Agenda, None);
    let months = months(slice.items, past)?;
    let follow = follow(db, viewer, (head.as_ref(), narrowed.own)).await?;
    let (heading, lede) = said_above(head.as_ref(), narrowed.own, past);
    Ok(Agenda { head, heading, lede, past, filters, other, months, next: slice.next, later: slice.later, views, grid: None, follow })
}

/// What stands over an agenda: its heading, and what it is.
fn said_above(head: Option<&CommunityHead>, own: Option<(Own, Uuid)>, past: bool) -> (String, Option<String>) {
    match (own, head) {
        (Some((own, _)), _) => (own.heading(past).to_owned(), Some(own.lede().to_owned())),
        (None, head) => {
            let all = "Meet-ups, talks, workshops and office hours of every community. Times are in each event’s own time zone.";
            (if past { "Past events" } else { "Events" }.to_owned(), head.is_none().then(|| all.to_owned()))
        }
    }
}

/// Where a program of one's own follows an agenda. What is not for everybody has no address that everybody may open: it stands in one's own calendar.
async fn follow(db: &Db, viewer: Viewer, (head, own): (Option<&CommunityHead>, Option<(Own, Uuid)>)) -> Result<String, AppError> {
    if own.is_some() {
        return Ok("/me/calendar".to_owned());
    }
    let Some(head) = head else { return Ok("/events/calendar.ics".to_owned()) };
    let public = match viewer.member {
        None => true,
        Some(_) => match communities::store::head(db, Viewer::ANONYMOUS, &head.slug).await {
            Ok(head) => head.sees.events,
            Err(AppError::NotFound) => false,
            Err(error) => return Err(error),
        },
    };
    Ok(if public { format!("/c/{}/calendar.ics", head.slug) } else { "/me/calendar".to_owned() })
}

/// The first of the month that an address names, `2026-04`.
fn month_asked(text: &str) -> Result<Option<NaiveDate>, AppError> {
    if text.is_empty() {
        return Ok(None);
    }
    let month = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok().filter(|month| month_text(*month) == text);
    month.map(Some).ok_or_else(|| AppError::Invalid("A month is written as a year and a month, like 2026-04.".to_owned()))
}

/// Narrows to the community that is asked for, where its events are for the viewer.
async fn of_community(db: &Db, viewer: Viewer, asked: &Asked, (narrowed, form): (Narrowed, Form)) -> Result<(Narrowed, Form), AppError> {
    let communities: Vec<(String, String)> = on!(db.reader(), c => sqlx::query_as(COMMUNITIES).bind(viewer.member).fetch_all(c))?;
    let chosen: Option<(String, String)> = match asked.text("community") {
        none if none.is_empty() => None,
        called => {
            let found =
                on!(db.reader(), c => sqlx::query_as(COMMUNITY).bind(viewer.member).bind(&called).bind(fold(&called)).fetch_optional(c))?;
            let unknown = "There is no such community. Write its name in full, or choose one from the list of events.";
            Some(found.ok_or_else(|| AppError::Invalid(unknown.to_owned()))?)
        }
    };
    let narrowed = Narrowed { community: chosen.as_ref().map(|(slug, _)| slug.clone()), ..narrowed };
    Ok((narrowed, form.choice_or_typed(("community", "Community", "All communities"), chosen, choices(communities))))
}

async fn filters(
    db: &Db,
    viewer: Viewer,
    (now, past): (DateTime<Utc>, bool),
    (narrowed, form): (&Narrowed, Form),
) -> Result<Filters, AppError> {
    let form = fields(db, viewer, narrowed, form).await?;
    let bound: Option<EventRow> = ask!(db, query_as, narrowed.bound(viewer, past), fetch_optional)?;
    let jumps = bound.and_then(|row| row.starts()).map(|bound| jumps(now.date_naive(), bound.date())).unwrap_or_default();
    let label = if past { "Up to" } else { "From" };
    Ok(form.choice(("from", label, "Today"), narrowed.month.map(|month| (month_text(month), when::month(month))), jumps).done())
}

/// The fields that hold for every view.
async fn fields(db: &Db, viewer: Viewer, narrowed: &Narrowed, form: Form) -> Result<Form, AppError> {
    let (topics, formats): (_, Vec<String>) = tokio::try_join!(facets::of_events(db, viewer, narrowed.community.as_deref()), async {
        on!(db.reader(), c => sqlx::query_scalar(FORMATS).bind(viewer.member).fetch_all(c))
    },)?;
    let form = whose::field(viewer, narrowed.own, form);
    let format = |format: EventFormat| (format.as_str().to_owned(), format.title().to_owned());
    let formats = EventFormat::ALL.iter().filter(|word| formats.iter().any(|found| found == word.as_str())).map(|word| format(*word));
    Ok(form.choice(("topic", "Topic", "Any topic"), narrowed.topic.clone().map(|topic| (topic.slug, topic.title)), topics).choice(
        ("format", "Kind", "Any kind"),
        narrowed.format.map(format),
        choices(formats),
    ))
}

/// The same filters on the other side of now; the month is left out, for it would lead nowhere.
fn other_half(filters: &Filters, past: bool) -> String {
    let mut form = Form::new(filters.action.clone(), "Show").keeping("past", "", !past);
    for field in filters.fields.iter().filter(|field| field.name != "from" && !field.value.is_empty()) {
        form = form.choice((&field.name, "", ""), Some((field.value.clone(), String::new())), Vec::new());
    }
    form.done().here
}

async fn rows(
    db: &Db,
    viewer: Viewer,
    (now, past): (DateTime<Utc>, bool),
    (narrowed, after): (&Narrowed, &str),
) -> Result<Vec<Row>, AppError> {
    // A month begins on some day of another's clock: no zone is two days off.
    let day = |month: NaiveDate| month.and_time(chrono::NaiveTime::MIN).and_utc();
    if past {
        let start = narrowed
            .month
            .and_then(|month| month.checked_add_months(Months::new(1)))
            .map_or(key::last_instant(), |next| day(next) + Duration::days(2));
        // What has ended by now has begun by now.
        let key = key::parse_at(after, (start, Uuid::max()))?.min((now, Uuid::max()));
        return Ok(ask!(db, query_as, narrowed.over(viewer, now, key), fetch_all)?);
    }
    let horizon = (now - LONGEST, Uuid::max());
    let start = narrowed.month.map_or(key::first_instant(), |month| day(month) - Duration::days(2));
    let key = key::parse_at(after, (start, Uuid::nil()))?;
    let mut rows: Vec<Row> = if key < horizon { ask!(db, query_as, narrowed.still_on(viewer, now, key), fetch_all)? } else { Vec::new() };
    if rows.len() <= PAGE {
        rows.extend(ask!(db, query_as, narrowed.since(viewer, now, key.max(horizon)), fetch_all)? as Vec<Row>);
    }
    Ok(rows)
}
