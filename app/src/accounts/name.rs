//! The name others see: of any script and with its accents, but none that looks like somebody else's.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::mixed_script::AugmentedScriptSet;

use super::letters::{is_known, is_unseen};

/// The longest name, in characters.
pub const MAX_CHARACTERS: usize = 80;
/// The most that is looked at: far more than any such name, decomposed and with white space about it.
const MAX_TYPED_BYTES: usize = 4_000;
/// How many accents may stand on one letter; Vietnamese, Thai and Hebrew get by with three.
const MAX_MARKS: usize = 3;

const MISSING: &str = "Write the name that others shall see.";
const TOO_LONG: &str = "A name has at most 80 characters. Leave out what others don’t call you by.";
const UNSEEN: &str = "This name holds a character that is not seen. Type it instead of pasting it.";
const UNKNOWN: &str = "This name holds a character that others can’t see as you do. Leave out private symbols.";
const MARKS: &str = "This name holds accents without a letter, or more than three on one. Leave out what is too much.";
const NO_LETTER: &str = "A name needs a letter or a digit, not signs alone.";

/// A name as others see it: 1–80 characters, composed, with single spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayName(String);

impl DisplayName {
    /// Takes what somebody typed.
    ///
    /// Errors: a sentence that says what is wrong and how to mend it.
    pub fn parse(typed: &str) -> Result<Self, String> {
        if typed.len() > MAX_TYPED_BYTES {
            return Err(TOO_LONG.to_owned());
        }
        let name = tidied(typed);
        if name.is_empty() {
            return Err(MISSING.to_owned());
        }
        if name.chars().count() > MAX_CHARACTERS {
            return Err(TOO_LONG.to_owned());
        }
        if name.chars().any(is_unseen) {
            return Err(UNSEEN.to_owned());
        }
        if !name.chars().all(is_known) {
            return Err(UNKNOWN.to_owned());
        }
        if has_stray_marks(&name) {
            return Err(MARKS.to_owned());
        }
        if !name.chars().any(char::is_alphanumeric) {
            return Err(NO_LETTER.to_owned());
        }
        if let Some(word) = words(&name).find(|word| mixes_scripts(word)) {
            return Err(format!("“{word}” mixes letters of scripts that look alike. Type all of the word with one keyboard."));
        }
        Ok(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One form for all ways to type a name. What only chooses between a plain and a coloured sign is dropped: keyboards add it unasked.
fn tidied(typed: &str) -> String {
    let composed: String = typed.chars().filter(|c| !matches!(c, '\u{FE0E}' | '\u{FE0F}')).nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| c == ' ' || "-‐–—/(),".contains(c))
}

/// Whether accents pile up, or stand on nothing.
fn has_stray_marks(name: &str) -> bool {
    // A space before the first: a mark there stands on nothing either.
    let mut marks = MAX_MARKS;
    name.chars().any(|letter| {
        marks = if is_combining_mark(letter) {
            marks + 1
        } else if letter == ' ' {
            MAX_MARKS
        } else {
            0
        };
        marks > MAX_MARKS
    })
}

/// Whether a word goes beyond what Unicode's technical standard 39 calls highly restrictive: one script, or Latin with those written together in Chinese, Japanese or Korean.
/// Its own check is for identifiers and refuses an apostrophe; here only letters and their accents count.
fn mixes_scripts(word: &str) -> bool {
    let latin = AugmentedScriptSet::for_char('a');
    let mut all = AugmentedScriptSet::default();
    let mut but_latin = AugmentedScriptSet::default();
    for letter in word.chars().filter(|c| c.is_alphabetic() || is_combining_mark(*c)) {
        let scripts = AugmentedScriptSet::for_char(letter);
        all.intersect_with(scripts);
        let mut with_latin = scripts;
        with_latin.intersect_with(latin);
        if with_latin.is_empty() {
            but_latin.intersect_with(scripts);
        }
    }
    all.is_empty() && !(but_latin.hanb || but_latin.jpan || but_latin.kore)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(typed: &str) -> String {
        DisplayName::parse(typed).unwrap_or_else(|why| panic!("{typed}: {why}")).0
    }

    fn refused(typed: &str) -> String {
        DisplayName::parse(typed).unwrap_err()
    }

    #[test]
    fn names_of_every_script_are_names() {
        for name in [
            "Ada Okafor",
            "Zoë Ångström",
            "Ümit Öz",
            "Seán O’Connor-Smith",
            "Nguyễn Thị Minh Khai",
            "Микола Шевченко",
            "Γιώργος Παπαδόπουλος",
            "北京 太郎",
            "山田タロウ",
            "김철수",
            "สมชาย ใจดี",
            "דָּוִד כֹּהֵן",
            "محمد علي",
            "अमित कुमार",
            "தமிழ்ச்செல்வன்",
            "ᏣᎳᎩ",
            "X Æ A-12",
            "Иванов-Smith",
            "Anna (Анна)",
            "Yumi田中",
            "J. R. R. 2nd",
            "Ada 🎉",
            "3",
        ] {
            assert_eq!(parse(name), name);
        }
    }

    #[test]
    fn a_name_is_composed_and_has_single_spaces() {
        assert_eq!(parse("  Zoe\u{308}\t\u{a0} A\u{30a}ngstro\u{308}m\n"), "Zoë Ångström");
        assert_eq!(parse("Ada ❤\u{fe0f}"), "Ada ❤");
    }

    #[test]
    fn a_name_has_one_to_eighty_characters() {
        assert_eq!(refused(" \t\u{3000} "), MISSING);
        assert_eq!(parse(&"é".repeat(80)).chars().count(), 80);
        assert_eq!(refused(&"é".repeat(81)), TOO_LONG);
        assert_eq!(refused(&"a ".repeat(1_000_000)), TOO_LONG);
    }

    #[test]
    fn a_name_holds_nothing_that_is_not_seen_by_all() {
        for name in ["Ada\u{200b}Okafor", "\u{202e}rofakO", "Ada\0", "Ad\u{ad}a", "Ada\u{2066}", "\u{3164}", "Ada \u{1b}[31m"] {
            assert_eq!(refused(name), UNSEEN, "{name:?}");
        }
        assert_eq!(refused("Ada \u{f8ff}"), UNKNOWN);
        assert_eq!(refused("Ada \u{10ffff}"), UNKNOWN);
    }

    #[test]
    fn accents_do_not_pile_up() {
        assert_eq!(refused("Ad\u{334}\u{332}\u{333}\u{335}a"), MARKS);
        assert_eq!(refused("\u{301}Ada"), MARKS);
        assert_eq!(refused("Ada \u{301}"), MARKS);
    }

    #[test]
    fn a_word_of_scripts_that_look_alike_is_refused_by_name() {
        for (name, word) in [("Аda Okafor", "Аda"), ("Ada Οkafor", "Οkafor"), ("Ada Smith-Оkafor", "Оkafor"), ("O’Cоnnor", "O’Cоnnor")]
        {
            assert!(refused(name).starts_with(&format!("“{word}” mixes")), "{name}");
        }
    }

    #[test]
    fn signs_alone_are_no_name() {
        for name in ["...", "-", "!?", "🎉", "’ ’"] {
            assert_eq!(refused(name), NO_LETTER, "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_name_or_refused_with_a_sentence(typed in any::<String>()) {
            match DisplayName::parse(&typed) {
                Ok(name) => prop_assert_eq!(DisplayName::parse(name.as_str()), Ok(name)),
                Err(why) => prop_assert!(why.ends_with('.')),
            }
        }

        #[test]
        fn a_name_parses_to_itself(typed in "[a-zéàß\u{301}\u{323}а-яא-ת한-힣ก-๛ ’-]{1,12}") {
            if let Ok(name) = DisplayName::parse(&typed) {
                prop_assert_eq!(DisplayName::parse(name.as_str()), Ok(name));
            }
        }
    }
}
