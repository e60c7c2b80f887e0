//! Who sees what of a profile.

use super::model::Audience;

words! {
    /// What somebody is to the owner of a profile.
    pub enum Relation {
        /// Not signed in.
        Stranger = "stranger",
        /// Signed in.
        SignedIn = "signed_in",
        /// In a community with them.
        Fellow = "fellow",
        /// Its owner.
        Oneself = "oneself",
    }
}

impl Audience {
    /// Whether somebody is of it. Lists ask the same of the database: [`crate::members::store::seen`].
    pub fn holds(self, who: Relation) -> bool {
        match (self, who) {
            (_, Relation::Oneself) | (Self::Everyone, _) => true,
            (Self::Members, who) => who != Relation::Stranger,
            (Self::Communities, who) => who == Relation::Fellow,
            (Self::Nobody, _) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen_by(audience: Audience) -> Vec<Relation> {
        Relation::ALL.iter().copied().filter(|who| audience.holds(*who)).collect()
    }

    #[test]
    fn each_audience_holds_those_before_it_and_the_owner_always() {
        use Relation::{Fellow, Oneself, SignedIn, Stranger};
        assert_eq!(seen_by(Audience::Everyone), [Stranger, SignedIn, Fellow, Oneself]);
        assert_eq!(seen_by(Audience::Members), [SignedIn, Fellow, Oneself]);
        assert_eq!(seen_by(Audience::Communities), [Fellow, Oneself]);
        assert_eq!(seen_by(Audience::Nobody), [Oneself]);
    }
}
