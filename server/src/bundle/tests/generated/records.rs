//! Records of any content.

use std::collections::BTreeSet;

use app::communities::accent::Colour;
use app::communities::model::*;
use app::communities::record::*;
use app::events::asking::rules::MOST;
use app::events::model::*;
use app::events::record::*;
use app::members::model::{self as members, PersonKind};
use app::members::record::PersonRecord;
use app::organisations::record::OrganisationRecord;
use app::pages::model::{PageAudience, PageStatus};
use app::pages::record::PageRecord;
use app::questions::model::*;
use app::questions::record::*;
use app::resources::model::*;
use app::resources::record::ResourceRecord;
use app::topics::record::TopicRecord;
use chrono::TimeDelta;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

use super::values::*;
use crate::bundle::Record;

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

fn seen_by() -> impl Strategy<Value = members::Audiences> {
    let audience = || word(members::Audience::ALL);
    (audience(), audience(), audience()).prop_map(|(role, about, communities)| members::Audiences {
        role,
        about,
        communities,
        ..members::Audiences::default()
    })
}

fn profile() -> impl Strategy<Value = Record> {
    let texts = (line(), of(line()), of(line()), of(line()), of(line()), of(line()), of(zone()));
    (slug(), word(PersonKind::ALL), texts, some(&["no", "opw"]), links(), topics(), topics(), (seen_by(), markdown())).prop_map(
        |(
            handle,
            kind,
            (name, sort_name, pronouns, role, job_family, place, timezone),
            organisations,
            links,
            ask_about,
            learning,
            (seen_by, body),
        )| {
            Record::Person(PersonRecord {
                handle,
                name,
                kind,
                sort_name,
                pronouns,
                role,
                job_family,
                place,
                timezone,
                organisations,
                links,
                ask_about,
                learning,
                seen_by,
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
    let rest = (of(address()), of(instant()), of(date()), markdown(), markdown(), markdown(), of(any::<[u8; 3]>()), of(any::<bool>()));
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
            accent: rest.6.map(Colour),
            topics: lists.0,
            job_families: lists.1,
            website: rest.0,
            contact: texts.4,
            who_can_join: texts.5,
            join_rule: words.3,
            channels: lists.2,
            guidelines: texts.6,
            commitment: texts.7,
            commitment_series: rest.7.map(|_| "crit".into()),
            listed: words.4,
            audience: Audiences { events: audience, ..Audiences::default() },
            allows_anonymous: rest.7,
            members_edit_pages: words.4,
            shows_numbers: words.4,
            founded: rest.1,
            ends_on: rest.2,
            members,
            charter: Charter { domain: rest.3, community: rest.4, practice: rest.5 },
        })
    })
}

fn speaker() -> impl Strategy<Value = SpeakerRecord> {
    prop_oneof![person().prop_map(SpeakerRecord::Person), line().prop_map(|name| SpeakerRecord::Named { name })]
}

fn occurrence() -> impl Strategy<Value = OccurrenceRecord> {
    let own = (
        of(none_or(line())),
        of(none_or(some_markdown())),
        of(none_or(line())),
        of(address()),
        of(vec(speaker(), 0..3).prop_map(distinct)),
        of(links()),
        old_addresses(),
    );
    (wall(), of(wall()), of(wall()), of(line()), of(word(EventStatus::ALL)), of(line()), links(), own).prop_map(
        |(recurrence, starts, ends, title, status, cancelled_because, recordings, own)| OccurrenceRecord {
            recurrence,
            starts,
            ends,
            title,
            status,
            cancelled_because,
            recordings,
            summary: own.0,
            body: own.1,
            place: own.2,
            online_url: own.3,
            speakers: own.4,
            materials: own.5,
            aliases: own.6,
        },
    )
}

/// A text that may say nothing.
fn none_or(text: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), text]
}

fn old_addresses() -> impl Strategy<Value = Vec<String>> {
    prop_oneof![Just(vec![]), Just(vec!["/c/ux/events/once".to_owned()])]
}

fn ask() -> impl Strategy<Value = AskRecord> {
    (line(), any::<bool>()).prop_map(|(line, needed)| AskRecord { question: format!("{line}?"), needed })
}

fn distinct_questions(mut asks: Vec<AskRecord>) -> Vec<AskRecord> {
    let mut known = BTreeSet::new();
    asks.retain(|ask| known.insert(ask.question.clone()));
    asks
}

