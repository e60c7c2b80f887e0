//! Records of any content: what is rendered is read back as it was.

use app::communities::model::*;
use app::communities::record::*;
use app::events::model::*;
use app::events::record::*;
use app::link::Link;
use app::members::model::PersonKind;
use app::members::record::PersonRecord;
use app::organisations::record::OrganisationRecord;
use app::pages::model::PageStatus;
use app::pages::record::PageRecord;
use app::questions::model::*;
use app::questions::record::*;
use app::resources::model::*;
use app::resources::record::ResourceRecord;
use app::topics::record::TopicRecord;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::bundle::record::tidy_body;

const NASTY: &[&str] = &[
    "yes",
    "No",
    "null",
    "~",
    "1.0",
    "007",
    "0x1F",
    "1e3",
    "1_000",
    ".5",
    "-",
    "- a",
    "# b",
    "a # b",
    "a: b",
    "a:",
    ": a",
    "'q'",
    "\"q\"",
    "it's",
    "@x",
    "`y`",
    "%z",
    "&a",
    "*b",
    "!c",
    "!!str d",
    "{d}",
    "[e]",
    "|",
    ">",
    "? f",
    "é✓ 北京",
    "2019-01-01",
    "12:30:00",
    "...",
    "---",
    "=",
    "<<",
    "<<: *a",
    "\\n",
    "a\tb",
    "a\\",
    "${HOME}",
    "true",
    "a\u{85}b",
    "a\u{2028}b",
    "\u{feff}x",
    "a\u{7f}b",
    "a\u{7}b",
    "\u{1f600}",
    "a  b",
    ",a",
    "a, b",
    "+1",
    "-1",
    "0o17",
    "1:30",
    "NaN",
    ".inf",
    "on",
    "y",
    "\u{a0}x\u{a0}y",
    "&amp;",
];

fn line() -> impl Strategy<Value = String> {
    let text = prop_oneof![select(NASTY).prop_map(str::to_owned), "[ -~éß—’]{1,60}", "[a-z :#'\"\\-]{80,140}"];
    text.prop_map(|text| text.trim().to_owned()).prop_filter("says something", |text| !text.is_empty())
}

fn markdown() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        line(),
        Just(String::new()),
        Just("    code".to_owned()),
        Just("\tx".to_owned()),
        Just("> q  ".to_owned()),
        "[ -~]{0,30}"
    ];
    vec(text, 0..8).prop_map(|lines| tidy_body(&lines.join("\n"))).prop_filter("is no heading of a charter", |text| !text.contains("## W"))
}

fn some_markdown() -> impl Strategy<Value = String> {
    markdown().prop_filter("says something", |text| !text.is_empty())
}

fn slug() -> impl Strategy<Value = String> {
    "[a-z0-9]{1,8}(-[a-z0-9]{1,5}){0,2}"
}

fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    (0i64..4_000_000_000_000_000).prop_map(|micros| DateTime::from_timestamp_micros(micros).unwrap())
}

fn wall() -> impl Strategy<Value = NaiveDateTime> {
    (0i64..4_000_000_000).prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap().naive_utc())
}

fn date() -> impl Strategy<Value = chrono::NaiveDate> {
    wall().prop_map(|wall| wall.date())
}

fn address() -> impl Strategy<Value = String> {
    select(&["https://a.example/b?c=d&e#f", "http://[::1]/x", "mailto:a@b.example", "/c/x", "https://a.example/%20(x)"][..])
        .prop_map(str::to_owned)
}

fn links() -> impl Strategy<Value = Vec<Link>> {
    vec((line(), address(), of(line())).prop_map(|(title, url, summary)| Link { title, url, summary }), 0..3).prop_map(distinct)
}

fn distinct<T: PartialEq>(list: Vec<T>) -> Vec<T> {
    let mut kept = Vec::new();
    for item in list {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    kept
}

fn some(of: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    subsequence(of, 0..=of.len()).prop_map(|some| some.into_iter().map(str::to_owned).collect())
}

fn topics() -> impl Strategy<Value = Vec<String>> {
    some(&["data", "design", "yes"])
}

fn people() -> impl Strategy<Value = Vec<String>> {
    some(&["ada", "bob", "eve", "null"])
}

fn person() -> impl Strategy<Value = String> {
    select(&["ada", "bob", "eve", "null"][..]).prop_map(str::to_owned)
}

fn word<W: Copy + std::fmt::Debug + 'static>(all: &'static [W]) -> impl Strategy<Value = W> {
    select(all)
}

fn zone() -> impl Strategy<Value = String> {
    select(&["UTC", "Europe/London", "America/New_York"][..]).prop_map(str::to_owned)
}

fn known() -> Known {
    let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let community = |slug: &str| KnownCommunity { slug: slug.to_owned(), name: slug.to_owned(), short_name: None };
    Known {
        organisations: set(&["opw", "no"]),
        topics: set(&["data", "design", "yes"]),
        people: set(&["ada", "bob", "eve", "null"]),
        communities: vec![community("ux"), community("dev")],
        pages: set(&["ux/known"]),
    }
}

