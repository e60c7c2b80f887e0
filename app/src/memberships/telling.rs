//! Telling those concerned of what becomes of a membership.

use uuid::Uuid;

use super::store::Joined;
use crate::activity::ObjectKind;
use crate::db::Tx;
use crate::notifications::{By, News, NewsKind, To, tell};

/// Something that becomes of a membership.
pub(super) struct Turn<'a> {
    /// Of which community.
    pub(super) community: &'a Joined,
    /// Who did it.
    pub(super) by: Uuid,
    /// What.
    pub(super) kind: NewsKind,
    /// The words that come with it.
    pub(super) word: Option<&'a str>,
}

impl Turn<'_> {
    /// Tells whose membership it is.
    pub(super) async fn tell_member(&self, tx: &mut Tx, member: Uuid) -> Result<(), sqlx::Error> {
        self.tell(tx, To::Members(vec![member])).await
    }

    /// Tells who welcomes people to the community.
    pub(super) async fn tell_who_welcomes(&self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        self.tell(tx, To::Welcoming(self.community.id)).await
    }

    async fn tell(&self, tx: &mut Tx, to: To) -> Result<(), sqlx::Error> {
        let slug = &self.community.slug;
        let href = match self.kind {
            NewsKind::NotLetIn | NewsKind::Removed => "/communities".to_owned(),
            NewsKind::Invited => "/me".to_owned(),
            NewsKind::AsksToJoin => format!("/c/{slug}/settings"),
            _ => format!("/c/{slug}"),
        };
        let news = News {
            kind: self.kind,
            by: By::Member(self.by),
            object: (ObjectKind::Community, self.community.id),
            // It may happen again.
            about: Uuid::now_v7(),
            title: &self.community.name,
            href: &href,
            text: self.word.unwrap_or_default(),
            community: Some(self.community.id),
            to: &[to],
        };
        tell(tx, &news).await
    }
}
