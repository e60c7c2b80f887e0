//! Who came to a meeting, what they took away, and the next one. The meeting is on Tuesday 10 March 2026, from one to half past two in London.

use axum::http::StatusCode;

use crate::on_every_database;
use crate::site::{Answer, TestSite};
use crate::visitor::{Visitor, address_of};

const NEW: &str = "/c/design/new-event";
const TALK: &str = "/c/design/events/the-talk";
const PEOPLE: &str = "/c/design/events/the-talk/people";
const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// A lead who makes an event, and somebody who comes to it.
async fn stage(site: &TestSite) -> (Visitor<'_>, Visitor<'_>) {
    let (ada, bob) = (site.member("Ada Okafor").await, site.member("Bob Brand").await);
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n"), ("communities/data.md", "---\nname: Data\n---\n")]).await;
    site.puts("ada-okafor", "design", "active", Some("lead")).await;
    let fields = [
        ("title", "The talk"),
        ("day", "2026-03-10"),
        ("from", "13:00"),
        ("to", "14:30"),
        ("timezone", "Europe/London"),
        ("repeats", "never"),
        ("status", "confirmed"),
        ("body", "First this, then that."),
        ("speakers", "Bea From Elsewhere"),
    ];
    ada.posts(NEW, "make_event", &fields).await.leads_to(TALK);
    bob.posts(TALK, "rsvp", &[("answer", "going"), ("note", "=ten minutes late")]).await.leads_to(TALK);
    (ada, bob)
}

fn at(site: &TestSite, time: &str) {
    site.clock.set(format!("2026-03-10T{time}:00Z").parse().unwrap());
}

on_every_database!(async fn an_organiser_checks_people_in(site) {
    let (ada, bob) = stage(site).await;
    site.member("Cy Walk").await;
    assert!(!ada.reads(PEOPLE).await.contains("Check in Bob") && ada.reads(TALK).await.contains("See who comes"));
    ada.posts(PEOPLE, "check_in", &[("handle", "cy-walk"), ("came", "yes")]).await.says(REFUSED, "It has not begun.");
    at(site, "13:05");
    ada.posts(PEOPLE, "check_in", &[]).await.leads_to(PEOPLE);
    let page = ada.reads(PEOPLE).await;
    assert!(page.contains("Bob Brand is checked in.") && page.contains("Was there"), "{page}");
    assert!(!bob.gets(PEOPLE).await.body.contains("check_in"), "others only read it");
    let walks_in = [("community", "design"), ("slug", "the-talk"), ("date", ""), ("handle", "@Cy-Walk"), ("came", "yes"), ("__fn", "/do/app/events/taking_part/check_in")];
    ada.posts_raw(PEOPLE, &walks_in).await.leads_to(PEOPLE);
    let nobody = walks_in.map(|(field, value)| if field == "handle" { (field, "nobody") } else { (field, value) });
    ada.posts_raw(PEOPLE, &nobody).await.says(REFUSED, "Nobody here has this handle.");
    let table = ada.gets(&format!("{PEOPLE}.csv")).await;
    assert_eq!(table.header("content-disposition"), "attachment; filename=\"the-talk-people.csv\"");
    let lines: Vec<&str> = table.body.lines().collect();
    assert_eq!(lines[0], "name,handle,answer,note,answered,came");
    assert!(lines[1].starts_with("Bob Brand,bob-brand,going,'=ten minutes late,") && lines[1].contains(",2026-03-10T13:05:00"), "{lines:?}");
    assert!(lines[2].starts_with("Cy Walk,cy-walk,going,,"), "{lines:?}");
    at(site, "16:00");
    assert!(site.page(TALK).await.contains("2 people were there."));
    let undone = walks_in.map(|(field, value)| if field == "came" { (field, "") } else { (field, value) });
    ada.posts_raw(PEOPLE, &undone).await.leads_to(PEOPLE);
    assert!(site.page(TALK).await.contains("1 person was there."));
});

on_every_database!(async fn who_is_there_checks_in_with_the_code_of_the_day(site) {
    let (ada, bob) = stage(site).await;
    assert!(!bob.reads(TALK).await.contains("I am here"), "there is no code yet");
    ada.posts(PEOPLE, "make_check_in_code", &[]).await.leads_to(PEOPLE);
    let page = ada.gets(PEOPLE).await;
    let code = page.text().split_whitespace().find(|word| word.len() == 6 && word.chars().all(|c| "23456789ABCDEFGHJKMNPQRSTVWXYZ".contains(c))).map(str::to_owned);
    let code = code.unwrap_or_else(|| panic!("no code: {}", page.text()));
    assert!(!bob.gets(TALK).await.body.contains(&code) && !bob.gets(PEOPLE).await.body.contains(&code));
    assert!(!bob.reads(TALK).await.contains("I am here"), "it is offered an hour before, not earlier");
    checks_in(&bob, &code).await.says(REFUSED, "It has not begun.");
    at(site, "12:30");
    bob.posts(TALK, "check_in_myself", &[("code", "ABC234")]).await.says(REFUSED, "This is not the code of this meeting.");
    let typed = format!(" {}-{} ", code[..3].to_lowercase(), &code[3..]);
    bob.posts(TALK, "check_in_myself", &[("code", &typed)]).await.leads_to(TALK);
    let page = bob.reads(TALK).await;
    assert!(page.contains("You are checked in.") && !page.contains("I am here"), "{page}");
    at(site, "20:00");
    let cy = site.member("Cy Late").await;
    assert!(!cy.reads(TALK).await.contains("I am here"));
    checks_in(&cy, &code).await.says(REFUSED, "It is over.");
});

