//! Telling people of what happened, in the transaction in which it does.

use std::collections::BTreeSet;

use chrono_tz::Tz;
use uuid::Uuid;

use super::model::{Matter, NewsKind, Rhythm};
use super::store::{self, Recipient};
use super::timing;
use crate::activity::ObjectKind;
use crate::activity::jobs::{JobKind, enqueue};
use crate::db::Tx;
use crate::db::bulk::{Rows, Value};
use crate::live::Channel;
use crate::members::blocking::blockers;
use crate::plain;

/// How much of what was written is kept beside it, in characters: mails show it all.
const EXCERPT: usize = 1_000;

/// Who did something. They are not told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Somebody, by their name.
    Member(Uuid),
    /// Somebody who does not give their name: nothing keeps who it was.
    Unnamed(Uuid),
    /// The site.
    Site,
}

impl By {
    fn member(self) -> Option<Uuid> {
        match self {
            Self::Member(id) | Self::Unnamed(id) => Some(id),
            Self::Site => None,
        }
    }

    fn named(self) -> Option<Uuid> {
        match self {
            Self::Member(id) => Some(id),
            Self::Unnamed(_) | Self::Site => None,
        }
    }
}

/// Whom to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// These.
    Members(Vec<Uuid>),
    /// Who follows something.
    Followers(ObjectKind, Uuid),
    /// Who welcomes people to a community: leads and greeters.
    Welcoming(Uuid),
    /// Who tends a community's questions: leads and moderators.
    Moderating(Uuid),
    /// Who holds a community's events: leads and organisers.
    Organising(Uuid),
    /// Who edits a community's pages: leads and editors.
    Editing(Uuid),
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct News<'a> {
    /// What.
    pub kind: NewsKind,
    /// Who did it.
    pub by: By,
    /// What it stands under, and whose audience decides who sees it: the question, the community.
    pub object: (ObjectKind, Uuid),
    /// The answer, the comment; the question itself where it was asked. Of an act that can happen again, an id of its own.
    pub about: Uuid,
    /// What that is called: the question's title, the community's name.
    pub title: &'a str,
    /// Where to read it: a path of this site.
    pub href: &'a str,
    /// What was written, in plain text (see [`plain::text`]); may be empty.
    pub text: &'a str,
    /// In which community.
    pub community: Option<Uuid>,
    /// Whom to tell.
    pub to: &'a [To],
}

/// Tells people of something, each of them once: who is told of one post twice, because somebody names them where they follow, hears what was told first. So tell what is closest
/// to people first: who is named, then whose question was answered, then who follows.
///
/// # Errors
/// When the database refuses.
pub async fn tell(tx: &mut Tx, news: &News<'_>) -> Result<(), sqlx::Error> {
    let mut told: BTreeSet<Uuid> = news.by.member().into_iter().collect();
    // Of who does not give their name, even those hear who block them: else blocking a suspect would tell whether it was they.
    // And what moderators do with what somebody wrote they hear from whomever.
    if let Some(by) = news.by.named().filter(|_| news.kind.matter() != Matter::Tending) {
        told.extend(blockers(tx, by).await?);
    }
    let (now, mut rows, mut dues) = (tx.now(), Rows::new("notification", COLUMNS), BTreeSet::new());
    let key = key(news.kind, news.about);
    let excerpt = excerpt(news.text);
    for to in news.to {
        for recipient in store::recipients(tx, (news.kind.matter(), news.community), to).await? {
            if !told.insert(recipient.member) {
                continue;
            }
            tx.wakes(Channel::Member(recipient.member));
            let rhythm = if news.kind.goes_its_own_way() { Rhythm::Never } else { recipient.rhythm(news.kind.matter()) };
            let due = due(&recipient, rhythm, now);
            dues.extend(due);
            rows.push([
                Uuid::now_v7().into(),
                recipient.member.into(),
                news.kind.as_str().into(),
                key.as_str().into(),
                news.object.0.as_str().into(),
                news.object.1.into(),
                news.about.into(),
                news.community.into(),
                news.by.named().into(),
                news.href.into(),
                news.title.into(),
                excerpt.as_str().into(),
                now.into(),
                rhythm.as_str().into(),
                Value::Instant(due),
            ]);
        }
    }
    if rows.insert_new(tx).await? > 0 {
        for due in dues {
            // What is due now has a job of its own: one of the same name may be at work and have looked already.
            let name = if due == now { Uuid::now_v7().to_string() } else { due.to_rfc3339() };
            enqueue(tx, JobKind::MailNews, &format!("{}:{name}", JobKind::MailNews), "{}", due).await?;
        }
    }
    Ok(())
}

/// What one thing shares however somebody comes to be told of it.
fn key(kind: NewsKind, about: Uuid) -> String {
    format!("{}:{about}", kind.strand())
}

fn excerpt(text: &str) -> String {
    plain::cut(&plain::line(text), EXCERPT)
}

/// Has what was told of a post say what it says by now, in plain text: what was taken out of it is neither shown nor mailed any more.
///
/// # Errors
/// When the database refuses.
pub async fn reworded(tx: &mut Tx, post: Uuid, text: &str) -> Result<(), sqlx::Error> {
    store::set_excerpt(tx, (post, &key(NewsKind::Answered, post)), &excerpt(text)).await
}

fn due(recipient: &Recipient, rhythm: Rhythm, now: chrono::DateTime<chrono::Utc>) -> Option<chrono::DateTime<chrono::Utc>> {
    timing::due(rhythm, now, recipient.zone(), recipient.hour())
}

const COLUMNS: &[&str] = &[
    "id",
    "member_id",
    "kind",
    "key",
    "object_kind",
    "object_id",
    "about_id",
    "community_id",
    "actor_id",
    "href",
    "title",
    "excerpt",
    "at",
    "rhythm",
    "due_at",
];

impl Recipient {
    /// How they want news of a matter mailed. What they never want mailed, of a matter or from a community, is not; else the community's rhythm stands before the matter's.
    fn rhythm(&self, matter: Matter) -> Rhythm {
        let read = |word: &Option<String>| word.as_deref().and_then(|word| word.parse().ok());
        match read(&self.chosen).unwrap_or(matter.usual()) {
            Rhythm::Never => Rhythm::Never,
            chosen => match read(&self.here).unwrap_or(chosen) {
                Rhythm::Daily | Rhythm::Weekly if matter.is_pressing() => Rhythm::AtOnce,
                rhythm => rhythm,
            },
        }
    }

    fn zone(&self) -> Tz {
        self.timezone.as_deref().and_then(|zone| zone.parse().ok()).unwrap_or(Tz::UTC)
    }

    fn hour(&self) -> u32 {
        u32::try_from(self.mail_hour).unwrap_or_default().min(23)
    }
}
