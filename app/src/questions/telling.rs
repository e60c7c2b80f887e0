//! Whom what is posted concerns: who is named in it, who wrote what it is about, and who follows.

use uuid::Uuid;

use super::mentions;
use super::post::PostRef;
use super::posts_store::Locked;
use crate::activity::ObjectKind;
use crate::db::Tx;
use crate::notifications::{By, News, NewsKind, To, tell};
use crate::{markdown, on, plain, queries};

queries! {
    QUESTION_BY = "select coalesce(q.author_id, (select aa.member_id from anonymous_author aa where aa.post_id = q.id)) from question q where q.id = $1";
    ANSWER_BY = "select coalesce(a.author_id, (select aa.member_id from anonymous_author aa where aa.post_id = a.id)) from answer a where a.id = $1";
    COMMENT_BY = "select coalesce(k.author_id, (select aa.member_id from anonymous_author aa where aa.post_id = k.id)) from comment k where k.id = $1";
    TOPICS = "select x.topic_id from question_topic x where x.question_id = $1";
}

/// A post that people are told of.
pub(super) struct Posted<'a> {
    pub(super) by: By,
    pub(super) question: Uuid,
    /// The question's title.
    pub(super) title: &'a str,
    /// The question's address.
    pub(super) address: &'a str,
    pub(super) community: Uuid,
    pub(super) place: PostRef,
    /// The post itself.
    pub(super) post: Uuid,
    /// Rendered Markdown.
    pub(super) html: &'a str,
}

impl<'a> Posted<'a> {
    /// Something below a question, or an act about it: who did it, and the question's address.
    pub(super) fn below(
        question: &'a Locked,
        community: Uuid,
        (by, address): (By, &'a str),
        (place, post, html): (PostRef, Uuid, &'a str),
    ) -> Self {
        Self { by, question: question.id, title: &question.title, address, community, place, post, html }
    }

    async fn tell(&self, tx: &mut Tx, kind: NewsKind, to: &[To]) -> Result<(), sqlx::Error> {
        let href = match self.place {
            PostRef::Question => self.address.to_owned(),
            place => format!("{}#{place}", self.address),
        };
        let text = plain::text(self.html);
        let object = (ObjectKind::Question, self.question);
        let (by, title, about, community) = (self.by, self.title, self.post, Some(self.community));
        tell(tx, &News { kind, by, object, about, title, href: &href, text: &text, community, to }).await
    }

    async fn tell_who_is_named(&self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        let named = mentions::people_named(tx, self.html).await?;
        if named.is_empty() { Ok(()) } else { self.tell(tx, NewsKind::Mentioned, &[To::Members(named)]).await }
    }

    /// A post was edited, which said something else before: who is named in it now and was not hears of it.
    pub(super) async fn named_anew(&self, tx: &mut Tx, before: &str) -> Result<(), sqlx::Error> {
        let known = mentions::people_named(tx, &markdown::render(before)).await?;
        let named: Vec<Uuid> = mentions::people_named(tx, self.html).await?.into_iter().filter(|one| !known.contains(one)).collect();
        if named.is_empty() { Ok(()) } else { self.tell(tx, NewsKind::Mentioned, &[To::Members(named)]).await }
    }

    /// A question was asked. Who follows its author is told where it says who that is.
    pub(super) async fn asked(&self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        self.tell_who_is_named(tx).await?;
        let topics: Vec<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(TOPICS).bind(self.question).fetch_all(c))?;
        let mut to: Vec<To> = topics.into_iter().map(|topic| To::Followers(ObjectKind::Topic, topic)).collect();
        to.push(To::Followers(ObjectKind::Community, self.community));
        if let By::Member(author) = self.by {
            to.push(To::Followers(ObjectKind::Person, author));
        }
        self.tell(tx, NewsKind::Asked, &to).await
    }

    /// A question was answered.
    pub(super) async fn answered(&self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        self.tell_who_is_named(tx).await?;
        let asker = writer(tx, (PostRef::Question, self.question)).await?;
        let to = [To::Members(asker.into_iter().collect()), To::Followers(ObjectKind::Question, self.question)];
        self.tell(tx, NewsKind::Answered, &to).await
    }

    /// Somebody commented, below an answer or the question.
    pub(super) async fn commented(&self, tx: &mut Tx, answer: Option<Uuid>) -> Result<(), sqlx::Error> {
        self.tell_who_is_named(tx).await?;
        let mut concerned: Vec<Uuid> = Vec::new();
        if let Some(answer) = answer {
            concerned.extend(writer(tx, (PostRef::Answer(0), answer)).await?);
        }
        concerned.extend(writer(tx, (PostRef::Question, self.question)).await?);
        let to = [To::Members(concerned), To::Followers(ObjectKind::Question, self.question)];
        self.tell(tx, NewsKind::Commented, &to).await
    }

    /// Somebody is asked for an answer.
    pub(super) async fn invited(&self, tx: &mut Tx, member: Uuid) -> Result<(), sqlx::Error> {
        self.tell(tx, NewsKind::InvitedToAnswer, &[To::Members(vec![member])]).await
    }

    /// The answer was accepted.
    pub(super) async fn accepted(&self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        let author = writer(tx, (self.place, self.post)).await?;
        self.tell(tx, NewsKind::Accepted, &[To::Members(author.into_iter().collect())]).await
    }
}

/// What is told of a suggested edit, or with thanks: who did it, of which question, under which id, and where it is read.
pub(super) struct Settled<'a> {
    pub(super) by: By,
    pub(super) question: &'a Locked,
    pub(super) community: Uuid,
    pub(super) id: Uuid,
    pub(super) href: &'a str,
}