fn organisation() -> impl Strategy<Value = Record> {
    (slug(), line(), of(line()), of(address()), markdown()).prop_map(|(slug, name, short_name, website, body)| {
        let aliases = vec![format!("/o/{slug}/")];
        Record::Organisation(OrganisationRecord { slug, name, short_name, website, aliases, body })
    })
}

fn topic() -> impl Strategy<Value = Record> {
    (slug(), line(), links(), markdown()).prop_map(|(slug, title, links, body)| {
        let aliases = vec![format!("/t/{slug}"), format!("/t2/{slug}/")];
        Record::Topic(TopicRecord { slug, summary: title.clone(), title, links, aliases, body })
    })
}

fn profile() -> impl Strategy<Value = Record> {
    let texts = (line(), of(line()), of(line()), of(line()), of(line()), of(zone()));
    (slug(), word(PersonKind::ALL), texts, some(&["no", "opw"]), links(), topics(), topics(), markdown()).prop_map(
        |(handle, kind, (name, sort_name, pronouns, role, place, timezone), organisations, links, ask_about, learning, body)| {
            Record::Person(PersonRecord {
                handle,
                name,
                kind,
                sort_name,
                pronouns,
                role,
                place,
                timezone,
                organisations,
                links,
                ask_about,
                learning,
                aliases: vec![],
                body,
            })
        },
    )
}

fn channel() -> impl Strategy<Value = Channel> {
    (word(ChannelKind::ALL), of(line()), of(address()), of(line()), of(line()), of(0..i64::MAX))
        .prop_map(|(kind, name, address, audience, terms, members)| Channel { kind, name, address, audience, terms, members })
}

fn member() -> impl Strategy<Value = MembershipRecord> {
    let role = (word(Role::ALL), of(line()), of(date()), of(date())).prop_map(|(role, title, since, until)| RoleRecord {
        role,
        title,
        since,
        until,
    });
    (person(), word(MembershipState::ALL), of(date()), vec(role, 0..3).prop_map(distinct))
        .prop_map(|(person, state, since, roles)| MembershipRecord { person, state, since, roles })
}

fn community() -> impl Strategy<Value = Record> {
    let words = (
        word(CommunityKind::ALL),
        select(&[CommunityStatus::Active, CommunityStatus::Archived][..]),
        of(word(Stage::ALL)),
        word(JoinRule::ALL),
        any::<bool>(),
    );
    let texts = (slug(), line(), of(line()), line(), of(line()), of(line()), of(some_markdown()), of(line()));
    let audience = word(Audience::ALL);
    let lists = (topics(), vec(line(), 0..3).prop_map(distinct), vec(channel(), 0..3).prop_map(distinct), vec(member(), 0..4));
    let rest = (of(address()), of(instant()), of(date()), markdown(), markdown(), markdown());
    (words, texts, audience, lists, rest).prop_map(|(words, texts, audience, lists, rest)| {
        let mut members: Vec<MembershipRecord> = Vec::new();
        for member in lists.3 {
            if !members.iter().any(|known| known.person == member.person) {
                members.push(member);
            }
        }
        Record::Community(CommunityRecord {
            aliases: vec![format!("/communities/{}-old/", texts.0)],
            slug: texts.0,
            name: texts.1,
            short_name: texts.2,
            kind: words.0,
            status: words.1,
            merged_into: Some("dev".into()),
            parent: Some("ux".into()),
            stage: words.2,
            summary: texts.3,
            topics: lists.0,
            job_families: lists.1,
            website: rest.0,
            contact: texts.4,
            who_can_join: texts.5,
            join_rule: words.3,
            channels: lists.2,
            guidelines: texts.6,
            commitment: texts.7,
            listed: words.4,
            audience: Audiences { events: audience, ..Audiences::default() },
            founded: rest.1,
            ends_on: rest.2,
            members,
            charter: Charter { domain: rest.3, community: rest.4, practice: rest.5 },
        })
    })
}

fn speaker() -> impl Strategy<Value = Speaker> {
    prop_oneof![person().prop_map(Speaker::Person), line().prop_map(|name| Speaker::Named { name })]
}

fn occurrence() -> impl Strategy<Value = OccurrenceRecord> {
    (wall(), of(wall()), of(wall()), of(line()), of(word(EventStatus::ALL)), of(line()), links()).prop_map(
        |(recurrence, starts, ends, title, status, cancelled_because, recordings)| OccurrenceRecord {
            recurrence,
            starts,
            ends,
            title,
            status,
            cancelled_because,
            recordings,
        },
    )
}

