//! Thanks to those who spoke at a meeting, from whoever was there and whoever organises: a line that reaches each speaker, and nobody else. How many gave thanks stands on the page.

mod sheet;
pub(crate) mod store;

use uuid::Uuid;

pub(in crate::events) use sheet::parts;

use self::store::Thanks;
use super::model::EventStatus;
use super::rsvp::store::find;
use crate::accounts::attempts::{EDIT, spend};
use crate::activity::ObjectKind;
use crate::error::AppError;
use crate::live::Channel;
use crate::notifications::{By, News, NewsKind, To, tell};
use crate::state::signed_in_at;
use crate::typed::Typed;
use crate::ui::form::Done;

/// The longest line, in characters.
const LINE: usize = 200;

/// Thanks somebody who spoke at a meeting that is over.
pub(super) async fn thank(community: &str, which: (&str, &str), (handle, line): (&str, &str)) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    let asked = find(&app.db, member.viewer(), head.id, which).await?;
    if asked.status == EventStatus::Cancelled {
        return Err(AppError::form("It is cancelled."));
    }
    if app.clock.now() < asked.ends_at {
        return Err(AppError::form("It is not over yet. Thank them when it is."));
    }
    if !head.organises && !store::was_there(&app.db, asked.id, member.member).await? {
        return Err(AppError::form("Only those who came can thank the speakers. Ask an organiser to check you in."));
    }
    let mut typed = Typed::default();
    let speaker = store::speakers(&app.db, asked.id).await?.into_iter().find(|speaker| speaker.handle == handle);
    match &speaker {
        None => typed.say("handle", "Choose one of those who spoke."),
        Some(speaker) if speaker.id == member.member => typed.say("handle", "You spoke yourself. Choose another of those who spoke."),
        Some(_) => {}
    }
    let line = typed.line("line", line, LINE);
    typed.done(())?;
    let Some(speaker) = speaker else { return Err(AppError::NotFound) };
    spend(&app.db, EDIT, &member.member.to_string()).await?;
    let mut tx = app.db.begin().await?;
    let thanks = Thanks { meeting: asked.id, speaker: speaker.id, member: member.member, line: &line };
    if !store::put(&mut tx, &thanks).await? {
        return Err(AppError::form(format!("You thanked {} already.", speaker.name)));
    }
    let news = News {
        kind: NewsKind::SpeakerThanked,
        by: By::Member(member.member),
        object: (ObjectKind::Event, asked.event),
        // Of one meeting each is told once by each.
        about: Uuid::from_u128(asked.id.as_u128() ^ member.member.as_u128().rotate_left(64)),
        title: &asked.title,
        href: &asked.page,
        text: &line,
        community: Some(head.id),
        to: &[To::Members(vec![speaker.id])],
    };
    tell(&mut tx, &news).await?;
    tx.wakes(Channel::Event(asked.event));
    tx.wakes(Channel::Community(head.id));
    tx.commit([]).await?;
    Ok(Done::at(asked.page).saying(format!("{} gets your thanks.", speaker.name)))
}
