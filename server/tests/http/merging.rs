//! Merging profiles and accounts.

use axum::http::StatusCode;

use crate::admin::{ALL, does, holds_all};
use crate::on_every_database;
use crate::visitor::PASSWORD;

on_every_database!(async fn a_listed_profile_becomes_part_of_an_account(site) {
    holds_all(site).await;
    let (root, ada) = (site.administrator("Rhea").await, site.member("Ada Okafor").await);
    // Pages that are kept have to follow.
    for path in ["/c/design", "/c/design/questions/how", "/c/design/events/talk", "/people", "/organisations/opw", "/topics/forms"] {
        assert!(site.get(path).await.body.contains("/people/ada\""), "{path}");
    }
    let page = root.reads("/admin/members/ada").await;
    assert!(page.contains("Accounts of the same name:") && page.contains("@ada-okafor"), "{page}");
    does(&root, "/admin/members/ada", "merge_member", &[("into", "nobody")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Nobody has this handle.");
    does(&root, "/admin/members/ada", "merge_member", &[("into", "bea")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "has no account");
    does(&root, "/admin/members/ada", "merge_member", &[]).await.leads_to("/admin/members/ada-okafor");
    for path in ["/c/design", "/c/design/questions/how", "/c/design/events/talk", "/people", "/organisations/opw", "/topics/forms"] {
        let body = site.get(path).await.body;
        assert!(body.contains("/people/ada-okafor\"") && !body.contains("/people/ada\""), "{path}");
    }
    let old = site.get("/people/ada").await;
    assert_eq!((old.status, old.header("location")), (StatusCode::PERMANENT_REDIRECT, "/people/ada-okafor"));
    let profile = site.page("/people/ada-okafor").await;
    for part in ["Designer", "I draw", "Office for Public Works", "Forms", "Lead", "How?", "Talk"] {
        assert!(profile.contains(part), "{part} in {profile}");
    }
    let found = site.get("/search?q=okafor").await.body;
    assert!(found.contains("/people/ada-okafor\"") && !found.contains("/people/ada\""));
    assert_eq!(ada.gets("/me/security").await.status, StatusCode::OK, "their sessions stay");
    let log = root.reads("/admin/log?kind=question").await;
    assert!(log.contains("Rhea credited the question “How?” in Design") && log.contains("Ada Okafor (ada) became part of Ada Okafor (ada-okafor): It was asked for."), "{log}");
});

on_every_database!(async fn a_second_account_becomes_part_of_the_first(site) {
    holds_all(site).await;
    let (root, ada, twin) = (site.administrator("Rhea").await, site.member("Ada").await, site.visitor());
    twin.signs_up("Ada Okafor", "okafor@site.example").await;
    does(&root, "/admin/members/ada", "merge_member", &[("into", "ada-okafor")]).await.leads_to("/admin/members/ada-okafor");
    does(&root, "/admin/members/ada-okafor", "merge_member", &[("into", "ada-2")]).await.leads_to("/admin/members/ada-2");
    assert_eq!(twin.gets("/me/security").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(ada.gets("/me/security").await.status, StatusCode::OK);
    assert!(site.mails_to("okafor@site.example").await.pop().unwrap().subject.contains("are one"));
    let text = twin.signs_in("okafor@site.example").await.text();
    assert!(text.contains("don’t go together"), "{text}");
    for old in ["/people/ada", "/people/ada-okafor"] {
        let old = site.get(old).await;
        assert_eq!((old.status, old.header("location")), (StatusCode::PERMANENT_REDIRECT, "/people/ada-2"), "in one hop");
    }
    let profile = site.page("/people/ada-2").await;
    assert!(profile.contains("How?") && profile.contains("Lead"), "{profile}");
    does(&root, "/admin/members/rhea", "merge_member", &[("into", "ada-2")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "your own account");
});

on_every_database!(async fn of_two_memberships_the_stronger_stays_once(site) {
    holds_all(site).await;
    let (root, twin) = (site.administrator("Rhea").await, site.visitor());
    twin.signs_up("Bea Lind", "lind@site.example").await;
    does(&root, "/admin/members/bea", "merge_member", &[("into", "bea-lind")]).await.leads_to("/admin/members/bea-lind");
    does(&root, "/admin/members/ada", "merge_member", &[("into", "bea-lind")]).await.leads_to("/admin/members/bea-lind");
    let page = root.reads("/admin/members/bea-lind").await;
    assert!(page.contains("Design\nLead\nSince 1 January 2020") && page.matches("\nDesign").count() == 1, "{page}");
});

on_every_database!(async fn an_import_knows_whom_its_people_have_become(site) {
    holds_all(site).await;
    let root = site.administrator("Rhea").await;
    site.member("Ada Okafor").await;
    does(&root, "/admin/members/ada", "merge_member", &[]).await.leads_to("/admin/members/ada-okafor");
    does(&root, "/admin/topics/blanks", "merge_topic", &[("into", "forms")]).await.leads_to("/admin/topics/forms");
    site.imports(&ALL).await;
    for (old, new) in [("/people/ada", "/people/ada-okafor"), ("/topics/blanks", "/topics/forms")] {
        let answer = site.get(old).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::PERMANENT_REDIRECT, new));
    }
    assert!(site.get("/c/design/questions/how").await.body.contains("/people/ada-okafor\""));
});

on_every_database!(async fn the_owner_of_an_address_claims_the_profile_that_lists_them(site) {
    holds_all(site).await;
    let (root, there) = (site.administrator("Rhea").await, "/admin/members/ada");
    assert!(root.reads(there).await.contains("Invite them to claim this profile"));
    root.posts(there, "invite_to_claim", &[("handle", "ada"), ("email", "not an address")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "address");
    root.posts(there, "invite_to_claim", &[("handle", "ada"), ("email", "ada@old.example")]).await.leads_to(there);
    let old = site.mailed_link("ada@old.example").await;
    root.posts(there, "invite_to_claim", &[("handle", "ada"), ("email", "ada@site.example")]).await.leads_to(there);
    let link = site.mailed_link("ada@site.example").await;
    let ada = site.visitor();
    ada.gets(&old).await.says(StatusCode::BAD_REQUEST, "This link has been used already");
    let page = ada.reads(&link).await;
    assert!(page.contains("Are you Ada Okafor?") && page.contains("ada@site.example") && page.contains("Have an account?"), "{page}");
    let token = link.rsplit('/').next().unwrap();
    ada.posts(&link, "claim_profile", &[("token", token), ("password", "short")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "12 characters");
    ada.posts(&link, "claim_profile", &[("token", token), ("password", PASSWORD)]).await.leads_to("/me");
    assert_eq!(ada.gets("/me/security").await.status, StatusCode::OK);
    let profile = ada.reads("/people/ada").await;
    assert!(profile.contains("Designer") && profile.contains("How?") && !profile.contains("Is this you?"), "{profile}");
    site.visitor().gets(&link).await.says(StatusCode::BAD_REQUEST, "This link has been used already");
    assert!(!root.reads(there).await.contains("Invite them to claim"), "it is somebody’s");
    let again = site.visitor();
    again.signs_in("ada@site.example").await;
    assert_eq!(again.gets("/me/security").await.status, StatusCode::OK, "the password that was typed signs in");
});

on_every_database!(async fn who_has_an_account_makes_the_profile_that_lists_them_part_of_it(site) {
    holds_all(site).await;
    let (root, there, ada) = (site.administrator("Rhea").await, "/admin/members/ada", site.member("Ada Okafor").await);
    root.posts(there, "invite_to_claim", &[("handle", "ada"), ("email", "okafor@site.example")]).await.leads_to(there);
    let link = site.mailed_link("okafor@site.example").await;
    let token = link.rsplit('/').next().unwrap();
    assert!(ada.reads(&link).await.contains("make it part of my account"));
    ada.posts(&link, "take_profile", &[("token", token)]).await.leads_to("/people/ada-okafor");
    assert!(site.page("/people/ada-okafor").await.contains("How?"));
    let gone = site.get("/people/ada").await;
    assert_eq!((gone.status, gone.header("location")), (StatusCode::PERMANENT_REDIRECT, "/people/ada-okafor"));
    ada.gets(&link).await.says(StatusCode::BAD_REQUEST, "This link has been used already");
    assert!(root.reads("/admin/log?kind=person").await.contains("became part of Ada Okafor (ada-okafor)"));
});
