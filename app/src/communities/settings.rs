//! Changing a community, by its leads. Every change is in its log.

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::accent::Colour;
use super::founding::{CHARTER, read_name};
use super::model::{CommunityHead, Stage};
use super::record::Charter;
use super::settings_store::{self as store, AboutChange};
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::Tx;
use crate::error::AppError;
use crate::link::is_safe_address;
use crate::memberships::rules::to_lead;
use crate::memberships::store as memberships;
use crate::state::{AppState, SignedIn, signed_in_at};
use crate::typed::Typed;
use crate::ui::form::Done;

/// A change by a lead: the community is locked.
pub(super) struct Leading {
    pub(super) app: AppState,
    pub(super) by: SignedIn,
    pub(super) head: CommunityHead,
    pub(super) tx: Tx,
}

impl Leading {
    pub(super) async fn begin(slug: &str) -> Result<Self, AppError> {
        let (app, by, head) = signed_in_at(slug).await?;
        let mut tx = app.db.begin().await?;
        memberships::lock(&mut tx, head.id).await?;
        to_lead(&memberships::standing_now(&mut tx, head.id, by.member).await?)?;
        Ok(Self { app, by, head, tx })
    }

    /// Begins where the settings are still those that the form showed.
    pub(super) async fn begin_where(slug: &str, seen: &str) -> Result<Self, AppError> {
        let leading = Self::begin(slug).await?;
        if !seen.is_empty() && seen != store::fingerprint(&leading.app.db, leading.head.id).await? {
            let says = "Somebody has changed these settings since you opened them. What you typed is still here: look at theirs in another tab, then save again.";
            return Err(AppError::form(says));
        }
        Ok(leading)
    }

    pub(super) async fn commit(self, deed: Deed, note: &str) -> Result<(), AppError> {
        self.commit_with(deed, note, Vec::new()).await
    }

    /// Commits with what else became of it.
    pub(super) async fn commit_with(self, deed: Deed, note: &str, mut acts: Vec<Act>) -> Result<(), AppError> {
        let act = Act::by(self.by.member, deed, ObjectKind::Community, self.head.id).in_community(self.head.id).noting(note);
        acts.insert(0, act);
        Ok(self.tx.commit(acts).await?)
    }
}

pub(super) fn back(slug: &str, to: &str) -> Done {
    Done::at(format!("/c/{slug}/settings/{to}")).saying("Saved.")
}

pub(super) fn listed(text: &str) -> Vec<&str> {
    text.split([',', '\n']).map(str::trim).filter(|item| !item.is_empty()).collect()
}

/// What the community says of itself: its lines, its charter, its lists.
pub(super) async fn about(
    (slug, seen): (&str, &str),
    [name, short_name, kind, stage, summary, commitment, series, website]: [&str; 8],
    [domain, people, practice]: [&str; 3],
    [topics, job_families]: [&str; 2],
    [ends_on, accent, parent]: [&str; 3],
) -> Result<Done, AppError> {
    let mut typed = Typed::default();
    let mut change = AboutChange {
        name: typed.line("name", name, 80),
        short_name: typed.maybe_line("short_name", short_name, 30),
        kind: typed.word("kind", kind),
        stage: stage.parse::<Stage>().ok(),
        summary: typed.line("summary", summary, 300),
        charter: Charter {
            domain: typed.text("domain", domain, CHARTER),
            community: typed.text("people", people, CHARTER),
            practice: typed.text("practice", practice, CHARTER),
        },
        job_families: listed(job_families).into_iter().map(str::to_owned).collect(),
        commitment: typed.maybe_line("commitment", commitment, 100),
        commitment_series: Some(series.to_owned()).filter(|series| !series.is_empty()),
        website: typed.maybe_line("website", website, 300),
        topics: Vec::new(),
        ends_on: None,
        accent: read_accent(&mut typed, accent),
        parent: None,
    };
    if !ends_on.trim().is_empty() {
        change.ends_on = ends_on.trim().parse().ok().filter(|day: &NaiveDate| (1900..=2200).contains(&day.year()));
        if change.ends_on.is_none() {
            typed.say("ends_on", "Write the day as year-month-day: 2026-09-01.");
        }
    }
    if change.website.as_deref().is_some_and(|website| !website.starts_with("http") || !is_safe_address(website)) {
        typed.say("website", "Write the whole address, with https:// before it.");
    }
    if change.job_families.len() > 20 || change.job_families.iter().any(|family| family.chars().count() > 60) {
        typed.say("job_families", "At most 20, each of at most 60 characters.");
    }
    let mut leading = Leading::begin_where(slug, seen).await?;
    if let Some(series) = &change.commitment_series
        && !store::series(&leading.app.db, leading.head.id).await?.iter().any(|(known, _)| known == series)
    {
        typed.say("commitment_series", "This is no series of the community that takes place. Choose one of these, or all of its meetings.");
    }
    if change.name != leading.head.name {
        read_name(&mut typed, &change.name);
    }
    let wanted = listed(topics);
    if wanted.len() > 10 {
        typed.say("topics", "At most 10 topics: those that matter most.");
    }
    for topic in wanted.into_iter().take(10) {
        match store::topic(&mut leading.tx, topic).await? {
            Some(id) if change.topics.contains(&id) => {}
            Some(id) => change.topics.push(id),
            None => typed.say("topics", format!("There is no topic “{topic}” yet. Choose among those under Topics.")),
        }
    }
    change.parent = read_parent(&mut typed, &mut leading, parent).await?;
    typed.done(())?;
    store::set_about(&mut leading.tx, leading.head.id, &change).await?;
    leading.commit(Deed::Edited, "about").await?;
    Ok(back(slug, "about"))
}

/// A colour, where one was typed.
fn read_accent(typed: &mut Typed, text: &str) -> Option<Colour> {
    if text.trim().is_empty() {
        return None;
    }
    let colour = text.parse().ok();
    if colour.is_none() {
        typed.say("accent", "Write a colour as six digits and letters behind a #: #0e5a4e.");
    }
    colour
}

/// The community that this one belongs to: one that the lead may see, and none that belongs to this one.
async fn read_parent(typed: &mut Typed, leading: &mut Leading, text: &str) -> Result<Option<Uuid>, AppError> {
    let slug = text.trim().trim_start_matches("/c/");
    if slug.is_empty() {
        // One that this lead may not see was not shown, and is not taken away.
        return Ok(store::parent(&leading.app.db, leading.head.id, leading.by.member)
            .await?
            .filter(|parent| !parent.seen)
            .map(|parent| parent.id));
    }
    let found = super::store::head(&leading.app.db, leading.by.viewer(), slug).await.ok().filter(|parent| !parent.is_everyone());
    let Some(parent) = found else {
        typed.say("parent", "There is no such community. Write the end of its address: “design”.");
        return Ok(None);
    };
    if store::is_above(&mut leading.tx, leading.head.id, parent.id).await? {
        typed.say("parent", format!("{} belongs to this community itself. Choose one that doesn’t.", parent.name));
    }
    Ok(Some(parent.id))
}