fn event() -> impl Strategy<Value = Record> {
    let times = (wall(), 0i64..100_000, zone(), any::<bool>(), vec(wall(), 0..3).prop_map(distinct), vec(occurrence(), 0..3));
    let texts = (slug(), line(), of(line()), of(line()), of(line()), of(line()));
    let addresses = (of(address()), of(address()), of(address()));
    let lists = (
        vec(speaker(), 0..3).prop_map(distinct),
        links(),
        links(),
        topics(),
        some(&["dev", "everyone"]),
        (of(slug()), word(LinkFor::ALL), word(EventAudience::ALL)),
    );
    let words = (of(word(EventFormat::ALL)), word(EventStatus::ALL), of(any::<i32>()), vec(ask(), 0..=MOST).prop_map(distinct_questions));
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
            exdates: times.4.clone(),
            rdates: times.4,
            occurrences,
            hosts: lists.4,
            organiser: texts.2,
            speakers: lists.0,
            format: words.0,
            status: words.1,
            cancelled_because: texts.3,
            audience: lists.5.2,
            place: texts.4,
            online_url: addresses.0,
            link_for: lists.5.1,
            registration_url: addresses.1,
            captions_url: addresses.2,
            capacity: words.2,
            guests: i32::try_from(words.3.len()).unwrap(),
            held: i32::from(times.3),
            opens_before: words.2.map(|minutes| minutes.rem_euclid(1_000) + 1_000),
            closes_before: words.2.map(|minutes| minutes.rem_euclid(1_000)),
            asks: words.3,
            language: texts.5,
            recordings: lists.1,
            materials: lists.2,
            topics: lists.3,
            continues: lists.5.0,
            aliases: vec![],
            body,
        })
    })
}

/// Who wrote something, or that it says not.
fn writer() -> impl Strategy<Value = (Option<String>, bool)> {
    prop_oneof![of(person()).prop_map(|author| (author, false)), Just((None, true))]
}

fn comments() -> impl Strategy<Value = Vec<CommentRecord>> {
    vec(
        (writer(), instant(), some_markdown()).prop_map(|((author, anonymous), at, body)| CommentRecord { author, anonymous, at, body }),
        0..3,
    )
}

fn answer() -> impl Strategy<Value = AnswerRecord> {
    (writer(), instant(), (people(), 0..9), some_markdown(), comments()).prop_map(
        |((author, anonymous), at, (helpful, helpful_elsewhere), body, comments)| AnswerRecord {
            author,
            anonymous,
            at,
            accepted: false,
            helpful,
            helpful_elsewhere,
            body,
            comments,
        },
    )
}

fn question() -> impl Strategy<Value = Record> {
    let words = (word(QuestionState::ALL), of(word(ClosedBecause::ALL)), of(line()), any::<bool>());
    let answers = (vec(answer(), 0..3), any::<bool>(), of((instant(), of(instant()))));
    (slug(), line(), writer(), instant(), topics(), words, (people(), 0..9), comments(), answers, markdown()).prop_map(
        |(
            slug,
            title,
            (author, anonymous),
            asked,
            topics,
            (state, closed_because, closed_note, locked),
            (helpful, helpful_elsewhere),
            comments,
            (mut answers, accepted, office),
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
                anonymous,
                asked,
                topics,
                state,
                closed_because,
                closed_note,
                locked,
                helpful,
                helpful_elsewhere,
                comments,
                answers,
                office_hours: office.map(|(brought, asked)| OfficeRecord {
                    event: "dev/office".into(),
                    meeting: "2026-03-10T13:00:00".parse().unwrap(),
                    brought,
                    asked,
                }),
                aliases: vec![],
                body,
            })
        },
    )
}

fn page() -> impl Strategy<Value = Record> {
    let path = prop_oneof![slug(), slug().prop_map(|slug| format!("known/{slug}"))];
    (
        (path, line(), of(line())),
        any::<i32>(),
        word(PageStatus::ALL),
        of(instant()),
        people(),
        topics(),
        markdown(),
        (of(date()), any::<bool>(), word(PageAudience::ALL)),
    )
        .prop_map(|((path, title, summary), position, status, published, authors, topics, body, (review_by, outdated, audience))| {
            let summary = summary.unwrap_or_default();
            Record::Page(PageRecord {
                community: "ux".into(),
                path,
                title,
                summary,
                position,
                status,
                audience,
                published,
                authors,
                topics,
                review_by,
                outdated,
                aliases: vec![],
                body,
            })
        })
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

/// One record of each kind, which refer to what `known` holds.
pub fn records() -> impl Strategy<Value = Vec<Record>> {
    let one_of_each = (organisation(), topic(), profile(), community(), page(), event(), question(), resource());
    one_of_each.prop_map(|(a, b, c, d, e, f, g, h)| vec![a, b, c, d, e, f, g, h])
}
