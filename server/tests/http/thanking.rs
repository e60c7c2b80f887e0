//! Thanks to those who spoke. It is noon on 2 March 2026; the talk is on Tuesday 10 March, 1 pm in London, and Sam and Pat speak.

use std::io::Cursor;

use axum::http::StatusCode;

use crate::on_every_database;
use crate::organising::typed;
use crate::site::TestSite;
use crate::visitor::Visitor;

const NEW: &str = "/c/design/new-event";
const TALK: &str = "/c/design/events/the-talk";
const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
const SENT: [(&str, &str); 5] = [
    ("__fn", "/do/app/events/taking_part/thank_speaker"),
    ("community", "design"),
    ("slug", "the-talk"),
    ("date", ""),
    ("line", "So clear!"),
];

/// Who organises, two who speak, one who comes, and one who does not.
async fn stage(site: &TestSite) -> [Visitor<'_>; 5] {
    site.clock.set("2026-03-02T12:00:00Z".parse().unwrap());
    let people =
        [site.member("Ada").await, site.member("Sam").await, site.member("Pat").await, site.member("Bob").await, site.member("Eve").await];
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n")]).await;
    site.puts("ada", "design", "active", Some("lead")).await;
    people[0].posts(NEW, "make_event", &typed(&[("speakers", "@sam\n@pat\nBea From Elsewhere")])).await.leads_to(TALK);
    people[3].posts(TALK, "rsvp", &[("answer", "going")]).await.leads_to(TALK);
    people
}

async fn thanks(who: &Visitor<'_>, handle: &str) -> crate::site::Answer {
    who.posts_raw(TALK, &[&SENT[..], &[("handle", handle)]].concat()).await
}

on_every_database!(async fn who_was_there_and_who_organises_thank_each_speaker(site) {
    let [ada, sam, pat, bob, eve] = stage(site).await;
    assert!(!bob.reads(TALK).await.contains("Thank the speakers"));
    thanks(&bob, "sam").await.says(REFUSED, "It is not over yet.");
    site.clock.set("2026-03-10T15:00:00Z".parse().unwrap());
    let page = bob.gets(TALK).await.body;
    assert!(page.contains("Thank the speakers") && page.contains(">Sam<") && !page.contains("<option value=\"bea"), "{page}");
    bob.posts(TALK, "thank_speaker", &[("handle", "sam"), ("line", "So clear!")]).await.leads_to(TALK);
    bob.posts(TALK, "thank_speaker", &[("line", "Thank you.")]).await.leads_to(TALK);
    assert!(!bob.reads(TALK).await.contains("What do you thank them for?"), "both are thanked");
    thanks(&bob, "sam").await.says(REFUSED, "You thanked Sam already.");
    ada.posts(TALK, "thank_speaker", &[("handle", "pat"), ("line", "")]).await.says(REFUSED, "Fill this in.");
    ada.posts(TALK, "thank_speaker", &[("handle", "pat"), ("line", "From us all.")]).await.leads_to(TALK);
    // Each reads what is for them; others learn how many there were.
    let page = sam.reads("/me/notifications").await;
    assert!(page.contains("Bob thanks you for speaking") && page.contains("So clear!") && !page.contains("From us all."), "{page}");
    let page = pat.reads("/me/notifications").await;
    assert!(page.contains("Bob thanks you for speaking") && page.contains("Ada thanks you for speaking"), "{page}");
    let page = pat.reads(TALK).await;
    assert!(page.contains("Only you see this:") && page.contains("Thank you.") && page.contains("From us all.") && !page.contains("So clear!"), "{page}");
    for who in [&site.visitor(), &eve, &ada] {
        let page = who.reads(TALK).await;
        assert!(page.contains("2 people thanked the speakers.") && !page.contains("So clear!"), "{page}");
    }
    let mut zip = zip::ZipArchive::new(Cursor::new(bob.gets("/me/data.zip").await.bytes.to_vec())).unwrap();
    let me: serde_json::Value = serde_json::from_reader(zip.by_name("me.json").unwrap()).unwrap();
    assert_eq!((me["speaker_thanks"][0]["speaker"].as_str(), me["speaker_thanks"][0]["line"].as_str()), (Some("Sam"), Some("So clear!")));
});

on_every_database!(async fn who_was_not_there_thanks_nobody_and_nobody_thanks_who_did_not_speak(site) {
    let [ada, sam, _, bob, eve] = stage(site).await;
    site.clock.set("2026-03-10T15:00:00Z".parse().unwrap());
    for who in [&eve, &sam] {
        assert!(!who.reads(TALK).await.contains("Thank "));
        thanks(who, "pat").await.says(REFUSED, "Only those who came can thank the speakers.");
    }
    let nobody = thanks(&site.visitor(), "sam").await;
    assert!(nobody.header("location").starts_with("/sign-in") || nobody.status == StatusCode::UNAUTHORIZED, "{}", nobody.status);
    for handle in ["ada", "nobody", ""] {
        thanks(&bob, handle).await.says(REFUSED, "Choose one of those who spoke.");
    }
    // Who speaks and was there thanks the others.
    ada.posts(&format!("{TALK}/people"), "check_in", &[("handle", "sam"), ("came", "yes")]).await;
    assert!(sam.reads(TALK).await.contains("Thank Pat"));
    thanks(&sam, "sam").await.says(REFUSED, "You spoke yourself.");
    ada.posts("/c/design/settings/audiences", "change_audiences", &[("events", "members")]).await;
    assert_eq!(thanks(&bob, "sam").await.status, StatusCode::NOT_FOUND, "who no longer sees it");
});
