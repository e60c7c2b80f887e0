//! The screens of members' administration.

use super::store::{self, MemberOf, MemberRow};
use crate::accounts::{session_store, store as accounts};
use crate::admin::api::{
    AppointAdministrator, AskNoPasskey, DismissAdministrator, InviteToClaim, MergeMember, RemoveMemberPhoto, RestoreMember, SendPassword,
    SignMemberOut, SuspendMember,
};
use crate::admin::overview::{below, tabs};
use crate::admin::rules::may_be_claimed;
use crate::asked::Asked;
use crate::communities::model::MembershipState;
use crate::error::AppError;
use crate::members::photo_store;
use crate::state::{SignedIn, administrator};
use crate::ui::filtering::Form as Filtering;
use crate::ui::forming::form;
use crate::ui::lists::count;
use crate::ui::sheet::{Part, Row, Sheet};
use crate::when;

/// `/admin/members`
pub(crate) async fn list(asked: &Asked) -> Result<Sheet, AppError> {
    let (app, _) = administrator()?;
    let members = store::list(&app.db, asked).await?;
    let filters = Filtering::new("/admin/members", "Find").text("q", "Name, or whole e-mail address", &asked.text("q")).done();
    let base = filters.here.clone();
    let rows: Vec<Row> = members.items.into_iter().map(row).collect();
    let list = if rows.is_empty() {
        Part::Empty("Nobody matches. Names are found by how any of their words begins, addresses only whole.".to_owned())
    } else {
        Part::Rows(rows)
    };
    let mut sheet = Sheet::new("Members", "Everybody with an account or listed, and how their accounts stand.");
    sheet.tabs = tabs("/admin/members");
    Ok(sheet.section("", [Part::Filters(filters), list, Part::Pages(base, members.next, members.later)]))
}

fn row(member: MemberRow) -> Row {
    let mut facts = vec![format!("@{}", member.handle)];
    facts.extend(member.email.clone());
    facts.push(member.stands().to_owned());
    facts.extend(member.administrator.then(|| "Administrator".to_owned()));
    facts.push(format!("Since {}", when::stamp(member.since).text));
    Row { href: Some(format!("/admin/members/{}", member.handle)), facts, ..Row::new(member.name) }
}

/// `/admin/members/{handle}`
pub(crate) async fn one(handle: &str) -> Result<Sheet, AppError> {
    let (app, by) = administrator()?;
    let member = store::member(&app.db, handle).await?;
    let now = app.clock.now();
    let sessions = session_store::list(&app.db, member.id, now).await?.len();
    let memberships = store::memberships(&app.db, member.id, now.date_naive()).await?;
    let organisations = store::organisations(&app.db, member.id).await?;
    let namesakes = if member.has_account { Vec::new() } else { store::namesakes(&app.db, &member).await? };

    let mut facts = vec![
        ("Handle".to_owned(), member.handle.clone()),
        ("Account".to_owned(), member.stands().to_owned()),
        (if member.has_account { "Since" } else { "Listed since" }.to_owned(), when::stamp(member.since).text),
    ];
    facts.extend(member.suspended_because.clone().map(|because| ("Suspended because".to_owned(), because)));
    if let Some(email) = &member.email {
        facts.push(("E-mail".to_owned(), email.clone()));
        facts.push(("Administrator".to_owned(), if member.administrator { "Yes" } else { "No" }.to_owned()));
        facts.push((
            "Signed in".to_owned(),
            if sessions == 0 { "Nowhere".to_owned() } else { count(sessions as i64, "session", "sessions") },
        ));
    }
    for (_, name, proved) in organisations {
        let is = proved.map_or(name.clone(), |at| format!("{name}, verified {}", when::stamp(at).text));
        facts.push(("Organisation".to_owned(), is));
    }
    let links = vec![
        ("Profile".to_owned(), format!("/people/{}", member.handle)),
        ("In the log".to_owned(), format!("/admin/log?member={}", member.handle)),
    ];
    let sheet = below(Sheet::new(member.name.clone(), ""), "Members", "/admin/members")
        .section("", [Part::Facts(facts), Part::Links(links)])
        .section("Communities", [communities(memberships)]);
    let photo = photo_store::of(&app.db, member.id).await?.map(|photo| photo.simple().to_string());
    let sheet = match photo {
        Some(photo) => sheet.section("Photo", [Part::Face(member.name.clone(), Some(photo)), photo_form(&member)]),
        None => sheet,
    };
    let asks_passkey = accounts::by_member(&app.db, member.id).await?.is_some_and(|account| account.asks_passkey);
    let sheet = match member.has_account {
        true => sheet.section("Account", account_forms(&by, &member, (sessions, asks_passkey))),
        false if may_be_claimed(member.standing()).is_ok() => sheet.section("Account", [claim_form(&member)]),
        false => sheet,
    };
    Ok(sheet.section("The same person twice?", merge_forms(&member, &namesakes)))
}

