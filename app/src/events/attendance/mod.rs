//! Who came: checked in by an organiser, by oneself with a code that is shown in the room, or read from what Teams and Zoom say. And what those who came took away.

mod http;
mod list;
mod sheet;
pub(crate) mod store;

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

pub(super) use http::{of_event, of_meeting};
pub(crate) use sheet::{after, below, on_the_day, row_forms};

use super::guests;
use super::organising::organiser;
use super::rsvp::rules::{Answer, settled};
use super::rsvp::store::{self as rsvp_store, Asked, find};
use super::{asking, rsvp};
use crate::accounts::attempts::{ATTENDANCE, CHECK_IN, EDIT, spend};
use crate::accounts::email::Email;
use crate::accounts::token::Token;
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::Tx;
use crate::error::AppError;
use crate::live::Channel;
use crate::notifications::{By, News, NewsKind, To, tell};
use crate::state::{AppState, signed_in_at};
use crate::typed::Typed;
use crate::ui::form::Done;
use crate::ui::forming::uploaded;
use crate::ui::lists::count;

/// How long before a meeting people can check in, and how long after its end.
pub(crate) const EARLY: TimeDelta = TimeDelta::hours(1);
const LATE: TimeDelta = TimeDelta::hours(2);

/// How many characters a code has, and which: none that look alike.
const CODE: usize = 6;
const CHARACTERS: &str = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The most names that are said at once.
const SAID: usize = 10;

/// The site, who organises, the community's id, and a meeting of it.
pub(super) async fn organised(community: &str, which: (&str, &str)) -> Result<(AppState, Uuid, Uuid, Asked), AppError> {
    let (app, member, head) = organiser(community).await?;
    let asked = find(&app.db, member.viewer(), head.id, which).await?;
    Ok((app, member.member, head.id, asked))
}

pub(super) fn people(asked: &Asked) -> String {
    format!("{}/people", asked.page)
}

/// Whether people check in at a meeting from `starts_at` until `ends_at`.
pub(crate) fn is_on((starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>), now: DateTime<Utc>) -> bool {
    starts_at <= now + EARLY && now <= ends_at + LATE
}

/// Notes that somebody came, and gives what they said or, where they had said nothing, whether they have a place: nobody takes one by walking in that somebody else waits for. And whether they had said nothing.
async fn came(tx: &mut Tx, asked: &Asked, member: Uuid) -> Result<(Answer, bool), AppError> {
    let capacity = rsvp_store::lock(tx, asked.id).await?;
    let before = rsvp_store::given(tx, asked.id, member).await?;
    let (going, _) = rsvp_store::counts(tx, asked.id).await?;
    let answer = before.unwrap_or_else(|| settled(Answer::Going, None, places(asked, capacity, tx.now()), going));
    store::came(tx, asked.id, &[(member, answer)]).await?;
    Ok((answer, before.is_none()))
}

/// Tells those who had said nothing of a meeting that an organiser noted that they came: it is said of them, and others see it.
async fn tell_them(tx: &mut Tx, (by, community): (Uuid, Uuid), asked: &Asked, members: Vec<Uuid>) -> Result<(), sqlx::Error> {
    let news = News {
        kind: NewsKind::CheckedIn,
        by: By::Member(by),
        object: (ObjectKind::Event, asked.event),
        about: asked.id,
        title: &asked.title,
        href: &asked.page,
        text: "",
        community: Some(community),
        to: &[To::Members(members)],
    };
    tell(tx, &news).await
}

/// How many places there are to give: as many as one likes, once it is over and where they are given elsewhere.
fn places(asked: &Asked, capacity: Option<i32>, now: DateTime<Utc>) -> Option<i32> {
    capacity.filter(|_| asked.ends_at > now && asked.registration_url.is_none())
}

pub(super) fn begun(asked: &Asked, now: DateTime<Utc>) -> Result<(), AppError> {
    if now + EARLY < asked.starts_at {
        return Err(AppError::form("It has not begun. People can be checked in from an hour before."));
    }
    Ok(())
}

