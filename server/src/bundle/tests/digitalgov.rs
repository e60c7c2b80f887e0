//! The communities of practice of the United States government, as digital.gov published them.

use std::collections::{BTreeMap, BTreeSet};

use app::communities::model::{ChannelKind, CommunityStatus, Role};
use app::events::model::EventStatus;
use pulldown_cmark::{Event, Options, Parser};

use super::*;

fn digitalgov() -> Option<Bundle> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/digitalgov/content");
    if !dir.is_dir() {
        eprintln!("skipped: {} is missing", dir.display());
        return None;
    }
    Some(read_in(&dir, &Known::default(), Some(chrono_tz::America::New_York)))
}

#[test]
fn the_real_site_is_read_whole() {
    let Some(bundle) = digitalgov() else { return };
    if std::env::var_os("SHOW_NOTES").is_some() {
        show(&bundle);
    }
    every_file_is_accounted_for(&bundle);
    communities_are_live_archived_or_elsewhere(&bundle);
    events_keep_their_wall_clock_and_hosts(&bundle);
    references_resolve(&bundle);
    bodies_are_plain_markdown(&bundle);
    what_is_written_reads_the_same(&bundle);
}

fn show(bundle: &Bundle) {
    if let Some(dir) = std::env::var_os("SHOW_NOTES").filter(|dir| dir != "1") {
        write(Path::new(&dir), bundle.records.iter().map(|sourced| &sourced.record)).unwrap();
    }
    let mut severities: BTreeMap<Severity, usize> = BTreeMap::new();
    for note in &bundle.notes {
        *severities.entry(note.severity).or_default() += 1;
        println!("{}:{} {}: {}", note.file.display(), note.line.unwrap_or(0), note.severity, note.message);
    }
    println!("{severities:?}");
}

fn every_file_is_accounted_for(bundle: &Bundle) {
    assert_eq!(bundle.files, 1835);
    let made: BTreeSet<&Path> = bundle.records.iter().map(|sourced| sourced.file.as_path()).collect();
    let skipped: BTreeSet<&Path> =
        bundle.notes.iter().filter(|note| note.severity == Severity::Skipped).map(|note| note.file.as_path()).collect();
    assert!(made.is_disjoint(&skipped));
    assert_eq!(made.len() + skipped.len(), 1835, "{skipped:?}");
    assert_eq!(skipped.len(), 6, "{skipped:?}");
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    for sourced in &bundle.records {
        *kinds.entry(sourced.record.kind()).or_default() += 1;
    }
    assert_eq!(kinds[&Kind::Person], 1043);
    assert_eq!(kinds[&Kind::Community], 40);
    assert_eq!(kinds[&Kind::Event], 338);
    assert_eq!(kinds[&Kind::Page], 129 + 1);
    assert_eq!(kinds[&Kind::Resource], 227);
    assert!(kinds[&Kind::Organisation] < 100, "{kinds:?}");
    println!("{kinds:?}");
}

fn communities_are_live_archived_or_elsewhere(bundle: &Bundle) {
    let communities: Vec<_> = bundle
        .records
        .iter()
        .filter_map(|sourced| if let Record::Community(record) = &sourced.record { Some(record) } else { None })
        .collect();
    let archived = communities.iter().filter(|community| community.status == CommunityStatus::Archived).count();
    let elsewhere = communities.iter().filter(|community| community.website.is_some()).count();
    let live = communities.iter().filter(|community| community.status == CommunityStatus::Active && community.website.is_none()).count();
    assert_eq!((archived, elsewhere, live), (7, 25, 8));
    let merged_into = |slug: &str| bundle.community(slug).merged_into.as_deref();
    assert_eq!(merged_into("a-b-testing-community"), Some("web-analytics-and-optimization"));
    assert_eq!(merged_into("government-contact-center-council"), Some("contact-center"));
    assert_eq!(merged_into("mobile"), None);

    let design = bundle.community("user-experience");
    assert_eq!((design.name.as_str(), design.short_name.as_deref()), ("User Experience", Some("UX")));
    assert_eq!(design.members[0].person, "jean-fox");
    assert_eq!(design.members[0].roles[0].role, Role::Lead);
    assert_eq!(design.channels[0].kind, ChannelKind::MailingList);
    assert_eq!(design.channels[0].members, Some(2807));
    assert_eq!(design.channels[0].address.as_deref(), Some("ux-cop-request@listserv.gsa.gov"));
    assert!(design.who_can_join.as_deref().unwrap().starts_with("Government employees"));
    assert_eq!(design.guidelines.as_deref(), Some("https://digital.gov/communities/community-guidelines/"));
    assert!(design.aliases.contains(&"/federal-user-experience-community-of-practice/".to_owned()));
    assert!(design.aliases.contains(&"/communities/user-experience/".to_owned()));
    let volunteers = bundle.community("crowdsourcing-citizen-science");
    assert!(volunteers.charter.community.starts_with("The community is open to all federal practitioners"));
    assert!(volunteers.members.iter().any(|member| member.person == "john-mclaughlin"));
}

