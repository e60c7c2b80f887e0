//! Founding communities, joining them, inviting, roles, leaving; and changing what a community is.

use axum::http::StatusCode;

use crate::on_every_database;
use crate::visitor::{PASSWORD, Visitor};

/// Founds a community that anybody may join, and gives its address.
pub async fn founds(lead: &Visitor<'_>, name: &str, fields: &[(&str, &str)]) -> String {
    let mut sent = vec![("name", name), ("summary", "What it is."), ("kind", "practice"), ("join_rule", "open")];
    sent.retain(|(field, _)| fields.iter().all(|(given, _)| given != field));
    sent.extend(fields);
    let answer = lead.posts("/communities/new", "found", &sent).await;
    let to = answer.header("location").to_owned();
    assert!(to.ends_with("/settings"), "{to}: {}", answer.text());
    to.trim_end_matches("/settings").to_owned()
}

async fn belongs(visitor: &Visitor<'_>, community: &str) -> bool {
    visitor.gets("/me").await.body.contains(&format!("href=\"{community}\""))
}

on_every_database!(async fn a_community_is_founded_and_led_by_its_founder(site) {
    let ada = site.member("Ada Okafor").await;
    let home = founds(&ada, "User Research", &[("domain", "How we **find out**.")]).await;
    assert_eq!(home, "/c/user-research");
    let page = site.get(&home).await;
    assert!(page.body.contains("<strong>find out</strong>") && page.text().contains("Ada Okafor"), "{}", page.text());
    assert!(page.body.contains("Sign in to join"));
    assert!(site.page("/communities").await.contains("User Research"));
    assert!(ada.gets(&home).await.body.contains("/c/user-research/settings"));
    assert_eq!(founds(&ada, "User Research", &[]).await, "/c/user-research-2", "an address is given once");
    assert_eq!(founds(&ada, "New", &[]).await, "/c/new-2", "an address that means something is not given");
    let wrong = ada.posts("/communities/new", "found", &[("name", "!!!"), ("summary", ""), ("kind", "practice"), ("join_rule", "open"), ("domain", "kept")]).await;
    wrong.says(StatusCode::UNPROCESSABLE_ENTITY, "A name needs a letter or a digit, not signs alone.");
    assert!(wrong.body.contains(">kept</textarea>"));
});

on_every_database!(async fn anybody_joins_an_open_community_and_leaves_it(site) {
    let ada = site.member("Ada").await;
    let home = founds(&ada, "Design", &[]).await;
    let bob = site.member("Bob").await;
    bob.posts(&home, "join", &[]).await.leads_to(&home);
    assert!(bob.reads(&home).await.contains("You belong to Design now."));
    assert!(belongs(&bob, &home).await);
    assert!(bob.reads(&format!("{home}/members")).await.contains("Bob"));
    assert_eq!(site.get(&format!("{home}/members")).await.status, StatusCode::NOT_FOUND, "the list of members begins at members");
    bob.posts(&home, "leave", &[]).await.leads_to("/me");
    assert!(!belongs(&bob, &home).await);
});

on_every_database!(async fn who_asks_is_let_in_or_told_why_not(site) {
    let ada = site.member("Ada").await;
    let home = founds(&ada, "Design", &[("join_rule", "request")]).await;
    let settings = format!("{home}/settings");
    let (bob, eve) = (site.member("Bob").await, site.member("Eve").await);
    bob.posts(&home, "join", &[("note", "I draw.")]).await.leads_to(&home);
    eve.posts(&home, "join", &[]).await.leads_to(&home);
    assert!(bob.reads(&home).await.contains("You have asked to join"));
    assert!(!bob.reads("/me").await.contains("Since"), "who asks does not belong yet");
    let told = site.mails_to("ada@site.example").await.into_iter().map(|mail| mail.subject).collect::<Vec<_>>();
    assert!(told.contains(&"Bob asks to join Design".to_owned()), "{told:?}");
    assert!(ada.reads(&settings).await.contains("I draw."));
    ada.posts(&settings, "approve", &[("handle", "bob")]).await.leads_to(&settings);
    ada.posts(&settings, "decline", &[("handle", "eve"), ("word", "Not now, sorry.")]).await.leads_to(&settings);
    assert!(belongs(&bob, &home).await && !belongs(&eve, &home).await);
    assert_eq!(site.mails_to("bob@site.example").await.pop().unwrap().subject, "You belong to Design now");
    assert!(format!("{:?}", site.mails_to("eve@site.example").await.pop().unwrap()).contains("Not now, sorry."));
    let twice = ada.posts_raw(&settings, &[("__fn", "/do/app/memberships/api/approve"), ("community", "design"), ("handle", "eve")]).await;
    twice.says(StatusCode::UNPROCESSABLE_ENTITY, "no longer asks to join");
});

