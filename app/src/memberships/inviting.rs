//! Inviting: members by handle, anybody by e-mail address. The link in the mail proves the address, whoever makes an account by it.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use uuid::Uuid;

use super::invitation_store::{self as invitations, Invitation};
use super::joining::{accepted, own, still_joined};
use super::rules::to_welcome;
use super::store::{Change, Joined};
use super::telling::Turn;
use super::{mails, store};
use crate::accounts::attempts::{INVITE, LINK_FROM, MAIL_TO, spend, spend_each, spend_several};
use crate::accounts::email::Email;
use crate::accounts::name::DisplayName;
use crate::accounts::rules::may_have_password;
use crate::accounts::signing_in::in_place_of_before;
use crate::accounts::token::Token;
use crate::accounts::{self, links, session_store};
use crate::activity::{Act, Deed, ObjectKind};
use crate::communities::model::MembershipState;
use crate::csv::cells;
use crate::db::Tx;
use crate::error::AppError;
use crate::mail;
use crate::members::blocking::blocks;
use crate::notifications::NewsKind;
use crate::state::{AppState, SignedIn, asked, signed_in, signed_in_at};
use crate::typed::Typed;
use crate::ui::form::Done;

/// How many are invited at once.
const AT_ONCE: usize = 100;

/// How long an invitation works.
pub(super) const LIVES: TimeDelta = TimeDelta::days(14);

/// Whom a line names.
enum Whom {
    Handle(String),
    Address { email: Email, name: Option<String> },
}

/// Reads a line: `@handle`, an address, or a table's row of name, address and anything else.
fn whom(line: &str) -> Result<Whom, String> {
    let line = line.trim();
    if let Some(handle) = line.strip_prefix('@') {
        return Ok(Whom::Handle(handle.trim().to_lowercase()));
    }
    let cells = filled(line);
    match cells.iter().position(|cell| cell.contains('@')) {
        Some(at) => {
            let email = Email::parse(&cells[at])?;
            let name = cells.first().filter(|_| at > 0).and_then(|name| DisplayName::parse(name).ok());
            Ok(Whom::Address { email, name: name.map(|name| name.as_str().to_owned()) })
        }
        None if cells.len() == 1 && !line.contains(' ') => Ok(Whom::Handle(line.to_lowercase())),
        None => Err("Write an e-mail address, or a handle such as @ada-okafor.".to_owned()),
    }
}

/// What stands in the cells of a table's row that hold something.
fn filled(line: &str) -> Vec<String> {
    cells(line, &[',', ';', '\t']).iter().map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty()).collect()
}

/// Whether a line names a table's columns: "name,email,organisation".
fn is_header(line: &str) -> bool {
    let cells = filled(line);
    cells.len() > 1 && !line.contains('@') && cells.iter().any(|cell| cell.to_lowercase().contains("mail"))
}

/// Invites everybody named, or nobody where a line can't be read.
pub(super) async fn invite(slug: &str, people: &str, note: &str) -> Result<Done, AppError> {
    let (app, by, head) = signed_in_at(slug).await?;
    to_welcome(&store::standing(&app.db, head.id, by.member, app.clock.now().date_naive()).await?)?;
    let mut typed = Typed::default();
    let note = typed.maybe_text("note", note, 1_000);
    let lines: Vec<&str> = people
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .enumerate()
        .filter(|(n, line)| *n > 0 || !is_header(line))
        .map(|(_, line)| line)
        .collect();
    match lines.len() {
        0 => typed.say("people", "Write whom to invite, one a line."),
        n if n > AT_ONCE => typed.say("people", format!("These are {n} lines; at most {AT_ONCE} are invited at once.")),
        _ => {}
    }
    let read: Vec<_> = lines.iter().take(AT_ONCE).enumerate().map(|(n, line)| (n + 1, whom(line))).collect();
    for (n, whom) in &read {
        if let Err(says) = whom {
            typed.say("people", format!("Line {n}: {says}"));
        }
    }
    typed.done(())?;
    let addresses: BTreeSet<String> =
        read.iter().filter_map(|(_, whom)| if let Ok(Whom::Address { email, .. }) = whom { Some(email.key()) } else { None }).collect();
    spend_several(&app.db, INVITE, &by.member.to_string(), read.len()).await?;
    let mailed = spend_each(&app.db, MAIL_TO, &addresses.iter().cloned().collect::<Vec<_>>()).await?;
    let left_out = addresses.len() - mailed.len();
    let mut tx = app.db.begin().await?;
    let community = store::lock(&mut tx, head.id).await?;
    to_welcome(&store::standing_now(&mut tx, head.id, by.member).await?)?;
    let mut inviting =
        Inviting { app: &app, tx, by: &by, community: &community, note: note.as_deref(), acts: Vec::new(), invited: 0, there: 0 };
    let mut seen = BTreeSet::new();
    for (n, whom) in read {
        match whom {
            Ok(Whom::Handle(handle)) if seen.insert(handle.clone()) => inviting.member(n, &handle).await?,
            Ok(Whom::Address { email, name }) if mailed.contains(&email.key()) && seen.insert(email.key()) => {
                inviting.address(&email, name.as_deref()).await?
            }
            _ => {}
        }
    }
    let Inviting { tx, acts, invited, there, .. } = inviting;
    tx.commit(acts).await?;
    let there = if there > 0 { format!(" {there} belong already.") } else { String::new() };
    let invited = if invited == 1 { "One invitation is".to_owned() } else { format!("{invited} invitations are") };
    let later = match left_out {
        0 => "",
        1 => " One address has had too many mails within the hour: invite it later.",
        _ => " Some addresses have had too many mails within the hour: those that are not below, invite later.",
    };
    Ok(Done::at(format!("/c/{slug}/settings")).saying(format!("{invited} on the way.{there}{later}")))
}

