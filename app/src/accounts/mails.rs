//! The mails of getting in.

use crate::mail::{Mail, Part};
use crate::state::Site;

fn mail(to: &str, subject: String, body: Vec<Part>, because: &str) -> Mail {
    Mail { to: to.to_owned(), to_name: None, subject, body, because: because.to_owned(), stop: None, calendar: None }
}

fn text(says: impl Into<String>) -> Part {
    Part::Text(says.into())
}

fn button(site: &Site, label: &str, path: &str) -> Part {
    Part::Button { label: label.to_owned(), url: site.address(path) }
}

const TYPED: &str = "this address was typed into the site’s form.";
const OWNER: &str = "you have an account there.";

/// Confirms the address of somebody who signs up.
pub fn sign_up(site: &Site, to: &str, token: &str) -> Mail {
    let body = vec![
        text(format!("Welcome to {}. One step is left: confirm that this address is yours.", site.name)),
        button(site, "Confirm my address", &format!("/sign-up/{token}")),
        Part::Small("The link works for two days. If you did not sign up, do nothing: no account has been made.".to_owned()),
    ];
    mail(to, format!("Confirm your address for {}", site.name), body, TYPED)
}

/// Has the owner of an address claim the profile that is listed of them.
pub fn claim(site: &Site, to: &str, name: &str, token: &str) -> Mail {
    let body = vec![
        text(format!(
            "{} lists {name} among its people, with what they spoke at, wrote and lead. If this is you, the profile is yours.",
            site.name
        )),
        button(site, "See the profile and claim it", &format!("/claim/{token}")),
        Part::Small("The link works for two weeks. If this is not you, do nothing: nothing changes.".to_owned()),
    ];
    mail(to, format!("Your profile on {}", site.name), body, "an administrator of the site typed this address.")
}

/// Tells somebody who signs up again that they have an account.
pub fn sign_up_again(site: &Site, to: &str) -> Mail {
    let body = vec![
        text(format!(
            "Somebody, probably you, signed up to {} with this address. You have an account already: sign in with it.",
            site.name
        )),
        button(site, "Sign in", "/sign-in"),
        text("If you don’t know the password any more, set a new one:"),
        button(site, "Set a new password", "/password"),
    ];
    mail(to, format!("You have an account on {}", site.name), body, TYPED)
}

/// Signs in by a link.
pub fn sign_in(site: &Site, to: &str, token: &str) -> Mail {
    let body = vec![
        text(format!("Here is your link to sign in to {}.", site.name)),
        button(site, "Sign in", &format!("/sign-in/{token}")),
        Part::Small("The link works once, within half an hour. If you did not ask for it, do nothing: nobody has got in.".to_owned()),
    ];
    mail(to, format!("Sign in to {}", site.name), body, TYPED)
}

/// Sets a new password.
pub fn password(site: &Site, to: &str, token: &str) -> Mail {
    let body = vec![
        text(format!("Set a new password for {} here.", site.name)),
        button(site, "Set a new password", &format!("/password/{token}")),
        Part::Small(
            "The link works once, within two hours. If you did not ask for it, do nothing: your password stays as it is.".to_owned(),
        ),
    ];
    mail(to, format!("A new password for {}", site.name), body, TYPED)
}

/// Tells somebody without an account that they have none.
pub fn nobody(site: &Site, to: &str) -> Mail {
    let body = vec![
        text(format!(
            "Somebody, probably you, tried to get in to {} with this address, but no account has it. You may have used another address, or none yet.",
            site.name
        )),
        button(site, "Sign up", "/sign-up"),
        Part::Small("If that wasn’t you, do nothing.".to_owned()),
    ];
    mail(to, format!("No account on {} has this address", site.name), body, TYPED)
}

/// Confirms another address.
pub fn new_email(site: &Site, to: &str, token: &str) -> Mail {
    let body = vec![
        text(format!("Confirm that your account on {} should have this address from now on.", site.name)),
        button(site, "Use this address", &format!("/me/email/{token}")),
        Part::Small("The link works for two days. If you did not ask for it, do nothing.".to_owned()),
    ];
    mail(to, format!("Your new address on {}", site.name), body, TYPED)
}

/// Tells the address before that another is asked for.
pub fn email_changes(site: &Site, to: &str, new: &str) -> Mail {
    let body = vec![
        text(format!("Somebody signed in as you on {} wants your account to have the address {new} instead of this one.", site.name)),
        text(
            "If that was you, there is nothing to do here: follow the link in the mail to the new address. If not, set a new password now: it ends all sessions.",
        ),
        button(site, "Set a new password", "/password"),
    ];
    mail(to, format!("Your address on {} is about to change", site.name), body, OWNER)
}

/// Tells the address before that it is so no more.
pub fn email_changed_from(site: &Site, to: &str, new: &str) -> Mail {
    let body = vec![
        text(format!(
            "Your account on {} has the address {new} from now on. Mails go there, and this address lets nobody in any more.",
            site.name
        )),
        text("If that wasn’t you, somebody else is in your account: write to whoever runs the site."),
    ];
    mail(to, format!("Your address on {} has changed", site.name), body, "your account there had this address.")
}

/// Tells the new address that it is the account's.
pub fn email_changed_to(site: &Site, to: &str) -> Mail {
    let body = vec![
        text(format!("Your account on {} has this address from now on: sign in with it.", site.name)),
        text("Links that were mailed to the address before work no more."),
        button(site, "How you get in", "/me/security"),
    ];
    mail(to, format!("Your address on {} has changed", site.name), body, OWNER)
}

/// Tells somebody of another way in to their account.
pub fn identity_linked(site: &Site, to: &str, provider: &str) -> Mail {
    let body = vec![
        text(format!("From now on you also get in to {} with {provider}.", site.name)),
        text("If you did not link it, unlink it and set a new password now:"),
        button(site, "How you get in", "/me/security"),
    ];
    mail(to, format!("Another way in to your account on {}", site.name), body, OWNER)
}

/// Tells somebody that their password is another one.
pub fn password_changed(site: &Site, to: &str) -> Mail {
    let body = vec![
        text(format!("The password of your account on {} has been changed, and all other sessions have ended.", site.name)),
        text("If that wasn’t you, set a new one now:"),
        button(site, "Set a new password", "/password"),
    ];
    mail(to, format!("Your password on {} has changed", site.name), body, OWNER)
}

/// Tells somebody that how they get in is no longer as it was.
pub fn way_in_changed(site: &Site, to: &str, change: &str) -> Mail {
    let body = vec![
        text(change),
        text("If that wasn’t you, remove what you don’t know and set a new password now: it ends all other sessions."),
        button(site, "How you get in", "/me/security"),
    ];
    mail(to, format!("How you get in to {} has changed", site.name), body, OWNER)
}
