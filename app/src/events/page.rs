//! Screens of one event, and of one meeting of a series.

use crate::chunks::Screen;
use crate::ui::title::Title;
use leptos::prelude::*;

use super::api::{ReadEvent, ReadMeeting};
use super::model::{EventDetail, EventScreen, EventStatus, Meeting, MeetingScreen};
use super::parts::{Facts, Links, Meetings, OverNotice, StatusNotice, WhenAndWhere};
use crate::communities::model::{CommunityHead, Section};
use crate::communities::parts::CommunityHeader;
use crate::ui::lists::Empty;
use crate::ui::live;
use crate::ui::load::{Loaded, load, param, query, show};
use crate::ui::pagination::Pagination;
use crate::ui::sheet::{Part, parts_view};
use crate::ui::text::Prose;

/// `/c/{community}/events/{slug}`
pub struct EventPage {
    event: Loaded<EventScreen>,
}

impl Screen for EventPage {
    fn data() -> Self {
        let (community, slug, after) = (param("community"), param("slug"), query("after"));
        Self { event: load(move || ReadEvent { community: community(), slug: slug(), after: after() }) }
    }

    fn view(this: Self) -> AnyView {
        let (community, slug, after) = (param("community"), param("slug"), query("after"));
        show(this.event, move |screen| {
            let (community, slug, after) = untrack(|| (community(), slug(), after()));
            let at = format!("{community}/{slug}");
            let now = live::since("event", at, ReadEvent { community, slug, after });
            event_screen(screen, Signal::derive(move || now.with(|now| now.as_ref().map(|now| now.rsvp.clone()))))
        })
    }
}

/// The status of a meeting: of one that is over, no date may change any more.
fn unless_over(status: EventStatus, over: bool) -> EventStatus {
    if over && status == EventStatus::Tentative { EventStatus::Confirmed } else { status }
}

fn event_screen(screen: EventScreen, now: Signal<Option<Vec<Part>>>) -> impl IntoView {
    let EventScreen { head, event, meeting, rsvp, questions, upcoming, past } = screen;
    let edit = head.organises.then(|| format!("{}/edit", event.href));
    let series = event.repeats.is_some();
    let label = match &meeting {
        Some(meeting) if series => Some(if meeting.over { "Last meeting" } else { "Next meeting" }),
        _ => None,
    };
    let (status, because) = match (&meeting, series) {
        (Some(meeting), false) => (meeting.status, meeting.cancelled_because.clone()),
        _ => (event.status, event.cancelled_because.clone()),
    };
    let when = meeting.clone().map(|meeting| meeting.when);
    let when = view! { <WhenAndWhere when event=event.clone() repeats=event.repeats.clone() label/> };
    let home = head.slug.clone();
    let open = meeting.as_ref().is_some_and(|meeting| !meeting.over && meeting.status != EventStatus::Cancelled);
    let over = meeting.as_ref().filter(|meeting| meeting.over && meeting.status != EventStatus::Cancelled);
    let notes = over.and_then(|meeting| page_of(&head, &meeting.href));
    // A series is told of by its last meeting; its recordings are those of all.
    let ended = over.is_some() && !series;
    let own_recordings = if series { Vec::new() } else { meeting.map(|meeting| meeting.recordings).unwrap_or_default() };
    let recordings = if own_recordings.is_empty() { event.recordings.clone() } else { own_recordings };
    let over = ended.then(|| view! { <OverNotice left=(!recordings.is_empty(), !event.materials.is_empty())/> });
    let base = event.href.clone();
    let actions = view! { <Actions event=event.clone() open page=event.href.clone() edit notes/> };
    view! {
        <Title text=event.title.clone()/>
        <CommunityHeader head here=Section::Events inside=true/>
        <article class="wrap screen columns columns--head">
            <EventHead title=event.title.clone() summary=event.summary.clone() for_whom=event.for_whom.clone()>
                <StatusNotice status=unless_over(status, ended) because what=if series { "This series" } else { "This event" }/>
                {over}
                {when}
                {actions}
            </EventHead>
            <div class="stack stack--close">
                {(!event.body_html.is_empty()).then(|| view! { <Prose html=event.body_html.clone()/> })}
                <WhoComes rsvp now/>
                {brought(questions)}
                <Links title="Recordings" links=recordings/>
                <Links title="Materials" links=event.materials.clone()/>
                {series.then(|| view! { <SeriesMeetings upcoming past base/> })}
            </div>
            <Facts event home/>
        </article>
    }
}

