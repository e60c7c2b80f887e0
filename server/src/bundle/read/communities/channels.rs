//! Where a community talks: `channels`, or the `community_list` of digital.gov.

use app::communities::model::{Channel, ChannelKind};
use app::link::is_safe_address;

use crate::bundle::Severity;
use crate::bundle::read::fields::Fields;
use crate::bundle::read::source::Source;
use crate::bundle::read::text;

/// The channels, and what one must be to join them, as a sentence.
pub(super) fn channels(source: &mut Source) -> (Vec<Channel>, Option<String>) {
    let mut channels = Vec::new();
    let mut terms: Vec<(Option<String>, String)> = Vec::new();
    for (mut map, line) in source.fields.maps(&["channels"]) {
        let channel = channel(&mut map, line);
        source.fields.close(map, "channels");
        push(&mut channels, channel);
    }
    for (mut map, line) in source.fields.maps(&["community_list"]) {
        let term = map.text(&["terms"]);
        let channel = list(&mut map, line, term.clone());
        source.fields.close(map, "community_list");
        if let Some(term) = term.filter(|term| !terms.iter().any(|(_, known)| known == term)) {
            terms.push((channel.as_ref().and_then(|channel| channel.audience.clone()), term));
        }
        push(&mut channels, channel);
    }
    (channels, who_can_join(&terms))
}

/// The terms of all channels as one text; where they differ, by whom each is for.
fn who_can_join(terms: &[(Option<String>, String)]) -> Option<String> {
    match terms {
        [] => None,
        [(_, term)] => Some(term.clone()),
        _ => Some(
            terms
                .iter()
                .map(|(audience, term)| match audience {
                    Some(audience) => format!("{}: {}", text::sentence_of(audience), sentence(term)),
                    None => sentence(term),
                })
                .collect::<Vec<_>>()
                .join(" "),
        ),
    }
}

fn push(channels: &mut Vec<Channel>, channel: Option<Channel>) {
    channels.extend(channel.filter(|channel| !channels.contains(channel)).into_iter().collect::<Vec<_>>());
}

fn channel(map: &mut Fields, line: usize) -> Option<Channel> {
    let kind = map.word(&["kind"]);
    let channel = Channel {
        kind: kind.unwrap_or(ChannelKind::Website),
        name: map.text(&["name"]),
        address: address(map, &["address"], line),
        audience: map.text(&["audience"]),
        terms: map.text(&["terms"]),
        members: map.number(&["members"]),
    };
    if kind.is_none() {
        map.say(line, Severity::Changed, "The channel's `kind` is missing or unknown; it became `website`");
    }
    Some(channel)
}

/// One entry of a `community_list`.
fn list(map: &mut Fields, line: usize, terms: Option<String>) -> Option<Channel> {
    let platform = map.text(&["platform"]).unwrap_or_default().to_lowercase();
    let kind = match platform.as_str() {
        "listserv" | "mailing list" | "email" | "" => ChannelKind::MailingList,
        "slack" | "teams" | "chat" | "discord" | "mattermost" => ChannelKind::Chat,
        "zoom" | "video" => ChannelKind::Video,
        "twitter" | "linkedin" | "mastodon" | "facebook" => ChannelKind::Social,
        "forum" | "google groups" | "discourse" => ChannelKind::Forum,
        _ => ChannelKind::Website,
    };
    let form = address(map, &["subscribe_form", "url"], line);
    let mail = address(map, &["subscribe_email", "email"], line);
    let subject = map.text(&["subscribe_email_subject"]);
    let text = map.text(&["subscribe_email_body"]);
    // A form is where one goes; without one, the letter to write is.
    let how = match (&form, &mail, subject, text) {
        (Some(_), Some(mail), _, _) => Some(format!("Questions go to {mail}.")),
        (_, _, Some(subject), Some(text)) => Some(format!("To join, write with the subject “{subject}” and the text “{text}”.")),
        (_, _, Some(subject), None) => Some(format!("To join, write with the subject “{subject}”.")),
        (_, _, None, Some(text)) => Some(format!("To join, write “{text}”.")),
        _ => None,
    };
    let channel = Channel {
        kind,
        name: map.text(&["name"]),
        address: form.or(mail),
        audience: map.text(&["type", "audience"]).map(|audience| audience.replace('_', " ")),
        terms: Some([terms, how].into_iter().flatten().map(|part| sentence(&part)).collect::<Vec<_>>().join(" "))
            .filter(|terms| !terms.is_empty()),
        members: map.number(&["members"]),
    };
    Some(channel)
}

fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// A web or e-mail address.
fn address(map: &mut Fields, names: &[&str], line: usize) -> Option<String> {
    let address = map.text(names)?;
    if is_safe_address(&address) && !address.contains(char::is_whitespace) {
        return Some(address);
    }
    map.say(line, Severity::LeftOut, format!("A channel's address is none: “{address}”; it was left out"));
    None
}
