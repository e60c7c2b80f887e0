//! The directory: narrowed, ordered, counted and paged.

use crate::lists::{DATA, DESIGN, FORMS, MAPS, OLD, SECRET, assert_each_once, borrowed, shown};
use crate::on_every_database;

on_every_database!(async fn communities_are_found_by_every_filter_and_by_several_at_once(site) {
    site.holds(&[FORMS, MAPS, DESIGN, DATA, OLD, SECRET]).await;
    for (query, expected) in [
        ("", &["data", "design", "old"][..]),
        ("?topic=forms", &["data", "design"]),
        ("?kind=practice", &["design", "old"]),
        ("?job_family=designers", &["design", "old"]),
        ("?job_family=user-researchers", &["design"]),
        ("?stage=forming", &["data"]),
        ("?q=angstrom", &["design"]),
        ("?q=draw+PEOPLE", &["design"]),
        ("?q=analysts", &["data"]),
        ("?topic=maps&kind=practice&job_family=designers", &["old"]),
        ("?topic=forms&stage=maturing&q=draw&sort=size", &["design"]),
        ("?topic=&kind=&stage=&job_family=&q=&sort=", &["data", "design", "old"]),
        ("?topic=forms&kind=working_group", &[]),
    ] {
        assert_eq!(shown(site, &format!("/communities{query}"), "/c/").await, expected, "{query}");
    }
    assert!(site.page("/communities?topic=forms&kind=working_group").await.contains("No community matches."));
});

on_every_database!(async fn what_is_chosen_can_be_taken_away_by_a_link(site) {
    site.holds(&[FORMS, MAPS, DESIGN, DATA, OLD]).await;
    let body = site.get("/communities?kind=practice&topic=forms&sort=size").await.body;
    for href in ["/communities?kind=practice&amp;sort=size", "/communities?topic=forms&amp;sort=size", "/communities?sort=size"] {
        assert!(body.contains(&format!("href=\"{href}\"")), "{href} in {body}");
    }
    assert!(site.page("/communities?kind=practice&topic=forms").await.contains("1 of 3 communities"));
});

on_every_database!(async fn counts_beside_choices_are_of_what_the_viewer_may_see(site) {
    site.holds(&[FORMS, MAPS, DESIGN, DATA, OLD, SECRET]).await;
    let page = site.page("/communities").await;
    for part in ["Forms (2)", "Maps (2)", "Community of practice (2)", "Network (1)", "Designers (2)", "Forming (1)"] {
        assert!(page.contains(part), "{part} in {page}");
    }
    for part in ["Working group", "Xyzzy", "Becoming something else"] {
        assert!(!page.contains(part), "{part} in {page}");
    }
    let narrowed = site.page("/communities?topic=forms").await;
    assert!(narrowed.contains("Maps (2)") && narrowed.contains("Network (1)") && narrowed.contains("Community of practice (1)"), "{narrowed}");
});

on_every_database!(async fn communities_are_ordered_by_name_by_activity_or_by_size_the_archived_apart(site) {
    let quiet = ("communities/quiet.md", "---\nname: Quiet\naudience: {questions: members, members: members}\nmembers: [{person: ada}]\n---\n");
    let asked = |community: &str, day: &str| (format!("questions/{community}/q.md"), format!("---\ntitle: Why?\nasked: {day}T10:00:00Z\n---\n"));
    let mut files = vec![asked("design", "2026-02-20"), asked("quiet", "2026-03-01"), asked("old", "2026-03-01")];
    files.push(("events/data/held.md".to_owned(), "---\ntitle: Held\nstarts: 2026-02-25T10:00\nends: 2026-02-25T11:00\ntimezone: UTC\n---\n".to_owned()));
    files.push(("events/design/to-come.md".to_owned(), "---\ntitle: To come\nstarts: 2026-03-25T10:00\nends: 2026-03-25T11:00\ntimezone: UTC\n---\n".to_owned()));
    let mut files = borrowed(&files);
    files.extend([FORMS, MAPS, DESIGN, DATA, OLD, quiet, ("people/ada.md", "---\nname: Ada\n---\n")]);
    site.holds(&files).await;
    for (sort, expected) in [("", ["data", "design", "quiet", "old"]), ("activity", ["data", "design", "quiet", "old"]), ("size", ["data", "design", "quiet", "old"])] {
        assert_eq!(shown(site, &format!("/communities?sort={sort}"), "/c/").await, expected, "{sort}: what is for members moves nothing");
    }
    site.holds(&[FORMS, MAPS, DESIGN, ("pages/design/fresh.md", "---\ntitle: New\npublished: 2026-02-28T10:00:00Z\n---\n")]).await;
    assert_eq!(shown(site, "/communities?sort=activity", "/c/").await, ["design", "data", "quiet", "old"]);
});

on_every_database!(async fn every_community_is_on_exactly_one_page_whatever_the_order_and_filter(site) {
    let file = |n: usize| {
        let (kind, status) = (["practice", "network"][n % 2], ["active", "archived"][usize::from(n.is_multiple_of(10))]);
        let channel = format!("channels:\n- {{kind: chat, address: 'https://chat.example', members: {}}}\n", n % 3 * 10);
        (format!("communities/c{n}.md"), format!("---\nname: Same {}\nkind: {kind}\nstatus: {status}\n{channel}---\n", n % 7))
    };
    let files: Vec<_> = (0..130).map(file).collect();
    site.holds(&borrowed(&files)).await;
    for sort in ["", "activity", "size"] {
        let all = (0..130).map(|n| format!("c{n}")).collect();
        assert_each_once(site, &format!("/communities?sort={sort}"), "/c/", all).await;
        let networks = (0..130).filter(|n| n % 2 == 1).map(|n| format!("c{n}")).collect();
        assert_each_once(site, &format!("/communities?sort={sort}&kind=network&q=same"), "/c/", networks).await;
    }
});

on_every_database!(async fn headings_of_a_charter_stand_below_that_of_their_part(site) {
    site.holds(&[("communities/design.md", "---\nname: Design\n---\nForms.\n\n### Detail\n\nMore.\n")]).await;
    let body = site.get("/c/design").await.body;
    assert!(body.contains("<h3 id=\"about-detail\">Detail</h3>"), "{body}");
});