/// Notes that somebody came, or that they did not.
pub(super) async fn check_in(community: &str, which: (&str, &str), handle: &str, came: bool) -> Result<Done, AppError> {
    let (app, by, community, asked) = organised(community, which).await?;
    begun(&asked, app.clock.now())?;
    let handle = handle.trim().trim_start_matches('@').to_lowercase();
    let Some((member, name)) = store::member(&app.db, &handle).await? else {
        return Err(AppError::field("handle", "Nobody here has this handle. It stands in the address of their profile."));
    };
    let mut tx = app.db.begin().await?;
    let says = if !came {
        rsvp_store::lock(&mut tx, asked.id).await?;
        store::did_not_come(&mut tx, asked.id, member).await?;
        guests::store::left_behind(&mut tx, asked.id).await?;
        // Who walked in and did not leaves a place.
        rsvp::fill_one(&app, &mut tx, asked.id).await?;
        format!("{name} is not checked in any more.")
    } else {
        let (answer, new) = self::came(&mut tx, &asked, member).await?;
        if new {
            tell_them(&mut tx, (by, community), &asked, vec![member]).await?;
        }
        match answer {
            Answer::Waiting => format!("{name} is checked in, and stands on the waiting list: all places are taken."),
            _ => format!("{name} is checked in."),
        }
    };
    tx.wakes(Channel::Event(asked.event));
    tx.commit([Act::by(by, Deed::Edited, ObjectKind::Event, asked.event).in_community(community).noting("attendance")]).await?;
    Ok(Done::at(people(&asked)).saying(says))
}

/// Makes a code for a meeting; one from before opens nothing any more.
pub(super) async fn make_code(community: &str, which: (&str, &str)) -> Result<Done, AppError> {
    let (app, _, community, asked) = organised(community, which).await?;
    let mut tx = app.db.begin().await?;
    store::set_code(&mut tx, asked.id, &code()).await?;
    tx.wakes(Channel::Community(community));
    tx.wakes(Channel::Event(asked.event));
    tx.commit([]).await?;
    Ok(Done::at(people(&asked)).saying("Show this code in the room: whoever is there checks in with it."))
}

fn code() -> String {
    let token = Token::make();
    let letters = token.hash().to_ascii_uppercase();
    letters.chars().filter(|c| CHARACTERS.contains(*c)).take(CODE).collect()
}

/// Checks oneself in, by the code that is shown in the room.
pub(super) async fn check_in_myself(community: &str, which: (&str, &str), typed: &str) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    let asked = find(&app.db, member.viewer(), head.id, which).await?;
    let now = app.clock.now();
    begun(&asked, now)?;
    if asked.ends_at + LATE < now {
        return Err(AppError::form("It is over. Ask an organiser to check you in."));
    }
    spend(&app.db, CHECK_IN, &format!("member {}", member.member)).await?;
    let typed: String = typed.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_ascii_uppercase();
    if store::code(&app.db, asked.id).await?.is_none_or(|code| code != typed) {
        return Err(AppError::field("code", "This is not the code of this meeting. It is shown in the room."));
    }
    let mut tx = app.db.begin().await?;
    let (answer, _) = came(&mut tx, &asked, member.member).await?;
    // Who is at the door is let in, whatever they have left unanswered.
    let open = asked.ends_at > now && asked.registration_url.is_none() && asking::leaves_open(&mut tx, &asked, member.member).await?;
    tx.wakes(Channel::Community(head.id));
    tx.wakes(Channel::Event(asked.event));
    tx.commit([]).await?;
    let says = match answer {
        Answer::Waiting => {
            "You are checked in. All places are taken, and you are on the waiting list: ask an organiser whether there is room."
        }
        _ => "You are checked in. Good to have you here!",
    };
    let asks = if open { " The organisers ask something of you: answer it below." } else { "" };
    Ok(Done::at(asked.page).saying(format!("{says}{asks}")))
}

