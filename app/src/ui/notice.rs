//! What a page says of what was just done, as the server writes it: a sentence when it is done, or what is wrong. The browser, whose side is `notice_in_browser.rs`, takes over
//! what is there.

use leptos::prelude::*;

use super::avatar::Avatar;
use super::forming::Failed;
use crate::error::FieldError;

/// A sentence that a form left for the page it led to.
#[derive(Clone, Debug)]
pub struct Notice(pub String);

/// What is to be said at the top of the page, HTML.
pub fn notice() -> String {
    if let Some(failed) = use_context::<Failed>() {
        let function = failed.function.rsplit('/').next().unwrap_or_default().to_owned();
        // The router would follow the link without moving the keyboard's focus.
        let item = |error: FieldError| match error.field.as_str() {
            "" => view! { <li>{error.says}</li> }.into_any(),
            field => view! { <li><a href=format!("#{function}-{field}") rel="external">{error.says}</a></li> }.into_any(),
        };
        let items = failed.errors().into_iter().map(item).collect_view();
        let summary = view! { <div class="notice notice--wrong" role="alert"><h2>"There is a problem"</h2><ul>{items}</ul></div> };
        return summary.to_html().replace("<!>", "");
    }
    match use_context::<Notice>() {
        Some(Notice(says)) => view! { <p class="notice" role="status" dir="auto">{says}</p> }.to_html(),
        None => String::new(),
    }
}

/// What stands in the header for whoever is here, HTML: their name and the way out, or the way in.
pub fn account() -> String {
    match use_context::<crate::state::SignedIn>() {
        Some(member) => {
            let photo = member.photo.map(|photo| photo.simple().to_string());
            // Letters beside the name they are of would say the same twice.
            let face = photo.map(|photo| view! { <Avatar name=member.name.clone() photo=Some(photo)/> });
            view! { <a class="account-me" href="/me" dir="auto">{face}{member.name}</a> }.to_html().replace("<!>", "")
        }
        None => view! { <a class="account-in" href="/sign-in">"Sign in"</a> }.to_html(),
    }
}
