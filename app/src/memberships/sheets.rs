//! The screens of belonging: one's own communities, and for those who tend one its requests, invitations, members and roles.

use super::api::{AcceptMailed, AnswerInvitation, Approve, Decline, GiveRole, Leave, RemoveMember, SignUpInvited, TakeBack, TakeRole};
use super::invitation_store as invitations;
use super::rules::{Standing, to_lead, to_tend};
use super::store::{self, RoleRow};
use super::{list_store, matching};
use crate::accounts::api::SignOut;
use crate::accounts::links;
use crate::accounts::rules::may_have_password;
use crate::accounts::sheets::own_tabs;
use crate::accounts::sso::sheets::first_through_a_provider;
use crate::asked::Asked;
use crate::communities::about::Guidelines;
use crate::communities::about_store;
use crate::communities::model::{CommunityHead, MembershipState, Role};
use crate::error::AppError;
use crate::events::{own_calendar, rsvp};
use crate::reports::sheets::{comes_first, of_community};
use crate::sheets::model::SheetScreen;
use crate::state::{AppState, asked, signed_in, signed_in_at};
use crate::ui::forming::{Forming, form};
use crate::ui::pagination::{Slice, encode, key_parts};
use crate::ui::sheet::{Part, Row, Sheet, Tab};
use crate::when;

/// Members on a page.
const PAGE: usize = 50;

/// `/me`
pub(crate) async fn me() -> Result<Sheet, AppError> {
    let (app, member) = signed_in()?;
    let mine = list_store::mine(&app.db, member.member, app.clock.now()).await?;
    let roles = list_store::my_roles(&app.db, member.member, app.clock.now().date_naive()).await?;
    let of_state = |state: MembershipState| mine.iter().filter(move |community| community.state == state).enumerate();
    let invited: Vec<Row> = of_state(MembershipState::Invited)
        .map(|(n, community)| {
            let answer =
                |button: &str, yes: &str| form::<AnswerInvitation>(button).with("community", &community.slug).with("yes", yes).numbered(n);
            let has_guidelines = community.guidelines.is_some();
            let no = answer("No, thanks", "no").numbered(1000 + n).quiet().done();
            Row {
                facts: community.invited_by.iter().map(|by| format!("{by} invites you")).collect(),
                note: community.note.clone(),
                href: has_guidelines.then(|| format!("/me/invitations/{}", community.slug)),
                forms: if has_guidelines { vec![no] } else { vec![answer("Join", "yes").done(), no] },
                ..Row::new(&community.name)
            }
        })
        .collect();
    let asked: Vec<Row> = of_state(MembershipState::Requested)
        .map(|(n, community)| Row {
            href: Some(format!("/c/{}", community.slug)),
            facts: vec!["You have asked; the leads will answer".to_owned()],
            forms: vec![form::<Leave>("Take it back").with("community", &community.slug).numbered(n).quiet().done()],
            ..Row::new(&community.name)
        })
        .collect();
    let belongs: Vec<Row> = of_state(MembershipState::Active)
        .map(|(_, community)| {
            let own = roles.iter().filter(|(slug, ..)| *slug == community.slug);
            let mut facts: Vec<String> = own.map(|(_, role, title)| title.clone().unwrap_or_else(|| role_title(role))).collect();
            facts.extend(community.since.map(|since| format!("Since {}", when::day_stamp(since).text)));
            Row { href: Some(format!("/c/{}", community.slug)), facts, ..Row::new(&community.name) }
        })
        .collect();
    let mut sheet = Sheet::new(format!("Hello, {}", member.name), "Your communities, and what waits for your answer.");
    sheet.tabs = own_tabs("/me");
    for (title, rows) in [("Invitations", invited), ("Asked to join", asked)] {
        if !rows.is_empty() {
            sheet = sheet.section(title, [Part::Rows(rows)]);
        }
    }
    let coming: Vec<Row> =
        rsvp::mine_store::mine(&app.db, member.member, app.clock.now()).await?.iter().take(3).map(own_calendar::row).collect();
    if !coming.is_empty() {
        sheet = sheet.section(
            "Meetings you want to come to",
            [Part::Rows(coming), Part::Links(vec![("Your calendar".to_owned(), "/me/calendar".to_owned())])],
        );
    }
    let list = if belongs.is_empty() {
        Part::Empty("You belong to no community yet. Look through them and join those that fit your work.".to_owned())
    } else {
        Part::Rows(belongs)
    };
    let more =
        vec![("Find communities".to_owned(), "/communities".to_owned()), ("Found a community".to_owned(), "/communities/new".to_owned())];
    let mut own = vec![("See your profile as others do".to_owned(), format!("/people/{}", member.handle))];
    own.extend(member.administrator.then(|| ("Administer the site".to_owned(), "/admin".to_owned())));
    Ok(sheet
        .section("Your communities", [list, Part::Links(more)])
        .section("", [Part::Links(own), Part::Form(form::<SignOut>("Sign out").quiet().done())]))
}

