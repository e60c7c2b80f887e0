//! The screens of one's own profile and of what is held of one.

use super::api::{DeleteAccount, RemovePhoto, SaveAudiences, SaveProfile, UploadPhoto};
use super::blocking::{blocked, unblock_form};
use super::editing_store::{self as store, Choices};
use super::leaving::Contributions;
use super::model::{Audience, Audiences};
use super::record::PersonRecord;
use crate::accounts::passkeys::freshness::is_fresh;
use crate::accounts::sheets::{own_tabs, sign_in_again};
use crate::accounts::store::by_member;
use crate::error::AppError;
use crate::fingerprint;
use crate::state::{SignedIn, signed_in};
use crate::ui::form::Form;
use crate::ui::forming::form;
use crate::ui::sheet::{Part, Row, Sheet};

/// How many organisations or topics are named for who chooses.
const NAMED: usize = 12;

/// `/me/profile`
pub(crate) async fn profile() -> Result<Sheet, AppError> {
    let (app, member) = signed_in()?;
    let record = store::profile(&app.db, member.member).await?;
    let (organisations, topics) = (store::organisations(&app.db).await?, store::topics(&app.db).await?);
    let audiences = store::audiences(&app.db, member.member).await?;
    let mut sheet = Sheet::new("Profile", "Who you are to others here. All but your name and handle may stay empty.");
    sheet.tabs = own_tabs("/me/profile");
    let see = vec![("See your profile".to_owned(), format!("/people/{}", record.handle))];
    let hidden = "Everyone sees all of your profile unless you choose otherwise. Your name, your handle and what you write in communities are seen by whoever sees those communities; a community’s own list of members follows its rules.";
    sheet = sheet.section("", [Part::Links(see)]).section("Photo", photo(&member));
    let sheet = sheet.section("About you", [Part::Form(profile_form(&record, &organisations, &topics))]).section(
        "Who sees what",
        [Part::Text(hidden.to_owned()), Part::Folded("Choose who sees what".to_owned(), Box::new(audiences_form(audiences)))],
    );
    let row = |(handle, name): (String, String)| Row {
        href: Some(format!("/people/{handle}")),
        forms: vec![unblock_form(&handle)],
        ..Row::new(name)
    };
    let blocked: Vec<Row> = blocked(&app.db, member.member).await?.into_iter().map(row).collect();
    Ok(if blocked.is_empty() { sheet } else { sheet.section("People you block", [Part::Rows(blocked)]) })
}

/// One's photo, and the ways to have another or none.
fn photo(member: &SignedIn) -> Vec<Part> {
    let photo = member.photo.map(|photo| photo.simple().to_string());
    let (there, words) = (photo.is_some(), if photo.is_some() { "Use this one instead" } else { "Use this photo" });
    let upload = form::<UploadPhoto>(words)
        .file("photo", "A picture of you", "image/jpeg,image/png,image/webp,image/gif")
        .hint("A JPEG, PNG, WebP or GIF file of at most 8 MB. The square in its middle is shown; where and when it was taken is removed from it.")
        .quiet()
        .done();
    let remove = there.then(|| Part::Form(form::<RemovePhoto>("Remove the photo").quiet().done()));
    [Part::Face(member.name.clone(), photo), Part::Form(upload)].into_iter().chain(remove).collect()
}

fn profile_form(record: &PersonRecord, organisations: &Choices, topics: &Choices) -> Form {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let links: Vec<String> = record.links.iter().map(|link| format!("{} {}", link.title, link.url)).collect();
    form::<SaveProfile>("Save the profile")
        .carrying("seen", fingerprint::of(record))
        .text("name", "Name")
        .hint("As people call you.")
        .value(record.name.clone())
        .filled_in("name")
        .text("handle", "Handle")
        .hint("The end of your profile’s address: letters a to z, digits and hyphens. The address you have now will lead to the new one.")
        .value(record.handle.clone())
        .text("pronouns", "Pronouns")
        .value(text(&record.pronouns))
        .optional()
        .text("role", "Role")
        .hint("What you do: “Service designer”.")
        .value(text(&record.role))
        .filled_in("organization-title")
        .optional()
        .text("job_family", "Job family")
        .hint("The profession your role belongs to: “User-centred design”.")
        .value(text(&record.job_family))
        .optional()
        .text("place", "Place")
        .value(text(&record.place))
        .optional()
        .select("timezone", "Time zone", zones(record.timezone.as_deref()))
        .value(text(&record.timezone))
        .optional()
        .area("organisations", "Organisations", 3)
        .hint(&format!("One a line; the first stands beside your name in lists. {}", here(organisations, "organisations")))
        .value(titles(&record.organisations, organisations))
        .optional()
        .markdown("about", "About you", 8)
        .hint("At most 5,000 characters. You can use Markdown.")
        .value(record.body.clone())
        .optional()
        .area("links", "Links", 4)
        .hint("One a line, a title and then the address: “My notes https://notes.example”.")
        .value(links.join("\n"))
        .optional()
        .area("ask_about", "Topics people can ask you about", 3)
        .hint(&format!("One a line, at most 10. {}", here(topics, "topics")))
        .value(titles(&record.ask_about, topics))
        .optional()
        .area("learning", "Topics you are learning", 3)
        .hint("One a line, at most 10.")
        .value(titles(&record.learning, topics))
        .optional()
        .done()
}

