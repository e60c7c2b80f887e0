//! The SQL of all that is held of a member, for themselves.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::db::Db;
use crate::notifications::store::shown;
use crate::{on, queries, visible, visible_page};

queries! {
    ACCOUNT = "select m.handle, m.administrator, a.email, a.password is not null as has_password, a.created_at, a.updated_at from member m join account a on a.member_id = m.id where m.id = $1";
    MEMBERSHIPS = "select c.slug as community, c.name, ms.state, ms.since, r.role, r.title, r.since as role_since, r.until as role_until \
                   from membership ms join community c on c.id = ms.community_id left join membership_role r on r.membership_id = ms.id \
                   where ms.member_id = $1 order by c.sort_name, c.slug, r.position";
    PASSKEYS = "select k.name, k.created_at, k.last_used_at from passkey k where k.member_id = $1 order by k.created_at, k.id";
    SESSIONS = "select s.device, s.created_at, s.seen_at, s.expires_at from session s where s.member_id = $1 order by s.seen_at desc";
    ACTIVITY = "select a.at, a.act as did, a.kind as what, c.slug as community from activity a left join community c on c.id = a.community_id where a.actor_id = $1 order by a.id";
    RSVPS = "select c.slug as community, e.slug as event, o.starts_wall as starts, r.answer, r.note, r.answered_at, r.came_at, r.takeaway from rsvp r join occurrence o on o.id = r.occurrence_id \
             join event e on e.id = o.event_id join community c on c.id = e.community_id where r.member_id = $1 order by o.starts_at, o.id";
    REPLIES = "select c.slug as community, e.slug as event, o.starts_wall as starts, y.question, y.reply from rsvp_reply y join occurrence o on o.id = y.occurrence_id \
               join event e on e.id = o.event_id join community c on c.id = e.community_id where y.member_id = $1 order by o.starts_at, o.id, y.question";
    GUESTS = "select c.slug as community, e.slug as event, g.name, g.email, g.answer, g.answered_at as brought_at from guest g join event e on e.id = g.event_id \
              join community c on c.id = e.community_id where g.member_id = $1 and g.answer <> 'removed' order by g.answered_at, g.id";
    REPORTS = "select address, title, reason, note, reported_at, resolved_at, answer from report where reporter_id = $1 order by reported_at, id";
    BLOCKED = "select m.handle, b.blocked_at from block b join member m on m.id = b.blocked_id where b.member_id = $1 order by b.blocked_at, m.handle";
    QUESTIONS = "select c.slug as community, q.slug, '/c/' || c.slug || '/questions/' || q.slug as address, q.title, q.body, q.asked_at as written_at \
                 from question q join community c on c.id = q.community_id where q.id in (select id from question where author_id = $1 union all select post_id from anonymous_author where member_id = $1) order by q.asked_at, q.id";
    FOLLOWS = concat!(
        "select f.kind as what, f.since, case f.kind when 'topic' then (select '/topics/' || t.slug from topic t where t.id = f.object_id) \
         when 'person' then (select '/people/' || m.handle from member m where m.id = f.object_id) \
         when 'community' then (select '/c/' || c.slug from community c where c.id = f.object_id and (c.listed or exists (select 1 from membership v where v.community_id = c.id and v.member_id = $1 and v.state = 'active'))) \
         when 'question' then (select '/c/' || c.slug || '/questions/' || q.slug from question q join community c on c.id = q.community_id where q.id = f.object_id and q.deleted_at is null and ", visible!("questions"), ") \
         when 'page' then (select '/c/' || c.slug || '/pages/' || p.path from page p join community c on c.id = p.community_id where p.id = f.object_id and p.status <> 'draft' and ", visible_page!("p"), ") end as address \
         from follow f where f.member_id = $1 order by f.since, f.object_id"
    );
    MAILS = "select r.matter as about, r.rhythm from mail_rhythm r where r.member_id = $1 \
             union all select c.slug as about, h.rhythm from mail_rhythm_in h join community c on c.id = h.community_id where h.member_id = $1 order by 1";
    TOLD = concat!("select n.kind as what, n.title, n.excerpt as text, n.at, n.read_at from notification n where n.member_id = $1 and ", shown!(), " order by n.id");
    SUGGESTIONS = concat!(
        "select case when p.status <> 'draft' and ", visible_page!("p"), " then '/c/' || c.slug || '/pages/' || p.path end as address, s.body, s.why, s.made_at as written_at, s.taken, s.note \
         from page_suggestion s join page p on p.id = s.page_id join community c on c.id = p.community_id where s.member_id = $1 order by s.made_at, s.id"
    );
    FILES = concat!(
        "select case when p.status <> 'draft' and ", visible_page!("p"), " then '/c/' || c.slug || '/pages/' || p.path end as page, f.title, f.name, f.bytes, f.made_at \
         from page_file f join page p on p.id = f.page_id join community c on c.id = p.community_id where f.member_id = $1 order by f.made_at, f.id"
    );
    CALENDARS = concat!(
        "select case when ", visible!("events"), " then c.slug end as community, f.added_at, f.url as address from followed_calendar f join community c on c.id = f.community_id \
         where f.member_id = $1 order by f.added_at, f.id"
    );
    EDITS = concat!(
        "select case when q.deleted_at is null and ", visible!("questions"), " then '/c/' || c.slug || '/questions/' || q.slug end as address, s.body, s.why, s.made_at as written_at, s.taken, s.note \
         from post_suggestion s join question q on q.id = s.question_id join community c on c.id = q.community_id where s.member_id = $1 order by s.made_at, s.id"
    );
    THANKS = concat!(
        "select case when q.deleted_at is null and ", visible!("questions"), " then '/c/' || c.slug || '/questions/' || q.slug end as address, h.thanks as line \
         from helpful h join question q on q.id = h.question_id join community c on c.id = q.community_id where h.member_id = $1 and h.thanks is not null order by q.id, h.post_id"
    );
    DRAFTS = "select d.title, d.body, d.topics, d.saved_at from draft d where d.member_id = $1 and (d.title <> '' or d.body <> '' or d.topics <> '') order by d.saved_at, d.object_id";
    // What others wrote is named as far as one may see it still.
    ANSWERS = concat!(
        "select case when q.deleted_at is null and ", visible!("questions"), " then c.slug end as community, case when q.deleted_at is null and ", visible!("questions"), " then q.slug end as slug, \
         case when q.deleted_at is null and ", visible!("questions"), " then '/c/' || c.slug || '/questions/' || q.slug end as address, case when q.deleted_at is null and ", visible!("questions"), " then q.title end as title, \
         a.body, a.answered_at as written_at \
         from answer a join question q on q.id = a.question_id join community c on c.id = q.community_id where a.id in (select id from answer where author_id = $1 union all select post_id from anonymous_author where member_id = $1) order by a.answered_at, a.id"
    );
    COMMENTS = concat!(
        "select case when q.deleted_at is null and ", visible!("questions"), " then c.slug end as community, case when q.deleted_at is null and ", visible!("questions"), " then q.slug end as slug, \
         case when q.deleted_at is null and ", visible!("questions"), " then '/c/' || c.slug || '/questions/' || q.slug end as address, case when q.deleted_at is null and ", visible!("questions"), " then q.title end as title, \
         x.body, x.commented_at as written_at \
         from comment x join question q on q.id = x.question_id join community c on c.id = q.community_id where x.id in (select id from comment where author_id = $1 union all select post_id from anonymous_author where member_id = $1) order by x.commented_at, x.id"
    );
}

