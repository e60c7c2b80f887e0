//! What screens show of who comes.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::rules::{Answer, Window};
use super::store::{self, Own, Person, Seen};
use super::{holding, listing, open};
use crate::asked::Asked as Address;
use crate::communities::model::{CommunityHead, Section};
use crate::db::Db;
use crate::error::AppError;
use crate::events::api::Rsvp;
use crate::events::model::{EventDetail, EventStatus, Meeting};
use crate::events::record::AskRecord;
use crate::events::{asking, attendance, audience, guests, thanking};
use crate::sheets::model::SheetScreen;
use crate::state::{Viewer, signed_in_at};
use crate::ui::forming::form;
use crate::ui::lists::count;
use crate::ui::pagination::Slice;
use crate::ui::sheet::{Part, Row, Sheet};
use crate::when;

/// A meeting on its page.
pub(crate) struct Shown<'a> {
    /// Its id.
    pub(crate) id: Uuid,
    /// Its event.
    pub(crate) event: &'a EventDetail,
    /// What is shown of it.
    pub(crate) meeting: &'a Meeting,
    /// What the organisers ask those who come.
    pub(crate) asks: &'a [AskRecord],
    /// How many guests each may bring.
    pub(crate) guests: i32,
    /// Whether people check in now.
    pub(crate) checks_in: bool,
    /// When people sign up for it, and the present time.
    pub(crate) window: (Window, DateTime<Utc>),
    /// The zone of its clock.
    pub(crate) zone: &'a str,
}

/// Who comes to a meeting, and what the viewer can say of it; nothing where it is cancelled. Where one signs up elsewhere, people are only checked in here. `which` are the event's slug and the day of the meeting,
/// empty where there is but one.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn panel(
    db: &Db,
    viewer: Viewer,
    head: &CommunityHead,
    which: (&str, &str),
    Shown { id, event, meeting, asks, guests, checks_in, window: (window, now), zone }: Shown<'_>,
) -> Result<Vec<Part>, AppError> {
    if meeting.status == EventStatus::Cancelled {
        return Ok(Vec::new());
    }
    let people = format!("{}/people", meeting.href);
    let elsewhere = event.registration_url.is_some();
    let (seen, own) = store::seen(db, id, viewer.member).await?;
    let mut parts: Vec<Part> =
        says(event.capacity, seen, meeting.over).filter(|_| !elsewhere || meeting.over).map(Part::Text).into_iter().collect();
    let answers = !meeting.over && !elsewhere;
    parts.extend(window.says(zone, now).filter(|_| answers).map(Part::Text));
    let mut links = Vec::new();
    match viewer.member {
        None if !answers || window.closes.is_some_and(|closes| closes <= now) => {}
        None => links.push(("Sign in to say that you come".to_owned(), format!("/sign-in?to={}", meeting.href))),
        Some(member) => {
            if answers && (own.is_some() || window.is_open(now)) {
                let full = event.capacity.is_some_and(|seats| seen.going + seen.held >= i64::from(seats));
                parts.push(form_of(head, which, (own.as_ref(), asks), (full, event.for_whom.is_some())));
                if own.as_ref().is_some_and(|own| own.answer == Answer::Going) && (guests > 0 || seen.guests > 0) {
                    parts.extend(guests::sheet::own(db, head, which, (id, member, guests, full)).await?);
                }
            }
            if event.repeats.is_some() && answers {
                links.push(("Answer for all meetings".to_owned(), format!("{}/answer", event.href)));
            }
            if checks_in && seen.codes > 0 && own.as_ref().is_none_or(|own| !own.came) {
                parts.push(attendance::on_the_day(head, which));
            }
            if head.organises && seen.needs > 0 && !meeting.over {
                let who = count(seen.needs, "person says what they need", "people say what they need");
                parts.push(Part::Text(format!("{who} to take part. It stands beside their names.")));
            }
            if head.organises || (seen.going + seen.waiting > 0 && !elsewhere) {
                links.push(("See who comes".to_owned(), people));
            }
        }
    }
    if meeting.over {
        parts.extend(attendance::after(db, (head, event.for_whom.is_some()), which, (id, seen, own.as_ref())).await?);
        if !event.speakers.is_empty() {
            parts.extend(thanking::parts(db, head, which, (id, seen), (viewer.member, own.as_ref())).await?);
        }
        // A series goes on by itself.
        if head.organises && which.1.is_empty() {
            links.push(("Plan the next one".to_owned(), format!("/c/{}/new-event?of={}", head.slug, which.0)));
        }
    }
    parts.extend((!links.is_empty()).then_some(Part::Links(links)));
    Ok(parts)
}

