//! The community every site has from its first start.

use uuid::Uuid;

use super::EVERYONE;
use super::model::{CommunityKind, CommunityStatus, JoinRule};
use super::record::{Audiences, Charter, CommunityRecord};
use super::record_store;
use crate::activity::ObjectKind;
use crate::db::Db;
use crate::db::records::Index;

/// Makes `everyone` where it is not there yet.
///
/// # Errors
/// When the database refuses.
pub async fn ensure(db: &Db) -> Result<(), sqlx::Error> {
    let index = Index::load_communities(db).await?;
    if index.get(ObjectKind::Community, EVERYONE).is_some() {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    record_store::save(&mut tx, &index, Uuid::now_v7(), &record()).await?;
    match tx.commit([]).await {
        // Another node was quicker.
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Ok(()),
        done => done,
    }
}

fn record() -> CommunityRecord {
    CommunityRecord {
        slug: EVERYONE.to_owned(),
        name: "Everyone".to_owned(),
        short_name: None,
        kind: CommunityKind::Network,
        status: CommunityStatus::Active,
        merged_into: None,
        parent: None,
        stage: None,
        summary: "What belongs to all communities, and to no other.".to_owned(),
        topics: Vec::new(),
        job_families: Vec::new(),
        website: None,
        contact: None,
        who_can_join: None,
        join_rule: JoinRule::Open,
        channels: Vec::new(),
        guidelines: None,
        commitment: None,
        listed: true,
        audience: Audiences::default(),
        founded: None,
        ends_on: None,
        members: Vec::new(),
        aliases: Vec::new(),
        charter: Charter::default(),
    }
}
