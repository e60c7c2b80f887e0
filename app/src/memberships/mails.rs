//! The mails of joining to who may have no account. Members are told by [`super::telling`].

use super::store::Joined;
use crate::mail::{Mail, Part};
use crate::state::Site;

/// Invites an address that may have no account.
pub fn invites_address(
    site: &Site,
    (to, name): (&str, Option<&str>),
    community: &Joined,
    (by, note, token): (&str, Option<&str>, &str),
) -> Mail {
    let mut body = vec![Part::Text(format!("{by} invites you to {}, a community on {}.", community.name, site.name))];
    body.extend(note.map(|note| Part::Quote(note.to_owned())));
    body.push(Part::Button { label: "See the invitation".to_owned(), url: site.address(&format!("/invited/{token}")) });
    body.push(Part::Small("The link works for two weeks. If you don’t want to come, do nothing.".to_owned()));
    Mail {
        to: to.to_owned(),
        to_name: name.map(str::to_owned),
        subject: format!("{by} invites you to {}", community.name),
        body,
        because: format!("{by} typed this address."),
        stop: None,
        calendar: None,
    }
}