impl Settled<'_> {
    async fn tell(&self, tx: &mut Tx, (kind, text): (NewsKind, &str), to: &[To]) -> Result<(), sqlx::Error> {
        let object = (ObjectKind::Question, self.question.id);
        let (by, title, about, community) = (self.by, self.question.title.as_str(), self.id, Some(self.community));
        tell(tx, &News { kind, by, object, about, title, href: self.href, text, community, to }).await
    }

    /// Somebody suggests an edit: its author hears of it, and who tends the questions.
    pub(super) async fn suggested(&self, tx: &mut Tx, post: (PostRef, Uuid), why: &str) -> Result<(), sqlx::Error> {
        let author = writer(tx, post).await?;
        let to = [To::Members(author.into_iter().collect()), To::Moderating(self.community)];
        self.tell(tx, (NewsKind::Suggested, why), &to).await
    }

    /// A suggested edit was taken, or not.
    pub(super) async fn settled(&self, tx: &mut Tx, (to, taken): (Uuid, bool), note: &str) -> Result<(), sqlx::Error> {
        let kind = if taken { NewsKind::SuggestionTaken } else { NewsKind::SuggestionDeclined };
        self.tell(tx, (kind, note), &[To::Members(vec![to])]).await
    }

    /// A moderator did something with a post: who wrote it hears of it, and of the reason.
    pub(super) async fn tended(&self, tx: &mut Tx, kind: NewsKind, post: (PostRef, Uuid), why: &str) -> Result<(), sqlx::Error> {
        let author = writer(tx, post).await?;
        self.tell(tx, (kind, why), &[To::Members(author.into_iter().collect())]).await
    }

    /// Somebody thanks whoever wrote a post, by name or without.
    pub(super) async fn thanked(&self, tx: &mut Tx, post: (PostRef, Uuid), line: &str) -> Result<(), sqlx::Error> {
        let author = writer(tx, post).await?;
        self.tell(tx, (NewsKind::Thanked, line), &[To::Members(author.into_iter().collect())]).await
    }
}

/// Who wrote a post, by name or without: to tell them, and nobody of them.
pub(super) async fn writer(tx: &mut Tx, (which, post): (PostRef, Uuid)) -> Result<Option<Uuid>, sqlx::Error> {
    let sql = match which {
        PostRef::Question => QUESTION_BY,
        PostRef::Answer(_) => ANSWER_BY,
        PostRef::Comment(_) => COMMENT_BY,
    };
    let found: Option<Option<Uuid>> = on!(tx.conn(), c => sqlx::query_scalar(sql).bind(post).fetch_optional(c))?;
    Ok(found.flatten())
}