fn says(capacity: Option<i32>, seen: Seen, over: bool) -> Option<String> {
    let Seen { going, waiting, came, held, .. } = seen;
    if over && came > 0 {
        return Some(format!("{} there.", count(came, "person was", "people were")));
    }
    if over {
        return (going > 0).then(|| format!("{} said they would come.", count(going, "person", "people")));
    }
    let taken = if going == 1 { "The only place is taken".to_owned() } else { format!("All {going} places are taken") };
    let left = capacity.map(|seats| (i64::from(seats) - going - held).max(0));
    let held = if held > 0 { format!(" {}.", holding::of_all(held, capacity)) } else { String::new() };
    let says = match (going, left) {
        (0, Some(0)) => "No place is free.".to_owned(),
        (0, None) => "Nobody has said yet that they come.".to_owned(),
        (0, Some(left)) => format!("{} free.", count(left, "place is", "places are")),
        (going, None) => format!("{} coming.", count(going, "person is", "people are")),
        (_, Some(0)) if waiting > 0 => format!("{taken}; {} for one.", count(waiting, "person waits", "people wait")),
        (_, Some(0)) => format!("{taken}."),
        (going, Some(left)) => {
            format!("{} coming; {} free.", count(going, "person is", "people are"), count(left, "place is", "places are"))
        }
    };
    Some(says + &held)
}

fn form_of(
    head: &CommunityHead,
    (slug, date): (&str, &str),
    (own, asks): (Option<&Own>, &[AskRecord]),
    (full, narrowed): (bool, bool),
) -> Part {
    let given = own.map(|own| own.answer);
    let (note, needs) = own.map(|own| (own.note.clone(), own.needs.clone())).unwrap_or_default();
    let go = if full && given != Some(Answer::Going) { "Put me on the waiting list" } else { "I’m coming" };
    let choices = [(Answer::Going.as_str(), go), (Answer::Maybe.as_str(), "Perhaps"), (Answer::Declined.as_str(), "I can’t come")];
    let value = match given {
        Some(Answer::Waiting) => Answer::Going.as_str(),
        given => given.map(Answer::as_str).unwrap_or_default(),
    };
    let answer = form::<Rsvp>(if given.is_some() { "Change my answer" } else { "Answer" })
        .with("community", &head.slug)
        .with("slug", slug)
        .with("date", date)
        .radios("answer", "Do you come?", choices)
        .value(value)
        .text("note", "A word with it")
        .hint("“Ten minutes late”, “I bring cake”.")
        .value(note.unwrap_or_default())
        .optional()
        .text("needs", "What you need to take part")
        .hint("“Captions”, “a way in without steps”. Only those who organise see it, until 90 days after.")
        .value(needs.unwrap_or_default())
        .optional();
    let replies = own.map(|own| own.replies.as_slice()).unwrap_or_default();
    let answer = asking::of_rsvp(answer, asks, replies).seen_by(seen_by(&audience::seers(narrowed, &head.name), asks)).done();
    let open = asking::is_open(asks, replies);
    match given {
        None => Part::Form(answer),
        Some(given) => Part::Folded(
            match given {
                Answer::Going if open => "You are coming, and the organisers ask something of you",
                Answer::Going => "You are coming",
                Answer::Maybe => "You may come",
                Answer::Declined => "You can’t come",
                Answer::Waiting if open => "You are on the waiting list, and the organisers ask something of you",
                Answer::Waiting => "You are on the waiting list",
            }
            .to_owned(),
            Box::new(answer),
        ),
    }
}

/// Who sees what somebody answers; `seers` are those who see the event.
pub(super) fn seen_by(seers: &str, asks: &[AskRecord]) -> String {
    let everybody = format!("by everybody signed in {seers}");
    if asks.is_empty() {
        format!(
            "Your name, whether you come and the word with it are seen {everybody}; what you need by its leads and organisers alone, and by yourself."
        )
    } else {
        format!(
            "Your name, whether you come and the word with it are seen {everybody}; what you need and what you answer to the other questions by its leads and organisers alone, and by yourself."
        )
    }
}

