//! Pieces of events' screens.

use leptos::prelude::*;

use super::model::{Day, EventDetail, EventStatus, LANGUAGES, Meeting, Month, Speaker};
use crate::link::{Link, host};
use crate::related::parts::{EventsOfDay, StatusBadge};
use crate::ui::avatar::Avatar;
use crate::ui::lists::{Tags, grouped};
use crate::ui::time::{ReaderTime, When};

/// Months of an agenda.
#[component]
pub fn Months(
    /// Which.
    months: Vec<Month>,
    /// Whether all is of the community whose screen this is.
    at_home: bool,
) -> impl IntoView {
    let day = move |day: Day| {
        view! {
            <li class="day">
                <span class="date-tile" aria-hidden="true"><b>{day.tile.0}</b>{day.tile.1}</span>
                <div>
                    <h3 class="visually-hidden"><time datetime=day.date>{day.title}</time></h3>
                    <EventsOfDay events=day.meetings at_home/>
                </div>
            </li>
        }
    };
    let month = move |month: Month| {
        view! {
            <section class="month">
                <h2>{month.title}</h2>
                <ol>{month.days.into_iter().map(day).collect_view()}</ol>
            </section>
        }
    };
    view! { <div class="agenda">{months.into_iter().map(month).collect_view()}</div> }
}

/// That a meeting, or all of them, won't take place or may not.
#[component]
pub fn StatusNotice(
    /// The status; one that goes without saying shows nothing.
    status: EventStatus,
    /// Why it was cancelled.
    because: Option<String>,
    /// "This meeting", "This event".
    what: &'static str,
) -> impl IntoView {
    match status {
        EventStatus::Cancelled => Some(
            view! {
                <div class="notice notice--warn">
                    <p><strong>{format!("{what} is cancelled.")}</strong> {because.map(|because| view! { " "<span dir="auto">{because}</span> })}</p>
                </div>
            }
            .into_any(),
        ),
        EventStatus::Tentative => Some(
            view! { <div class="notice"><p><strong>{format!("{what} is tentative.")}</strong>" The date may still change, so check back here."</p></div> }
                .into_any(),
        ),
        EventStatus::Confirmed | EventStatus::Draft => None,
    }
}

/// That a meeting is over, and the way to what is left of it.
#[component]
pub fn OverNotice(
    /// Whether there are recordings, and materials.
    left: (bool, bool),
) -> impl IntoView {
    let (recordings, materials) = left;
    let link = |what: &'static str, there: bool| there.then(|| view! { " "<a href=format!("#{}", anchor(what))>{what}</a> });
    view! {
        <p class="notice"><strong>"This meeting is over."</strong>{link("Recordings", recordings)}{link("Materials", materials)}</p>
    }
}

/// The id of the section of recordings or of materials.
fn anchor(title: &str) -> String {
    title.split(' ').next().unwrap_or_default().to_ascii_lowercase()
}

/// When a meeting is, where, and for how many: for the head of its screen.
#[component]
pub fn WhenAndWhere(
    /// When; `None` where no meeting is known.
    when: Option<When>,
    /// The event.
    event: EventDetail,
    /// When it repeats, in words.
    #[prop(optional_no_strip)]
    repeats: Option<String>,
    /// What stands over it: "Next meeting".
    #[prop(optional_no_strip)]
    label: Option<&'static str>,
) -> impl IntoView {
    let when = when.map(|when| {
        let reader = view! { <ReaderTime starts=when.starts.clone() ends=when.ends.clone() offset=when.offset/> };
        let hours = when.hours.map(|hours| view! { <span class="when-hours">{hours}", "{when.zone}</span> });
        view! {
            {label.map(|label| view! { <p class="when-label">{label}</p> })}
            <p><time class="when-dates" datetime=when.starts>{when.dates}</time> {hours}</p>
            {reader}
            {repeats.map(|repeats| view! { <p class="meta">{repeats}</p> })}
        }
    });
    let address = |name: &'static str, address: Option<String>| {
        address.map(|address| view! { <div><dt>{name}</dt><dd><a href=address.clone()>{host(&address).to_owned()}</a></dd></div> })
    };
    let placed = event.online_held.is_some()
        || event.place.is_some()
        || event.online_url.is_some()
        || event.captions_url.is_some()
        || event.capacity.is_some();
    let place = placed.then(|| {
        view! {
            <dl class="where">
                {event.place.map(|place| view! { <div><dt>"Place"</dt><dd dir="auto">{place}</dd></div> })}
                {address("Online", event.online_url)}
                {event.online_held.map(|says| view! { <div><dt>"Online"</dt><dd>{says}</dd></div> })}
                {address("Live captions", event.captions_url)}
                {event.capacity.map(|seats| view! { <div><dt>"Seats"</dt><dd>{grouped(i64::from(seats))}</dd></div> })}
            </dl>
        }
    });
    (when.is_some() || placed).then(|| view! { <div class="when">{when}{place}</div> })
}

