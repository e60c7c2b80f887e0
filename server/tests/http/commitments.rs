//! How a community keeps to what it has undertaken: by all of its meetings, or by those of one series.

use app::activity::ObjectKind;
use axum::http::StatusCode;

use crate::on_every_database;

const ABOUT: &str = "/c/design/settings/about";
const CRIT: &str = "/c/design/events/crit";
const DESIGN: &str = "---\nname: Design\nsummary: For designers.\nwho_can_join: Anyone.\ncommitment: At least once a month\n---\n";
const TALK: &str = "---\ntitle: Talk\nstarts: 2026-03-02T09:00:00\nends: 2026-03-02T10:00:00\ntimezone: Europe/London\n---\n";
const SERIES: &str = "---\ntitle: Design crit\nstarts: 2026-02-03T09:00:00\nends: 2026-02-03T10:00:00\ntimezone: Europe/London\nrrule: FREQ=MONTHLY;BYDAY=1TU\nexdates: ['2026-03-03T09:00:00']\n---\n";

on_every_database!(async fn a_commitment_that_is_attached_to_a_series_is_kept_by_its_meetings_alone(site) {
    site.clock.set("2026-03-29T12:00:00Z".parse().unwrap());
    let ada = site.member("Ada Okafor").await;
    let bob = site.member("Bob").await;
    site.holds(&[("communities/design.md", DESIGN), ("events/design/talk.md", TALK), ("events/design/crit.md", SERIES)]).await;
    site.puts("ada-okafor", "design", "active", Some("lead")).await;
    site.puts("bob", "design", "active", Some("organiser")).await;
    assert!(site.page("/c/design").await.contains("It has met this month, on 2 March 2026. Next: 7 April 2026."));
    assert!(!bob.gets(ABOUT).await.body.contains("commitment_series"), "what a community says of itself is its leads' to change");
    let page = ada.gets(ABOUT).await.body;
    assert!(page.contains("All meetings of the community") && page.contains("value=\"crit\"") && !page.contains("value=\"talk\""), "{page}");
    for none in ["talk", "nothing", "../crit"] {
        ada.posts(ABOUT, "change_about", &[("commitment_series", none)]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "This is no series of the community that takes place.");
    }
    ada.posts(ABOUT, "change_about", &[("commitment_series", "crit")]).await.leads_to(ABOUT);
    let page = site.get("/c/design").await;
    let late = "“Design crit” has not met this month, and nothing is planned before 7 April 2026: 3 days are left.";
    assert!(page.text().contains(late) && page.body.contains("warning"), "{}", page.text());
    // It goes on as another from its second meeting on, which counts as well.
    let from = format!("{CRIT}/edit?from=2026-04-07");
    ada.posts(&from, "change_event", &[("title", "Crit in the afternoon"), ("from", "15:00"), ("to", "16:00")]).await.leads_to("/c/design/events/crit-in-the-afternoon");
    site.clock.set("2026-04-20T12:00:00Z".parse().unwrap());
    assert!(site.page("/c/design").await.contains("“Design crit” has met this month, on 7 April 2026. Next: 5 May 2026."), "{}", site.page("/c/design").await);
    // Nobody meets at what is cancelled: then all count again, and the page says so.
    ada.posts(&format!("{CRIT}/edit"), "call_off_event", &[("because", "Nobody has time.")]).await.leads_to(CRIT);
    let page = site.page("/c/design").await;
    assert!(page.contains("It has met this month, on 7 April 2026.") && page.contains("the series that it was to be kept by is no more."), "{page}");
    let page = ada.gets(ABOUT).await.body;
    assert!(!page.contains("value=\"crit\""), "{page}");
    ada.posts(ABOUT, "change_about", &[]).await.leads_to(ABOUT);
    assert!(!site.page("/c/design").await.contains("is no more"));
});

on_every_database!(async fn a_bundle_says_by_which_series_a_commitment_is_kept(site) {
    site.clock.set("2026-03-29T12:00:00Z".parse().unwrap());
    let design = DESIGN.replace("month\n", "month\ncommitment_series: crit\n");
    let gone = DESIGN.replace("Design", "Data").replace("month\n", "month\ncommitment_series: gone\n");
    let files = [("communities/design.md", design.as_str()), ("communities/data.md", &gone), ("events/design/talk.md", TALK), ("events/design/crit.md", SERIES)];
    site.holds(&files).await;
    assert!(site.page("/c/design").await.contains("“Design crit” has not met this month"));
    let page = site.page("/c/data").await;
    assert!(page.contains("It has not met this month") && page.contains("the series that it was to be kept by is no more."), "{page}");
    let unchanged = site.imports(&files).await.counts(ObjectKind::Community).unchanged;
    assert_eq!(unchanged, 2, "the same again changes nothing");
    let dir = std::env::temp_dir().join(format!("guildhall_commitments_{}", uuid::Uuid::now_v7()));
    server::export::export(site.db(), &site.app().files, &dir).await.unwrap();
    let exported = std::fs::read_to_string(dir.join("communities/design.md")).unwrap();
    assert!(exported.contains("commitment_series: crit\n"), "{exported}");
    std::fs::remove_dir_all(dir).unwrap();
});
