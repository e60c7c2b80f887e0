//! Changing a community, by its leads. Every change is in its log.

use super::founding::{CHARTER, is_word, read_name};
use super::model::{Audience, CommunityHead, CommunityStatus, Stage};
use super::record::{Audiences, Charter};
use super::settings_store::{self as store, AboutChange};
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::Tx;
use crate::error::AppError;
use crate::link::is_safe_address;
use crate::memberships::rules::to_lead;
use crate::memberships::store as memberships;
use crate::names;
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
    async fn begin(slug: &str) -> Result<Self, AppError> {
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

    async fn commit(self, deed: Deed, note: &str) -> Result<(), AppError> {
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
    };
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
    typed.done(())?;
    store::set_about(&mut leading.tx, leading.head.id, &change).await?;
    leading.commit(Deed::Edited, "about").await?;
    Ok(back(slug, "about"))
}

/// Who sees what.
pub(super) async fn audiences(
    (slug, seen): (&str, &str),
    [shown, anonymous, numbers]: [&str; 3],
    sections: [&str; 5],
) -> Result<Done, AppError> {
    let mut typed = Typed::default();
    let anonymous = match anonymous {
        "" => None,
        word => Some(word == "yes"),
    };
    let names = ["about", "events", "questions", "pages", "members"];
    let mut read = [Audience::default(); 5];
    for ((read, field), word) in read.iter_mut().zip(names).zip(sections) {
        *read = typed.word(field, word);
    }
    if !matches!(shown, "listed" | "hidden") {
        typed.say("listed", "Choose one of these.");
    }
    let mut leading = Leading::begin_where(slug, seen).await?;
    typed.done(())?;
    let [about, events, questions, pages, members] = read;
    let proposed = store::read(&leading.app.db, leading.head.id).await?.proposed;
    if proposed && shown == "listed" {
        return Err(AppError::field("listed", "An administrator has to approve the community first."));
    }
    store::set_audiences(&mut leading.tx, leading.head.id, shown == "listed", &Audiences { about, events, questions, pages, members })
        .await?;
    store::set_board(&mut leading.tx, leading.head.id, (anonymous, !numbers.is_empty())).await?;
    leading.commit(Deed::Edited, "who sees what").await?;
    Ok(back(slug, "audiences"))
}

/// Another address.
pub(super) async fn address(slug: &str, typed: &str) -> Result<Done, AppError> {
    let new = names::slug(typed);
    let mut leading = Leading::begin(slug).await?;
    if new != typed.trim() || new.len() < 2 || is_word(&new) {
        return Err(AppError::field("slug", "Use small letters, digits and single hyphens, at least two of them: “user-research”."));
    }
    if leading.head.is_everyone() {
        return Err(AppError::Forbidden("This community belongs to the site; its address stays.".to_owned()));
    }
    if new == slug {
        return Ok(back(slug, "end"));
    }
    if store::is_taken(&mut leading.tx, &new, leading.head.id).await? {
        return Err(AppError::field("slug", "Another community has or had this address. Choose another."));
    }
    store::rename(&mut leading.tx, leading.head.id, slug, &new).await?;
    leading.commit(Deed::Renamed, &format!("{slug} → {new}")).await?;
    Ok(Done::at(format!("/c/{new}/settings/end")).saying("The community has its new address. The old one leads there."))
}

/// Archived or active.
pub(super) async fn status(slug: &str, word: &str) -> Result<Done, AppError> {
    let (status, deed, says) = match word {
        "archived" => (CommunityStatus::Archived, Deed::Archived, "The community is archived. What it wrote stays to be read."),
        "active" => (CommunityStatus::Active, Deed::Revived, "The community lives again."),
        _ => return Err(AppError::NotFound),
    };
    let mut leading = Leading::begin(slug).await?;
    if leading.head.is_everyone() {
        return Err(AppError::Forbidden("This community belongs to the site; it does not end.".to_owned()));
    }
    store::set_status(&mut leading.tx, leading.head.id, status, None).await?;
    leading.commit(deed, word).await?;
    Ok(Done::at(format!("/c/{slug}/settings/end")).saying(says))
}

/// Into another.
pub(super) async fn merge(slug: &str, into: &str) -> Result<Done, AppError> {
    let other = into.trim().trim_start_matches("/c/");
    let mut leading = Leading::begin(slug).await?;
    let found = super::store::head(&leading.app.db, leading.by.viewer(), other).await;
    let target = found.map_err(|_| AppError::field("into", "There is no such community. Write the end of its address: “design”."))?;
    if target.id == leading.head.id || leading.head.is_everyone() || target.status != CommunityStatus::Active {
        return Err(AppError::field("into", "Choose another community that is active."));
    }
    if !memberships::standing_now(&mut leading.tx, target.id, leading.by.member).await?.may_lead() {
        return Err(AppError::field("into", format!("You have to lead {} too. Ask one of its leads to make you one.", target.name)));
    }
    store::join_all(&mut leading.tx, leading.head.id, target.id).await?;
    store::move_follows(&mut leading.tx, leading.head.id, target.id).await?;
    store::set_status(&mut leading.tx, leading.head.id, CommunityStatus::Merged, Some(target.id)).await?;
    let acts = [leading.head.id, target.id]
        .map(|id| Act::by(leading.by.member, Deed::Merged, ObjectKind::Community, id).in_community(id).noting(format!("{slug} → {other}")));
    leading.tx.commit(acts).await?;
    Ok(Done::at(format!("/c/{other}")).saying(format!("{} is part of {} now, and so are its members.", leading.head.name, target.name)))
}