/// Invitations under way, in one transaction.
struct Inviting<'a> {
    app: &'a AppState,
    tx: Tx,
    by: &'a SignedIn,
    community: &'a Joined,
    note: Option<&'a str>,
    acts: Vec<Act>,
    invited: usize,
    there: usize,
}

impl Inviting<'_> {
    async fn member(&mut self, line: usize, handle: &str) -> Result<(), AppError> {
        let person = store::person(&mut self.tx, handle).await;
        let person = person.map_err(|_| AppError::field("people", format!("Line {line}: nobody here has the handle @{handle}.")))?;
        if person.email.is_none() {
            let says = format!("Line {line}: {} is listed here but has no account yet. Invite them by e-mail.", person.name);
            return Err(AppError::field("people", says));
        }
        self.known(person.id).await
    }

    /// Invites a member, unless they belong. Who has asked is let in: both want it.
    async fn known(&mut self, member: Uuid) -> Result<(), AppError> {
        if blocks(&mut self.tx, member, self.by.member).await? {
            // They are not told: it looks as if the invitation were on its way.
            self.invited += 1;
            return Ok(());
        }
        let standing = store::standing_now(&mut self.tx, self.community.id, member).await?;
        let (state, kind, deed) = match standing.state {
            Some(MembershipState::Active) => {
                self.there += 1;
                return Ok(());
            }
            Some(MembershipState::Requested) => (MembershipState::Active, NewsKind::LetIn, Deed::Approved),
            _ => (MembershipState::Invited, NewsKind::Invited, Deed::Invited),
        };
        let change = Change { state, note: self.note, invited_by: Some(self.by.member), ..Change::active(None) };
        store::put(&mut self.tx, self.community.id, member, &change).await?;
        let turn = Turn { community: self.community, by: self.by.member, kind, word: self.note };
        turn.tell_member(&mut self.tx, member).await?;
        self.acts.push(Act::by(self.by.member, deed, ObjectKind::Person, member).in_community(self.community.id));
        self.invited += 1;
        Ok(())
    }

    /// Invites an address. Whether it has an account shows nowhere: whoever reads the mail finds out.
    async fn address(&mut self, email: &Email, name: Option<&str>) -> Result<(), AppError> {
        let token = Token::make();
        let address = email.address();
        let invitation = Invitation {
            community: self.community.id,
            email: &address,
            email_key: &email.key(),
            name,
            note: self.note,
            by: self.by.member,
        };
        invitations::put(&mut self.tx, &invitation, &token).await?;
        let letter = mails::invites_address(&self.app.site, (&address, name), self.community, (&self.by.name, self.note, &token.text()));
        mail::post(&mut self.tx, &letter).await?;
        self.acts.push(
            Act::by(self.by.member, Deed::Invited, ObjectKind::Community, self.community.id)
                .in_community(self.community.id)
                .noting(address),
        );
        self.invited += 1;
        Ok(())
    }
}