/// What there is to name, for who does not know it by heart.
fn here(choices: &Choices, what: &str) -> String {
    let names: Vec<&str> = choices.known.iter().filter_map(|one| one.names.first()).take(NAMED).map(String::as_str).collect();
    match choices.known.len() {
        0 => format!("There are no {what} on this site yet."),
        known if known > names.len() => format!("Among those on this site: {}. All are at /{what}.", names.join(", ")),
        _ => format!("On this site: {}.", names.join(", ")),
    }
}

/// The titles of what slugs refer to, one a line; the slug where two share a title.
fn titles(slugs: &[String], choices: &Choices) -> String {
    let title = |slug: &String| {
        let title = choices.known.iter().find(|one| one.slug == *slug).and_then(|one| one.names.first())?;
        let alone = choices.known.iter().filter(|one| one.names.first() == Some(title)).count() == 1;
        alone.then(|| title.clone())
    };
    slugs.iter().map(|slug| title(slug).unwrap_or_else(|| slug.clone())).collect::<Vec<_>>().join("\n")
}

/// Time zones by region and city, and the one that is set whatever it is.
/// The time zones to choose from, with the one that is set.
pub(crate) fn zones(set: Option<&str>) -> Vec<(String, String)> {
    const REGIONS: [&str; 10] =
        ["Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"];
    let known = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    let listed = known.filter(|zone| *zone == "UTC" || REGIONS.iter().any(|region| zone.starts_with(region)));
    let mut zones: Vec<String> = listed.map(str::to_owned).collect();
    if let Some(set) = set.filter(|set| !zones.iter().any(|zone| zone == set)) {
        zones.push(set.to_owned());
    }
    zones.sort();
    let named = zones.into_iter().map(|zone| {
        let label = zone.replace('_', " ");
        (zone, label)
    });
    std::iter::once((String::new(), "Not said".to_owned())).chain(named).collect()
}

fn audiences_form(audiences: Audiences) -> Form {
    let parts = [
        ("photo", "Photo", audiences.photo),
        ("pronouns", "Pronouns", audiences.pronouns),
        ("role", "Role and job family", audiences.role),
        ("place", "Place", audiences.place),
        ("organisations", "Organisations", audiences.organisations),
        ("about", "About you", audiences.about),
        ("links", "Links", audiences.links),
        ("topics", "Topics", audiences.topics),
        ("communities", "The list of your communities", audiences.communities),
    ];
    let choices = || Audience::ALL.iter().map(|audience| (audience.as_str(), audience.title()));
    parts
        .into_iter()
        .fold(form::<SaveAudiences>("Save who sees what").quiet(), |form, (name, label, audience)| {
            form.select(name, label, choices()).value(audience.as_str())
        })
        .done()
}

/// `/me/data`
pub(crate) async fn data() -> Result<Sheet, AppError> {
    let (app, member) = signed_in()?;
    let account = by_member(&app.db, member.member).await?.ok_or(AppError::SignIn)?;
    let mut sheet = Sheet::new("My data", "What this site holds of you: yours to take, and to delete.");
    sheet.tabs = own_tabs("/me/data");
    let held = "Your account, profile, memberships, sessions and activity, and everything you asked, answered and commented: as a file for programs and as texts to read.";
    let lost = "Your profile, memberships and account are deleted at once and for good. Download what you want to keep first. A community that you alone lead shows that it looks for a lead: name somebody before you go, if you can.";
    let choices = Contributions::ALL.iter().map(|choice| (choice.as_str(), choice.title()));
    let mut fields = form::<DeleteAccount>("Delete my account for good").danger().radios("contributions", "What you wrote here", choices);
    if account.password.is_some() {
        fields = fields.password("current_password", "Your password", false);
    }
    let delete = if account.password.is_none() && !is_fresh(&app, &member) {
        sign_in_again("/me/data")
    } else {
        Part::Folded("Delete my account".to_owned(), Box::new(fields.done()))
    };
    Ok(sheet
        .section(
            "Take it with you",
            [Part::Text(held.to_owned()), Part::Links(vec![("Download everything about me".to_owned(), "/me/data.zip".to_owned())])],
        )
        .section("Delete my account", [Part::Text(lost.to_owned()), delete]))
}
