//! Choosing what is mailed, and when.

use uuid::Uuid;

use super::api::{SaveChoices, SaveChoicesIn};
use super::choosing_store as store;
use super::model::{Matter, Rhythm};
use super::store::zone;
use crate::accounts::sheets::own_tabs;
use crate::communities::store::head;
use crate::db::Tx;
use crate::error::AppError;
use crate::state::signed_in;
use crate::typed::Typed;
use crate::ui::form::{Done, Form};
use crate::ui::forming::form;
use crate::ui::sheet::{Part, Row, Sheet};
use crate::when;

const HERE: &str = "/me/notifications/settings";

/// What a community is set to that is mailed like all others.
const AS_ELSEWHERE: &str = "";

fn rhythms() -> impl Iterator<Item = (&'static str, &'static str)> {
    Rhythm::ALL.iter().map(|rhythm| (rhythm.as_str(), rhythm.title()))
}

/// `/me/notifications/settings`
pub(crate) async fn sheet() -> Result<Sheet, AppError> {
    let (app, member) = signed_in()?;
    let chosen = store::chosen(&app.db, member.member).await?;
    let hour = store::hour(&app.db, member.member).await?;
    let zone = zone(&app.db, member.member).await?;
    let communities = store::communities(&app.db, member.member).await?;
    let mut sheet = Sheet::new("What is mailed to you", "All of it shows on this site, whatever you choose here.")
        .below("Notifications", "/me/notifications");
    sheet.tabs = own_tabs("/me/notifications");
    let clock = format!(
        "The hour is that of {}, the time zone of your profile. What comes once a week comes on Mondays.",
        zone.name().replace('_', " ")
    );
    let profile = Part::Links(vec![("Change the time zone".to_owned(), "/me/profile".to_owned())]);
    sheet = sheet.section("", [Part::Form(choices_form(&chosen, hour)), Part::Text(clock), profile]);
    let asked = crate::questions::inviting::choice(&app, member.member).await?;
    sheet = sheet.section("Being asked for answers", [Part::Form(asked)]);
    if communities.is_empty() {
        return Ok(sheet);
    }
    let rows = communities.into_iter().enumerate().map(|(n, (slug, name, rhythm))| {
        let rhythm = rhythm.and_then(|word| word.parse::<Rhythm>().ok());
        let choices = std::iter::once((AS_ELSEWHERE, "As chosen above")).chain(rhythms());
        let form = form::<SaveChoicesIn>("Save")
            .with("community", &slug)
            .numbered(n)
            .select("rhythm", "Mails from there", choices)
            .value(rhythm.map_or(AS_ELSEWHERE, Rhythm::as_str))
            .optional();
        Row {
            href: Some(format!("/c/{slug}")),
            facts: vec![rhythm.map_or("As chosen above", Rhythm::title).to_owned()],
            folded: vec![("Choose for this community".to_owned(), form.quiet().done())],
            ..Row::new(name)
        }
    });
    let rule = "What you never want mailed is not mailed from any community.";
    Ok(sheet.section("Your communities", [Part::Text(rule.to_owned()), Part::Rows(rows.collect())]))
}

fn choices_form(chosen: &[(Matter, Rhythm)], hour: i32) -> Form {
    let of = |matter: Matter| chosen.iter().find(|(known, _)| *known == matter).map_or(matter.usual(), |(_, rhythm)| *rhythm);
    let hours = (0..24_u32).filter_map(|hour| Some((hour.to_string(), when::clock_time(chrono::NaiveTime::from_hms_opt(hour, 0, 0)?))));
    Matter::ALL
        .iter()
        .fold(form::<SaveChoices>("Save"), |form, matter| {
            let offered =
                rhythms().filter(|(word, _)| !matter.is_pressing() || [Rhythm::AtOnce.as_str(), Rhythm::Never.as_str()].contains(word));
            form.select(matter.as_str(), matter.title(), offered).value(of(*matter).as_str())
        })
        .select("hour", "When what is gathered comes", hours)
        .value(hour.to_string())
        .done()
}

/// Saves how each matter is mailed, and at which hour what is gathered.
pub(super) async fn save(words: &[(Matter, String)], hour: &str) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let mut typed = Typed::default();
    let mut read = Vec::new();
    // A page of an earlier release does not ask about what came since: that stays as it was.
    for (matter, word) in words.iter().filter(|(_, word)| !word.is_empty()) {
        match word.parse::<Rhythm>() {
            Ok(rhythm) => read.push((*matter, rhythm)),
            Err(_) => typed.say(matter.as_str(), "Choose one of these."),
        }
    }
    let hour = hour.parse::<i32>().ok().filter(|hour| (0..24).contains(hour));
    let Some(hour) = hour else {
        typed.say("hour", "Choose an hour of the day.");
        return typed.done(Done::default());
    };
    typed.done(())?;
    let mut tx = app.db.begin().await?;
    for (matter, rhythm) in read {
        choose(&mut tx, member.member, (matter, rhythm)).await?;
    }
    store::set_hour(&mut tx, member.member, hour).await?;
    tx.commit([]).await?;
    Ok(Done::at(HERE).saying("What is mailed to you is as you chose."))
}

/// Sets how a matter is mailed. What waits to be mailed waits no longer where that is never.
pub(super) async fn choose(tx: &mut Tx, member: Uuid, (matter, rhythm): (Matter, Rhythm)) -> Result<(), sqlx::Error> {
    store::set(tx, member, (matter, rhythm)).await?;
    if rhythm == Rhythm::Never {
        store::settle_matter(tx, member, matter).await?;
    }
    Ok(())
}

/// Saves how all that comes from a community is mailed.
pub(super) async fn save_in(slug: &str, rhythm: &str) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let head = head(&app.db, member.viewer(), slug).await?;
    let rhythm = match rhythm {
        AS_ELSEWHERE => None,
        word => Some(word.parse::<Rhythm>().map_err(|_| AppError::field("rhythm", "Choose one of these."))?),
    };
    let mut tx = app.db.begin().await?;
    store::set_in(&mut tx, member.member, (head.id, rhythm)).await?;
    tx.commit([]).await?;
    Ok(Done::at(HERE).saying(format!("Mails from {} come as you chose.", head.name)))
}
