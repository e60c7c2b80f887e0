//! Characters that nobody sees, with which two different texts look the same.

use unicode_normalization::char::is_public_assigned;

/// Whether a character leaves no mark of its own: a control, a blank that isn't white space, a joiner, or one that turns the direction of text.
pub fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{2800}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FFF0}'..='\u{FFFC}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether a character that is unseen itself shapes or parts the letters beside it, as scripts and emoji need it: joiners, marks of direction, variation selectors, soft hyphens.
pub fn is_shaping(letter: char) -> bool {
    matches!(letter,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200C}'..='\u{200F}'
        | '\u{2028}' | '\u{2029}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{E0020}'..='\u{E007F}'
        | '\u{E0100}'..='\u{E01EF}')
}

/// Whether there is anything to see in a text.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| letter.is_whitespace() || is_unseen(letter))
}

/// Whether a character means the same everywhere: Unicode has assigned it, and it is not for private use.
pub fn is_known(letter: char) -> bool {
    is_public_assigned(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_found_and_what_everybody_sees_is_not() {
        assert!("\u{0}\t\u{7f}\u{ad}\u{200b}\u{200d}\u{202e}\u{2066}\u{feff}\u{e0041}".chars().all(is_unseen));
        assert!(!"Zoë O’Connor-Ångström 北京 ไทย 🎉".chars().any(is_unseen));
    }

    #[test]
    fn what_shapes_other_letters_is_nothing_by_itself() {
        assert!("\u{200d}\u{fe0f}\u{ad}\u{e007f}".chars().all(|letter| is_shaping(letter) && is_unseen(letter)));
        assert!(!"\u{3164}\u{200b}\u{202e}\u{2800}".chars().any(is_shaping));
        assert!(is_blank(" \u{3164}\u{200d}\n") && is_blank("") && !is_blank("👩\u{200d}🚀"));
    }

    #[test]
    fn private_and_unassigned_characters_are_unknown() {
        assert!(!is_known('\u{e000}') && !is_known('\u{10fffd}') && !is_known('\u{378}'));
        assert!(is_known('ë') && is_known('北'));
    }
}
