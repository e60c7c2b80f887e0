//! Inviting: members by handle, anybody by e-mail address. The link in the mail proves the address, whoever makes an account by it.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use uuid::Uuid;

use super::invitation_store::{self as invitations, Invitation};
use super::invitees::{self, Line, Whom};
use super::matching::{self, List, Matched};
use super::rules::to_welcome;
use super::store::{Change, Joined};
use super::telling::Turn;
use super::{mails, store};
use crate::accounts::attempts::{INVITE, MAIL_TO, spend_each, spend_several};
use crate::accounts::email::Email;
use crate::accounts::model::Purpose;
use crate::accounts::token::Token;
use crate::accounts::{claiming, links};
use crate::activity::{Act, Deed, ObjectKind};
use crate::admin::members::store as members;
use crate::communities::model::{CommunityHead, MembershipState};
use crate::csv;
use crate::db::Tx;
use crate::error::AppError;
use crate::mail;
use crate::members::blocking::blocks;
use crate::notifications::NewsKind;
use crate::state::{AppState, SignedIn, signed_in_at};
use crate::typed::Typed;
use crate::ui::form::Done;
use crate::ui::forming::{Upload, uploaded};

/// How many are invited at once.
const AT_ONCE: usize = 100;

/// How many a file may name.
const IN_FILE: usize = 200;

/// The heaviest file, in bytes.
const HEAVIEST: usize = 1024 * 1024;

/// How long an invitation works.
pub(super) const LIVES: TimeDelta = TimeDelta::days(14);

/// Invites everybody named, or nobody where a line can't be read. What a file names, or what somebody wants to look at first, is looked at first.
pub(super) async fn invite(slug: &str, people: &str, note: &str, looks: bool) -> Result<Done, AppError> {
    let (app, by, head) = signed_in_at(slug).await?;
    to_welcome(&store::standing(&app.db, head.id, by.member, app.clock.now().date_naive()).await?)?;
    let mut typed = Typed::default();
    let note = typed.maybe_text("note", note, 1_000);
    if let Some(file) = uploaded("file").filter(|file| file.too_heavy || !file.bytes.is_empty()) {
        let lines = of_file(&mut typed, &file);
        typed.done(())?;
        return matching::keep(&app, (&by, &head), lines, note).await;
    }
    let lines = invitees::read(people, AT_ONCE);
    match lines.len() {
        0 => typed.say("people", "Write whom to invite, one a line, or bring a file."),
        n if n > AT_ONCE => typed.say("people", format!("At most {AT_ONCE} are invited at once, one a line.")),
        _ => {}
    }
    if looks {
        typed.done(())?;
        return matching::keep(&app, (&by, &head), lines, note).await;
    }
    let people = read(&mut typed, lines);
    typed.done(())?;
    let mailed = spent(&app, &by, &people).await?;
    let tx = app.db.begin().await?;
    let mut inviting = Inviting::begin(&app, tx, (&by, &head), note.as_deref()).await?;
    let mut seen = BTreeSet::new();
    for (n, whom) in &people {
        match whom {
            Whom::Handle(handle) if seen.insert(handle.clone()) => inviting.member(*n, handle).await?,
            Whom::Address { email, name, .. } => {
                let email = address_of(email)?;
                if mailed.contains(&email.key()) && seen.insert(email.key()) {
                    inviting.address(&email, name.as_deref(), None).await?;
                }
            }
            Whom::Handle(_) => {}
        }
    }
    inviting.done(slug, addresses(&people).len() - mailed.len()).await
}

/// Whom a file names.
fn of_file(typed: &mut Typed, file: &Upload) -> Vec<Line> {
    if file.too_heavy || file.bytes.len() > HEAVIEST {
        typed.say("file", "This file has more than one megabyte. A list of people is smaller: save it as CSV.");
        return Vec::new();
    }
    let lines = invitees::read(&csv::decoded(&file.bytes), IN_FILE);
    match lines.len() {
        0 => typed.say("file", "This file names nobody. It needs a row each: name, e-mail, organisation."),
        n if n > IN_FILE => typed.say("file", format!("This file names more than {IN_FILE} people. Bring it in parts.")),
        _ => {}
    }
    lines
}

/// Whom the lines name; those that can't be read are said to be wrong.
fn read(typed: &mut Typed, lines: Vec<Line>) -> Vec<(usize, Whom)> {
    let mut people = Vec::new();
    for (n, line) in lines {
        match line {
            Ok(whom) => people.push((n, whom)),
            Err(says) => typed.say("people", format!("Line {n}: {says}")),
        }
    }
    people
}

