//! Acting on a question: it is locked, and it is known who acts and where they stand.

use uuid::Uuid;

use super::asking::act;
use super::post::PostRef;
use super::posts_store::{self as store, Locked, Post};
use super::rules::to_post;
use super::telling::Settled;
use crate::activity::{Act, Deed};
use crate::communities::model::{CommunityHead, Section};
use crate::db::Tx;
use crate::error::AppError;
use crate::memberships::rules::Standing;
use crate::memberships::store as memberships;
use crate::notifications::{By, NewsKind};
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

    /// Whether who acts on a post is its author who does not give their name. What only moderators may do is done by name: else it would tell that its author is one of them.
    pub(super) fn is_hidden(&self, post: &Post) -> bool {
        post.own && post.anonymous && !(self.question.locked && self.moderates())
    }

    /// By whom something is done with a post.
    pub(super) fn by(&self, post: &Post) -> By {
        if self.is_hidden(post) { By::Unnamed(self.by.member) } else { By::Member(self.by.member) }
    }

    /// What is done, by whom: nobody, where the author acts on what they wrote without their name.
    pub(super) fn act(&self, deed: Deed, as_author_of: &Post) -> Act {
        self.act_by((!self.is_hidden(as_author_of)).then_some(self.by.member), deed)
    }

    /// What a moderator does, whoever wrote it.
    pub(super) fn act_tending(&self, deed: Deed) -> Act {
        self.act_by(Some(self.by.member), deed)
    }

    /// Refuses to leave out a name where so few write that it would not hide anybody.
    pub(super) fn may_be_unnamed(&self, unnamed: bool) -> Result<(), AppError> {
        if unnamed && self.question.locked {
            let says = "This question is locked: only moderators write to it, so leaving out your name would tell that you are one. Untick the box.";
            return Err(AppError::field("anonymous", says));
        }
        Ok(())
    }

    /// Tells who wrote a post what a moderator did with it, and why: by name or without, it reaches them.
    pub(super) async fn tell_author(&mut self, kind: NewsKind, (which, post): (PostRef, &Post), why: &str) -> Result<(), AppError> {
        let href = match which {
            PostRef::Question => self.address(),
            place => format!("{}#{place}", self.address()),
        };
        let told =
            Settled { by: By::Member(self.by.member), question: &self.question, community: self.head.id, id: Uuid::now_v7(), href: &href };
        Ok(told.tended(&mut self.tx, kind, (which, post.id), why).await?)
    }

    /// What somebody did, or somebody without their name.
    pub(super) fn act_by(&self, author: Option<Uuid>, deed: Deed) -> Act {
        act(author, deed, self.question.id).in_community(self.head.id)
    }
}
