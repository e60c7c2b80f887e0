//! An answer to all meetings of a series that are to come, in one act. Each has its own places and its own waiting list, and what is said of one of them afterwards holds for that one.

use chrono::NaiveDate;

use super::asked_store::{self as store, Answered};
use super::rules::Answer;
use super::sheet::seen_by;
use super::store::{self as meetings, Asked, Words};
use super::{Said, Settled, move_up, open, settled, signs_up, wanted};
use crate::accounts::attempts::{EDIT, spend};
use crate::communities::model::Section;
use crate::error::AppError;
use crate::events::model::EventAudience;
use crate::events::store::meeting_href;
use crate::events::taking_part::RsvpSeries;
use crate::events::{asking, audience, invitations, invitations_store};
use crate::live::Channel;
use crate::sheets::model::SheetScreen;
use crate::state::signed_in_at;
use crate::typed::Typed;
use crate::ui::form::Done;
use crate::ui::forming::form;
use crate::ui::lists::count;
use crate::ui::sheet::{Part, Row, Sheet};
use crate::when;

/// The most days that are named.
const NAMED: usize = 5;

/// Says whether the one who is signed in comes to the meetings of a series that are to come.
pub(in crate::events) async fn answer(community: &str, slug: &str, said: &Said<'_>) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    let series = store::series(&app.db, member.viewer(), head.id, slug).await?;
    if series.registration_url.is_some() {
        return Err(AppError::form("People sign up for it elsewhere: follow its link."));
    }
    let mut typed = Typed::default();
    let (note, needs) = (typed.maybe_line("note", said.note, 200), typed.maybe_line("needs", said.needs, 300));
    let wanted = wanted(&mut typed, said.answer);
    if wanted.is_none() && typed.wrong.is_empty() {
        typed.say("answer", "Choose one of these.");
    }
    spend(&app.db, EDIT, &member.member.to_string()).await?;
    let mut tx = app.db.begin().await?;
    let to_come = store::to_come(&mut tx, series.id).await?;
    // It may have been made for fewer since it was looked up; now it is locked.
    if !invitations_store::sees(&mut tx, series.id, member.member).await? {
        return Err(AppError::NotFound);
    }
    let Some(first) = to_come.first() else {
        return Err(AppError::form("No meeting of it is to come."));
    };
    let replies = asking::read(&mut tx, &mut typed, (first, member.member), (wanted, said.replies)).await?;
    typed.done(())?;
    let words = Words { note: note.as_deref(), needs: needs.as_deref() };
    let mut became = Vec::new();
    for asked in &to_come {
        let now = app.clock.now();
        let before = meetings::given(&mut tx, asked.id, member.member).await?;
        if open(asked, now).and_then(|()| signs_up(asked, (wanted, before), now)).is_err() {
            became.push((asked, None));
            continue;
        }
        let Settled { before, now } = settled(&mut tx, (asked.id, member.member), wanted, words).await?;
        if !asked.asks.is_empty() {
            asking::store::put(&mut tx, asked.id, member.member, replies.clone()).await?;
        }
        if before == Some(Answer::Going) && now != before {
            move_up(&app, &mut tx, asked).await?;
        }
        became.push((asked, now));
    }
    let event = meetings::event(&mut tx, first.id).await?.unwrap_or(series.id);
    invitations::due_together(&mut tx, event, member.member).await?;
    tx.wakes(Channel::Community(head.id));
    tx.wakes(Channel::Event(event));
    let says = says(&became);
    tx.commit([]).await?;
    Ok(Done::at(format!("/c/{community}/events/{slug}")).saying(says))
}

