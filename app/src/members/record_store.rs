//! People between bundle and database.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::model::{Audiences, PersonKind};
use super::record::PersonRecord;
use super::store::{AudienceRow, audiences};
use crate::activity::ObjectKind;
use crate::db::bulk::Rows;
use crate::db::records::{Batch, Index, aliases, from_json, lists, save_aliases, to_json};
use crate::db::{Db, Tx};
use crate::{markdown, names, on, queries, run};

queries! {
    LOAD = concat!(
        "select m.id, m.handle, m.kind, m.name, m.sort_name, m.pronouns, m.role, m.job_family, m.place, m.timezone, m.links, m.about, ", audiences!(), " from member m \
         where m.id > $1 and m.id <= $2 and m.standing <> 'former' order by m.id"
    );
    AUDIENCES = concat!("select m.id, ", audiences!(), " from member m where m.standing <> 'former'");
    ORGANISATIONS = "select mo.member_id, o.slug from member_organisation mo join organisation o on o.id = mo.organisation_id \
                     where mo.member_id > $1 and mo.member_id <= $2 order by mo.member_id, mo.position";
    ASK_ABOUT = "select mt.member_id, t.slug from member_topic mt join topic t on t.id = mt.topic_id \
                 where mt.relation = 'ask_about' and mt.member_id > $1 and mt.member_id <= $2 order by mt.member_id, mt.position";
    LEARNING = "select mt.member_id, t.slug from member_topic mt join topic t on t.id = mt.topic_id \
                where mt.relation = 'learning' and mt.member_id > $1 and mt.member_id <= $2 order by mt.member_id, mt.position";
    SAVE = "insert into member (id, handle, kind, name, sort_name, pronouns, role, place, timezone, links, about, about_html, html_version, has_account, created_at, updated_at, job_family, \
            audience_pronouns, audience_role, audience_place, audience_organisations, audience_about, audience_links, audience_topics, audience_communities, audience_photo) \
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25) \
            on conflict (id) do update set handle = excluded.handle, kind = excluded.kind, name = excluded.name, sort_name = excluded.sort_name, \
            pronouns = excluded.pronouns, role = excluded.role, place = excluded.place, timezone = excluded.timezone, links = excluded.links, \
            about = excluded.about, about_html = excluded.about_html, html_version = excluded.html_version, job_family = excluded.job_family, revision = member.revision + 1, \
            updated_at = excluded.updated_at where member.standing <> 'former'";
    // What is proved stays, said or not: see organisations::proof.
    FORGET_ORGANISATIONS = "delete from member_organisation where member_id = $1 and proof is null";
    UNSAY_ORGANISATIONS = "update member_organisation set said = false where member_id = $1";
    SAY_ORGANISATION = "insert into member_organisation (member_id, organisation_id, position) values ($1, $2, $3) \
                        on conflict (member_id, organisation_id) do update set position = excluded.position, said = true";
    FORGET_TOPICS = "delete from member_topic where member_id = $1";
    FORGET_WORDS = "delete from member_word where member_id = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    audiences: AudienceRow,
    id: Uuid,
    handle: String,
    #[sqlx(try_from = "String")]
    kind: PersonKind,
    name: String,
    sort_name: String,
    pronouns: Option<String>,
    role: Option<String>,
    job_family: Option<String>,
    place: Option<String>,
    timezone: Option<String>,
    links: String,
    about: String,
}

/// Reads a batch.
///
/// # Errors
/// When the database does not answer.
pub async fn load(db: &Db, batch: Batch) -> Result<Vec<(Uuid, PersonRecord)>, sqlx::Error> {
    let rows: Vec<Row> = on!(db.reader(), c => sqlx::query_as(LOAD).bind(batch.after).bind(batch.to).fetch_all(c))?;
    let mut aliases = aliases(db, ObjectKind::Person, batch).await?;
    let mut organisations = lists(db, ORGANISATIONS, batch).await?;
    let mut ask_about = lists(db, ASK_ABOUT, batch).await?;
    let mut learning = lists(db, LEARNING, batch).await?;
    rows.into_iter()
        .map(|r| {
            let sort_name = (r.sort_name != names::sort_name(&r.name)).then_some(r.sort_name);
            let record = PersonRecord {
                handle: r.handle,
                name: r.name,
                kind: r.kind,
                sort_name,
                pronouns: r.pronouns,
                role: r.role,
                job_family: r.job_family,
                place: r.place,
                timezone: r.timezone,
                organisations: organisations.remove(&r.id).unwrap_or_default(),
                links: from_json(&r.links)?,
                ask_about: ask_about.remove(&r.id).unwrap_or_default(),
                learning: learning.remove(&r.id).unwrap_or_default(),
                seen_by: r.audiences.into(),
                aliases: aliases.remove(&r.id).unwrap_or_default(),
                body: r.about,
            };
            Ok((r.id, record))
        })
        .collect()
}