fn event() -> impl Strategy<Value = Record> {
    let times = (wall(), 0i64..100_000, zone(), any::<bool>(), vec(wall(), 0..3).prop_map(distinct), vec(occurrence(), 0..3));
    let texts = (slug(), line(), of(line()), of(line()), of(line()), of(line()));
    let addresses = (of(address()), of(address()), of(address()));
    let lists = (vec(speaker(), 0..3).prop_map(distinct), links(), links(), topics(), some(&["dev", "everyone"]));
    let words = (of(word(EventFormat::ALL)), word(EventStatus::ALL), of(any::<i32>()));
    (times, texts, addresses, lists, words, markdown()).prop_map(|(times, texts, addresses, lists, words, body)| {
        let mut occurrences: Vec<OccurrenceRecord> = Vec::new();
        for occurrence in times.5 {
            if !occurrences.iter().any(|known| known.recurrence == occurrence.recurrence) {
                occurrences.push(occurrence);
            }
        }
        Record::Event(EventRecord {
            community: "ux".into(),
            slug: texts.0,
            summary: texts.2.clone().unwrap_or_default(),
            title: texts.1,
            starts: times.0,
            ends: times.0 + TimeDelta::seconds(times.1),
            timezone: times.2,
            all_day: times.3,
            rrule: Some("FREQ=MONTHLY;BYDAY=2TU".into()),
            exdates: times.4,
            occurrences,
            hosts: lists.4,
            organiser: texts.2,
            speakers: lists.0,
            format: words.0,
            status: words.1,
            cancelled_because: texts.3,
            place: texts.4,
            online_url: addresses.0,
            registration_url: addresses.1,
            captions_url: addresses.2,
            capacity: words.2,
            language: texts.5,
            recordings: lists.1,
            materials: lists.2,
            topics: lists.3,
            aliases: vec![],
            body,
        })
    })
}

fn comments() -> impl Strategy<Value = Vec<CommentRecord>> {
    vec((of(person()), instant(), some_markdown()).prop_map(|(author, at, body)| CommentRecord { author, at, body }), 0..3)
}

fn answer() -> impl Strategy<Value = AnswerRecord> {
    (of(person()), instant(), people(), some_markdown(), comments()).prop_map(|(author, at, helpful, body, comments)| AnswerRecord {
        author,
        at,
        accepted: false,
        helpful,
        body,
        comments,
    })
}

fn question() -> impl Strategy<Value = Record> {
    let words = (word(QuestionState::ALL), of(word(ClosedBecause::ALL)), of(line()));
    (slug(), line(), of(person()), instant(), topics(), words, people(), comments(), (vec(answer(), 0..3), any::<bool>()), markdown())
        .prop_map(
            |(
                slug,
                title,
                author,
                asked,
                topics,
                (state, closed_because, closed_note),
                helpful,
                comments,
                (mut answers, accepted),
                body,
            )| {
                if let Some(first) = answers.first_mut() {
                    first.accepted = accepted;
                }
                let community = "dev".to_owned();
                Record::Question(QuestionRecord {
                    community,
                    slug,
                    title,
                    author,
                    asked,
                    topics,
                    state,
                    closed_because,
                    closed_note,
                    helpful,
                    comments,
                    answers,
                    aliases: vec![],
                    body,
                })
            },
        )
}

fn page() -> impl Strategy<Value = Record> {
    let path = prop_oneof![slug(), slug().prop_map(|slug| format!("known/{slug}"))];
    (path, line(), of(line()), any::<i32>(), word(PageStatus::ALL), of(instant()), people(), topics(), markdown()).prop_map(
        |(path, title, summary, position, status, published, authors, topics, body)| {
            let summary = summary.unwrap_or_default();
            Record::Page(PageRecord {
                community: "ux".into(),
                path,
                title,
                summary,
                position,
                status,
                published,
                authors,
                topics,
                aliases: vec![],
                body,
            })
        },
    )
}

fn resource() -> impl Strategy<Value = Record> {
    let words = (word(ResourceKind::ALL), word(ResourceStatus::ALL));
    (slug(), line(), words, of(address()), of(line()), of(line()), of(instant()), people(), topics(), markdown()).prop_map(
        |(slug, title, (kind, status), url, source, summary, published, authors, topics, body)| {
            let (community, summary) = ("everyone".to_owned(), summary.unwrap_or_default());
            Record::Resource(ResourceRecord {
                community,
                slug,
                title,
                kind,
                url,
                source,
                summary,
                status,
                published,
                authors,
                topics,
                aliases: vec![],
                body,
            })
        },
    )
}

fn records() -> impl Strategy<Value = Vec<Record>> {
    let one_of_each = (organisation(), topic(), profile(), community(), page(), event(), question(), resource());
    one_of_each.prop_map(|(a, b, c, d, e, f, g, h)| vec![a, b, c, d, e, f, g, h])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, max_shrink_iters: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_rendered_is_read_back(records in records()) {
        let folder = Folder::new();
        write(&folder.0, &records).unwrap();
        let written = files(&folder.0);
        let bundle = read_in(&folder.0, &known(), Some(chrono_tz::Asia::Tokyo));
        prop_assert_eq!(bundle.messages(), Vec::<&str>::new());
        let read: Vec<Record> = bundle.records.into_iter().map(|sourced| sourced.record).collect();
        prop_assert_eq!(&read, &records);
        write(&folder.0, &read).unwrap();
        prop_assert_eq!(files(&folder.0), written);
    }
}
