//! Around lists: their heading, their empty state, small labels.

use leptos::prelude::*;

/// A section's heading, with the way to all of it.
#[component]
pub fn SectionHead(
    /// The heading.
    #[prop(into)]
    title: String,
    /// The id a table of contents or `aria-labelledby` points to.
    #[prop(into, optional)]
    id: Option<String>,
    /// What the link to the rest says, "All events", and where it goes.
    #[prop(optional_no_strip)]
    more: Option<(String, String)>,
) -> impl IntoView {
    view! {
        <div class="section-head">
            <h2 id=id>{title}</h2>
            {more.map(|(text, href)| view! { <a href=href>{text}</a> })}
        </div>
    }
}

/// What stands where a list would, and says what to do.
#[component]
pub fn Empty(
    /// One or two sentences.
    children: Children,
) -> impl IntoView {
    view! { <div class="empty"><p>{children()}</p></div> }
}

/// Small links side by side.
#[component]
pub fn Tags(
    /// Title and address of each.
    tags: Vec<(String, String)>,
) -> impl IntoView {
    (!tags.is_empty()).then(|| {
        view! { <ul class="tags">{tags.into_iter().map(|(title, href)| view! { <li><a href=href dir="auto">{title}</a></li> }).collect_view()}</ul> }
    })
}

/// "1 member", "12 members".
pub fn count(n: i64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { many })
}

/// Up to where things are counted.
pub const COUNTED: i64 = 1_000;

/// Like [`count`], for a count that stopped at 1,001: "1,000+ people".
pub fn up_to(n: i64, one: &str, many: &str) -> String {
    if n > COUNTED { format!("1,000+ {many}") } else { count(n, one, many) }
}

/// A number as people read it: "3,048".
pub fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    if n < 0 {
        text.push('−');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(3048), "3,048");
        assert_eq!(grouped(-1_000_000), "−1,000,000");
        assert_eq!(count(1, "member", "members"), "1 member");
    }
}
