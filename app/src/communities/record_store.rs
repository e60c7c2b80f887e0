//! Communities between bundle and database.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::accent::Colour;
use super::model::{Audience, CommunityKind, CommunityStatus, JoinRule, MembershipState, Role, Stage};
use super::record::{Audiences, Charter, CommunityRecord, MembershipRecord, RoleRecord};
use crate::activity::ObjectKind;
use crate::db::bulk::Rows;
use crate::db::records::{Batch, Index, aliases, from_json, lists, save_aliases, save_list, to_json};
use crate::db::{Db, Tx};
use crate::{markdown, names, on, queries, run};

queries! {
    LOAD = "select c.id, c.slug, c.name, c.short_name, c.kind, c.status, m.slug as merged_into, p.slug as parent, c.stage, c.summary, c.accent, c.charter_domain, c.charter_community, \
            c.charter_practice, c.job_families, c.channels, c.who_can_join, c.join_rule, c.contact, c.guidelines, c.commitment, c.website, c.listed, c.audience_about, \
            c.audience_events, c.audience_questions, c.audience_pages, c.audience_members, c.founded_at, c.ends_on, c.allows_anonymous, c.members_edit_pages, c.shows_numbers, c.commitment_series \
            from community c left join community m on m.id = c.merged_into_id left join community p on p.id = c.parent_id \
            where c.id > $1 and c.id <= $2 order by c.id";
    TOPICS = "select ct.community_id, t.slug from community_topic ct join topic t on t.id = ct.topic_id \
              where ct.community_id > $1 and ct.community_id <= $2 order by ct.community_id, ct.position";
    MEMBERSHIPS = "select ms.community_id, ms.id, m.handle, ms.state, ms.since from membership ms join member m on m.id = ms.member_id \
                   where ms.community_id > $1 and ms.community_id <= $2 order by ms.community_id, m.handle";
    ROLES = "select r.membership_id, r.role, r.title, r.since, r.until from membership_role r join membership ms on ms.id = r.membership_id \
             where ms.community_id > $1 and ms.community_id <= $2 order by r.membership_id, r.position";
    SAVE = "insert into community (id, slug, name, sort_name, short_name, kind, status, stage, merged_into_id, parent_id, summary, charter_domain, charter_domain_html, \
            charter_community, charter_community_html, charter_practice, charter_practice_html, html_version, job_families, channels, who_can_join, join_rule, contact, \
            guidelines, commitment, website, listed, audience_about, audience_events, audience_questions, audience_pages, audience_members, founded_at, ends_on, accent, created_at, updated_at, allows_anonymous, members_edit_pages, shows_numbers, commitment_series) \
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $36, $37, $38, $39, $40) \
            on conflict (id) do update set slug = excluded.slug, name = excluded.name, sort_name = excluded.sort_name, short_name = excluded.short_name, kind = excluded.kind, \
            status = excluded.status, stage = excluded.stage, merged_into_id = excluded.merged_into_id, parent_id = excluded.parent_id, summary = excluded.summary, \
            charter_domain = excluded.charter_domain, charter_domain_html = excluded.charter_domain_html, charter_community = excluded.charter_community, \
            charter_community_html = excluded.charter_community_html, charter_practice = excluded.charter_practice, charter_practice_html = excluded.charter_practice_html, \
            html_version = excluded.html_version, job_families = excluded.job_families, channels = excluded.channels, who_can_join = excluded.who_can_join, \
            join_rule = excluded.join_rule, contact = excluded.contact, guidelines = excluded.guidelines, commitment = excluded.commitment, website = excluded.website, \
            listed = excluded.listed, audience_about = excluded.audience_about, audience_events = excluded.audience_events, audience_questions = excluded.audience_questions, \
            audience_pages = excluded.audience_pages, audience_members = excluded.audience_members, founded_at = excluded.founded_at, ends_on = excluded.ends_on, accent = excluded.accent, allows_anonymous = excluded.allows_anonymous, members_edit_pages = excluded.members_edit_pages, shows_numbers = excluded.shows_numbers, commitment_series = excluded.commitment_series, \
            revision = community.revision + 1, updated_at = excluded.updated_at";
    FORGET_TOPICS = "delete from community_topic where community_id = $1";
    FORGET_MEMBERS = "delete from membership where community_id = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    slug: String,
    name: String,
    short_name: Option<String>,
    #[sqlx(try_from = "String")]
    kind: CommunityKind,
    #[sqlx(try_from = "String")]
    status: CommunityStatus,
    merged_into: Option<String>,
    parent: Option<String>,
    stage: Option<String>,
    summary: String,
    accent: Option<String>,
    charter_domain: String,
    charter_community: String,
    charter_practice: String,
    job_families: String,
    channels: String,
    who_can_join: Option<String>,
    #[sqlx(try_from = "String")]
    join_rule: JoinRule,
    contact: Option<String>,
    guidelines: Option<String>,
    commitment: Option<String>,
    commitment_series: Option<String>,
    website: Option<String>,
    listed: bool,
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
    founded_at: Option<DateTime<Utc>>,
    ends_on: Option<NaiveDate>,
    allows_anonymous: Option<bool>,
    members_edit_pages: bool,
    shows_numbers: bool,
}

