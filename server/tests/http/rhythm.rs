//! How often an event takes place, in plain words, with dates besides and dates left out, and its dates before anything is kept. It is noon on Monday 2 March 2026.

use axum::http::StatusCode;

use crate::on_every_database;
use crate::organising::typed;
use crate::site::TestSite;
use crate::visitor::Visitor;

const NEW: &str = "/c/design/new-event";
const TALK: &str = "/c/design/events/the-talk";

async fn stage(site: &TestSite) -> Visitor<'_> {
    site.clock.set("2026-03-02T12:00:00Z".parse().unwrap());
    let ada = site.member("Ada").await;
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n")]).await;
    site.puts("ada", "design", "active", Some("lead")).await;
    ada
}

on_every_database!(async fn a_series_is_said_in_plain_words_and_said_again_on_its_form(site) {
    let ada = stage(site).await;
    for (words, shown, dates) in [
        ("every second Tuesday of the month", "Every month on the second Tuesday", ["2026-03-10", "2026-04-14", "2026-05-12"]),
        ("last Friday", "Every month on the last Friday", ["2026-03-27", "2026-04-24", "2026-05-29"]),
        ("first Thursday of each term", "Every year on the first Thursday of January, May and September", ["2026-05-07", "2026-09-03", "2027-01-07"]),
        ("every two weeks on Monday and Thursday", "Every 2 weeks on Monday and Thursday", ["2026-03-12", "2026-03-23", "2026-03-26"]),
    ] {
        let made = ada.posts(NEW, "make_event", &typed(&[("said", words)])).await;
        let address = made.header("location").to_owned();
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{words}: {}", made.text());
        let page = site.page(&address).await;
        assert!(page.contains(shown), "{shown}: {page}");
        let body = site.get(&address).await.body;
        for date in dates {
            assert!(body.contains(&format!("{address}/{date}")), "{words}, {date}: {body}");
        }
        // Saved again as it is, nothing moves.
        ada.posts(&format!("{address}/edit"), "change_event", &[("place", "Room 1")]).await.leads_to(&address);
        let page = site.page(&address).await;
        assert!(page.contains(shown) && page.contains("Room 1"), "{page}");
        assert_eq!(site.get(&format!("{address}/{}", dates[0])).await.status, StatusCode::OK, "{words}");
    }
    let form = ada.gets("/c/design/events/the-talk-3/edit").await.body;
    assert!(form.contains("value=\"Every year on the first Thursday of January, May and September\""), "{form}");
    let wrong = ada.posts(NEW, "make_event", &typed(&[("said", "every second Tuesday"), ("summary", "kept as typed")])).await;
    wrong.says(StatusCode::UNPROCESSABLE_ENTITY, "That can be read in two ways.");
    assert!(wrong.body.contains("kept as typed"));
    ada.posts(NEW, "make_event", &typed(&[("repeats", "said")])).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Say how often it takes place");
    ada.posts(NEW, "make_event", &typed(&[("said", "now and then")])).await.says(StatusCode::UNPROCESSABLE_ENTITY, "“now” is not understood here");
});

on_every_database!(async fn the_next_ten_dates_are_shown_before_anything_is_kept(site) {
    let ada = stage(site).await;
    let form = ada.gets(NEW).await.body;
    assert!(form.contains("name=\"preview\"") && form.contains("Show the dates"), "{form}");
    let fields = typed(&[("said", "last Friday"), ("besides", "2026-03-19 09:15"), ("except", "2026-04-24"), ("preview", "yes"), ("title", "")]);
    let shown = ada.posts(NEW, "make_event", &fields).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    let between = shown.body.split_once("Its dates").unwrap().1.split_once("id=\"make_event\"").unwrap().0;
    assert_eq!(between.matches("<section").count(), 1, "just before the form, where the browser looks for them as one types: {between}");
    let text = shown.text();
    for part in ["The next 10 dates. Nothing is kept yet.", "Thursday 19 March 2026, 9:15 am", "Friday 27 March 2026, 1 pm", "Friday 29 May 2026, 1 pm"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("24 April 2026"), "{text}");
    assert_eq!(shown.body.matches("class=\"row-title\"").count(), 10, "{text}");
    assert!(shown.body.contains("value=\"last Friday\"") && shown.body.contains("2026-03-19 09:15"), "what was typed stays: {text}");
    assert!(!site.page("/c/design/events").await.contains("27 March"), "nothing is kept");
    let wrong = ada.posts(NEW, "make_event", &typed(&[("said", "every blue moon"), ("preview", "yes")])).await;
    assert!(wrong.text().contains("“blue” is not understood here"), "{}", wrong.text());
    assert!(ada.posts(NEW, "make_event", &typed(&[("preview", "yes")])).await.text().contains("It takes place once."));
    // Of a series that is there, with what the form changes.
    ada.posts(NEW, "make_event", &typed(&[("repeats", "weekly"), ("until", "2026-03-24")])).await.leads_to(TALK);
    let edit = format!("{TALK}/edit");
    let shown = ada.posts(&edit, "change_event", &[("from", "15:00"), ("to", "16:00"), ("preview", "yes")]).await.text();
    assert!(shown.contains("These are all the dates of the next eighteen months.") && shown.contains("Tuesday 24 March 2026, 3 pm"), "{shown}");
    assert!(site.page(TALK).await.contains("1 pm to 2:30 pm"));
    // Not for everybody.
    let bob = site.member("Bob").await;
    let sent = [("__fn", "/do/app/events/api/make_event"), ("community", "design"), ("preview", "yes"), ("said", "last Friday")];
    assert_eq!(bob.posts_raw(NEW, &sent).await.status, StatusCode::FORBIDDEN);
    let stranger = site.visitor().posts_raw(NEW, &sent).await;
    assert!(!stranger.text().contains("March 2026"), "{} {}", stranger.status, stranger.text());
    let sent = [("__fn", "/do/app/events/api/change_event"), ("community", "design"), ("slug", "the-talk"), ("preview", "yes")];
    assert_eq!(bob.posts_raw(&edit, &sent).await.status, StatusCode::FORBIDDEN);
});

