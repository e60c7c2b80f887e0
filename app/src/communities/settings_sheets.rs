//! The screens of founding a community and of changing one.

use super::audiences::opening;
use super::joining::channel_lines;
use super::joining_store;
use super::model::{CommunityKind, CommunityStatus, JoinRule, Stage};
use super::readers::{Readers, readers};
use super::settings_store::{self as store, Settings};
use super::tending::{ChangeAbout, ChangeAddress, ChangeJoining, ChangeStatus, Found, Merge, ProposeAgain};
use crate::activity::log::row;
use crate::activity::log::store::{Narrowed, list as entries};
use crate::asked::Asked;
use crate::error::AppError;
use crate::events::losing_sight;
use crate::memberships::api::Transfer;
use crate::memberships::rules::to_lead;
use crate::memberships::sheets::{tabs, tending};
use crate::sheets::model::SheetScreen;
use crate::state::{Founding, signed_in};
use crate::ui::forming::form;
use crate::ui::lists::count;
use crate::ui::sheet::{Part, Sheet};

fn kinds() -> Vec<(&'static str, String)> {
    let says = |kind: &CommunityKind| match kind {
        CommunityKind::Practice => "people of one profession",
        CommunityKind::Interest => "people who share an interest, whatever they do",
        CommunityKind::WorkingGroup => "works on one thing, and ends",
        CommunityKind::Network => "across communities",
    };
    CommunityKind::ALL.iter().map(|kind| (kind.as_str(), format!("{}: {}", kind.title(), says(kind)))).collect()
}

fn join_rules() -> Vec<(&'static str, &'static str)> {
    [JoinRule::Open, JoinRule::Request, JoinRule::Invitation].into_iter().map(|rule| (rule.as_str(), rule.sentence())).collect()
}

/// `/communities/new`
pub(crate) fn found() -> Result<Sheet, AppError> {
    let (app, member) = signed_in()?;
    let fields = form::<Found>("Found the community")
        .text("name", "Name")
        .hint("“User Research”, “Accessibility Champions”. Its address is made of it.")
        .text("summary", "In one sentence")
        .hint("“People who run research with users, and those who want to.”")
        .radios("kind", "What is it?", kinds())
        .value(CommunityKind::Practice.as_str())
        .markdown("domain", "What it is about", 4)
        .optional()
        .hint("The domain: the questions that bring you together. “How we find out what people need, and make it count.”")
        .markdown("people", "Who you are", 4)
        .optional()
        .hint("The community: who comes, and how you treat each other. “Researchers from five departments; beginners ask first.”")
        .markdown("practice", "What you share", 4)
        .optional()
        .hint("The practice: what you make and keep together. “A playbook, a shelf of consent forms, a show and tell every month.”")
        .radios("join_rule", "Who can join?", join_rules())
        .value(JoinRule::Open.as_str())
        .check("hidden", "Hidden: only its members know that it is there")
        .optional()
        .done();
    let lede = match app.site.founding {
        Founding::Anyone => "You lead it; name others beside you later. All of this can be changed.",
        Founding::Approval if member.administrator => "You lead it; name others beside you later. All of this can be changed.",
        Founding::Approval => "You lead it. An administrator approves it before others find it; until then you can prepare.",
    };
    Ok(Sheet::new("Found a community", lede).below("Communities", "/communities").section("", [Part::Form(fields)]))
}