#[derive(sqlx::FromRow)]
struct MembershipRow {
    community_id: Uuid,
    id: Uuid,
    handle: String,
    #[sqlx(try_from = "String")]
    state: MembershipState,
    since: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct RoleRow {
    membership_id: Uuid,
    #[sqlx(try_from = "String")]
    role: Role,
    title: Option<String>,
    since: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

/// Reads a batch.
///
/// # Errors
/// When the database does not answer.
pub async fn load(db: &Db, batch: Batch) -> Result<Vec<(Uuid, CommunityRecord)>, sqlx::Error> {
    let rows: Vec<Row> = on!(db.reader(), c => sqlx::query_as(LOAD).bind(batch.after).bind(batch.to).fetch_all(c))?;
    let mut aliases = aliases(db, ObjectKind::Community, batch).await?;
    let mut topics = lists(db, TOPICS, batch).await?;
    let mut members = members(db, batch).await?;
    rows.into_iter()
        .map(|r| {
            let record = CommunityRecord {
                slug: r.slug,
                name: r.name,
                short_name: r.short_name,
                kind: r.kind,
                status: r.status,
                merged_into: r.merged_into,
                parent: r.parent,
                stage: r.stage.map(Stage::try_from).transpose().map_err(|e| sqlx::Error::Decode(e.into()))?,
                summary: r.summary,
                accent: r.accent.map(Colour::try_from).transpose().map_err(|e| sqlx::Error::Decode(e.into()))?,
                topics: topics.remove(&r.id).unwrap_or_default(),
                job_families: from_json(&r.job_families)?,
                website: r.website,
                contact: r.contact,
                who_can_join: r.who_can_join,
                join_rule: r.join_rule,
                channels: from_json(&r.channels)?,
                guidelines: r.guidelines,
                commitment: r.commitment,
                commitment_series: r.commitment_series,
                listed: r.listed,
                audience: Audiences {
                    about: r.audience_about,
                    events: r.audience_events,
                    questions: r.audience_questions,
                    pages: r.audience_pages,
                    members: r.audience_members,
                },
                allows_anonymous: r.allows_anonymous,
                members_edit_pages: r.members_edit_pages,
                shows_numbers: r.shows_numbers,
                founded: r.founded_at,
                ends_on: r.ends_on,
                members: members.remove(&r.id).unwrap_or_default(),
                aliases: aliases.remove(&r.id).unwrap_or_default(),
                charter: Charter { domain: r.charter_domain, community: r.charter_community, practice: r.charter_practice },
            };
            Ok((r.id, record))
        })
        .collect()
}

async fn members(db: &Db, batch: Batch) -> Result<HashMap<Uuid, Vec<MembershipRecord>>, sqlx::Error> {
    let memberships: Vec<MembershipRow> = on!(db.reader(), c => sqlx::query_as(MEMBERSHIPS).bind(batch.after).bind(batch.to).fetch_all(c))?;
    let role_rows: Vec<RoleRow> = on!(db.reader(), c => sqlx::query_as(ROLES).bind(batch.after).bind(batch.to).fetch_all(c))?;
    let mut roles: HashMap<Uuid, Vec<RoleRecord>> = HashMap::new();
    for r in role_rows {
        roles.entry(r.membership_id).or_default().push(RoleRecord { role: r.role, title: r.title, since: r.since, until: r.until });
    }
    let mut members: HashMap<Uuid, Vec<MembershipRecord>> = HashMap::new();
    for m in memberships {
        let roles = roles.remove(&m.id).unwrap_or_default();
        members.entry(m.community_id).or_default().push(MembershipRecord { person: m.handle, state: m.state, since: m.since, roles });
    }
    Ok(members)
}

/// Writes one under the id, new or known.
///
/// # Errors
/// When the database refuses, or the record refers to what is not there.
pub async fn save(tx: &mut Tx, index: &Index, id: Uuid, record: &CommunityRecord) -> Result<(), sqlx::Error> {
    let now = tx.now();
    let other = |slug: &Option<String>| slug.as_deref().map(|slug| index.want(ObjectKind::Community, slug)).transpose();
    run!(
        tx,
        sqlx::query(SAVE)
            .bind(id)
            .bind(&record.slug)
            .bind(&record.name)
            .bind(names::fold(&record.name))
            .bind(&record.short_name)
            .bind(record.kind.as_str())
            .bind(record.status.as_str())
            .bind(record.stage.map(Stage::as_str))
            .bind(other(&record.merged_into)?)
            .bind(other(&record.parent)?)
            .bind(&record.summary)
            .bind(&record.charter.domain)
            .bind(markdown::render_with_anchors(&record.charter.domain, "about-"))
            .bind(&record.charter.community)
            .bind(markdown::render_with_anchors(&record.charter.community, "who-"))
            .bind(&record.charter.practice)
            .bind(markdown::render_with_anchors(&record.charter.practice, "share-"))
            .bind(markdown::VERSION)
            .bind(to_json(&record.job_families)?)
            .bind(to_json(&record.channels)?)
            .bind(&record.who_can_join)
            .bind(record.join_rule.as_str())
            .bind(&record.contact)
            .bind(&record.guidelines)
            .bind(&record.commitment)
            .bind(&record.website)
            .bind(record.listed)
            .bind(record.audience.about.as_str())
            .bind(record.audience.events.as_str())
            .bind(record.audience.questions.as_str())
            .bind(record.audience.pages.as_str())
            .bind(record.audience.members.as_str())
            .bind(record.founded)
            .bind(record.ends_on)
            .bind(record.accent.map(String::from))
            .bind(now)
            .bind(record.allows_anonymous)
            .bind(record.members_edit_pages)
            .bind(record.shows_numbers)
            .bind(&record.commitment_series)
    )?;
    let topics = index.want_all(ObjectKind::Topic, &record.topics)?;
    save_list(tx, FORGET_TOPICS, ("community_topic", &["community_id", "topic_id", "position"]), id, &topics).await?;
    save_members(tx, index, id, &record.members).await?;
    save_aliases(tx, ObjectKind::Community, id, &record.aliases).await
}

async fn save_members(tx: &mut Tx, index: &Index, community: Uuid, members: &[MembershipRecord]) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(FORGET_MEMBERS).bind(community))?;
    let mut memberships = Rows::new("membership", &["id", "community_id", "member_id", "state", "since"]);
    let mut roles = Rows::new("membership_role", &["membership_id", "position", "role", "title", "since", "until"]);
    for member in members {
        let id = Uuid::now_v7();
        let person = index.want(ObjectKind::Person, &member.person)?;
        memberships.push([id.into(), community.into(), person.into(), member.state.as_str().into(), member.since.into()]);
        for (role, position) in member.roles.iter().zip(0_i32..) {
            roles.push([
                id.into(),
                position.into(),
                role.role.as_str().into(),
                role.title.clone().into(),
                role.since.into(),
                role.until.into(),
            ]);
        }
    }
    memberships.insert(tx).await?;
    roles.insert(tx).await
}
