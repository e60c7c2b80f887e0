//! What screens show of who came.

use uuid::Uuid;

use super::store;
use crate::communities::model::CommunityHead;
use crate::db::Db;
use crate::error::AppError;
use crate::events::audience;
use crate::events::rsvp::rules::Answer;
use crate::events::rsvp::store::{Asked, Own, Person, Seen};
use crate::events::taking_part::{CheckIn, CheckInMyself, MakeCheckInCode, ReadAttendance, TakeAway};
use crate::ui::form::Form;
use crate::ui::forming::{Forming, form};
use crate::ui::sheet::{Part, Row};

fn of(form: Forming, head: &CommunityHead, (slug, date): (&str, &str)) -> Forming {
    form.with("community", &head.slug).with("slug", slug).with("date", date)
}

/// What an organiser can do with somebody on the list.
pub(crate) fn row_forms(head: &CommunityHead, which: (&str, &str), person: &Person) -> Vec<Form> {
    let (words, came) = if person.came { ("Did not come", "") } else { ("Check in", "yes") };
    vec![of(form::<CheckIn>(words), head, which).with("handle", &person.handle).with("came", came).quiet().done()]
}

/// What an organiser finds below the list.
pub(crate) async fn below(
    db: &Db,
    head: &CommunityHead,
    which: (&str, &str),
    asked: &Asked,
) -> Result<Vec<(&'static str, Vec<Part>)>, AppError> {
    let code = store::code(db, asked.id).await?;
    let make = |words| Part::Form(of(form::<MakeCheckInCode>(words), head, which).quiet().done());
    let by_code = match code {
        Some(code) => vec![
            Part::Text(
                "Whoever is there types this code on the meeting’s page, from an hour before it begins until two hours after its end."
                    .to_owned(),
            ),
            Part::Code(vec![code]),
            make("Make another code"),
        ],
        None => vec![Part::Text("With a code that you show in the room, people check themselves in.".to_owned()), make("Make a code")],
    };
    let somebody = of(form::<CheckIn>("Check in"), head, which)
        .with("came", "yes")
        .text("handle", "Somebody who is not on the list")
        .hint("Their handle, such as ada-okafor: it stands in the address of their profile.")
        .quiet()
        .done();
    let list = of(form::<ReadAttendance>("Read it"), head, which)
        .file("file", "The list that Teams or Zoom exports", ".csv,text/csv,text/plain")
        .hint("As CSV. Members and those who answered are checked in by the address that stands there; all others are named to you.")
        .quiet()
        .done();
    let table = vec![("Download the list (CSV)".to_owned(), format!("{}/people.csv", asked.page))];
    Ok(vec![
        ("Check in by code", by_code),
        ("Check in others", vec![Part::Form(somebody), Part::Folded("Read a list from a video call".to_owned(), Box::new(list))]),
        ("As a table", vec![Part::Ways(table)]),
    ])
}

/// The form by which one checks oneself in.
pub(crate) fn on_the_day(head: &CommunityHead, which: (&str, &str)) -> Part {
    let form = of(form::<CheckInMyself>("Check in"), head, which);
    let form = form.text("code", "The code that is shown in the room").quiet().done();
    Part::Folded("I am here".to_owned(), Box::new(form))
}

fn form_of_removal() -> Forming {
    form::<TakeAway>("Remove what I took away").numbered(2).with("takeaway", "").with("removed", "yes").quiet()
}

/// What was taken away from a meeting that is over, and the form to say it for those who were there. `narrowed`: whether fewer see it than see the others.
pub(crate) async fn after(
    db: &Db,
    (head, narrowed): (&CommunityHead, bool),
    which: (&str, &str),
    (meeting, seen, own): (Uuid, Seen, Option<&Own>),
) -> Result<Vec<Part>, AppError> {
    let said = if seen.told > 0 { store::taken_away(db, meeting).await? } else { Vec::new() };
    let mut parts = Vec::new();
    if !said.is_empty() {
        parts.push(Part::Text("What people took away:".to_owned()));
        let row = |(handle, name, takeaway): (String, String, String)| Row {
            href: Some(format!("/people/{handle}")),
            note: Some(takeaway),
            ..Row::new(name)
        };
        parts.push(Part::Rows(said.into_iter().map(row).collect()));
    }
    if let Some(own) = own.filter(|own| own.came || own.answer == Answer::Going) {
        let before = own.takeaway.clone();
        let words = if before.is_some() { "Change it" } else { "Say it" };
        let form = of(form::<TakeAway>(words), head, which)
            .text("takeaway", "What did you take away?")
            .hint("In one line.")
            .value(before.as_deref().unwrap_or_default())
            .seen_by(format!("Your name and this line are seen by everybody {}.", audience::seers(narrowed, &head.name)))
            .quiet()
            .done();
        parts.push(Part::Form(form));
        if before.is_some() {
            let remove = of(form_of_removal(), head, which).done();
            parts.push(Part::Form(remove));
        }
    }
    Ok(parts)
}
