//! Search: what is found, by whom, and what nobody finds who may not see it.

use axum::http::StatusCode;

use crate::on_every_database;
use crate::site::TestSite;

const DESIGN: (&str, &str) = (
    "communities/design.md",
    "---\nname: User-centred Design Guild\nshort_name: UCD\nsummary: For people who draw forms.\n---\nWe sharpen **pencils** together.\n",
);
const ADA: (&str, &str) = ("people/ada-okafor.md", "---\nname: Ada Okafor\nrole: Cartographer\n---\nI like *lighthouses*.\n");
const TALK: (&str, &str) = (
    "events/design/talk.md",
    "---\ntitle: Letters that calm\nsummary: An evening about envelopes.\nstarts: 2026-03-03T13:00\nends: 2026-03-03T14:00\ntimezone: UTC\n---\nBring your worst **overdue notice**.\n",
);
const WHY: (&str, &str) = (
    "questions/design/why.md",
    "---\ntitle: Why does nobody read résumés?\nasked: 2026-03-01T13:00:00Z\nanswers:\n- {at: 2026-03-01T14:00:00Z, body: 'Because of the **wallpaper**, says everyone.'}\n---\nWe print them.\n",
);
const PAGE: (&str, &str) =
    ("pages/design/playbook.md", "---\ntitle: Playbook\nsummary: How we interview.\n---\n## Consent\n\nAsk before you record.\n");
const CARDS: (&str, &str) = (
    "resources/design/cards.md",
    "---\ntitle: Session cards\nsummary: To print and cut.\nurl: https://cards.example\n---\nForty questions for travellers.\n",
);
const FORMS: (&str, &str) = ("topics/forms.md", "---\ntitle: Forms\nsummary: Asking well.\n---\n");

const EVERYTHING: [(&str, &str); 7] = [DESIGN, ADA, TALK, WHY, PAGE, CARDS, FORMS];

