//! Organising events: making one, changing it and its meetings, calling it off.

mod agreeing;
mod becoming;
mod fields;
mod following;
mod joining;
pub(crate) mod meeting_sheet;
pub(crate) mod moving;
pub(super) mod narrowing;
mod rhythm;
mod seen;
pub(crate) mod sheets;
mod sign_up;
pub(crate) mod splitting;
pub(crate) mod store;
mod templates;
mod typed;
mod typed_meeting;

pub(super) use following::{call_off_following, change_following};
pub(super) use joining::join;
pub use sign_up::LONGEST as LONGEST_SIGN_UP;
pub use typed::Typed;
pub use typed_meeting::{MeetingAbout, MeetingTyped};

use chrono::NaiveDateTime;
use uuid::Uuid;

use self::agreeing::{agree, apart};
use super::model::EventStatus;
use super::record::{EventRecord, OccurrenceRecord};
use super::{asking, invitations, record_store, rsvp, schedule};
use crate::activity::{Act, Deed, ObjectKind};
use crate::communities::model::CommunityHead;
use crate::db::Tx;
use crate::error::AppError;
use crate::memberships::rules::to_organise;
use crate::memberships::store::standing;
use crate::state::{AppState, SignedIn, signed_in_at};
use crate::typed as lines;
use crate::ui::form::Done;

/// The site, who organises, and the community, where its rules let them.
pub(super) async fn organiser(community: &str) -> Result<(AppState, SignedIn, CommunityHead), AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    to_organise(&standing(&app.db, head.id, member.member, app.clock.now().date_naive()).await?, head.status)?;
    Ok((app, member, head))
}

/// Shows the dates of what was typed, to who may organise: nothing is kept.
pub(super) async fn preview(community: &str) -> Result<Done, AppError> {
    organiser(community).await?;
    Err(AppError::nothing_yet())
}

/// Makes an event; where it is like another, with what its form does not hold of that one.
pub(super) async fn make(community: &str, of: &str, typed: &Typed) -> Result<Done, AppError> {
    let (app, member, head) = organiser(community).await?;
    let known = store::known(&app.db).await?;
    let mut start = EventRecord::meeting(community, "", "", (NaiveDateTime::MIN, NaiveDateTime::MIN));
    if !of.is_empty() {
        let (_, like) = store::load(&app.db, &head, of).await?;
        // Not those who held it along: they are asked anew.
        start = EventRecord { organiser: like.organiser, language: like.language, audience: like.audience, ..start };
    }
    let (mut record, says) = typed.read((&app.db, &app.site.year), &start, &known).await?;
    let horizon = schedule::horizon(app.clock.now());
    rhythm::carry(typed, &start, &mut record, horizon)?;
    schedule::settle(&mut record, horizon);
    let index = store::index(&app.db, &record, known).await?;
    let mut tx = app.db.begin().await?;
    record.slug = store::free_slug(&mut tx, (head.id, &head.slug), &record.title).await?;
    let id = Uuid::now_v7();
    record_store::save(&mut tx, &index, id, &record).await?;
    tx.commit([Act::by(member.member, Deed::Made, ObjectKind::Event, id).in_community(head.id)]).await?;
    Ok(shown(community, &record, &format!("{} {says}", if draft(&record) { "Kept as a draft." } else { "It is on the calendar." })))
}

fn draft(record: &EventRecord) -> bool {
    record.status == EventStatus::Draft
}

/// Leads to the event, or where it can be gone on with while nobody sees it.
fn shown(community: &str, record: &EventRecord, says: &str) -> Done {
    let page = format!("/c/{community}/events/{}", record.slug);
    Done::at(if draft(record) { format!("{page}/edit") } else { page }).saying(says.trim())
}

/// Changes an event, all of its meetings with it. Whoever answered keeps their answer where the meeting only moves.
pub(super) async fn change(community: &str, slug: &str, typed: &Typed) -> Result<Done, AppError> {
    let (app, member, head) = organiser(community).await?;
    let known = store::known(&app.db).await?;
    let mut tx = app.db.begin().await?;
    let (id, before) = store::lock(&app.db, &mut tx, &head, slug).await?;
    seen::unchanged(&typed.base, &seen::of_event(&before))?;
    let (mut record, says) = typed.read((&app.db, &app.site.year), &before, &known).await?;
    let horizon = schedule::horizon(app.clock.now());
    let moves = rhythm::carry(typed, &before, &mut record, horizon)?;
    schedule::settle(&mut record, horizon);
    apart((&before, &record), store::follows_from(&mut tx, head.id, slug).await?, horizon)?;
    agree(typed.agreed, &record, &store::answered(&mut tx, id, NaiveDateTime::MIN).await?, (&moves, horizon))?;
    let asks = (before.asks.as_slice(), record.asks.as_slice());
    asking::agree(&mut tx, (id, ""), typed.forgets, asks).await?;
    let index = store::index(&app.db, &record, known).await?;
    store::shift(&mut tx, id, &moves).await?;
    record_store::save(&mut tx, &index, id, &record).await?;
    narrowing::shut_out(&app, &mut tx, (id, &before, &record), &typed.without).await?;
    if record.held != before.held {
        rsvp::hold_anew(&mut tx, id).await?;
    }
    rsvp::fill(&app, &mut tx, id).await?;
    invitations::due(&mut tx, id, None).await?;
    tx.commit([Act::by(member.member, Deed::Edited, ObjectKind::Event, id).in_community(head.id)]).await?;
    Ok(shown(community, &record, &format!("Saved. {says}")))
}

