//! Making events, changing and cancelling them, and who comes.

use app::events::rsvp::rules::Answer;
use app::events::rsvp::settle;
use app::events::rsvp::store::Words;
use app::run;
use axum::http::StatusCode;

use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

const NEW: &str = "/c/design/new-event";
const TALK: &str = "/c/design/events/the-talk";

/// A public community with a lead, at noon on 2 March 2026.
async fn stage(site: &TestSite) -> Visitor<'_> {
    site.clock.set("2026-03-02T12:00:00Z".parse().unwrap());
    let ada = site.member("Ada Okafor").await;
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n")]).await;
    site.puts("ada-okafor", "design", "active", Some("lead")).await;
    ada
}

/// What is sent to make an event, some of it in another way.
pub fn typed<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("title", "The talk"),
        ("day", "2026-03-10"),
        ("from", "13:00"),
        ("to", "14:30"),
        ("timezone", "Europe/London"),
        ("repeats", "never"),
        ("status", "confirmed"),
    ];
    usual.into_iter().filter(|(field, _)| other.iter().all(|(given, _)| given != field)).chain(other.iter().copied()).collect()
}

on_every_database!(async fn an_event_is_made_shown_and_changed(site) {
    let ada = stage(site).await;
    assert!(ada.gets("/c/design/events").await.body.contains("href=\"/c/design/new-event\""));
    assert!(!site.get("/c/design/events").await.body.contains("new-event"));
    let fields = typed(&[("body", "About *forms*."), ("speakers", "@ada-okafor\nBea From Elsewhere"), ("capacity", "20"), ("place", "Room 1")]);
    ada.posts(NEW, "make_event", &fields).await.leads_to(TALK);
    let page = site.page(TALK).await;
    for part in ["The talk", "Tuesday 10 March 2026", "1 pm to 2:30 pm", "Room 1", "About forms.", "Ada Okafor", "Bea From Elsewhere", "20 places are free."] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(site.page("/c/design/events").await.contains("The talk") && site.page("/search?q=forms").await.contains("The talk"));
    ada.posts(&format!("{TALK}/edit"), "change_event", &[("title", "The longer talk"), ("to", "16:00")]).await.leads_to(TALK);
    let page = site.page(TALK).await;
    assert!(page.contains("The longer talk") && page.contains("1 pm to 4 pm") && page.contains("Bea From Elsewhere"), "{page}");
    ada.posts(NEW, "make_event", &typed(&[])).await.leads_to("/c/design/events/the-talk-2");
});

on_every_database!(async fn a_meeting_of_a_kind_begins_with_an_agenda(site) {
    let ada = stage(site).await;
    assert!(ada.gets(NEW).await.body.contains("href=\"/c/design/new-event?format=book_club\""));
    let page = ada.gets(&format!("{NEW}?format=book_club")).await.body;
    assert!(page.contains("Bring one sentence that you liked") && page.contains("value=\"13:45\""), "{page}");
    let page = ada.gets(&format!("{NEW}?format=conference")).await.body;
    assert!(page.contains("Programme") && page.contains("value=\"09:00\"") && page.contains("value=\"17:00\""), "{page}");
    ada.posts(&format!("{NEW}?format=book_club"), "make_event", &typed(&[("title", "We read")])).await.leads_to("/c/design/events/we-read");
    assert!(site.page("/c/design/events/we-read").await.contains("Book club"));
    ada.gets(&format!("{NEW}?format=party")).await.says(StatusCode::BAD_REQUEST, "There is no agenda for such a kind");
});

