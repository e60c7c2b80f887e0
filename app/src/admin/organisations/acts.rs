//! What administrators do to organisations.

use uuid::Uuid;

use super::store;
use crate::activity::{Act, Deed, ObjectKind};
use crate::admin::typed;
use crate::error::AppError;
use crate::link::is_safe_address;
use crate::organisations::record::OrganisationRecord;
use crate::organisations::{proof, record_store, vouching};
use crate::redirects::store::lead;
use crate::state::administrator;
use crate::ui::form::Done;
use crate::ui::lists::count;

/// A website that pages may link to, where one was typed.
fn website(typed: &str) -> Result<Option<String>, AppError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    if !(typed.starts_with("https://") || typed.starts_with("http://")) || !is_safe_address(typed) || typed.len() > 2_000 {
        return Err(AppError::field("website", "Write the whole address, such as https://example.org."));
    }
    Ok(Some(typed.to_owned()))
}

/// Makes an organisation.
pub async fn make(name: &str, site: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let (name, website) = (typed::named("name", name)?, website(site)?);
    let (id, mut tx) = (Uuid::now_v7(), app.db.begin().await?);
    let slug = store::free_slug(&mut tx, &name, id).await?;
    let record =
        OrganisationRecord { slug: slug.clone(), name: name.clone(), short_name: None, website, aliases: Vec::new(), body: String::new() };
    record_store::save(&mut tx, id, &record).await?;
    tx.commit([Act::by(by.member, Deed::Made, ObjectKind::Organisation, id).noting(format!("{name} ({slug})"))]).await?;
    Ok(Done::at(format!("/admin/organisations/{slug}")).saying(format!("{name} is there. Add the domains its people have addresses at.")))
}

/// Gives an organisation another name, and the address that goes with it; the old one leads there.
pub async fn rename(organisation: &str, name: &str, site: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let (name, website) = (typed::named("name", name)?, website(site)?);
    let mut tx = app.db.begin().await?;
    let (id, before) = store::lock(&mut tx, organisation).await?;
    let slug = if name == before { organisation.to_owned() } else { store::free_slug(&mut tx, &name, id).await? };
    store::rename(&mut tx, id, (&slug, &name, website.as_deref())).await?;
    if slug != organisation {
        lead(&mut tx, &format!("/organisations/{organisation}"), ObjectKind::Organisation, id).await?;
    }
    let (deed, note) = if name == before {
        (Deed::Edited, format!("{name} ({slug}): its website"))
    } else {
        (Deed::Renamed, format!("{before} ({organisation}) is {name} ({slug})"))
    };
    tx.commit([Act::by(by.member, deed, ObjectKind::Organisation, id).noting(note)]).await?;
    Ok(Done::at(format!("/admin/organisations/{slug}")).saying("Saved. Its old address leads here."))
}

/// Adds a domain, and verifies everybody with an address there.
pub async fn add_domain(organisation: &str, domain: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let domain = typed::domain(domain)?;
    let mut tx = app.db.begin().await?;
    let (id, name) = store::lock(&mut tx, organisation).await?;
    if let Some(owner) = store::add_domain(&mut tx, id, &domain).await? {
        return Err(AppError::field("domain", format!("{domain} is a domain of {owner} already. Remove it there first.")));
    }
    proof::announce(&mut tx, id, &domain).await?;
    let note = format!("{name} ({organisation}): addresses at {domain} prove that somebody belongs");
    tx.commit([Act::by(by.member, Deed::Edited, ObjectKind::Organisation, id).noting(note)]).await?;
    let people = count(proof::recheck_all(&app.db, id, &domain).await?, "person", "people");
    let says = format!("Whoever has a confirmed address at {domain} or below it is verified from now on. By now: {people}.");
    Ok(Done::at(format!("/admin/organisations/{organisation}")).saying(says))
}

/// Removes a domain, and what it proved.
pub async fn remove_domain(organisation: &str, domain: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let mut tx = app.db.begin().await?;
    let (id, name) = store::lock(&mut tx, organisation).await?;
    if !store::remove_domain(&mut tx, id, domain).await? {
        return Err(AppError::form("This domain has been removed already."));
    }
    proof::announce(&mut tx, id, domain).await?;
    let note = format!("{name} ({organisation}): addresses at {domain} prove nothing any more");
    tx.commit([Act::by(by.member, Deed::Edited, ObjectKind::Organisation, id).noting(note)]).await?;
    let people = count(proof::recheck_all(&app.db, id, domain).await?, "person", "people");
    let says = format!("Addresses at {domain} prove nothing any more. No longer verified by one: {people}.");
    Ok(Done::at(format!("/admin/organisations/{organisation}")).saying(says))
}

/// Says that a sign-in provider is the organisation's, and verifies everybody whom it let in.
pub async fn add_provider(organisation: &str, slug: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let unknown = || AppError::field("provider", "Choose a sign-in provider of this site’s settings.");
    let provider = app.site.provider(slug).ok_or_else(unknown)?;
    let mut tx = app.db.begin().await?;
    let (id, name) = store::lock(&mut tx, organisation).await?;
    if let Some(owner) = vouching::add(&mut tx, id, slug).await? {
        return Err(AppError::field("provider", format!("{} is {owner}’s already. Take it away there first.", provider.name)));
    }
    let note = format!("{name} ({organisation}): signing in with {slug} proves that somebody belongs");
    tx.commit([Act::by(by.member, Deed::Edited, ObjectKind::Organisation, id).noting(note)]).await?;
    let says = format!("Whoever signs in with {} is verified from now on.", provider.name);
    Ok(Done::at(format!("/admin/organisations/{organisation}")).saying(says))
}

/// Takes a sign-in provider from an organisation, and what it proved.
pub async fn remove_provider(organisation: &str, slug: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let mut tx = app.db.begin().await?;
    let (id, name) = store::lock(&mut tx, organisation).await?;
    let Some(mut acts) = vouching::remove(&mut tx, id, slug).await? else {
        return Err(AppError::form("This provider has been taken away already."));
    };
    let note = format!("{name} ({organisation}): signing in with {slug} proves nothing any more");
    acts.push(Act::by(by.member, Deed::Edited, ObjectKind::Organisation, id).noting(note));
    tx.commit(acts).await?;
    Ok(Done::at(format!("/admin/organisations/{organisation}")).saying("Signing in there proves nothing any more."))
}