fn events_keep_their_wall_clock_and_hosts(bundle: &Bundle) {
    let events: Vec<_> = bundle
        .records
        .iter()
        .filter_map(|sourced| if let Record::Event(record) = &sourced.record { Some((record, &sourced.file)) } else { None })
        .collect();
    assert_eq!(events.iter().filter(|(event, _)| event.status == EventStatus::Draft).count(), 6);
    assert_eq!(events.iter().filter(|(event, _)| !event.recordings.is_empty()).count(), 224);
    assert!(events.iter().all(|(event, _)| event.timezone == "America/New_York"));
    let of = |file: &str| events.iter().find(|(_, path)| path.to_string_lossy().contains(file)).map(|(event, _)| *event).unwrap();
    let call = of("2018-04-27-us-web-design-system");
    assert_eq!((call.starts.to_string(), call.community.as_str()), ("2018-04-27 13:00:00".into(), "uswds"));
    assert!(call.aliases.contains(&"/event/2018/04/27/us-web-design-system-monthly-call/".to_owned()));
    let unclosed = of("2024-10-17-uswds");
    assert_eq!(unclosed.organiser.as_deref(), Some("Digital.gov"));
    assert!(unclosed.summary.ends_with("design system."));
    let both = events.iter().find(|(event, _)| event.community == "multilingual" && event.hosts.contains(&"communicators".to_owned()));
    assert!(both.is_some());
    assert_eq!(of("2021-02-17-how-can-chatbots").speakers.len(), 4);
    assert_eq!(of("2022-06-28-increase-your-impact").slug, "increase-your-impact-with-plain-language");
}

fn references_resolve(bundle: &Bundle) {
    let keys: BTreeSet<String> = bundle.records.iter().map(|sourced| sourced.record.key()).collect();
    assert_eq!(keys.len(), bundle.records.len());
    let mut aliases = BTreeSet::new();
    for sourced in &bundle.records {
        let mut record = sourced.record.clone();
        for alias in record.aliases_mut() {
            assert!(aliases.insert(alias.trim_end_matches('/').to_owned()), "{alias} of {}", sourced.record.key());
        }
        let (topics, people) = match &record {
            Record::Community(record) => (record.topics.clone(), record.members.iter().map(|member| member.person.clone()).collect()),
            Record::Event(record) => (record.topics.clone(), vec![]),
            Record::Page(record) => (record.topics.clone(), record.authors.clone()),
            Record::Resource(record) => (record.topics.clone(), record.authors.clone()),
            _ => continue,
        };
        for key in topics.iter().map(|slug| format!("topics/{slug}")).chain(people.iter().map(|handle| format!("people/{handle}"))) {
            assert!(keys.contains(&key), "{key} of {}", record.key());
        }
    }
}

fn bodies_are_plain_markdown(bundle: &Bundle) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    for sourced in &bundle.records {
        let text = sourced.record.render();
        let body = text.split("\n---\n").skip(1).collect::<Vec<_>>().join("\n---\n");
        let key = sourced.record.key();
        let raw = Parser::new_ext(&body, options).find(|event| matches!(event, Event::Html(_) | Event::InlineHtml(_)));
        assert!(raw.is_none(), "{key}: {raw:?}");
        assert!(!body.contains("{{<") && !body.contains("{{%"), "{key}: {body}");
        assert!(!body.contains(['\u{e000}', '\u{e001}', '\r']), "{key}: {body}");
    }
}

fn what_is_written_reads_the_same(bundle: &Bundle) {
    let folder = Folder::new();
    write(&folder.0, bundle.records.iter().map(|sourced| &sourced.record)).unwrap();
    let again = read_in(&folder.0, &Known::default(), None);
    assert_eq!(again.notes, []);
    let records = |bundle: &Bundle| bundle.records.iter().map(|sourced| sourced.record.clone()).collect::<Vec<_>>();
    for (first, second) in records(bundle).into_iter().zip(records(&again)) {
        assert_eq!(first, second);
    }
    assert_eq!(bundle.records.len(), again.records.len());
}
