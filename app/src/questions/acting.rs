//! Acting on a question: it is locked, and it is known who acts and where they stand.

use uuid::Uuid;

use super::asking::act;
use super::post::PostRef;
use super::posts_store::{self as store, Locked, Post};
use super::rules::to_post;
use crate::activity::{Act, Deed};
use crate::communities::model::{CommunityHead, Section};
use crate::db::Tx;
use crate::error::AppError;
use crate::memberships::rules::Standing;
use crate::memberships::store as memberships;
use crate::state::{AppState, SignedIn, signed_in_at};
use crate::ui::form::Done;

/// A question that somebody acts on.
pub(super) struct Acting {
    pub(super) app: AppState,
    pub(super) by: SignedIn,
    pub(super) head: CommunityHead,
    pub(super) standing: Standing,
    pub(super) tx: Tx,
    pub(super) question: Locked,
}

impl Acting {
    /// Begins, for whoever may see the question and write to the board.
    pub(super) async fn begin(community: &str, slug: &str) -> Result<Self, AppError> {
        let acting = Self::begin_seeing(community, slug).await?;
        to_post(&acting.head, Some(&acting.standing))?;
        Ok(acting)
    }

    /// Begins, for whoever may see the question.
    pub(super) async fn begin_seeing(community: &str, slug: &str) -> Result<Self, AppError> {
        let (app, by, head) = signed_in_at(community).await?;
        let mut tx = app.db.begin().await?;
        let question = store::lock(&mut tx, by.viewer(), (head.id, slug)).await?;
        let standing = memberships::standing_now(&mut tx, head.id, by.member).await?;
        Ok(Self { app, by, head, standing, tx, question })
    }

    /// Whether who acts tends the community's questions.
    pub(super) fn moderates(&self) -> bool {
        self.standing.may_moderate()
    }

    /// Refuses where nobody but moderators writes.
    pub(super) fn is_open(&self) -> Result<(), AppError> {
        if self.question.deleted {
            return Err(AppError::form("This question was deleted. Bring it back first."));
        }
        if self.question.locked && !self.moderates() {
            return Err(AppError::form("This question is locked: only the community’s moderators write to it."));
        }
        Ok(())
    }

    /// A post of the question by its anchor.
    pub(super) async fn post(&mut self, anchor: &str) -> Result<(PostRef, Post), AppError> {
        let which: PostRef = anchor.parse().map_err(|()| AppError::NotFound)?;
        let found = store::post(&mut self.tx, self.by.viewer(), &self.question, which).await?;
        // Others don't learn that it was there.
        let found = found.filter(|post| !post.deleted || post.own || self.moderates());
        found.map(|post| (which, post)).ok_or(AppError::NotFound)
    }

    /// The question's address.
    pub(super) fn address(&self) -> String {
        format!("{}/{}", Section::Questions.address(&self.head.slug), self.question.slug)
    }

    /// Leads back to a post.
    pub(super) fn back_to(&self, post: PostRef) -> Done {
        match post {
            PostRef::Question => Done::at(self.address()),
            post => Done::at(format!("{}#{post}", self.address())),
        }
    }

    /// What is done, by whom: nobody, where the author acts on what they wrote without their name.
    pub(super) fn act(&self, deed: Deed, as_author_of: &Post) -> Act {
        let hidden = as_author_of.own && as_author_of.anonymous;
        self.act_by((!hidden).then_some(self.by.member), deed)
    }

    /// What somebody did, or somebody without their name.
    pub(super) fn act_by(&self, author: Option<Uuid>, deed: Deed) -> Act {
        act(author, deed, self.question.id).in_community(self.head.id)
    }
}
