//! The screens of asking.

use leptos::server_fn::ServerFn;

use super::asking::{BODY, TITLE, makes_topics};
use super::board::{open, places};
use super::drafting;
use super::drafting_store::{self, Draft};
use super::posting::Ask;
use super::similar::similar;
use crate::activity::ObjectKind;
use crate::communities::model::{CommunityHead, Section};
use crate::error::AppError;
use crate::markdown;
use crate::related::model::QuestionLine;
use crate::sheets::model::SheetScreen;
use crate::state::{AppState, SignedIn, signed_in, signed_in_at};
use crate::topics::facets;
use crate::ui::form::SAVE;
use crate::ui::forming::{form, refused, typed};
use crate::ui::lists::count;
use crate::ui::sheet::{Part, Row, Sheet};

/// What the box says that leaves out a name.
pub(super) const WITHOUT_NAME: &str = "Without my name";
/// What that means.
pub(super) const WITHOUT_NAME_HINT: &str =
    "Nobody here sees that it is by you, leads neither. Only an administrator can look it up; that is logged, and you are told.";
/// How text is marked up.
pub(super) const MARKDOWN: &str = "Markdown: **bold**, lists with hyphens, `code`, links. Name somebody with @ and their handle.";

/// `/ask`
pub(crate) async fn places_to_ask() -> Result<Sheet, AppError> {
    let (app, member) = signed_in()?;
    let rows = places(&app.db, member.member).await?.into_iter().map(|place| Row {
        href: Some(format!("/c/{}/ask", place.slug)),
        facts: vec![place.seen_by],
        ..Row::new(place.name)
    });
    let lede = "Choose the community whose people are likely to know. Each says who will see your question.";
    let elsewhere = [("Find another community to join".to_owned(), "/communities".to_owned())];
    Ok(Sheet::new("Where do you want to ask?", lede)
        .below("Questions", "/questions")
        .section("", [Part::Rows(rows.collect()), Part::Links(elsewhere.to_vec())]))
}

/// `/c/{community}/ask`
pub(crate) async fn ask(slug: &str) -> Result<SheetScreen, AppError> {
    let (app, member, head) = signed_in_at(slug).await?;
    let (board, standing) = open(&app, &member, &head).await?;
    let topics = facets::names(&app.db, member.viewer()).await?;
    let hint = if makes_topics(&head, &standing) {
        "At most five, with commas between them. New ones are made, and everybody reads their names."
    } else {
        "At most five, with commas between them."
    };
    let draft = drafting_store::read(&app.db, member.member, (ObjectKind::Community, head.id)).await?;
    let kept = |of: fn(&Draft) -> &str| draft.as_ref().map(of).unwrap_or_default();
    let fields = form::<Ask>("Ask")
        .with("community", slug)
        .carrying("readers", board.readers.word())
        .text("title", "Your question, in a line")
        .value(kept(|draft| &draft.title))
        .hint(&format!("As you would say it to somebody: “How do we find people to talk to?” At most {TITLE} characters."))
        .markdown("body", "What it takes to answer it", 10)
        .value(kept(|draft| &draft.body))
        .hint(&format!("What you want to do, what you tried, what you found. {MARKDOWN}"))
        .optional()
        .suggested("topics", "Topics", topics)
        .value(kept(|draft| &draft.topics))
        .hint(hint)
        .optional();
    let unnamed = draft.as_ref().is_some_and(|draft| draft.anonymous);
    let fields = match board.allows_anonymous {
        true => fields.check("anonymous", WITHOUT_NAME).hint(WITHOUT_NAME_HINT).ticked(unnamed).optional(),
        false => fields,
    };
    let fields = fields.seen_by(board.seen_by(&head.name)).aside("look", "Look for similar questions first").aside("preview", "Preview");
    let fields = fields.aside(SAVE, "Save draft").done();
    let mut sheet = Sheet::new("Ask a question", "Whatever you don’t know, somebody else doesn’t either. Nobody here minds a question.");
    if let Some(section) = looked_for(&app, &member).await? {
        sheet = sheet.section("Similar questions", section);
    }
    if let Some(parts) = preview::<Ask>() {
        sheet = sheet.section("Preview", parts);
    }
    let began = draft.filter(|_| !refused::<Ask>()).map(|draft| drafting::notice(&draft, (slug, ""), board.allows_anonymous));
    Ok(within(head, sheet.section("", began.into_iter().flatten().chain([Part::Form(fields)]))))
}

/// A screen among a community's questions.
pub(super) fn within(head: CommunityHead, sheet: Sheet) -> SheetScreen {
    SheetScreen::within(head, Section::Questions, sheet)
}

/// How the text of a form would look, where whoever writes it wanted to see that.
pub(super) fn preview<F: ServerFn>() -> Option<[Part; 2]> {
    typed::<F>("preview")?;
    let body: String = typed::<F>("body").unwrap_or_default().chars().take(BODY).collect();
    let says = if body.trim().is_empty() {
        "There is nothing to show yet: write something below."
    } else {
        "So it will look. It is not posted yet."
    };
    Some([Part::Text(says.to_owned()), Part::Prose(markdown::lowered(&markdown::render_with_anchors(&body, "preview-")))])
}

/// Questions like the one that is being asked, where whoever asks it wanted to see them first.
async fn looked_for(app: &AppState, member: &SignedIn) -> Result<Option<Vec<Part>>, AppError> {
    let Some(title) = typed::<Ask>("title").filter(|_| typed::<Ask>("look").is_some()) else { return Ok(None) };
    let rows: Vec<Row> = similar(&app.db, member.viewer(), &title).await?.into_iter().map(row).collect();
    Ok(Some(match (title.trim().is_empty(), rows.is_empty()) {
        (true, _) => vec![Part::Text("Write your question in a line first: questions like it are looked for by its words.".to_owned())],
        (_, true) => vec![Part::Text("Nobody has asked anything like it yet. Go ahead.".to_owned())],
        _ => vec![
            Part::Text("Perhaps one of these is yours, and answered. If not, what you typed is still below.".to_owned()),
            Part::Rows(rows),
        ],
    }))
}

/// Title, address and state of questions like a title that is being typed, for who may ask in a community.
pub(super) async fn like(community: &str, title: &str) -> Result<Vec<(String, String, String)>, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    open(&app, &member, &head).await?;
    let title: String = title.trim().chars().take(TITLE).collect();
    if title.is_empty() {
        return Ok(Vec::new());
    }
    let lines = similar(&app.db, member.viewer(), &title).await?;
    Ok(lines.into_iter().map(|line| (line.title.clone(), line.href.clone(), state(&line))).collect())
}

/// How far a question has come, in words.
fn state(line: &QuestionLine) -> String {
    match (line.answers, line.accepted) {
        (0, _) => "No answer yet".to_owned(),
        (n, true) => format!("{}, one accepted", count(n.into(), "answer", "answers")),
        (n, false) => count(n.into(), "answer", "answers"),
    }
}

fn row(line: QuestionLine) -> Row {
    let state = state(&line);
    Row { href: Some(line.href), facts: vec![state, line.community.name, line.asked.text], ..Row::new(line.title) }
}