/// How many of the meetings to come stand there at once; the rest unfolds.
const SOON: usize = 6;

#[component]
fn SeriesMeetings(upcoming: Vec<Meeting>, past: crate::ui::pagination::Slice<Meeting>, base: String) -> impl IntoView {
    let mut soon = upcoming;
    let later = soon.split_off(soon.len().min(SOON));
    let nothing = soon.is_empty().then(|| view! { <Empty>"No further meeting is planned."</Empty> });
    let later = (!later.is_empty()).then(|| {
        view! {
            <details class="more">
                <summary>{format!("Show {} later meetings", later.len())}</summary>
                <Meetings meetings=later/>
            </details>
        }
    });
    let past = (!past.items.is_empty() || past.later).then(|| {
        view! {
            <section>
                <h2>"Past meetings"</h2>
                <Meetings meetings=past.items/>
                <Pagination base next=past.next later=past.later/>
            </section>
        }
    });
    view! {
        <section>
            <h2>"Upcoming meetings"</h2>
            {nothing}
            {(!soon.is_empty()).then(|| view! { <Meetings meetings=soon/> })}
            {later}
        </section>
        {past}
    }
}

/// `/c/{community}/events/{slug}/{date}`
pub struct MeetingPage {
    meeting: Loaded<MeetingScreen>,
}

impl Screen for MeetingPage {
    fn data() -> Self {
        let (community, slug, date) = (param("community"), param("slug"), param("date"));
        Self { meeting: load(move || ReadMeeting { community: community(), slug: slug(), date: date() }) }
    }

    fn view(this: Self) -> AnyView {
        let (community, slug, date) = (param("community"), param("slug"), param("date"));
        show(this.meeting, move |screen| {
            let (community, slug, date) = untrack(|| (community(), slug(), date()));
            let at = format!("{community}/{slug}");
            let now = live::since("event", at, ReadMeeting { community, slug, date });
            meeting_screen(screen, Signal::derive(move || now.with(|now| now.as_ref().map(|now| now.rsvp.clone()))))
        })
    }
}

fn meeting_screen(screen: MeetingScreen, now: Signal<Option<Vec<Part>>>) -> impl IntoView {
    let MeetingScreen { head, event, meeting, rsvp, questions, previous, next } = screen;
    let edit = head.organises.then(|| format!("{}/edit", meeting.href));
    let title = meeting.title.clone().unwrap_or_else(|| event.title.clone());
    let open = !meeting.over && meeting.status != EventStatus::Cancelled;
    let over = meeting.over && meeting.status != EventStatus::Cancelled;
    let ended = over.then(|| view! { <OverNotice left=(!meeting.recordings.is_empty(), !event.materials.is_empty())/> });
    let notes = over.then(|| page_of(&head, &meeting.href)).flatten();
    let moved = meeting.moved_from.map(
        |was| view! { <div class="notice"><p><strong>"This meeting was moved."</strong>{format!(" It was to be on {was}.")}</p></div> },
    );
    let (repeats, home) = (event.repeats.clone(), head.slug.clone());
    let when = view! { <WhenAndWhere when=Some(meeting.when.clone()) event=event.clone() repeats/> };
    let series = view! { <p class="meta">"One meeting of the series "<a href=event.href.clone() dir="auto">{event.title.clone()}</a></p> };
    let actions = view! { <Actions event=event.clone() open page=meeting.href edit notes/> };
    let beside = |meeting: Option<Meeting>, rel: &'static str, what: &'static str| {
        meeting.map(|meeting| view! { <a class=rel href=meeting.href rel=rel><span class="meta">{what}</span>" "{meeting.when.dates}</a> })
    };
    let neighbours = (previous.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="neighbours" aria-label="Meetings of this series">
                {beside(previous, "prev", "Meeting before")}
                {beside(next, "next", "Meeting after")}
            </nav>
        }
    });
    view! {
        <Title text=format!("{title}, {}", meeting.when.dates)/>
        <CommunityHeader head here=Section::Events inside=true/>
        <article class="wrap screen columns columns--head">
            <EventHead title summary=event.summary.clone() for_whom=event.for_whom.clone()>
                {series}
                <StatusNotice status=unless_over(meeting.status, meeting.over) because=meeting.cancelled_because what="This meeting"/>
                {moved}
                {ended}
                {when}
                {actions}
            </EventHead>
            <div class="stack stack--close">
                <Links title="Recordings of this meeting" links=meeting.recordings/>
                {(!event.body_html.is_empty()).then(|| view! { <Prose html=event.body_html.clone()/> })}
                <WhoComes rsvp now/>
                {brought(questions)}
                <Links title="Materials" links=event.materials.clone()/>
                {neighbours}
            </div>
            <Facts event home/>
        </article>
    }
}