/// The addresses a search finds, in their order.
async fn found(site: &TestSite, query: &str) -> Vec<String> {
    let answer = site.get(&format!("/search?q={query}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.body);
    let main = answer.body.split_once("<main").unwrap().1.split_once("</main>").unwrap().0;
    let titles = main.split("class=\"list-title\"").skip(1);
    titles.filter_map(|title| Some(title.split_once("href=\"")?.1.split('"').next()?.to_owned())).collect()
}

const COMMUNITY: &str = "/c/design";
const QUESTION: &str = "/c/design/questions/why";

on_every_database!(async fn everything_is_found_by_its_title_and_by_what_it_says(site) {
    site.holds(&EVERYTHING).await;
    for (query, expected) in [
        ("user+centred", COMMUNITY),
        ("pencils", COMMUNITY),
        ("okafor", "/people/ada-okafor"),
        ("lighthouses", "/people/ada-okafor"),
        ("cartographer", "/people/ada-okafor"),
        ("calm", "/c/design/events/talk"),
        ("envelopes", "/c/design/events/talk"),
        ("overdue", "/c/design/events/talk"),
        ("nobody", QUESTION),
        ("printed", QUESTION),
        ("wallpaper", QUESTION),
        ("playbook", "/c/design/pages/playbook"),
        ("consent", "/c/design/pages/playbook"),
        ("session", "/c/design/resources/cards"),
        ("travellers", "/c/design/resources/cards"),
        ("asking+well", "/topics/forms"),
    ] {
        assert!(found(site, query).await.contains(&expected.to_owned()), "{query}: {:?}", found(site, query).await);
    }
    assert!(found(site, "zeppelin").await.is_empty());
});

on_every_database!(async fn every_form_of_a_word_its_beginning_and_its_letters_without_accents_find_it(site) {
    site.holds(&EVERYTHING).await;
    for query in ["reads+resumes", "resume", "R%C3%89SUM%C3%89", "resum", "wallpap", "wallpapers", "nobody+reading"] {
        assert_eq!(found(site, query).await, [QUESTION], "{query}");
    }
});

on_every_database!(async fn all_the_words_must_be_there_and_quoted_ones_next_to_each_other(site) {
    site.holds(&EVERYTHING).await;
    assert_eq!(found(site, "why+wallpaper").await, [QUESTION]);
    assert!(found(site, "wallpaper+lighthouses").await.is_empty());
    assert_eq!(found(site, "%22nobody+read%22").await, [QUESTION]);
    assert_eq!(found(site, "%E2%80%9Coverdue+notice%E2%80%9D").await, ["/c/design/events/talk"]);
    assert!(found(site, "%22read+nobody%22").await.is_empty());
    // The last word of the title and the first of the text do not stand next to each other.
    assert!(found(site, "%22resumes+we+print%22").await.is_empty());
});

on_every_database!(async fn the_very_name_comes_first_then_titles_then_texts_and_the_newest_of_them(site) {
    site.holds(&[
        DESIGN,
        ("communities/gardens.md", "---\nname: Gardens\nshort_name: DIG\nsummary: Compost.\n---\nSometimes the UCD people visit.\n"),
        ("communities/ucd-alumni.md", "---\nname: Alumni of the UCD\n---\n"),
        ("questions/design/text.md", "---\ntitle: Old one\nasked: 2026-01-01T10:00:00Z\n---\nIt mentions compost.\n"),
        ("questions/design/newer.md", "---\ntitle: Newer one\nasked: 2026-02-01T10:00:00Z\n---\nIt mentions compost.\n"),
        ("questions/design/answer.md", "---\ntitle: Newest one\nasked: 2026-02-20T10:00:00Z\nanswers:\n- {at: 2026-03-01T14:00:00Z, body: Compost.}\n---\nHm.\n"),
        ("questions/design/title.md", "---\ntitle: Is compost warm?\nasked: 2025-01-01T10:00:00Z\n---\n"),
    ]).await;
    assert_eq!(found(site, "ucd").await, [COMMUNITY, "/c/ucd-alumni", "/c/gardens"]);
    let questions = ["title", "newer", "text", "answer"].map(|slug| format!("/c/design/questions/{slug}"));
    assert_eq!(found(site, "compost&kind=question").await, questions);
    assert_eq!(found(site, "compost").await[..4], questions, "a title counts for more than a kind");
});

on_every_database!(async fn a_snippet_shows_the_words_that_were_found(site) {
    site.holds(&EVERYTHING).await;
    let answer = site.get("/search?q=wallpapers").await;
    assert!(answer.body.contains("<mark>wallpaper"), "{}", answer.body);
    assert!(!answer.text().contains("**"), "markup is left out");
    site.holds(&[DESIGN, ("questions/design/hostile.md", "---\ntitle: <script>alert(1)</script>\nasked: 2026-03-01T13:00:00Z\n---\n<img src=x onerror=alert(1)> velociraptor\n")]).await;
    let body = site.get("/search?q=velociraptor").await.body;
    assert!(body.contains("<mark>velociraptor") && !body.contains("<img src=x") && !body.contains("<script>alert"), "{body}");
});

on_every_database!(async fn what_a_write_changed_is_found_by_what_it_says_now(site) {
    site.holds(&EVERYTHING).await;
    let changed = WHY.1.replace("nobody", "somebody").replace("wallpaper", "furniture");
    site.holds(&[DESIGN, ("questions/design/why.md", &changed)]).await;
    for gone in ["nobody", "wallpaper"] {
        assert!(found(site, gone).await.is_empty(), "{gone}");
    }
    for there in ["somebody", "furniture", "resumes"] {
        assert_eq!(found(site, there).await, [QUESTION], "{there}");
    }
    site.holds(&[DESIGN, ("pages/design/playbook.md", &PAGE.1.replace("---\n## ", "status: draft\n---\n## "))]).await;
    assert!(found(site, "playbook").await.is_empty(), "a page that is a draft again is nobody's to find");
});

/// One of everything in a community, each with a word nobody else uses.
const INSIDE: &[(&str, &str)] = &[
    ("events/secret/talk.md", "---\ntitle: Xyzzy talk\nstarts: 2026-03-03T13:00\nends: 2026-03-03T14:00\ntimezone: UTC\n---\nXyzzy.\n"),
    (
        "questions/secret/why.md",
        "---\ntitle: Xyzzy why?\nasked: 2026-03-01T13:00:00Z\nanswers:\n- {at: 2026-03-01T14:00:00Z, body: Plugh.}\n---\nXyzzy.\n",
    ),
    ("pages/secret/page.md", "---\ntitle: Xyzzy page\n---\nXyzzy.\n"),
    ("resources/secret/thing.md", "---\ntitle: Xyzzy thing\n---\nXyzzy.\n"),
];

/// What a search says, whatever was asked for standing in its field and its title.
async fn says(site: &TestSite, query: &str) -> String {
    let answer = site.get(&format!("/search?q={query}")).await;
    assert_eq!(answer.status, StatusCode::OK);
    answer.text().to_lowercase().replace(&query.to_lowercase(), "*")
}

on_every_database!(async fn a_hidden_community_and_what_is_in_it_are_found_by_nobody(site) {
    let mut files = INSIDE.to_vec();
    files.push(("communities/secret.md", "---\nname: Xyzzy\nshort_name: Plugh\nlisted: false\n---\nXyzzy.\n"));
    site.holds(&files).await;
    let nothing = says(site, "zeppelin").await;
    for query in ["xyzzy", "plugh", "secret", "xyz", "talk", "%22xyzzy+talk%22"] {
        assert!(found(site, query).await.is_empty(), "{query}");
    }
    assert_eq!(says(site, "xyzzy").await, nothing, "like what is not there");
    assert_eq!(says(site, "plugh").await, nothing);
});

on_every_database!(async fn sections_for_members_are_found_by_nobody_else(site) {
    for audience in ["signed_in", "members", "leads"] {
        let community = format!("---\nname: Open house\naudience: {{events: {audience}, questions: {audience}, pages: {audience}, members: {audience}}}\n---\n");
        let mut files = INSIDE.to_vec();
        files.push(("communities/secret.md", &community));
        site.imports_with(&files, true).await;
        assert_eq!(found(site, "open+house").await, ["/c/secret"], "the community itself can be found");
        for query in ["xyzzy", "plugh", "talk"] {
            assert!(found(site, query).await.is_empty(), "{audience}: {query}");
        }
        let about = format!("---\nname: Xyzzy\nsummary: Plugh.\naudience: {{about: {audience}}}\n---\nXyzzy.\n");
        site.imports_with(&[("communities/secret.md", &about)], true).await;
        let open = found(site, "xyzzy").await;
        assert!(open.len() == 4 && !open.contains(&"/c/secret".to_owned()), "{audience}: what it is about stays inside, its events are open: {open:?}");
        assert_eq!(found(site, "plugh").await, ["/c/secret/questions/why"], "{audience}");
    }
});

on_every_database!(async fn drafts_are_found_by_nobody(site) {
    site.holds(&[
        DESIGN,
        ("events/design/talk.md", "---\ntitle: Xyzzy talk\nstatus: draft\nstarts: 2026-03-03T13:00\nends: 2026-03-03T14:00\ntimezone: UTC\n---\n"),
        ("pages/design/page.md", "---\ntitle: Xyzzy page\nstatus: draft\n---\n"),
    ]).await;
    assert!(found(site, "xyzzy").await.is_empty());
});

on_every_database!(async fn whatever_is_typed_is_looked_for_as_text(site) {
    site.holds(&EVERYTHING).await;
    let long = "wallpaper%20".repeat(1_000);
    for query in [
        "wallpaper*", "%22wallpaper", "wallpaper%22", "-wallpaper", "wallpaper+-", "%5Ewallpaper", "(wallpaper", "wallpaper)", "wallpaper%3A*", "%27wallpaper%27", "wallpaper%00",
        "wallpaper+%F0%9F%98%B6%E2%80%8D%F0%9F%8C%AB%EF%B8%8F".split('+').next().unwrap(), "%E2%80%AEwallpaper", "%7Bterms%7D+%3A+wallpaper".rsplit('+').next().unwrap(), &long,
    ] {
        assert_eq!(found(site, query).await, [QUESTION], "{query}");
    }
    for query in [
        "terms+%3A+wallpaper", "NEAR(wallpaper+says,2)", "wallpaper+NOT+says", "wallpaper+%26+!says", "%27%3B+drop+table+member%3B--", "%D9%85%D8%B1%D8%AD%D8%A8%D8%A7", "%F0%9F%A6%80",
        "%5C", "%25", "a%27%3A*+%7C+b", "%22%22%22", "=", "+=", "==ucd", "%2Bwallpaper%3D", "x%00y", "%FF%FE",
    ] {
        found(site, query).await;
    }
    assert!(found(site, "wallpaper+NOT+says").await.is_empty(), "“not” is a word");
    let answer = site.get(&format!("/search?q={long}")).await;
    assert!(answer.text().contains("Only the first"), "{}", answer.text());
});

on_every_database!(async fn a_search_for_nothing_says_what_can_be_searched(site) {
    for query in ["/search", "/search?q=", "/search?q=+++", "/search?q=%22%22", "/search?q=***"] {
        let answer = site.get(query).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}");
        assert!(answer.body.contains("autofocus") && answer.text().contains("“design” also finds “designing”"), "{query}: {}", answer.text());
    }
    assert!(site.page("/search?q=zeppelin").await.contains("Try fewer words"));
    assert_eq!(site.get("/search?q=x&kind=nonsense").await.status, StatusCode::BAD_REQUEST);
    assert!(site.get("/search?q=zeppelin").await.body.contains("name=\"robots\" content=\"noindex\""));
});

on_every_database!(async fn of_each_kind_five_are_shown_and_more_where_it_is_asked_for_alone(site) {
    let files: Vec<(String, String)> =
        (0..60).map(|n| (format!("questions/design/question-{n}.md"), format!("---\ntitle: Turnip {n}?\nasked: 2026-02-01T{:02}:{:02}:00Z\n---\n", n / 30, n % 30))).collect();
    let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.push(DESIGN);
    site.holds(&files).await;
    let best = found(site, "turnips").await;
    assert_eq!(best, ["59", "58", "57", "56", "55"].map(|n| format!("/c/design/questions/question-{n}")), "the newest");
    assert!(site.page("/search?q=turnips").await.contains("More questions"));
    assert_eq!(found(site, "turnips&kind=question").await.len(), 50);
    assert!(site.page("/search?q=turnips&kind=question").await.contains("The 50 best of 60 questions"));
});

/// Changes the index behind the program's back.
async fn meddles(site: &TestSite, statements: &[&'static str]) {
    let mut tx = site.db().begin().await.unwrap();
    for sql in statements {
        app::run!(tx, sqlx::query(*sql)).unwrap();
    }
    tx.commit([]).await.unwrap();
}

on_every_database!(async fn a_site_older_than_the_index_is_indexed_at_its_next_start(site) {
    site.holds(&EVERYTHING).await;
    meddles(site, &["delete from search_row", "delete from search_word", "delete from search_progress"]).await;
    assert!(found(site, "wallpaper").await.is_empty());
    for _ in 0..2 {
        site.db().migrate().await.unwrap();
        assert_eq!(found(site, "wallpap").await, [QUESTION]);
        assert_eq!(found(site, "ucd").await, [COMMUNITY]);
        assert_eq!(found(site, "lighthouses").await, ["/people/ada-okafor"]);
    }
});

on_every_database!(async fn an_indexing_that_was_cut_off_goes_on_where_it_was(site) {
    site.holds(&EVERYTHING).await;
    // All before the questions is said to be done, and one question is there by a write of its own.
    meddles(site, &["delete from search_row", "update search_progress set reached = '3:00000000-0000-0000-0000-000000000000'"]).await;
    site.holds(&[DESIGN, ("questions/design/why.md", &WHY.1.replace("wallpaper", "furniture"))]).await;
    site.db().migrate().await.unwrap();
    assert_eq!(found(site, "furniture").await, [QUESTION]);
    assert_eq!(found(site, "consent").await, ["/c/design/pages/playbook"]);
    assert!(found(site, "lighthouses").await.is_empty());
});
