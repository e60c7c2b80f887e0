//! Bringing calendars in, by the operator's command and by an organiser's upload. It is noon on Monday 2 March 2026.

use std::path::PathBuf;

use app::events::importing::Report;
use app::on;
use axum::http::StatusCode;
use chrono_tz::Tz;
use server::calendar::import;

use crate::meeting_mails::{invited, line};
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

const NEW: &str = "/c/design/new-event";
const LIST: &str = "/c/design/events";

const SERIES: &str = "BEGIN:VEVENT\r\nUID:series@elsewhere\r\nSUMMARY:Show and tell\r\nDTSTART;TZID=GMT Standard Time:20260310T130000\r\n\
                      DTEND;TZID=GMT Standard Time:20260310T140000\r\nRRULE:FREQ=WEEKLY;COUNT=6\r\nEXDATE;TZID=GMT Standard Time:20260324T130000\r\n\
                      LOCATION:Room 4\r\nDESCRIPTION:Bring what you made.\r\nEND:VEVENT\r\n";

async fn stage(site: &TestSite) -> Visitor<'_> {
    let ada = site.member("Ada Okafor").await;
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n")]).await;
    site.puts("ada-okafor", "design", "active", Some("lead")).await;
    ada
}

fn calendar(entries: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Elsewhere//EN\r\n{entries}END:VCALENDAR\r\n")
}

/// A file that goes with it.
struct File(PathBuf);

impl File {
    fn of(text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("guildhall-{}.ics", uuid::Uuid::now_v7().simple()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).unwrap();
    }
}

async fn takes(site: &TestSite, entries: &str) -> Report {
    let file = File::of(&calendar(entries));
    import(site.db(), &site.clock, &file.0, ("design", Tz::Europe__London)).await.unwrap()
}

on_every_database!(async fn a_calendar_becomes_events_and_the_same_one_again_changes_nothing(site) {
    stage(site).await;
    let single = "BEGIN:VEVENT\r\nUID:day@elsewhere\r\nSUMMARY:Away day\r\nDTSTART;VALUE=DATE:20260401\r\nDTEND;VALUE=DATE:20260403\r\nEND:VEVENT\r\n";
    let both = format!("{SERIES}{single}");
    let report = takes(site, &both).await;
    assert!(report.is_whole() && report.created == 2, "{report}");
    let page = site.page("/c/design/events/show-and-tell").await;
    for part in ["Tuesday 10 March 2026", "1 pm to 2 pm", "Room 4", "Bring what you made."] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!(site.get("/c/design/events/show-and-tell/2026-03-24").await.status, StatusCode::NOT_FOUND);
    assert!(site.page("/c/design/events/away-day").await.contains("1 to 2 April 2026"), "{}", site.page("/c/design/events/away-day").await);
    let again = takes(site, &both).await;
    assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 2), "{again}");
});

on_every_database!(async fn what_changes_there_changes_here_and_who_comes_moves_along(site) {
    let ada = stage(site).await;
    takes(site, SERIES).await;
    let april = "/c/design/events/show-and-tell/2026-04-07";
    ada.posts(april, "rsvp", &[("answer", "going")]).await.leads_to(april);
    ada.posts("/c/design/events/show-and-tell/edit", "change_event", &[("speakers", "Bea From Elsewhere")]).await.leads_to("/c/design/events/show-and-tell");
    let later = SERIES.replace("T130000", "T150000").replace("T140000", "T160000").replace("Room 4", "Room 5");
    let off = "BEGIN:VEVENT\r\nUID:series@elsewhere\r\nSUMMARY:Show and tell\r\nSTATUS:CANCELLED\r\nRECURRENCE-ID;TZID=Europe/London:20260331T150000\r\n\
               DTSTART;TZID=Europe/London:20260331T150000\r\nDTEND;TZID=Europe/London:20260331T160000\r\nEND:VEVENT\r\n";
    let report = takes(site, &format!("{later}{off}")).await;
    assert!(report.is_whole() && report.updated == 1, "{report}");
    let page = site.page(april).await;
    assert!(page.contains("3 pm to 4 pm") && page.contains("Room 5") && page.contains("1 person is coming.") && page.contains("Bea From Elsewhere"), "{page}");
    assert!(site.page("/c/design/events/show-and-tell/2026-03-31").await.contains("It is cancelled in the calendar it comes from."));
    let gone = later.replace("SUMMARY", "STATUS:CANCELLED\r\nSUMMARY");
    assert_eq!(takes(site, &gone).await.updated, 1);
    assert!(site.page("/c/design/events/show-and-tell").await.contains("This series is cancelled."));
    assert_eq!(takes(site, &later).await.updated, 1);
    assert!(!site.page("/c/design/events/show-and-tell").await.contains("This series is cancelled."), "it is held there after all");
});

