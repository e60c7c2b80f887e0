//! Names as addresses and as keys to sort by: transliterated, folded, bounded.

use deunicode::deunicode;

/// The longest slug made from a title, in bytes.
const SLUG_BYTES: usize = 80;

/// Folds a name into the key lists sort and match by: transliterated to ASCII, lower case, single spaces.
///
/// `fold("  Zoë  Ångström ")` gives `"zoe angstrom"`.
pub fn fold(name: &str) -> String {
    deunicode(name).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Makes a slug: lower-case letters, digits and single hyphens, at most 80 bytes, cut at a word; empty where nothing is left.
///
/// `slug("Größe & Maß, Teil 2")` gives `"grosse-mass-teil-2"`.
pub fn slug(title: &str) -> String {
    let ascii = deunicode(title).to_lowercase().replace(['\'', '’'], "");
    let mut slug = String::new();
    for word in ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()) {
        if slug.is_empty() {
            slug.push_str(&word[..word.len().min(SLUG_BYTES)]);
        } else if slug.len() + 1 + word.len() <= SLUG_BYTES {
            slug.push('-');
            slug.push_str(word);
        } else {
            break;
        }
    }
    slug
}

/// The key a person sorts by where none is given: the last word of the name first, "Ada Okafor" as "okafor, ada".
pub fn sort_name(name: &str) -> String {
    let folded = fold(name);
    match folded.rsplit_once(' ') {
        Some((given, family)) => format!("{family}, {given}"),
        None => folded,
    }
}

/// A folded name from each of its words on: "ada okafor-reyes" as it is, from "okafor" and from "reyes". What somebody types is found where one of them begins so.
pub fn from_each_word(folded: &str) -> impl Iterator<Item = &str> {
    let mut before = ' ';
    folded.char_indices().filter_map(move |(at, letter)| {
        let begins = letter.is_alphanumeric() && !before.is_alphanumeric();
        before = letter;
        begins.then(|| &folded[at..])
    })
}

/// The words of what somebody typed, folded; no more of them than a name has.
pub fn typed_words(typed: &str) -> Vec<String> {
    fold(typed).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(8).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_any_script_make_slugs() {
        assert_eq!(slug("Größe & Maß, Teil 2"), "grosse-mass-teil-2");
        assert_eq!(slug("What’s new?"), "whats-new");
        assert_eq!(slug("北京"), "bei-jing");
        assert_eq!(slug("!!!"), "");
        assert!(slug(&"word ".repeat(100)).len() <= SLUG_BYTES);
    }

    #[test]
    fn a_name_can_be_typed_from_any_of_its_words() {
        let name = fold("Ada de la Cruz-O'Connor");
        let found: Vec<&str> = from_each_word(&name).map(|rest| rest.split(' ').next().unwrap()).collect();
        assert_eq!(found, ["ada", "de", "la", "cruz-o'connor", "o'connor", "connor"]);
        assert_eq!(typed_words("  ZOË, o’Con"), ["zoe", "o", "con"]);
    }

    #[test]
    fn people_sort_by_their_last_name() {
        assert_eq!(sort_name("Zoë Ångström"), "angstrom, zoe");
        assert_eq!(sort_name("Team"), "team");
    }
}