/// `/c/{community}/events/{slug}/people`, and `…/{date}/people` of a series
pub(crate) async fn people(community: &str, which: (&str, &str), address: &Address) -> Result<SheetScreen, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    let asked = store::find(&app.db, member.viewer(), head.id, which).await?;
    let Slice { items: people, next, later } = listing::people(&app.db, asked.id, address.after()).await?;
    let counts = listing::counts(&app.db, asked.id).await?;
    let when = when::wall(&asked.starts_wall).map(|starts| when::moment(starts, asked.all_day)).unwrap_or_default();
    let mut sheet = Sheet::new("Who comes", format!("{}, {when}", asked.title)).below(asked.title.clone(), asked.page.clone());
    if people.is_empty() && !later {
        sheet = sheet.section("", [Part::Empty("Nobody has answered yet.".to_owned())]);
    }
    let replies =
        if head.organises && !asked.asks.is_empty() { asking::store::of_meeting(&app.db, asked.id).await? } else { HashMap::new() };
    // Who was checked in, or came before a question did, has left it open.
    let asks = head.organises && asked.registration_url.is_none();
    let told = |person: &Person| -> Vec<(String, String)> {
        let wanted = asks && matches!(person.answer, Answer::Going | Answer::Waiting);
        let answered = asking::beside(&asked.asks, replies.get(&person.handle));
        let said = answered.filter_map(|(ask, reply)| {
            let reply = reply.or_else(|| (wanted && ask.needed).then_some("Not answered yet"))?;
            Some((ask.question.clone(), reply.to_owned()))
        });
        let needs = person.needs.iter().filter(|_| head.organises).map(|needs| ("Needs to take part".to_owned(), needs.clone()));
        needs.chain(said).collect()
    };
    let brought = guests::store::of_meeting(&app.db, asked.id).await?;
    if !head.organises && !brought.is_empty() {
        let coming = brought.iter().filter(|guest| guest.answer == Answer::Going).count();
        let says = format!("{} with them.", count(i64::try_from(coming).unwrap_or(i64::MAX), "guest comes", "guests come"));
        sheet = sheet.section("", [Part::Text(says)]);
    }
    let checks = head.organises && asked.starts_at <= app.clock.now() + attendance::EARLY;
    for answer in [Answer::Going, Answer::Waiting, Answer::Maybe, Answer::Declined] {
        let of_answer = people.iter().filter(|person| person.answer == answer);
        let mut rows: Vec<Row> = of_answer
            .map(|person| Row {
                href: Some(format!("/people/{}", person.handle)),
                facts: [(person.came, "Was there"), (person.held && head.organises, "On a place that was held back")]
                    .into_iter()
                    .filter(|(so, _)| *so)
                    .map(|(_, fact)| fact.to_owned())
                    .collect(),
                note: person.note.clone(),
                details: told(person),
                forms: if checks { attendance::row_forms(&head, which, person) } else { Vec::new() },
                ..Row::new(&person.name)
            })
            .collect();
        if head.organises && !later {
            let theirs = brought.iter().enumerate().filter(|(_, guest)| guest.answer == answer);
            rows.extend(theirs.map(|(n, guest)| guests::sheet::row(&head, which, (n, guest, checks))));
        }
        if !rows.is_empty() {
            let guests = if head.organises { brought.iter().filter(|guest| guest.answer == answer).count() } else { 0 };
            let all = counts.get(answer.as_str()).copied().unwrap_or_default() + i64::try_from(guests).unwrap_or_default();
            sheet = sheet.section(format!("{} ({all})", answer.heading()), [Part::Rows(rows)]);
        }
    }
    if next.is_some() || later {
        sheet = sheet.section("", [Part::Pages(format!("{}/people", asked.page), next, later)]);
    }
    if head.organises {
        let held = if open(&asked, app.clock.now()).is_ok() { holding::parts(&app.db, &head, which, &asked).await? } else { Vec::new() };
        if !held.is_empty() {
            sheet = sheet.section("Places held back", held);
        }
        for (title, parts) in attendance::below(&app.db, &head, which, &asked).await? {
            sheet = sheet.section(title, parts);
        }
    }
    Ok(SheetScreen::within(head, Section::Events, sheet))
}