/// What stands beside an event: with whom, who speaks, about what. Nothing, where there is nothing to say.
#[component]
pub fn Facts(
    /// The event.
    event: EventDetail,
    /// The slug of the community whose screen this is: that it holds the event goes without saying.
    home: String,
) -> impl IntoView {
    let hosts: Vec<_> = event
        .hosts
        .into_iter()
        .filter(|(slug, _)| *slug != home)
        .map(|(slug, name)| view! { <dd><a href=format!("/c/{slug}") dir="auto">{name}</a></dd> })
        .collect();
    let language = event.language.and_then(language);
    let parted = event.before.is_some() || event.next.is_some();
    let facts = (!hosts.is_empty() || event.organiser.is_some() || event.format.is_some() || language.is_some() || parted).then(|| {
        view! {
            <dl class="facts">
                {event.format.map(|format| view! { <div><dt>"Kind"</dt><dd>{format.title()}</dd></div> })}
                {(!hosts.is_empty()).then(|| view! { <div><dt>"Held with"</dt>{hosts}</div> })}
                {event.organiser.map(|name| view! { <div><dt>"Organised by"</dt><dd dir="auto">{name}</dd></div> })}
                {language.map(|name| view! { <div><dt>"Language"</dt><dd>{name}</dd></div> })}
                {event.before.map(|(title, href)| view! { <div><dt>"Goes on from"</dt><dd><a href=href dir="auto">{title}</a></dd></div> })}
                {event.next.map(|(title, href, from)| {
                    view! { <div><dt>{format!("From {from} on")}</dt><dd><a href=href dir="auto">{title}</a></dd></div> }
                })}
            </dl>
        }
    });
    (facts.is_some() || !event.speakers.is_empty() || !event.topics.is_empty()).then(|| {
        view! {
            <aside class="stack stack--close" aria-label="About this event">
                {facts}
                <Speakers speakers=event.speakers/>
                {(!event.topics.is_empty()).then(|| view! {
                    <div>
                        <h2>"Topics"</h2>
                        <Tags tags=event.topics.into_iter().map(|(slug, title)| (title, format!("/topics/{slug}"))).collect()/>
                    </div>
                })}
            </aside>
        }
    })
}

#[component]
fn Speakers(speakers: Vec<Speaker>) -> impl IntoView {
    let speaker = |speaker: Speaker| {
        let name = match speaker.handle {
            Some(handle) => view! { <a href=format!("/people/{handle}") dir="auto">{speaker.name.clone()}</a> }.into_any(),
            None => view! { <span dir="auto">{speaker.name.clone()}</span> }.into_any(),
        };
        view! {
            <li class="person">
                <Avatar name=speaker.name/>
                <div>{name} {speaker.role.map(|role| view! { <span class="meta" dir="auto">{role}</span> })}</div>
            </li>
        }
    };
    (!speakers.is_empty()).then(|| {
        view! { <div><h2>"Speakers"</h2><ul class="stack stack--tight">{speakers.into_iter().map(speaker).collect_view()}</ul></div> }
    })
}

/// Recordings or materials.
#[component]
pub fn Links(
    /// What they are.
    title: &'static str,
    /// The links.
    links: Vec<Link>,
) -> impl IntoView {
    let link = |link: Link| {
        let at = host(&link.url).to_owned();
        view! {
            <li>
                <p class="list-title"><a href=link.url dir="auto">{link.title}</a></p>
                {link.summary.map(|summary| view! { <p dir="auto">{summary}</p> })}
                <p class="meta">{at}</p>
            </li>
        }
    };
    (!links.is_empty()).then(
        || view! { <section><h2 id=anchor(title)>{title}</h2><ul class="list">{links.into_iter().map(link).collect_view()}</ul></section> },
    )
}

/// Meetings of a series.
#[component]
pub fn Meetings(
    /// Which.
    meetings: Vec<Meeting>,
) -> impl IntoView {
    let row = |meeting: Meeting| {
        let when = meeting.when;
        view! {
            <li class:event--off=meeting.status == EventStatus::Cancelled>
                <h3 class="list-title"><a href=meeting.href><time datetime=when.starts>{when.dates}</time></a><StatusBadge status=meeting.status/></h3>
                {meeting.title.map(|title| view! { <p dir="auto">{title}</p> })}
                <ul class="meta">
                    {when.hours.map(|hours| view! { <li>{hours}" "{when.zone_short}</li> })}
                    {meeting.moved_from.is_some().then(|| view! { <li>"Moved"</li> })}
                    {(!meeting.recordings.is_empty()).then(|| view! { <li>"Recording"</li> })}
                </ul>
            </li>
        }
    };
    view! { <ol class="list list--close">{meetings.into_iter().map(row).collect_view()}</ol> }
}

/// A language's name, where it is not the one the site speaks; an unknown one as its tag.
fn language(tag: String) -> Option<String> {
    let spoken = tag.split('-').next().filter(|spoken| *spoken != "en")?;
    let known = LANGUAGES.iter().find(|(known, _)| *known == spoken).map(|(_, name)| (*name).to_owned());
    Some(known.unwrap_or(tag))
}
