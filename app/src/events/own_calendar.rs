//! One's own calendar: the meetings one wants to come to, and the secret address by which a calendar program follows them.

use super::calendars::{MakeCalendarAddress, StopCalendarAddress};
use super::own_calendar_store as store;
use super::rsvp::mine_store::{Mine, mine};
use super::rsvp::rules::Answer;
use crate::accounts::sheets::own_tabs;
use crate::accounts::token::Token;
use crate::error::AppError;
use crate::state::signed_in;
use crate::ui::form::Done;
use crate::ui::forming::form;
use crate::ui::sheet::{Part, Row, Sheet};
use crate::when;

/// `/me/calendar`
pub(crate) async fn sheet() -> Result<Sheet, AppError> {
    let (app, member) = signed_in()?;
    let rows: Vec<Row> = mine(&app.db, member.member, app.clock.now()).await?.iter().map(row).collect();
    let secret = store::secret(&app.db, member.member).await?;
    let list = if rows.is_empty() {
        Part::Empty("You have not said of any meeting that you come. Look through the events and answer to one.".to_owned())
    } else {
        Part::Rows(rows)
    };
    let follow = match secret {
        Some(secret) => vec![
            Part::Text(
                "Add this address to your calendar program as a subscription. Keep it to yourself: whoever knows it sees these meetings."
                    .to_owned(),
            ),
            Part::Code(vec![app.site.address(&format!("/calendar/{secret}.ics"))]),
            Part::Form(form::<MakeCalendarAddress>("Make another address").quiet().done()),
            Part::Form(form::<StopCalendarAddress>("Stop it").danger().done()),
        ],
        None => vec![
            Part::Text(
                "A secret address, by which your calendar program follows the meetings of your communities and those you want to come to."
                    .to_owned(),
            ),
            Part::Form(form::<MakeCalendarAddress>("Make the address").quiet().done()),
        ],
    };
    let mut sheet = Sheet::new("Calendar", "The meetings you want to come to, here and in your own calendar.");
    sheet.tabs = own_tabs("/me/calendar");
    let ways = [
        ("All you come to", "/events?show=coming"),
        ("Your month", "/events?show=mine&view=month"),
        ("Your week", "/events?show=mine&view=week"),
        ("Find events", "/events"),
    ];
    let find = Part::Links(ways.map(|(title, href)| (title.to_owned(), href.to_owned())).into());
    Ok(sheet.section("Coming up", [list, find]).section("In your calendar program", follow))
}

/// A meeting one wants to come to, in a list.
pub(crate) fn row(meeting: &Mine) -> Row {
    let mut facts: Vec<String> = when::wall(&meeting.starts_wall).map(|starts| when::moment(starts, meeting.all_day)).into_iter().collect();
    facts.push(meeting.name.clone());
    facts.extend((meeting.answer != Answer::Going).then(|| meeting.answer.heading().to_owned()));
    Row { href: Some(meeting.page()), facts, ..Row::new(&meeting.title) }
}

/// Makes a new address; the one before opens nothing any more.
pub(super) async fn make() -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let mut tx = app.db.begin().await?;
    store::make(&mut tx, member.member, &Token::make().text()).await?;
    tx.commit([]).await?;
    Ok(Done::at("/me/calendar").saying("Here is your address. One that you had before opens nothing any more."))
}

/// Has the address open nothing any more.
pub(super) async fn stop() -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let mut tx = app.db.begin().await?;
    store::stop(&mut tx, member.member).await?;
    tx.commit([]).await?;
    Ok(Done::at("/me/calendar").saying("The address opens nothing any more."))
}
