//! Finding what others wrote helpful, and thanking them for it: the count is everybody's, the line is for the author alone, whoever that is.

use uuid::Uuid;

use super::post::PostRef;
use super::posts_store::{self as store, Locked, Post};
use super::telling::Settled;
use crate::accounts::attempts::{COMMENT, HELPFUL, spend, spend_in};
use crate::communities::model::{CommunityHead, CommunityStatus, Section};
use crate::db::Tx;
use crate::error::AppError;
use crate::live::Channel;
use crate::notifications::By;
use crate::state::{SignedIn, signed_in_at};
use crate::typed::Typed;
use crate::ui::form::Done;
use crate::{queries, run};

/// The longest line of thanks, in characters.
const LINE: usize = 280;

queries! {
    THANKS = "update helpful set thanks = $3 where post_id = $1 and member_id = $2";
    // The line goes with it, wherever it was not mailed yet.
    TAKE_BACK = "delete from notification where actor_id = $1 and about_id = $2 and kind = 'thanked'";
}

/// Refuses where nothing is found helpful any more.
fn is_active(head: &CommunityHead) -> Result<(), AppError> {
    match head.status {
        CommunityStatus::Active => Ok(()),
        _ => Err(AppError::Forbidden(format!("{} has ended: its questions stay to be read, and take nothing new.", head.name))),
    }
}

/// A question or an answer that may help somebody: what others wrote. Nothing is locked: that each counts once is the table's own rule.
async fn helping(tx: &mut Tx, member: &SignedIn, head: &CommunityHead, (slug, which): (&str, PostRef)) -> Result<(Locked, Post), AppError> {
    let question = store::read(tx, member.viewer(), (head.id, slug)).await?;
    let found = store::post(tx, member.viewer(), &question, which).await?;
    let found =
        found.filter(|post| !post.deleted && !question.deleted && !matches!(which, PostRef::Comment(_))).ok_or(AppError::NotFound)?;
    if found.own {
        return Err(AppError::form("You wrote this yourself: others say whether it helped."));
    }
    Ok((question, found))
}

/// One and the same for a member and a post, so that a later line takes the place of an earlier one.
fn number(post: Uuid, member: Uuid) -> Uuid {
    Uuid::from_u128(post.as_u128() ^ member.as_u128().rotate_left(64))
}

/// Takes back what was said to the author.
async fn take_back(tx: &mut Tx, post: Uuid, member: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(TAKE_BACK).bind(member).bind(number(post, member))).map(drop)
}

/// Counts whoever asks among those whom a post helped, or no longer; then their thanks go too.
pub(super) async fn find_helpful(community: &str, (slug, post): (&str, &str), yes: bool) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    is_active(&head)?;
    let which: PostRef = post.parse().map_err(|()| AppError::NotFound)?;
    let mut tx = app.db.begin().await?;
    let (question, found) = helping(&mut tx, &member, &head, (slug, which)).await?;
    let changed = store::set_helpful(&mut tx, (question.id, found.id), member.member, yes).await?;
    let done = Done::at(format!("/c/{community}/questions/{slug}#{which}"));
    if !changed {
        return Ok(done);
    }
    spend_in(&mut tx, HELPFUL, &member.member.to_string()).await?;
    if !yes {
        take_back(&mut tx, found.id, member.member).await?;
    }
    tx.wakes(Channel::Community(head.id));
    tx.wakes(Channel::Question(question.id));
    tx.wakes(Channel::Helpful);
    tx.commit([]).await?;
    Ok(done)
}

/// Thanks whoever wrote a post, in place of what was said before; an empty line takes that back.
pub(super) async fn thank(community: &str, (slug, post): (&str, &str), line: &str) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    is_active(&head)?;
    let which: PostRef = post.parse().map_err(|()| AppError::NotFound)?;
    // Who may not is told so before anything counts.
    let mut looking = app.db.begin().await?;
    helping(&mut looking, &member, &head, (slug, which)).await?;
    drop(looking);
    let mut typed = Typed::default();
    let line = typed.maybe_line("line", line, LINE);
    typed.done(())?;
    spend(&app.db, COMMENT, &member.member.to_string()).await?;
    let mut tx = app.db.begin().await?;
    let (question, found) = helping(&mut tx, &member, &head, (slug, which)).await?;
    store::set_helpful(&mut tx, (question.id, found.id), member.member, true).await?;
    run!(tx, sqlx::query(THANKS).bind(found.id).bind(member.member).bind(line.as_deref()))?;
    take_back(&mut tx, found.id, member.member).await?;
    let place = format!("{}/{}#{which}", Section::Questions.address(&head.slug), question.slug);
    if let Some(line) = &line {
        let (by, id) = (By::Member(member.member), number(found.id, member.member));
        let told = Settled { by, question: &question, community: head.id, id, href: &place };
        told.thanked(&mut tx, (which, found.id), line).await?;
    }
    tx.wakes(Channel::Community(head.id));
    tx.wakes(Channel::Question(question.id));
    tx.wakes(Channel::Helpful);
    tx.commit([]).await?;
    Ok(Done::at(place).saying(if line.is_some() { "Sent to who wrote it, and to nobody else." } else { "Your line is taken back." }))
}
