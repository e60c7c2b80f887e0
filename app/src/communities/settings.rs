//! Changing a community, by its leads. Every change is in its log.

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::accent::Colour;
use super::founding::{CHARTER, read_name};
use super::model::{Audience, Channel, ChannelKind, CommunityHead, JoinRule, Stage};
use super::record::{Audiences, Charter};
use super::settings_store::{self as store, AboutChange, JoiningChange};
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::Tx;
use crate::error::AppError;
use crate::link::is_safe_address;
use crate::memberships::rules::to_lead;
use crate::memberships::store as memberships;
use crate::state::{AppState, SignedIn, signed_in_at};
use crate::typed::Typed;
use crate::ui::form::Done;
use crate::ui::text::address_of;

/// A change by a lead: the community is locked.
pub(super) struct Leading {
    pub(super) app: AppState,
    pub(super) by: SignedIn,
    pub(super) head: CommunityHead,
    pub(super) tx: Tx,
}

impl Leading {
    pub(super) async fn begin(slug: &str) -> Result<Self, AppError> {
        let (app, by, head) = signed_in_at(slug).await?;
        let mut tx = app.db.begin().await?;
        memberships::lock(&mut tx, head.id).await?;
        to_lead(&memberships::standing_now(&mut tx, head.id, by.member).await?)?;
        Ok(Self { app, by, head, tx })
    }

    /// Begins where the settings are still those that the form showed.
    async fn begin_where(slug: &str, seen: &str) -> Result<Self, AppError> {
        let leading = Self::begin(slug).await?;
        if !seen.is_empty() && seen != store::fingerprint(&leading.app.db, leading.head.id).await? {
            let says = "Somebody has changed these settings since you opened them. What you typed is still here: look at theirs in another tab, then save again.";
            return Err(AppError::form(says));
        }
        Ok(leading)
    }

    pub(super) async fn commit(self, deed: Deed, note: &str) -> Result<(), AppError> {
        let act = Act::by(self.by.member, deed, ObjectKind::Community, self.head.id).in_community(self.head.id).noting(note);
        Ok(self.tx.commit([act]).await?)
    }
}

pub(super) fn back(slug: &str, to: &str) -> Done {
    Done::at(format!("/c/{slug}/settings/{to}")).saying("Saved.")
}

fn listed(text: &str) -> Vec<&str> {
    text.split([',', '\n']).map(str::trim).filter(|item| !item.is_empty()).collect()
}

/// What the community says of itself: its lines, its charter, its lists.
pub(super) async fn about(
    (slug, seen): (&str, &str),
    [name, short_name, kind, stage, summary, commitment, website]: [&str; 7],
    [domain, people, practice]: [&str; 3],
    [topics, job_families]: [&str; 2],
    [ends_on, accent, parent]: [&str; 3],
) -> Result<Done, AppError> {
    let mut typed = Typed::default();
    let mut change = AboutChange {
        name: typed.line("name", name, 80),
        short_name: typed.maybe_line("short_name", short_name, 30),
        kind: typed.word("kind", kind),
        stage: stage.parse::<Stage>().ok(),
        summary: typed.line("summary", summary, 300),
        charter: Charter {
            domain: typed.text("domain", domain, CHARTER),
            community: typed.text("people", people, CHARTER),
            practice: typed.text("practice", practice, CHARTER),
        },
        job_families: listed(job_families).into_iter().map(str::to_owned).collect(),
        commitment: typed.maybe_line("commitment", commitment, 100),
        website: typed.maybe_line("website", website, 300),
        topics: Vec::new(),
        ends_on: None,
        accent: read_accent(&mut typed, accent),
        parent: None,
    };
    if !ends_on.trim().is_empty() {
        change.ends_on = ends_on.trim().parse().ok().filter(|day: &NaiveDate| (1900..=2200).contains(&day.year()));
        if change.ends_on.is_none() {
            typed.say("ends_on", "Write the day as year-month-day: 2026-09-01.");
        }
    }
    if change.website.as_deref().is_some_and(|website| !website.starts_with("http") || !is_safe_address(website)) {
        typed.say("website", "Write the whole address, with https:// before it.");
    }
    if change.job_families.len() > 20 || change.job_families.iter().any(|family| family.chars().count() > 60) {
        typed.say("job_families", "At most 20, each of at most 60 characters.");
    }
    let mut leading = Leading::begin_where(slug, seen).await?;
    if change.name != leading.head.name {
        read_name(&mut typed, &change.name);
    }
    let wanted = listed(topics);
    if wanted.len() > 10 {
        typed.say("topics", "At most 10 topics: those that matter most.");
    }
    for topic in wanted.into_iter().take(10) {
        match store::topic(&mut leading.tx, topic).await? {
            Some(id) if change.topics.contains(&id) => {}
            Some(id) => change.topics.push(id),
            None => typed.say("topics", format!("There is no topic “{topic}” yet. Choose among those under Topics.")),
        }
    }
    change.parent = read_parent(&mut typed, &mut leading, parent).await?;
    typed.done(())?;
    store::set_about(&mut leading.tx, leading.head.id, &change).await?;
    leading.commit(Deed::Edited, "about").await?;
    Ok(back(slug, "about"))
}