/// `/c/{community}/settings/about`
pub(crate) async fn about(slug: &str) -> Result<SheetScreen, AppError> {
    let (app, head, standing) = tending(slug, to_lead).await?;
    let (settings, seen) = (store::read(&app.db, head.id).await?, store::fingerprint(&app.db, head.id).await?);
    let topics = store::topics(&app.db, head.id).await?;
    let parent = store::parent(&app.db, head.id, signed_in()?.1.member).await?.filter(|parent| parent.seen);
    let charter = settings.charter();
    let series = store::series(&app.db, head.id).await?;
    let counted = settings.commitment_series.clone().filter(|slug| series.iter().any(|(known, _)| known == slug));
    let series = std::iter::once((String::new(), "All meetings of the community".to_owned())).chain(series);
    let stages = std::iter::once(("", "Not said")).chain(Stage::ALL.iter().map(|stage| (stage.as_str(), stage.title())));
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let fields = form::<ChangeAbout>("Save")
        .with("community", slug)
        .carrying("seen", seen.as_str())
        .text("name", "Name")
        .value(&settings.name)
        .text("short_name", "Short name")
        .value(text(&settings.short_name))
        .hint("What members call it.")
        .optional()
        .text("summary", "In one sentence")
        .value(&settings.summary)
        .radios("kind", "What is it?", kinds())
        .value(settings.kind.as_str())
        .markdown("domain", "What we’re about", 5)
        .value(charter.domain)
        .optional()
        .hint("Markdown.")
        .markdown("people", "Who we are", 5)
        .value(charter.community)
        .optional()
        .markdown("practice", "What we share", 5)
        .value(charter.practice)
        .optional()
        .text("topics", "Topics")
        .value(topics.join(", "))
        .hint("With commas between them; at most ten.")
        .optional()
        .text("job_families", "Job families")
        .value(settings.job_families().join(", "))
        .hint("With commas between them.")
        .optional()
        .text("commitment", "How often it meets")
        .value(text(&settings.commitment))
        .hint("Such as “At least once a term”: its page then says whether it has met this month, quarter, term or year.")
        .optional()
        .select("commitment_series", "Which meetings count for that", series)
        .value(counted.unwrap_or_default())
        .hint("Of a series that goes on as another from some meeting on, those count, too. Where the series is gone or cancelled, all meetings count again.")
        .optional()
        .select("stage", "Where it stands", stages)
        .value(settings.stage().map(Stage::as_str).unwrap_or_default())
        .text("website", "Website elsewhere")
        .value(text(&settings.website))
        .optional()
        .text("parent", "Belongs to which community")
        .value(parent.map(|parent| parent.slug).unwrap_or_default())
        .hint("The end of its address: “design”.")
        .optional()
        .line("date", "ends_on", "Last day")
        .value(settings.ends_on.map(|day| day.to_string()).unwrap_or_default())
        .hint("If it works on one thing and ends.")
        .optional()
        .text("accent", "Colour")
        .value(text(&settings.accent))
        .hint("Such as #0e5a4e. It is made darker, or in the dark lighter, until it can be read.")
        .optional()
        .seen_by(sees(&settings))
        .done();
    let whose = joining_store::named(&app.db, head.id).await?;
    let sheet = Sheet::new("About", "What the community says of itself, and how people join.");
    let mut sheet = declined(sheet, slug, &settings)
        .section("What it is", [Part::Form(fields)])
        .section("How to join", [joining((slug, &seen), &settings, &whose)]);
    sheet.tabs = tabs(slug, "/about", &standing);
    Ok(SheetScreen::of(head, sheet))
}

/// What an administrator said who declined it, and the way to ask again.
fn declined(sheet: Sheet, slug: &str, settings: &Settings) -> Sheet {
    let Some(because) = &settings.declined_because else { return sheet };
    let says = format!("An administrator has not approved it, and says: “{because}” Change below what is asked for, then ask again.");
    let again = form::<ProposeAgain>("Ask again").with("community", slug).done();
    sheet.section("Not approved", [Part::Warning(says), Part::Form(again)])
}

fn joining((slug, seen): (&str, &str), settings: &Settings, (organisations, domains): &(Vec<String>, Vec<String>)) -> Part {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let fields = form::<ChangeJoining>("Save")
        .with("community", slug)
        .carrying("seen", seen)
        .radios("join_rule", "Who can join?", JoinRule::ALL.iter().map(|rule| (rule.as_str(), rule.sentence())))
        .value(settings.join_rule.as_str())
        .text("organisations", "From which organisations")
        .value(organisations.join(", "))
        .hint("With commas between them. People join at once whose address at one of them is confirmed; others ask.")
        .optional()
        .text("domains", "With an address at which domains")
        .value(domains.join(", "))
        .hint("Such as “tax.example, works.example”. People join at once with a confirmed address there or below; others ask. Who came in by this alone belongs no longer once it doesn’t hold, and is told.")
        .optional()
        .text("who_can_join", "Who can join, in your words")
        .value(text(&settings.who_can_join))
        .hint("Stands in place of the sentence above.")
        .optional()
        .text("contact", "Whom to write to")
        .value(text(&settings.contact))
        .optional()
        .area("channels", "Where you talk", 3)
        .value(channel_lines(&settings.channels()))
        .hint("One a line: “Chat: https://chat.example/design Our chat (for members)”. What is for members shows to members alone; “(for everyone at the agency)” only says so. Begin with Mailing list, Chat, Forum, Video calls, Social network or Website.")
        .optional()
        .markdown("guidelines", "What members keep to", 6)
        .value(text(&settings.guidelines))
        .hint("Markdown, or a web address. Who joins accepts it; a change makes a new version.")
        .optional()
        .seen_by(sees(settings));
    Part::Form(losing_sight::asking(fields).done())
}

