//! One habit of other sites, or one mistake, at a time.

use app::communities::model::CommunityStatus;
use app::events::record::SpeakerRecord;

use super::*;

#[test]
fn every_file_ends_in_a_record_or_a_note() {
    let bundle = read_files(&[
        ("topics/design.md", "---\ntitle: Design\n---\n"),
        ("topics/broken.md", "---\ntitle: [a\n---\n"),
        ("topics/open.md", "---\ntitle: a\n"),
        ("topics/empty.md", ""),
        ("events/_index.md", "---\ntitle: Events\n---\n"),
        ("README.md", "hello"),
        ("pictures/a.png", "x"),
        (".git/config", "x"),
    ]);
    assert_eq!(bundle.files, 7);
    assert_eq!(bundle.records.len(), 1);
    let skipped: Vec<_> = bundle.notes.iter().filter(|note| note.severity == Severity::Skipped).collect();
    assert_eq!(skipped.len(), 6, "{skipped:#?}");
    assert_eq!(skipped.iter().find(|note| note.file.ends_with("broken.md")).unwrap().line, Some(2));
}

#[test]
fn a_repeated_field_counts_last_and_is_told_of() {
    let bundle = read_files(&[("topics/a.md", "---\ntitle: One\nsummary: s\ntitle: Two\n---\n")]);
    assert!(matches!(bundle.get("topics/a"), Record::Topic(topic) if topic.title == "Two"));
    assert_eq!(bundle.notes[0].line, Some(4));
}

#[test]
fn a_quote_that_is_never_closed_swallows_nothing() {
    let bundle = read_files(&[(
        "events/2024/10/a.md",
        "---\ntitle: A\nsummary: \"It's on.\nevent_organizer: Digital.gov\"\ndate: 2024-10-17 14:00:00 -0500\n---\n",
    )]);
    let event = bundle.event("everyone/a");
    assert_eq!((event.summary.as_str(), event.organiser.as_deref()), ("It's on.", Some("Digital.gov")));
    assert!(bundle.notes.iter().any(|note| note.line == Some(3) && note.message.contains("never closed")));
}

#[test]
fn texts_of_other_sites_are_decoded() {
    let bundle = read_files(&[(
        "authors/mule/_index.md",
        "\u{feff}---\r\ndisplay_name: Michael\u{a0}Mul&eacute;\r\nagency_full_name: \"R&amp;D  Office\"\r\n---\r\n",
    )]);
    let Record::Person(person) = bundle.get("people/mule") else { panic!() };
    assert_eq!(person.name, "Michael Mulé");
    assert_eq!(person.organisations, ["r-and-d-office"]);
    assert!(matches!(bundle.get("organisations/r-and-d-office"), Record::Organisation(office) if office.name == "R&D Office"));
    assert_eq!(person.aliases, ["/authors/mule/"]);
}

#[test]
fn a_bundles_own_texts_stay_as_they_are() {
    let own = "---\ntitle: A\u{a0}&amp;  B\n---\n\n<b>x</b> {{< y >}}\n";
    let bundle = read_files(&[("topics/a.md", own)]);
    assert_eq!(bundle.get("topics/a").render(), own);
    assert_eq!(bundle.messages(), Vec::<&str>::new());
}

#[test]
fn events_of_one_name_are_told_apart_by_their_date() {
    let event = |date: &str| format!("---\ntitle: A\nslug: a\ndate: {date} 10:00:00 -0500\n---\n");
    let (late, early) = (event("2019-02-02"), event("2018-01-01"));
    let bundle = read_files(&[("events/2019/01/x.md", &late), ("events/2019/02/y.md", &early), ("events/2019/03/z.md", &late)]);
    assert_eq!(bundle.event("everyone/a").starts.to_string(), "2018-01-01 15:00:00");
    assert_eq!(bundle.event("everyone/a-2019-02-02").starts.to_string(), "2019-02-02 15:00:00");
    assert_eq!(bundle.event("everyone/a-2019-02-02-2").aliases, Vec::<String>::new());
}

