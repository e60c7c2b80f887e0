//! What the operator sets: a logo, links in the footer, an accessibility statement, pages for developers.

use app::link::Link;
use app::state::{Logo, Site};
use app::statement::model::StatementScreen;
use axum::http::StatusCode;

use crate::on_every_database;

fn link(title: &str, url: &str) -> Link {
    Link { title: title.to_owned(), url: url.to_owned(), summary: None }
}

fn with_logo(site: &mut Site) {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    site.logo = Some(Logo { address: "/logo.svg?v=1".to_owned(), kind: "image/svg+xml", bytes: svg.into() });
}

on_every_database!(async fn an_operators_links_stand_in_every_footer(site) {
    let own = |site: &mut Site| site.footer = vec![link("Rules & \"<b>\"", "https://a.example/?a=1&b=\"2"), link("Contact", "mailto:a@b.example")];
    for path in ["/", "/communities", "/nothing"] {
        let body = site.get_where(own, path).await.body;
        let footer = body.split_once("<footer").unwrap().1;
        let end = "<li><a href=\"/accessibility\" dir=\"auto\">Accessibility</a></li>\
                   <li><a href=\"https://a.example/?a=1&amp;b=&quot;2\" dir=\"auto\">Rules &amp; \"&lt;b&gt;\"</a></li>\
                   <li><a href=\"mailto:a@b.example\" dir=\"auto\">Contact</a></li></ul>";
        assert!(footer.contains(end), "{path}: {footer}");
    }
    assert!(!site.get("/").await.body.contains("a@b.example"));
});

on_every_database!(async fn an_operators_logo_stands_in_place_of_the_mark_and_runs_nothing(site) {
    let body = site.get_where(with_logo, "/").await.body;
    let header = body.split_once("<header").unwrap().1.split_once("<nav").unwrap().0;
    assert!(header.contains("<img src=\"/logo.svg?v=1\" alt=\"\">") && !header.contains("<svg"), "{header}");
    let logo = site.get_where(with_logo, "/logo.svg?v=1").await;
    assert_eq!((logo.status, logo.header("content-type"), logo.header("x-content-type-options")), (StatusCode::OK, "image/svg+xml", "nosniff"));
    let policy = logo.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("sandbox") && !policy.contains("script"), "{policy}");
    assert_eq!(site.get_where(with_logo, "/logo.png").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get("/logo.svg").await.status, StatusCode::NOT_FOUND);
    assert!(site.get("/").await.body.split_once("class=\"site-mark\"><svg").is_some());
});

on_every_database!(async fn the_accessibility_statement_is_the_operators_or_the_programs(site) {
    let built_in = site.page("/accessibility").await;
    assert!(built_in.contains("\nAccessibility\n") && built_in.contains("level AA") && built_in.contains("tell whoever runs this site"), "{built_in}");
    let own = |site: &mut Site| site.statement = StatementScreen::written("# Our statement\n\nWrite to *us*. <script>x</script>\n");
    let own = site.get_where(own, "/accessibility").await;
    assert!(own.text().ends_with("\nOur statement\nWrite to us. <script>x</script>"), "{}", own.text());
    assert!(own.body.contains("<title>Our statement · Guildhall</title>") && own.body.contains("<em>us</em>"), "{}", own.body);
});

on_every_database!(async fn the_components_are_shown_to_developers_only(site) {
    let path = "/developer/components";
    let (hidden, missing) = (site.get(path).await, site.get("/developer/nothing").await);
    assert_eq!((hidden.status, hidden.text()), (StatusCode::NOT_FOUND, missing.text()));
    let asked = site.get("/do/app/developer/api/components").await;
    assert!(asked.status != StatusCode::OK && !asked.body.contains("Buttons"), "{}", asked.body);
    let shown = site.get_where(|site| site.developer = true, path).await;
    assert_eq!(shown.status, StatusCode::OK);
    let text = shown.text();
    for part in ["Components", "Buttons", "Empty lists", "Filters", "Pagination", "Cards of communities", "Agenda", "Answers", "Tree of pages", "Prose", "What it says, below the text."] {
        assert!(text.lines().any(|line| line.contains(part)), "{part} in {text}");
    }
    assert!(shown.body.contains("<meta name=\"robots\" content=\"noindex\">"), "{}", shown.body);
    let html = shown.body.split_once("class=\"wrap screen components\"").unwrap().1;
    let html = html.split_once("</main>").unwrap().0;
    let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert!(all > 40 && ids.len() == all, "{ids:?}");
    assert!(!html.contains("style="));
});
