//! The schema's history: what both engines share, merged with what differs. A new file takes the next number over all three folders.

use std::sync::LazyLock;

use sqlx::migrate::Migrator;

static COMMON: Migrator = sqlx::migrate!("migrations/common");
static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

static FOR_SQLITE: LazyLock<Migrator> = LazyLock::new(|| merge(&SQLITE));
static FOR_POSTGRES: LazyLock<Migrator> = LazyLock::new(|| merge(&POSTGRES));

pub(super) fn sqlite() -> &'static Migrator {
    &FOR_SQLITE
}

pub(super) fn postgres() -> &'static Migrator {
    &FOR_POSTGRES
}

fn merge(own: &Migrator) -> Migrator {
    Migrator::with_migrations(COMMON.iter().chain(own.iter()).cloned().collect())
}
