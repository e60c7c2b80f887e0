//! What a page says of what was just done, as the server writes it: a sentence when it is done, or what is wrong. The browser, whose side is `notice_in_browser.rs`, takes over
//! what is there.

use leptos::prelude::*;

use super::area::content;
use super::avatar::Avatar;
use super::forming::Failed;
use crate::error::FieldError;
use crate::notifications::model::Unread;

/// A sentence that a form left for the page it led to.
#[derive(Clone, Debug)]
pub struct Notice(pub String);

/// What is to be said at the top of the page, HTML.
pub fn notice() -> String {
    if let Some(failed) = use_context::<Failed>().filter(|failed| failed.error.status() != 200) {
        let function = failed.function.rsplit('/').next().unwrap_or_default().to_owned();
        // The router would follow the link without moving the keyboard's focus.
        let item = |error: FieldError| match error.field.as_str() {
            "" => view! { <li>{error.says}</li> }.into_any(),
            field => view! { <li><a href=format!("#{function}-{field}") rel="external">{error.says}</a></li> }.into_any(),
        };
        let items = failed.errors().into_iter().map(item).collect_view();
        let summary = view! { <div class="notice notice--wrong" role="alert"><h2>"There is a problem"</h2><ul>{items}</ul></div> };
        let kept = (!failed.lost.is_empty()).then(|| kept(failed.lost));
        return view! { {summary}{kept} }.to_html().replace("<!>", "");
    }
    match use_context::<Notice>() {
        Some(Notice(says)) => view! { <p class="notice" role="status" dir="auto">{says}</p> }.to_html(),
        None => String::new(),
    }
}

/// What somebody typed who can't post it where they did: to be copied, it is not lost.
fn kept(texts: Vec<String>) -> impl IntoView {
    let text = |(n, text): (usize, String)| {
        let id = format!("typed-{n}");
        view! { <div class="field"><label for=id.clone()>"What you typed"</label><textarea id=id rows="6" readonly dir="auto">{content(text)}</textarea></div> }
    };
    let texts = texts.into_iter().enumerate().map(text).collect_view();
    view! { <div class="notice form"><p>"It is not posted. Copy it from here before you go on."</p>{texts}</div> }
}

/// The way to one's notifications, and how many wait.
fn bell() -> impl IntoView {
    let Unread(count) = use_context().unwrap_or_default();
    let (number, label) = match count {
        0 => (None, "Notifications".to_owned()),
        1..100 => (Some(count.to_string()), format!("Notifications, {count} new")),
        _ => (Some("99+".to_owned()), "Notifications, more than 99 new".to_owned()),
    };
    view! {
        <a class="account-bell" href="/me/notifications" aria-label=label>
            <svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 21h4"/></svg>
            {number.map(|number| view! { <span class="account-count" aria-hidden="true">{number}</span> })}
        </a>
    }
}

/// What stands in the header for whoever is here, HTML: their name and the way out, or the way in.
pub fn account() -> String {
    match use_context::<crate::state::SignedIn>() {
        Some(member) => {
            let photo = member.photo.map(|photo| photo.simple().to_string());
            // Letters beside the name they are of would say the same twice.
            let face = photo.map(|photo| view! { <Avatar name=member.name.clone() photo=Some(photo)/> });
            view! { {bell()}<a class="account-me" href="/me" dir="auto">{face}{member.name}</a> }.to_html().replace("<!>", "")
        }
        None => view! { <a class="account-in" href="/sign-in">"Sign in"</a> }.to_html(),
    }
}