/// `/me/invitations/{community}`
pub(crate) async fn invitation(slug: &str) -> Result<Sheet, AppError> {
    let (app, member) = signed_in()?;
    let mine = list_store::mine(&app.db, member.member, app.clock.now()).await?;
    let invited = mine.into_iter().find(|community| community.slug == slug && community.state == MembershipState::Invited);
    let community = invited.ok_or(AppError::NotFound)?;
    let answer = |button: &str, yes: &str| form::<AnswerInvitation>(button).with("community", slug).with("yes", yes);
    let by = community.invited_by.as_deref().unwrap_or("A lead");
    let sheet =
        Sheet::new(format!("{by} invites you to {}", community.name), community.note.clone().unwrap_or_default()).below("You", "/me");
    let join = keeping(answer("Join", "yes"), community.guidelines.as_ref().map(|_| community.guidelines_version)).done();
    let no = answer("No, thanks", "no").numbered(1).quiet().done();
    Ok(guidelines(sheet, community.guidelines.as_deref()).section("", [Part::Form(join), Part::Form(no)]))
}

/// What members keep to, where there is such.
fn guidelines(sheet: Sheet, text: Option<&str>) -> Sheet {
    let Some(text) = text else { return sheet };
    let part = match about_store::guidelines(text) {
        Guidelines::Elsewhere(address) => Part::Links(vec![("Read what members keep to".to_owned(), address)]),
        Guidelines::Here(html) => Part::Prose(html),
    };
    sheet.section("What members keep to", [part])
}

/// The box of who joins a community that has guidelines, of the version that is shown.
pub(super) fn keeping(form: Forming, version: Option<i32>) -> Forming {
    match version {
        Some(version) => {
            form.carrying("version", version.to_string()).check("guidelines", "I have read what members keep to, and keep to it")
        }
        None => form,
    }
}

fn role_title(word: &str) -> String {
    word.parse::<Role>().map(|role| role.title().to_owned()).unwrap_or_default()
}

/// `/invited/{token}`
pub(crate) async fn invited(token: &str) -> Result<Sheet, AppError> {
    let (app, viewer) = asked(&[])?;
    let shown = invitations::look(&app.db, token, app.clock.now()).await?.ok_or_else(links::gone)?;
    let by = shown.by_name.as_deref().unwrap_or("A lead");
    let sheet = Sheet::new(format!("{by} invites you to {}", shown.community), &shown.summary);
    let sheet = match &shown.note {
        Some(note) => sheet.section("", [Part::Text(format!("“{note}”"))]),
        None => sheet,
    };
    let sheet = guidelines(sheet, shown.guidelines.as_deref());
    let version = shown.guidelines.as_ref().map(|_| shown.guidelines_version);
    if viewer.member.is_some() {
        let accept = keeping(form::<AcceptMailed>(&format!("Join {}", shown.community)).with("token", token), version).done();
        return Ok(sheet.section("", [Part::Form(accept)]));
    }
    let here = format!("/invited/{token}");
    if may_have_password(app.site.registration).is_err() {
        return Ok(sheet.section("", first_through_a_provider(&app, &here)));
    }
    let fields = form::<SignUpInvited>("Make my account and join")
        .text("name", "Name")
        .value(shown.name.unwrap_or_default())
        .filled_in("name")
        .password("password", "Password", true)
        .hint("At least 12 characters. Several words together work well.")
        .with("token", token);
    let fields = keeping(fields, version).done();
    let sign_in = format!("/sign-in?to={}", encode(&here));
    Ok(sheet
        .section("New here?", [Part::Text(format!("Your account gets the address {}.", shown.email)), Part::Form(fields)])
        .section("Have an account?", [Part::Links(vec![("Sign in and join".to_owned(), sign_in)])]))
}

/// Whether somebody who stands there may.
type Allows = fn(&Standing) -> bool;

