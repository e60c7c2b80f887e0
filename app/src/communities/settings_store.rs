//! The SQL of a community's settings: what its leads change. Members and their roles are no part of it.

use uuid::Uuid;

use super::joining_store;
use super::model::{Audience, Channel, CommunityKind, CommunityStatus, JoinRule, Stage};
use super::record::{Audiences, Charter};
use crate::db::records::{save_list, to_json};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::{fingerprint, markdown, names, on, queries, run};

queries! {
    READ = "select c.id, c.slug, c.name, c.short_name, c.kind, c.status, c.stage, c.summary, c.charter_domain, c.charter_community, c.charter_practice, c.job_families, c.channels, \
            c.who_can_join, c.join_rule, c.contact, c.guidelines, c.commitment, c.commitment_series, c.website, c.listed, c.proposed, c.allows_anonymous, c.shows_numbers, c.audience_about, c.audience_events, c.audience_questions, \
            c.audience_pages, c.audience_members, c.revision from community c where c.id = $1";
    TOPICS = "select t.title from community_topic ct join topic t on t.id = ct.topic_id where ct.community_id = $1 order by ct.position";
    SERIES = "select slug, title from event where community_id = $1 and rrule is not null and status in ('confirmed', 'tentative') order by starts_wall desc, id limit 200";
    TOPIC = "select id from topic where slug = $1 or sort_title = $1 limit 1";
    FORGET_TOPICS = "delete from community_topic where community_id = $1";
    ABOUT = "update community set name = $2, sort_name = $3, short_name = $4, kind = $5, stage = $6, summary = $7, charter_domain = $8, charter_domain_html = $9, charter_community = $10, \
             charter_community_html = $11, charter_practice = $12, charter_practice_html = $13, html_version = $14, job_families = $15, commitment = $16, website = $17, \
             commitment_series = $19, revision = revision + 1, updated_at = $18 where id = $1";
    AUDIENCES = "update community set listed = $2, audience_about = $3, audience_events = $4, audience_questions = $5, audience_pages = $6, audience_members = $7, \
                 revision = revision + 1, updated_at = $8 where id = $1";
    ALLOW_ANONYMOUS = "update community set allows_anonymous = $2, shows_numbers = $3 where id = $1";
    STATUS = "update community set status = $2, merged_into_id = $3, revision = revision + 1, updated_at = $4 where id = $1";
    // Who follows both follows one.
    MOVE_FOLLOWS = "update follow set object_id = $2 where object_id = $1 and kind = 'community' \
                    and not exists (select 1 from follow o where o.member_id = follow.member_id and o.kind = 'community' and o.object_id = $2)";
    END_FOLLOWS = "delete from follow where object_id = $1 and kind = 'community'";
    RENAME = "update community set slug = $2, revision = revision + 1, updated_at = $3 where id = $1";
    TAKEN = "select 1 from community where slug = $1";
    RESERVED = "select 1 from redirect where path = $1 and object_id <> $2";
    FREE = "delete from redirect where path = $1 and object_id = $2";
    OLD = "insert into redirect (path, kind, object_id, position) select $1, 'community', $2, coalesce((select max(r.position) + 1 from redirect r where r.object_id = $2), 0) \
           where not exists (select 1 from redirect o where o.path = $1)";
    PROPOSE = "update community set proposed = true, asked_hidden = not listed, listed = false where id = $1";
    BELONGING = "select member_id from membership where community_id = $1 and state = 'active'";
}

/// What leads can change.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Settings {
    /// Its id.
    pub id: Uuid,
    /// `/c/{slug}`
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What members call it.
    pub short_name: Option<String>,
    /// What it is made for.
    #[sqlx(try_from = "String")]
    pub kind: CommunityKind,
    /// Whether it lives.
    #[sqlx(try_from = "String")]
    pub status: CommunityStatus,
    stage: Option<String>,
    /// One sentence.
    pub summary: String,
    charter_domain: String,
    charter_community: String,
    charter_practice: String,
    job_families: String,
    channels: String,
    /// Who can join, as a sentence.
    pub who_can_join: Option<String>,
    /// Who can join, as the rule.
    #[sqlx(try_from = "String")]
    pub join_rule: JoinRule,
    /// Whom to write to.
    pub contact: Option<String>,
    /// What members keep to.
    pub guidelines: Option<String>,
    /// "at least once a term"
    pub commitment: Option<String>,
    /// The slug of the series whose meetings alone count for that.
    pub commitment_series: Option<String>,
    /// Where it lives, if elsewhere.
    pub website: Option<String>,
    /// Whether it is found by others than its members.
    pub listed: bool,
    /// Whether it waits for an administrator's approval.
    pub proposed: bool,
    /// Whether people may ask and answer without their name; `None`: where the public does not read the questions.
    pub allows_anonymous: Option<bool>,
    /// Whether people see how many found something helpful.
    pub shows_numbers: bool,
    #[sqlx(try_from = "String")]
    audience_about: Audience,
    #[sqlx(try_from = "String")]
    audience_events: Audience,
    #[sqlx(try_from = "String")]
    audience_questions: Audience,
    #[sqlx(try_from = "String")]
    audience_pages: Audience,
    #[sqlx(try_from = "String")]
    audience_members: Audience,
}