on_every_database!(async fn dates_are_added_and_left_out_by_the_form(site) {
    let ada = stage(site).await;
    let fields = typed(&[("repeats", "weekly"), ("until", "2026-04-07"), ("besides", "2026-03-19 09:15"), ("except", "2026-03-24")]);
    ada.posts(NEW, "make_event", &fields).await.leads_to(TALK);
    let edit = format!("{TALK}/edit");
    let status = async |date: &str| site.get(&format!("{TALK}/{date}")).await.status;
    for (date, there) in [("2026-03-10", true), ("2026-03-19", true), ("2026-03-24", false), ("2026-03-31", true)] {
        assert_eq!(status(date).await == StatusCode::OK, there, "{date}");
    }
    assert!(site.page(&format!("{TALK}/2026-03-19")).await.contains("9:15 am"));
    let form = ada.gets(&edit).await.body;
    assert!(form.contains(">2026-03-19 09:15</textarea>") && form.contains(">2026-03-24</textarea>"), "{form}");
    // What people answered to does not go without a word.
    let meeting = format!("{TALK}/2026-03-31");
    ada.posts(&meeting, "rsvp", &[("answer", "going")]).await.leads_to(&meeting);
    let refused = ada.posts(&edit, "change_event", &[("except", "2026-03-24\r\n2026-03-31")]).await;
    refused.says(StatusCode::UNPROCESSABLE_ENTITY, "31 March 2026 (1 person)");
    ada.posts(&edit, "change_event", &[("except", "2026-03-24\r\n2026-03-31"), ("agreed", "yes")]).await.leads_to(TALK);
    assert_ne!(status("2026-03-31").await, StatusCode::OK);
    ada.posts(&edit, "change_event", &[("besides", ""), ("except", "")]).await.leads_to(TALK);
    assert_eq!((status("2026-03-24").await, status("2026-03-31").await), (StatusCode::OK, StatusCode::OK));
    assert_ne!(status("2026-03-19").await, StatusCode::OK);
    for (field, typed, says) in [
        ("besides", "2026-03-17", "It meets on 17 March 2026 already"),
        ("except", "2026-03-18", "It does not meet on 18 March 2026"),
        ("except", "tomorrow", "Write the date as year, month and day"),
        ("besides", "2026-03-20 at nine", "Write the time as hours and minutes"),
    ] {
        let answer = ada.posts(&edit, "change_event", &[(field, typed)]).await;
        answer.says(StatusCode::UNPROCESSABLE_ENTITY, says);
        assert!(answer.body.contains(&format!(">{typed}</textarea>")), "{}", answer.body);
    }
    // Days that follow no rule at all.
    ada.posts(NEW, "make_event", &typed(&[("title", "Odd days"), ("besides", "2026-04-02\n2026-05-19")])).await.leads_to("/c/design/events/odd-days");
    let feed = site.get("/c/design/events/odd-days/event.ics").await.body;
    let found = crate::calendars::expanded(&feed, "2026-03-01", "2027-01-01");
    let starts: Vec<&str> = found.iter().map(|meeting| meeting.1.as_str()).collect();
    assert_eq!(starts, ["2026-03-10T13:00:00Z", "2026-04-02T12:00:00Z", "2026-05-19T12:00:00Z"], "{feed}");
});
