//! Reading the Q&A board.

use crate::on_every_database;

const DESIGN: (&str, &str) = ("communities/design.md", "---\nname: Design\n---\n");
const ADA: (&str, &str) = ("people/ada.md", "---\nname: Ada\n---\n");
const BOB: (&str, &str) = ("people/bob.md", "---\nname: Bob\n---\n");

const ANSWERED: &str = "---\ntitle: How long is a day?\nauthor: ada\nasked: 2026-02-01T10:00:00Z\nanswers:\n- at: 2026-02-01T11:00:00Z\n  author: bob\n  body: First answer.\n- at: 2026-02-01T12:00:00Z\n  body: Helpful answer.\n  helpful: [ada]\n- at: 2026-02-01T13:00:00Z\n  accepted: true\n  body: Accepted answer.\n  comments:\n  - {at: 2026-02-01T14:00:00Z, author: ada, body: Thanks.}\n---\nIn *hours*, please.\n";
const OPEN: &str = "---\ntitle: Why is the sky blue?\nasked: 2026-02-20T10:00:00Z\n---\n";
const CLOSED: &str = "---\ntitle: Anything?\nasked: 2026-01-20T10:00:00Z\nstate: closed\nclosed_because: needs_detail\nclosed_note: Say what you tried.\n---\n";

on_every_database!(async fn the_accepted_answer_stands_first_then_the_most_helpful_then_the_oldest(site) {
    site.holds(&[DESIGN, ADA, BOB, ("questions/design/day.md", ANSWERED)]).await;
    let page = site.page("/c/design/questions/day").await;
    let places = ["How long is a day?", "Accepted answer.", "Thanks.", "Helpful answer.", "First answer."].map(|part| page.find(part).unwrap_or_else(|| panic!("{part} in {page}")));
    assert!(places.is_sorted(), "{page}");
});

on_every_database!(async fn the_unanswered_can_be_listed_alone(site) {
    site.holds(&[DESIGN, ADA, BOB, ("questions/design/day.md", ANSWERED), ("questions/design/sky.md", OPEN)]).await;
    for list in ["/questions", "/c/design/questions"] {
        let all = site.page(list).await;
        assert!(all.contains("How long") && all.contains("Why is the sky"), "{all}");
        let unanswered = site.page(&format!("{list}?show=unanswered")).await;
        assert!(!unanswered.contains("How long") && unanswered.contains("Why is the sky"), "{unanswered}");
    }
});

on_every_database!(async fn a_line_about_a_question_shows_the_date_by_which_it_is_ordered(site) {
    const OLD: &str = "---\ntitle: How old?\nauthor: ada\nasked: 2026-01-05T10:00:00Z\nanswers:\n- at: 2026-02-25T11:00:00Z\n  body: Very.\n---\n";
    site.holds(&[DESIGN, ADA, ("questions/design/old.md", OLD), ("questions/design/sky.md", OPEN)]).await;
    for screen in ["/", "/c/design"] {
        let page = site.page(screen).await;
        let places = ["How old?", "Active 25 February 2026", "Why is the sky blue?", "Asked 20 February 2026"]
            .map(|part| page.find(part).unwrap_or_else(|| panic!("{part} in {page}")));
        assert!(places.is_sorted() && !page.contains("5 January 2026"), "{screen}: {page}");
    }
});

on_every_database!(async fn a_closed_question_says_why(site) {
    site.holds(&[DESIGN, ("questions/design/anything.md", CLOSED)]).await;
    let page = site.page("/c/design/questions/anything").await;
    assert!(page.to_lowercase().contains("closed") && page.contains("Say what you tried."), "{page}");
});

on_every_database!(async fn every_question_is_on_exactly_one_page_of_the_list(site) {
    let files: Vec<(String, String)> =
        (0..70).map(|n| (format!("questions/design/question-{n}.md"), format!("---\ntitle: Question {n}?\nasked: 2026-02-{:02}T10:00:00Z\n---\n", n % 5 + 1))).collect();
    let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.push(DESIGN);
    site.holds(&files).await;
    let mut found = site.walk("/questions", "/c/design/questions/").await;
    found.sort();
    assert_eq!(found.len(), 70);
    found.dedup();
    assert_eq!(found.len(), 70, "each once");
});

on_every_database!(async fn what_people_write_is_shown_as_text_and_never_runs(site) {
    let hostile = "---\ntitle: '<script>alert(1)</script>'\nasked: 2026-02-01T10:00:00Z\nanswers:\n- at: 2026-02-01T11:00:00Z\n  body: '<img src=x onerror=alert(1)> [x](javascript:alert(1))'\n---\n<svg onload=alert(1)>\n";
    site.holds(&[DESIGN, ("questions/design/hostile.md", hostile)]).await;
    for path in ["/questions", "/c/design/questions/hostile", "/c/design", "/"] {
        let body = site.get(path).await.body;
        for bad in ["<script>alert", "<img src=x", "<svg onload", "href=\"javascript"] {
            assert!(!body.contains(bad), "{bad} in {path}");
        }
    }
});

on_every_database!(async fn addresses_on_this_site_read_as_titles_to_whoever_may_see_what_is_there(site) {
    let written = "See http://site.example/c/design/questions/how, http://site.example/c/design/pages/start#a,\nhttp://site.example/c/closed/questions/secret and [here](http://site.example/c/design/questions/how).";
    site.holds(&[
        DESIGN,
        ("communities/closed.md", "---\nname: Closed\naudience:\n  questions: members\n---\n"),
        ("questions/design/how.md", "---\ntitle: How & why?\nasked: 2026-02-01\n---\n"),
        ("pages/design/start.md", &format!("---\ntitle: Start here\n---\n{written}\n")),
        ("questions/closed/secret.md", "---\ntitle: A secret\nasked: 2026-02-01\n---\n"),
        ("questions/design/which.md", &format!("---\ntitle: Which?\nasked: 2026-02-01\nanswers:\n- {{at: 2026-02-02T10:00:00Z, body: \"{}\"}}\n---\n", written.replace('\n', " "))),
    ])
    .await;
    let member = site.member("Fellow").await;
    site.puts("fellow", "closed", "active", None).await;
    for place in ["/c/design/questions/which", "/c/design/pages/start"] {
        let body = site.get(place).await.body;
        assert!(body.contains("<a href=\"http://site.example/c/design/questions/how\">How &amp; why?</a>"), "{body}");
        assert!(body.contains("<a href=\"http://site.example/c/design/pages/start#a\">Start here</a>") && body.contains(">here</a>"), "{body}");
        assert!(!body.contains("A secret") && body.contains(">http://site.example/c/closed/questions/secret</a>"), "{body}");
        assert!(member.gets(place).await.body.contains(">A secret</a>"));
    }
});