on_every_database!(async fn an_invited_address_makes_an_account_and_belongs_in_one_step(site) {
    let ada = site.member("Ada").await;
    let home = founds(&ada, "Design", &[("join_rule", "invitation"), ("hidden", "yes")]).await;
    assert!(home.starts_with("/c/design-") && home.len() == "/c/design-".len() + 8, "{home}");
    let settings = format!("{home}/settings");
    ada.posts(&settings, "invite", &[("people", "Zoë Ångström, zoe@other.example, Tax Office\n"), ("note", "Do come.")]).await.leads_to(&settings);
    assert!(ada.reads(&settings).await.contains("Zoë Ångström, zoe@other.example"));
    let link = site.mailed_link("zoe@other.example").await;
    let zoe = site.visitor();
    let page = zoe.gets(&link).await;
    assert!(page.text().contains("Ada invites you to Design") && page.text().contains("Do come.") && page.body.contains("value=\"Zoë Ångström\""));
    zoe.posts(&link, "sign_up_invited", &[("password", "short")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "at least 12");
    zoe.posts(&link, "sign_up_invited", &[("password", PASSWORD)]).await.leads_to(&home);
    assert!(zoe.reads(&home).await.contains("You belong to Design now."));
    assert_eq!(zoe.gets(&link).await.status, StatusCode::BAD_REQUEST, "a link works once");
    assert_eq!(site.get(&home).await.status, StatusCode::NOT_FOUND, "to all others it is not there");
    site.visitor().signs_in("zoe@other.example").await.leads_to("/me");
});

on_every_database!(async fn a_member_who_is_invited_says_yes_or_no(site) {
    let ada = site.member("Ada").await;
    let home = founds(&ada, "Design", &[("join_rule", "invitation"), ("hidden", "yes")]).await;
    let (bob, eve) = (site.member("Bob").await, site.member("Eve").await);
    let settings = format!("{home}/settings");
    ada.posts(&settings, "invite", &[("people", "@bob\neve\n@nobody")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Line 3: nobody here has the handle @nobody.");
    assert!(!bob.reads("/me").await.contains("Design"), "all are invited, or none");
    ada.posts(&settings, "invite", &[("people", "@bob\neve")]).await.leads_to(&settings);
    assert_eq!(bob.gets(&home).await.status, StatusCode::NOT_FOUND, "an invitation opens nothing yet");
    bob.posts("/me", "answer_invitation", &[("yes", "yes")]).await.leads_to(&home);
    eve.posts("/me", "answer_invitation", &[("yes", "no")]).await.leads_to("/me");
    assert!(belongs(&bob, &home).await && !belongs(&eve, &home).await);
    let other = site.member("Mallory").await;
    let slug = home.trim_start_matches("/c/");
    let sent = [("__fn", "/do/app/memberships/api/answer_invitation"), ("community", slug), ("yes", "yes")];
    assert_eq!(other.posts_raw("/me", &sent).await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn whoever_has_the_address_that_is_invited_hears_of_it_on_the_site(site) {
    let ada = site.member("Ada").await;
    let home = founds(&ada, "Design", &[("join_rule", "invitation"), ("hidden", "yes")]).await;
    let (bob, eve) = (site.member("Bob").await, site.member("Eve").await);
    let settings = format!("{home}/settings");
    ada.posts(&settings, "invite", &[("people", "Bob@Site.example\neve@site.example"), ("note", "Do come.")]).await.leads_to(&settings);
    let shown = bob.reads("/me").await;
    assert!(shown.contains("Design") && shown.contains("Ada invites you") && shown.contains("Do come."), "{shown}");
    let link = site.mailed_link("bob@site.example").await;
    bob.posts("/me", "answer_invitation", &[("yes", "yes")]).await.leads_to(&home);
    eve.posts("/me", "answer_invitation", &[("yes", "no")]).await.leads_to("/me");
    assert!(belongs(&bob, &home).await && !belongs(&eve, &home).await);
    assert!(!eve.reads("/me").await.contains("Design"), "who says no is not asked again");
    assert_eq!(bob.gets(&link).await.status, StatusCode::BAD_REQUEST, "the link in the mail is used up");
    site.member("Mallory").await.posts_raw("/me", &[("__fn", "/do/app/memberships/api/answer_invitation"), ("community", home.trim_start_matches("/c/")), ("yes", "yes")]).await.says(StatusCode::NOT_FOUND, "There is no such page.");
});

on_every_database!(async fn settings_that_somebody_else_changed_come_back_with_what_was_typed(site) {
    let ada = site.member("Ada").await;
    let home = founds(&ada, "Design", &[]).await;
    let about = format!("{home}/settings/about");
    let answer = ada.posts(&about, "change_about", &[("summary", "Typed here."), ("seen", "another")]).await;
    answer.says(StatusCode::UNPROCESSABLE_ENTITY, "Somebody has changed these settings since you opened them.");
    assert!(answer.body.contains("Typed here."), "{}", answer.body);
    ada.posts(&about, "change_about", &[("summary", "Typed here.")]).await.leads_to(&about);
});

on_every_database!(async fn who_leads_by_two_titles_is_named_once(site) {
    let ada = site.member("Ada Okafor").await;
    let home = founds(&ada, "Design", &[]).await;
    let own = format!("{home}/settings/members/ada-okafor");
    ada.posts(&own, "give_role", &[("role", "lead"), ("title", "Chair")]).await.leads_to(&own);
    ada.posts(&own, "give_role", &[("role", "lead"), ("title", "Host")]).await.leads_to(&own);
    let page = site.get(&home).await.body;
    let people = page.split("stack--people").nth(1).and_then(|rest| rest.split("</ul>").next()).unwrap_or_default();
    assert!(people.contains("Chair, Host") && people.matches("<li").count() == 1, "{people}");
});

on_every_database!(async fn roles_are_given_with_title_and_dates_and_end(site) {
    let ada = site.member("Ada").await;
    let home = founds(&ada, "Design", &[("join_rule", "request")]).await;
    let (bob, eve) = (site.member("Bob").await, site.member("Eve").await);
    bob.posts(&home, "join", &[]).await.leads_to(&home);
    let settings = format!("{home}/settings");
    ada.posts(&settings, "approve", &[]).await.leads_to(&settings);
    assert_eq!(bob.gets(&settings).await.status, StatusCode::FORBIDDEN);
    let of_bob = format!("{settings}/members/bob");
    let wrong = [("role", "greeter"), ("since", "2026-03-02"), ("until", "2026-03-01")];
    ada.posts(&of_bob, "give_role", &wrong).await.says(StatusCode::UNPROCESSABLE_ENTITY, "The last day is before the first.");
    ada.posts(&of_bob, "give_role", &[("role", "greeter"), ("title", "Host"), ("until", "2026-03-10")]).await.leads_to(&of_bob);
    assert!(ada.reads("/people/bob").await.contains("Host"));
    eve.posts(&home, "join", &[]).await.leads_to(&home);
    bob.posts(&settings, "approve", &[("handle", "eve")]).await.leads_to(&settings);
    assert_eq!(bob.gets(&of_bob).await.status, StatusCode::FORBIDDEN, "a greeter gives no roles");
    site.clock.set("2026-03-11T12:00:00Z".parse().unwrap());
    assert_eq!(bob.gets(&settings).await.status, StatusCode::FORBIDDEN, "a role that has ended allows nothing");
});

on_every_database!(async fn the_last_lead_names_a_successor_or_the_community_seeks_one(site) {
    let ada = site.member("Ada").await;
    let home = founds(&ada, "Design", &[]).await;
    let bob = site.member("Bob").await;
    bob.posts(&home, "join", &[]).await.leads_to(&home);
    ada.posts(&home, "leave", &[]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "You are the last lead.");
    let of = |handle: &str| format!("{home}/settings/members/{handle}");
    ada.posts(&of("bob"), "give_role", &[("role", "lead")]).await.leads_to(&of("bob"));
    ada.posts(&of("ada"), "take_role", &[]).await.leads_to(&home);
    assert_eq!(ada.gets(&format!("{home}/settings")).await.status, StatusCode::FORBIDDEN);
    bob.posts(&of("bob"), "take_role", &[]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "You are the last lead.");
    bob.posts(&home, "leave", &[("seeks_lead", "yes")]).await.leads_to("/me");
    assert!(site.page(&home).await.contains("This community is looking for a lead."));
});

on_every_database!(async fn guidelines_are_accepted_on_joining(site) {
    let ada = site.member("Ada").await;
    let home = founds(&ada, "Design", &[]).await;
    let about = format!("{home}/settings/about");
    ada.posts(&about, "change_joining", &[("guidelines", "Be *kind*."), ("channels", "Chat: https://chat.example/d for us")]).await.leads_to(&about);
    let bob = site.member("Bob").await;
    let page = bob.gets(&home).await;
    assert!(page.body.contains("Be <em>kind</em>.") && page.body.contains("https://chat.example/d"));
    bob.posts(&home, "join", &[]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Read what members keep to");
    bob.posts(&home, "join", &[("guidelines", "yes")]).await.leads_to(&home);
});

on_every_database!(async fn a_removed_member_sees_no_more_what_is_for_members(site) {
    let ada = site.member("Ada").await;
    let home = founds(&ada, "Design", &[]).await;
    let bob = site.member("Bob").await;
    bob.posts(&home, "join", &[]).await.leads_to(&home);
    assert_eq!(bob.gets(&format!("{home}/members")).await.status, StatusCode::OK);
    let of_bob = format!("{home}/settings/members/bob");
    ada.posts(&of_bob, "remove_member", &[("word", "It did not work out.")]).await.leads_to(&format!("{home}/settings/members"));
    assert_eq!(bob.gets(&format!("{home}/members")).await.status, StatusCode::NOT_FOUND);
    let log = ada.reads(&format!("{home}/settings/log")).await;
    assert!(log.contains("Ada ended the membership of Bob") && log.contains("It did not work out.") && log.contains("Bob joined Design"), "{log}");
});

on_every_database!(async fn audiences_hold_at_once_and_everywhere(site) {
    let ada = site.member("Ada").await;
    let home = founds(&ada, "Gardening", &[("domain", "Tulips and turnips.")]).await;
    for path in [home.as_str(), "/communities", "/search?q=tulips"] {
        assert!(site.get(path).await.body.contains("Gardening"), "{path}");
    }
    let audiences = format!("{home}/settings/audiences");
    let set = async |changed: (&str, &str)| ada.posts_agreeing(&audiences, "change_audiences", &[changed]).await.leads_to(&audiences);
    set(("listed", "hidden")).await;
    let (eve, missing) = (site.member("Eve").await, site.get("/c/nothing").await);
    for path in ["/communities", "/search?q=tulips", "/people/ada", "/sitemap.xml", "/feed.atom", "/"] {
        assert!(!site.get(path).await.body.contains("Gardening") && !eve.gets(path).await.body.contains("Gardening"), "{path}");
    }
    for path in [home.clone(), format!("{home}/events"), format!("{home}/feed.atom"), format!("{home}/calendar.ics"), format!("{home}/settings"), format!("{home}/members.csv")] {
        let anonymous = site.get(&path).await;
        assert!(matches!(anonymous.status, StatusCode::NOT_FOUND | StatusCode::UNAUTHORIZED), "{path}: {}", anonymous.status);
        assert_eq!(eve.gets(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(site.get(&home).await.text(), missing.text(), "hidden reads like missing");
    assert!(ada.gets(&home).await.body.contains("Tulips"));
    set(("listed", "listed")).await;
    set(("about", "members")).await;
    assert!(!site.get(&home).await.body.contains("Tulips") && !site.get("/search?q=tulips").await.body.contains("Gardening"));
});

on_every_database!(async fn a_new_address_keeps_the_old_one_and_what_is_inside(site) {
    let ada = site.member("Ada").await;
    let home = founds(&ada, "Design", &[]).await;
    founds(&ada, "Research", &[]).await;
    let end = format!("{home}/settings/end");
    for (taken, says) in [("research", "Another community has or had this address."), ("Not A Slug", "Use small letters"), ("new", "Use small letters")] {
        ada.posts(&end, "change_address", &[("slug", taken)]).await.says(StatusCode::UNPROCESSABLE_ENTITY, says);
    }
    ada.posts(&end, "change_address", &[("slug", "service-design")]).await.leads_to("/c/service-design/settings/end");
    for (old, new) in [("/c/design", "/c/service-design"), ("/c/design/events", "/c/service-design/events")] {
        let answer = site.get(old).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::PERMANENT_REDIRECT, new));
    }
    assert_eq!(founds(&ada, "Design", &[]).await, "/c/design-2", "old addresses stay reserved");
    ada.posts("/c/service-design/settings/end", "change_address", &[("slug", "design")]).await.leads_to("/c/design/settings/end");
    assert_eq!(site.get("/c/service-design").await.header("location"), "/c/design");
});

on_every_database!(async fn a_hidden_community_has_no_address_that_can_be_guessed(site) {
    let (ada, eve) = (site.member("Ada").await, site.member("Eve").await);
    let home = founds(&ada, "Layoffs", &[("hidden", "yes")]).await;
    let answer = ada.posts(&format!("{home}/settings/end"), "change_address", &[("slug", "reorganisation")]).await;
    let to = answer.header("location").to_owned();
    assert!(to.starts_with("/c/reorganisation-") && to.len() == "/c/reorganisation-/settings/end".len() + 8, "{to}");
    let other = founds(&eve, "Design", &[]).await;
    eve.posts(&format!("{other}/settings/end"), "change_address", &[("slug", "reorganisation")]).await.leads_to("/c/reorganisation/settings/end");
    let unchanged = to.trim_start_matches("/c/").trim_end_matches("/settings/end");
    ada.posts(&to, "change_address", &[("slug", unchanged)]).await.leads_to(&to);
});

on_every_database!(async fn communities_are_archived_revived_and_merged(site) {
    let ada = site.member("Ada").await;
    let (home, other) = (founds(&ada, "Design", &[]).await, founds(&ada, "Research", &[]).await);
    let bob = site.member("Bob").await;
    bob.posts(&home, "join", &[]).await.leads_to(&home);
    let end = format!("{home}/settings/end");
    assert!(!ada.reads(&end).await.contains("to come"));
    let event = [("title", "Talk"), ("day", "2026-03-10"), ("from", "13:00"), ("to", "14:00"), ("status", "confirmed")];
    ada.posts(&format!("{home}/new-event"), "make_event", &event).await.leads_to(&format!("{home}/events/talk"));
    assert!(ada.reads(&end).await.contains("1 meeting is to come. What does not take place is cancelled first"), "what meets is not forgotten");
    ada.posts(&end, "change_status", &[]).await.leads_to(&end);
    assert!(site.page(&home).await.contains("This community no longer meets."));
    assert!(!ada.reads(&end).await.contains("to come"), "it has ended");
    let eve = site.member("Eve").await;
    let sent = [("__fn", "/do/app/memberships/api/join"), ("community", "design")];
    assert_eq!(eve.posts_raw(&home, &sent).await.status, StatusCode::FORBIDDEN);
    ada.posts(&end, "change_status", &[]).await.leads_to(&end);
    assert!(!site.page(&home).await.contains("This community no longer meets."));
    ada.posts(&end, "merge", &[("into", "nothing")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "There is no such community.");
    for (who, followed) in [(&bob, &home), (&eve, &home), (&eve, &other)] {
        who.posts(followed, "follow", &[]).await.leads_to(followed);
    }
    ada.posts(&end, "merge", &[("into", "research")]).await.leads_to(&other);
    assert!(site.page(&home).await.contains("This community is now part of Research"));
    assert!(belongs(&bob, &other).await);
    for who in [&bob, &eve] {
        assert!(who.gets(&other).await.body.contains("/do/app/notifications/api/unfollow"), "who followed the one follows the other");
    }
});

on_every_database!(async fn leads_download_the_list_of_members_and_nobody_else_does(site) {
    let ada = site.member("Ada").await;
    let home = founds(&ada, "Design", &[]).await;
    let bob = site.visitor();
    bob.signs_up("=Bob, the Builder", "bob@site.example").await;
    bob.posts(&home, "join", &[]).await.leads_to(&home);
    let path = format!("{home}/members.csv");
    let csv = ada.gets(&path).await;
    assert_eq!((csv.status, csv.header("content-type"), csv.header("cache-control")), (StatusCode::OK, "text/csv; charset=utf-8", "no-store"));
    assert!(csv.body.starts_with("name,handle,member since,role,organisation\r\n") && csv.body.contains("\"'=Bob, the Builder\",bob-the-builder,2026-03-02"), "{}", csv.body);
    for other in [bob.gets(&path).await, site.get(&path).await] {
        assert_eq!(other.status, StatusCode::NOT_FOUND);
    }
    site.holds(&[("organisations/tax.md", "---\nname: Tax Office\n---\n")]).await;
    bob.posts("/me/profile", "save_profile", &[("role", "Beekeeper"), ("organisations", "Tax Office")]).await.leads_to("/me/profile");
    let set = async |role, organisations| bob.posts("/me/profile", "save_audiences", &[("role", role), ("organisations", organisations)]).await.leads_to("/me/profile");
    set("communities", "members").await;
    let csv = ada.gets(&path).await.body;
    assert!(csv.contains("Beekeeper,Tax Office"), "{csv}");
    set("nobody", "nobody").await;
    let csv = ada.gets(&path).await.body;
    assert!(csv.contains("bob-the-builder") && !csv.contains("Beekeeper") && !csv.contains("Tax Office"), "what is shown to nobody is in no table: {csv}");
});

on_every_database!(async fn people_of_an_organisation_join_by_proof_and_go_when_it_ends(site) {
    let root = site.administrator("Root").await;
    root.posts("/admin/organisations", "make_organisation", &[("name", "Tax Office")]).await;
    root.posts("/admin/organisations/tax-office", "add_domain", &[("domain", "tax.example")]).await;
    let home = founds(&root, "Tax People", &[]).await;
    let about = format!("{home}/settings/about");
    root.posts(&about, "change_joining", &[("join_rule", "organisation")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Name at least one organisation");
    root.posts(&about, "change_joining", &[("join_rule", "organisation"), ("organisations", "Tax Office")]).await.leads_to(&about);
    let (ada, eve) = (site.visitor(), site.member("Eve").await);
    ada.signs_up("Ada", "ada@tax.example").await;
    assert!(eve.reads(&home).await.contains("Ask to join"));
    ada.posts(&home, "join", &[]).await.leads_to(&home);
    assert!(ada.reads(&home).await.contains("You belong to Tax People now."));
    root.posts("/admin/organisations/tax-office", "remove_domain", &[("domain", "tax.example")]).await;
    assert!(!belongs(&ada, &home).await && belongs(&root, &home).await);
});