/// Checks in by a code, whether the page offers it or not.
async fn checks_in(who: &Visitor<'_>, code: &str) -> Answer {
    let sent = [
        ("community", "design"),
        ("slug", "the-talk"),
        ("date", ""),
        ("code", code),
        ("__fn", "/do/app/events/taking_part/check_in_myself"),
    ];
    who.posts_raw(TALK, &sent).await
}

/// The code that an organiser has made.
async fn code_made(ada: &Visitor<'_>) -> String {
    ada.posts(PEOPLE, "make_check_in_code", &[]).await.leads_to(PEOPLE);
    let page = ada.gets(PEOPLE).await.text();
    page.split_whitespace()
        .find(|word| word.len() == 6 && word.chars().all(|c| "23456789ABCDEFGHJKMNPQRSTVWXYZ".contains(c)))
        .unwrap()
        .to_owned()
}

on_every_database!(async fn nobody_takes_a_place_by_walking_in_that_somebody_waits_for(site) {
    let (ada, bob) = stage(site).await;
    ada.posts("/c/design/events/the-talk/edit", "change_event", &[("capacity", "1")]).await.leads_to(TALK);
    let (eve, cy) = (site.member("Eve Waits").await, site.member("Cy Walk").await);
    eve.posts(TALK, "rsvp", &[("answer", "going")]).await.leads_to(TALK);
    let code = code_made(&ada).await;
    at(site, "12:50");
    checks_in(&cy, &code).await.leads_to(TALK);
    assert!(cy.reads(TALK).await.contains("You are checked in. All places are taken, and you are on the waiting list"));
    let page = ada.reads(PEOPLE).await;
    assert!(page.contains("Coming (1)") && page.contains("Waiting for a place (2)"), "{page}");
    bob.posts(TALK, "rsvp", &[("answer", "declined")]).await.leads_to(TALK);
    assert!(eve.reads(TALK).await.contains("You are coming"), "she waited longer");
    let walks_in = [("community", "design"), ("slug", "the-talk"), ("date", ""), ("handle", "ada-okafor"), ("came", "yes"), ("__fn", "/do/app/events/taking_part/check_in")];
    ada.posts_raw(PEOPLE, &walks_in).await.leads_to(PEOPLE);
    assert!(ada.reads(PEOPLE).await.contains("Ada Okafor is checked in, and stands on the waiting list"));
    // Once it is over, there is no place to take.
    at(site, "15:00");
    let zed = site.member("Zed Late").await;
    checks_in(&zed, &code).await.leads_to(TALK);
    assert!(zed.reads(TALK).await.contains("Good to have you here!") && site.page(TALK).await.contains("3 people were there."));
});

on_every_database!(async fn where_one_signs_up_elsewhere_people_still_check_in_and_say_what_they_took_away(site) {
    let (ada, _) = stage(site).await;
    ada.posts("/c/design/events/the-talk/edit", "change_event", &[("registration_url", "https://tickets.example/"), ("capacity", "1")]).await.leads_to(TALK);
    let cy = site.member("Cy Walk").await;
    assert!(!cy.reads(TALK).await.contains("Do you come?"));
    let code = code_made(&ada).await;
    at(site, "12:50");
    cy.posts(TALK, "check_in_myself", &[("code", &code)]).await.leads_to(TALK);
    assert!(cy.reads(TALK).await.contains("Good to have you here!"));
    at(site, "15:00");
    cy.posts(TALK, "take_away", &[("takeaway", "Ask first.")]).await.leads_to(TALK);
    assert!(site.page(TALK).await.contains("Ask first."));
});

