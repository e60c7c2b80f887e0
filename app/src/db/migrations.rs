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

    #[tokio::test]
    async fn a_communitys_size_follows_its_memberships() {
        for engine in ENGINES {
            let test = TestDb::make(engine, Clock::system()).await.unwrap();
            let id = |n: u128| match engine {
                crate::db::harness::TestEngine::Sqlite => format!("x'{}'", Uuid::from_u128(n).simple()),
                crate::db::harness::TestEngine::Postgres => format!("'{}'", Uuid::from_u128(n)),
            };
            let run = async |sql: &str| {
                let ran = on!(test.db.writer(), c => async { c.execute(AssertSqlSafe(sql.to_owned())).await.map(drop) });
                ran.unwrap_or_else(|e| panic!("{engine:?}: {e}: {sql}"));
            };
            let size = async || -> i64 {
                let sql = format!("select members from community_size where community_id = {}", id(1));
                on!(test.db.reader(), c => sqlx::query_scalar(AssertSqlSafe(sql.clone())).fetch_one(c)).unwrap()
            };
            run(&format!(
                "insert into community (id, slug, name, sort_name, kind, status, summary, charter_domain, charter_domain_html, charter_community, charter_community_html, \
                 charter_practice, charter_practice_html, html_version, job_families, channels, join_rule, listed, audience_about, audience_events, audience_questions, \
                 audience_pages, audience_members, created_at, updated_at) values ({}, 'design', '', '', '', '', '', '', '', '', '', '', '', 1, '[]', '[]', '', true, \
                 '', '', '', '', '', '2026-01-01', '2026-01-01')",
                id(1)
            ))
            .await;
            for n in 2..5 {
                run(&format!(
                    "insert into member (id, handle, kind, name, sort_name, links, about, about_html, html_version, has_account, created_at, updated_at) \
                     values ({}, 'member-{n}', 'person', '', '', '[]', '', '', 1, false, '2026-01-01', '2026-01-01')",
                    id(n)
                ))
                .await;
            }
            let row = |n: u128, state: &str| format!("({}, {}, {}, '{state}')", id(10 + n), id(1), id(n));
            let rows = [row(2, "active"), row(3, "active"), row(4, "invited")].join(", ");
            run(&format!("insert into membership (id, community_id, member_id, state) values {rows}")).await;
            assert_eq!(size().await, 2, "{engine:?}");
            run("update membership set state = 'active'").await;
            assert_eq!(size().await, 3, "{engine:?}");
            run("update membership set since = '2026-01-01'").await;
            assert_eq!(size().await, 3, "{engine:?}");
            run(&format!("update membership set state = 'former' where member_id = {}", id(2))).await;
            assert_eq!(size().await, 2, "{engine:?}");
            run(&format!("delete from member where id = {}", id(3))).await;
            assert_eq!(size().await, 1, "{engine:?}");
            run("delete from membership").await;
            assert_eq!(size().await, 0, "{engine:?}");
            test.remove().await;
        }
    }
}
