//! Two databases behind one text of SQL: an embedded SQLite file, or PostgreSQL.
//!
//! Every statement is written once and runs on either through [`on!`](crate::on) (reads and anything that returns rows) or [`run!`](crate::run) (writes).
//! A decision starts by locking the row it is about; see `Tx`.

pub mod bulk;
pub mod harness;
pub mod json;
pub mod key;
mod migrations;
#[cfg(test)]
mod plans_tests;
#[cfg(test)]
mod pools_tests;
#[cfg(test)]
pub(crate) mod queries_tests;
pub mod records;
#[cfg(test)]
mod sight_tests;
pub mod sources;
pub mod statement;

use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::pool::PoolOptions;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool, Transaction};
use tokio::sync::Notify;

use crate::activity::{self, Act};
use crate::clock::Clock;
use crate::live::follow::announce;
use crate::live::{Channel, Hub};
use crate::search::index;

/// One of the two engines, holding what reaches it.
pub enum Engine<S, P> {
    /// SQLite.
    Sqlite(S),
    /// PostgreSQL.
    Postgres(P),
}

/// Runs the same expression on whichever engine is there, and awaits it.
///
/// `on!(db.reader(), c => sqlx::query_as(SQL).bind(id).fetch_all(c))`; within a transaction `on!(tx.conn(), c => …)`.
#[macro_export]
macro_rules! on {
    ($engine:expr, $c:ident => $body:expr) => {
        match $engine {
            $crate::db::Engine::Sqlite($c) => $body.await,
            $crate::db::Engine::Postgres($c) => $body.await,
        }
    };
}

/// Executes a statement in a transaction and gives the number of rows it touched: `run!(tx, sqlx::query(SQL).bind(id))?`.
#[macro_export]
macro_rules! run {
    ($tx:expr, $query:expr) => {
        match $tx.conn() {
            $crate::db::Engine::Sqlite(c) => $query.execute(c).await.map(|done| done.rows_affected()),
            $crate::db::Engine::Postgres(c) => $query.execute(c).await.map(|done| done.rows_affected()),
        }
    };
}

/// Names a module's statements and lists them as `QUERIES`, so that a test can prepare every one on both engines.
#[macro_export]
macro_rules! queries {
    ($($(#[$meta:meta])* $vis:vis $name:ident = $sql:expr;)+) => {
        $($(#[$meta])* $vis const $name: &str = $sql;)+

        /// Every statement of this module, by name.
        #[cfg(test)]
        pub(crate) const QUERIES: &[(&str, &str)] = &[$((concat!(module_path!(), "::", stringify!($name)), $name)),+];
    };
}

/// The database of a site.
#[derive(Clone, Debug)]
pub struct Db {
    pools: Pools,
    clock: Clock,
    hub: Hub,
    jobs: Arc<Notify>,
    reads: Arc<AtomicU64>,
}

#[derive(Clone, Debug)]
enum Pools {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Postgres { read: PgPool, by_values: PgPool, write: PgPool },
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address is of neither engine.
    #[error("DATABASE_URL must begin with “sqlite:” or “postgres://”; it begins with “{0}”")]
    UnknownEngine(String),
    /// The engine refused.
    #[error("the database could not be opened: {0}")]
    Engine(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the database could not be migrated: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

impl Db {
    /// Opens the database at `url`; makes a SQLite file that is not there. Does not migrate.
    ///
    /// # Errors
    /// When the address is of no known engine or the engine refuses.
    pub async fn open(url: &str, clock: Clock) -> Result<Self, OpenError> {
        let scheme = url.split(':').next().unwrap_or_default();
        let pools = match scheme {
            "sqlite" => {
                let options = SqliteConnectOptions::from_str(url)?
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(Duration::from_secs(10))
                    .foreign_keys(true)
                    .pragma("cache_size", "-16384")
                    .pragma("temp_store", "memory")
                    // Rows come from a thread of the connection's own: a long list is not to wait for its reader at every fifty.
                    .row_buffer_size(1_000);
                // One writer, so that writers queue here and never meet SQLITE_BUSY; it is opened first and makes the file.
                let write = PoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
                let read = PoolOptions::new().max_connections(8).connect_with(options.read_only(true)).await?;
                Pools::Sqlite { read, write }
            }
            "postgres" | "postgresql" => {
                // Statements read little: to compile them, or to start others that help, takes longer than they do.
                let settings = [("timezone", "UTC"), ("jit", "off"), ("max_parallel_workers_per_gather", "0")];
                let options = PgConnectOptions::from_str(url)?.options(settings);
                // And to plan one takes longer than to run it: what reads is planned once, for any values.
                let once = options.clone().options([("plan_cache_mode", "force_generic_plan")]);
                // What reads has connections of its own: many that write at once, each of whom reads besides, would else wait for one another.
                let write = PoolOptions::new().max_connections(8).connect_with(options.clone()).await?;
                let read = PoolOptions::new().max_connections(12).connect_with(once).await?;
                let by_values = PoolOptions::new().max_connections(8).connect_with(options).await?;
                Pools::Postgres { read, by_values, write }
            }
            other => return Err(OpenError::UnknownEngine(other.to_owned())),
        };
        Ok(Self { pools, clock, hub: Hub::default(), jobs: Arc::default(), reads: Arc::default() })
    }

    /// What reads: a pool of the engine.
    pub fn reader(&self) -> Engine<&SqlitePool, &PgPool> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        match &self.pools {
            Pools::Sqlite { read, .. } => Engine::Sqlite(read),
            Pools::Postgres { read, .. } => Engine::Postgres(read),
        }
    }

    /// What reads where the best plan depends on the values: the words of a search, a range, or a limit that is bound. PostgreSQL would plan for any, which suits the rare alone.
    pub fn reader_by_values(&self) -> Engine<&SqlitePool, &PgPool> {
        match &self.pools {
            Pools::Sqlite { .. } => self.reader(),
            Pools::Postgres { by_values, .. } => {
                self.reads.fetch_add(1, Ordering::Relaxed);
                Engine::Postgres(by_values)
            }
        }
    }

    /// How many queries this process has made outside of transactions.
    pub fn reads(&self) -> u64 {
        self.reads.load(Ordering::Relaxed)
    }

    /// What this node knows of changes to the database.
    pub fn hub(&self) -> &Hub {
        &self.hub
    }

    /// Waits until a commit of this process has brought a job. One that came while nobody waited ends the next wait at once.
    pub async fn brings_job(&self) {
        self.jobs.notified().await;
    }

    /// What writes: a pool of the engine, SQLite's of one connection.
    pub(crate) fn writer(&self) -> Engine<&SqlitePool, &PgPool> {
        match &self.pools {
            Pools::Sqlite { write, .. } => Engine::Sqlite(write),
            Pools::Postgres { write, .. } => Engine::Postgres(write),
        }
    }

    /// The engine's name, for people: "SQLite" or "PostgreSQL".
    pub fn engine_name(&self) -> &'static str {
        match self.pools {
            Pools::Sqlite { .. } => "SQLite",
            Pools::Postgres { .. } => "PostgreSQL",
        }
    }

    /// Begins a transaction that may write.
    ///
    /// # Errors
    /// When the engine gives none.
    pub async fn begin(&self) -> Result<Tx, sqlx::Error> {
        let engine = match &self.pools {
            Pools::Sqlite { write, .. } => Engine::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres { write, .. } => Engine::Postgres(write.begin().await?),
        };
        Ok(Tx {
            engine,
            clock: self.clock.clone(),
            hub: self.hub.clone(),
            wakes: BTreeSet::new(),
            brings_job: false,
            jobs: self.jobs.clone(),
        })
    }

    /// Brings the schema up to date, and the index for search with it.
    ///
    /// # Errors
    /// When a migration fails; those before it stay applied.
    pub async fn migrate(&self) -> Result<(), OpenError> {
        match self.writer() {
            Engine::Sqlite(pool) => migrations::sqlite().run(pool).await?,
            Engine::Postgres(pool) => migrations::postgres().run(pool).await?,
        }
        index::complete(self).await?;
        Ok(())
    }

    /// The day it is, UTC.
    pub fn today(&self) -> chrono::NaiveDate {
        self.clock.now().date_naive()
    }

    /// Whether the database answers and holds every migration this program knows.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn is_current(&self) -> Result<bool, sqlx::Error> {
        let known = match self.pools {
            Pools::Sqlite { .. } => migrations::sqlite().iter().count(),
            Pools::Postgres { .. } => migrations::postgres().iter().count(),
        };
        let applied: i64 = on!(self.reader(), c => sqlx::query_scalar("select count(*) from _sqlx_migrations where success").fetch_one(c))?;
        Ok(usize::try_from(applied).is_ok_and(|applied| applied >= known))
    }

    /// Tells the engine that much has changed, so that it plans its queries anew.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn analyze(&self) -> Result<(), sqlx::Error> {
        match self.writer() {
            Engine::Sqlite(pool) => sqlx::query("analyze").execute(pool).await.map(drop),
            Engine::Postgres(pool) => sqlx::query("analyze").execute(pool).await.map(drop),
        }
    }

    /// Waits for what is under way and closes the connections.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres { read, by_values, write } => {
                read.close().await;
                by_values.close().await;
                write.close().await;
            }
        }
    }
}

