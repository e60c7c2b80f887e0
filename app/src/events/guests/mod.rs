//! Guests: whom those who come bring along, by name and address, where the organisers allow it. Each takes a place, or waits for one as members do; they come with whoever brings them, and not
//! without. They need no account: each mail to them has a link by which they say that they can’t come.

pub mod rules;
pub(in crate::events) mod sheet;
pub(crate) mod store;
pub(in crate::events) mod telling;
pub(crate) mod telling_store;

use uuid::Uuid;

pub(crate) use sheet::guest;

use self::store::Guest;
use super::attendance::{begun, organised, people};
use super::rsvp::rules::{Answer, settled};
use super::rsvp::store as rsvp_store;
use super::{invitations, rsvp};
use crate::accounts::attempts::{GUEST, MAIL_TO, spend};
use crate::accounts::email::Email;
use crate::accounts::token::Token;
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::Tx;
use crate::error::AppError;
use crate::live::Channel;
use crate::state::{AppState, asked, signed_in_at};
use crate::typed::Typed;
use crate::ui::form::Done;

/// What a link says that is none, or no longer.
fn no_link() -> AppError {
    AppError::Invalid("This link leads nowhere any more: it is not whole, or the meeting is long over.".to_owned())
}

/// Brings a guest to a meeting that one comes to.
pub(super) async fn bring(community: &str, which: (&str, &str), (name, email): (&str, &str)) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    let asked = rsvp_store::find(&app.db, member.viewer(), head.id, which).await?;
    rsvp::open(&asked, app.clock.now())?;
    rsvp::signs_up(&asked, (Some(Answer::Going), None), app.clock.now())?;
    let mut typed = Typed::default();
    let name = rules::name(&mut typed, name);
    let email = Email::parse(email).map_err(|says| typed.say("email", says)).ok();
    let allowed = store::allowed(&app.db, asked.id).await?;
    if allowed == 0 {
        return Err(AppError::form("No guests are brought to this meeting."));
    }
    typed.done(())?;
    let Some(email) = email else { return Err(AppError::NotFound) };
    spend(&app.db, GUEST, &format!("member {}", member.member)).await?;
    spend(&app.db, MAIL_TO, &email.key()).await?;
    let mut tx = app.db.begin().await?;
    let event = rsvp::lock_seen(&mut tx, (asked.id, member.member)).await?;
    let capacity = rsvp_store::capacity(&mut tx, asked.id).await?;
    if rsvp_store::given(&mut tx, asked.id, member.member).await? != Some(Answer::Going) {
        return Err(AppError::form("Only who has a place brings guests. Say that you come, first."));
    }
    let hash = rules::hash(&email.key());
    let theirs = store::of_member(&mut tx, asked.id, member.member).await?;
    let with = theirs.iter().filter(|guest| guest.answer != Answer::Declined).count();
    if i64::try_from(with).unwrap_or(i64::MAX) >= i64::from(allowed) {
        return Err(AppError::form(rules::at_most(allowed)));
    }
    if store::is_own(&mut tx, member.member, &email.key()).await? {
        return Err(AppError::field("email", "This is your own address, and you are coming already."));
    }
    if store::is_unwanted(&mut tx, &hash).await? {
        return Err(AppError::field("email", "Whoever has this address wants no mails from this site. Tell them of the meeting yourself."));
    }
    let (going, _) = rsvp_store::counts(&mut tx, asked.id).await?;
    let answer = settled(Answer::Going, None, capacity, going);
    let guest = Guest { event, meeting: asked.id, member: member.member, name, email: email.address(), hash, ends_at: asked.ends_at };
    if !store::add(&mut tx, &guest, answer).await? {
        return Err(AppError::field("email", "Somebody brings a guest with this address already."));
    }
    wake(&app, &mut tx, (head.id, event, asked.id), member.member).await?;
    tx.commit([]).await?;
    let name = guest.name;
    let says = match answer {
        Answer::Waiting => {
            format!("All places are taken: {name} is on the waiting list, and gets the invitation by mail when there is a place.")
        }
        _ => format!("{name} has a place, and gets the invitation by mail."),
    };
    Ok(Done::at(asked.page).saying(says))
}