on_every_database!(async fn words_that_were_changed_here_stay_and_times_follow(site) {
    let ada = stage(site).await;
    takes(site, SERIES).await;
    let (page, edit) = ("/c/design/events/show-and-tell", "/c/design/events/show-and-tell/edit");
    ada.posts(edit, "change_event", &[("title", "Our show and tell"), ("place", "The hall")]).await.leads_to(page);
    ada.posts("/c/design/events/show-and-tell/2026-04-07/edit", "change_meeting", &[("title", "With guests")]).await.leads_to("/c/design/events/show-and-tell/2026-04-07");
    assert_eq!(takes(site, SERIES).await.unchanged, 1);
    let later = SERIES.replace("T130000", "T150000").replace("T140000", "T160000").replace("Room 4", "Room 5").replace("what you made", "something");
    let report = takes(site, &later).await;
    assert_eq!((report.updated, report.listed.len()), (1, 1), "{report}");
    assert_eq!(report.listed[0].to_string(), "line 4: its place changed here and there, so this site’s was kept");
    let read = site.page("/c/design/events/show-and-tell/2026-04-07").await;
    for part in ["With guests", "3 pm to 4 pm", "The hall", "Bring something."] {
        assert!(read.contains(part), "{part}: {read}");
    }
    assert!(site.page(page).await.contains("Our show and tell"));
    // Where it reads again as it does there, it follows again.
    ada.posts(edit, "change_event", &[("place", "Room 5")]).await.leads_to(page);
    let report = takes(site, &later.replace("Room 5", "Room 6")).await;
    assert!(report.is_whole() && site.page(page).await.contains("Room 6"), "{report}");
});

on_every_database!(async fn a_series_that_is_cancelled_there_keeps_the_meetings_that_were(site) {
    let ada = stage(site).await;
    let weekly = SERIES.replace("20260310T", "20260217T").replace("EXDATE;TZID=GMT Standard Time:20260324T130000\r\n", "");
    takes(site, &weekly).await;
    let (was, comes) = ("/c/design/events/show-and-tell/2026-02-24", "/c/design/events/show-and-tell/2026-03-10");
    ada.posts(&format!("{was}/people"), "check_in", &[("handle", "ada-okafor"), ("came", "yes")]).await.leads_to(&format!("{was}/people"));
    assert_eq!(takes(site, &weekly.replace("SUMMARY", "STATUS:CANCELLED\r\nSUMMARY")).await.updated, 1);
    let off = "It is cancelled in the calendar it comes from.";
    assert!(site.page(comes).await.contains(off));
    let page = site.page(was).await;
    assert!(!page.contains(off) && page.contains("1 person was there."), "{page}");
    assert_eq!(takes(site, &weekly).await.updated, 1);
    assert!(!site.page(comes).await.contains(off), "it is held there after all");
});

