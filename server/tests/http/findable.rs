//! What pages say of themselves to search engines and to whoever shows a link. It is noon on Monday 2 March 2026.

use axum::http::{Request, StatusCode};
use serde_json::Value;

use crate::on_every_database;

const FILES: [(&str, &str); 11] = [
    ("organisations/opw.md", "---\nname: Office for Public Works\n---\nIt builds bridges.\n"),
    ("topics/forms.md", "---\ntitle: Forms\nsummary: Asking well.\n---\n"),
    (
        "communities/design.md",
        "---\nname: Design\nsummary: People who design services.\ntopics: [forms]\nmembers:\n- person: ada\n  roles: [{role: lead}]\n---\nWe meet.\n",
    ),
    ("people/ada.md", "---\nname: Ada Okafor\nrole: service designer\norganisations: [opw]\nask_about: [forms]\n---\n"),
    (
        "events/design/talk.md",
        "---\ntitle: Talk\nsummary: About paper.\nstarts: 2026-07-03T13:00\nends: 2026-07-03T14:00\ntimezone: Europe/London\nplace: Room 4\nonline_url: https://meet.example/x\nspeakers: [{name: Bo Guest}]\n---\nMore.\n",
    ),
    (
        "events/design/show.md",
        "---\ntitle: Show and tell\nstarts: 2026-03-03T13:00\nends: 2026-03-03T14:00\ntimezone: Europe/London\nrrule: FREQ=WEEKLY;COUNT=3\noccurrences:\n- recurrence: 2026-03-10T13:00\n  status: cancelled\n---\nShow it.\n",
    ),
    (
        "questions/design/why.md",
        "---\ntitle: Why paper?\nauthor: ada\nasked: 2026-03-01T10:00:00Z\nhelpful: [ada]\nanswers:\n- {at: 2026-03-01T11:00:00Z, author: ada, accepted: true, helpful: [ada], body: It *folds*.}\n- {at: 2026-03-01T12:00:00Z, body: It burns.}\n---\n# Head\n\nWhy do we **still** print? It takes ages.\n",
    ),
    ("pages/design/playbook.md", "---\ntitle: Playbook\n---\n## First\n\nHow we work here.\n"),
    ("pages/design/playbook/forms.md", "---\ntitle: Forms\nsummary: One thing a page.\n---\n"),
    (
        "resources/design/cards.md",
        "---\ntitle: Session cards\nkind: link\nurl: https://cards.example\nsummary: Cards for sessions.\npublished: 2026-02-01\n---\n",
    ),
    ("questions/everyone/hello.md", "---\ntitle: Hello?\nasked: 2026-03-01T10:00:00Z\n---\n"),
];

/// Every screen, and what its canonical address is where that is another.
const SCREENS: [(&str, &str); 27] = [
    ("/", "/"),
    ("/communities", "/communities"),
    ("/communities?kind=practice&utm_source=mail", "/communities?kind=practice"),
    ("/c/design", "/c/design"),
    ("/c/design?x", "/c/design"),
    ("/c/design/members", "/c/design/members"),
    ("/people", "/people"),
    ("/people?organisation=opw", "/people?organisation=opw"),
    ("/people/ada", "/people/ada"),
    ("/organisations/opw", "/organisations/opw"),
    ("/topics", "/topics"),
    ("/topics/forms", "/topics/forms"),
    ("/events", "/events"),
    ("/events?past=", "/events?past"),
    ("/c/design/events", "/c/design/events"),
    ("/c/design/events/talk", "/c/design/events/talk"),
    ("/c/design/events/show", "/c/design/events/show"),
    ("/c/design/events/show/2026-03-10", "/c/design/events/show/2026-03-10"),
    ("/questions", "/questions"),
    ("/questions?show=unanswered", "/questions?show=unanswered"),
    ("/c/design/questions", "/c/design/questions"),
    ("/c/d%65sign/questions/why", "/c/design/questions/why"),
    ("/c/design/pages", "/c/design/pages"),
    ("/c/design/pages/playbook/forms", "/c/design/pages/playbook/forms"),
    ("/resources", "/resources"),
    ("/c/design/resources", "/c/design/resources"),
    ("/c/design/resources/cards", "/c/design/resources/cards"),
];

