//! Stopping mails by the link in one of them, without signing in: on a page with a button, or by a mail program's one click (RFC 8058).

use super::api::StopMail;
use super::choosing::choose;
use super::choosing_store as store;
use super::mailing::Stop;
use super::model::{Matter, Rhythm};
use crate::db::Db;
use crate::error::AppError;
use crate::state::asked;
use crate::ui::form::Done;
use crate::ui::forming::form;
use crate::ui::sheet::{Part, Sheet};

/// What a link says that stops nothing, or nothing any more.
fn no_link() -> AppError {
    AppError::Invalid(
        "This link stops no mails: it is not whole, or its account is gone. Sign in to choose what is mailed to you.".to_owned(),
    )
}

fn what(stop: Stop) -> String {
    match stop {
        Stop::Matter(matter) => format!("“{}”", matter.title()),
        Stop::Digest(Rhythm::Weekly) => "“Once a week, with all else”".to_owned(),
        Stop::Digest(_) => "“Once a day, with all else”".to_owned(),
    }
}

/// `/unsubscribe/{token}`
pub(crate) async fn sheet(token: &str) -> Result<Sheet, AppError> {
    let (app, _) = asked(&[])?;
    let (_, scope) = store::stops_shown(&app.db, token).await?.ok_or_else(no_link)?;
    let stop = Stop::of_word(&scope).ok_or_else(no_link)?;
    let says = format!("You then get no more mails of this kind: {}. It still shows among your notifications on this site.", what(stop));
    let button = form::<StopMail>("Stop these mails").with("token", token).done();
    let choose = vec![("Choose what is mailed to you".to_owned(), "/me/notifications/settings".to_owned())];
    Ok(Sheet::new("Stop these mails?", "").section("", [Part::Text(says), Part::Form(button), Part::Links(choose)]))
}

/// Stops what a link stops.
pub(super) async fn stop_and_say(token: &str) -> Result<Done, AppError> {
    let (app, _) = asked(&[])?;
    stop(&app.db, token).await?;
    Ok(Done::at("/").saying("These mails are stopped. You can choose anew among your settings for notifications."))
}

/// Stops what a link stops, whoever has it. Stopping twice changes nothing.
///
/// # Errors
/// `Invalid` where the link stops nothing.
pub async fn stop(db: &Db, token: &str) -> Result<(), AppError> {
    let mut tx = db.begin().await?;
    let (member, scope) = store::stops(&mut tx, token).await?.ok_or_else(no_link)?;
    match Stop::of_word(&scope).ok_or_else(no_link)? {
        Stop::Matter(matter) => choose(&mut tx, member, (matter, Rhythm::Never)).await?,
        Stop::Digest(rhythm) => {
            let chosen = store::chosen_now(&mut tx, member).await?;
            let of = |matter: Matter| chosen.iter().find(|(known, _)| *known == matter).map_or(matter.usual(), |(_, rhythm)| *rhythm);
            for matter in Matter::ALL.iter().filter(|matter| of(**matter) == rhythm) {
                choose(&mut tx, member, (*matter, Rhythm::Never)).await?;
            }
            store::settle_rhythm(&mut tx, member, rhythm).await?;
        }
    }
    Ok(tx.commit([]).await?)
}
