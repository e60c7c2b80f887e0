//! The mails of administration.

use crate::mail::{Mail, Part};
use crate::state::Site;

const OWNER: &str = "you have an account there.";

fn mail(to: &str, subject: String, body: Vec<Part>) -> Mail {
    Mail { to: to.to_owned(), to_name: None, subject, body, because: OWNER.to_owned(), stop: None, calendar: None }
}

/// Tells somebody that they may not sign in for the time being.
pub fn suspended(site: &Site, to: &str, why: &str) -> Mail {
    let body = vec![
        Part::Text(format!("Your account on {} has been suspended, and all its sessions have ended. The reason given:", site.name)),
        Part::Quote(why.to_owned()),
        Part::Text("What you wrote there stays. If you think this is a mistake, write to whoever runs the site.".to_owned()),
    ];
    mail(to, format!("Your account on {} is suspended", site.name), body)
}

/// Tells somebody that their photo was removed.
pub fn photo_removed(site: &Site, to: &str, why: &str) -> Mail {
    let body = vec![
        Part::Text(format!("An administrator of {} has removed your photo. The reason given:", site.name)),
        Part::Quote(why.to_owned()),
        Part::Button { label: "Use another photo".to_owned(), url: site.address("/me/profile") },
    ];
    mail(to, format!("Your photo on {} was removed", site.name), body)
}

/// Tells somebody that they may sign in again.
pub fn restored(site: &Site, to: &str) -> Mail {
    let body = vec![
        Part::Text(format!("Your account on {} is no longer suspended. You can sign in again.", site.name)),
        Part::Button { label: "Sign in".to_owned(), url: site.address("/sign-in") },
    ];
    mail(to, format!("Your account on {} is back", site.name), body)
}

/// Tells somebody that their second account is part of their other one.
pub fn merged(site: &Site, to: &str, handle: &str) -> Mail {
    let body = vec![
        Part::Text(format!(
            "Your account with this address on {} has become part of your other one, @{handle}. All that you wrote is there.",
            site.name
        )),
        Part::Text(
            "This address signs you in no longer: use the other account’s. If it is not yours, write to whoever runs the site.".to_owned(),
        ),
    ];
    mail(to, format!("Your accounts on {} are one", site.name), body)
}

/// Tells a lead that their community was approved.
pub fn community_approved(site: &Site, (to, name): (&str, &str), (community, slug): (&str, &str), listed: bool) -> Mail {
    let found = if listed { "others find it now" } else { "it stays hidden, as you asked: its members alone see it" };
    let body = vec![
        Part::Text(format!("{community} has been approved, and {found}.")),
        Part::Button { label: "See the community".to_owned(), url: site.address(&format!("/c/{slug}")) },
    ];
    Mail { to_name: Some(name.to_owned()), ..mail(to, format!("{community} is approved"), body) }
}

/// Tells a lead that their community was declined, and why.
pub fn community_declined(site: &Site, (to, name): (&str, &str), (community, slug): (&str, &str), because: &str) -> Mail {
    let body = vec![
        Part::Text(format!("An administrator of {} has not approved {community}. What they say:", site.name)),
        Part::Quote(because.to_owned()),
        Part::Text("Its members still see it. Change what is asked for, then ask again.".to_owned()),
        Part::Button { label: "Change it, and ask again".to_owned(), url: site.address(&format!("/c/{slug}/settings/about")) },
    ];
    Mail { to_name: Some(name.to_owned()), ..mail(to, format!("{community} is not approved"), body) }
}

/// Tells an administrator that a community waits to be approved.
pub fn community_waits(site: &Site, (to, name): (&str, &str), by: &str, (community, slug): (&str, &str)) -> Mail {
    let body = vec![
        Part::Text(format!("{by} has founded {community}. Others find it once an administrator has approved it.")),
        Part::Button { label: "See what it is about".to_owned(), url: site.address(&format!("/admin/communities/{slug}")) },
    ];
    Mail {
        to_name: Some(name.to_owned()),
        because: "you administer the site.".to_owned(),
        ..mail(to, format!("{community} waits to be approved"), body)
    }
}