#[test]
fn wrong_offsets_give_way_to_the_zone_that_was_asked_for() {
    let folder = Folder::of(&[
        ("events/2018/a.md", "---\ntitle: A\ndate: 2018-04-27 13:00:00 -0500\nend_date: 2018-04-27 13:30:00\n---\n"),
        ("events/2018/b.md", "---\ntitle: B\ndate: 2018-04-27\nend_date: 2018-04-28\n---\n"),
        ("events/2018/c.md", "---\ntitle: C\ndate: 2018-04-27 13:00\nend_date: 2018-04-27 12:00\n---\n"),
        ("events/2018/e.md", "---\ntitle: E\ndate: 2018-04-27 13:00:00 -0500\ntimezone: Europe/London\n---\n"),
        ("events/2018/d.md", "---\ntitle: D\ndate: soon\n---\n"),
    ]);
    let bundle = read_in(&folder.0, &Known::default(), Some(chrono_tz::America::New_York));
    let a = bundle.event("everyone/a");
    assert_eq!(
        (a.starts.to_string(), a.ends.to_string(), a.timezone.as_str()),
        ("2018-04-27 13:00:00".into(), "2018-04-27 13:30:00".into(), "America/New_York")
    );
    let b = bundle.event("everyone/b");
    assert_eq!((b.all_day, b.ends.to_string()), (true, "2018-04-29 00:00:00".into()));
    assert_eq!(bundle.event("everyone/e").starts.to_string(), "2018-04-27 13:00:00");
    assert_eq!(read_in(&folder.0, &Known::default(), None).event("everyone/e").starts.to_string(), "2018-04-27 19:00:00");
    assert_eq!(bundle.event("everyone/c").ends.to_string(), "2018-04-27 14:00:00");
    assert!(bundle.notes.iter().any(|note| note.severity == Severity::Skipped && note.file.ends_with("d.md")));
}

#[test]
fn hosts_are_found_by_name_and_the_rest_is_the_organiser() {
    let community = |name: &str| format!("---\nname: {name}\n---\n");
    let (ux, web) = (community("User Experience\nshort_name: UX"), community("Web Managers"));
    let event = |host: &str| format!("---\ntitle: A\ndate: 2020-01-01\nhost: {host}\n---\n");
    let (both, part, none) = (event("UX CoP and Web Managers Community of Practice"), event("GSA, UX Community"), event("NASA"));
    let bundle = read_files(&[
        ("communities/ux.md", &ux),
        ("communities/web.md", &web),
        ("events/2020/both.md", &both),
        ("events/2020/part.md", &part),
        ("events/2020/none.md", &none),
    ]);
    let both = bundle.event("ux/both");
    assert_eq!((both.hosts.as_slice(), both.organiser.as_deref()), (["web".to_owned()].as_slice(), None));
    assert_eq!(bundle.event("ux/part").organiser.as_deref(), Some("GSA"));
    assert_eq!(bundle.event("everyone/none").organiser.as_deref(), Some("NASA"));
    assert!(bundle.messages().iter().any(|message| message.contains("“NASA” is no community here")));
}

#[test]
fn what_refers_to_nothing_is_left_out_or_made() {
    let bundle = read_files(&[
        (
            "communities/a.md",
            "---\nname: A\nparent: nowhere\ntopics: [Social media, design]\nmembers:\n- person: nobody\n- person: Ada\n---\n",
        ),
        ("topics/design.md", "---\ntitle: Design\naliases: [/topics/ui/]\n---\n"),
        ("people/ada.md", "---\nname: Ada\norganisations: [nowhere]\n---\n"),
        (
            "events/a/b.md",
            "---\ntitle: B\nstarts: 2026-03-01T13:00\nspeakers: [ADA, bob-builder, {name: Eve}]\ntopics: [ui]\nhosts: [nowhere]\n---\n",
        ),
        ("pages/nowhere/x/y.md", "---\ntitle: Y\n---\n"),
    ]);
    let community = bundle.community("a");
    assert_eq!((community.parent.as_deref(), community.members.len()), (None, 1));
    assert_eq!(community.topics, ["social-media", "design"]);
    assert!(matches!(bundle.get("topics/social-media"), Record::Topic(topic) if topic.title == "Social media"));
    let event = bundle.event("a/b");
    assert_eq!(
        event.speakers,
        [
            SpeakerRecord::Person("ada".into()),
            SpeakerRecord::Named { name: "Bob Builder".into() },
            SpeakerRecord::Named { name: "Eve".into() }
        ]
    );
    assert_eq!(event.topics, ["design"]);
    assert!(matches!(bundle.get("pages/everyone/x"), Record::Page(page) if page.title == "X" && page.body.is_empty()));
    assert_eq!(bundle.notes.len(), 8, "{:#?}", bundle.notes);
}

