//! Making a page of what was said elsewhere: its text, who said it, and a link back.

use chrono::NaiveDate;

use super::capturing_store::{self as store, Attendant};
use crate::communities::model::CommunityHead;
use crate::error::AppError;
use crate::events::model::EventAudience;
use crate::pages::model::PageAudience;
use crate::state::{AppState, Viewer};
use crate::when;

/// What names a whole thread.
const ALL: &str = "all";
/// What names a question with the answer that its asker accepted.
const ACCEPTED: &str = "accepted";

/// The beginning of a page.
#[derive(Debug, Default)]
pub(super) struct Captured {
    pub(super) title: String,
    pub(super) body: String,
    /// What is said to fewer is written for fewer.
    pub(super) audience: PageAudience,
}

/// What stands at `questions/{slug}`, all of it, the question with the accepted answer or its answer of a number; or at `events/{slug}` or, of a series, `events/{slug}/{date}` in the
/// community, as far as the viewer sees it.
pub(super) async fn capture(
    app: &AppState,
    viewer: Viewer,
    (head, from, of): (&CommunityHead, &str, &str),
) -> Result<Option<Captured>, AppError> {
    let href = format!("/c/{}/{from}", head.slug);
    Ok(match from.split_once('/') {
        Some(("questions", slug)) if matches!(of, ALL | ACCEPTED) => {
            let thread = store::thread(&app.db, viewer, (&head.slug, slug)).await?;
            thread.map(|mut thread| {
                thread.answers.retain(|answer| answer.accepted || of == ALL);
                of_thread(thread, &href)
            })
        }
        Some(("questions", slug)) => {
            let Ok(number) = of.parse::<i32>() else { return Ok(None) };
            let answer = store::answer(&app.db, viewer, (&head.slug, slug, number.saturating_sub(1))).await?;
            answer.map(|answer| of_answer(answer, &format!("{href}#answer-{number}")))
        }
        Some(("events", meeting)) => {
            let (slug, day) = match meeting.split_once('/') {
                Some((slug, date)) => (slug, Some(date)),
                None => (meeting, None),
            };
            let Ok(day) = day.map(str::parse::<NaiveDate>).transpose() else { return Ok(None) };
            let Some(event) = store::event(&app.db, viewer, (&head.slug, slug, day)).await? else { return Ok(None) };
            let there = store::there(&app.db, event.id).await?;
            Some(of_event(&event, &there, &href))
        }
        _ => None,
    })
}

fn of_answer(answer: store::Answer, href: &str) -> Captured {
    let by = answer.name.map(|name| format!(", answered by {}", plain(&name))).unwrap_or_default();
    let body = format!("{}\n\n---\n\nFrom {}{by}.\n", answer.body.trim(), link(&answer.title, href));
    Captured { title: answer.title, body, audience: PageAudience::Community }
}

fn of_thread(thread: store::Thread, href: &str) -> Captured {
    let mut answers = thread.answers;
    // The accepted one first.
    answers.sort_by_key(|answer| !answer.accepted);
    let mut body = format!("{}\n", thread.body.trim());
    for answer in &answers {
        let what = if answer.accepted { "The accepted answer" } else { "An answer" };
        let by = answer.name.as_deref().map(|name| format!(" by {}", plain(name))).unwrap_or_default();
        body.push_str(&format!("\n## {what}{by}\n\n{}\n", answer.body.trim()));
    }
    let by = thread.name.as_deref().map(|name| format!(", asked by {}", plain(name))).unwrap_or_default();
    body.push_str(&format!("\n---\n\nFrom {}{by}.\n", link(&thread.title, href)));
    Captured { title: thread.title, body, audience: PageAudience::Community }
}

fn of_event(event: &store::Event, there: &[Attendant], href: &str) -> Captured {
    let day = when::wall(&event.starts_wall).map(|starts| when::day_stamp(starts.date()).text).unwrap_or_default();
    let person = |one: &Attendant| link(&one.name, &format!("/people/{}", one.handle));
    let came: Vec<String> = there.iter().filter(|one| one.came).map(person).collect();
    let taken: Vec<String> = there.iter().filter_map(|one| Some(format!("- {} ({})", one.takeaway.as_deref()?, person(one)))).collect();
    let part = |heading: &str, text: String| if text.is_empty() { String::new() } else { format!("## {heading}\n\n{text}\n\n") };
    let body = format!(
        "Notes of {}, {day}.\n\n{}## What we talked about\n\n## What we decided\n\n## Who does what\n\n{}## What it was about\n\n{}\n",
        link(&event.title, href),
        part("Who was there", came.join(", ")),
        part("What we took away", taken.join("\n")),
        event.body.trim()
    );
    // The pages of a series are told apart by their days.
    let title = if event.series { format!("Notes: {}, {day}", event.title) } else { format!("Notes: {}", event.title) };
    let audience = match event.audience {
        EventAudience::Community => PageAudience::Community,
        EventAudience::Members => PageAudience::Members,
        EventAudience::Organisers => PageAudience::Editors,
    };
    Captured { title, body, audience }
}

/// A name as Markdown shows it as it is.
fn plain(name: &str) -> String {
    name.chars().flat_map(|c| "\\`*_[]<>~|&#".contains(c).then_some('\\').into_iter().chain([c])).collect()
}

/// A link in Markdown. Brackets would end its words.
fn link(title: &str, href: &str) -> String {
    format!("[{}]({href})", title.replace('[', "(").replace(']', ")"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::render;

    #[test]
    fn an_answer_becomes_a_page_that_names_its_author_and_leads_back() {
        let answer = store::Answer { title: "How [now]?".to_owned(), body: "So.".to_owned(), name: Some("Bob *B*".to_owned()) };
        let page = of_answer(answer, "/c/design/questions/how#answer-1");
        let html = render(&page.body);
        assert!(
            html.contains("<p>So.</p>") && html.contains("href=\"/c/design/questions/how#answer-1\">How (now)?</a>, answered by Bob *B*."),
            "{html}"
        );
    }

    #[test]
    fn a_thread_becomes_a_page_with_the_accepted_answer_first_and_names_whoever_gave_theirs() {
        let answer =
            |body: &str, name: Option<&str>, accepted| store::Answered { body: body.to_owned(), name: name.map(str::to_owned), accepted };
        let answers = vec![answer("Perhaps.", None, false), answer("So.", Some("Bob *B*"), true)];
        let thread = store::Thread { title: "How [now]?".to_owned(), body: "Tell me.".to_owned(), name: None, answers };
        let page = of_thread(thread, "/c/design/questions/how");
        assert_eq!(
            page.body,
            "Tell me.\n\n## The accepted answer by Bob \\*B\\*\n\nSo.\n\n## An answer\n\nPerhaps.\n\n---\n\nFrom [How (now)?](/c/design/questions/how).\n"
        );
        let html = render(&page.body);
        assert!(html.contains("The accepted answer by Bob *B*</h") && !html.contains("asked by"), "{html}");
    }
}