/// The contents of the document's head.
fn head(body: &str) -> &str {
    body.split_once("<head>").unwrap().1.split_once("</head>").unwrap().0
}

/// The tags of a head that hold a text, as written.
fn tags<'a>(body: &'a str, holding: &str) -> Vec<&'a str> {
    head(body).split('<').filter(|tag| tag.contains(holding)).map(|tag| tag.split('>').next().unwrap()).collect()
}

/// The value of an attribute of the one tag that holds a text.
fn only(body: &str, holding: &str, attribute: &str) -> String {
    let found = tags(body, holding);
    assert_eq!(found.len(), 1, "{holding} in {}", head(body));
    let value = found[0].split_once(&format!("{attribute}=\"")).unwrap().1.split('"').next().unwrap();
    value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The objects of a page's structured data.
fn data(body: &str) -> Vec<Value> {
    let mut scripts = body.split("type=\"application/ld+json\">").skip(1);
    let script = scripts.next().unwrap_or_else(|| panic!("no data in {}", head(body)));
    assert!(scripts.next().is_none(), "one script");
    let json = script.split_once("</script>").unwrap().0;
    let mut data: Value = serde_json::from_str(json).unwrap();
    assert_eq!(data["@context"], "https://schema.org");
    data["@graph"].as_array_mut().unwrap().drain(..).collect()
}

fn of_type<'a>(data: &'a [Value], kind: &str) -> &'a Value {
    data.iter().find(|object| object["@type"] == kind).unwrap_or_else(|| panic!("no {kind} in {data:?}"))
}

on_every_database!(async fn every_screen_says_once_what_it_is_and_where(site) {
    site.holds(&FILES).await;
    for (path, canonical) in SCREENS {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let body = &answer.body;
        assert_eq!(head(body).matches("<title>").count(), 1, "{path}");
        let description = only(body, "name=\"description\"", "content");
        assert!((10..=160).contains(&description.chars().count()), "{path}: {description}");
        let canonical = format!("http://site.example{canonical}");
        assert_eq!(only(body, "rel=\"canonical\"", "href"), canonical, "{path}");
        assert_eq!(only(body, "\"og:url\"", "content"), canonical);
        assert_eq!(only(body, "\"og:description\"", "content"), description);
        assert_eq!(only(body, "\"og:site_name\"", "content"), "Guildhall");
        assert_eq!(only(body, "\"og:image\"", "content"), "http://site.example/og.png");
        assert_eq!((only(body, "\"og:image:width\"", "content"), only(body, "\"og:image:height\"", "content")), ("1200".to_owned(), "630".to_owned()));
        assert!(!only(body, "\"og:title\"", "content").is_empty() && !only(body, "\"og:image:alt\"", "content").is_empty());
        assert!(["website", "article", "profile"].contains(&only(body, "\"og:type\"", "content").as_str()), "{path}");
        assert_eq!(only(body, "\"twitter:card\"", "content"), "summary_large_image");
    }
});

on_every_database!(async fn descriptions_say_what_is_on_the_page(site) {
    site.holds(&FILES).await;
    for (path, expected) in [
        ("/c/design", "People who design services."),
        ("/people/ada", "Ada Okafor, service designer at Office for Public Works. Lead of Design. Ask about: Forms."),
        ("/organisations/opw", "It builds bridges."),
        ("/topics/forms", "Asking well."),
        ("/c/design/events/talk", "Friday 3 July 2026, 1 pm to 2 pm BST, Room 4 and online. About paper."),
        ("/c/design/events/show/2026-03-10", "Cancelled: Tuesday 10 March 2026, 1 pm to 2 pm GMT. Show it."),
        ("/c/design/questions/why", "Why do we still print? It takes ages."),
        ("/c/design/pages/playbook", "How we work here."),
        ("/c/design/pages/playbook/forms", "One thing a page."),
        ("/c/design/resources/cards", "Cards for sessions."),
    ] {
        assert_eq!(only(&site.get(path).await.body, "name=\"description\"", "content"), expected, "{path}");
    }
});

