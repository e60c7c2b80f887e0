//! The SQL of how people join a community, as its leads change it.

use uuid::Uuid;

use super::model::{Channel, JoinRule};
use crate::db::bulk::{Rows, Value};
use crate::db::records::{save_list, to_json};
use crate::db::{Db, Tx};
use crate::{names, on, queries, run};

queries! {
    ORGANISATIONS = "select o.name from community_organisation co join organisation o on o.id = co.organisation_id where co.community_id = $1 order by co.position";
    ORGANISATION = "select id from organisation where slug = $1 or sort_name = $2 limit 1";
    FORGET_ORGANISATIONS = "delete from community_organisation where community_id = $1";
    DOMAINS = "select domain from community_domain where community_id = $1 order by position";
    FORGET_DOMAINS = "delete from community_domain where community_id = $1";
    JOINING = "update community set who_can_join = $2, join_rule = $3, contact = $4, channels = $5, \
               guidelines_version = guidelines_version + case when coalesce(guidelines, '') = coalesce($6, '') then 0 else 1 end, guidelines = $6, \
               revision = revision + 1, updated_at = $7 where id = $1";
}

/// How people join, as its leads say it.
#[derive(Clone, Debug, Default)]
pub struct JoiningChange {
    /// Who can join, as a sentence.
    pub who: Option<String>,
    /// Who can join, as the rule.
    pub rule: JoinRule,
    /// Whom to write to.
    pub contact: Option<String>,
    /// Where it talks.
    pub channels: Vec<Channel>,
    /// What members keep to.
    pub guidelines: Option<String>,
    /// The organisations whose people may join, where that is the rule.
    pub organisations: Vec<Uuid>,
    /// The domains with an address at which people may join, where that is the rule.
    pub domains: Vec<String>,
}

/// The names of the organisations whose people may join.
///
/// # Errors
/// When the database does not answer.
pub async fn organisations(db: &Db, id: Uuid) -> Result<Vec<String>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(ORGANISATIONS).bind(id).fetch_all(c))
}

/// The domains with an address at which people may join.
///
/// # Errors
/// When the database does not answer.
pub async fn domains(db: &Db, id: Uuid) -> Result<Vec<String>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(DOMAINS).bind(id).fetch_all(c))
}

/// Whose people may join: the names of the organisations, and the domains.
///
/// # Errors
/// When the database does not answer.
pub async fn named(db: &Db, id: Uuid) -> Result<(Vec<String>, Vec<String>), sqlx::Error> {
    Ok((organisations(db, id).await?, domains(db, id).await?))
}

/// An organisation by its name or slug.
///
/// # Errors
/// When the database does not answer.
pub async fn organisation(tx: &mut Tx, typed: &str) -> Result<Option<Uuid>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(ORGANISATION).bind(names::slug(typed)).bind(names::fold(typed)).fetch_optional(c))
}

/// Writes how people join. Other guidelines are another version of them.
///
/// # Errors
/// When the database refuses.
pub async fn set_joining(tx: &mut Tx, id: Uuid, joining: &JoiningChange) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(
        tx,
        sqlx::query(JOINING)
            .bind(id)
            .bind(&joining.who)
            .bind(joining.rule.as_str())
            .bind(&joining.contact)
            .bind(to_json(&joining.channels)?)
            .bind(&joining.guidelines)
            .bind(now)
    )?;
    let table = ("community_organisation", ["community_id", "organisation_id", "position"].as_slice());
    save_list(tx, FORGET_ORGANISATIONS, table, id, &joining.organisations).await?;
    run!(tx, sqlx::query(FORGET_DOMAINS).bind(id))?;
    let mut rows = Rows::new("community_domain", &["community_id", "domain", "position"]);
    for (domain, position) in joining.domains.iter().zip(0..) {
        rows.push([id.into(), domain.as_str().into(), Value::from(position)]);
    }
    rows.insert(tx).await
}
