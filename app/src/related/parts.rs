//! The lines on screen.

use leptos::prelude::*;

use super::model::{EventLine, Home, QuestionLine, WritingLine};
use crate::communities::EVERYONE;
use crate::events::model::EventStatus;
use crate::resources::model::ResourceKind;
use crate::ui::lists::count;
use crate::ui::time::Time;

/// Events, each with its day in the margin.
#[component]
pub fn EventLines(
    /// Which.
    events: Vec<EventLine>,
    /// Whether all are of the community whose screen this is.
    #[prop(optional)]
    at_home: bool,
) -> impl IntoView {
    let line = |event: EventLine| {
        let when = event.when.clone();
        let hours = when.hours.map(|hours| format!(", {hours} {}", when.zone_short));
        // The leaf says the day and the month.
        let dates = if when.dates.contains(" to ") { when.dates } else { when.dates.split(' ').next().unwrap_or_default().to_owned() };
        view! {
            <li>
                <time class="date-tile" datetime=when.starts><b>{when.day}</b>" "{when.month}</time>
                <div>
                    <h3 class="list-title"><a href=event.href.clone() dir="auto">{event.title.clone()}</a><StatusBadge status=event.status/></h3>
                    <p class="meta">{dates}{hours}</p>
                    {about(event, at_home)}
                </div>
            </li>
        }
    };
    view! { <ul class="list event-lines">{events.into_iter().map(line).collect_view()}</ul> }
}

/// Events of any time, each with its whole date.
#[component]
pub fn DatedEvents(
    /// Which.
    events: Vec<EventLine>,
) -> impl IntoView {
    let line = |event: EventLine| {
        let when = event.when.clone();
        let hours = when.hours.filter(|_| !event.series).map(|hours| format!(", {hours} {}", when.zone_short));
        let series = event.series.then_some("Repeats, first on ");
        view! {
            <li>
                <h3 class="list-title"><a href=event.href.clone() dir="auto">{event.title.clone()}</a><StatusBadge status=event.status/></h3>
                <p class="meta">{series}<time datetime=when.starts>{when.dates}</time>{hours}</p>
                {about(event, false)}
            </li>
        }
    };
    view! { <ul class="list">{events.into_iter().map(line).collect_view()}</ul> }
}

/// Events of one day, whose date stands beside them all.
#[component]
pub fn EventsOfDay(
    /// Which.
    events: Vec<EventLine>,
    /// Whether all are of the community whose screen this is.
    at_home: bool,
) -> impl IntoView {
    let line = |event: EventLine| {
        let (when, off) = (event.when.clone(), event.status == EventStatus::Cancelled);
        let hours = match when.hours {
            _ if when.dates.contains(" to ") => when.dates,
            Some(hours) => format!("{hours} {}", when.zone_short),
            None => "All day".to_owned(),
        };
        view! {
            <li class:event--off=off>
                <h4 class="list-title"><a href=event.href.clone() dir="auto">{event.title.clone()}</a><StatusBadge status=event.status/></h4>
                <p class="meta"><time datetime=when.starts>{hours}</time></p>
                {about(event, at_home)}
            </li>
        }
    };
    view! { <ul class="events-of-day">{events.into_iter().map(line).collect_view()}</ul> }
}

/// Whose, what kind, where.
fn about(event: EventLine, at_home: bool) -> impl IntoView {
    let place = match (event.place, event.online) {
        (Some(place), true) => Some(format!("{place}, and online")),
        (Some(place), false) => Some(place),
        (None, true) => Some("Online".to_owned()),
        (None, false) => None,
    };
    view! {
        <ul class="meta">
            {home_link(event.community, at_home)}
            {event.for_whom.map(|who| view! { <li>{who}</li> })}
            {event.format.map(|format| view! { <li>{format.title()}</li> })}
            {place.map(|place| view! { <li dir="auto">{place}</li> })}
            {event.repeats.then(|| view! { <li>"Repeats"</li> })}
            {event.recorded.then(|| view! { <li>"Recording"</li> })}
        </ul>
    }
}

/// "Cancelled" or "Tentative"; a status that goes without saying shows nothing.
#[component]
pub fn StatusBadge(
    /// The status.
    status: EventStatus,
) -> impl IntoView {
    badge(status).map(|(class, word)| view! { " "<span class=class>{word}</span> })
}

/// The class and the word of a status that does not go without saying.
pub fn badge(status: EventStatus) -> Option<(&'static str, &'static str)> {
    match status {
        EventStatus::Cancelled => Some(("badge badge--warn", "Cancelled")),
        EventStatus::Tentative => Some(("badge", "Tentative")),
        EventStatus::Confirmed | EventStatus::Draft => None,
    }
}

/// Questions, each with what became of it.
#[component]
pub fn QuestionLines(
    /// Which.
    questions: Vec<QuestionLine>,
    /// Whether all are of the community whose screen this is.
    #[prop(optional)]
    at_home: bool,
) -> impl IntoView {
    let line = move |question: QuestionLine| {
        let answers = match (question.answers, question.accepted) {
            (0, _) => view! { <li>"No answer yet"</li> }.into_any(),
            (n, true) => view! { <li>{count(n.into(), "answer", "answers")}", one accepted"</li> }.into_any(),
            (n, false) => view! { <li>{count(n.into(), "answer", "answers")}</li> }.into_any(),
        };
        let (did, at) = match question.active {
            Some(active) => ("Active ", active),
            None => ("Asked ", question.asked),
        };
        view! {
            <li>
                <h3 class="list-title"><a href=question.href dir="auto">{question.title}</a></h3>
                <ul class="meta">
                    {answers}
                    {home_link(question.community, at_home)}
                    {question.author.map(|author| view! { <li>"By "<span dir="auto">{author}</span></li> })}
                    <li>{did}<Time stamp=at/></li>
                </ul>
            </li>
        }
    };
    view! { <ul class="list">{questions.into_iter().map(line).collect_view()}</ul> }
}

/// Pages and resources.
#[component]
pub fn WritingLines(
    /// Which.
    writings: Vec<WritingLine>,
    /// Whether all are of the community whose screen this is.
    #[prop(optional)]
    at_home: bool,
) -> impl IntoView {
    let line = move |writing: WritingLine| {
        let meta = (!at_home || writing.resource.is_some()).then(|| {
            view! {
                <ul class="meta">
                    <li>{kind_name(writing.resource)}</li>
                    {home_link(writing.community, at_home)}
                </ul>
            }
        });
        view! {
            <li>
                <h3 class="list-title"><a href=writing.href dir="auto">{writing.title}</a></h3>
                {(!writing.summary.is_empty()).then(|| view! { <p dir="auto">{writing.summary}</p> })}
                {meta}
            </li>
        }
    };
    view! { <ul class="list">{writings.into_iter().map(line).collect_view()}</ul> }
}

/// The community, where it is not the screen's own and not everyone's.
fn home_link(community: Home, at_home: bool) -> impl IntoView {
    (!at_home && community.slug != EVERYONE)
        .then(|| view! { <li><a href=format!("/c/{}", community.slug) dir="auto">{community.name}</a></li> })
}

fn kind_name(resource: Option<ResourceKind>) -> &'static str {
    match resource {
        None => "Page",
        Some(ResourceKind::Link) => "Link",
        Some(ResourceKind::Article) => "Article",
        Some(ResourceKind::File) => "File",
        Some(ResourceKind::Recording) => "Recording",
    }
}
