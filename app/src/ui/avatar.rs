//! Somebody's photo, or a name's letters in a colour of its own.

use leptos::prelude::*;

/// How many colours there are; `style/_ui.scss` has a class for each.
const TINTS: u32 = 6;

/// A photo, or the letters of a name in a coloured shape. Says nothing to a screen reader: the name stands beside it.
#[component]
pub fn Avatar(
    /// The name, as people say it.
    #[prop(into)]
    name: String,
    /// A square, for what is not one person.
    #[prop(optional)]
    square: bool,
    /// At the head of a screen.
    #[prop(optional)]
    large: bool,
    /// What the photo's addresses begin with, behind `/photos/`.
    #[prop(optional_no_strip)]
    photo: Option<String>,
) -> impl IntoView {
    let shape = if square { " avatar--square" } else { "" };
    let size = if large { " avatar--large" } else { "" };
    if let Some(photo) = photo {
        // Of each photo there are two: a small one, and one for dense screens at the head of a page.
        let (pixels, side) = if large { (320, "72") } else { (96, "40") };
        let address = format!("/photos/{photo}-{pixels}");
        return view! { <img class=format!("avatar{shape}{size}") src=address alt="" width=side height=side loading="lazy" decoding="async"/> }.into_any();
    }
    view! { <span class=format!("avatar tint-{}{shape}{size}", tint(&name)) aria-hidden="true">{initials(&name)}</span> }.into_any()
}

/// At most two letters: the first of the first and of the last word; what stands in brackets does not count.
pub fn initials(name: &str) -> String {
    let mut letters = name
        .split_whitespace()
        .filter(|word| !word.starts_with('('))
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()))
        .map(|c| c.to_uppercase().next().unwrap_or(c));
    let first = letters.next();
    first.into_iter().chain(letters.next_back()).collect()
}

/// The same name has the same colour everywhere.
pub fn tint(name: &str) -> u32 {
    name.bytes().fold(5381_u32, |hash, byte| hash.wrapping_mul(33) ^ u32::from(byte)) % TINTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_the_first_and_the_last_word() {
        assert_eq!(initials("Ada Okafor"), "AO");
        assert_eq!(initials("María de la Cruz"), "MC");
        assert_eq!(initials("Team"), "T");
        assert_eq!(initials("\"Zoë\" Ångström (FISSEA)"), "ZÅ");
        assert_eq!(initials("…"), "");
    }
}
