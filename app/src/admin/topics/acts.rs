//! What administrators do to topics.

use super::store;
use crate::activity::{Act, Deed, ObjectKind};
use crate::admin::typed;
use crate::error::AppError;
use crate::live::Channel;
use crate::redirects::store::{lead, lead_on};
use crate::state::administrator;
use crate::ui::form::Done;

/// What has topics.
const TAGGED: [ObjectKind; 6] =
    [ObjectKind::Community, ObjectKind::Event, ObjectKind::Person, ObjectKind::Question, ObjectKind::Page, ObjectKind::Resource];

/// Gives a topic another title, and the address that goes with it; the old one leads there.
pub async fn rename(topic: &str, title: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let title = typed::named("title", title)?;
    let mut tx = app.db.begin().await?;
    let (id, before) = store::lock(&mut tx, topic).await?;
    let taken = || {
        AppError::field("title", "Another topic has, or had, the address that this title makes. Merge the two, or choose another title.")
    };
    let slug = store::free_slug(&mut tx, &title, id).await?.ok_or_else(taken)?;
    store::rename(&mut tx, id, (&slug, &title)).await?;
    if slug != topic {
        lead(&mut tx, &format!("/topics/{topic}"), ObjectKind::Topic, id).await?;
    }
    let note = format!("{before} ({topic}) is {title} ({slug})");
    tx.commit([Act::by(by.member, Deed::Renamed, ObjectKind::Topic, id).noting(note)]).await?;
    Ok(Done::at(format!("/admin/topics/{slug}")).saying("Saved. Its old address leads here."))
}

/// Merges a topic into another.
pub async fn merge(topic: &str, into: &str, why: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let why = typed::reason(why)?;
    let into = into.trim();
    if topic == into {
        return Err(AppError::field("into", "That is this very topic. Name the one it becomes part of."));
    }
    let no_such = |error| match error {
        AppError::NotFound => AppError::field("into", "There is no such topic. Write what stands behind /topics/ in its address."),
        error => error,
    };
    let mut tx = app.db.begin().await?;
    // In the order of their addresses: two who merge them crosswise wait, and don't block each other.
    let ((from, title), (to, onto)) = if topic < into {
        let from = store::lock(&mut tx, topic).await?;
        (from, store::lock(&mut tx, into).await.map_err(no_such)?)
    } else {
        let to = store::lock(&mut tx, into).await.map_err(no_such)?;
        (store::lock(&mut tx, topic).await?, to)
    };
    store::merge(&mut tx, from, to).await?;
    lead_on(&mut tx, from, to).await?;
    lead(&mut tx, &format!("/topics/{topic}"), ObjectKind::Topic, to).await?;
    // Whatever shows the topic shows another from now on.
    TAGGED.into_iter().for_each(|kind| tx.wakes(Channel::Kind(kind)));
    let note = format!("{title} ({topic}) became part of {onto} ({into}): {why}");
    let acts = [(Deed::Removed, from), (Deed::Merged, to)];
    tx.commit(acts.map(|(deed, id)| Act::by(by.member, deed, ObjectKind::Topic, id).noting(note.clone()))).await?;
    Ok(Done::at(format!("/admin/topics/{into}")).saying(format!("“{title}” is part of this topic now. Its old address leads here.")))
}
