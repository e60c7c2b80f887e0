//! Office hours: a question is taken to a meeting that somebody holds for questions, is seen there, and once that is over those who held it are asked to write the answer on the board.

pub(crate) mod record_store;
pub(crate) mod store;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use self::store::{AtOffice, Office};
use super::acting::Acting;
use super::posting::TakeToOfficeHours;
use super::rules::to_bring;
use crate::activity::ObjectKind;
use crate::communities::model::Section;
use crate::db::Db;
use crate::error::AppError;
use crate::events::model::EventStatus;
use crate::live::Channel;
use crate::notifications::{By, News, NewsKind, To, tell};
use crate::state::{AppState, Viewer};
use crate::ui::form::Done;
use crate::ui::forming::form;
use crate::ui::lists::count;
use crate::ui::sheet::{Part, Row};
use crate::when;

/// A question on its page, as far as office hours are concerned.
pub(super) struct Shown<'a> {
    pub(super) community: &'a str,
    pub(super) slug: &'a str,
    /// Its community.
    pub(super) home: Uuid,
    /// Whether the viewer may take it somewhere, and back.
    pub(super) may: bool,
    /// The meeting it was taken to.
    pub(super) brought: Option<Uuid>,
}

/// Where a question was taken to, and by a click where it can be taken; for who is signed in.
pub(super) async fn parts(app: &AppState, viewer: Viewer, shown: Shown<'_>) -> Result<Vec<Part>, AppError> {
    let now = app.clock.now();
    let take = |button: &str| form::<TakeToOfficeHours>(button).with("community", shown.community).with("slug", shown.slug);
    if let Some(id) = shown.brought {
        let Some(meeting) = store::meeting(&app.db, viewer, id).await? else { return Ok(Vec::new()) };
        let at = moment(&meeting);
        let says = match (meeting.status == EventStatus::Cancelled, meeting.ends_at <= now) {
            (true, _) => format!("It was taken to office hours on {at}, which are cancelled."),
            (_, true) => format!("It was taken to office hours on {at}. What was said there comes back as an answer here."),
            _ => format!("It is taken to office hours on {at}."),
        };
        let mut parts = vec![Part::Text(says), Part::Links(vec![(meeting.title.clone(), meeting.page())])];
        parts.extend(shown.may.then(|| Part::Form(take("Take it back from there").with("meeting", "").quiet().done())));
        return Ok(parts);
    }
    if !shown.may {
        return Ok(Vec::new());
    }
    let upcoming = store::upcoming(&app.db, viewer, (now, shown.home)).await?;
    let Some((next, others)) = upcoming.split_first() else { return Ok(Vec::new()) };
    let button = format!("Take it to office hours: {}", named(next));
    let mut parts = vec![Part::Form(take(&button).with("meeting", next.page()).quiet().done())];
    if !others.is_empty() {
        let choices = others.iter().map(|office| (office.page(), named(office)));
        let other = take("Take it there").numbered(1).select("meeting", "Which office hours", choices).quiet();
        parts.push(Part::Folded("Take it to other office hours".to_owned(), Box::new(other.done())));
    }
    Ok(parts)
}

/// "Tuesday 10 March 2026, 1 pm"
fn moment(office: &Office) -> String {
    when::wall(&office.starts_wall).map(|starts| when::moment(starts, office.all_day)).unwrap_or_default()
}

fn named(office: &Office) -> String {
    format!("{} ({}, {})", moment(office), office.title, office.community_name)
}