/// Who will see what a community says of itself.
fn sees(settings: &Settings) -> String {
    let name = &settings.name;
    match readers(settings.audiences().about, settings.listed) {
        Readers::Public => "Seen by everybody on the web.".to_owned(),
        Readers::SignedIn => "Seen by everybody who is signed in.".to_owned(),
        Readers::Members => format!("Seen by members of {name}, not the public."),
        Readers::Leads => format!("Seen by the leads of {name} only."),
    }
}

/// `/c/{community}/settings/log`
pub(crate) async fn log(slug: &str, query: &Asked) -> Result<SheetScreen, AppError> {
    let (app, head, standing) = tending(slug, to_lead).await?;
    let reader = signed_in()?.1.member;
    let narrowed = Narrowed { reader: Some(reader), community: Some(head.id), ..Narrowed::default() };
    let page = entries(&app.db, &narrowed, query.after()).await?;
    let rows = page.items.into_iter().map(row).collect();
    let parts = [Part::Rows(rows), Part::Pages(format!("/c/{slug}/settings/log"), page.next, page.later)];
    let mut sheet = Sheet::new("Log", "Who did what here, the latest first. Leads see it.").section("", parts);
    sheet.tabs = tabs(slug, "/log", &standing);
    Ok(SheetScreen::of(head, sheet))
}

/// `/c/{community}/settings/end`
pub(crate) async fn end(slug: &str) -> Result<SheetScreen, AppError> {
    let (app, head, standing) = tending(slug, to_lead).await?;
    let settings = store::read(&app.db, head.id).await?;
    let address = form::<ChangeAddress>("Change the address")
        .with("community", slug)
        .text("slug", "The end of its address")
        .value(slug)
        .hint(if head.listed {
            "The old address leads to the new one, and stays this community’s."
        } else {
            "The old address leads to the new one, and stays this community’s. Behind what you write come letters that nobody can guess: it is hidden."
        })
        .quiet()
        .done();
    let status = |button: &str, to: &str| form::<ChangeStatus>(button).with("community", slug).with("status", to);
    let alive = settings.status == CommunityStatus::Active;
    let ending =
        if alive { Part::Form(status("Archive", "archived").danger().done()) } else { Part::Form(status("Revive", "active").done()) };
    let says = if alive {
        "It meets no more; what it wrote stays to be read. You can revive it."
    } else {
        "It has ended. Revived, it is where it was, with its members."
    };
    // Who organises in it can change nothing once it has ended.
    let to_come = if alive { store::to_come(&app.db, head.id, app.clock.now()).await? } else { 0 };
    let meets = (to_come > 0).then(|| {
        let meetings =
            if to_come > 1_000 { "More than 1,000 meetings are".to_owned() } else { count(to_come, "meeting is", "meetings are") };
        Part::Text(format!(
            "{meetings} to come. What does not take place is cancelled first: those who come are told, and afterwards nobody can do it."
        ))
    });
    let transfer = form::<Transfer>("Hand it over")
        .with("community", slug)
        .text("handle", "To whom?")
        .hint("The handle of a member, such as @ada-okafor: they lead it then, and you no longer do.")
        .danger()
        .done();
    let merge = opening::asking(
        form::<Merge>("Merge")
            .with("community", slug)
            .text("into", "Into which community?")
            .hint("The end of its address. You have to lead both; members of this one belong to the other then.")
            .danger(),
    )
    .done();
    let mut sheet = Sheet::new("Ending", "Its address, and what becomes of it.")
        .section("Address", [Part::Form(address)])
        .section("Hand over", [Part::Form(transfer)])
        .section(if alive { "Archive" } else { "Revive" }, [Some(Part::Text(says.to_owned())), meets, Some(ending)].into_iter().flatten());
    if alive {
        sheet = sheet.section("Merge into another", [Part::Form(merge)]);
    }
    sheet.tabs = tabs(slug, "/end", &standing);
    Ok(SheetScreen::of(head, sheet))
}
