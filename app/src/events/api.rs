//! Server functions about events.

#![allow(clippy::too_many_arguments, reason = "a server function has one for each field of its form")]

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::{Agenda, EventScreen, MeetingScreen};
use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// A page of what takes place in every community the viewer may see, as the query of its address asks.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_agenda(query: String) -> Result<Agenda, AppError> {
    use crate::activity::ObjectKind::{Community, Event, Topic};
    let (app, viewer) = crate::state::asked(&[Community, Event, Topic])?;
    super::store::agenda(&app.db, viewer, app.clock.now(), (None, &crate::asked::Asked::of(&query))).await
}

/// A page of what takes place in a community, as the query of its address asks.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_community_agenda(community: String, query: String) -> Result<Agenda, AppError> {
    use crate::activity::ObjectKind::{Community, Event, Topic};
    let (app, viewer, head) = crate::state::asked_in(&community, &[Community, Event, Topic]).await?;
    super::store::agenda(&app.db, viewer, app.clock.now(), (Some(head), &crate::asked::Asked::of(&query))).await
}

/// An event.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_event(community: String, slug: String, after: String) -> Result<EventScreen, AppError> {
    use crate::activity::ObjectKind::{Community, Event, Person, Topic};
    let (app, viewer, head) = crate::state::asked_in(&community, &[Community, Event, Person, Topic]).await?;
    super::store::event(&app.db, viewer, app.clock.now(), (head, &slug, &after)).await
}

/// One meeting of a series.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_meeting(community: String, slug: String, date: String) -> Result<MeetingScreen, AppError> {
    use crate::activity::ObjectKind::{Community, Event, Person, Topic};
    let (app, viewer, head) = crate::state::asked_in(&community, &[Community, Event, Person, Topic]).await?;
    super::store::meeting(&app.db, viewer, app.clock.now(), (head, &slug, &date)).await
}

/// Makes an event in a community; or shows its dates first.
#[server(output = Read, prefix = "/do")]
pub async fn make_event(
    community: String,
    #[server(default)] of: String,
    #[server(default)] title: String,
    #[server(default)] summary: String,
    #[server(default)] format: String,
    #[server(default)] status: String,
    #[server(default)] audience: String,
    #[server(default)] day: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] last_day: String,
    #[server(default)] timezone: String,
    #[server(default)] repeats: String,
    #[server(default)] until: String,
    #[server(default)] said: String,
    #[server(default)] besides: String,
    #[server(default)] except: String,
    #[server(default)] place: String,
    #[server(default)] online_url: String,
    #[server(default)] link_for: String,
    #[server(default)] captions_url: String,
    #[server(default)] language: String,
    #[server(default)] registration_url: String,
    #[server(default)] capacity: String,
    #[server(default)] asks: String,
    #[server(default)] guests: String,
    #[server(default)] held: String,
    #[server(default)] opens: String,
    #[server(default)] closes: String,
    #[server(default)] speakers: String,
    #[server(default)] topics: String,
    #[server(default)] body: String,
    #[server(default)] recordings: String,
    #[server(default)] materials: String,
    #[server(default)] all_day: String,
    #[server(default)] preview: String,
) -> Result<Done, AppError> {
    if !preview.is_empty() {
        return super::organising::preview(&community).await;
    }
    let all_day = !all_day.is_empty();
    let typed = super::organising::Typed {
        title,
        summary,
        format,
        status,
        audience,
        day,
        from,
        to,
        last_day,
        timezone,
        repeats,
        until,
        said,
        besides,
        except,
        place,
        online_url,
        link_for,
        captions_url,
        language,
        registration_url,
        capacity,
        asks,
        guests,
        held,
        opens,
        closes,
        speakers,
        topics,
        body,
        recordings,
        materials,
        all_day,
        base: String::new(),
        agreed: true,
        forgets: true,
        without: String::new(),
    };
    super::organising::make(&community, &of, &typed).await
}

