//! The SQL of all that is held of a member, for themselves.

pub mod getting_in;
pub mod taking_part;
pub mod written;

use serde::Serialize;
use uuid::Uuid;

use crate::db::Db;
use crate::on;

/// What is held of a member besides their profile.
#[derive(Serialize)]
pub struct Held {
    /// The account.
    pub account: Option<getting_in::Account>,
    /// The memberships.
    pub memberships: Vec<taking_part::Membership>,
    /// The passkeys.
    pub passkeys: Vec<getting_in::Passkey>,
    /// The programs with a personal token. What they open with is not held.
    pub programs: Vec<getting_in::Program>,
    /// The sessions.
    pub sessions: Vec<getting_in::Session>,
    /// What they did.
    pub activity: Vec<taking_part::Did>,
    /// The meetings they answered to.
    pub rsvps: Vec<taking_part::Rsvp>,
    /// What they answered to the organisers' questions.
    pub replies: Vec<taking_part::Reply>,
    /// What they reported.
    pub reports: Vec<taking_part::Reported>,
    /// Whom they block.
    pub blocks: Vec<taking_part::Blocked>,
    /// What they suggested for pages.
    pub suggestions: Vec<written::Suggestion>,
    /// The files they brought to pages.
    pub page_files: Vec<written::PageFile>,
    /// The calendars they had communities follow.
    pub followed_calendars: Vec<taking_part::FollowedCalendar>,
    /// What they suggested for questions and answers.
    pub suggested_edits: Vec<written::Suggestion>,
    /// Whom they thanked.
    pub thanks: Vec<written::Thanked>,
    /// What they began to write.
    pub drafts: Vec<written::Drafted>,
    /// What they follow.
    pub follows: Vec<taking_part::Followed>,
    /// What they chose to be mailed.
    pub mails: Vec<taking_part::Mailed>,
    /// What they were told of.
    pub notifications: Vec<taking_part::Told>,
    /// What they asked.
    pub questions: Vec<written::Post>,
    /// What they answered.
    pub answers: Vec<written::Post>,
    /// What they commented.
    pub comments: Vec<written::Post>,
}

macro_rules! all {
    ($db:expr, $sql:expr, $member:expr) => {
        on!($db.reader(), c => sqlx::query_as($sql).bind($member).fetch_all(c))?
    };
}

/// Reads it.
///
/// # Errors
/// When the database does not answer.
pub async fn held(db: &Db, member: Uuid) -> Result<Held, sqlx::Error> {
    Ok(Held {
        account: on!(db.reader(), c => sqlx::query_as(getting_in::ACCOUNT).bind(member).fetch_optional(c))?,
        memberships: all!(db, taking_part::MEMBERSHIPS, member),
        passkeys: all!(db, getting_in::PASSKEYS, member),
        programs: all!(db, getting_in::PROGRAMS, member),
        sessions: all!(db, getting_in::SESSIONS, member),
        activity: all!(db, taking_part::ACTIVITY, member),
        rsvps: all!(db, taking_part::RSVPS, member),
        replies: all!(db, taking_part::REPLIES, member),
        reports: all!(db, taking_part::REPORTS, member),
        blocks: all!(db, taking_part::BLOCKED, member),
        suggestions: all!(db, written::SUGGESTIONS, member),
        page_files: all!(db, written::FILES, member),
        followed_calendars: all!(db, taking_part::CALENDARS, member),
        suggested_edits: all!(db, written::EDITS, member),
        thanks: all!(db, written::THANKS, member),
        drafts: all!(db, written::DRAFTS, member),
        follows: all!(db, taking_part::FOLLOWS, member),
        mails: all!(db, taking_part::MAILS, member),
        notifications: all!(db, taking_part::TOLD, member),
        questions: all!(db, written::QUESTIONS, member),
        answers: all!(db, written::ANSWERS, member),
        comments: all!(db, written::COMMENTS, member),
    })
}
