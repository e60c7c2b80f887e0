//! Who reads a section of a community, in an order: whether more people would. Pure.

use super::model::Audience;
use crate::ui::lists::count;

/// Who reads a section, the fewest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Readers {
    /// Its leads.
    Leads,
    /// Its members.
    Members,
    /// Whoever is signed in.
    SignedIn,
    /// Everybody on the web.
    Public,
}

impl Readers {
    /// Who they are, of a community with so many members: "everybody on the web".
    pub fn named(self, members: i64) -> String {
        match self {
            Self::Public => "everybody on the web".to_owned(),
            Self::SignedIn => "everybody who is signed in".to_owned(),
            Self::Members => format!("its {}", count(members, "member", "members")),
            Self::Leads => "its leads".to_owned(),
        }
    }
}

/// The words for them, in their order.
const WORDS: [(Readers, &str); 4] =
    [(Readers::Leads, "leads"), (Readers::Members, "members"), (Readers::SignedIn, "signed_in"), (Readers::Public, "public")];

impl Readers {
    /// How a form carries along whom it showed.
    pub fn word(self) -> &'static str {
        WORDS.iter().find(|(readers, _)| *readers == self).map(|(_, word)| *word).unwrap_or_default()
    }

    /// Whom a form showed.
    pub fn of_word(word: &str) -> Option<Self> {
        WORDS.iter().find(|(_, known)| *known == word).map(|(readers, _)| *readers)
    }
}

/// Who reads what is for an audience: what is hidden is for its members at the most.
pub fn readers(audience: Audience, listed: bool) -> Readers {
    let said = match audience {
        Audience::Public => Readers::Public,
        Audience::SignedIn => Readers::SignedIn,
        Audience::Members => Readers::Members,
        Audience::Leads => Readers::Leads,
    };
    if listed { said } else { said.min(Readers::Members) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_as_what_it_was_written_of() {
        for (readers, word) in WORDS {
            assert_eq!((readers.word(), Readers::of_word(word)), (word, Some(readers)));
        }
        assert!(WORDS.is_sorted_by_key(|(readers, _)| *readers));
        assert_eq!(Readers::of_word("everyone"), None);
    }

    #[test]
    fn what_is_hidden_is_read_by_members_at_the_most() {
        assert_eq!((readers(Audience::Public, true), readers(Audience::Public, false)), (Readers::Public, Readers::Members));
        assert_eq!(readers(Audience::Leads, false), Readers::Leads);
    }
}
