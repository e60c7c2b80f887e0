//! Lists that are narrowed, ordered and paged by their address. It is noon on Monday 2 March 2026.

use axum::http::StatusCode;

use crate::on_every_database;
use crate::site::TestSite;

pub const FORMS: (&str, &str) = ("topics/forms.md", "---\ntitle: Forms\n---\n");
pub const MAPS: (&str, &str) = ("topics/maps.md", "---\ntitle: Maps\n---\n");
pub const DESIGN: (&str, &str) = (
    "communities/design.md",
    "---\nname: Design\nsummary: For people who draw Ångströms.\nkind: practice\nstage: maturing\ntopics: [forms]\njob_families: [Designers, User researchers]\nchannels:\n- {kind: mailing_list, address: a@b.example, members: 40}\n---\n",
);
pub const DATA: (&str, &str) = (
    "communities/data.md",
    "---\nname: Data\nkind: network\nstage: forming\ntopics: [forms, maps]\njob_families: [Analysts]\nchannels:\n- {kind: chat, address: 'https://chat.example', members: 90}\n---\n",
);
pub const OLD: (&str, &str) =
    ("communities/old.md", "---\nname: Aged\nkind: practice\nstatus: archived\ntopics: [maps]\njob_families: [Designers]\n---\n");
pub const SECRET: (&str, &str) = (
    "communities/secret.md",
    "---\nname: Xyzzy\nlisted: false\nkind: working_group\nstage: transforming\ntopics: [forms, maps]\njob_families: [Xyzzy keepers, Designers]\n---\n",
);

pub fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
}

/// The links that a list shows, each once, in the order they are shown.
pub async fn shown(site: &TestSite, list: &str, prefix: &str) -> Vec<String> {
    site.walk(list, prefix).await.into_iter().map(|href| href[prefix.len()..].to_owned()).collect()
}

/// Asserts that following a list to its end meets every one of `expected`, each once.
pub async fn assert_each_once(site: &TestSite, list: &str, prefix: &str, mut expected: Vec<String>) {
    let mut found = shown(site, list, prefix).await;
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "{list}");
}

/// The file of an event, times in UTC.
pub fn event(title: &str, starts: &str, ends: &str, more: &str) -> String {
    format!("---\ntitle: {title}\nstarts: {starts}\nends: {ends}\ntimezone: UTC\n{more}---\n")
}

on_every_database!(async fn what_is_not_there_to_choose_is_refused_with_a_sentence(site) {
    site.holds(&[FORMS, MAPS, DESIGN, SECRET]).await;
    for (list, part) in [
        ("/communities?kind=nope", "no such kind of community"),
        ("/communities?stage=nope", "no such stage"),
        ("/communities?topic=nope", "no such topic"),
        ("/communities?job_family=nope", "No community is for that job family"),
        ("/communities?job_family=xyzzy-keepers", "No community is for that job family"),
        ("/communities?sort=nope", "ordered by name, by activity or by size"),
        ("/communities?after=nope", "no such place in this list"),
        ("/events?community=nope", "no such community"),
        ("/events?community=secret", "no such community"),
        ("/events?topic=nope", "no such topic"),
        ("/events?format=nope", "no such kind of event"),
        ("/events?from=2026-13", "like 2026-04"),
        ("/events?from=yesterday", "like 2026-04"),
        ("/questions?topic=nope", "no such topic"),
        ("/questions?show=nope", "unanswered"),
        ("/resources?topic=nope", "no such topic"),
        ("/resources?kind=nope", "no such kind of resource"),
        ("/people?organisation=nope", "no such organisation"),
        ("/people?topic=nope", "no such topic"),
        ("/topics/forms?show=nope", "its writings"),
    ] {
        let answer = site.get(list).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{list}");
        assert!(answer.text().contains(part), "{list}: {}", answer.text());
    }
    for list in ["/communities", "/events", "/questions", "/resources", "/people"] {
        let hostile = site.get(&format!("{list}?q=%00%22%3E%3Cscript%3E&topic=%00&kind=%20&unknown=1")).await;
        assert!(matches!(hostile.status, StatusCode::OK | StatusCode::BAD_REQUEST) && !hostile.body.contains("><script>\""), "{list}");
    }
});

