//! What can be wrong, and who decides what becomes of it.

words! {
    /// Why something is reported.
    pub enum Reason {
        /// It advertises, or wastes people's time.
        Spam = "spam",
        /// It hurts or threatens somebody.
        Abuse = "abuse",
        /// It tells what should not be known: private or secret things.
        Private = "private",
        /// It is wrong or out of date in a way that does harm.
        Wrong = "wrong",
        /// A profile without an account, of whoever says so.
        Mine = "mine",
        /// Something else, which the note says.
        Other = "other",
    }
}

impl Reason {
    /// As a sentence of whoever reports.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Spam => "It advertises something, or wastes people’s time",
            Self::Abuse => "It hurts, threatens or belittles somebody",
            Self::Private => "It tells something private or secret",
            Self::Wrong => "It is wrong, and that does harm",
            Self::Mine => "Nothing: this is me, and I want it joined with my account",
            Self::Other => "Something else",
        }
    }
}

impl Reason {
    /// Whether it can be the reason to report a thing: that it is oneself, of a listed person only.
    pub fn fits(self, listed_person: bool) -> bool {
        self != Self::Mine || listed_person
    }
}

/// What is reported, as far as that decides who hears of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A person, an organisation or a community itself.
    Whole,
    /// Something that stands in a community; `true` where the community is the one for everyone.
    Inside(bool),
}

/// Whether those who lead or moderate the community hear of it; administrators always do.
pub fn goes_to_community(about: About, concerns_leads: bool) -> bool {
    about == About::Inside(false) && !concerns_leads
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_decide_what_stands_in_their_community_and_administrators_what_concerns_leads() {
        assert!(goes_to_community(About::Inside(false), false));
        for (about, concerns_leads) in [(About::Inside(false), true), (About::Inside(true), false), (About::Whole, false)] {
            assert!(!goes_to_community(about, concerns_leads), "{about:?}");
        }
    }
}
