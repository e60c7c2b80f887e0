//! Who somebody is here whom a provider vouches for, and who may unlink what.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::problem::Problem;
use crate::accounts::email::Email;
use crate::accounts::model::Registration;
use crate::accounts::name::DisplayName;
use crate::accounts::rules::is_at;

/// What a provider says of somebody, once its signature has been checked.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    /// Who they are there.
    pub subject: String,
    /// Their address.
    pub email: Option<String>,
    /// Whether the provider vouches for it.
    pub verified: bool,
    /// Their name.
    pub name: Option<String>,
}

/// Whose an identity is.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// The member.
    pub member: Uuid,
    /// Whether they may sign in.
    pub active: bool,
}

/// What becomes of somebody who came back from a provider.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// They are signed in.
    SignIn(Uuid),
    /// The identity is linked to who is signed in.
    Link,
    /// They are linked already.
    Nothing,
    /// The address is looked up: it may have an account.
    LookUp(Email),
}

/// Decides by the identity alone. `linking` is who is signed in and asked to link one.
///
/// # Errors
/// With why it does not work.
pub fn by_identity(known: Option<Known>, linking: Option<Uuid>, claims: &Claims) -> Result<Next, Problem> {
    match (known, linking) {
        (None, Some(_)) => Ok(Next::Link),
        (Some(known), Some(member)) if known.member == member => Ok(Next::Nothing),
        (Some(_), Some(_)) => Err(Problem::Elsewhere),
        (Some(known), None) if known.active => Ok(Next::SignIn(known.member)),
        (Some(_), None) => Err(Problem::Suspended),
        (None, None) => {
            let email = claims.email.as_deref().ok_or(Problem::NoAddress)?;
            if !claims.verified {
                return Err(Problem::Unverified);
            }
            Email::parse(email).map(Next::LookUp).map_err(|_| Problem::NoAddress)
        }
    }
}

/// Whether somebody whom a provider vouches for gets a new account.
///
/// # Errors
/// With why not.
pub fn may_open(policy: Registration, domains: &[String], email: &Email) -> Result<(), Problem> {
    match policy {
        Registration::Open | Registration::SingleSignOn => Ok(()),
        Registration::Domains if domains.iter().any(|allowed| is_at(email.domain(), allowed)) => Ok(()),
        Registration::Domains => Err(Problem::Domain),
        Registration::Invitation => Err(Problem::Invitation),
    }
}

/// What others see of somebody new: the name there, or else what stands before the @, as far as it can be one.
pub fn name_of(claims: &Claims, email: &Email) -> Option<DisplayName> {
    let address = email.address();
    let local = address.split('@').next().unwrap_or_default();
    [claims.name.as_deref().unwrap_or_default(), local, "New member"].into_iter().find_map(|name| DisplayName::parse(name).ok())
}

/// Whether an identity may be unlinked: there is another way in.
pub fn may_unlink(has_password: bool, others: usize) -> bool {
    has_password || others > 0
}

/// What an address that links an identity must hold: only a page of this very session knows it. Otherwise another site could have its own identity linked to whoever follows it.
pub fn link_proof(session: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::new().chain_update(b"links an identity ").chain_update(session.as_bytes()).finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: Uuid = Uuid::from_u128(1);
    const BEN: Uuid = Uuid::from_u128(2);

    fn claims(email: Option<&str>, verified: bool) -> Claims {
        Claims { subject: "7".to_owned(), email: email.map(str::to_owned), verified, name: None }
    }

    fn email(address: &str) -> Email {
        Email::parse(address).unwrap()
    }

    #[test]
    fn a_known_identity_signs_in_whatever_its_address_unless_suspended() {
        let known = |active| Some(Known { member: ADA, active });
        assert_eq!(by_identity(known(true), None, &claims(None, false)), Ok(Next::SignIn(ADA)));
        assert_eq!(by_identity(known(false), None, &claims(Some("ada@site.example"), true)), Err(Problem::Suspended));
    }

    #[test]
    fn an_unknown_identity_needs_an_address_that_is_vouched_for() {
        assert_eq!(by_identity(None, None, &claims(None, true)), Err(Problem::NoAddress));
        assert_eq!(by_identity(None, None, &claims(Some("nonsense"), true)), Err(Problem::NoAddress));
        assert_eq!(by_identity(None, None, &claims(Some("ada@site.example"), false)), Err(Problem::Unverified));
        let found = by_identity(None, None, &claims(Some("Ada@site.example"), true));
        assert_eq!(found, Ok(Next::LookUp(email("Ada@site.example"))));
    }

    #[test]
    fn an_identity_is_linked_to_one_account() {
        let known = Some(Known { member: ADA, active: true });
        assert_eq!(by_identity(None, Some(ADA), &claims(None, false)), Ok(Next::Link), "whatever its address");
        assert_eq!(by_identity(known, Some(ADA), &claims(None, false)), Ok(Next::Nothing));
        assert_eq!(by_identity(known, Some(BEN), &claims(None, false)), Err(Problem::Elsewhere));
    }

    #[test]
    fn every_policy_but_invitation_lets_in_whom_a_provider_vouches_for() {
        let domains = ["gov.example".to_owned()];
        let at = |policy, address| may_open(policy, &domains, &email(address));
        for policy in [Registration::Open, Registration::SingleSignOn] {
            assert_eq!(at(policy, "ada@elsewhere.example"), Ok(()));
        }
        assert_eq!(at(Registration::Domains, "ada@tax.gov.example"), Ok(()));
        assert_eq!(at(Registration::Domains, "ada@elsewhere.example"), Err(Problem::Domain));
        assert_eq!(at(Registration::Invitation, "ada@gov.example"), Err(Problem::Invitation));
    }

    #[test]
    fn a_name_that_can_t_be_shown_is_made_of_the_address() {
        let named = |name: &str, address| {
            let claims = Claims { name: Some(name.to_owned()), ..Claims::default() };
            name_of(&claims, &email(address)).unwrap().as_str().to_owned()
        };
        assert_eq!(named(" Ada  Okafor ", "a@site.example"), "Ada Okafor");
        assert_eq!(named("\u{202E}", "ada.okafor@site.example"), "ada.okafor");
        assert_eq!(named("", "---@site.example"), "New member");
    }

    #[test]
    fn the_only_way_in_stays() {
        assert!(!may_unlink(false, 0) && may_unlink(true, 0) && may_unlink(false, 1));
    }

    #[test]
    fn each_session_has_its_own_proof() {
        assert!(link_proof(ADA) == link_proof(ADA) && link_proof(ADA) != link_proof(BEN) && link_proof(ADA).len() == 43);
    }
}