/// A colour, where one was typed.
fn read_accent(typed: &mut Typed, text: &str) -> Option<Colour> {
    if text.trim().is_empty() {
        return None;
    }
    let colour = text.parse().ok();
    if colour.is_none() {
        typed.say("accent", "Write a colour as six digits and letters behind a #: #0e5a4e.");
    }
    colour
}

/// The community that this one belongs to: one that the lead may see, and none that belongs to this one.
async fn read_parent(typed: &mut Typed, leading: &mut Leading, text: &str) -> Result<Option<Uuid>, AppError> {
    let slug = text.trim().trim_start_matches("/c/");
    if slug.is_empty() {
        // One that this lead may not see was not shown, and is not taken away.
        return Ok(store::parent(&leading.app.db, leading.head.id, leading.by.member)
            .await?
            .filter(|parent| !parent.seen)
            .map(|parent| parent.id));
    }
    let found = super::store::head(&leading.app.db, leading.by.viewer(), slug).await.ok().filter(|parent| !parent.is_everyone());
    let Some(parent) = found else {
        typed.say("parent", "There is no such community. Write the end of its address: “design”.");
        return Ok(None);
    };
    if store::is_above(&mut leading.tx, leading.head.id, parent.id).await? {
        typed.say("parent", format!("{} belongs to this community itself. Choose one that doesn’t.", parent.name));
    }
    Ok(Some(parent.id))
}

/// How people join.
pub(super) async fn joining(
    (slug, seen): (&str, &str),
    [rule, who, contact, channels, guidelines, organisations]: [&str; 6],
) -> Result<Done, AppError> {
    let mut typed = Typed::default();
    let mut change = JoiningChange {
        rule: typed.word("join_rule", rule),
        who: typed.maybe_line("who_can_join", who, 1_000),
        contact: typed.maybe_line("contact", contact, 200),
        channels: read_channels(&mut typed, channels),
        guidelines: typed.maybe_text("guidelines", guidelines, 20_000),
        organisations: Vec::new(),
    };
    let mut leading = Leading::begin_where(slug, seen).await?;
    keep_of_channels(&mut change.channels, &store::read(&leading.app.db, leading.head.id).await?.channels());
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
    typed.done(())?;
    store::set_joining(&mut leading.tx, leading.head.id, &change).await?;
    leading.commit(Deed::Edited, "joining").await?;
    Ok(back(slug, "about"))
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

/// Who sees what.
pub(super) async fn audiences(
    (slug, seen): (&str, &str),
    [shown, anonymous, numbers]: [&str; 3],
    sections: [&str; 5],
) -> Result<Done, AppError> {
    let mut typed = Typed::default();
    let anonymous = match anonymous {
        "" => None,
        word => Some(word == "yes"),
    };
    let names = ["about", "events", "questions", "pages", "members"];
    let mut read = [Audience::default(); 5];
    for ((read, field), word) in read.iter_mut().zip(names).zip(sections) {
        *read = typed.word(field, word);
    }
    if !matches!(shown, "listed" | "hidden") {
        typed.say("listed", "Choose one of these.");
    }
    let mut leading = Leading::begin_where(slug, seen).await?;
    typed.done(())?;
    let [about, events, questions, pages, members] = read;
    let proposed = store::read(&leading.app.db, leading.head.id).await?.proposed;
    if proposed && shown == "listed" {
        return Err(AppError::field("listed", "An administrator has to approve the community first."));
    }
    store::set_audiences(&mut leading.tx, leading.head.id, shown == "listed", &Audiences { about, events, questions, pages, members })
        .await?;
    store::set_board(&mut leading.tx, leading.head.id, (anonymous, !numbers.is_empty())).await?;
    leading.commit(Deed::Edited, "who sees what").await?;
    Ok(back(slug, "audiences"))
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
}