/// The screens of a community's settings, of which one is shown.
pub(crate) fn tabs(slug: &str, here: &str, standing: &Standing) -> Vec<Tab> {
    let all: [(&str, &str, Allows); 8] = [
        ("Joining", "", Standing::may_welcome),
        ("Members", "/members", Standing::may_lead),
        ("Reports", "/reports", Standing::may_moderate),
        ("About", "/about", Standing::may_lead),
        ("Pages", "/pages", Standing::may_edit),
        ("Who sees what", "/audiences", Standing::may_lead),
        ("Log", "/log", Standing::may_lead),
        ("Ending", "/end", Standing::may_lead),
    ];
    all.into_iter()
        .filter(|(.., may)| may(standing))
        .map(|(title, path, _)| Tab { title: title.to_owned(), href: format!("/c/{slug}/settings{path}"), here: path == here })
        .collect()
}

/// Who tends a community's settings, where a rule lets them: the site, the community, and where they stand in it.
pub(crate) async fn tending(
    slug: &str,
    rule: fn(&Standing) -> Result<(), AppError>,
) -> Result<(AppState, CommunityHead, Standing), AppError> {
    let (app, member, head) = signed_in_at(slug).await?;
    let standing = store::standing(&app.db, head.id, member.member, app.clock.now().date_naive()).await?;
    rule(&standing)?;
    Ok((app, head, standing))
}

/// `/c/{community}/settings`
pub(crate) async fn joining(slug: &str) -> Result<SheetScreen, AppError> {
    let (app, head, standing) = tending(slug, to_tend).await?;
    if comes_first(&standing) {
        return of_community(slug).await;
    }
    let requests = list_store::waiting(&app.db, head.id, MembershipState::Requested).await?;
    let invited = list_store::waiting(&app.db, head.id, MembershipState::Invited).await?;
    let mailed = invitations::list(&app.db, head.id).await?;
    let requests: Vec<Row> = requests
        .into_iter()
        .enumerate()
        .map(|(n, who)| {
            let about = |button: &str| form::<Approve>(button).with("community", slug).with("handle", &who.handle).numbered(n);
            let no = form::<Decline>("Don’t let in").with("community", slug).with("handle", &who.handle).numbered(n);
            let no = no.area("word", "A word to them", 2).optional().hint("It comes with the mail that tells them.").quiet().done();
            Row {
                href: Some(format!("/people/{}", who.handle)),
                facts: who.changed_at.map(|at| format!("Asked {}", when::stamp(at).text)).into_iter().collect(),
                note: who.note.clone(),
                forms: vec![about("Let in").done()],
                folded: vec![("Don’t let in".to_owned(), no)],
                ..Row::new(&who.name)
            }
        })
        .collect();
    let take_back =
        |n: usize, who: String| form::<TakeBack>("Take back").with("community", slug).with("who", who).numbered(n).quiet().done();
    let by = |name: Option<String>| name.map(|by| format!("Invited by {by}"));
    let mut waiting: Vec<Row> = invited
        .into_iter()
        .enumerate()
        .map(|(n, who)| Row {
            href: Some(format!("/people/{}", who.handle)),
            facts: by(who.invited_by).into_iter().collect(),
            forms: vec![take_back(n, who.handle)],
            ..Row::new(who.name)
        })
        .collect();
    waiting.extend(mailed.into_iter().enumerate().map(|(n, sent)| {
        let until = format!("By mail, until {}", when::stamp(sent.expires_at).text);
        Row {
            facts: [Some(until), by(sent.by_name)].into_iter().flatten().collect(),
            forms: vec![take_back(1000 + n, sent.id.to_string())],
            ..Row::new(sent.name.map_or(sent.email.clone(), |name| format!("{name}, {}", sent.email)))
        }
    }));
    let requests = if requests.is_empty() { Part::Empty("Nobody waits to be let in.".to_owned()) } else { Part::Rows(requests) };
    let mut sheet = Sheet::new("Joining", "Who asks to join, and whom you invite.")
        .section("Requests", [requests])
        .section("Invite people", [Part::Form(matching::invite_form(slug))]);
    if !waiting.is_empty() {
        sheet = sheet.section("Invited, no answer yet", [Part::Rows(waiting)]);
    }
    let queue = format!("/c/{slug}/questions?show=unanswered&waiting=7");
    sheet = sheet.section("Questions", [Part::Links(vec![("Questions that have waited for a week".to_owned(), queue)])]);
    sheet.tabs = tabs(slug, "", &standing);
    Ok(SheetScreen::of(head, sheet))
}

