//! The directory, a community's page, and what nobody may see who does not belong.

use axum::http::StatusCode;

use crate::on_every_database;

const DESIGN: (&str, &str) = (
    "communities/design.md",
    "---\nname: Design\nsummary: For designers.\nkind: interest\nwho_can_join: Anyone who draws.\ncommitment: at least once a term\nchannels:\n- {kind: mailing_list, address: design@example.org, audience: staff}\nmembers:\n- person: ada\n  roles: [{role: lead}]\n---\nForms and flows.\n\n## Who we are\n\nTwelve people.\n\n## What we share\n\nPatterns.\n",
);
const ADA: (&str, &str) = ("people/ada.md", "---\nname: Ada Okafor\n---\n");

on_every_database!(async fn a_community_says_what_it_is_about_and_how_to_join(site) {
    site.holds(&[DESIGN, ADA]).await;
    let page = site.page("/c/design").await;
    for part in ["Design", "For designers.", "Anyone who draws.", "design@example.org", "at least once a term", "Ada Okafor", "Forms and flows.", "Twelve people.", "Patterns."] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(site.page("/c/design/members").await.contains("Ada Okafor"));
    assert!(site.page("/communities").await.contains("Design"));
});

on_every_database!(async fn a_long_address_is_broken_at_its_joints_alone(site) {
    const FAR: (&str, &str) = (
        "communities/far.md",
        "---\nname: Far\ncontact: Write to far.away@lists.example.org.\nchannels:\n- {kind: mailing_list, address: far@example.org}\n---\n",
    );
    site.holds(&[FAR]).await;
    let body = site.get("/c/far").await.body.replace("<!>", "");
    for part in ["<a href=\"mailto:far.away@lists.example.org\">far.<wbr>away@<wbr>lists.<wbr>example.<wbr>org</a>", "<li>far@<wbr>example.<wbr>org</li>"] {
        assert!(body.contains(part), "{part} in {body}");
    }
});

on_every_database!(async fn an_empty_site_says_what_to_do(site) {
    for path in ["/", "/communities", "/events", "/questions", "/resources", "/people", "/topics", "/c/everyone"] {
        let page = site.page(path).await;
        assert!(page.lines().count() >= 2, "{path} says something: {page}");
    }
});

/// One of everything, each with a word nobody else uses.
const INSIDE: &[(&str, &str)] = &[
    (
        "events/secret/talk.md",
        "---\ntitle: Xyzzy talk\nstarts: 2026-03-03T13:00\nends: 2026-03-03T14:00\ntimezone: UTC\ntopics: [forms]\nspeakers: [ada]\n---\nXyzzy.\n",
    ),
    (
        "questions/secret/why.md",
        "---\ntitle: Xyzzy why?\nasked: 2026-03-01T13:00:00Z\nauthor: ada\ntopics: [forms]\nanswers:\n- {at: 2026-03-01T14:00:00Z, author: ada, body: Xyzzy.}\n---\nXyzzy.\n",
    ),
    ("pages/secret/page.md", "---\ntitle: Xyzzy page\nauthors: [ada]\ntopics: [forms]\n---\nXyzzy.\n"),
    ("resources/secret/thing.md", "---\ntitle: Xyzzy thing\nauthors: [ada]\ntopics: [forms]\n---\nXyzzy.\n"),
    ("topics/forms.md", "---\ntitle: Forms\n---\n"),
    ("people/ada.md", "---\nname: Ada\n---\n"),
];

const LISTS: [&str; 15] = [
    "/",
    "/communities",
    "/events",
    "/events?past",
    "/questions",
    "/questions?show=unanswered",
    "/resources",
    "/people",
    "/people/ada",
    "/topics",
    "/topics/forms",
    "/c/everyone",
    "/c/everyone/events",
    "/c/everyone/questions",
    "/c/everyone/resources",
];

const ADDRESSES: [&str; 10] = [
    "/c/secret",
    "/c/secret/members",
    "/c/secret/events",
    "/c/secret/events/talk",
    "/c/secret/questions",
    "/c/secret/questions/why",
    "/c/secret/pages",
    "/c/secret/pages/page",
    "/c/secret/resources",
    "/c/secret/resources/thing",
];