/// Takes back that one brings a guest.
pub(super) async fn remove(community: &str, which: (&str, &str), email: &str) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    let asked = rsvp_store::find(&app.db, member.viewer(), head.id, which).await?;
    let mut tx = app.db.begin().await?;
    rsvp_store::lock(&mut tx, asked.id).await?;
    let Some(name) = store::remove(&mut tx, (asked.id, member.member), email).await? else {
        return Err(AppError::form("You bring no such guest any more."));
    };
    let event = rsvp_store::event(&mut tx, asked.id).await?.unwrap_or(asked.event);
    wake(&app, &mut tx, (head.id, event, asked.id), member.member).await?;
    tx.commit([]).await?;
    Ok(Done::at(asked.page).saying(format!("{name} is not expected any more, and is told so by mail.")))
}

/// Gives places that are free at a meeting, which is locked, to those who wait, has a job tell the guests, and open pages look again.
async fn wake(app: &AppState, tx: &mut Tx, (community, event, meeting): (Uuid, Uuid, Uuid), member: Uuid) -> Result<(), AppError> {
    rsvp::fill_one(app, tx, meeting).await?;
    invitations::due(tx, event, Some(member)).await?;
    tx.wakes(Channel::Community(community));
    tx.wakes(Channel::Event(event));
    Ok(())
}

/// Notes that a guest came, or that they did not.
pub(super) async fn check_in(community: &str, which: (&str, &str), email: &str, came: bool) -> Result<Done, AppError> {
    let (app, by, community, asked) = organised(community, which).await?;
    begun(&asked, app.clock.now())?;
    let mut tx = app.db.begin().await?;
    let Some(name) = store::set_came(&mut tx, asked.id, email, came).await? else {
        return Err(AppError::form("There is no such guest any more."));
    };
    tx.wakes(Channel::Event(asked.event));
    tx.commit([Act::by(by, Deed::Edited, ObjectKind::Event, asked.event).in_community(community).noting("attendance")]).await?;
    let says = if came { format!("{name} is checked in.") } else { format!("{name} is not checked in any more.") };
    Ok(Done::at(people(&asked)).saying(says))
}

/// Says for a guest, by the link in their mail, that they can’t come.
pub(super) async fn cannot_come(token: &str) -> Result<Done, AppError> {
    let (app, _) = asked(&[])?;
    let hash = Token::read(token).ok_or_else(no_link)?.hash();
    let mut tx = app.db.begin().await?;
    let known = store::by_link(&mut tx, &hash).await?.ok_or_else(no_link)?;
    // Places are given one after another.
    rsvp_store::lock(&mut tx, known.meeting).await?;
    store::decline(&mut tx, known.id).await?;
    if let Some(event) = rsvp_store::event(&mut tx, known.meeting).await? {
        wake(&app, &mut tx, (known.community, event, known.meeting), known.member).await?;
    }
    tx.commit([]).await?;
    Ok(Done::at(format!("/guest/{token}")).saying("Noted: you can’t come. Thank you for saying so."))
}

/// Has nobody be mailed any more, as a guest, at the address that a link was mailed to.
pub(super) async fn stop_mails(token: &str) -> Result<Done, AppError> {
    let (app, _) = asked(&[])?;
    let hash = Token::read(token).ok_or_else(no_link)?.hash();
    let mut tx = app.db.begin().await?;
    let known = store::by_link(&mut tx, &hash).await?.ok_or_else(no_link)?;
    store::unwanted(&mut tx, &known.email_hash).await?;
    tx.commit([]).await?;
    let says = "You get no more such mails from this site, also none of changes. Whoever brings you can still tell you.";
    Ok(Done::at(format!("/guest/{token}")).saying(says))
}

/// Has the guests of a member not be expected any more at what is to come, and tells them: who brings them is gone, or may not come.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn leave(app: &AppState, tx: &mut Tx, member: Uuid) -> Result<(), AppError> {
    for event in store::remove_all(tx, member).await? {
        rsvp::fill(app, tx, event).await?;
        invitations::due(tx, event, Some(member)).await?;
        tx.wakes(Channel::Event(event));
    }
    Ok(())
}