/// Calls an event off, all its meetings with it.
pub(super) async fn call_off(community: &str, slug: &str, because: &str) -> Result<Done, AppError> {
    let (app, member, head) = organiser(community).await?;
    let mut typed = lines::Typed::default();
    let because = typed.line("because", because, 300);
    typed.done(())?;
    let mut tx = app.db.begin().await?;
    let (id, mut record) = store::lock(&app.db, &mut tx, &head, slug).await?;
    record.status = EventStatus::Cancelled;
    record.cancelled_because = Some(because.clone());
    schedule::settle(&mut record, schedule::horizon(app.clock.now()));
    save(&app, tx, (id, &record), Act::by(member.member, Deed::Cancelled, ObjectKind::Event, id).in_community(head.id).noting(because))
        .await?;
    Ok(shown(community, &record, "It is cancelled. Everybody who wanted to come can see it on its page."))
}

/// Holds an event that was called off after all.
pub(super) async fn hold(community: &str, slug: &str) -> Result<Done, AppError> {
    let (app, member, head) = organiser(community).await?;
    let mut tx = app.db.begin().await?;
    let (id, mut record) = store::lock(&app.db, &mut tx, &head, slug).await?;
    record.status = EventStatus::Confirmed;
    record.cancelled_because = None;
    save(&app, tx, (id, &record), Act::by(member.member, Deed::Revived, ObjectKind::Event, id).in_community(head.id)).await?;
    Ok(shown(community, &record, "It takes place."))
}

/// Changes one meeting of a series: moves it, gives it a title of its own, calls it off.
pub(super) async fn change_meeting(community: &str, slug: &str, date: &str, typed: &MeetingTyped) -> Result<Done, AppError> {
    let (app, member, head) = organiser(community).await?;
    let mut tx = app.db.begin().await?;
    let (id, mut record) = store::lock(&app.db, &mut tx, &head, slug).await?;
    let recurrence = store::recurrence(&app.db, id, date).await?;
    seen::unchanged(&typed.base, &seen::of_meeting(&record, recurrence))?;
    let before = record.clone();
    let own = record.occurrences.iter().position(|known| known.recurrence == recurrence).map(|at| record.occurrences.remove(at));
    let meeting = typed.read(&app.db, &record, own.unwrap_or_else(|| OccurrenceRecord::at(recurrence))).await?;
    record.occurrences.extend(meeting.differs().then_some(meeting));
    schedule::settle(&mut record, schedule::horizon(app.clock.now()));
    write(&app, &mut tx, (id, &record)).await?;
    narrowing::shut_out(&app, &mut tx, (id, &before, &record), &typed.without).await?;
    let act = Act::by(member.member, Deed::Edited, ObjectKind::Event, id).in_community(head.id).noting(date);
    settle(&app, tx, id, act).await?;
    Ok(Done::at(format!("/c/{community}/events/{slug}/{date}")).saying("Saved, for this meeting alone."))
}

async fn save(app: &AppState, mut tx: Tx, (id, record): (Uuid, &EventRecord), act: Act) -> Result<(), AppError> {
    write(app, &mut tx, (id, record)).await?;
    settle(app, tx, id, act).await
}

async fn write(app: &AppState, tx: &mut Tx, (id, record): (Uuid, &EventRecord)) -> Result<(), AppError> {
    let index = store::index(&app.db, record, store::known(&app.db).await?).await?;
    Ok(record_store::save(tx, &index, id, record).await?)
}

/// Gives the places that are free once an event is written, and has those told who come.
async fn settle(app: &AppState, mut tx: Tx, id: Uuid, act: Act) -> Result<(), AppError> {
    // What is held after all may have places that were freed meanwhile.
    rsvp::fill(app, &mut tx, id).await?;
    invitations::due(&mut tx, id, None).await?;
    Ok(tx.commit([act]).await?)
}
