//! What administrators type: reasons, names, mail domains. Pure.

use crate::accounts::email::domain_key;
use crate::error::AppError;
use crate::names;

/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// The longest name of an organisation or title of a topic, in characters.
const LONGEST_NAME: usize = 120;

/// Mail domains where anybody can have an address: they prove nothing.
const ANYBODYS: [&str; 19] = [
    "aol.com",
    "fastmail.com",
    "gmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "live.com",
    "mail.com",
    "me.com",
    "msn.com",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "web.de",
    "yahoo.com",
    "yandex.com",
];

/// A reason, as it was typed.
///
/// # Errors
/// With the sentence that says what is missing.
pub fn reason(typed: &str) -> Result<String, AppError> {
    let why = typed.trim();
    if why.is_empty() {
        return Err(AppError::field("why", "Write why. It stands in the log."));
    }
    if why.chars().count() > LONGEST_REASON {
        return Err(AppError::field("why", "Write at most 500 characters."));
    }
    Ok(why.to_owned())
}

/// A name or title for a field, as it was typed, with single spaces.
///
/// # Errors
/// With the sentence that says what is wrong.
pub fn named(field: &str, typed: &str) -> Result<String, AppError> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().any(char::is_control) || names::slug(&name).is_empty() {
        return Err(AppError::field(field, "Write a name with letters or digits in it."));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(AppError::field(field, "Write at most 120 characters."));
    }
    Ok(name)
}

/// A mail domain whose addresses may prove that somebody belongs somewhere.
///
/// # Errors
/// With the sentence that says what is wrong.
pub fn domain(typed: &str) -> Result<String, AppError> {
    let wrong = |says: &str| Err(AppError::field("domain", says));
    let Some(domain) = domain_key(typed.trim().trim_start_matches('@')) else {
        return wrong("That is not the name of a mail domain, such as example.org. Write what stands after the @.");
    };
    if ANYBODYS.contains(&domain.as_str()) {
        return wrong("Anybody can have an address there, so it proves nothing. Use a domain of the organisation’s own.");
    }
    Ok(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_needed_and_a_domain_has_to_be_an_organisation_s_own() {
        assert_eq!(reason("  Spam. ").unwrap(), "Spam.");
        assert!(reason(" \n").is_err() && reason(&"x".repeat(501)).is_err());
        assert_eq!(domain(" @OPW.Example ").unwrap(), "opw.example");
        for wrong in ["", "opw", "127.0.0.1", "gmail.com", "a b.example"] {
            assert!(domain(wrong).is_err(), "{wrong}");
        }
        assert_eq!(named("name", "  Office  of Works ").unwrap(), "Office of Works");
        assert!(named("name", "!!!").is_err() && named("name", &"x".repeat(121)).is_err());
    }
}