/// Changes an event, and all of its meetings; of a series with a day in `since`, the meeting of that day and all that follow. Or shows the dates first.
#[server(output = Read, prefix = "/do")]
pub async fn change_event(
    community: String,
    slug: String,
    #[server(default)] since: String,
    #[server(default)] title: String,
    #[server(default)] summary: String,
    #[server(default)] format: String,
    #[server(default)] status: String,
    #[server(default)] audience: String,
    #[server(default)] day: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] last_day: String,
    #[server(default)] timezone: String,
    #[server(default)] repeats: String,
    #[server(default)] until: String,
    #[server(default)] said: String,
    #[server(default)] besides: String,
    #[server(default)] except: String,
    #[server(default)] place: String,
    #[server(default)] online_url: String,
    #[server(default)] link_for: String,
    #[server(default)] captions_url: String,
    #[server(default)] language: String,
    #[server(default)] registration_url: String,
    #[server(default)] capacity: String,
    #[server(default)] asks: String,
    #[server(default)] guests: String,
    #[server(default)] held: String,
    #[server(default)] opens: String,
    #[server(default)] closes: String,
    #[server(default)] speakers: String,
    #[server(default)] topics: String,
    #[server(default)] body: String,
    #[server(default)] recordings: String,
    #[server(default)] materials: String,
    #[server(default)] all_day: String,
    #[server(default)] agreed: String,
    #[server(default)] forget: String,
    #[server(default)] without: String,
    #[server(default)] preview: String,
    #[server(default)] base: String,
) -> Result<Done, AppError> {
    if !preview.is_empty() {
        return super::organising::preview(&community).await;
    }
    let (all_day, agreed, forgets) = (!all_day.is_empty(), agreed == "yes", forget == "yes");
    let typed = super::organising::Typed {
        title,
        summary,
        format,
        status,
        audience,
        day,
        from,
        to,
        last_day,
        timezone,
        repeats,
        until,
        said,
        besides,
        except,
        place,
        online_url,
        link_for,
        captions_url,
        language,
        registration_url,
        capacity,
        asks,
        guests,
        held,
        opens,
        closes,
        speakers,
        topics,
        body,
        recordings,
        materials,
        all_day,
        base,
        agreed,
        forgets,
        without,
    };
    match since.as_str() {
        "" => super::organising::change(&community, &slug, &typed).await,
        since => super::organising::change_following(&community, (&slug, since), &typed).await,
    }
}

/// Changes one meeting of a series.
#[server(output = Read, prefix = "/do")]
pub async fn change_meeting(
    community: String,
    slug: String,
    date: String,
    #[server(default)] title: String,
    #[server(default)] day: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] recordings: String,
    #[server(default)] cancelled: String,
    #[server(default)] because: String,
    #[server(default)] own: String,
    #[server(default)] summary: String,
    #[server(default)] place: String,
    #[server(default)] online_url: String,
    #[server(default)] speakers: String,
    #[server(default)] body: String,
    #[server(default)] materials: String,
    #[server(default)] without: String,
    #[server(default)] base: String,
) -> Result<Done, AppError> {
    let cancelled = !cancelled.is_empty();
    let about = super::organising::MeetingAbout { summary, place, online_url, speakers, body, materials };
    let about = Some(about).filter(|_| !own.is_empty());
    let typed = super::organising::MeetingTyped { title, day, from, to, cancelled, because, recordings, base, without, about };
    super::organising::change_meeting(&community, &slug, &date, &typed).await
}

/// Makes a single event a meeting of a series of its community.
#[server(output = Read, prefix = "/do")]
pub async fn join_series(
    community: String,
    slug: String,
    #[server(default)] series: String,
    #[server(default)] forget: String,
) -> Result<Done, AppError> {
    super::organising::join(&community, &slug, &series, forget == "yes").await
}

/// Cancels an event, all its meetings with it; of a series with a day in `since`, the meeting of that day and all that follow.
#[server(output = Read, prefix = "/do")]
pub async fn call_off_event(
    community: String,
    slug: String,
    #[server(default)] since: String,
    #[server(default)] because: String,
) -> Result<Done, AppError> {
    match since.as_str() {
        "" => super::organising::call_off(&community, &slug, &because).await,
        since => super::organising::call_off_following(&community, (&slug, since), &because).await,
    }
}

/// Holds an event that was cancelled after all.
#[server(output = Read, prefix = "/do")]
pub async fn hold_event(community: String, slug: String) -> Result<Done, AppError> {
    super::organising::hold(&community, &slug).await
}

/// Says whether one comes to a meeting; without an answer, takes back what one said. `date` is empty where there is but one meeting; `replies` are to what the organisers ask.
#[server(output = Read, prefix = "/do")]
pub async fn rsvp(
    community: String,
    slug: String,
    #[server(default)] date: String,
    #[server(default)] answer: String,
    #[server(default)] note: String,
    #[server(default)] needs: String,
    #[server(default)] replies: BTreeMap<String, String>,
) -> Result<Done, AppError> {
    let said = super::rsvp::Said { answer: &answer, note: &note, needs: &needs, replies: &replies };
    super::rsvp::answer(&community, (&slug, &date), &said).await
}
