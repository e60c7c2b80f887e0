//! A list of people to invite, looked at before anybody is: with whom each line is matched. It is kept for an hour, for whoever brought it.
//!
//! An address is matched with a member only once the invitation is made, by the site: who leads learns of none whether it has an account.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::api::{Invite, InviteList};
use super::invitee_store::{self as store, Known, Listed};
use super::invitees::{Line, Whom};
use super::inviting;
use super::rules::to_welcome;
use super::sheets::tending;
use crate::accounts::attempts::{INVITE_LIST, spend};
use crate::accounts::links;
use crate::accounts::model::Purpose;
use crate::communities::model::{CommunityHead, MembershipState};
use crate::error::AppError;
use crate::names;
use crate::sheets::model::SheetScreen;
use crate::state::{AppState, SignedIn, signed_in};
use crate::ui::form::{Done, Form};
use crate::ui::forming::form;
use crate::ui::sheet::{Part, Row, Sheet};

/// What is kept of a list.
#[derive(Serialize, Deserialize)]
pub(super) struct List {
    pub(super) community: Uuid,
    pub(super) people: Vec<(usize, Whom)>,
    wrong: Vec<(usize, String)>,
    pub(super) note: Option<String>,
}

/// Keeps a list, and leads to where it is looked at.
pub(super) async fn keep(
    app: &AppState,
    (by, head): (&SignedIn, &CommunityHead),
    lines: Vec<Line>,
    note: Option<String>,
) -> Result<Done, AppError> {
    spend(&app.db, INVITE_LIST, &by.member.to_string()).await?;
    let mut list = List { community: head.id, people: Vec::new(), wrong: Vec::new(), note };
    for (n, line) in lines {
        match line {
            Ok(whom) if list.people.iter().any(|(_, known)| same(known, &whom)) => list.wrong.push((n, "Stands above already.".to_owned())),
            Ok(whom) => list.people.push((n, whom)),
            Err(says) => list.wrong.push((n, says)),
        }
    }
    let mut tx = app.db.begin().await?;
    links::forget(&mut tx, by.member, Purpose::Invitees).await?;
    let token = links::make(&mut tx, Purpose::Invitees, Some(by.member), &list).await?;
    tx.commit([]).await?;
    Ok(Done::at(format!("/c/{}/settings/invite/{}", head.slug, token.text())))
}

fn same(one: &Whom, other: &Whom) -> bool {
    match (one, other) {
        (Whom::Handle(one), Whom::Handle(other)) => one == other,
        (Whom::Address { email: one, .. }, Whom::Address { email: other, .. }) => one.to_lowercase() == other.to_lowercase(),
        _ => false,
    }
}

/// The list that somebody brought, while it is kept.
async fn kept(app: &AppState, by: Uuid, community: Uuid, token: &str) -> Result<List, AppError> {
    let link = links::look(&app.db, Purpose::Invitees, token, app.clock.now()).await?;
    let list: List = link.read()?;
    if link.member_id == Some(by) && list.community == community { Ok(list) } else { Err(links::gone()) }
}

/// The form by which people are invited.
pub(super) fn invite_form(slug: &str) -> Form {
    form::<Invite>("Invite")
        .with("community", slug)
        .area("people", "Whom", 4)
        .hint("One a line: an e-mail address, a handle such as @ada-okafor, or a row of a table: name, e-mail, organisation. Leave it empty if you bring a file.")
        .optional_at_times()
        .file("file", "Or a table of people", ".csv,text/csv,text/plain")
        .hint("As CSV, with a row each: name, e-mail, organisation. You look through it before anybody is invited.")
        .optional()
        .area("note", "A word to them", 3)
        .optional()
        .aside("look", "Look first")
        .seen_by("Seen by those you invite, and by those who welcome people here.")
        .done()
}

/// `/c/{community}/settings/invite/{list}`
pub(crate) async fn sheet(slug: &str, token: &str) -> Result<SheetScreen, AppError> {
    let (app, head, _) = tending(slug, to_welcome).await?;
    let (_, by) = signed_in()?;
    let list = kept(&app, by.member, head.id, token).await?;
    let matched = Matched::of(&app, (by.member, head.id), &list).await?;
    let (mut invited, mut left): (Vec<Row>, Vec<Row>) = (Vec::new(), Vec::new());
    for (n, whom) in &list.people {
        match matched.row(*n, whom, by.administrator) {
            (row, true) => invited.push(row),
            (row, false) => left.push(row),
        }
    }
    left.extend(list.wrong.iter().map(|(n, says)| Row { note: Some(says.clone()), ..Row::new(format!("Line {n}")) }));
    let sheet =
        Sheet::new("Whom you invite", "Look through the list. Nobody has been told yet.").below("Joining", format!("/c/{slug}/settings"));
    Ok(SheetScreen::of(head, filled(sheet, (slug, token), invited, left)))
}

