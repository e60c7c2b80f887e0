//! What is said of an event, beside its meetings.

use uuid::Uuid;

use super::rows::Series;
use crate::communities::EVERYONE;
use crate::communities::model::CommunityHead;
use crate::db::{Db, json};
use crate::error::AppError;
use crate::events::asking::Asks;
use crate::events::model::{EventAudience, EventDetail, EventFormat, EventStatus, LinkFor, Speaker};
use crate::events::{audience, repeats};
use crate::link::is_safe_address;
use crate::members::store::seen;
use crate::state::Viewer;
use crate::{on, queries, visible, visible_event, when, within_audience};

queries! {
    EVENT = concat!(
        "select e.id, e.slug, e.title, e.summary, e.body_html, e.format, e.status, e.cancelled_because, e.audience, c.listed and c.audience_events in ('public', 'signed_in') as open, e.starts_wall, e.timezone, e.all_day, e.rrule, e.organiser, \
         e.place, e.online_url, e.link_for, e.registration_url, e.captions_url, e.capacity, e.language, e.recordings, e.materials, e.asks, e.guests, \
         exists (select 1 from rsvp g join occurrence og on og.id = g.occurrence_id where og.event_id = e.id and g.member_id = $1 and g.answer = 'going') as goes, \
         b.slug as before_slug, b.title as before_title, n.slug as next_slug, n.title as next_title, n.status as next_status, coalesce((select min(o.recurrence) from occurrence o where o.event_id = n.id), n.starts_wall) as next_starts \
         from event e join community c on c.id = e.community_id \
         left join event b on b.community_id = e.community_id and b.slug = e.continues and b.status <> 'draft' and ", within_audience!("b"), " \
         left join event n on n.community_id = e.community_id and n.continues = e.slug and n.status <> 'draft' and ", within_audience!("n"), " where c.slug = $2 and e.slug = $3 and e.status <> 'draft' and ", visible_event!("e"), " order by n.id limit 1"
    );
    // The communities that hold it, then what it is about.
    HOSTS_AND_TOPICS = concat!(
        "select c.slug, c.name, false as topic, h.position from community c join (select community_id, -1 as position from event where id = $2 \
         union all select community_id, position from event_host where event_id = $2) h on h.community_id = c.id where h.position = -1 or ", visible!("about"), " \
         union all select t.slug, t.title as name, true as topic, x.position from event_topic x join topic t on t.id = x.topic_id where x.event_id = $2 \
         order by topic, position"
    );
    // Those of the event, and those of its meeting on a day.
    SPEAKERS = concat!(
        "select coalesce(m.name, s.name) as name, case when m.standing <> 'former' then m.handle end as handle, case when ", seen!("role", "$1"), " then m.role end as role, s.own \
         from (select member_id, name, position, false as own from event_speaker where event_id = $2 \
         union all select o.member_id, o.name, o.position, true as own from occurrence_speaker o where o.occurrence_id = \
         (select f.id from occurrence f where f.event_id = $2 and f.recurrence >= $3 and f.recurrence < $4 order by f.recurrence limit 1)) s \
         left join member m on m.id = s.member_id where coalesce(m.name, s.name) is not null order by s.own, s.position"
    );
}

#[derive(sqlx::FromRow)]
struct EventRow {
    id: Uuid,
    slug: String,
    title: String,
    summary: String,
    body_html: String,
    format: Option<String>,
    #[sqlx(try_from = "String")]
    status: EventStatus,
    cancelled_because: Option<String>,
    #[sqlx(try_from = "String")]
    audience: EventAudience,
    /// Whether more than the members of its community see the events there.
    open: bool,
    starts_wall: String,
    timezone: String,
    all_day: bool,
    rrule: Option<String>,
    organiser: Option<String>,
    place: Option<String>,
    online_url: Option<String>,
    #[sqlx(try_from = "String")]
    link_for: LinkFor,
    goes: bool,
    registration_url: Option<String>,
    captions_url: Option<String>,
    capacity: Option<i32>,
    #[sqlx(try_from = "String")]
    asks: Asks,
    guests: i32,
    language: Option<String>,
    recordings: String,
    materials: String,
    before_slug: Option<String>,
    before_title: Option<String>,
    next_slug: Option<String>,
    next_title: Option<String>,
    next_starts: Option<String>,
    next_status: Option<String>,
}