on_every_database!(async fn who_never_signed_up_and_pages_that_pass_are_not_to_be_indexed(site) {
    site.holds(&FILES).await;
    let noindex = |body: &str| tags(body, "name=\"robots\"").iter().any(|tag| tag.contains("content=\"noindex\""));
    assert!(noindex(&site.get("/people/ada").await.body), "came by import");
    for passing in ["/people?q=ada", "/people?after=a~b", "/questions?after=1773147600000000~00000000000000000000000000000007"] {
        assert!(noindex(&site.get(passing).await.body), "{passing}");
    }
    for (path, _) in SCREENS.iter().filter(|(path, _)| *path != "/people/ada") {
        assert!(!noindex(&site.get(path).await.body), "{path}");
    }
});

const HOSTILE: &str = "\"><script>alert(1)</script><!-- & </title></head>";

on_every_database!(async fn no_text_breaks_out_of_the_head(site) {
    let question = format!("---\ntitle: '{HOSTILE}'\nasked: 2026-03-01T10:00:00Z\nanswers:\n- {{at: 2026-03-01T11:00:00Z, body: '{HOSTILE}'}}\n---\n{HOSTILE}\n");
    let event = format!("---\ntitle: '{HOSTILE}'\nsummary: '{HOSTILE}'\nplace: '{HOSTILE}'\nstarts: 2026-07-03T13:00\nends: 2026-07-03T14:00\ntimezone: UTC\n---\n");
    let community = format!("---\nname: '{HOSTILE}'\nsummary: '{HOSTILE}'\n---\n");
    site.holds(&[("communities/design.md", &community), ("questions/design/why.md", &question), ("events/design/talk.md", &event)]).await;
    for path in ["/c/design", "/c/design/questions/why", "/c/design/events/talk", "/c/design/events", "/c/design/members", "/people?q=%22%3E%3Cscript%3Ealert(1)"] {
        let body = site.get(path).await.body;
        assert!(!body.contains("<script>alert"), "{path}: {body}");
        assert_eq!(body.matches("</head>").count(), 1, "{path}");
        assert!(only(&body, "name=\"description\"", "content").len() > 10, "{path}");
        assert_eq!(tags(&body, "rel=\"canonical\"").len(), 1, "{path}");
    }
    let body = site.get("/c/design/questions/why").await.body;
    assert_eq!(only(&body, "\"og:title\"", "content"), HOSTILE);
    assert_eq!(of_type(&data(&body), "QAPage")["mainEntity"]["name"], HOSTILE);
    assert_eq!(of_type(&data(&site.get("/c/design/events/talk").await.body), "Event")["location"]["name"], HOSTILE);
});

on_every_database!(async fn an_event_is_an_event_to_machines(site) {
    site.holds(&FILES).await;
    let found = data(&site.get("/c/design/events/talk").await.body);
    let talk = of_type(&found, "Event");
    for (key, value) in [
        ("name", "Talk"),
        ("startDate", "2026-07-03T13:00:00+01:00"),
        ("endDate", "2026-07-03T14:00:00+01:00"),
        ("eventStatus", "https://schema.org/EventScheduled"),
        ("eventAttendanceMode", "https://schema.org/MixedEventAttendanceMode"),
        ("url", "http://site.example/c/design/events/talk"),
        ("description", "About paper."),
    ] {
        assert_eq!(talk[key], value, "{key}");
    }
    assert_eq!((&talk["location"][0]["@type"], &talk["location"][1]["url"]), (&Value::from("Place"), &Value::from("https://meet.example/x")));
    assert_eq!((&talk["organizer"][0]["name"], &talk["performer"][0]["name"]), (&Value::from("Design"), &Value::from("Bo Guest")));
    let trail = of_type(&found, "BreadcrumbList")["itemListElement"].as_array().unwrap();
    let names: Vec<&str> = trail.iter().map(|step| step["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Communities", "Design", "Events", "Talk"]);

    let meeting = data(&site.get("/c/design/events/show/2026-03-10").await.body);
    assert_eq!(of_type(&meeting, "Event")["eventStatus"], "https://schema.org/EventCancelled");
    let series = data(&site.get("/c/design/events/show").await.body);
    assert_eq!(of_type(&series, "EventSeries")["subEvent"].as_array().unwrap().len(), 3);
});