#[test]
fn the_site_counts_as_well_as_the_bundle() {
    let folder = Folder::of(&[
        ("events/design/b.md", "---\ntitle: B\nstarts: 2026-03-01T13:00\nspeakers: [ada]\ntopics: [ui]\n---\n"),
        ("pages/design/x/y.md", "---\ntitle: Y\n---\n"),
    ]);
    let known = Known {
        topics: ["ui".to_owned()].into(),
        people: ["ada".to_owned()].into(),
        communities: vec![KnownCommunity { slug: "design".into(), name: "Design".into(), short_name: None }],
        pages: ["design/x".to_owned()].into(),
        ..Known::default()
    };
    let bundle = read_in(&folder.0, &known, None);
    assert_eq!(bundle.records.len(), 2);
    assert_eq!(bundle.messages(), Vec::<&str>::new());
    assert_eq!(bundle.event("design/b").timezone, "UTC");
}

#[test]
fn communities_past_their_day_are_archived_and_pages_of_theirs_are_pages() {
    let bundle = read_files(&[
        (
            "communities/a.md",
            "---\ntitle: Join the Apples\nexpirydate: \"2021-12-10\"\nredirectto: https://a.example\ncommunity_list:\n  - platform: listserv\n    type: government_only\n    subscribe_email: \"a@b.example \"\n    terms: Anyone\n    members: 3,048\n---\nBody {{< ref \"b.md\" >}}\n",
        ),
        ("communities/b.md", "---\ntitle: Rules\ntype: page\nslug: rules\n---\n"),
    ]);
    let community = bundle.community("a");
    assert_eq!(
        (community.name.as_str(), community.status, community.website.as_deref()),
        ("Apples", CommunityStatus::Archived, Some("https://a.example"))
    );
    let channel = &community.channels[0];
    assert_eq!(
        (channel.members, channel.audience.as_deref(), channel.address.as_deref()),
        (Some(3048), Some("government only"), Some("a@b.example"))
    );
    assert_eq!(community.who_can_join.as_deref(), Some("Anyone"));
    assert_eq!(community.charter.domain, "Body /communities/rules/");
    assert!(matches!(bundle.get("pages/everyone/rules"), Record::Page(page) if page.aliases == ["/communities/rules/"]));
}

#[test]
fn parents_come_first_and_circles_are_cut() {
    let child = |parent: &str| format!("---\nname: N\nparent: {parent}\n---\n");
    let bundle = read_files(&[
        ("communities/a.md", &child("z")),
        ("communities/z.md", "---\nname: Z\n---\n"),
        ("communities/m.md", &child("n")),
        ("communities/n.md", &child("m")),
        ("communities/s.md", &child("s")),
    ]);
    let keys: Vec<_> = bundle.records.iter().map(|sourced| sourced.record.key()).collect();
    assert!(keys.iter().position(|key| key == "communities/z") < keys.iter().position(|key| key == "communities/a"));
    assert_eq!((bundle.community("m").parent.as_deref(), bundle.community("n").parent.as_deref()), (None, Some("m")));
    assert_eq!(bundle.community("s").parent, None);
}

#[test]
fn one_answer_is_accepted_and_helpful_is_sorted() {
    let bundle = read_files(&[
        ("communities/a.md", "---\nname: A\n---\n"),
        ("people/ada.md", "---\nname: Ada\n---\n"),
        ("people/bob.md", "---\nname: Bob\n---\n"),
        (
            "questions/a/q.md",
            "---\ntitle: Q\nauthor: ada\nasked: 2026-03-01T13:00:00Z\nhelpful: [bob, ada, bob]\nanswers:\n- at: 2026-03-02\n  accepted: true\n  body: |\n    Yes.\n    ---\n- at: 2026-03-03T00:00:00+01:00\n  accepted: true\n  body: No.\n- body: When?\n---\nWhy?\n",
        ),
    ]);
    let Record::Question(question) = bundle.get("questions/a/q") else { panic!() };
    assert_eq!(question.helpful, ["ada", "bob"]);
    assert_eq!(question.answers.iter().map(|answer| answer.accepted).collect::<Vec<_>>(), [true, false]);
    assert_eq!(question.answers[0].body, "Yes.\n---");
    assert_eq!(question.answers[1].at.to_rfc3339(), "2026-03-02T23:00:00+00:00");
    assert_eq!(bundle.notes.len(), 2, "{:#?}", bundle.notes);
}

#[test]
fn what_has_no_place_is_told_of_once() {
    let page = "---\ntitle: A\nkicker: K\nempty: \"\"\n---\n";
    let bundle = read_files(&[("guides/a.md", page), ("guides/b/_index.md", page)]);
    assert_eq!(bundle.messages(), ["The field `kicker`, found in 2 pages has no place here and was left out"]);
    assert!(matches!(bundle.get("pages/everyone/b"), Record::Page(page) if page.aliases == ["/guides/b/"]));
}

