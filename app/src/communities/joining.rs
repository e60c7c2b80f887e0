//! How people join a community, as its leads say it: the rule and what it names, guidelines, channels.

use super::joining_store::{self as store, JoiningChange};
use super::model::{Channel, ChannelKind, JoinRule};
use super::settings::{Leading, back, listed};
use super::settings_store as settings;
use crate::accounts::email::domain_key;
use crate::activity::Deed;
use crate::error::AppError;
use crate::events::losing_sight;
use crate::link::is_safe_address;
use crate::memberships::unvouching;
use crate::typed::Typed;
use crate::ui::form::Done;
use crate::ui::text::address_of;

/// How people join.
pub(super) async fn joining(
    (slug, seen): (&str, &str),
    [rule, who, contact, channels, guidelines, organisations, domains]: [&str; 7],
    without: &str,
) -> Result<Done, AppError> {
    let mut typed = Typed::default();
    let mut change = JoiningChange {
        rule: typed.word("join_rule", rule),
        who: typed.maybe_line("who_can_join", who, 1_000),
        contact: typed.maybe_line("contact", contact, 200),
        channels: read_channels(&mut typed, channels),
        guidelines: typed.maybe_text("guidelines", guidelines, 20_000),
        organisations: Vec::new(),
        domains: read_domains(&mut typed, domains),
    };
    let mut leading = Leading::begin_where(slug, seen).await?;
    keep_of_channels(&mut change.channels, &settings::read(&leading.app.db, leading.head.id).await?.channels());
    for organisation in listed(organisations).into_iter().take(50) {
        match store::organisation(&mut leading.tx, organisation).await? {
            Some(id) if change.organisations.contains(&id) => {}
            Some(id) => change.organisations.push(id),
            None => typed
                .say("organisations", format!("There is no organisation “{organisation}” here. Choose among those under Organisations.")),
        }
    }
    if change.rule == JoinRule::Organisation && change.organisations.is_empty() {
        typed.say("organisations", "Name at least one organisation whose people can join.");
    }
    if change.rule == JoinRule::Domains && change.domains.is_empty() {
        typed.say("domains", "Name at least one domain with an address at which people can join.");
    }
    typed.done(())?;
    store::set_joining(&mut leading.tx, leading.head.id, &change).await?;
    let ended = unvouching::of_community(&mut leading.tx, leading.head.id).await?;
    losing_sight::agree(without, ended.wanted, |people| {
        format!(
            "{people} came in by this alone, and would see what they answered to no more. Nothing has changed yet. Choose, and save again."
        )
    })?;
    let says = match ended.acts.len() {
        0 => "Saved.".to_owned(),
        1 => "Saved. One person who had come in by this alone no longer belongs, and has been told.".to_owned(),
        many => format!("Saved. {many} people who had come in by this alone no longer belong, and have been told."),
    };
    leading.commit_with(Deed::Edited, "joining", ended.acts).await?;
    Ok(back(slug, "about").saying(says))
}

/// The most domains of a community.
const DOMAINS: usize = 50;

/// Domains as they are compared, each once.
fn read_domains(typed: &mut Typed, text: &str) -> Vec<String> {
    let mut domains = Vec::new();
    for item in listed(text) {
        match domain_key(item.trim_start_matches('@')) {
            Some(domain) if domains.contains(&domain) => {}
            Some(_) if domains.len() == DOMAINS => typed.say("domains", format!("At most {DOMAINS} domains.")),
            Some(domain) => domains.push(domain),
            None => typed.say("domains", format!("“{item}” is not the name of a mail domain, such as example.org. Check its spelling.")),
        }
    }
    domains
}

/// What the lines don't say of a channel, its terms and how many it reaches, stays as it was.
fn keep_of_channels(channels: &mut [Channel], before: &[Channel]) {
    for channel in channels {
        let same = |known: &&Channel| known.kind == channel.kind && known.address == channel.address;
        if let Some(known) = before.iter().find(same) {
            channel.terms = known.terms.clone();
            channel.members = known.members;
        }
    }
}

/// A line a channel: its kind, its address, its name, and in brackets whom it is for.
fn read_channels(typed: &mut Typed, text: &str) -> Vec<Channel> {
    let mut channels = Vec::new();
    for (n, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let n = n + 1;
        let Some((kind, rest)) = line.split_once(':').and_then(|(word, rest)| Some((channel_kind(word)?, rest.trim()))) else {
            typed.say("channels", format!("Line {n}: begin with what it is: “Chat: https://… Our chat (for members)”."));
            continue;
        };
        let (address, name) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let safe = address_of(address).is_some_and(|address| is_safe_address(&address));
        if !safe || channels.len() == 20 {
            typed.say("channels", format!("Line {n}: behind the colon comes a web or an e-mail address, then what it is called."));
            continue;
        }
        let (name, audience) = match name.trim().strip_suffix(')').and_then(|name| name.rsplit_once("(for ")) {
            Some((name, "everybody")) => (name, Some("public".to_owned())),
            Some((name, audience)) => (name, typed.maybe_line("channels", audience, 200)),
            None => (name, None),
        };
        let name = typed.maybe_line("channels", name, 100);
        channels.push(Channel { kind, name, address: Some(address.to_owned()), audience, terms: None, members: None });
    }
    channels
}

/// How a channel's line begins.
fn channel_kind(word: &str) -> Option<ChannelKind> {
    let word = word.trim().to_lowercase();
    ChannelKind::ALL.iter().copied().find(|kind| kind.title().to_lowercase() == word || kind.as_str() == word)
}

/// Channels as their lines.
pub(super) fn channel_lines(channels: &[Channel]) -> String {
    let line = |channel: &Channel| {
        let address = channel.address.as_deref().unwrap_or_default();
        let name = channel.name.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        let audience = match channel.audience.as_deref() {
            None => String::new(),
            Some("public") => " (for everybody)".to_owned(),
            Some(audience) => format!(" (for {audience})"),
        };
        format!("{}: {address}{name}{audience}", channel.kind.title())
    };
    channels.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channels_line_reads_back_as_it_was_written() {
        let mut typed = Typed::default();
        let text = "Chat: https://chat.example/design Our chat (for members)\nForum: https://a.example (for everybody)\nMailing list: list@design.example";
        let channels = read_channels(&mut typed, text);
        assert!(typed.wrong.is_empty(), "{:?}", typed.wrong);
        assert_eq!(channel_lines(&channels), text);
        let for_whom: Vec<_> = channels.iter().map(|channel| (channel.audience.as_deref(), channel.is_for_members())).collect();
        assert_eq!(for_whom, [(Some("members"), true), (Some("public"), false), (None, false)]);
    }

    #[test]
    fn a_channel_leads_nowhere_unsafe() {
        let mut typed = Typed::default();
        let text = "Chat: javascript:alert(1)\nCarrier pigeon: https://a.example\nno colon";
        assert!(read_channels(&mut typed, text).is_empty());
        assert_eq!(typed.wrong.len(), 3);
    }

    #[test]
    fn a_domain_is_kept_once_in_the_form_of_an_address() {
        let mut typed = Typed::default();
        assert_eq!(read_domains(&mut typed, "@Tax.example, BÜCHER.example\ntax.example"), ["tax.example", "xn--bcher-kva.example"]);
        assert!(typed.wrong.is_empty());
        assert!(read_domains(&mut typed, "localhost, 127.0.0.1, a b.example").is_empty());
        assert_eq!(typed.wrong.len(), 3);
    }
}
