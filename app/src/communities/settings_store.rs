//! The SQL of a community's settings: what its leads change. Members and their roles are no part of it.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::accent::Colour;
use super::joining_store;
use super::model::{Audience, Channel, CommunityKind, CommunityStatus, JoinRule, Stage};
use super::record::{Audiences, Charter};
use crate::db::records::{save_list, to_json};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::{fingerprint, markdown, names, on, queries, run};

queries! {
    READ = "select c.id, c.slug, c.name, c.short_name, c.kind, c.status, c.stage, c.summary, c.charter_domain, c.charter_community, c.charter_practice, c.job_families, c.channels, \
            c.who_can_join, c.join_rule, c.contact, c.guidelines, c.commitment, c.commitment_series, c.website, c.ends_on, c.accent, c.parent_id, c.listed, c.proposed, c.declined_because, c.allows_anonymous, c.shows_numbers, c.audience_about, c.audience_events, c.audience_questions, \
            c.audience_pages, c.audience_members, c.revision from community c where c.id = $1";
    TOPICS = "select t.title from community_topic ct join topic t on t.id = ct.topic_id where ct.community_id = $1 order by ct.position";
    SERIES = "select slug, title from event where community_id = $1 and rrule is not null and status in ('confirmed', 'tentative') order by starts_wall desc, id limit 200";
    TO_COME = "select count(*) from (select 1 as one from event e join occurrence o on o.event_id = e.id where e.community_id = $1 and e.status in ('confirmed', 'tentative') \
               and coalesce(o.status, e.status) in ('confirmed', 'tentative') and o.ends_at > $2 limit 1001) x";
    TOPIC = "select id from topic where slug = $1 or sort_title = $1 limit 1";
    FORGET_TOPICS = "delete from community_topic where community_id = $1";
    ABOUT = "update community set name = $2, sort_name = $3, short_name = $4, kind = $5, stage = $6, summary = $7, charter_domain = $8, charter_domain_html = $9, charter_community = $10, \
             charter_community_html = $11, charter_practice = $12, charter_practice_html = $13, html_version = $14, job_families = $15, commitment = $16, website = $17, \
             commitment_series = $19, revision = revision + 1, updated_at = $18 where id = $1";
    LOOKS = "update community set ends_on = $2, accent = $3, parent_id = $4 where id = $1";
    PARENT = "select p.id, p.slug, (p.listed or exists (select 1 from membership v where v.community_id = p.id and v.member_id = $2 and v.state = 'active')) as seen \
              from community c join community p on p.id = c.parent_id where c.id = $1";
    // Whether the first stands above the second, or is it.
    ABOVE = "with recursive above (id) as (select c.id from community c where c.id = $2 union select c.parent_id from community c join above a on a.id = c.id where c.parent_id is not null) \
             select 1 from above where id = $1";
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
    /// The day it ends.
    pub ends_on: Option<NaiveDate>,
    /// Its colour.
    pub accent: Option<String>,
    /// The community it belongs to: for telling a change; what is shown of it is [`parent`].
    pub parent_id: Option<Uuid>,
    /// Whether it is found by others than its members.
    pub listed: bool,
    /// Whether it waits for an administrator's approval.
    pub proposed: bool,
    /// Why an administrator declined it; `None` where none did, or it was asked for again.
    pub declined_because: Option<String>,
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
    /// The day it ends.
    pub ends_on: Option<NaiveDate>,
    /// Its colour.
    pub accent: Option<Colour>,
    /// The community it belongs to.
    pub parent: Option<Uuid>,
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

/// How many meetings of a community's own events take place from an instant on, up to 1,001.
///
/// # Errors
/// When the database does not answer.
pub async fn to_come(db: &Db, id: Uuid, now: DateTime<Utc>) -> Result<i64, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(TO_COME).bind(id).bind(now).fetch_one(c))
}

/// The community that another belongs to.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Parent {
    /// Its id.
    pub id: Uuid,
    /// `/c/{slug}`
    pub slug: String,
    /// Whether a member may know of it.
    pub seen: bool,
}

/// The community that another belongs to, and whether a member may know of it.
///
/// # Errors
/// When the database does not answer.
pub async fn parent(db: &Db, id: Uuid, member: Uuid) -> Result<Option<Parent>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(PARENT).bind(id).bind(member).fetch_optional(c))
}

/// Whether a community stands above another, or is it.
///
/// # Errors
/// When the database does not answer.
pub async fn is_above(tx: &mut Tx, id: Uuid, other: Uuid) -> Result<bool, sqlx::Error> {
    let above: Option<i32> = on!(tx.conn(), c => sqlx::query_scalar(ABOVE).bind(id).bind(other).fetch_optional(c))?;
    Ok(above.is_some())
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
    run!(tx, sqlx::query(LOOKS).bind(id).bind(about.ends_on).bind(about.accent.map(String::from)).bind(about.parent))?;
    save_list(tx, FORGET_TOPICS, ("community_topic", &["community_id", "topic_id", "position"]), id, &about.topics).await
}

/// What tells whether any of the settings changed since somebody looked at them.
///
/// # Errors
/// When the database does not answer.
pub async fn fingerprint(db: &Db, id: Uuid) -> Result<String, AppError> {
    let all = (read(db, id).await?, topics(db, id).await?, joining_store::named(db, id).await?);
    Ok(fingerprint::of(&all))
}
