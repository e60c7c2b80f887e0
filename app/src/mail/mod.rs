//! Mail to people: what stands in it, how it looks as text and as HTML, and how it is posted.
//!
//! A mail is posted in the transaction of what it tells about: it leaves when that is committed, and never otherwise. Posting makes a job; the server's mailer sends it,
//! at least once, under a Message-ID that stays the same, so that mail programs show a second copy as the first.

mod html;
mod message;
mod text;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::activity::jobs::{JobKind, enqueue};
use crate::db::Tx;

pub use message::{Letterhead, Unsendable, one_line};

/// A mail to one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// An e-mail address.
    pub to: String,
    /// Whose it is.
    pub to_name: Option<String>,
    /// What it is about, in a few words.
    pub subject: String,
    /// What it says.
    pub body: Vec<Part>,
    /// Why it came: the rest of the sentence “You get this because …”, with its full stop.
    pub because: String,
    /// The address that stops mails like this, for those that somebody may do without.
    #[serde(default)]
    pub stop: Option<String>,
    /// What it does to the reader's calendar.
    #[serde(default)]
    pub calendar: Option<ForCalendar>,
}

/// The notifications that a mail tells: when it is sent it is written anew from them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewsOf {
    /// Whose they are.
    pub member: Uuid,
    /// Their ids.
    pub notifications: Vec<Uuid>,
    /// Whether it gathers what came in a while.
    pub gathered: bool,
}

/// A mail as it waits to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    /// As it was when it was posted.
    #[serde(flatten)]
    pub mail: Mail,
    /// What it is written anew from.
    #[serde(default)]
    pub news: Option<NewsOf>,
}

/// What calendar programs read in a mail (RFC 6047).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForCalendar {
    /// `REQUEST` or `CANCEL`.
    pub method: String,
    /// The calendar; [`ORGANISER`] in it stands for whoever the mail comes from.
    pub text: String,
}

/// Stands in a calendar for the address that a mail comes from.
pub const ORGANISER: &str = "mailto:sender@of-this-mail.invalid";

/// A piece of a mail. Texts are plain; an empty line begins a paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// What we say.
    Text(String),
    /// What there is to do.
    Button {
        /// What it does, in a word or two.
        label: String,
        /// A web address, with its scheme and host.
        url: String,
    },
    /// Where something is, among others.
    Link {
        /// What it is.
        label: String,
        /// A web address, with its scheme and host.
        url: String,
    },
    /// What somebody wrote.
    Quote(String),
    /// What few need to read.
    Small(String),
}

/// Posts a mail: it leaves once the transaction is committed.
///
/// # Errors
/// When the database refuses.
pub async fn post(tx: &mut Tx, mail: &Mail) -> Result<(), sqlx::Error> {
    post_once(tx, &Uuid::now_v7().to_string(), mail).await
}

/// Posts a mail unless one of that key waits to be sent. Once it has been sent, the key is free again.
///
/// # Errors
/// When the database refuses.
pub async fn post_once(tx: &mut Tx, key: &str, mail: &Mail) -> Result<(), sqlx::Error> {
    put(tx, key, mail).await
}

/// Posts a mail that tells of notifications.
///
/// # Errors
/// When the database refuses.
pub async fn post_news(tx: &mut Tx, mail: Mail, news: NewsOf) -> Result<(), sqlx::Error> {
    put(tx, &Uuid::now_v7().to_string(), &Posted { mail, news: Some(news) }).await
}

async fn put(tx: &mut Tx, key: &str, posted: &impl Serialize) -> Result<(), sqlx::Error> {
    let payload = serde_json::to_string(posted).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let now = tx.now();
    enqueue(tx, JobKind::SendMail, &format!("{}:{key}", JobKind::SendMail), &payload, now).await
}

impl Posted {
    /// Reads what a job carries.
    ///
    /// # Errors
    /// When it is no mail.
    pub fn of_payload(payload: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(payload)
    }
}

impl Mail {
    /// Reads what a job carries.
    ///
    /// # Errors
    /// When it is no mail.
    pub fn of_payload(payload: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(payload)
    }
}
