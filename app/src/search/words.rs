//! From text to the words that are indexed and looked up.

use std::sync::LazyLock;

use deunicode::deunicode_char;
use rust_stemmers::{Algorithm, Stemmer};

/// The longest word, in letters; what follows is cut off.
const LONGEST: usize = 40;

static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// The words of a text: transliterated, lower case, letters and digits only, without a possessive "’s".
///
/// `folded("Zoë’s résumé")` gives `["zoe", "resume"]`.
pub fn folded(text: &str) -> Vec<String> {
    let ascii = ascii(text);
    let mut words = Vec::new();
    for word in ascii.split(|c: char| !c.is_ascii_alphanumeric() && c != '\'') {
        let word = word.trim_matches('\'');
        let word = word.strip_suffix("'s").unwrap_or(word);
        words.extend(word.split('\'').filter(|part| !part.is_empty()).map(|part| part[..part.len().min(LONGEST)].to_owned()));
    }
    words
}

/// Lower-case ASCII; what stands for nothing in it is a gap.
fn ascii(text: &str) -> String {
    let mut ascii = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            ascii.push(c.to_ascii_lowercase());
        } else {
            ascii.extend(deunicode_char(c).unwrap_or(" ").chars().map(|c| c.to_ascii_lowercase()));
        }
    }
    ascii
}

/// What the forms of a folded word have in common: "designs" and "designing" give "design".
pub fn stem(word: &str) -> String {
    ENGLISH.stem(word).into_owned()
}

/// Words too common to look for where there are others.
const COMMON: [&str; 40] = [
    "a", "an", "and", "any", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "how", "i", "if", "in", "is", "it", "my",
    "of", "on", "or", "our", "should", "that", "the", "there", "this", "to", "was", "we", "what", "when", "where", "which", "with", "you",
    "your",
];

/// Whether a folded word says next to nothing.
pub fn is_common(word: &str) -> bool {
    COMMON.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_any_script_fold_to_letters_and_digits() {
        assert_eq!(folded("Zoë’s résumé, GROSSE Straße!"), ["zoe", "resume", "grosse", "strasse"]);
        assert_eq!(folded("北京 don't O’Connor"), ["bei", "jing", "don", "t", "o", "connor"]);
        for hostile in ["\0\"*^:-(){}[]'''", "\u{202e}", "   ", ""] {
            assert!(folded(hostile).iter().all(|word| word.chars().all(|c| c.is_ascii_alphanumeric())), "{hostile:?}");
        }
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        assert_eq!(stem("designs"), stem("designing"));
        assert_eq!(stem("42"), "42");
    }
}