/// Reads who came from the list that Teams or Zoom exports.
pub(super) async fn read_list(community: &str, which: (&str, &str)) -> Result<Done, AppError> {
    let (app, by, community, asked) = organised(community, which).await?;
    begun(&asked, app.clock.now())?;
    let file = uploaded("file").filter(|file| file.too_heavy || !file.bytes.is_empty());
    let file = file.ok_or_else(|| AppError::field("file", "Choose the list first: a CSV file."))?;
    if file.too_heavy || file.bytes.len() > list::HEAVIEST {
        return Err(AppError::field("file", "This file is heavier than 1 MB: it is no list of who came to a meeting."));
    }
    spend(&app.db, ATTENDANCE, &format!("member {by}")).await?;
    let listed = list::read(&file.bytes).ok_or_else(|| {
        AppError::field(
            "file",
            "This list has no column of e-mail addresses. Export the attendance report of Teams, or the participants of Zoom, as CSV.",
        )
    })?;
    let mut tx = app.db.begin().await?;
    let key = |person: &list::Attendee| Email::parse(&person.email).ok().map(|email| email.key());
    let known = store::by_email(&mut tx, asked.id, listed.iter().filter_map(key).collect()).await?;
    let (found, unknown): (Vec<_>, Vec<_>) =
        listed.iter().map(|person| (person, key(person).and_then(|key| known.get(&key)))).partition(|(_, member)| member.is_some());
    let (mut nobody, mut guests_came) = (Vec::new(), 0);
    for (person, _) in unknown {
        let guest = match key(person) {
            Some(key) => guests::store::came_by_hash(&mut tx, asked.id, &guests::rules::hash(&key)).await?,
            None => None,
        };
        match guest {
            Some(_) => guests_came += 1,
            None => nobody.push(person.called()),
        }
    }
    let mut seen = BTreeSet::new();
    let came: Vec<Uuid> = found.into_iter().filter_map(|(_, member)| member.copied()).filter(|member| seen.insert(*member)).collect();
    let new = all_came(&mut tx, &asked, &came).await?;
    tell_them(&mut tx, (by, community), &asked, new).await?;
    tx.wakes(Channel::Event(asked.event));
    tx.commit([Act::by(by, Deed::Edited, ObjectKind::Event, asked.event).in_community(community).noting("attendance")]).await?;
    Ok(Done::at(people(&asked)).saying(told(came.len() + guests_came, &nobody)))
}

/// Notes that several came, and gives those who had said nothing. Of these, as many have a place as there are left.
async fn all_came(tx: &mut Tx, asked: &Asked, members: &[Uuid]) -> Result<Vec<Uuid>, AppError> {
    let capacity = rsvp_store::lock(tx, asked.id).await?;
    let (mut going, _) = rsvp_store::counts(tx, asked.id).await?;
    let capacity = places(asked, capacity, tx.now());
    let answered = store::answered(tx, asked.id).await?;
    let mut rows = Vec::new();
    for member in members {
        // What they said stays.
        let answer = settled(Answer::Going, None, capacity, going);
        going += i64::from(answer == Answer::Going && !answered.contains(member));
        rows.push((*member, answer));
    }
    store::came(tx, asked.id, &rows).await?;
    Ok(members.iter().copied().filter(|member| !answered.contains(member)).collect())
}

fn told(came: usize, unknown: &[String]) -> String {
    let came = format!("{} checked in.", count(i64::try_from(came).unwrap_or(i64::MAX), "person is", "people are"));
    if unknown.is_empty() {
        return came;
    }
    let more = unknown.len().saturating_sub(SAID);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let names = unknown.iter().take(SAID).cloned().collect::<Vec<_>>().join(", ");
    format!("{came} No member and nobody who answered has the address of: {names}{more}.")
}

/// Keeps what one took away from a meeting that one came to, or wanted to come to; or removes it.
pub(super) async fn take_away(community: &str, which: (&str, &str), typed: &str, removed: bool) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    let asked = find(&app.db, member.viewer(), head.id, which).await?;
    if app.clock.now() < asked.starts_at {
        return Err(AppError::form("It has not begun. Say it when you have been there."));
    }
    let mut lines = Typed::default();
    let takeaway = if removed { None } else { Some(lines.line("takeaway", typed, 200)) };
    lines.done(())?;
    spend(&app.db, EDIT, &member.member.to_string()).await?;
    let mut tx = app.db.begin().await?;
    if !store::take_away(&mut tx, asked.id, member.member, takeaway.as_deref()).await? {
        return Err(AppError::form("Only those who came can say what they took away. Ask an organiser to check you in."));
    }
    tx.wakes(Channel::Community(head.id));
    tx.wakes(Channel::Event(asked.event));
    tx.commit([]).await?;
    let says = if takeaway.is_some() { "Thank you. It stands below the meeting." } else { "It is removed." };
    Ok(Done::at(asked.page).saying(says))
}