on_every_database!(async fn a_hidden_community_answers_exactly_as_one_that_does_not_exist(site) {
    let mut files = INSIDE.to_vec();
    files.push(("communities/secret.md", "---\nname: Xyzzy\nlisted: false\nmembers: [{person: ada, roles: [{role: lead}]}]\ntopics: [forms]\n---\nXyzzy.\n"));
    site.holds(&files).await;
    for list in LISTS {
        assert!(!site.get(list).await.body.contains("Xyzzy"), "{list}");
    }
    for address in ADDRESSES {
        let (hidden, missing) = (site.get(address).await, site.get(&address.replace("secret", "absent")).await);
        assert_eq!(hidden.status, StatusCode::NOT_FOUND, "{address}");
        assert_eq!(hidden.text(), missing.text(), "{address}");
    }
});

on_every_database!(async fn sections_for_members_are_shown_to_nobody_else(site) {
    for audience in ["signed_in", "members", "leads"] {
        let community = format!("---\nname: Open house\naudience: {{events: {audience}, questions: {audience}, pages: {audience}, members: {audience}}}\nmembers: [{{person: ada}}]\n---\n");
        let mut files = INSIDE.to_vec();
        files.push(("communities/secret.md", &community));
        site.imports_with(&files, true).await;
        for list in LISTS.into_iter().chain(["/c/secret"]) {
            assert!(!site.get(list).await.body.contains("Xyzzy"), "{audience}: {list}");
        }
        assert!(site.page("/communities").await.contains("Open house"), "the community itself is listed");
        for address in &ADDRESSES[1..] {
            let answer = site.get(address).await;
            assert!(answer.status == StatusCode::NOT_FOUND || !answer.body.contains("Xyzzy"), "{audience}: {address}");
        }
        assert!(!site.page("/people/ada").await.contains("Open house"), "{audience}: who belongs is for members");
    }
});

on_every_database!(async fn a_community_shows_how_it_keeps_to_what_it_has_undertaken(site) {
    let record = |name: &str| format!("---\nname: {name}\nwho_can_join: Anyone.\ncommitment: At least once a month\n---\n");
    let held = "---\ntitle: Crit\nstarts: 2026-03-02T09:00:00\nends: 2026-03-02T10:00:00\ntimezone: Europe/London\n---\n";
    site.holds(&[("communities/design.md", &record("Design")), ("communities/data.md", &record("Data")), ("events/design/crit.md", held)]).await;
    assert!(site.page("/c/design").await.contains("It has met this month, on 2 March 2026."), "{}", site.page("/c/design").await);
    assert!(site.page("/c/data").await.contains("It has not met this month, and nothing is planned: 30 days are left."));
    site.clock.set("2026-03-30T12:00:00Z".parse().unwrap());
    let page = site.get("/c/data").await;
    assert!(page.text().contains("2 days are left.") && page.body.contains("warning"), "{}", page.text());
});

on_every_database!(async fn what_a_community_holds_with_others_counts_for_each_of_them_where_it_can_be_seen(site) {
    let record = |name: &str, more: &str| format!("---\nname: {name}\nwho_can_join: Anyone.\ncommitment: At least once a month\n{more}---\n");
    let held = |day: u32| format!("---\ntitle: Crit\nstarts: 2026-03-{day:02}T09:00:00\nends: 2026-03-{day:02}T10:00:00\ntimezone: Europe/London\nhosts: [data]\n---\n");
    let inner = record("Inner", "audience: {events: members}\n");
    let (design, data) = (record("Design", ""), record("Data", ""));
    let communities = [("communities/design.md", design.as_str()), ("communities/data.md", &data), ("communities/inner.md", &inner)];
    let (hidden, seen) = (held(1), held(2));
    site.holds(&[&communities[..], &[("events/inner/crit.md", hidden.as_str())]].concat()).await;
    assert!(site.page("/c/data").await.contains("It has not met this month"), "that one is for members elsewhere");
    site.holds(&[&communities[..], &[("events/inner/crit.md", hidden.as_str()), ("events/design/crit.md", &seen)]].concat()).await;
    assert!(site.page("/c/data").await.contains("It has met this month, on 2 March 2026."));
});
