//! Answering who asks to join.

use super::rules::to_welcome;
use super::store;
use super::store::{Change, Joined, Person};
use super::telling::Turn;
use crate::activity::{Act, Deed, ObjectKind};
use crate::communities::model::MembershipState;
use crate::db::Tx;
use crate::error::AppError;
use crate::notifications::NewsKind;
use crate::state::{SignedIn, signed_in_at};
use crate::typed::Typed;
use crate::ui::form::Done;

/// A decision of somebody who welcomes, about a member: the community is locked.
pub(super) struct Decision {
    pub(super) tx: Tx,
    pub(super) by: SignedIn,
    pub(super) community: Joined,
    pub(super) about: Person,
}

impl Decision {
    /// Begins one about whoever has that handle.
    pub(super) async fn begin(slug: &str, handle: &str) -> Result<Self, AppError> {
        let (app, by, head) = signed_in_at(slug).await?;
        let mut tx = app.db.begin().await?;
        let community = store::lock(&mut tx, head.id).await?;
        let standing = store::standing_now(&mut tx, head.id, by.member).await?;
        to_welcome(&standing)?;
        let about = store::person(&mut tx, handle).await?;
        Ok(Self { tx, by, community, about })
    }

    /// The act.
    pub(super) fn act(&self, deed: Deed) -> Act {
        Act::by(self.by.member, deed, ObjectKind::Person, self.about.id).in_community(self.community.id)
    }

    /// Tells whom it is about.
    pub(super) async fn tell(&mut self, kind: NewsKind, word: Option<&str>) -> Result<(), sqlx::Error> {
        let turn = Turn { community: &self.community, by: self.by.member, kind, word };
        turn.tell_member(&mut self.tx, self.about.id).await
    }

    async fn has_asked(&mut self) -> Result<(), AppError> {
        match store::standing_now(&mut self.tx, self.community.id, self.about.id).await?.state {
            Some(MembershipState::Requested) => Ok(()),
            Some(MembershipState::Active) => Err(AppError::form(format!("{} belongs already.", self.about.name))),
            _ => Err(AppError::form(format!("{} no longer asks to join.", self.about.name))),
        }
    }
}

/// Lets somebody in.
pub(super) async fn approve(slug: &str, handle: &str) -> Result<Done, AppError> {
    let mut decision = Decision::begin(slug, handle).await?;
    decision.has_asked().await?;
    store::put(&mut decision.tx, decision.community.id, decision.about.id, &Change::active(None)).await?;
    decision.tell(NewsKind::LetIn, None).await?;
    let act = decision.act(Deed::Approved);
    decision.tx.commit([act]).await?;
    Ok(Done::at(format!("/c/{slug}/settings")).saying(format!("{} belongs now.", decision.about.name)))
}

/// Does not let somebody in.
pub(super) async fn decline(slug: &str, handle: &str, word: &str) -> Result<Done, AppError> {
    let mut typed = Typed::default();
    let word = typed.maybe_text("word", word, 1_000);
    let mut decision = Decision::begin(slug, handle).await?;
    typed.done(())?;
    decision.has_asked().await?;
    store::remove(&mut decision.tx, decision.community.id, decision.about.id).await?;
    decision.tell(NewsKind::NotLetIn, word.as_deref()).await?;
    let act = decision.act(Deed::Declined);
    decision.tx.commit([act]).await?;
    Ok(Done::at(format!("/c/{slug}/settings")).saying(format!("{} was not let in, and has been told.", decision.about.name)))
}
