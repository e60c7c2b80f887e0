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

#[cfg(test)]
mod tests {
    use sqlx::{AssertSqlSafe, Executor};
    use uuid::Uuid;

    use crate::clock::Clock;
    use crate::db::harness::{ENGINES, TestDb};
    use crate::on;

    /// The statement that fills `member_word` from what a database already held.
    fn fill() -> &'static str {
        let migration = include_str!("../../migrations/sqlite/0004_lists.sql");
        migration.split_inclusive(';').find(|statement| statement.contains("insert into member_word")).unwrap()
    }

    #[tokio::test]
    async fn people_who_were_there_before_are_found_by_the_words_of_their_names() {
        for engine in ENGINES {
            let test = TestDb::make(engine, Clock::system()).await.unwrap();
            let id = Uuid::from_u128(1).to_string();
            let (id, quote) = match engine {
                crate::db::harness::TestEngine::Sqlite => (id.replace('-', ""), "x'"),
                crate::db::harness::TestEngine::Postgres => (id, "'"),
            };
            let member = format!(
                "insert into member (id, handle, kind, name, sort_name, links, about, about_html, html_version, has_account, created_at, updated_at) \
                 values ({quote}{id}', 'ada-o', 'person', '', 'cruz-o''connor, ada de la', '[]', '', '', 1, false, '2026-01-01', '2026-01-01')"
            );
            for sql in [member.as_str(), fill()] {
                let ran = on!(test.db.writer(), c => async { c.execute(AssertSqlSafe(sql.to_owned())).await.map(drop) });
                ran.unwrap_or_else(|e| panic!("{engine:?}: {e}"));
            }
            let words: Vec<String> =
                on!(test.db.reader(), c => sqlx::query_scalar("select word from member_word order by word").fetch_all(c)).unwrap();
            let words: Vec<&str> = words.iter().map(|word| word.split(' ').next().unwrap()).collect();
            assert_eq!(words, ["ada", "ada-o", "connor,", "cruz-o'connor,", "de", "la", "o", "o'connor,"], "{engine:?}");
            test.remove().await;
        }
    }
}