on_every_database!(async fn who_comes_to_what_was_brought_in_is_invited_under_its_uid(site) {
    let ada = stage(site).await;
    let bob = site.member("Bob").await;
    takes(site, SERIES).await;
    let april = "/c/design/events/show-and-tell/2026-04-07";
    bob.posts(april, "rsvp", &[("answer", "going")]).await.leads_to(april);
    takes(site, &SERIES.replace("T130000", "T150000").replace("T140000", "T160000")).await;
    let mails = invited(site, "bob@site.example").await;
    let known = |mail| (line(mail, "UID"), line(mail, "RECURRENCE-ID"));
    assert_eq!((mails.len(), known(&mails[0]).0), (1, "UID:series@elsewhere".to_owned()));
    takes(site, SERIES).await;
    // Parted here, it goes on as another; in calendars the meeting stays the one it is.
    ada.posts("/c/design/events/show-and-tell/edit?from=2026-03-31", "change_event", &[("from", "12:00")]).await.leads_to("/c/design/events/show-and-tell-2");
    let mails = invited(site, "bob@site.example").await;
    let last = mails.last().unwrap();
    assert_eq!((known(last), line(last, "DTSTART;")), (known(&mails[0]), "DTSTART;TZID=Europe/London:20260407T120000".to_owned()));
    assert!(!site.get("/c/design/events/show-and-tell-2/event.ics").await.body.contains("series@elsewhere"));
});

on_every_database!(async fn what_can_not_be_read_is_listed_and_what_is_no_calendar_refused(site) {
    stage(site).await;
    let report = takes(site, &format!("BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:When?\r\nEND:VEVENT\r\n{SERIES}")).await;
    assert_eq!((report.created, report.listed.len()), (1, 1), "{report}");
    assert_eq!(report.listed[0].to_string(), "line 4: it does not say when it begins (DTSTART), so it was left out");
    let wrong = File::of("name,date\r\nTalk,2026-03-10\r\n");
    let says = import(site.db(), &site.clock, &wrong.0, ("design", Tz::UTC)).await.unwrap_err().to_string();
    assert!(says.contains("is no calendar"), "{says}");
    let says = import(site.db(), &site.clock, &wrong.0, ("nowhere", Tz::UTC)).await.unwrap_err().to_string();
    assert!(says.contains("there is no community “nowhere”"), "{says}");
});