/// A transaction that may write. Dropped without [`Tx::commit`] it is rolled back.
pub struct Tx {
    engine: Engine<Transaction<'static, Sqlite>, Transaction<'static, Postgres>>,
    clock: Clock,
    hub: Hub,
    wakes: BTreeSet<Channel>,
    brings_job: bool,
    jobs: Arc<Notify>,
}

impl Tx {
    /// What runs statements inside the transaction.
    pub fn conn(&mut self) -> Engine<&mut SqliteConnection, &mut PgConnection> {
        match &mut self.engine {
            Engine::Sqlite(tx) => Engine::Sqlite(&mut **tx),
            Engine::Postgres(tx) => Engine::Postgres(&mut **tx),
        }
    }

    /// The instant of the transaction's writes.
    pub fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.clock.now()
    }

    /// Has the commit wake a channel for a change that is nobody's act.
    pub fn wakes(&mut self, channel: Channel) {
        self.wakes.insert(channel);
    }

    /// Has the commit wake what runs the jobs.
    pub(crate) fn brings_job(&mut self) {
        self.brings_job = true;
    }

    /// Commits, together with what the acts entail: their rows in the activity log, what a search finds of what they
    /// were about, and the channels they wake.
    ///
    /// # Errors
    /// When the engine refuses; then nothing has been written.
    pub async fn commit(mut self, acts: impl IntoIterator<Item = Act>) -> Result<(), sqlx::Error> {
        let acts: Vec<Act> = acts.into_iter().collect();
        self.wakes.extend(acts.iter().flat_map(Channel::of));
        index::update(&mut self, &acts).await?;
        activity::record(&mut self, acts).await?;
        match self.engine {
            Engine::Sqlite(tx) => tx.commit().await?,
            Engine::Postgres(mut tx) => {
                if !self.wakes.is_empty() {
                    announce(&mut tx, &self.hub, &self.wakes).await?;
                }
                tx.commit().await?;
            }
        }
        if !self.wakes.is_empty() {
            self.hub.wake(self.wakes);
        }
        if self.brings_job {
            self.jobs.notify_one();
        }
        Ok(())
    }
}