#[component]
fn EventHead(title: String, summary: String, for_whom: Option<String>, children: Children) -> impl IntoView {
    view! {
        <header class="page-head">
            <h1 dir="auto">{title}</h1>
            {(!summary.is_empty()).then(|| view! { <p class="lede" dir="auto">{summary}</p> })}
            {for_whom.map(|who| view! { <p class="hint">{who}</p> })}
            {children()}
        </header>
    }
}

/// Who comes to the meeting, by now, and what one can say of it: that stays as it is, while somebody may be at it.
#[component]
fn WhoComes(rsvp: Vec<Part>, now: Signal<Option<Vec<Part>>>) -> impl IntoView {
    let (forms, first): (Vec<Part>, Vec<Part>) = rsvp.into_iter().partition(|part| matches!(part, Part::Form(_) | Part::Folded(..)));
    let facts = Memo::new(move |_| now.get().unwrap_or_else(|| first.clone()));
    let told = move |links: bool| {
        let facts = facts.get().into_iter().filter(|part| match part {
            Part::Links(_) => links,
            Part::Form(_) | Part::Folded(..) => false,
            _ => !links,
        });
        parts_view(facts.collect())
    };
    (!forms.is_empty() || facts.with_untracked(|facts| !facts.is_empty())).then(|| {
        view! { <section class="rsvp"><h2>"Who comes"</h2>{move || told(false)}{parts_view(forms)}{move || told(true)}</section> }
    })
}

/// The questions that were taken there.
fn brought(questions: Vec<Part>) -> impl IntoView {
    (!questions.is_empty()).then(|| view! { <section><h2>"Questions brought here"</h2>{parts_view(questions)}</section> })
}

/// The way to a page of notes of a meeting, for those who edit pages.
fn page_of(head: &CommunityHead, meeting: &str) -> Option<String> {
    let (_, which) = meeting.split_once("/events/").filter(|_| head.edits && head.sees.pages)?;
    Some(format!("/c/{}/new-page?from=events/{which}", head.slug))
}

/// How to take part, while one still can.
#[component]
fn Actions(event: EventDetail, open: bool, page: String, edit: Option<String>, notes: Option<String>) -> impl IntoView {
    let sign_up = event.registration_url.map(|href| view! { <a class="button" href=href>"Sign up"</a> });
    let quiet = sign_up.is_some();
    let join = event.online_url.map(|href| view! { <a class="button" class:button--quiet=quiet href=href>"Join online"</a> });
    let all = event.repeats.is_some() && page == event.href;
    let edit = edit.map(|edit| view! { <a class="button button--quiet" href=edit>"Edit"</a> });
    if !open {
        let notes = notes.map(|notes| view! { <a class="button button--quiet" href=notes>"Make a page of this"</a> });
        let any = edit.is_some() || notes.is_some();
        return any.then(|| view! { <p class="actions">{edit} {notes}</p> }.into_any());
    }
    Some({
        let add = if all { "Add all meetings to calendar" } else { "Add to calendar" };
        // No page of this site: the browser loads it.
        let calendar = view! { <a class="button button--quiet" href=format!("{page}/event.ics") rel="external">{add}</a> };
        view! { <p class="actions">{sign_up} {join} {calendar} {edit}</p> }.into_any()
    })
}