/// What became of an answer to all meetings, meeting by meeting where that differs.
fn says(became: &[(&Asked, Option<Answer>)]) -> String {
    let of = |answer: Option<Answer>| became.iter().filter(move |(_, now)| *now == answer);
    let all = i64::try_from(became.len()).unwrap_or(i64::MAX);
    let number = |answer| i64::try_from(of(answer).count()).unwrap_or(i64::MAX);
    let meetings = count(all, "meeting to come", "meetings to come");
    let (going, waiting) = (number(Some(Answer::Going)), of(Some(Answer::Waiting)).map(|(asked, _)| *asked).collect::<Vec<_>>());
    let mut says = match (going, waiting.is_empty()) {
        (0, false) => {
            format!("All places are taken at each of the {meetings}: you are on the waiting lists, and get a mail when you move up.")
        }
        (0, true) if number(Some(Answer::Maybe)) > 0 => format!("Noted: you may come to the {meetings}."),
        (0, true) if number(Some(Answer::Declined)) > 0 => format!("Noted: you can’t come to the {meetings}. Thank you for saying so."),
        (0, true) => "None of its meetings can be answered at the moment.".to_owned(),
        (going, true) if going == all => format!("You have a place at the {meetings}. See you there!"),
        (going, true) => format!("You have a place at {going} of the {meetings}."),
        (going, false) => format!(
            "You have a place at {going} of the {meetings}. All places are taken on {}: there you are on the waiting list, and get a mail when you move up.",
            days(&waiting)
        ),
    };
    let shut: Vec<&Asked> = of(None).map(|(asked, _)| *asked).collect();
    if !shut.is_empty() && shut.len() < became.len() {
        says.push_str(&format!(" Not answered, for one can’t sign up now: {}.", days(&shut)));
    }
    says.push_str(" What you say of one meeting on its own page holds for that one.");
    says
}

/// "3 March 2026, 10 March 2026 and 4 more"
fn days(meetings: &[&Asked]) -> String {
    let day = |asked: &&Asked| when::wall(&asked.starts_wall).map(|starts| starts.date()).unwrap_or(NaiveDate::MIN);
    let named = meetings.iter().take(NAMED).map(|asked| when::date(day(asked))).collect::<Vec<_>>().join(", ");
    match meetings.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// `/c/{community}/events/{slug}/answer`
pub(crate) async fn sheet(community: &str, slug: &str) -> Result<SheetScreen, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    let series = store::series(&app.db, member.viewer(), head.id, slug).await?;
    let page = format!("/c/{community}/events/{slug}");
    let answered = store::answered(&app.db, (series.id, member.member), app.clock.now()).await?;
    let sheet = Sheet::new(
        "Answer for all meetings",
        format!(
            "“{}”: what you say here holds for every meeting to come. On a meeting’s own page you can say otherwise for that one.",
            series.title
        ),
    )
    .below("Events", format!("/c/{community}/events"))
    .below(series.title.clone(), page.clone());
    let sheet = if series.registration_url.is_some() {
        sheet.section("", [Part::Text("People sign up for it elsewhere: follow the link on its page.".to_owned())])
    } else if answered.is_empty() {
        sheet.section("", [Part::Empty("No meeting of it is to come.".to_owned())])
    } else {
        let choices = [
            (Answer::Going.as_str(), "I’m coming to all of them"),
            (Answer::Maybe.as_str(), "Perhaps"),
            (Answer::Declined.as_str(), "I can’t come to any of them"),
        ];
        let fields = form::<RsvpSeries>("Answer for all of them")
            .with("community", community)
            .with("slug", slug)
            .radios("answer", "Do you come?", choices)
            .text("note", "A word with it")
            .optional()
            .text("needs", "What you need to take part")
            .hint("“Captions”, “a way in without steps”. Only those who organise see it, until 90 days after.")
            .optional();
        let narrowed = series.audience != EventAudience::Community;
        let fields =
            asking::of_rsvp(fields, &series.asks.0, &[]).seen_by(seen_by(&audience::seers(narrowed, &head.name), &series.asks.0)).done();
        let rows = answered.iter().map(|meeting| row(&page, meeting)).collect();
        sheet.section("", [Part::Form(fields)]).section("The meetings to come", [Part::Rows(rows)])
    };
    Ok(SheetScreen::within(head, Section::Events, sheet))
}

fn row(page: &str, meeting: &Answered) -> Row {
    let starts = when::wall(&meeting.starts_wall).map(|starts| when::moment(starts, meeting.all_day)).unwrap_or_default();
    let said = match meeting.answer() {
        Some(Answer::Going) => "You are coming",
        Some(Answer::Maybe) => "You may come",
        Some(Answer::Declined) => "You can’t come",
        Some(Answer::Waiting) => "You are on the waiting list",
        None => "Not answered",
    };
    let facts = meeting.title.iter().cloned().chain([said.to_owned()]).collect();
    Row { href: Some(meeting_href(page, &meeting.recurrence)), facts, ..Row::new(starts) }
}
