//! The mails of joining.

use super::store::Joined;
use crate::mail::{Mail, Part};
use crate::state::Site;

fn button(site: &Site, label: &str, path: &str) -> Part {
    Part::Button { label: label.to_owned(), url: site.address(path) }
}

fn mail(to: &str, name: Option<&str>, subject: String, body: Vec<Part>, because: String) -> Mail {
    Mail { to: to.to_owned(), to_name: name.map(str::to_owned), subject, body, because }
}

fn with_word(mut body: Vec<Part>, word: Option<&str>) -> Vec<Part> {
    if let Some(word) = word {
        body.insert(1.min(body.len()), Part::Quote(word.to_owned()));
    }
    body
}

/// Tells who welcomes that somebody asks to join.
pub fn asks(site: &Site, (to, name): (&str, &str), community: &Joined, (who, note): (&str, Option<&str>)) -> Mail {
    let body = vec![
        Part::Text(format!("{who} would like to join {}.", community.name)),
        button(site, "Answer", &format!("/c/{}/settings", community.slug)),
    ];
    mail(
        to,
        Some(name),
        format!("{who} asks to join {}", community.name),
        with_word(body, note),
        format!("you welcome people to {}.", community.name),
    )
}

/// Tells somebody that they belong.
pub fn approved(site: &Site, (to, name): (&str, &str), community: &Joined) -> Mail {
    let body = vec![
        Part::Text(format!("You belong to {} now.", community.name)),
        button(site, "See what is on", &format!("/c/{}", community.slug)),
    ];
    mail(to, Some(name), format!("Welcome to {}", community.name), body, "you asked to join.".to_owned())
}

/// Tells somebody that they were not let in, with a word on it.
pub fn declined(site: &Site, (to, name): (&str, &str), community: &Joined, word: Option<&str>) -> Mail {
    let body = vec![
        Part::Text(format!("The leads of {} could not take you in at present.", community.name)),
        button(site, "Find other communities", "/communities"),
    ];
    mail(to, Some(name), format!("Your request to join {}", community.name), with_word(body, word), "you asked to join.".to_owned())
}

/// Invites a member.
pub fn invites_member(site: &Site, (to, name): (&str, &str), community: &Joined, (by, note): (&str, Option<&str>)) -> Mail {
    let body = vec![
        Part::Text(format!("{by} invites you to {}.", community.name)),
        button(site, "Say yes or no", "/me"),
        Part::Small("Nothing happens until you say yes.".to_owned()),
    ];
    mail(
        to,
        Some(name),
        format!("{by} invites you to {}", community.name),
        with_word(body, note),
        format!("{by} wrote to you by your name here."),
    )
}

/// Invites an address that may have no account.
pub fn invites_address(
    site: &Site,
    (to, name): (&str, Option<&str>),
    community: &Joined,
    (by, note, token): (&str, Option<&str>, &str),
) -> Mail {
    let body = vec![
        Part::Text(format!("{by} invites you to {}, a community on {}.", community.name, site.name)),
        button(site, "See the invitation", &format!("/invited/{token}")),
        Part::Small("The link works for two weeks. If you don’t want to come, do nothing.".to_owned()),
    ];
    mail(to, name, format!("{by} invites you to {}", community.name), with_word(body, note), format!("{by} typed this address."))
}

/// Tells somebody that they no longer belong.
pub fn removed(site: &Site, (to, name): (&str, &str), community: &Joined, word: Option<&str>) -> Mail {
    let body =
        vec![Part::Text(format!("A lead of {} has ended your membership.", community.name)), button(site, "Your communities", "/me")];
    mail(to, Some(name), format!("You no longer belong to {}", community.name), with_word(body, word), "you belonged to it.".to_owned())
}

/// Tells somebody that they were given a role.
pub fn role_given(site: &Site, (to, name): (&str, &str), community: &Joined, role: &str) -> Mail {
    let body = vec![
        Part::Text(format!("In {} you are now: {role}.", community.name)),
        button(site, "See the community", &format!("/c/{}", community.slug)),
    ];
    mail(to, Some(name), format!("{role} of {}", community.name), body, "you belong to it.".to_owned())
}
