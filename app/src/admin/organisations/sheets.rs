//! The screens of organisations' administration.

use super::store::{self, OrganisationRow};
use crate::admin::api::{AddDomain, AddProvider, MakeOrganisation, RemoveDomain, RemoveProvider, RenameOrganisation};
use crate::admin::overview::{below, tabs};
use crate::asked::Asked;
use crate::error::AppError;
use crate::organisations::vouching;
use crate::state::{Site, administrator};
use crate::ui::forming::form;
use crate::ui::lists::up_to;
use crate::ui::sheet::{Part, Row, Sheet};

/// `/admin/organisations`
pub(crate) async fn list(asked: &Asked) -> Result<Sheet, AppError> {
    let (app, _) = administrator()?;
    let organisations = store::list(&app.db, asked.after()).await?;
    let rows: Vec<Row> = organisations.items.into_iter().map(row).collect();
    let list = if rows.is_empty() { Part::Empty("There is none yet. Make the first one below.".to_owned()) } else { Part::Rows(rows) };
    let make = form::<MakeOrganisation>("Make it")
        .text("name", "Name")
        .hint("Its address is made of it.")
        .line("url", "website", "Website")
        .optional()
        .done();
    let mut sheet = Sheet::new("Organisations", "The employers and bodies that people belong to, and how they prove it.");
    sheet.tabs = tabs("/admin/organisations");
    let pages = Part::Pages("/admin/organisations".to_owned(), organisations.next, organisations.later);
    Ok(sheet.section("", [list, pages]).section("Another organisation", [Part::Form(make)]))
}

fn row(organisation: OrganisationRow) -> Row {
    let mut facts = people(&organisation);
    facts.extend(organisation.domains.iter().map(|domain| format!("@{domain}")));
    Row { href: Some(format!("/admin/organisations/{}", organisation.slug)), facts, ..Row::new(organisation.name) }
}

fn people(organisation: &OrganisationRow) -> Vec<String> {
    let mut facts = vec![up_to(organisation.people, "person", "people")];
    facts.extend((organisation.verified > 0).then(|| up_to(organisation.verified, "verified", "verified")));
    facts
}

/// `/admin/organisations/{slug}`
pub(crate) async fn one(slug: &str) -> Result<Sheet, AppError> {
    let (app, _) = administrator()?;
    let organisation = store::one(&app.db, slug).await?;
    let slug = organisation.slug.as_str();
    let domains = organisation.domains.iter().enumerate().map(|(n, domain)| {
        let remove = form::<RemoveDomain>("Remove").with("organisation", slug).with("domain", domain.as_str()).numbered(n).danger().done();
        Row { forms: vec![remove], ..Row::new(format!("@{domain}")) }
    });
    let domains: Vec<Row> = domains.collect();
    let known = if domains.is_empty() {
        Part::Empty("None yet: that somebody belongs here is what they say of themselves.".to_owned())
    } else {
        Part::Rows(domains)
    };
    let add = form::<AddDomain>("Add the domain").with("organisation", slug).text("domain", "Mail domain").hint(
        "What stands after the @, such as example.org. Addresses below it count too. Add only what the organisation alone gives out.",
    );
    let rename = form::<RenameOrganisation>("Save")
        .with("organisation", slug)
        .text("name", "Name")
        .hint("Its address follows the name; the old one leads to the new one.")
        .value(organisation.name.clone())
        .line("url", "website", "Website")
        .value(organisation.website.clone().unwrap_or_default())
        .optional()
        .done();
    let about = "Whoever has confirmed an address at one of these domains is shown as verified, with the date. It ends when their address changes, or the domain is removed.";
    let links = vec![("Its page".to_owned(), format!("/organisations/{slug}"))];
    Ok(below(Sheet::new(organisation.name.clone(), people(&organisation).join(", ")), "Organisations", "/admin/organisations")
        .section("", [Part::Links(links)])
        .section("Mail domains", [Part::Text(about.to_owned()), known, Part::Form(add.done())])
        .section("Sign-in", signing_in(&app.site, slug, vouching::of(&app.db, slug).await?))
        .section("Name", [Part::Form(rename)]))
}

/// The sign-in providers that are the organisation's own, and the way to say that another is.
fn signing_in(site: &Site, slug: &str, providers: Vec<String>) -> Vec<Part> {
    let about = format!(
        "Whoever comes in through the organisation’s own sign-in is shown as verified, with the date. It ends {} days after they last did, when they unlink it, or when it is taken away.",
        site.provider_proof_days
    );
    let free: Vec<(String, String)> = site
        .providers
        .iter()
        .filter(|provider| !providers.contains(&provider.slug))
        .map(|provider| (provider.slug.clone(), provider.name.clone()))
        .collect();
    let row = |(n, provider): (usize, String)| {
        let known = site.provider(&provider);
        let remove =
            form::<RemoveProvider>("Take away").with("organisation", slug).with("provider", provider.as_str()).numbered(n).danger();
        let facts = if known.is_some() { Vec::new() } else { vec!["The settings don’t have it any more: it proves nothing".to_owned()] };
        Row { facts, forms: vec![remove.done()], ..Row::new(known.map_or(provider.clone(), |known| known.name.clone())) }
    };
    let rows: Vec<Row> = providers.into_iter().enumerate().map(row).collect();
    let mut parts = vec![Part::Text(about)];
    parts.extend((!rows.is_empty()).then_some(Part::Rows(rows)));
    if free.is_empty() && parts.len() == 1 {
        parts.push(Part::Empty("This site has no sign-in provider. Whoever runs it sets one by OIDC_PROVIDERS.".to_owned()));
    } else if !free.is_empty() {
        let add = form::<AddProvider>("It is the organisation’s").with("organisation", slug).select("provider", "Sign-in provider", free);
        let add = add.hint("Only one that lets in nobody but the organisation’s own people.");
        parts.push(Part::Form(add.done()));
    }
    parts
}