/// `/c/{community}/settings/members`
pub(crate) async fn members(slug: &str, query: &Asked) -> Result<SheetScreen, AppError> {
    let (app, head, standing) = tending(slug, to_lead).await?;
    let [handle, name] = key_parts(query.after())?;
    let rows = list_store::list(&app.db, head.id, (name, handle)).await?;
    let roles = list_store::all_roles(&app.db, head.id).await?;
    let slice = Slice::cut(rows, PAGE, query.after(), |row| format!("{}~{}", row.handle, row.sort_name));
    let address = format!("/c/{slug}/settings/members");
    let rows: Vec<Row> = slice
        .items
        .into_iter()
        .map(|member| {
            let mut facts: Vec<String> = roles.iter().filter(|role| role.handle == member.handle).map(role_line).collect();
            facts.extend(member.since.map(|since| format!("Since {}", when::day_stamp(since).text)));
            Row { href: Some(format!("{address}/{}", member.handle)), facts, ..Row::new(member.name) }
        })
        .collect();
    let table = vec![("Download the list (CSV)".to_owned(), format!("/c/{slug}/members.csv"))];
    let parts = [Part::Rows(rows), Part::Pages(address, slice.next, slice.later), Part::Links(table)];
    let mut sheet = Sheet::new("Members", "Choose somebody to give them a role, or to end their membership.").section("", parts);
    sheet.tabs = tabs(slug, "/members", &standing);
    Ok(SheetScreen::of(head, sheet))
}

/// "Co-chair (lead), since 1 March 2026"
fn role_line(role: &RoleRow) -> String {
    let word = role.role.title();
    let named = role.title.as_ref().map_or(word.to_owned(), |title| format!("{title} ({})", word.to_lowercase()));
    let since = role.since.map(|day| format!(", since {}", when::day_stamp(day).text)).unwrap_or_default();
    let until = role.until.map(|day| format!(", until {}", when::day_stamp(day).text)).unwrap_or_default();
    format!("{named}{since}{until}")
}

/// `/c/{community}/settings/members/{handle}`
pub(crate) async fn member(slug: &str, handle: &str) -> Result<SheetScreen, AppError> {
    let (app, head, _) = tending(slug, to_lead).await?;
    let person = store::person_shown(&app.db, handle).await?;
    let standing = store::standing(&app.db, head.id, person.id, app.clock.now().date_naive()).await?;
    if !standing.is_member() {
        return Err(AppError::NotFound);
    }
    let roles = list_store::roles(&app.db, head.id, handle).await?;
    let rows: Vec<Row> = roles
        .iter()
        .map(|role| {
            let end = form::<TakeRole>("End it").with("community", slug).with("handle", handle).with("position", role.position.to_string());
            let end = end.numbered(usize::try_from(role.position).unwrap_or_default()).quiet();
            let end = if role.role == Role::Lead {
                end.check("seeks_lead", "If this is the last lead, show that the community is looking for one").optional()
            } else {
                end
            };
            Row { folded: vec![("End this role".to_owned(), end.done())], ..Row::new(role_line(role)) }
        })
        .collect();
    let choices = Role::ALL.iter().map(|role| (role.as_str(), format!("{}: {}", role.title(), role.does())));
    let give = form::<GiveRole>("Give the role")
        .with("community", slug)
        .with("handle", handle)
        .radios("role", "Role", choices)
        .text("title", "Title")
        .hint("What people call it here: “Co-chair”, “Emeritus”.")
        .optional()
        .line("date", "since", "First day")
        .optional()
        .line("date", "until", "Last day")
        .optional()
        .done();
    let remove = form::<RemoveMember>("End the membership")
        .with("community", slug)
        .with("handle", handle)
        .area("word", "A word to them", 2)
        .optional();
    let remove = remove.hint("It comes with the mail that tells them, and stands in the log.").danger().done();
    let list = if rows.is_empty() { Part::Empty("No role; a member like any other.".to_owned()) } else { Part::Rows(rows) };
    let sheet = Sheet::new(&person.name, "What they do in this community.")
        .below("Members", format!("/c/{slug}/settings/members"))
        .section("Roles", [list])
        .section("Give a role", [Part::Form(give)])
        .section("", [Part::Folded("End the membership".to_owned(), Box::new(remove))]);
    Ok(SheetScreen::of(head, sheet))
}