/// Takes an invitation back: a member's by handle, a mailed one by its id.
pub(super) async fn take_back(slug: &str, who: &str) -> Result<Done, AppError> {
    let (app, by, head) = signed_in_at(slug).await?;
    let mut tx = app.db.begin().await?;
    let community = store::lock(&mut tx, head.id).await?;
    to_welcome(&store::standing_now(&mut tx, head.id, by.member).await?)?;
    let mut acts = Vec::new();
    match who.parse::<Uuid>() {
        Ok(id) => {
            let address = invitations::remove(&mut tx, community.id, id).await?;
            acts.extend(address.map(|address| {
                Act::by(by.member, Deed::Declined, ObjectKind::Community, community.id).in_community(community.id).noting(address)
            }));
        }
        Err(_) => {
            let person = store::person(&mut tx, who).await?;
            if store::standing_now(&mut tx, community.id, person.id).await?.state == Some(MembershipState::Invited) {
                store::remove(&mut tx, community.id, person.id).await?;
                acts.push(Act::by(by.member, Deed::Declined, ObjectKind::Person, person.id).in_community(community.id));
            }
        }
    }
    tx.commit(acts).await?;
    Ok(Done::at(format!("/c/{slug}/settings")).saying("The invitation is taken back."))
}

/// Accepts with the account one is signed in with.
pub(super) async fn accept(token: &str, accepts: Option<&String>) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    spend(&app.db, LINK_FROM, &member.member.to_string()).await?;
    let mut tx = app.db.begin().await?;
    let invited = invitations::take(&mut tx, token).await?.ok_or_else(links::gone)?;
    let before = store::standing_now(&mut tx, invited.community_id, member.member).await?;
    let done = enter(&mut tx, member.member, &invited, accepts).await?;
    if before.is_member() {
        tx.commit([]).await?;
        return Ok(done.saying("You belong here already."));
    }
    tx.commit([own(member.member, Deed::Joined, invited.community_id)]).await?;
    Ok(done)
}

async fn enter(tx: &mut Tx, member: Uuid, invited: &invitations::Invited, accepts: Option<&String>) -> Result<Done, AppError> {
    let community = store::lock(tx, invited.community_id).await?;
    still_joined(&community)?;
    let version = accepted(&community, accepts)?;
    let change = Change { invited_by: invited.invited_by, ..Change::active(version) };
    store::put(tx, community.id, member, &change).await?;
    Ok(Done::at(format!("/c/{}", community.slug)).saying(format!("You belong to {} now. Welcome!", community.name)))
}

/// Makes an account with the address that the link proves, and joins.
pub(super) async fn sign_up(token: &str, (name, password): (&str, &str), accepts: Option<&String>) -> Result<Done, AppError> {
    let (app, _) = asked(&[])?;
    may_have_password(app.site.registration)?;
    spend(&app.db, LINK_FROM, &accounts::signing_up::caller().address).await?;
    let invited = invitations::look(&app.db, token, app.clock.now()).await?.ok_or_else(links::gone)?;
    let email = Email::parse(&invited.email).map_err(|_| links::gone())?;
    let newcomer = accounts::signing_up::Newcomer::parse(&app, name, &email, password).await?;
    let mut tx = app.db.begin().await?;
    let invited = invitations::take(&mut tx, token).await?.ok_or_else(links::gone)?;
    let Some((member, act)) = newcomer.open(&mut tx).await? else {
        return Err(AppError::form("This address has an account already. Sign in with it, then open the link again."));
    };
    let done = enter(&mut tx, member, &invited, accepts).await?;
    let token = in_place_of_before(&mut tx, member).await?;
    tx.commit([act, own(member, Deed::Joined, invited.community_id)]).await?;
    accounts::cookie::set(&app.site, &token, session_store::LIFE);
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_somebody_by_handle_address_or_a_tables_row() {
        let read = |line: &str| match whom(line) {
            Ok(Whom::Handle(handle)) => handle,
            Ok(Whom::Address { email, name }) => format!("{} {}", email.key(), name.unwrap_or_default()),
            Err(says) => says,
        };
        assert_eq!(read("@Ada-Okafor"), "ada-okafor");
        assert_eq!(read("ada-okafor"), "ada-okafor");
        assert_eq!(read("Ada@Example.org"), "ada@example.org ");
        assert_eq!(read("Ada Okafor, ada@example.org, Tax Office"), "ada@example.org Ada Okafor");
        assert_eq!(read("\"Ada\";ada@example.org"), "ada@example.org Ada");
        assert_eq!(read("\"Okafor, Ada\",ada@example.org"), "ada@example.org Okafor, Ada");
        assert!(is_header("Name;E-Mail;Organisation") && !is_header("Ada;ada@example.org") && !is_header("email"));
        assert!(read("Ada Okafor").starts_with("Write an e-mail"));
    }
}
