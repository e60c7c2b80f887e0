//! Every statement that shows something asks who may see it, or is one of those that need not.

use super::harness::ENGINES;
use super::queries_tests::{ALL, composed, own};

/// What reads pages for those who see them all: whoever edits them, administrators, and the program itself.
const SEE_ALL_PAGES: &[&str] = &[
    "app::activity::log::",
    "app::admin::merging::",
    "app::db::records::",
    "app::pages::attached::bundled::",
    "app::pages::attached::store::OF",
    "app::pages::attached::store::TAKEN",
    "app::pages::record_store::",
    "app::pages::store::DRAFTS",
    "app::pages::tending::store::",
    "app::pages::tending::suggesting_store::",
    "app::pages::together::store::",
    "app::revisions::bundled::",
    "app::search::index::",
    // What it reads is found by those alone who may read it: each row says who they are.
    "app::search::texts::PAGES",
    "log",
];

/// A list that forgot who may read a page would show it to all who see the others.
#[test]
fn whatever_shows_pages_asks_who_may_read_each() {
    let fixed = ALL.iter().copied().flatten().map(|(name, sql)| (*name, (*sql).to_owned()));
    let composed = composed();
    let composed = composed.iter().flat_map(|(name, all)| all.iter().map(|statement| (*name, statement.sql().to_owned())));
    let shows = |sql: &str| ["from page ", "join page "].iter().any(|words| sql.contains(words));
    let asks = |sql: &str| sql.contains(".audience = 'community'");
    let forgot =
        fixed.chain(composed).filter(|(name, sql)| shows(sql) && !asks(sql) && !SEE_ALL_PAGES.iter().any(|all| name.starts_with(all)));
    let forgot: Vec<String> = forgot.map(|(name, sql)| format!("{name}: {sql}")).collect();
    assert_eq!(forgot, [""; 0]);
}

/// What reads events for those who see them all or know them already: those who organise, administrators, whoever answered to them or holds a link, and the program itself.
const SEE_ALL_EVENTS: &[&str] = &[
    "app::admin::merging::",
    "app::admin::topics::",
    // How many there are, for who leads.
    "app::communities::audiences::store::NEWCOMERS",
    "app::communities::audiences::store::WRITTEN",
    "app::communities::settings_store::SERIES",
    "app::communities::settings_store::TO_COME",
    "app::db::records::",
    "app::events::asking::",
    "app::events::attendance::",
    "app::events::audience_store::",
    "app::events::guests::",
    "app::events::hosting::store::",
    "app::events::importing::followed::",
    "app::events::importing::store::WORDS",
    // What somebody came to, and what they are told of it, is asked about first.
    "app::events::invitations_store::",
    "app::events::organising::store::",
    "app::events::record_",
    "app::events::reminders_store::",
    "app::events::rsvp::asked_store::WITH_WAITING",
    "app::events::rsvp::asked_store::WAITED_FOR",
    "app::events::rsvp::asked_store::TO_COME",
    "app::events::rsvp::asked_store::ANSWERED",
    "app::events::rsvp::asked_store::EVENTS_OF",
    "app::events::rsvp::asked_store::MEETINGS_OF",
    "app::events::rsvp::holding_store::",
    "app::events::rsvp::needs_store::",
    "app::events::rsvp::store::",
    // The meetings of an event that was asked for.
    "app::events::store::calendar::DECLINED",
    "app::events::store::calendar::DIFFERS",
    "app::events::store::calendar::ON_DAY",
    "app::events::store::calendar::TOPICS",
    "app::events::store::detail::about::HOSTS_AND_TOPICS",
    "app::events::store::detail::NEIGHBOURS",
    "app::events::store::detail::ON_DAY",
    "app::events::store::detail::PAST",
    "app::events::store::detail::about::SPEAKERS",
    "app::events::store::detail::UPCOMING",
    "app::events::store::turn::",
    "app::events::thanking::store::",
    // What a member has of their own.
    "app::members::takeout::doing_store::",
    "app::questions::office::record_store::",
    "app::questions::office::store::OVER",
    "app::search::index::",
    "app::search::texts::EVENTS",
    "app::search::texts::MEETINGS",
    "attendance",
    "brought in",
];

/// A list that forgot who may see an event would show it to all who see the others.
#[test]
fn whatever_shows_events_asks_who_may_see_each() {
    let fixed = ALL.iter().copied().flatten().map(|(name, sql)| (*name, (*sql).to_owned()));
    let fixed = fixed.chain(ENGINES.into_iter().flat_map(own).map(|(name, sql)| (*name, (*sql).to_owned())));
    let composed = composed();
    let composed = composed.iter().flat_map(|(name, all)| all.iter().map(|statement| (*name, statement.sql().to_owned())));
    let shows = |sql: &str| ["from event ", "join event ", "from occurrence ", "join occurrence "].iter().any(|words| sql.contains(words));
    let asks = |sql: &str| sql.contains("from membership ev where ev.member_id = $1");
    let all: Vec<(&str, String)> = fixed.chain(composed).collect();
    let forgot = all.iter().filter(|(name, sql)| shows(sql) && !asks(sql) && !SEE_ALL_EVENTS.iter().any(|all| name.starts_with(all)));
    let forgot: Vec<String> = forgot.map(|(name, sql)| format!("{name}: {sql}")).collect();
    assert_eq!(forgot, [""; 0]);
    // What is found, and what is told, holds events without naming their table first.
    for name in ["app::search::store::sqlite::EVENTS", "app::search::store::postgres::EVENTS", "app::notifications::store::LIST"] {
        assert!(all.iter().any(|(known, sql)| *known == name && asks(sql)), "{name}");
    }
}

/// What was deleted is nowhere: whoever reads questions says so, or is of those who mean the deleted ones too.
#[test]
fn every_statement_that_reads_questions_leaves_out_deleted_ones_or_means_them() {
    const MEANS_THEM: &[&str] = &[
        // What acts on one that is known already, or tells of it to who may know.
        "app::questions::asking_store::",
        "app::questions::posts_store::",
        "app::questions::screen_store::",
        "app::questions::editing_store::",
        "app::questions::lifecycle_store::",
        "app::questions::telling::",
        "app::activity::log::",
        "log",
        // What somebody wrote, wherever it is.
        "app::admin::merging::",
        "app::members::leaving_store::",
        "app::members::takeout::",
        // Names and ids of all there is.
        "app::db::records::",
        "app::search::index::",
    ];
    let reads = |sql: &str| ["from question q", "join question q", "from question x"].iter().any(|from| sql.contains(from));
    let composed = composed();
    let composed = composed.iter().flat_map(|(name, all)| all.iter().map(|statement| (*name, statement.sql())));
    let fixed = ALL.iter().copied().flatten().map(|(name, sql)| (*name, *sql));
    let shows: Vec<&str> = fixed
        .chain(composed)
        .filter(|(name, sql)| reads(sql) && !sql.contains("deleted_at is null") && !MEANS_THEM.iter().any(|means| name.starts_with(means)))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(shows, [""; 0]);
}