on_every_database!(async fn questions_are_found_by_topic_answered_or_not(site) {
    let file = |n: usize| {
        let (topic, answers) = (["forms", "maps"][n % 2], if n.is_multiple_of(4) { "answers:\n- {at: 2026-02-09T10:00:00Z, body: So.}\n" } else { "" });
        (format!("questions/{}/q{n}.md", ["design", "data"][n / 2 % 2]), format!("---\ntitle: Question {n}?\nasked: 2026-02-08T10:00:00Z\ntopics: [{topic}]\n{answers}---\n"))
    };
    let files: Vec<_> = (0..140).map(file).collect();
    let mut files = borrowed(&files);
    files.extend([FORMS, MAPS, DESIGN, DATA]);
    site.holds(&files).await;
    let expected = |keep: &dyn Fn(usize) -> bool| -> Vec<String> { (0..140).filter(|n| keep(*n)).map(|n| format!("{}/questions/q{n}", ["design", "data"][n / 2 % 2])).collect() };
    for (list, expected) in [
        ("/questions?topic=forms", expected(&|n| n % 2 == 0)),
        ("/questions?topic=forms&show=unanswered", expected(&|n| n % 2 == 0 && n % 4 != 0)),
        ("/c/design/questions?topic=forms", expected(&|n| n % 2 == 0 && n / 2 % 2 == 0)),
        ("/c/data/questions?topic=maps&show=unanswered", expected(&|n| n % 2 == 1 && n / 2 % 2 == 1)),
    ] {
        let mut found: Vec<String> = shown(site, list, "/c/").await.into_iter().filter(|href| href.contains("/questions/q")).collect();
        let mut expected = expected;
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{list}");
    }
    let page = site.page("/questions?topic=forms").await;
    assert!(page.contains("All (70)") && page.contains("Unanswered (35)"), "{page}");
});

on_every_database!(async fn of_very_many_communities_one_is_named(site) {
    let one = |n: usize| {
        let slug = format!("c{n}");
        let dated = event("Meeting", "2026-03-09T10:00:00", "2026-03-09T11:00:00", "");
        [
            (format!("communities/{slug}.md"), format!("---\nname: Åland {n}\n---\n")),
            (format!("questions/{slug}/why-{n}.md"), "---\ntitle: Why?\nasked: 2026-02-08T10:00:00Z\n---\n".to_owned()),
            (format!("events/{slug}/meeting-{n}.md"), dated),
        ]
    };
    let files: Vec<_> = (0..61).flat_map(one).collect();
    let mut files = borrowed(&files);
    files.push(("communities/secret.md", "---\nname: Åland Zero\nlisted: false\n---\n"));
    site.holds(&[("people/ada.md", "---\nname: Ada\n---\n")]).await;
    site.holds(&files[..180]).await;
    for list in ["/questions", "/events", "/people"] {
        assert!(site.get(list).await.body.contains("<option value=\"c59\""), "{list}: sixty are chosen from");
    }
    site.holds(&files[180..]).await;
    for (list, narrowed) in [("/questions", "why-7"), ("/events", "meeting-7"), ("/people", "Community: Åland 7")] {
        let all = site.get(list).await.body;
        assert!(!all.contains("<option value=\"c7\"") && all.contains("name=\"community\""), "{list}: more are typed");
        for typed in ["c7", "%C3%85land%207", "aland%207"] {
            let found = site.get(&format!("{list}?community={typed}")).await;
            assert!(found.status.is_success() && found.body.contains(narrowed) && !found.body.contains("meeting-8") && !found.body.contains("why-8"), "{list}: {typed}: {}", found.text());
        }
        for unknown in ["%C3%85land", "secret", "aland%20zero"] {
            let none = site.get(&format!("{list}?community={unknown}")).await;
            assert!(none.status == StatusCode::BAD_REQUEST && none.text().contains("no such community"), "{list}: {unknown}: {}", none.text());
        }
    }
});