impl Settings {
    /// Webber's stage.
    pub fn stage(&self) -> Option<Stage> {
        self.stage.as_deref().and_then(|word| word.parse().ok())
    }

    /// The charter, Markdown.
    pub fn charter(&self) -> Charter {
        Charter { domain: self.charter_domain.clone(), community: self.charter_community.clone(), practice: self.charter_practice.clone() }
    }

    /// Professions it is for.
    pub fn job_families(&self) -> Vec<String> {
        serde_json::from_str(&self.job_families).unwrap_or_default()
    }

    /// Where it talks.
    pub fn channels(&self) -> Vec<Channel> {
        serde_json::from_str(&self.channels).unwrap_or_default()
    }

    /// Who sees each section.
    pub fn audiences(&self) -> Audiences {
        Audiences {
            about: self.audience_about,
            events: self.audience_events,
            questions: self.audience_questions,
            pages: self.audience_pages,
            members: self.audience_members,
        }
    }
}

/// What a community is, as its leads say it.
#[derive(Clone, Debug, Default)]
pub struct AboutChange {
    /// Its name.
    pub name: String,
    /// What members call it.
    pub short_name: Option<String>,
    /// What it is made for.
    pub kind: CommunityKind,
    /// Webber's stage.
    pub stage: Option<Stage>,
    /// One sentence.
    pub summary: String,
    /// The charter, Markdown.
    pub charter: Charter,
    /// Professions it is for.
    pub job_families: Vec<String>,
    /// "at least once a term"
    pub commitment: Option<String>,
    /// The slug of the series whose meetings alone count for that.
    pub commitment_series: Option<String>,
    /// Where it lives, if elsewhere.
    pub website: Option<String>,
    /// Its topics.
    pub topics: Vec<Uuid>,
}

/// Reads a community's settings.
///
/// # Errors
/// When it is gone.
pub async fn read(db: &Db, id: Uuid) -> Result<Settings, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(READ).bind(id).fetch_one(c))
}

/// The titles of its topics.
///
/// # Errors
/// When the database does not answer.
pub async fn topics(db: &Db, id: Uuid) -> Result<Vec<String>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(TOPICS).bind(id).fetch_all(c))
}

/// Slug and title of the community's own series that take place, those that began last first.
///
/// # Errors
/// When the database does not answer.
pub async fn series(db: &Db, id: Uuid) -> Result<Vec<(String, String)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(SERIES).bind(id).fetch_all(c))
}

/// A topic by its title or slug.
///
/// # Errors
/// When the database does not answer.
pub async fn topic(tx: &mut Tx, typed: &str) -> Result<Option<Uuid>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(TOPIC).bind(names::fold(typed)).fetch_optional(c))
}

/// Writes what a community is.
///
/// # Errors
/// When the database refuses.
pub async fn set_about(tx: &mut Tx, id: Uuid, about: &AboutChange) -> Result<(), sqlx::Error> {
    let now = tx.now();
    let html = [&about.charter.domain, &about.charter.community, &about.charter.practice].map(|text| markdown::render(text));
    let [domain, community, practice] = html;
    run!(
        tx,
        sqlx::query(ABOUT)
            .bind(id)
            .bind(&about.name)
            .bind(names::fold(&about.name))
            .bind(&about.short_name)
            .bind(about.kind.as_str())
            .bind(about.stage.map(Stage::as_str))
            .bind(&about.summary)
            .bind(&about.charter.domain)
            .bind(domain.clone())
            .bind(&about.charter.community)
            .bind(community.clone())
            .bind(&about.charter.practice)
            .bind(practice.clone())
            .bind(markdown::VERSION)
            .bind(to_json(&about.job_families)?)
            .bind(&about.commitment)
            .bind(&about.website)
            .bind(now)
            .bind(&about.commitment_series)
    )?;
    save_list(tx, FORGET_TOPICS, ("community_topic", &["community_id", "topic_id", "position"]), id, &about.topics).await
}

