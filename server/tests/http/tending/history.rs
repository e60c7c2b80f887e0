//! What pages said before: shown, compared and brought back.

use axum::http::StatusCode;

use super::{PLAYBOOK, makes, stage};
use crate::on_every_database;

on_every_database!(async fn what_a_page_said_before_is_shown_and_brought_back(site) {
    let (ada, bob) = stage(site).await;
    makes(&ada, "Playbook", "", PLAYBOOK).await;
    let (settings, history) = (format!("{PLAYBOOK}/settings"), format!("{PLAYBOOK}/history"));
    assert!(ada.reads(&history).await.contains("It was never edited"));
    ada.posts(&settings, "change_page", &[("title", "Handbook")]).await.leads_to(PLAYBOOK);
    let shown = ada.reads(&history).await;
    assert!(shown.contains("Revision 2: Ada Okafor") && shown.contains("Revision 1: Ada Okafor"), "{shown}");
    ada.posts(&history, "restore_page", &[("number", "1")]).await.leads_to(PLAYBOOK);
    assert!(site.page(PLAYBOOK).await.contains("Playbook"));
    assert!(ada.reads(&history).await.contains("“Brought back revision 1”"));
    bob.gets(&history).await.says(StatusCode::FORBIDDEN, "Leads and editors");
});

on_every_database!(async fn what_changed_is_shown_in_one_text_or_side_by_side(site) {
    let (ada, bob) = stage(site).await;
    makes(&ada, "Playbook", "", PLAYBOOK).await;
    let history = format!("{PLAYBOOK}/history");
    assert!(!ada.gets(&history).await.body.contains("show=side"), "there is nothing to compare");
    ada.posts(&format!("{PLAYBOOK}/edit"), "save_page", &[("body", "So *it* was.")]).await.leads_to(PLAYBOOK);
    let one = ada.gets(&history).await.body;
    assert!(one.contains("href=\"/c/design/pages/playbook/history?show=side\"") && one.contains("<del>is.</del><ins>was.</ins>"), "{one}");
    let beside = ada.gets(&format!("{history}?show=side")).await;
    assert!(beside.text().contains("Show changes in one text") && beside.text().contains("BeforeSo *it*\nis.\nAfterSo *it*\nwas."), "{}", beside.text());
    assert!(beside.body.contains("<del>is.</del></div><div class=\"diff\"") && beside.body.contains("<ins>was.</ins></div>"), "{}", beside.body);
    bob.gets(&format!("{history}?show=side")).await.says(StatusCode::FORBIDDEN, "Leads and editors");
});
