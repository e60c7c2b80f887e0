//! Founding where an administrator approves: who is told, what can be read before, and what becomes of what is declined.

use app::state::Founding;
use axum::http::StatusCode;

use crate::belonging::founds;
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

/// The administrator of a site where communities are founded by approval, as a browser that is signed in.
pub async fn approving(site: &mut TestSite) -> String {
    let root = site.administrator("Root").await.cookie("session").unwrap();
    site.set(|site| site.founding = Founding::Approval);
    root
}

pub fn administrator<'s>(site: &'s TestSite, session: &str) -> Visitor<'s> {
    let root = site.visitor();
    root.has_cookie("session", session);
    root
}

on_every_database!(async fn a_proposed_community_is_hidden_until_it_is_approved(mut site) {
    let session = approving(site).await;
    let (root, ada) = (administrator(site, &session), site.member("Ada").await);
    let home = founds(&ada, "Design", &[("domain", "How we **draw**.")]).await;
    assert!(ada.reads(&format!("{home}/settings")).await.contains("waits for an administrator"));
    assert_eq!(site.get(&home).await.status, StatusCode::NOT_FOUND);
    let audiences = format!("{home}/settings/audiences");
    ada.posts(&audiences, "change_audiences", &[("listed", "listed")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "An administrator has to approve");

    assert_eq!(site.mails_to("root@site.example").await.pop().unwrap().subject, "Design waits to be approved");
    let screen = site.mailed_link("root@site.example").await;
    assert!(root.reads("/admin").await.contains("1 waits to be approved"));
    let list = root.gets("/admin/communities").await;
    assert!(list.text().contains("Waits to be approved") && list.body.contains(&format!("href=\"{screen}\"")), "{}", list.text());
    let shown = root.gets(&screen).await;
    assert!(shown.body.contains("<strong>draw</strong>") && shown.text().contains("What it is.") && shown.text().contains("Ada"), "{}", shown.text());
    for (who, status) in [(&ada, StatusCode::NOT_FOUND), (&site.visitor(), StatusCode::NOT_FOUND)] {
        assert_eq!(who.gets(&screen).await.status, status, "the administrators’ screens are theirs");
    }
    root.posts(&screen, "approve_community", &[]).await.leads_to("/admin/communities");
    assert!(site.page("/c/design").await.contains("Ada"), "under an address made of its name");
    assert_eq!(site.get(&home).await.header("location"), "/c/design");
    let told = site.mails_to("ada@site.example").await.pop().unwrap();
    assert!(told.subject.contains("approved") && format!("{:?}", told.body).contains("others find it now"));
    assert!(!root.reads("/admin").await.contains("waits to be approved"));
    assert_eq!(root.gets(&screen).await.status, StatusCode::NOT_FOUND, "what is decided is no screen of theirs any more");
});

on_every_database!(async fn who_approves_a_hidden_community_does_not_say_that_others_find_it(mut site) {
    let session = approving(site).await;
    let (root, ada) = (administrator(site, &session), site.member("Ada").await);
    let home = founds(&ada, "Design", &[("hidden", "yes")]).await;
    root.posts("/admin/communities", "approve_community", &[]).await.leads_to("/admin/communities");
    let told = format!("{:?}", site.mails_to("ada@site.example").await.pop().unwrap().body);
    assert!(told.contains("it stays hidden") && !told.contains("others find it"), "{told}");
    assert_eq!(site.get(&home).await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn what_is_declined_can_be_changed_and_asked_for_again(mut site) {
    let session = approving(site).await;
    let (root, ada) = (administrator(site, &session), site.member("Ada").await);
    let home = founds(&ada, "Design", &[]).await;
    let screen = site.mailed_link("root@site.example").await;
    root.posts(&screen, "decline_community", &[]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Say why, and what they could change");
    root.posts(&screen, "decline_community", &[("word", "There is one: join Drawing.")]).await.leads_to("/admin/communities");
    let told = site.mails_to("ada@site.example").await.pop().unwrap();
    assert!(told.subject == "Design is not approved" && format!("{:?}", told.body).contains("join Drawing"), "{told:?}");
    assert!(root.reads("/admin/communities").await.contains("Declined") && !root.reads("/admin").await.contains("waits to be approved"));
    let twice = root.posts_raw(&screen, &[("__fn", "/do/app/admin/api/decline_community"), ("community", home.trim_start_matches("/c/")), ("word", "No.")]).await;
    twice.says(StatusCode::UNPROCESSABLE_ENTITY, "does not wait to be approved");

    let audiences = format!("{home}/settings/audiences");
    ada.posts(&audiences, "change_audiences", &[("listed", "listed")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "An administrator has to approve");
    let about = format!("{home}/settings/about");
    assert!(ada.reads(&about).await.contains("There is one: join Drawing."));
    ada.posts(&about, "propose_again", &[]).await.leads_to(&about);
    assert!(root.reads("/admin").await.contains("1 waits to be approved"));
    assert_eq!(site.mails_to("root@site.example").await.len(), 2);
    let again = [("__fn", "/do/app/communities/tending/propose_again"), ("community", home.trim_start_matches("/c/"))];
    ada.posts_raw(&about, &again).await.says(StatusCode::UNPROCESSABLE_ENTITY, "was not declined");
    root.posts(&screen, "approve_community", &[]).await.leads_to("/admin/communities");
    assert!(site.page("/c/design").await.contains("Ada"));
});