fn filled(mut sheet: Sheet, (slug, token): (&str, &str), invited: Vec<Row>, left: Vec<Row>) -> Sheet {
    if invited.is_empty() {
        let none = "The list names nobody who can be invited. Bring another: a row each of name, e-mail and organisation.";
        sheet = sheet.section("", [Part::Empty(none.to_owned())]);
    } else {
        let words = if invited.len() == 1 { "Invite one person".to_owned() } else { format!("Invite {} people", invited.len()) };
        let invite = form::<InviteList>(&words).with("community", slug).with("list", token).done();
        sheet = sheet.section("Invited", [Part::Rows(invited), Part::Form(invite)]);
    }
    if left.is_empty() { sheet } else { sheet.section("Left out", [Part::Rows(left)]) }
}

/// Who is here of those on a list.
pub(super) struct Matched {
    known: HashMap<String, Known>,
    listed: Vec<Listed>,
}

impl Matched {
    pub(super) async fn of(app: &AppState, (viewer, community): (Uuid, Uuid), list: &List) -> Result<Self, AppError> {
        let (mut handles, mut names) = (Vec::new(), Vec::new());
        for (_, whom) in &list.people {
            match whom {
                Whom::Handle(handle) => handles.push(handle.clone()),
                Whom::Address { name, .. } => names.extend(name.clone()),
            }
        }
        let known = if handles.is_empty() { Vec::new() } else { store::known(&app.db, community, &handles).await? };
        let listed = if names.is_empty() { Vec::new() } else { store::listed(&app.db, viewer, &names).await? };
        Ok(Self { known: known.into_iter().map(|known| (known.handle.clone(), known)).collect(), listed })
    }

    /// The profile without an account that a line is about: the only one of that name, where the line names no organisation, or the only one of that name in it.
    pub(super) fn profile(&self, whom: &Whom) -> Option<&Listed> {
        let Whom::Address { name: Some(name), organisation, .. } = whom else { return None };
        let (name, place) = (names::sort_name(name), organisation.as_deref().map(names::fold));
        let mut found = self.listed.iter().filter(|listed| {
            let there = listed.organisation.as_deref().map(names::fold);
            listed.sort_name == name && (place.is_none() || place == there)
        });
        found.next().filter(|_| found.next().is_none())
    }

    /// A line, and whether it invites somebody.
    fn row(&self, n: usize, whom: &Whom, administers: bool) -> (Row, bool) {
        match whom {
            Whom::Handle(handle) => match self.known.get(handle) {
                None => (Row { note: Some(format!("Nobody here has the handle @{handle}.")), ..Row::new(format!("Line {n}")) }, false),
                Some(known) => {
                    let (says, invites) = match known.state() {
                        _ if !known.has_account => ("Is listed here but has no account yet: write their e-mail address instead", false),
                        Some(MembershipState::Active) => ("Belongs already", false),
                        Some(MembershipState::Requested) => ("Has asked to join: is let in", true),
                        Some(MembershipState::Invited) => ("Is invited already, and told once more", true),
                        None => ("Member of this site: is told here and by mail", true),
                    };
                    let href = Some(format!("/people/{handle}"));
                    (Row { href, facts: vec![format!("Line {n}"), says.to_owned()], ..Row::new(&known.name) }, invites)
                }
            },
            Whom::Address { email, name, organisation } => {
                let title = name.as_ref().map_or_else(|| email.clone(), |name| format!("{name}, {email}"));
                let mut facts = vec![format!("Line {n}")];
                facts.extend(organisation.clone());
                facts.push("Gets a mail with a link".to_owned());
                let profile = self.profile(whom);
                let note = profile.map(|listed| {
                    let place = listed.organisation.as_ref().map(|place| format!(", {place}")).unwrap_or_default();
                    let then = if administers {
                        "they get a link to claim the profile as well."
                    } else {
                        "an administrator can have them claim the profile, and the log will say which it is."
                    };
                    format!("Looks like {}{place}, who is listed here without an account: {then}", listed.name)
                });
                (Row { href: profile.map(|listed| format!("/people/{}", listed.handle)), facts, note, ..Row::new(title) }, true)
            }
        }
    }
}

/// Invites those on a list that was looked at.
pub(super) async fn invite(slug: &str, token: &str) -> Result<Done, AppError> {
    let (app, head, _) = tending(slug, to_welcome).await?;
    let (_, by) = signed_in()?;
    let list = kept(&app, by.member, head.id, token).await?;
    let matched = Matched::of(&app, (by.member, head.id), &list).await?;
    inviting::all_of(&app, (&by, &head), &list, (&matched, token)).await
}
