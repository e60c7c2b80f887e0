//! What administrators see first, and what the operator set.

use crate::accounts::model::Registration;
use crate::accounts::passkeys::are_possible;
use crate::db::Db;
use crate::error::AppError;
use crate::state::administrator;
use crate::ui::lists::{count, up_to};
use crate::ui::sheet::{Part, Row, Sheet, Tab};
use crate::{on, queries};

queries! {
    ACCOUNTS = "select count(*) from (select 1 from account limit 1001) counted";
    SUSPENDED = "select count(*) from member where standing = 'suspended'";
    ADMINISTRATORS = "select count(*) from member where administrator";
    COMMUNITIES = "select count(*) from community where slug <> 'everyone' and status = 'active'";
    ORGANISATIONS = "select count(*) from (select 1 from organisation limit 1001) counted";
    PROPOSED = "select count(*) from community where proposed and declined_at is null";
    REPORTS = "select count(*) from report where resolved_at is null";
    TOPICS = "select count(*) from (select 1 from topic limit 1001) counted";
}

const SCREENS: [(&str, &str); 8] = [
    ("Overview", "/admin"),
    ("Members", "/admin/members"),
    ("Communities", "/admin/communities"),
    ("Organisations", "/admin/organisations"),
    ("Topics", "/admin/topics"),
    ("Reports", "/admin/reports"),
    ("Log", "/admin/log"),
    ("Settings", "/admin/settings"),
];

/// The screens of administration, of which one is shown.
pub(crate) fn tabs(here: &str) -> Vec<Tab> {
    SCREENS.into_iter().map(|(title, href)| Tab { title: title.to_owned(), href: href.to_owned(), here: href == here }).collect()
}

/// A screen below one of them.
pub(super) fn below(sheet: Sheet, title: &str, href: &str) -> Sheet {
    sheet.below("Administration", "/admin").below(title, href)
}

async fn counted(db: &Db, sql: &'static str) -> Result<i64, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(sql).fetch_one(c))
}

/// `/admin`
pub(crate) async fn sheet() -> Result<Sheet, AppError> {
    let (app, _) = administrator()?;
    let accounts = up_to(counted(&app.db, ACCOUNTS).await?, "member with an account", "members with accounts");
    let administrators = count(counted(&app.db, ADMINISTRATORS).await?, "administrator", "administrators");
    let suspended = counted(&app.db, SUSPENDED).await?;
    let communities = count(counted(&app.db, COMMUNITIES).await?, "active community", "active communities");
    let proposed = counted(&app.db, PROPOSED).await?;
    let waiting = (proposed > 0).then(|| count(proposed, "waits to be approved", "wait to be approved"));
    let organisations = up_to(counted(&app.db, ORGANISATIONS).await?, "organisation", "organisations");
    let topics = up_to(counted(&app.db, TOPICS).await?, "topic", "topics");
    let mut members = vec![accounts, administrators];
    members.extend((suspended > 0).then(|| count(suspended, "suspended", "suspended")));
    let row = |title: &str, href: &str, facts: Vec<String>| Row { href: Some(href.to_owned()), facts, ..Row::new(title) };
    let rows = vec![
        row("Members", "/admin/members", members),
        row("Communities", "/admin/communities", [Some(communities), waiting].into_iter().flatten().collect()),
        row("Organisations", "/admin/organisations", vec![organisations]),
        row("Topics", "/admin/topics", vec![topics]),
        row("Reports", "/admin/reports", vec![count(counted(&app.db, REPORTS).await?, "report waits", "reports wait")]),
        row("Log", "/admin/log", vec!["Who did what, and when".to_owned()]),
        row("Settings", "/admin/settings", vec!["What the operator set".to_owned()]),
    ];
    let mut sheet = Sheet::new("Administration", "All that you do here stands in the log, with your name and your reason.");
    sheet.tabs = tabs("/admin");
    Ok(sheet.section("", [Part::Rows(rows)]))
}

/// `/admin/settings`
pub(crate) fn settings() -> Result<Sheet, AppError> {
    let (app, _) = administrator()?;
    let site = &app.site;
    let who = match site.registration {
        Registration::Open => "Anybody (REGISTRATION is open)".to_owned(),
        Registration::Domains => {
            format!("Whoever has an address at {} (REGISTRATION is domains)", site.registration_domains.join(" or "))
        }
        Registration::Invitation => "Whoever is invited (REGISTRATION is invitation)".to_owned(),
        Registration::SingleSignOn => "Whoever signs in through their organisation (REGISTRATION is single-sign-on)".to_owned(),
    };
    let proxies: Vec<String> = site.trusted_proxies.iter().map(ToString::to_string).collect();
    let secure = if site.is_secure() { "Yes" } else { "No: BASE_URL does not begin with https://" };
    let facts = [
        ("Name (SITE_NAME)", site.name.clone()),
        ("Address (BASE_URL)", site.base_url.clone()),
        ("Reached by TLS", secure.to_owned()),
        ("Who may make an account", who),
        ("Trusted proxies (TRUSTED_PROXIES)", if proxies.is_empty() { "None".to_owned() } else { proxies.join(", ") }),
        (
            "Calendars that communities may follow (CALENDARS_FROM_PRIVATE_ADDRESSES)",
            if site.private_calendars { "Public ones, and those of private networks" } else { "Public ones" }.to_owned(),
        ),
        ("Own logo (SITE_LOGO)", if site.logo.is_some() { "Yes" } else { "No" }.to_owned()),
        ("Pages for developers (DEVELOPER)", if site.developer { "Shown" } else { "Not shown" }.to_owned()),
        ("Passkeys", if are_possible(site) { "Possible" } else { "Not possible: BASE_URL names no host" }.to_owned()),
        ("Database", app.db.engine_name().to_owned()),
        ("Files (S3_BUCKET)", app.files.place()),
    ];
    let facts = facts.into_iter().map(|(what, is)| (what.to_owned(), is)).collect();
    let how = "These are settings of the program. Whoever runs it sets them as flags, in the environment, or in a file named .env beside the program, and starts it again. \
               “guildhall config” prints all of them with what each does.";
    let mut sheet = Sheet::new("Settings", "What the operator set. It can be read here, and changed where the program runs.");
    sheet.tabs = tabs("/admin/settings");
    Ok(sheet.section("", [Part::Facts(facts)]).section("To change them", [Part::Text(how.to_owned())]))
}
