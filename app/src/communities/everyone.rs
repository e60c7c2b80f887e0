//! The community every site has from its first start.

use uuid::Uuid;

use super::EVERYONE;
use super::model::CommunityKind;
use super::record::CommunityRecord;
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
        kind: CommunityKind::Network,
        summary: "What belongs to all communities, and to no other.".to_owned(),
        ..CommunityRecord::named(EVERYONE, "Everyone")
    }
}