fn address_of(email: &str) -> Result<Email, AppError> {
    Email::parse(email).map_err(|says| AppError::field("people", says))
}

/// The addresses that are named, each once, as they are compared.
fn addresses(people: &[(usize, Whom)]) -> BTreeSet<String> {
    let key = |whom: &Whom| match whom {
        Whom::Address { email, .. } => Email::parse(email).ok().map(|email| email.key()),
        Whom::Handle(_) => None,
    };
    people.iter().filter_map(|(_, whom)| key(whom)).collect()
}

/// Counts everybody who is invited, and gives the addresses that have not had too many mails.
async fn spent(app: &AppState, by: &SignedIn, people: &[(usize, Whom)]) -> Result<BTreeSet<String>, AppError> {
    spend_several(&app.db, INVITE, &by.member.to_string(), people.len()).await?;
    spend_each(&app.db, MAIL_TO, &Vec::from_iter(addresses(people))).await
}

/// Invites those on a list that was looked at: whom it can.
pub(super) async fn all_of(
    app: &AppState,
    who: (&SignedIn, &CommunityHead),
    list: &List,
    (matched, token): (&Matched, &str),
) -> Result<Done, AppError> {
    let (by, head) = who;
    let mailed = spent(app, by, &list.people).await?;
    let mut tx = app.db.begin().await?;
    links::take(&mut tx, Purpose::Invitees, token).await?;
    let mut inviting = Inviting::begin(app, tx, who, list.note.as_deref()).await?;
    for (n, whom) in &list.people {
        match whom {
            Whom::Handle(handle) => match inviting.member(*n, handle).await {
                // The list said so.
                Err(AppError::Fields(_)) => {}
                done => done?,
            },
            Whom::Address { email, name, .. } => {
                let email = address_of(email)?;
                if mailed.contains(&email.key()) {
                    inviting.address(&email, name.as_deref(), matched.profile(whom).map(|listed| listed.handle.as_str())).await?;
                }
            }
        }
    }
    inviting.done(&head.slug, addresses(&list.people).len() - mailed.len()).await
}

/// Invitations under way, in one transaction.
struct Inviting<'a> {
    app: &'a AppState,
    tx: Tx,
    by: &'a SignedIn,
    community: Joined,
    note: Option<&'a str>,
    acts: Vec<Act>,
    invited: usize,
    there: usize,
}

impl<'a> Inviting<'a> {
    async fn begin(
        app: &'a AppState,
        mut tx: Tx,
        (by, head): (&'a SignedIn, &CommunityHead),
        note: Option<&'a str>,
    ) -> Result<Self, AppError> {
        let community = store::lock(&mut tx, head.id).await?;
        to_welcome(&store::standing_now(&mut tx, head.id, by.member).await?)?;
        Ok(Self { app, tx, by, community, note, acts: Vec::new(), invited: 0, there: 0 })
    }

    async fn done(self, slug: &str, left_out: usize) -> Result<Done, AppError> {
        let Self { tx, acts, invited, there, .. } = self;
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
        let turn = Turn { community: &self.community, by: self.by.member, kind, word: self.note };
        turn.tell_member(&mut self.tx, member).await?;
        self.acts.push(Act::by(self.by.member, deed, ObjectKind::Person, member).in_community(self.community.id));
        self.invited += 1;
        Ok(())
    }

    /// Invites an address. Whether it has an account shows nowhere: whoever reads the mail finds out. `profile`: what is listed of whoever reads it, as it seems.
    async fn address(&mut self, email: &Email, name: Option<&str>, profile: Option<&str>) -> Result<(), AppError> {
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
        let letter = mails::invites_address(&self.app.site, (&address, name), &self.community, (&self.by.name, self.note, &token.text()));
        mail::post(&mut self.tx, &letter).await?;
        let said = profile.map(|handle| format!(", who looks like /people/{handle}")).unwrap_or_default();
        self.acts.push(
            Act::by(self.by.member, Deed::Invited, ObjectKind::Community, self.community.id)
                .in_community(self.community.id)
                .noting(format!("{address}{said}")),
        );
        if let Some(handle) = profile.filter(|_| self.by.administrator) {
            let whom = members::lock(&mut self.tx, handle).await?;
            claiming::invite(&mut self.tx, &self.app.site, &whom, email).await?;
            self.acts.push(Act::by(self.by.member, Deed::Invited, ObjectKind::Person, whom.id).noting("to claim the profile"));
        }
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