/// An account.
#[derive(Serialize, sqlx::FromRow)]
pub struct Account {
    /// `/people/{handle}`
    pub handle: String,
    /// The address.
    pub email: String,
    /// Whether there is a password.
    pub has_password: bool,
    /// Whether it administers the site.
    pub administrator: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// A membership; one a role where there are several.
#[derive(Serialize, sqlx::FromRow)]
pub struct Membership {
    /// `/c/{community}`
    pub community: String,
    /// Its name.
    pub name: String,
    /// How it stands.
    pub state: String,
    /// Since when.
    pub since: Option<NaiveDate>,
    /// A role.
    pub role: Option<String>,
    /// What the role is called.
    pub title: Option<String>,
    /// Since when.
    pub role_since: Option<NaiveDate>,
    /// Until when.
    pub role_until: Option<NaiveDate>,
}

/// A session.
#[derive(Serialize, sqlx::FromRow)]
pub struct Session {
    /// The browser.
    pub device: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub seen_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// A passkey. What it signs with never left its owner's device.
#[derive(Serialize, sqlx::FromRow)]
pub struct Passkey {
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// Something they did.
#[derive(Serialize, sqlx::FromRow)]
pub struct Did {
    /// When.
    pub at: DateTime<Utc>,
    /// What was done.
    pub did: String,
    /// To what kind of thing.
    pub what: String,
    /// In which community.
    pub community: Option<String>,
}

/// A question, an answer or a comment.
#[derive(Serialize, sqlx::FromRow)]
pub struct Post {
    /// The community.
    pub community: Option<String>,
    /// The slug of the question.
    pub slug: Option<String>,
    /// The path of the question.
    pub address: Option<String>,
    /// The title of the question.
    pub title: Option<String>,
    /// What they wrote, Markdown.
    pub body: String,
    /// When.
    pub written_at: DateTime<Utc>,
}

/// What they said of coming to a meeting.
#[derive(Serialize, sqlx::FromRow)]
pub struct Rsvp {
    /// The community.
    pub community: String,
    /// The event's slug.
    pub event: String,
    /// When the meeting begins, on its wall clock.
    pub starts: String,
    /// What they said.
    pub answer: String,
    /// And besides.
    pub note: Option<String>,
    /// When.
    pub answered_at: DateTime<Utc>,
    /// When they were checked in.
    pub came_at: Option<DateTime<Utc>>,
    /// What they took away.
    pub takeaway: Option<String>,
}

/// What they answered to a question of the organisers.
#[derive(Serialize, sqlx::FromRow)]
pub struct Reply {
    /// The community.
    pub community: String,
    /// The event's slug.
    pub event: String,
    /// When the meeting begins, on its wall clock.
    pub starts: String,
    /// The question.
    pub question: String,
    /// What they answered.
    pub reply: String,
}

/// A guest they bring, or brought.
#[derive(Serialize, sqlx::FromRow)]
pub struct Guest {
    /// The community.
    pub community: String,
    /// The event's slug.
    pub event: String,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether they have a place, wait for one, or can't come.
    pub answer: String,
    /// When they brought them.
    pub brought_at: DateTime<Utc>,
}

/// A report they made.
#[derive(Serialize, sqlx::FromRow)]
pub struct Reported {
    /// Where what it is about was found.
    pub address: String,
    /// What that was called.
    pub title: String,
    /// Why.
    pub reason: String,
    /// What they said of it.
    pub note: Option<String>,
    /// When.
    pub reported_at: DateTime<Utc>,
    /// When it was dealt with.
    pub resolved_at: Option<DateTime<Utc>>,
    /// What they were told.
    pub answer: Option<String>,
}

/// A file that one brought to a page.
#[derive(Serialize, sqlx::FromRow)]
pub struct PageFile {
    /// The page's address, where one sees it still.
    pub page: Option<String>,
    /// What it is.
    pub title: String,
    /// What it is called.
    pub name: String,
    /// How large it is.
    pub bytes: i32,
    /// When it was brought.
    pub made_at: DateTime<Utc>,
}

/// A change that one suggested for a page.
#[derive(Serialize, sqlx::FromRow)]
pub struct Suggestion {
    /// The page's address, as far as one may see it still.
    pub address: Option<String>,
    /// What it should say.
    pub body: String,
    /// Why.
    pub why: Option<String>,
    /// When.
    pub written_at: DateTime<Utc>,
    /// Whether it was taken; `None` while it waits.
    pub taken: Option<bool>,
    /// What whoever settled it said.
    pub note: Option<String>,
}

/// A line to somebody who helped them.
#[derive(Serialize, sqlx::FromRow)]
pub struct Thanked {
    /// The question's address, as far as one may see it still.
    pub address: Option<String>,
    /// What it says.
    pub line: String,
}

/// What they began to write.
#[derive(Serialize, sqlx::FromRow)]
pub struct Drafted {
    /// Its title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Its topics.
    pub topics: String,
    /// When it was last kept.
    pub saved_at: DateTime<Utc>,
}

/// Somebody they block.
#[derive(Serialize, sqlx::FromRow)]
pub struct Blocked {
    /// `/people/{handle}`
    pub handle: String,
    /// Since when.
    pub blocked_at: DateTime<Utc>,
}

/// Something they follow.
#[derive(Serialize, sqlx::FromRow)]
pub struct Followed {
    /// What it is.
    pub what: String,
    /// Where, as far as they may see it.
    pub address: Option<String>,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// How something is mailed to them.
#[derive(Serialize, sqlx::FromRow)]
pub struct Mailed {
    /// What, or from which community.
    pub about: String,
    /// How.
    pub rhythm: String,
}

/// A calendar elsewhere that they had a community follow.
#[derive(Serialize, sqlx::FromRow)]
pub struct FollowedCalendar {
    /// Which community, where they may see its events still.
    pub community: Option<String>,
    /// When.
    pub added_at: DateTime<Utc>,
    /// The address, as they gave it.
    pub address: String,
}

/// Something they were told of.
#[derive(Serialize, sqlx::FromRow)]
pub struct Told {
    /// What happened.
    pub what: String,
    /// To what.
    pub title: String,
    /// What was written.
    pub text: String,
    /// When.
    pub at: DateTime<Utc>,
    /// When they saw it.
    pub read_at: Option<DateTime<Utc>>,
}

/// What is held of a member besides their profile.
#[derive(Serialize)]
pub struct Held {
    /// The account.
    pub account: Option<Account>,
    /// The memberships.
    pub memberships: Vec<Membership>,
    /// The passkeys.
    pub passkeys: Vec<Passkey>,
    /// The sessions.
    pub sessions: Vec<Session>,
    /// What they did.
    pub activity: Vec<Did>,
    /// The meetings they answered to.
    pub rsvps: Vec<Rsvp>,
    /// What they answered to the organisers' questions.
    pub replies: Vec<Reply>,
    /// Whom they bring to meetings.
    pub guests: Vec<Guest>,
    /// What they reported.
    pub reports: Vec<Reported>,
    /// Whom they block.
    pub blocks: Vec<Blocked>,
    /// What they suggested for pages.
    pub suggestions: Vec<Suggestion>,
    /// The files they brought to pages.
    pub page_files: Vec<PageFile>,
    /// The calendars they had communities follow.
    pub followed_calendars: Vec<FollowedCalendar>,
    /// What they suggested for questions and answers.
    pub suggested_edits: Vec<Suggestion>,
    /// Whom they thanked.
    pub thanks: Vec<Thanked>,
    /// What they began to write.
    pub drafts: Vec<Drafted>,
    /// What they follow.
    pub follows: Vec<Followed>,
    /// What they chose to be mailed.
    pub mails: Vec<Mailed>,
    /// What they were told of.
    pub notifications: Vec<Told>,
    /// What they asked.
    pub questions: Vec<Post>,
    /// What they answered.
    pub answers: Vec<Post>,
    /// What they commented.
    pub comments: Vec<Post>,
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
        account: on!(db.reader(), c => sqlx::query_as(ACCOUNT).bind(member).fetch_optional(c))?,
        memberships: all!(db, MEMBERSHIPS, member),
        passkeys: all!(db, PASSKEYS, member),
        sessions: all!(db, SESSIONS, member),
        activity: all!(db, ACTIVITY, member),
        rsvps: all!(db, RSVPS, member),
        replies: all!(db, REPLIES, member),
        guests: all!(db, GUESTS, member),
        reports: all!(db, REPORTS, member),
        blocks: all!(db, BLOCKED, member),
        suggestions: all!(db, SUGGESTIONS, member),
        page_files: all!(db, FILES, member),
        followed_calendars: all!(db, CALENDARS, member),
        suggested_edits: all!(db, EDITS, member),
        thanks: all!(db, THANKS, member),
        drafts: all!(db, DRAFTS, member),
        follows: all!(db, FOLLOWS, member),
        mails: all!(db, MAILS, member),
        notifications: all!(db, TOLD, member),
        questions: all!(db, QUESTIONS, member),
        answers: all!(db, ANSWERS, member),
        comments: all!(db, COMMENTS, member),
    })
}
