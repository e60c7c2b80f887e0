//! Leaving the site: the person goes; what they wrote stays under no name, or goes as well.

use super::leaving_store as store;
use crate::accounts::{cookie, passwords};
use crate::error::AppError;
use crate::events::guests;
use crate::mail::{self, Mail, Part};
use crate::state::{Site, signed_in};
use crate::ui::form::Done;

words! {
    /// What becomes of what somebody wrote.
    pub enum Contributions {
        /// It stays, by "A former member".
        Keep = "keep",
        /// It goes.
        Remove = "remove",
    }
}

impl Contributions {
    /// What the choice says.
    pub fn title(self) -> &'static str {
        match self {
            Self::Keep => "Keep it for others, as “A former member”",
            Self::Remove => "Remove it: questions to which nobody else wrote go; where others wrote too, your words do",
        }
    }
}

/// Deletes the account of who is signed in.
pub(super) async fn leave(contributions: &str, current_password: &str) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let contributions: Contributions =
        contributions.parse().map_err(|_| AppError::field("contributions", "Choose what becomes of what you wrote here."))?;
    let account = passwords::confirmed(&app, &member, current_password).await?;
    let mut tx = app.db.begin().await?;
    if member.administrator && !store::others_administer(&mut tx, member.member).await? {
        return Err(AppError::form("You are the only administrator. Make somebody else one first: a site needs one."));
    }
    guests::leave(&app, &mut tx, member.member).await?;
    let mut acts = match contributions {
        Contributions::Keep => Vec::new(),
        Contributions::Remove => store::remove_contributions(&mut tx, member.member).await?,
    };
    acts.extend(store::anonymise(&mut tx, member.member).await?);
    mail::post(&mut tx, &farewell(&app.site, &account.email, contributions)).await?;
    tx.commit(acts).await?;
    cookie::clear(&app.site);
    Ok(Done::at("/").saying("Your account is deleted, and you are signed out. A mail confirms it."))
}

/// Confirms that an account is gone.
fn farewell(site: &Site, to: &str, contributions: Contributions) -> Mail {
    let wrote = match contributions {
        Contributions::Keep => "What you wrote stays there, by “A former member”.",
        Contributions::Remove => "What you wrote is removed; where others wrote too, a line stands in its place.",
    };
    Mail {
        to: to.to_owned(),
        to_name: None,
        subject: format!("Your account on {} is deleted", site.name),
        body: vec![
            Part::Text(format!("Your account on {} is deleted, with your profile, your memberships and your sessions. {wrote}", site.name)),
            Part::Text("If that wasn’t you, somebody had your password or your device: write to whoever runs the site.".to_owned()),
        ],
        because: "an account with this address was deleted there.".to_owned(),
        stop: None,
        calendar: None,
    }
}