on_every_database!(async fn resources_are_found_by_topic_and_kind(site) {
    let file = |n: usize| {
        let (topic, kind) = (["forms", "maps"][n % 2], ["article", "recording", "file"][n % 3]);
        (format!("resources/design/r{n}.md"), format!("---\ntitle: Same\nkind: {kind}\nurl: https://a.example/{n}\ntopics: [{topic}]\n---\n"))
    };
    let files: Vec<_> = (0..90).map(file).collect();
    let mut files = borrowed(&files);
    files.extend([FORMS, MAPS, DESIGN]);
    site.holds(&files).await;
    let expected = |keep: &dyn Fn(usize) -> bool| -> Vec<String> { (0..90).filter(|n| keep(*n)).map(|n| format!("r{n}")).collect() };
    for base in ["/resources", "/c/design/resources"] {
        assert_each_once(site, &format!("{base}?topic=forms"), "/c/design/resources/", expected(&|n| n % 2 == 0)).await;
        assert_each_once(site, &format!("{base}?kind=file"), "/c/design/resources/", expected(&|n| n % 3 == 2)).await;
        assert_each_once(site, &format!("{base}?kind=article&topic=maps"), "/c/design/resources/", expected(&|n| n % 6 == 3)).await;
    }
    assert!(site.page("/resources?kind=link").await.contains("No resource matches."));
});

on_every_database!(async fn people_are_found_by_any_words_of_their_name_and_by_where_they_work(site) {
    site.holds(&[
        FORMS,
        ("organisations/opw.md", "---\nname: Office for Public Works\n---\n"),
        ("organisations/inland.md", "---\nname: Inland Office\n---\n"),
        ("people/ada.md", "---\nname: Ada Lovelace Okafor-Reyes\norganisations: [opw, inland]\nask_about: [forms]\n---\n"),
        ("people/team.md", "---\nname: The Mapping Team\nkind: team\norganisations: [opw]\n---\n"),
        ("people/zoe.md", "---\nname: Zoë Ångström\norganisations: [inland]\n---\n"),
    ]).await;
    for (query, expected) in [
        ("q=ada", &["ada"][..]),
        ("q=lovel", &["ada"]),
        ("q=reyes", &["ada"]),
        ("q=okafor+ada", &["ada"]),
        ("q=ngstr", &[]),
        ("q=map", &["team"]),
        ("q=%C3%85NG+ZO", &["zoe"]),
        ("q=%21%21", &[]),
        ("organisation=opw", &["ada", "team"]),
        ("organisation=inland&q=zoe", &["zoe"]),
        ("organisation=opw&q=zoe", &[]),
        ("topic=forms", &["ada"]),
        ("topic=forms&organisation=inland&q=love", &["ada"]),
    ] {
        let mut found = shown(site, &format!("/people?{query}"), "/people/").await;
        found.sort();
        assert_eq!(found, expected, "{query}");
    }
    assert!(site.page("/people?q=nobody").await.contains("Nobody matches."));
    let organisations = site.page("/organisations").await;
    assert!(organisations.contains("Office for Public Works") && organisations.contains("2 people"), "{organisations}");
});

on_every_database!(async fn a_person_whose_name_changed_is_found_by_the_new_one_alone(site) {
    site.holds(&[("people/p.md", "---\nname: Ada Okafor\n---\n")]).await;
    site.imports_with(&[("people/p.md", "---\nname: Bea Reyes\n---\n")], true).await;
    assert_eq!((shown(site, "/people?q=okafor", "/people/").await.len(), shown(site, "/people?q=reyes", "/people/").await.len()), (0, 1));
});