on_every_database!(async fn what_is_wrong_with_an_event_is_said_beside_its_field(site) {
    let ada = stage(site).await;
    for (wrong, says) in [
        (("title", ""), "Fill this in."),
        (("day", "10.3.2026"), "Write the date as year, month and day"),
        (("day", "0001-01-01"), "Choose a year between 1990 and 2099."),
        (("from", "noon"), "Write the time as hours and minutes"),
        (("to", "12:00"), "It ends before it begins."),
        (("last_day", "2026-12-24"), "It lasts longer than a month."),
        (("timezone", "Mars/Olympus"), "Choose the time zone"),
        (("until", "2026-03-01"), "The series ends before it begins."),
        (("capacity", "-3"), "Write how many can come"),
        (("online_url", "javascript:alert(1)"), "Write a whole web address"),
        (("speakers", "@nobody"), "Nobody here has the handle @nobody."),
        (("topics", "Unheard-of"), "Not known here"),
    ] {
        let answer = ada.posts(NEW, "make_event", &typed(&[wrong, ("summary", "kept as typed")])).await;
        answer.says(StatusCode::UNPROCESSABLE_ENTITY, says);
        assert!(answer.body.contains("kept as typed"), "{wrong:?}");
    }
    let strange = [("day", "2026-03-29"), ("from", "01:30"), ("to", "02:30")];
    ada.posts(NEW, "make_event", &typed(&strange)).await.leads_to(TALK);
    assert!(ada.reads(TALK).await.contains("The clocks go forward that day and skip this hour: it begins at 2:30 am."));
});