#[test]
fn a_bundle_given_one_folder_too_high_is_told_of_once() {
    let files = [
        ("README.md", "x"),
        ("package.json", "{}"),
        ("content/communities/a.md", "---\nname: A\n---\n"),
        ("content/topics/b.md", "---\ntitle: B\n---\n"),
    ];
    let bundle = read_files(&files);
    assert_eq!((bundle.records.len(), bundle.files), (0, 4));
    assert_eq!(bundle.messages(), ["Nothing was read: what can be imported lies further below. Import the folder `content` in this one"]);
    let bundle = read_files(&[("topics/b.md", "---\ntitle: B\n---\n"), ("recipes/soup.md", "x"), ("recipes/stew.md", "x")]);
    assert_eq!(bundle.records.len(), 1);
    assert!(
        matches!(&bundle.messages()[..], [one] if one.starts_with("The folder `recipes` is none of") && one.contains("2 files in it were not read"))
    );
}

#[test]
fn a_title_is_found_where_none_is_given() {
    let bundle = read_files(&[("resources/my-notes.md", "Hello\n\n# My *own* notes\n"), ("guides/to-do.md", "---\n---\nx")]);
    assert!(matches!(bundle.get("resources/everyone/my-notes"), Record::Resource(resource) if resource.title == "My *own* notes"));
    assert!(matches!(bundle.get("pages/everyone/to-do"), Record::Page(page) if page.title == "To do"));
}

#[test]
fn a_time_beside_a_date_counts() {
    let bundle = read_files(&[
        ("resources/a.md", "---\ntitle: A\ndate: 2020-01-03\ntime: 24:00:00\nauthor: Rachel Flagg\nsource_url: https://a.example\n---\n"),
        ("authors/rflagg/_index.md", "---\ndisplay_name: Rachel Flagg\n---\n"),
    ]);
    let Record::Resource(resource) = bundle.get("resources/everyone/a") else { panic!() };
    assert_eq!(resource.published.unwrap().to_rfc3339(), "2020-01-04T00:00:00+00:00");
    assert_eq!(resource.authors, ["rflagg"]);
    assert_eq!(resource.url.as_deref(), Some("https://a.example"));
}

#[test]
fn an_accent_is_read_by_any_of_its_names_and_what_is_no_colour_is_told_of() {
    let bundle = read_files(&[
        ("communities/a.md", "---\nname: A\naccent: \"#0E5A4E\"\n---\n"),
        ("communities/b.md", "---\nname: B\ncolor: abc\n---\n"),
        ("communities/c.md", "---\nname: C\ncolour: green\n---\n"),
    ]);
    let accent = |slug: &str| bundle.community(slug).accent.map(String::from);
    assert_eq!([accent("a").as_deref(), accent("b").as_deref(), accent("c").as_deref()], [Some("#0e5a4e"), Some("#aabbcc"), None]);
    assert!(bundle.get("communities/a").render().contains("accent: \"#0e5a4e\"\n"), "{}", bundle.get("communities/a").render());
    assert_eq!(bundle.messages(), ["`colour` should be a colour like \"#0e5a4e\", not “green”; it was left out"]);
}

#[test]
fn what_an_event_asks_is_read_as_far_as_it_fits() {
    let head = "---\ntitle: A\nstarts: 2026-03-01T13:00\nasks:\n";
    let long = "x".repeat(201);
    let bundle = read_files(&[
        ("events/a.md", &format!("{head}- What do you eat? *\n- Do you bring a laptop?\n---\n")),
        (
            "events/b.md",
            &format!(
                "{head}- {{question: One?, needed: true}}\n- {{question: One?}}\n- {{needed: true}}\n- {{question: {long}}}\n- question: Two?\n- question: Three?\n- question: Four?\n- question: Five?\n- question: Six?\n---\n"
            ),
        ),
    ]);
    let asks = |key: &str| bundle.event(key).asks.iter().map(|ask| (ask.question.clone(), ask.needed)).collect::<Vec<_>>();
    assert_eq!(asks("everyone/a"), [("What do you eat?".to_owned(), true), ("Do you bring a laptop?".to_owned(), false)]);
    assert_eq!(
        (asks("everyone/b").len(), &asks("everyone/b")[0], &asks("everyone/b")[4].0),
        (5, &("One?".to_owned(), true), &"Five?".to_owned())
    );
    assert_eq!(bundle.messages().iter().filter(|message| message.contains("`asks`")).count(), 4, "{:?}", bundle.messages());
}
