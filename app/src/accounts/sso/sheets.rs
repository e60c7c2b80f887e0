//! What the screens of getting in show of providers.

use super::api::UnlinkIdentity;
use super::problem::Problem;
use super::{rules, store};
use crate::asked::Asked;
use crate::error::AppError;
use crate::state::{AppState, SignedIn};
use crate::ui::forming::form;
use crate::ui::pagination::encode;
use crate::ui::sheet::{Part, Row};
use crate::when;

/// What went wrong on the way.
pub(in crate::accounts) fn warning(query: &Asked) -> Option<Part> {
    query.text("problem").parse().ok().map(|problem: Problem| Part::Warning(problem.sentence().to_owned()))
}

/// The ways in, and on to `to`.
pub(in crate::accounts) fn ways_in(app: &AppState, to: &str) -> Option<Part> {
    let to: String = openidconnect::url::form_urlencoded::byte_serialize(to.as_bytes()).collect();
    let way = |slug: &str| if to.is_empty() { format!("/sign-in/with/{slug}") } else { format!("/sign-in/with/{slug}?to={to}") };
    let ways: Vec<(String, String)> =
        app.site.providers.iter().map(|provider| (format!("Continue with {}", provider.name), way(&provider.slug))).collect();
    (!ways.is_empty()).then_some(Part::Ways(ways))
}

/// What stands in place of a form that makes an account with a password, where people come through a provider alone; and on to `to`.
pub(crate) fn first_through_a_provider(app: &AppState, to: &str) -> Vec<Part> {
    let says = "Sign in through your organisation first. It brings you back here.";
    let ways = ways_in(app, to).unwrap_or_else(|| Part::Links(vec![("Sign in".to_owned(), format!("/sign-in?to={}", encode(to)))]));
    vec![Part::Text(says.to_owned()), ways]
}

/// One's own identities, and the ways to link another. Empty where there are neither.
pub(in crate::accounts) async fn own(app: &AppState, member: &SignedIn) -> Result<Vec<Part>, AppError> {
    let identities = store::list(&app.db, member.member).await?;
    let free = app.site.providers.iter().filter(|provider| identities.iter().all(|identity| identity.provider != provider.slug));
    let proof = rules::link_proof(member.session);
    let ways: Vec<(String, String)> =
        free.map(|provider| (format!("Link {}", provider.name), format!("/sign-in/with/{}?link={proof}", provider.slug))).collect();
    let mut parts = Vec::new();
    if !identities.is_empty() {
        let rows = identities.into_iter().enumerate().map(|(n, identity)| row(app, n, identity)).collect();
        parts.push(Part::Rows(rows));
    }
    if !ways.is_empty() {
        parts.push(Part::Ways(ways));
    }
    Ok(parts)
}

fn row(app: &AppState, number: usize, identity: store::Identity) -> Row {
    let (name, here) = match app.site.provider(&identity.provider) {
        Some(provider) => (provider.name.clone(), None),
        None => (identity.provider.clone(), Some("This site no longer uses it".to_owned())),
    };
    let unlink = form::<UnlinkIdentity>("Unlink")
        .with("provider", identity.provider)
        .with("subject", identity.subject)
        .numbered(number)
        .quiet()
        .done();
    let linked = format!("Linked {}", when::stamp(identity.created_at).text);
    let used = format!("Last used {}", when::stamp(identity.last_used_at).text);
    Row { facts: identity.email.into_iter().chain(here).chain([linked, used]).collect(), forms: vec![unlink], ..Row::new(name) }
}