on_every_database!(async fn a_series_changes_as_a_whole_or_one_meeting_at_a_time(site) {
    let ada = stage(site).await;
    ada.posts(NEW, "make_event", &typed(&[("repeats", "monthly_by_weekday"), ("until", "2026-06-30")])).await.leads_to(TALK);
    let page = site.page(TALK).await;
    assert!(page.contains("Every month on the second Tuesday"), "{page}");
    let april = format!("{TALK}/2026-04-14");
    ada.posts(&april, "rsvp", &[("answer", "going")]).await.leads_to(&april);
    ada.posts(&format!("{april}/edit"), "change_meeting", &[("day", "2026-04-15"), ("title", "April special")]).await.leads_to(&april);
    let page = site.page(&april).await;
    assert!(page.contains("April special") && page.contains("This meeting was moved.") && page.contains("1 person is coming."), "{page}");
    let may = format!("{TALK}/2026-05-12");
    ada.posts(&format!("{may}/edit"), "change_meeting", &[("cancelled", "yes")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Say in a few words why.");
    ada.posts(&format!("{may}/edit"), "change_meeting", &[("cancelled", "yes"), ("because", "A holiday.")]).await.leads_to(&may);
    assert!(site.page(&may).await.contains("This meeting is cancelled. A holiday."));
    // All of it an hour later: who answered, what was moved and what was cancelled comes along.
    ada.posts(&format!("{TALK}/edit"), "change_event", &[("from", "14:00"), ("to", "15:30")]).await.leads_to(TALK);
    let page = site.page(&april).await;
    assert!(page.contains("April special") && page.contains("1 person is coming."), "{page}");
    assert!(site.page(&may).await.contains("A holiday.") && site.page(&format!("{TALK}/2026-03-10")).await.contains("2 pm to 3:30 pm"));
    ada.posts(&format!("{TALK}/edit"), "call_off_event", &[("because", "Nobody has time.")]).await.leads_to(TALK);
    assert!(site.page(TALK).await.contains("This series is cancelled. Nobody has time."));
    ada.posts(&format!("{TALK}/edit"), "change_event", &[("place", "Room 2")]).await.leads_to(TALK);
    let page = site.page(TALK).await;
    assert!(page.contains("Room 2") && page.contains("Nobody has time."), "an edit does not hold what was cancelled");
    ada.posts(&format!("{TALK}/edit"), "hold_event", &[]).await.leads_to(TALK);
    assert!(!site.page(TALK).await.contains("Nobody has time."));
});

on_every_database!(async fn a_draft_is_seen_by_those_who_organise_alone(site) {
    let ada = stage(site).await;
    let edit = format!("{TALK}/edit");
    ada.posts(NEW, "make_event", &typed(&[("status", "draft")])).await.leads_to(&edit);
    assert!(ada.reads(NEW).await.contains("Drafts"));
    for path in [TALK, "/events", "/c/design/events", "/search?q=talk", "/sitemap.xml", "/c/design/feed.atom"] {
        assert!(!site.get(path).await.body.contains("The talk"), "{path}");
    }
    ada.posts(&edit, "change_event", &[("status", "confirmed")]).await.leads_to(TALK);
    assert!(site.page("/c/design/events").await.contains("The talk"));
});

on_every_database!(async fn places_are_given_in_order_and_those_who_wait_move_up(site) {
    let ada = stage(site).await;
    ada.posts(NEW, "make_event", &typed(&[("capacity", "1")])).await.leads_to(TALK);
    let (bob, eve, zoe) = (site.member("Bob").await, site.member("Eve").await, site.member("Zoe").await);
    for who in [&bob, &eve, &zoe] {
        who.posts(TALK, "rsvp", &[("answer", "going"), ("note", "With cake.")]).await.leads_to(TALK);
        site.clock.set(site.clock.now() + chrono::TimeDelta::minutes(1));
    }
    assert!(eve.reads(TALK).await.contains("You are on the waiting list"));
    assert!(site.page(TALK).await.contains("The only place is taken; 2 people wait for one."));
    let people = bob.reads(&format!("{TALK}/people")).await;
    assert!(people.contains("Coming (1)") && people.contains("Waiting for a place (2)") && people.contains("With cake."), "{people}");
    bob.posts(TALK, "rsvp", &[("answer", "declined")]).await.leads_to(TALK);
    assert_eq!(site.mails_to("eve@site.example").await.pop().unwrap().subject, "You have a place: The talk");
    assert!(site.mails_to("zoe@site.example").await.iter().all(|mail| !mail.subject.contains("place")));
    ada.posts(&format!("{TALK}/edit"), "change_event", &[("capacity", "5")]).await.leads_to(TALK);
    assert_eq!(site.mails_to("zoe@site.example").await.pop().unwrap().subject, "You have a place: The talk");
    assert!(eve.reads("/me").await.contains("The talk"));
    assert_eq!(site.get(&format!("{TALK}/people")).await.status, StatusCode::UNAUTHORIZED);
    site.clock.set("2026-03-11T12:00:00Z".parse().unwrap());
    let sent = [("__fn", "/do/app/events/api/rsvp"), ("community", "design"), ("slug", "the-talk"), ("answer", "going")];
    zoe.posts_raw(TALK, &sent).await.says(StatusCode::UNPROCESSABLE_ENTITY, "It is over.");
});

/// Has so many members ask for a place at the talk at once, and gives how many got one.
pub async fn race(site: &TestSite, racers: usize) -> usize {
    const MEMBER: &str = "insert into member (id, handle, name, sort_name, kind, links, about, about_html, html_version, has_account, created_at, updated_at) \
                          values ($1, $2, $2, $2, 'person', '[]', '', '', 1, true, $3, $3)";
    let app = site.app();
    let head = app::communities::store::head(&app.db, app::state::Viewer::ANONYMOUS, "design").await.unwrap();
    let asked = app::events::rsvp::store::find(&app.db, app::state::Viewer::ANONYMOUS, head.id, ("the-talk", "")).await.unwrap();
    let mut tx = app.db.begin().await.unwrap();
    let members: Vec<uuid::Uuid> = (0..racers).map(|_| uuid::Uuid::now_v7()).collect();
    for (n, member) in members.iter().enumerate() {
        run!(tx, sqlx::query(MEMBER).bind(member).bind(format!("racer-{n}")).bind(site.clock.now())).unwrap();
    }
    tx.commit([]).await.unwrap();
    let race = members.into_iter().map(|member| {
        let (db, meeting) = (app.db.clone(), asked.id);
        tokio::spawn(async move {
            let mut tx = db.begin().await.unwrap();
            let settled = settle(&mut tx, (meeting, member), Some(Answer::Going), Words::default()).await.unwrap();
            tx.commit([]).await.unwrap();
            settled
        })
    });
    let mut going = 0;
    for racer in race.collect::<Vec<_>>() {
        going += usize::from(racer.await.unwrap() == Some(Answer::Going));
    }
    going
}

on_every_database!(async fn no_place_is_given_twice_however_many_ask_at_once(site) {
    let ada = stage(site).await;
    ada.posts(NEW, "make_event", &typed(&[("capacity", "10")])).await.leads_to(TALK);
    assert_eq!(race(site, 200).await, 10);
    assert!(site.page(TALK).await.contains("All 10 places are taken; 190 people wait for one."));
});

on_every_database!(async fn calendars_follow_a_community_a_topic_the_site_and_oneself(site) {
    let ada = stage(site).await;
    site.holds(&[
        ("communities/inner.md", "---\nname: Inner\naudience: {events: members}\n---\n"),
        ("events/inner/secret.md", "---\ntitle: Secret meeting\nstarts: 2026-03-05T13:00\nends: 2026-03-05T14:00\ntimezone: UTC\n---\n"),
        ("topics/forms.md", "---\ntitle: Forms\n---\n"),
    ])
    .await;
    ada.posts(NEW, "make_event", &typed(&[("repeats", "weekly"), ("until", "2026-03-24")])).await.leads_to(TALK);
    ada.posts(NEW, "make_event", &typed(&[("title", "On forms"), ("topics", "Forms")])).await.leads_to("/c/design/events/on-forms");
    let count = |body: &str| body.matches("BEGIN:VEVENT").count();
    for (path, entries) in [("/events/calendar.ics", 2), ("/c/design/calendar.ics", 2), ("/topics/forms/calendar.ics", 1)] {
        let answer = site.get(path).await;
        assert_eq!((answer.status, count(&answer.body)), (StatusCode::OK, entries), "{path}: {}", answer.body);
        assert!(answer.header("content-type").starts_with("text/calendar") && !answer.body.contains("Secret meeting"), "{path}");
        let again = site.sends(axum::http::Request::get(path).header("if-none-match", answer.header("etag"))).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
    }
    let body = site.get("/c/design/calendar.ics").await.body;
    assert!(body.contains("DTSTART;TZID=Europe/London:20260310T130000") && body.contains("RRULE:FREQ=WEEKLY;UNTIL=20260324T235959Z"), "{body}");
    assert!(body.contains("X-WR-CALNAME:Design\\, Guildhall"), "{body}");
    for missing in ["/c/inner/calendar.ics", "/c/none/calendar.ics", "/topics/none/calendar.ics", "/calendar/guess.ics", "/calendar/guess"] {
        assert_eq!(site.get(missing).await.status, StatusCode::NOT_FOUND, "{missing}");
    }
    let bob = site.member("Bob").await;
    site.puts("bob", "inner", "active", None).await;
    bob.posts(&format!("{TALK}/2026-03-17"), "rsvp", &[("answer", "going")]).await.leads_to(&format!("{TALK}/2026-03-17"));
    let page = bob.reads("/me/calendar").await;
    assert!(page.contains("The talk") && !page.contains(".ics"), "{page}");
    bob.posts("/me/calendar", "make_calendar_address", &[]).await.leads_to("/me/calendar");
    let page = bob.gets("/me/calendar").await.body;
    let address = |page: &str| format!("/calendar/{}.ics", page.split("/calendar/").nth(1).unwrap().split(".ics").next().unwrap());
    let own = address(page.rsplit_once("subscription").unwrap().1);
    let calendar = site.get(&own).await;
    assert!(calendar.body.contains("Secret meeting") && calendar.body.contains("RECURRENCE-ID;TZID=Europe/London:20260317T130000"), "{}", calendar.body);
    assert!(!calendar.body.contains("RRULE:FREQ=WEEKLY"), "of a series elsewhere, the meetings one comes to alone");
    assert_eq!((count(&calendar.body), calendar.header("cache-control")), (2, "private, no-cache"));
    site.puts("bob", "design", "active", None).await;
    bob.posts(&format!("{TALK}/2026-03-24"), "rsvp", &[("answer", "declined")]).await.leads_to(&format!("{TALK}/2026-03-24"));
    let calendar = site.get(&own).await.body;
    assert!(calendar.contains("RRULE:FREQ=WEEKLY") && calendar.contains("EXDATE;TZID=Europe/London:20260324T130000") && !calendar.contains("RECURRENCE-ID"), "{calendar}");
    bob.posts("/me/calendar", "stop_calendar_address", &[]).await.leads_to("/me/calendar");
    assert_eq!(site.get(&own).await.status, StatusCode::NOT_FOUND);
});

const CALL: &str = "https://call.example/room";

on_every_database!(async fn the_address_of_a_call_is_held_back_to_those_who_come(site) {
    let ada = stage(site).await;
    let fields = typed(&[("online_url", CALL), ("link_for", "going"), ("capacity", "1")]);
    ada.posts(NEW, "make_event", &fields).await.leads_to(TALK);
    let (bob, eve) = (site.member("Bob").await, site.member("Eve").await);
    for who in [&bob, &eve] {
        who.posts(TALK, "rsvp", &[("answer", "going")]).await.leads_to(TALK);
    }
    assert!(bob.gets(TALK).await.body.contains(CALL) && ada.gets(TALK).await.body.contains(CALL));
    for (who, path) in [(&site.visitor(), TALK), (&eve, TALK), (&bob, "/c/design/calendar.ics"), (&bob, "/events/calendar.ics"), (&eve, "/c/design/events/the-talk/event.ics")] {
        let body = who.gets(path).await.body.replace("\r\n ", "");
        assert!(!body.contains("call.example") && body.contains("The link is for those who come"), "{path}: {body}");
    }
    let file = bob.gets("/c/design/events/the-talk/event.ics").await;
    assert!(file.body.replace("\r\n ", "").contains(CALL) && file.header("cache-control") == "private, no-cache", "{}", file.body);
    assert!(site.get(TALK).await.body.contains("OnlineEventAttendanceMode"));
    let own = async |who: &Visitor<'_>| {
        who.posts("/me/calendar", "make_calendar_address", &[]).await.leads_to("/me/calendar");
        let page = who.gets("/me/calendar").await.body;
        let page = page.rsplit_once("subscription").unwrap().1;
        let secret = page.split("/calendar/").nth(1).unwrap().split(".ics").next().unwrap().to_owned();
        site.get(&format!("/calendar/{secret}.ics")).await.body.replace("\r\n ", "")
    };
    assert!(own(&bob).await.contains(CALL) && !own(&eve).await.contains(CALL));
    let mails = crate::meeting_mails::invited(site, "bob@site.example").await;
    assert!(mails[0].calendar.as_ref().unwrap().text.replace("\r\n ", "").contains(CALL));
});

on_every_database!(async fn the_address_of_a_call_appears_shortly_before(site) {
    let ada = stage(site).await;
    ada.posts(NEW, "make_event", &typed(&[("online_url", CALL), ("link_for", "quarter_before")])).await.leads_to(TALK);
    let bob = site.member("Bob").await;
    bob.posts(TALK, "rsvp", &[("answer", "going")]).await.leads_to(TALK);
    let mails = crate::meeting_mails::invited(site, "bob@site.example").await;
    assert!(!mails[0].calendar.as_ref().unwrap().text.replace("\r\n ", "").contains(CALL));
    for (time, shown) in [("12:44:59", false), ("12:45:00", true), ("14:29:59", true), ("14:30:00", false)] {
        site.clock.set(format!("2026-03-10T{time}Z").parse().unwrap());
        assert_eq!(site.get(TALK).await.body.contains(CALL), shown, "{time}");
        assert_eq!(bob.gets(TALK).await.body.contains(CALL), shown, "{time}");
    }
    assert!(site.page(TALK).await.contains("The link appears here 15 minutes before"));
    assert!(!site.get("/c/design/calendar.ics").await.body.replace("\r\n ", "").contains(CALL));
});

on_every_database!(async fn a_meeting_of_whole_days_stays_as_long_as_it_is(site) {
    let series = "---\ntitle: Camp\nstarts: 2026-04-06T00:00\nends: 2026-04-09T00:00\nall_day: true\nrrule: FREQ=WEEKLY;COUNT=3\ntimezone: UTC\n---\n";
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n"), ("events/design/camp.md", series)]).await;
    let ada = site.member("Ada").await;
    site.puts("ada", "design", "active", Some("lead")).await;
    let camp = "/c/design/events/camp/2026-04-13";
    let form = ada.reads(&format!("{camp}/edit")).await;
    assert!(form.contains("It lasts 3 days from there.") && !form.contains("From"), "{form}");
    ada.posts(&format!("{camp}/edit"), "change_meeting", &[("title", "The long camp")]).await.leads_to(camp);
    let page = site.page(camp).await;
    assert!(page.contains("The long camp") && page.contains("13") && page.contains("15 April 2026") && !page.contains("was moved"), "{page}");
    ada.posts(&format!("{camp}/edit"), "change_meeting", &[("day", "2026-04-14")]).await.leads_to(camp);
    let page = site.page(camp).await;
    assert!(page.contains("16 April 2026") && page.contains("was moved"), "{page}");
});