/// Takes a question to the office hours that have a page; to none, takes it back.
pub(super) async fn take(community: &str, slug: &str, page: &str) -> Result<Done, AppError> {
    let mut acting = Acting::begin(community, slug).await?;
    to_bring(acting.question.own, acting.moderates())?;
    acting.is_open()?;
    let (id, address) = (acting.question.id, acting.address());
    if page.is_empty() {
        store::take_back(&mut acting.tx, id).await?;
        acting.tx.commit([]).await?;
        return Ok(Done::at(address).saying("It is at no office hours any more."));
    }
    if acting.question.closed || acting.question.accepted_answer_id.is_some() {
        return Err(AppError::form("This question has its answer, or takes none any more."));
    }
    let upcoming = store::upcoming_now(&mut acting.tx, acting.by.viewer(), acting.head.id).await?;
    let Some(office) = upcoming.into_iter().find(|office| office.page() == page) else {
        return Err(AppError::form("These office hours are over, cancelled or no longer there. Choose others on this page."));
    };
    store::bring(&mut acting.tx, id, office.id).await?;
    let holding = store::holding(&mut acting.tx, (office.event_id, office.id)).await?;
    let news = News {
        kind: NewsKind::Brought,
        by: acting.by(&acting.question.post()),
        object: (ObjectKind::Question, id),
        about: once(id, office.id),
        title: &acting.question.title,
        href: &address,
        text: &format!("{}, {}", office.title, moment(&office)),
        community: Some(acting.head.id),
        to: &[To::Members(holding), To::Organising(office.community_id)],
    };
    tell(&mut acting.tx, &news).await?;
    acting.tx.wakes(Channel::Event(office.event_id));
    // No act: whose question goes where is between those who ask and those who answer.
    acting.tx.commit([]).await?;
    Ok(Done::at(address).saying(format!("It is taken to office hours on {}. Those who hold them are told.", moment(&office))))
}

/// One id for a question at a meeting: whoever takes it there and back again tells nobody twice.
fn once(question: Uuid, meeting: Uuid) -> Uuid {
    Uuid::from_u128(question.as_u128() ^ meeting.as_u128())
}

/// The questions that were taken to a meeting, for who is signed in; once it is over, `holds` says whether the viewer is asked to answer them.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn at(db: &Db, viewer: Viewer, (meeting, asks): (Uuid, bool)) -> Result<Vec<Part>, AppError> {
    if viewer.member.is_none() {
        return Ok(Vec::new());
    }
    let questions = store::of_meeting(db, viewer, meeting).await?;
    if questions.is_empty() {
        return Ok(Vec::new());
    }
    let open = questions.iter().any(|question| !question.accepted && !question.closed);
    let says = "Write on the board what was said, so that whoever asks this next finds it there.";
    let mut parts: Vec<Part> = (asks && open).then(|| Part::Text(says.to_owned())).into_iter().collect();
    parts.push(Part::Rows(questions.into_iter().map(|question| row(question, asks)).collect()));
    Ok(parts)
}

fn row(question: AtOffice, asks: bool) -> Row {
    let address = format!("{}/{}", Section::Questions.address(&question.community), question.slug);
    let answers = match (question.accepted, question.answer_count) {
        (true, _) => "An answer was accepted".to_owned(),
        (false, 0) if asks && !question.closed => "No answer on the board yet: write it there".to_owned(),
        (false, 0) => "No answer on the board yet".to_owned(),
        (false, answers) => count(i64::from(answers), "answer", "answers"),
    };
    Row { href: Some(address), facts: vec![answers], ..Row::new(question.title) }
}

/// Asks those who held office hours that are over to answer the questions that were taken there, once each, and gives how many that were.
///
/// # Errors
/// When the database refuses; who was asked until then stays so.
pub async fn ask_for_answers(app: &AppState, now: DateTime<Utc>) -> Result<usize, sqlx::Error> {
    let mut count = 0;
    for over in store::over(&app.db, now).await? {
        let mut tx = app.db.begin().await?;
        if store::ask(&mut tx, &over).await? {
            let holding = store::holding(&mut tx, (over.event_id, over.occurrence_id)).await?;
            let news = News {
                kind: NewsKind::AnswerBrought,
                by: By::Site,
                object: (ObjectKind::Question, over.question_id),
                about: once(over.question_id, over.occurrence_id),
                title: &over.title,
                href: &format!("/c/{}/questions/{}", over.community, over.slug),
                text: &over.meeting,
                community: Some(over.asked_in),
                to: &[To::Members(holding), To::Organising(over.community_id)],
            };
            tell(&mut tx, &news).await?;
            count += 1;
        }
        tx.commit([]).await?;
    }
    Ok(count)
}
