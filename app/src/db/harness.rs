//! A database of its own for each test, on both engines.
//!
//! SQLite: a file in a temporary folder. PostgreSQL: a copy of a template that was migrated once, in the cluster that `TEST_POSTGRES_URL` names
//! (`make test` starts a throw-away one).

use std::path::PathBuf;

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use uuid::Uuid;

use super::{Db, OpenError};
use crate::clock::Clock;

/// One of the two engines, for a test to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestEngine {
    /// A SQLite file.
    Sqlite,
    /// A PostgreSQL database.
    Postgres,
}

/// Both engines.
pub const ENGINES: [TestEngine; 2] = [TestEngine::Sqlite, TestEngine::Postgres];

/// A migrated, empty database that goes away with [`TestDb::remove`].
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// Its address.
    pub url: String,
    left: Left,
}

/// What a database leaves behind.
enum Left {
    Folder(PathBuf),
    Database { admin: String, name: String },
}

const TEMPLATE: &str = "guildhall_template";

impl TestDb {
    /// Makes one.
    ///
    /// # Errors
    /// When the engine refuses, or `TEST_POSTGRES_URL` is not set.
    pub async fn make(engine: TestEngine, clock: Clock) -> Result<Self, OpenError> {
        // Process numbers come again, and what a killed test left behind is still there.
        let name = format!("guildhall_test_{}", Uuid::now_v7().simple());
        match engine {
            TestEngine::Sqlite => {
                let folder = std::env::temp_dir().join(&name);
                std::fs::create_dir_all(&folder).map_err(sqlx::Error::Io)?;
                let url = format!("sqlite:{}", folder.join("guildhall.db").display());
                let db = Db::open(&url, clock).await?;
                db.migrate().await?;
                Ok(Self { db, url, left: Left::Folder(folder) })
            }
            TestEngine::Postgres => {
                let base = std::env::var("TEST_POSTGRES_URL").map_err(|_| {
                    sqlx::Error::Configuration(
                        "TEST_POSTGRES_URL is not set: run the tests through `make test`, which starts a PostgreSQL".into(),
                    )
                })?;
                let mut admin = PgConnection::connect(&base).await?;
                // Several test processes start at once: one makes the template, the others wait for it.
                admin.execute("select pg_advisory_lock(7306)").await?;
                let there: Option<i32> = sqlx::query_scalar("select 1 from pg_database where datname = $1 and datistemplate")
                    .bind(TEMPLATE)
                    .fetch_optional(&mut admin)
                    .await?;
                if there.is_none() {
                    admin.execute(AssertSqlSafe(format!("drop database if exists {TEMPLATE}"))).await?;
                    admin.execute(AssertSqlSafe(format!("create database {TEMPLATE}"))).await?;
                    let template = Db::open(&database_url(&base, TEMPLATE), clock.clone()).await?;
                    template.migrate().await?;
                    template.close().await;
                    admin.execute(AssertSqlSafe(format!("alter database {TEMPLATE} with is_template true"))).await?;
                }
                let copied = admin.execute(AssertSqlSafe(format!("create database {name} template {TEMPLATE}"))).await;
                admin.execute("select pg_advisory_unlock(7306)").await?;
                copied?;
                let url = database_url(&base, &name);
                Ok(Self { db: Db::open(&url, clock).await?, url, left: Left::Database { admin: base, name } })
            }
        }
    }

    /// Closes it and removes what it left.
    pub async fn remove(self) {
        self.db.close().await;
        // What stays behind in a temporary folder or a throw-away cluster harms nobody.
        match self.left {
            Left::Folder(folder) => drop(std::fs::remove_dir_all(folder)),
            Left::Database { admin, name } => {
                if let Ok(mut admin) = PgConnection::connect(&admin).await {
                    drop(admin.execute(AssertSqlSafe(format!("drop database if exists {name}"))).await);
                }
            }
        }
    }
}

/// The same server, another database.
fn database_url(base: &str, name: &str) -> String {
    let (address, query) = base.split_once('?').map_or((base, String::new()), |(address, query)| (address, format!("?{query}")));
    let end = address.rfind('/').unwrap_or(address.len());
    format!("{}/{name}{query}", &address[..end])
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_database_is_swapped_and_the_rest_of_the_address_kept() {
        assert_eq!(
            super::database_url("postgres://me@127.0.0.1:5433/postgres?sslmode=disable", "x"),
            "postgres://me@127.0.0.1:5433/x?sslmode=disable"
        );
    }
}