/// An event, what its meetings take from it, and who speaks at the meeting of a day alone.
pub(super) async fn detail(
    db: &Db,
    viewer: Viewer,
    head: &CommunityHead,
    (slug, (from, before)): (&str, (&str, &str)),
) -> Result<(EventDetail, Series, Vec<Speaker>), AppError> {
    let row: Option<EventRow> =
        on!(db.reader(), c => sqlx::query_as(EVENT).bind(viewer.member).bind(head.slug.as_str()).bind(slug).fetch_optional(c))?;
    let r = row.ok_or(AppError::NotFound)?;
    let beside: Vec<(String, String, bool)> =
        on!(db.reader(), c => sqlx::query_as(HOSTS_AND_TOPICS).bind(viewer.member).bind(r.id).fetch_all(c))?;
    let (topics, hosts): (Vec<_>, Vec<_>) = beside.into_iter().partition(|(.., topic)| *topic);
    let [mut hosts, topics] =
        [hosts, topics].map(|those: Vec<(String, String, bool)>| those.into_iter().map(|(slug, name, _)| (slug, name)).collect::<Vec<_>>());
    // What belongs to no community lives in `everyone`, which holds nothing itself.
    hosts.retain(|(slug, _)| slug != EVERYONE);
    hosts.dedup();
    let speakers: Vec<(String, Option<String>, Option<String>, bool)> =
        on!(db.reader(), c => sqlx::query_as(SPEAKERS).bind(viewer.member).bind(r.id).bind(from).bind(before).fetch_all(c))?;
    let speaking = speakers.iter().any(|(_, handle, ..)| handle.is_some());
    let (own, speakers): (Vec<_>, Vec<_>) = speakers.into_iter().partition(|(.., own)| *own);
    let named = |rows: Vec<(String, Option<String>, Option<String>, bool)>| {
        rows.into_iter().map(|(name, handle, role, _)| Speaker { name, handle, role }).collect::<Vec<_>>()
    };
    let safe = |address: Option<String>| address.filter(|address| is_safe_address(address));
    let page = |slug: String| format!("/c/{}/events/{slug}", head.slug);
    let href = page(r.slug);
    let from = |starts: Option<String>| starts.as_deref().and_then(when::wall).map(|starts| when::date(starts.date()));
    let off = r.next_status.as_deref() == Some(EventStatus::Cancelled.as_str());
    let event = EventDetail {
        href: href.clone(),
        title: r.title,
        summary: r.summary,
        body_html: r.body_html,
        format: r.format.and_then(|word| word.parse::<EventFormat>().ok()),
        status: r.status,
        cancelled_because: r.cancelled_because.clone(),
        for_whom: audience::sentence(r.audience, &head.name, (r.open && hosts.len() > 1, r.open && speaking)),
        repeats: r.rrule.as_deref().and_then(|rule| Some(repeats::in_words(rule, when::wall(&r.starts_wall)?))),
        organiser: r.organiser,
        hosts,
        speakers: named(speakers),
        place: r.place,
        online_url: safe(r.online_url),
        online_held: None,
        registration_url: safe(r.registration_url),
        captions_url: safe(r.captions_url),
        capacity: r.capacity,
        language: r.language,
        recordings: json::links(&r.recordings)?,
        materials: json::links(&r.materials)?,
        topics,
        before: r.before_title.zip(r.before_slug.map(page)),
        next: r
            .next_title
            .map(|title| if off { format!("{title} (cancelled)") } else { title })
            .zip(r.next_slug.map(page))
            .zip(from(r.next_starts))
            .map(|((title, href), from)| (title, href, from)),
    };
    let series = Series {
        id: r.id,
        href,
        status: r.status,
        cancelled_because: r.cancelled_because,
        timezone: r.timezone,
        all_day: r.all_day,
        rrule: r.rrule,
        link_for: r.link_for,
        asks: r.asks,
        guests: r.guests,
        goes: r.goes,
    };
    Ok((event, series, named(own)))
}