/// Writes who sees what.
///
/// # Errors
/// When the database refuses.
pub async fn set_audiences(tx: &mut Tx, id: Uuid, listed: bool, audiences: &Audiences) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(
        tx,
        sqlx::query(AUDIENCES)
            .bind(id)
            .bind(listed)
            .bind(audiences.about.as_str())
            .bind(audiences.events.as_str())
            .bind(audiences.questions.as_str())
            .bind(audiences.pages.as_str())
            .bind(audiences.members.as_str())
            .bind(now)
    )
    .map(drop)
}

/// Writes whether people may ask and answer without their name, and whether they see numbers.
///
/// # Errors
/// When the database refuses.
pub async fn set_board(tx: &mut Tx, id: Uuid, (allowed, numbers): (Option<bool>, bool)) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(ALLOW_ANONYMOUS).bind(id).bind(allowed).bind(numbers)).map(drop)
}

/// What tells whether any of the settings changed since somebody looked at them.
///
/// # Errors
/// When the database does not answer.
pub async fn fingerprint(db: &Db, id: Uuid) -> Result<String, AppError> {
    let all = (read(db, id).await?, topics(db, id).await?, joining_store::named(db, id).await?);
    Ok(fingerprint::of(&all))
}

/// Writes whether it lives, and into which other it went.
///
/// # Errors
/// When the database refuses.
pub async fn set_status(tx: &mut Tx, id: Uuid, status: CommunityStatus, into: Option<Uuid>) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(STATUS).bind(id).bind(status.as_str()).bind(into).bind(now)).map(drop)
}

/// Has who follows a community follow the one that it went into.
///
/// # Errors
/// When the database refuses.
pub async fn move_follows(tx: &mut Tx, from: Uuid, into: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(MOVE_FOLLOWS).bind(from).bind(into))?;
    run!(tx, sqlx::query(END_FOLLOWS).bind(from)).map(drop)
}

/// Hides a new community until an administrator approves.
///
/// # Errors
/// When the database refuses.
pub async fn propose(tx: &mut Tx, id: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(PROPOSE).bind(id)).map(drop)
}

/// Whether another community has or had an address.
///
/// # Errors
/// When the database does not answer.
pub async fn is_taken(tx: &mut Tx, slug: &str, by_other_than: Uuid) -> Result<bool, sqlx::Error> {
    let taken: Option<i32> = on!(tx.conn(), c => sqlx::query_scalar(TAKEN).bind(slug).fetch_optional(c))?;
    let path = format!("/c/{slug}");
    let reserved: Option<i32> = on!(tx.conn(), c => sqlx::query_scalar(RESERVED).bind(path.clone()).bind(by_other_than).fetch_optional(c))?;
    Ok(taken.is_some() || reserved.is_some())
}

/// Gives a community another address; the old one leads there.
///
/// # Errors
/// When the database refuses.
pub async fn rename(tx: &mut Tx, id: Uuid, old: &str, new: &str) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(RENAME).bind(id).bind(new).bind(now))?;
    run!(tx, sqlx::query(FREE).bind(format!("/c/{new}")).bind(id))?;
    run!(tx, sqlx::query(OLD).bind(format!("/c/{old}")).bind(id)).map(drop)
}

/// Makes everybody who belongs to one community belong to another too.
///
/// # Errors
/// When the database refuses.
pub async fn join_all(tx: &mut Tx, from: Uuid, into: Uuid) -> Result<(), sqlx::Error> {
    let members: Vec<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(BELONGING).bind(from).fetch_all(c))?;
    let now = tx.now();
    let mut rows = crate::db::bulk::Rows::new("membership", &["id", "community_id", "member_id", "state", "since", "changed_at"]);
    for member in members {
        rows.push([Uuid::now_v7().into(), into.into(), member.into(), "active".into(), Some(now.date_naive()).into(), now.into()]);
    }
    rows.insert_new(tx).await.map(drop)
}
