//! Who may make an account.

use super::model::Registration;
use crate::error::AppError;

/// Whether somebody with an address at that domain may sign up by themselves.
///
/// # Errors
/// With a sentence that says who may.
pub fn may_register(policy: Registration, domains: &[String], domain: &str) -> Result<(), AppError> {
    match policy {
        Registration::Open => Ok(()),
        Registration::Domains if domains.iter().any(|allowed| is_at(domain, allowed)) => Ok(()),
        Registration::Domains => {
            Err(AppError::field("email", format!("Use your address at {}, or ask somebody here to invite you.", domains.join(" or "))))
        }
        Registration::Invitation => Err(AppError::form("This site is by invitation. Ask a member or a lead to invite you.")),
        Registration::SingleSignOn => Err(AppError::form("Sign in through your organisation: its button is on the sign-in page.")),
    }
}

/// Whether somebody whose address a mailed link proves may make an account with a password: whoever invited them, not where people come through a provider alone.
///
/// # Errors
/// With a sentence that says how they get in.
pub fn may_have_password(policy: Registration) -> Result<(), AppError> {
    match policy {
        Registration::Open | Registration::Domains | Registration::Invitation => Ok(()),
        Registration::SingleSignOn => {
            Err(AppError::form("Accounts here are made by signing in through your organisation. Do that first, then open the link again."))
        }
    }
}

/// Whether a domain is another one or below it.
pub fn is_at(domain: &str, allowed: &str) -> bool {
    domain == allowed || domain.strip_suffix(allowed).is_some_and(|rest| rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_below_an_allowed_domain_is_allowed_and_one_that_only_ends_alike_is_not() {
        let allowed = ["gov.example".to_owned()];
        for (domain, may) in [("gov.example", true), ("tax.gov.example", true), ("evilgov.example", false), ("gov.example.evil", false)] {
            assert_eq!(may_register(Registration::Domains, &allowed, domain).is_ok(), may, "{domain}");
        }
    }

    #[test]
    fn a_site_by_invitation_lets_nobody_in_by_themselves() {
        for policy in [Registration::Invitation, Registration::SingleSignOn] {
            assert!(may_register(policy, &[], "gov.example").is_err());
        }
    }

    #[test]
    fn a_password_makes_no_account_where_people_come_through_a_provider_alone() {
        for policy in Registration::ALL {
            assert_eq!(may_have_password(*policy).is_err(), *policy == Registration::SingleSignOn, "{policy}");
        }
    }
}