/// Who sees what of everybody who is there: what [`save`] leaves as it is.
///
/// # Errors
/// When the database does not answer.
pub async fn chosen_audiences(db: &Db) -> Result<HashMap<Uuid, Audiences>, sqlx::Error> {
    #[derive(sqlx::FromRow)]
    struct Chosen {
        id: Uuid,
        #[sqlx(flatten)]
        audiences: AudienceRow,
    }
    let rows: Vec<Chosen> = on!(db.reader(), c => sqlx::query_as(AUDIENCES).fetch_all(c))?;
    Ok(rows.into_iter().map(|row| (row.id, row.audiences.into())).collect())
}

/// Writes one under the id, new or known. A new one has no account; of a known one, who sees what stays; one who left stays gone.
///
/// # Errors
/// When the database refuses, or the record refers to what is not there.
pub async fn save(tx: &mut Tx, index: &Index, id: Uuid, record: &PersonRecord) -> Result<(), sqlx::Error> {
    let now = tx.now();
    let sort_name = record.sort_name.as_deref().map_or_else(|| names::sort_name(&record.name), names::fold);
    let seen_by = &record.seen_by;
    let saved = run!(
        tx,
        sqlx::query(SAVE)
            .bind(id)
            .bind(&record.handle)
            .bind(record.kind.as_str())
            .bind(&record.name)
            .bind(&sort_name)
            .bind(&record.pronouns)
            .bind(&record.role)
            .bind(&record.place)
            .bind(&record.timezone)
            .bind(to_json(&record.links)?)
            .bind(&record.body)
            .bind(markdown::render(&record.body))
            .bind(markdown::VERSION)
            .bind(false)
            .bind(now)
            .bind(&record.job_family)
            .bind(seen_by.pronouns.as_str())
            .bind(seen_by.role.as_str())
            .bind(seen_by.place.as_str())
            .bind(seen_by.organisations.as_str())
            .bind(seen_by.about.as_str())
            .bind(seen_by.links.as_str())
            .bind(seen_by.topics.as_str())
            .bind(seen_by.communities.as_str())
            .bind(seen_by.photo.as_str())
    )?;
    if saved == 0 {
        return Ok(());
    }
    save_words(tx, id, [names::fold(&record.name), sort_name, record.handle.clone()]).await?;
    let organisations = index.want_all(ObjectKind::Organisation, &record.organisations)?;
    save_organisations(tx, id, &organisations).await?;
    run!(tx, sqlx::query(FORGET_TOPICS).bind(id))?;
    let mut rows = Rows::new("member_topic", &["member_id", "topic_id", "relation", "position"]);
    for (relation, topics) in [("ask_about", &record.ask_about), ("learning", &record.learning)] {
        for (topic, position) in index.want_all(ObjectKind::Topic, topics)?.into_iter().zip(0_i32..) {
            rows.push([id.into(), topic.into(), relation.into(), position.into()]);
        }
    }
    rows.insert(tx).await?;
    save_aliases(tx, ObjectKind::Person, id, &record.aliases).await
}

/// Where a person says that they belong. What is proved stays.
async fn save_organisations(tx: &mut Tx, id: Uuid, organisations: &[Uuid]) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(FORGET_ORGANISATIONS).bind(id))?;
    run!(tx, sqlx::query(UNSAY_ORGANISATIONS).bind(id))?;
    for (organisation, position) in organisations.iter().zip(0_i32..) {
        run!(tx, sqlx::query(SAY_ORGANISATION).bind(id).bind(*organisation).bind(position))?;
    }
    Ok(())
}

/// What a person is found by: each of their names from each of its words on.
async fn save_words(tx: &mut Tx, id: Uuid, names: [String; 3]) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(FORGET_WORDS).bind(id))?;
    let words: BTreeSet<&str> = names.iter().flat_map(|name| names::from_each_word(name)).collect();
    let mut rows = Rows::new("member_word", &["member_id", "word"]);
    for word in words {
        rows.push([id.into(), word.into()]);
    }
    rows.insert(tx).await
}
