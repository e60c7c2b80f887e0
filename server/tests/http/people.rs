//! People, organisations and topics.

use axum::http::StatusCode;

use crate::on_every_database;

const ADA: (&str, &str) =
    ("people/ada.md", "---\nname: Ada Okafor\nrole: Designer\norganisations: [opw]\nask_about: [forms]\n---\nI draw **forms**.\n");
const OPW: (&str, &str) = ("organisations/opw.md", "---\nname: Office for Public Works\n---\n");
const FORMS: (&str, &str) = ("topics/forms.md", "---\ntitle: Forms\nsummary: Asking well.\n---\n");
const DESIGN: (&str, &str) = (
    "communities/design.md",
    "---\nname: Design\ntopics: [forms]\nmembers:\n- person: ada\n  roles: [{role: lead, title: Co-chair}]\n---\n",
);

on_every_database!(async fn a_profile_shows_who_somebody_is_and_what_they_do(site) {
    site.holds(&[ADA, OPW, FORMS, DESIGN]).await;
    let profile = site.page("/people/ada").await;
    for part in ["Ada Okafor", "Designer", "Office for Public Works", "I draw", "Design", "Co-chair", "Forms"] {
        assert!(profile.contains(part), "{part} in {profile}");
    }
    assert!(site.page("/organisations/opw").await.contains("Ada Okafor"));
    let topic = site.page("/topics/forms").await;
    assert!(topic.contains("Asking well.") && topic.contains("Design") && topic.contains("Ada Okafor"), "{topic}");
    assert!(site.page("/topics").await.contains("Forms"));
});

on_every_database!(async fn people_are_found_by_a_part_of_their_name_whatever_its_accents(site) {
    site.holds(&[ADA, OPW, FORMS, ("people/zoe.md", "---\nname: Zoë Ångström\n---\n")]).await;
    for query in ["angs", "ZO%C3%8B", "zoe", "%C3%85ng"] {
        let found = site.page(&format!("/people?q={query}")).await;
        assert!(found.contains("Zoë Ångström") && !found.contains("Ada Okafor"), "{query}: {found}");
    }
    assert!(!site.page("/people?q=nobody-at-all").await.contains("Ada Okafor"));
});

on_every_database!(async fn every_person_is_on_exactly_one_page_of_the_list(site) {
    let files: Vec<(String, String)> = (0..75).map(|n| (format!("people/person-{n}.md"), format!("---\nname: Same Name {}\n---\n", n % 7))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    site.holds(&files).await;
    let mut found = site.walk("/people", "/people/").await;
    found.sort();
    let mut expected: Vec<String> = (0..75).map(|n| format!("/people/person-{n}")).collect();
    expected.sort();
    assert_eq!(found, expected);
});

on_every_database!(async fn a_nul_in_an_address_is_not_found(site) {
    for path in ["/people/a%00b", "/c/a%00b", "/topics/a%00b", "/organisations/a%00b", "/c/everyone/pages/a%00b", "/c/everyone/questions/a%00b", "/a%00b"] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
});

on_every_database!(async fn nonsense_in_an_address_is_refused_with_a_sentence_or_ignored(site) {
    for path in ["/people?after=%00", "/people?after=~~~", "/events?after=yesterday", "/questions?after=1~2~3", "/communities?after=%FF", "/resources?after=%7Enope"] {
        let status = site.get(path).await.status;
        assert!(matches!(status, StatusCode::OK | StatusCode::BAD_REQUEST), "{path}: {status}");
    }
});
