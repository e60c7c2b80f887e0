//! What screens show of guests: to whoever brings them, to those who organise, and to themselves.

use uuid::Uuid;

use super::store::{self, Brought};
use super::{no_link, rules};
use crate::accounts::token::Token;
use crate::communities::model::CommunityHead;
use crate::db::Db;
use crate::error::AppError;
use crate::events::bringing::{BringGuest, CheckInGuest, GuestCannotCome, RemoveGuest, StopGuestMails};
use crate::events::rsvp::rules::Answer;
use crate::state::asked;
use crate::ui::forming::{Forming, form};
use crate::ui::lists::count;
use crate::ui::sheet::{Part, Row, Sheet};

fn of(form: Forming, head: &CommunityHead, (slug, date): (&str, &str)) -> Forming {
    form.with("community", &head.slug).with("slug", slug).with("date", date)
}

/// Whom somebody who comes to a meeting brings, and the form to bring one more. `full` is whether all places are taken.
pub(in crate::events) async fn own(
    db: &Db,
    head: &CommunityHead,
    which: (&str, &str),
    (meeting, member, allowed, full): (Uuid, Uuid, i32, bool),
) -> Result<Vec<Part>, AppError> {
    let theirs = store::shown_to(db, meeting, member).await?;
    let mut parts = Vec::new();
    let with = theirs.iter().filter(|guest| guest.answer != Answer::Declined).count();
    if !theirs.is_empty() {
        let says = match with {
            0 => "Your guests:".to_owned(),
            with => format!("You bring {}:", count(i64::try_from(with).unwrap_or(i64::MAX), "guest", "guests")),
        };
        parts.push(Part::Text(says));
        let rows = theirs.into_iter().enumerate().map(|(n, guest)| Row {
            facts: vec![of_answer(guest.answer).to_owned()],
            forms: vec![of(form::<RemoveGuest>("Remove").numbered(n), head, which).with("email", &guest.email).quiet().done()],
            ..Row::new(guest.name)
        });
        parts.push(Part::Rows(rows.collect()));
    }
    if i64::try_from(with).unwrap_or(i64::MAX) < i64::from(allowed) {
        let button = if full { "Put them on the waiting list" } else { "Bring them" };
        let hint = if full {
            "All places are taken: they wait for one, and get the invitation by mail when there is a place."
        } else {
            "They get the invitation by mail, with your name, and need no account."
        };
        let fields = of(form::<BringGuest>(button), head, which)
            .text("name", "Their name")
            .line("email", "email", "Their e-mail address")
            .hint(hint)
            .seen_by(format!(
                "Name and address are seen by the leads and organisers of {} alone, and are removed 90 days after the meeting. Ask them before you give their address.",
                head.name
            ))
            .quiet();
        parts.push(Part::Folded(
            if allowed == 1 { "Bring a guest".to_owned() } else { format!("Bring guests, up to {allowed}") },
            Box::new(fields.done()),
        ));
    }
    Ok(parts)
}

fn of_answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Going | Answer::Maybe => "Has a place",
        Answer::Waiting => "Waits for a place",
        Answer::Declined => "Can’t come",
    }
}

/// A guest, in the list of those who organise.
pub(in crate::events) fn row(head: &CommunityHead, which: (&str, &str), (n, guest, checks): (usize, &Brought, bool)) -> Row {
    let came = guest.came_at.is_some();
    let (words, to) = if came { ("Did not come", "") } else { ("Check in", "yes") };
    let check = || of(form::<CheckInGuest>(words).numbered(n), head, which).with("email", &guest.email).with("came", to).quiet().done();
    let facts = [Some(format!("Guest of {}", guest.by_name)), Some(guest.email.clone()), came.then(|| "Was there".to_owned())];
    Row { facts: facts.into_iter().flatten().collect(), forms: if checks { vec![check()] } else { Vec::new() }, ..Row::new(&guest.name) }
}

/// `/guest/{token}`
pub(crate) async fn guest(token: &str) -> Result<Sheet, AppError> {
    let (app, _) = asked(&[])?;
    let hash = Token::read(token).ok_or_else(no_link)?.hash();
    let shown = store::shown(&app.db, &hash, app.clock.now()).await?.ok_or_else(no_link)?;
    let meeting = shown.meeting();
    let by = &shown.by_name;
    let mut sheet = Sheet::new(meeting.title.clone(), format!("{by} brings you along, {}.", shown.name));
    let mut parts = vec![Part::Facts(vec![("When".to_owned(), meeting.when()), ("Held by".to_owned(), meeting.organiser.clone())])];
    let says = match (shown.is_cancelled, shown.is_over, shown.answer()) {
        (true, ..) => Some("It is cancelled.".to_owned()),
        (_, true, _) => Some("It is over.".to_owned()),
        (.., None) => Some(format!("You are not expected any more: {by} does not come, or does not bring you.")),
        (.., Some(Answer::Declined)) => Some("You said that you can’t come.".to_owned()),
        (.., Some(Answer::Waiting)) => Some("All places are taken, and you wait for one.".to_owned()),
        _ => None,
    };
    let open = !shown.is_cancelled && !shown.is_over && matches!(shown.answer(), Some(Answer::Going | Answer::Waiting));
    parts.extend(says.map(Part::Text));
    if open {
        parts.push(Part::Form(form::<GuestCannotCome>("I can’t come").with("token", token).done()));
    }
    sheet = sheet.section("", parts);
    let stop = if shown.unwanted {
        Part::Text("You get no such mails from this site any more.".to_owned())
    } else {
        let stop = form::<StopGuestMails>("No more such mails from this site").with("token", token).quiet().done();
        Part::Folded("Get no more such mails".to_owned(), Box::new(stop))
    };
    Ok(sheet.section("", [stop]))
}

/// The field by which an organiser allows guests.
pub(in crate::events) fn of_event(form: Forming, guests: i32) -> Forming {
    form.text("guests", "How many guests each may bring")
        .hint(&format!(
            "From 1 to {}, by name and address; each takes a place. They get the invitation by mail, with place and link, also where the events are not for everybody. Empty: nobody brings guests.",
            rules::MOST
        ))
        .value(if guests > 0 { guests.to_string() } else { String::new() })
        .optional()
}