fn communities(memberships: Vec<MemberOf>) -> Part {
    if memberships.is_empty() {
        return Part::Empty("They belong to no community.".to_owned());
    }
    let row = |membership: MemberOf| {
        let mut facts: Vec<String> = membership.roles.iter().map(|role| role.title().to_owned()).collect();
        match membership.state {
            MembershipState::Active => {}
            MembershipState::Requested => facts.push("Asked to join".to_owned()),
            MembershipState::Invited => facts.push("Invited".to_owned()),
        }
        facts.extend(membership.since.map(|since| format!("Since {}", when::date(since))));
        Row { href: Some(format!("/c/{}", membership.slug)), facts, ..Row::new(membership.name) }
    };
    Part::Rows(memberships.into_iter().map(row).collect())
}

fn photo_form(member: &MemberRow) -> Part {
    let fields = form::<RemoveMemberPhoto>("Remove the photo").with("handle", member.handle.as_str()).danger().area("why", "Reason", 2);
    Part::Folded("Remove the photo".to_owned(), Box::new(fields.hint("They read it in a mail. It stands in the log.").done()))
}

fn claim_form(member: &MemberRow) -> Part {
    let fields = form::<InviteToClaim>("Mail a link").with("handle", member.handle.as_str()).email("email", "E-mail");
    let hint = "Their own, as you know it. Whoever opens the link makes this profile their account, or part of the one they have.";
    Part::Folded("Invite them to claim this profile".to_owned(), Box::new(fields.hint(hint).done()))
}

/// What can be done with an account as it stands.
fn account_forms(by: &SignedIn, member: &MemberRow, (sessions, asks_passkey): (usize, bool)) -> Vec<Part> {
    let handle = member.handle.as_str();
    let mut parts = Vec::new();
    let mut fold = |summary: &str, form| parts.push(Part::Folded(summary.to_owned(), Box::new(form)));
    if !member.standing().active {
        let fields = form::<RestoreMember>("Restore the account").with("handle", handle).area("why", "Why", 2).hint("Stands in the log.");
        fold("Restore the account", fields.done());
        return parts;
    }
    fold("Send a link to set a password", form::<SendPassword>("Send the link").with("handle", handle).quiet().done());
    if asks_passkey {
        let fields = form::<AskNoPasskey>("Ask for no passkey any more").with("handle", handle).danger().area("why", "Why", 2);
        let hint = "For somebody who lost their passkeys and their recovery codes. Be sure that it is them: their password alone lets in from then on. Stands in the log.";
        fold("Ask for no passkey after the password", fields.hint(hint).done());
    }
    if sessions > 0 {
        let fields =
            form::<SignMemberOut>("End all sessions").with("handle", handle).quiet().area("why", "Why", 2).hint("Stands in the log.");
        fold("End all sessions", fields.done());
    }
    if member.administrator {
        let fields = form::<DismissAdministrator>("Take administration back").with("handle", handle).danger().area("why", "Why", 2);
        fold("Take administration back", fields.hint("Stands in the log.").done());
    } else {
        let fields = form::<AppointAdministrator>("Make administrator").with("handle", handle).quiet().area("why", "Why", 2);
        let seen = "Administrators see every member’s address and every community, and can do all that you can.";
        fold("Make administrator", fields.hint("Stands in the log.").seen_by(seen).done());
    }
    if member.id != by.member {
        let fields = form::<SuspendMember>("Suspend the account").with("handle", handle).danger().area("why", "Reason", 3);
        let hint = "They read it in a mail and when they try to sign in. All their sessions end at once; what they wrote stays.";
        fold("Suspend the account", fields.hint(hint).done());
    }
    parts
}

fn merge_forms(member: &MemberRow, namesakes: &[(String, String)]) -> Vec<Part> {
    let mut parts = Vec::new();
    let (what, says) = if member.has_account {
        (
            "Merge this account into another",
            "All that refers to this account moves to the other one. This one is removed: its sessions end, and its address signs nobody in any more.",
        )
    } else {
        (
            "Merge this listed profile into an account",
            "All that refers to this profile moves to the account, which takes from it what its own profile leaves empty.",
        )
    };
    parts.push(Part::Text(format!("{says} The old address leads to the new one. This can’t be undone.")));
    if !namesakes.is_empty() {
        let row = |(handle, name): &(String, String)| Row {
            href: Some(format!("/admin/members/{handle}")),
            facts: vec![format!("@{handle}")],
            ..Row::new(name.clone())
        };
        parts.push(Part::Text("Accounts of the same name:".to_owned()));
        parts.push(Part::Rows(namesakes.iter().map(row).collect()));
    }
    let fields = form::<MergeMember>("Merge")
        .with("handle", member.handle.as_str())
        .danger()
        .text("into", "Handle of the account")
        .hint("What stands behind /people/ in its address.")
        .value(if let [(handle, _)] = namesakes { handle.as_str() } else { "" })
        .area("why", "Why", 2)
        .hint("Stands in the log.");
    parts.push(Part::Folded(what.to_owned(), Box::new(fields.done())));
    parts
}
