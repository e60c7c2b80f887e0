//! Why somebody did not come in through a provider: a closed set of words in an address, each with a sentence. What a provider says itself is logged, never shown.

use crate::error::AppError;
use crate::state::internal;

words! {
    /// Why it did not work.
    pub enum Problem {
        /// No such provider.
        Unknown = "unknown",
        /// The provider does not answer.
        Unreachable = "unreachable",
        /// They said no there.
        Cancelled = "cancelled",
        /// The provider said no, or something that can't be believed.
        Refused = "refused",
        /// Nobody was sent there from this browser, or it was too long ago, or they came back already.
        Expired = "expired",
        /// The provider gives no address.
        NoAddress = "no-address",
        /// The provider does not vouch for the address.
        Unverified = "unverified",
        /// The account is suspended.
        Suspended = "suspended",
        /// The site is by invitation.
        Invitation = "invitation",
        /// The address is at none of the operator's domains.
        Domain = "domain",
        /// The address has an account: its owner has to show that it is theirs.
        Known = "known",
        /// Another account has the identity.
        Elsewhere = "elsewhere",
        /// Tried too often.
        TooOften = "too-often",
        /// Our fault.
        Fault = "fault",
    }
}

impl Problem {
    /// What is wrong, and what to do.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Unknown => "This way to sign in is no longer there. Choose another one.",
            Self::Unreachable => "Your organisation’s sign-in does not answer. Try again in a few minutes, or sign in another way.",
            Self::Cancelled => "The sign-in was broken off, and nothing has changed. Start again when you like.",
            Self::Refused => {
                "Your organisation’s sign-in did not let you in, or said something that could not be checked. Try again; if it happens again, tell whoever runs this site."
            }
            Self::Expired => {
                "This sign-in took longer than ten minutes, was begun in another browser, or has been used already. Start again."
            }
            Self::NoAddress => {
                "Your organisation’s sign-in gave no e-mail address, and an account needs one. Allow it to share yours, or sign up another way."
            }
            Self::Unverified => {
                "Your organisation’s sign-in does not vouch for your e-mail address. Confirm the address there and come back, or sign up another way."
            }
            Self::Suspended => "This account is suspended. Write to whoever runs this site.",
            Self::Invitation => "This site is by invitation, and no account here has your address. Ask a member or a lead to invite you.",
            Self::Domain => {
                "Accounts here are for addresses of some organisations, and yours is at none of them. Ask somebody here to invite you."
            }
            Self::Known => {
                "An account with your address is here already. Sign in to it once with its password or a mailed link: from then on you also get in the way you just came."
            }
            Self::Elsewhere => "You are linked to another account here. Sign in to that one and unlink it first.",
            Self::TooOften => "That was tried too often. Wait a quarter of an hour and try again.",
            Self::Fault => "Something went wrong on our side. It has been noted; please try again in a moment.",
        }
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        match error {
            AppError::TooMany(_) => Self::TooOften,
            _ => Self::Fault,
        }
    }
}

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        internal(&error).into()
    }
}