on_every_database!(async fn an_event_over_a_change_of_the_clock_ends_by_the_clock_of_its_end(site) {
    let night = "---\ntitle: Night\nstarts: 2026-03-28T22:00\nends: 2026-03-29T04:00\ntimezone: Europe/London\n---\n";
    let back = "---\ntitle: Back\nstarts: 2026-10-31T20:00\nends: 2026-11-01T05:30\ntimezone: America/New_York\n---\n";
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n"), ("events/design/night.md", night), ("events/design/back.md", back)]).await;
    for (slug, starts, ends) in [
        ("night", "2026-03-28T22:00:00+00:00", "2026-03-29T04:00:00+01:00"),
        ("back", "2026-10-31T20:00:00-04:00", "2026-11-01T05:30:00-05:00"),
    ] {
        let found = data(&site.get(&format!("/c/design/events/{slug}")).await.body);
        let event = of_type(&found, "Event");
        assert_eq!((&event["startDate"], &event["endDate"]), (&Value::from(starts), &Value::from(ends)), "{slug}");
    }
});

on_every_database!(async fn a_question_is_a_question_to_machines(site) {
    site.holds(&FILES).await;
    let found = data(&site.get("/c/design/questions/why").await.body);
    let question = &of_type(&found, "QAPage")["mainEntity"];
    assert_eq!((&question["answerCount"], &question["upvoteCount"]), (&Value::from(2), &Value::from(1)));
    assert_eq!((&question["author"]["name"], &question["datePublished"]), (&Value::from("Ada Okafor"), &Value::from("2026-03-01T10:00:00Z")));
    assert_eq!((&question["acceptedAnswer"]["text"], &question["acceptedAnswer"]["upvoteCount"]), (&Value::from("It folds."), &Value::from(1)));
    assert_eq!(question["acceptedAnswer"]["url"], "http://site.example/c/design/questions/why#answer-1");
    let other = question["suggestedAnswer"].as_array().unwrap();
    assert_eq!((other.len(), other[0].get("author")), (1, None), "who is not to be known is not named");
});

on_every_database!(async fn pages_of_a_community_lead_to_its_feed(site) {
    site.holds(&FILES).await;
    assert_eq!(only(&site.get("/").await.body, "application/atom+xml", "href"), "/feed.atom");
    for path in ["/c/design", "/c/design/events", "/c/design/questions/why", "/c/design/pages/playbook"] {
        assert_eq!(only(&site.get(path).await.body, "application/atom+xml", "href"), "/c/design/feed.atom", "{path}");
    }
    assert!(site.page("/c/design").await.contains("feed reader"));
});

on_every_database!(async fn what_is_not_there_says_nothing_of_itself(site) {
    site.holds(&FILES).await;
    for path in ["/nowhere", "/c/absent", "/people/nobody", "/people?after=nonsense"] {
        let answer = site.get(path).await;
        assert!(answer.status.is_client_error(), "{path}");
        assert_eq!(head(&answer.body).matches("<title>").count(), 1, "{path}");
        assert!(tags(&answer.body, "canonical").is_empty() && tags(&answer.body, "og:").is_empty(), "{path}");
    }
});

on_every_database!(async fn a_head_request_is_answered_like_a_get_without_the_body(site) {
    site.holds(&FILES).await;
    for path in ["/robots.txt", "/sitemap.xml", "/feed.atom", "/c/design/feed.atom", "/c/design/events/talk/event.ics"] {
        let (got, asked) = (site.get(path).await, site.sends(Request::head(path)).await);
        assert_eq!((asked.status, asked.body.as_str(), asked.header("etag")), (StatusCode::OK, "", got.header("etag")), "{path}");
    }
});

on_every_database!(async fn who_has_it_already_gets_nothing_anew(site) {
    site.holds(&FILES).await;
    for path in ["/robots.txt", "/sitemap.xml", "/sitemap/site-1.xml", "/feed.atom", "/c/design/feed.atom", "/c/design/events/talk/event.ics"] {
        let first = site.get(path).await;
        assert_eq!((first.status, first.header("cache-control")), (StatusCode::OK, "no-cache"), "{path}");
        let again = site.sends(Request::get(path).header("if-none-match", first.header("etag"))).await;
        assert_eq!((again.status, again.body.as_str(), again.header("etag")), (StatusCode::NOT_MODIFIED, "", first.header("etag")), "{path}");
        assert_eq!(site.sends(Request::get(path).header("if-none-match", "\"other\"")).await.status, StatusCode::OK, "{path}");
    }
});