on_every_database!(async fn every_narrowed_person_is_on_exactly_one_page(site) {
    let file = |n: usize| (format!("people/p{n}.md"), format!("---\nname: Same Name {}\norganisations: [{}]\n---\n", n % 7, ["opw", "inland"][n % 2]));
    let mut files: Vec<_> = (0..160).map(file).collect();
    files.push(("organisations/opw.md".to_owned(), "---\nname: Works\n---\n".to_owned()));
    files.push(("organisations/inland.md".to_owned(), "---\nname: Inland\n---\n".to_owned()));
    site.holds(&borrowed(&files)).await;
    assert_each_once(site, "/people?q=name+same&organisation=opw", "/people/", (0..160).filter(|n| n % 2 == 0).map(|n| format!("p{n}")).collect()).await;
});

on_every_database!(async fn a_profile_and_a_topic_lead_to_all_they_gather(site) {
    let mut files = Vec::new();
    for n in 0..35 {
        files.push((format!("events/design/e{n}.md"), event("Talk", &format!("2026-01-{:02}T10:00", n % 28 + 1), &format!("2026-01-{:02}T11:00", n % 28 + 1), "speakers: [ada]\ntopics: [forms]\n")));
        files.push((format!("pages/design/p{n}.md"), "---\ntitle: Page\nauthors: [ada]\ntopics: [forms]\n---\n".to_owned()));
        files.push((format!("questions/design/q{n}.md"), "---\ntitle: Why?\nasked: 2026-02-01T10:00:00Z\nauthor: ada\ntopics: [forms]\nanswers:\n- {at: 2026-02-01T11:00:00Z, author: ada, body: So.}\n---\n".to_owned()));
    }
    let mut files = borrowed(&files);
    files.extend([FORMS, MAPS, DESIGN, ("people/ada.md", "---\nname: Ada\n---\n")]);
    site.holds(&files).await;
    let all = |letter: &str| (0..35).map(|n| format!("{letter}{n}")).collect::<Vec<_>>();
    let profile = site.get("/people/ada").await.body;
    for (show, prefix, letter) in [("events", "/c/design/events/", "e"), ("writings", "/c/design/pages/", "p"), ("answers", "/c/design/questions/", "q"), ("questions", "/c/design/questions/", "q")] {
        assert!(profile.contains(&format!("href=\"/people/ada?show={show}\"")), "{show}");
        assert_each_once(site, &format!("/people/ada?show={show}"), prefix, all(letter)).await;
    }
    let topic = site.get("/topics/forms").await.body;
    for list in ["/topics/forms?show=writings", "/questions?topic=forms", "/events?past&amp;topic=forms"] {
        assert!(topic.contains(&format!("href=\"{list}\"")), "{list}");
    }
    assert_each_once(site, "/topics/forms?show=writings", "/c/design/pages/", all("p")).await;
    assert_each_once(site, "/events?past&topic=forms", "/c/design/events/", all("e")).await;
    assert_eq!(site.get("/people/ada?show=nope").await.status, StatusCode::BAD_REQUEST);
});

on_every_database!(async fn a_resource_names_its_community_once(site) {
    let resource = |title: &str, source: &str| format!("---\ntitle: {title}\nkind: link\nurl: https://cards.example\nsource: {source}\n---\n");
    let (own, other) = (resource("Own cards", "DESIGN"), resource("Other cards", "Elsewhere"));
    site.holds(&[FORMS, DESIGN, ("resources/design/own.md", &own), ("resources/design/other.md", &other)]).await;
    for list in ["/resources", "/c/design/resources"] {
        let page = site.page(list).await;
        assert!(page.contains("Own cards") && page.contains("Elsewhere") && !page.contains("DESIGN"), "{list}: {page}");
    }
    assert!(!site.page("/c/design/resources/own").await.contains("Made by"));
    assert!(site.page("/c/design/resources/other").await.contains("Made by"));
});