on_every_database!(async fn the_list_of_a_video_call_says_who_came(site) {
    let (ada, _) = stage(site).await;
    at(site, "14:30");
    let list = format!(
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\r\nBob B.,{},1,2,60,No\r\n\"Nobody, Ann\",ann@elsewhere.example,1,2,60,Yes\r\nPhone,,1,2,3,Yes\r\nZed,{},1,2,60,Yes\r\n",
        address_of("Bob Brand").to_uppercase(),
        address_of("Zed Elsewhere")
    );
    // Has an account, and nothing to do with the community.
    site.member("Zed Elsewhere").await;
    ada.uploads(PEOPLE, "read_attendance", ("file", "list.csv"), list.as_bytes()).await.leads_to(PEOPLE);
    let page = ada.reads(PEOPLE).await;
    assert!(page.contains("1 person is checked in. No member and nobody who answered has the address of: Nobody, Ann, Phone, Zed."), "{page}");
    assert!(page.contains("Was there"), "{page}");
    ada.uploads(PEOPLE, "read_attendance", ("file", "list.csv"), b"a,b\r\n1,2\r\n").await.says(REFUSED, "This list has no column of e-mail addresses.");
});

on_every_database!(async fn who_belongs_to_a_co_host_alone_is_nobody_whose_address_an_organiser_learns(site) {
    let (ada, _) = stage(site).await;
    let event = "---\ntitle: Held along\nstarts: 2026-03-10T13:00\nends: 2026-03-10T14:30\ntimezone: UTC\nhosts: [data]\n---\n";
    let communities = [("communities/design.md", "---\nname: Design\n---\n"), ("communities/data.md", "---\nname: Data\n---\n")];
    site.holds(&[communities[0], communities[1], ("events/design/held-along.md", event)]).await;
    let (along, people) = ("/c/design/events/held-along", "/c/design/events/held-along/people");
    let (eve, zed) = (site.member("Eve Both").await, site.member("Zed Data").await);
    for (handle, community) in [("eve-both", "design"), ("eve-both", "data"), ("zed-data", "data")] {
        site.puts(handle, community, "active", None).await;
    }
    at(site, "14:00");
    let list = format!("Name,Email\r\nE,{}\r\nZ,{}\r\n", address_of("Eve Both"), address_of("Zed Data"));
    ada.uploads(people, "read_attendance", ("file", "list.csv"), list.as_bytes()).await.leads_to(people);
    let page = ada.reads(people).await;
    assert!(page.contains("1 person is checked in. No member and nobody who answered has the address of: Z."), "{page}");
    assert!(eve.reads("/me/notifications").await.contains("Ada Okafor noted that you were there"));
    // Who answers is known.
    at(site, "13:30");
    zed.posts(along, "rsvp", &[("answer", "going")]).await.leads_to(along);
    ada.uploads(people, "read_attendance", ("file", "list.csv"), list.as_bytes()).await.leads_to(people);
    assert!(ada.reads(people).await.contains("2 people are checked in."));
    assert!(!zed.reads("/me/notifications").await.contains("noted that you were there"), "he said so himself");
});

on_every_database!(async fn who_was_there_says_what_they_took_away(site) {
    let (ada, bob) = stage(site).await;
    assert!(!bob.reads(TALK).await.contains("What did you take away?"));
    at(site, "15:00");
    assert!(!ada.reads(TALK).await.contains("What did you take away?"), "she did not say that she comes");
    bob.posts(TALK, "take_away", &[("takeaway", "Labels go *above* fields.")]).await.leads_to(TALK);
    let page = site.page(TALK).await;
    assert!(page.contains("What people took away:") && page.contains("Labels go *above* fields.") && page.contains("Bob Brand"), "{page}");
    let answer = ada.posts_raw(TALK, &[("community", "design"), ("slug", "the-talk"), ("date", ""), ("takeaway", "Mine"), ("__fn", "/do/app/events/taking_part/take_away")]).await;
    answer.says(REFUSED, "Only those who came can say what they took away.");
    bob.posts(TALK, "take_away", &[("removed", ""), ("takeaway", " ")]).await.says(REFUSED, "Fill this in.");
    assert!(bob.reads(TALK).await.contains("Remove what I took away"));
    bob.posts(TALK, "take_away", &[("removed", "yes")]).await.leads_to(TALK);
    assert!(!site.page(TALK).await.contains("What people took away:"));
});

on_every_database!(async fn the_next_one_is_planned_from_the_last(site) {
    let (ada, bob) = stage(site).await;
    at(site, "15:00");
    assert!(ada.gets(TALK).await.body.contains("/c/design/new-event?of=the-talk") && !bob.gets(TALK).await.body.contains("new-event?of"));
    let again = format!("{NEW}?of=the-talk");
    let edit = "/c/design/events/the-talk-2/edit";
    ada.posts(&again, "make_event", &[]).await.leads_to(edit);
    let page = ada.gets(edit).await.body;
    for part in ["2026-04-07", "13:00", "14:30", "First this, then that.", "Bea From Elsewhere"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!site.page("/c/design/events").await.contains("7 April"), "it is a draft");
    assert_eq!(bob.gets(&again).await.status, StatusCode::FORBIDDEN);
});