on_every_database!(async fn an_organiser_uploads_a_calendar(site) {
    let ada = stage(site).await;
    let upload = async |text: &str| ada.uploads(NEW, "import_calendar", ("file", "team.ics"), text.as_bytes()).await;
    upload(&calendar(&format!("BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:When?\r\nEND:VEVENT\r\n{SERIES}"))).await.leads_to(LIST);
    let page = ada.reads(LIST).await;
    for part in ["1 event is new", "Not all of it was taken.", "Line 4: it does not say when it begins", "Show and tell"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    upload("%PDF-1.4").await.says(StatusCode::UNPROCESSABLE_ENTITY, "This file is no calendar");
    upload("").await.says(StatusCode::UNPROCESSABLE_ENTITY, "Choose a calendar file first.");
    let heavy = calendar(&"X-NOTE:nothing\r\n".repeat(400_000));
    upload(&heavy).await.says(StatusCode::UNPROCESSABLE_ENTITY, "heavier than 5 MB");
});

on_every_database!(async fn a_meeting_of_a_series_takes_place_where_its_calendar_says(site) {
    let ada = stage(site).await;
    let differing = |place: &str| {
        format!(
            "BEGIN:VEVENT\r\nUID:series@elsewhere\r\nRECURRENCE-ID;TZID=GMT Standard Time:20260317T130000\r\nSUMMARY:Show and tell\r\nDTSTART;TZID=GMT Standard Time:20260317T130000\r\n\
             DTEND;TZID=GMT Standard Time:20260317T140000\r\nLOCATION:{place}\r\nEND:VEVENT\r\n"
        )
    };
    let (series, outside, other) = ("/c/design/events/show-and-tell", "/c/design/events/show-and-tell/2026-03-17", "/c/design/events/show-and-tell/2026-03-31");
    let report = takes(site, &format!("{SERIES}{}", differing("The garden"))).await;
    assert!(report.is_whole() && report.created == 1, "nothing has to be left out: {report}");
    assert!(site.page(outside).await.contains("The garden") && !site.page(outside).await.contains("Room 4"));
    assert!(site.page(series).await.contains("Room 4") && !site.page(other).await.contains("The garden"));
    assert_eq!(takes(site, &format!("{SERIES}{}", differing("The garden"))).await.unchanged, 1);
    assert!(site.get(&format!("{outside}/event.ics")).await.body.contains("LOCATION:The garden"));
    // What is said here of another meeting stays; what the calendar says of this one changes with it.
    ada.posts(&format!("{other}/edit"), "change_meeting", &[("place", "Our hall"), ("summary", "About kilns.")]).await.leads_to(other);
    assert_eq!(takes(site, &format!("{SERIES}{}", differing("The barn"))).await.updated, 1);
    assert!(site.page(outside).await.contains("The barn"));
    let page = site.page(other).await;
    assert!(page.contains("Our hall") && page.contains("About kilns."), "{page}");
    // And what is said here of this one holds from then on.
    ada.posts(&format!("{outside}/edit"), "change_meeting", &[("place", "The roof")]).await.leads_to(outside);
    assert_eq!(takes(site, &format!("{SERIES}{}", differing("The cellar"))).await.updated, 1);
    assert!(site.page(outside).await.contains("The roof"));
});

on_every_database!(async fn what_has_met_for_years_goes_on_and_what_is_years_away_stands_in_feeds(site) {
    stage(site).await;
    let entries = "BEGIN:VEVENT\r\nUID:up\r\nSUMMARY:Stand-up\r\nDTSTART;TZID=Europe/London:20120102T093000\r\nDURATION:PT15M\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\r\nEND:VEVENT\r\n\
                   BEGIN:VEVENT\r\nUID:far\r\nSUMMARY:Congress\r\nDTSTART;TZID=Europe/London:20281003T090000\r\nDTEND;TZID=Europe/London:20281003T170000\r\nEND:VEVENT\r\n";
    let report = takes(site, entries).await;
    assert!(report.is_whole() && report.created == 2, "{report}");
    assert!(site.page(LIST).await.contains("Stand-up") && site.page("/c/design/events/stand-up/2026-03-06").await.contains("Friday 6 March 2026"));
    let feed = site.get("/c/design/calendar.ics").await.body;
    assert!(feed.contains("RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\r\n") && feed.contains("SUMMARY:Congress\r\n"), "{feed}");
    assert!(site.page("/c/design/events?from=2028-10").await.contains("Congress"));
});

on_every_database!(async fn what_a_calendar_says_and_this_site_can_not_keep_is_listed(site) {
    stage(site).await;
    let entries = "BEGIN:VEVENT\r\nUID:twice\r\nSUMMARY:Twice\r\nDTSTART;TZID=Europe/London:20260310T090000\r\nDURATION:PT15M\r\nRRULE:FREQ=DAILY;BYHOUR=9,15;COUNT=6\r\nEND:VEVENT\r\n\
                   BEGIN:VEVENT\r\nUID:s\r\nSUMMARY:Crit\r\nDTSTART;TZID=Europe/London:20260310T110000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;COUNT=5\r\nEND:VEVENT\r\n\
                   BEGIN:VEVENT\r\nUID:s\r\nSUMMARY:Crit\r\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/London:20260317T110000\r\nDTSTART;TZID=Europe/London:20260317T160000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n";
    let report = takes(site, entries).await;
    let said: Vec<String> = report.listed.iter().map(ToString::to_string).collect();
    assert_eq!((report.created, said.len()), (2, 2), "{report}");
    assert!(said[0].starts_with("line 4: it meets more than once a day, and a series has one meeting a day here: of each day the first was kept, and 3 others were left out"), "{report}");
    const STARTS: &str = "select o.starts_wall from occurrence o join event e on e.id = o.event_id where e.slug = 'twice' order by o.recurrence";
    let starts: Vec<String> = on!(site.db().reader(), c => sqlx::query_scalar(STARTS).fetch_all(c)).unwrap();
    assert_eq!(starts, ["2026-03-10T09:00:00", "2026-03-11T09:00:00", "2026-03-12T09:00:00"], "no two share an address");
    let feed = site.get("/c/design/calendar.ics").await.body;
    assert!(["10", "11", "12"].iter().all(|day| feed.contains(&format!("EXDATE;TZID=Europe/London:202603{day}T150000"))), "{feed}");
    assert!( said[1].starts_with("line 21: what it says of this meeting and all that follow"), "{report}");
});
