//! Pages and resources.

use axum::http::StatusCode;

use crate::on_every_database;

const DESIGN: (&str, &str) = ("communities/design.md", "---\nname: Design\n---\n");
const PLAYBOOK: (&str, &str) =
    ("pages/design/playbook.md", "---\ntitle: Playbook\nposition: 1\n---\n## Why\n\nBecause.\n\n## How\n\nLike this.\n");
const RETROS: (&str, &str) = ("pages/design/playbook/retros.md", "---\ntitle: Retrospectives\n---\nLook back.\n");
const GLOSSARY: (&str, &str) = ("pages/design/glossary.md", "---\ntitle: Glossary\nposition: 2\n---\nWords.\n");
const DRAFT: (&str, &str) = ("pages/design/draft.md", "---\ntitle: Xyzzy\nstatus: draft\n---\nNot yet.\n");

on_every_database!(async fn a_page_stands_in_its_tree_with_its_contents_and_neighbours(site) {
    site.holds(&[DESIGN, PLAYBOOK, RETROS, GLOSSARY]).await;
    let tree = site.page("/c/design/pages").await;
    let places = ["Playbook", "Retrospectives", "Glossary"].map(|title| tree.find(title).unwrap_or_else(|| panic!("{title} in {tree}")));
    assert!(places.is_sorted(), "{tree}");
    let answer = site.get("/c/design/pages/playbook").await;
    assert!(answer.body.contains("href=\"#how\""), "a table of contents leads to the headings");
    let page = site.get("/c/design/pages/playbook/retros").await;
    assert!(page.body.contains("href=\"/c/design/pages/glossary\"") && page.body.contains("href=\"/c/design/pages/playbook\""), "neighbours");
});

on_every_database!(async fn a_draft_page_is_nowhere(site) {
    site.holds(&[DESIGN, PLAYBOOK, DRAFT]).await;
    assert_eq!(site.get("/c/design/pages/draft").await.status, StatusCode::NOT_FOUND);
    for list in ["/c/design", "/c/design/pages", "/c/design/pages/playbook", "/"] {
        assert!(!site.get(list).await.body.contains("Xyzzy"), "{list}");
    }
});

on_every_database!(async fn a_resource_says_what_it_is_and_where(site) {
    let guide = "---\ntitle: A guide\nurl: https://guide.example/\nsummary: Worth it.\nsource: Somebody\n---\nRead chapter two.\n";
    site.holds(&[DESIGN, ("resources/design/guide.md", guide)]).await;
    let answer = site.get("/c/design/resources/guide").await;
    assert!(answer.body.contains("href=\"https://guide.example/\""));
    for part in ["A guide", "Worth it.", "Somebody", "Read chapter two."] {
        assert!(answer.text().contains(part), "{part}");
    }
    for list in ["/resources", "/c/design/resources"] {
        assert!(site.page(list).await.contains("A guide"), "{list}");
    }
});
