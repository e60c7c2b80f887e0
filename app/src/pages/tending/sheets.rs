//! The screens of tending pages.

use openidconnect::url::form_urlencoded::byte_serialize;

use super::api::{ChangePage, DeletePage, LetMembersEdit, MakePage, ShiftPage, UndeletePage};
use super::capturing::capture;
use super::editing::{address, editor};
use super::places::{Place, Places, parent, slug};
use super::store;
use super::templates::{TEMPLATES, template};
use crate::asked::Asked;
use crate::communities::model::{CommunityHead, Section};
use crate::error::AppError;
use crate::memberships::sheets::tabs;
use crate::memberships::store as memberships;
use crate::pages::embedding;
use crate::pages::model::{PageAudience, PageStatus};
use crate::pages::record::PageRecord;
use crate::pages::wiki::key;
use crate::sheets::model::SheetScreen;
use crate::state::AppState;
use crate::ui::form::Form;
use crate::ui::forming::form;
use crate::ui::lists::count;
use crate::ui::sheet::{Part, Row, Sheet};
use crate::when;

/// How text is marked up.
pub(super) const MARKDOWN: &str = "Markdown: ## headings, **bold**, lists with hyphens, `code`, links.";

/// What the day does on which a page is looked at again.
const REVIEW: &str = "From that day on it stands among the pages to look at. Empty: never.";

/// What status a page can have, and what that means.
fn statuses() -> [(&'static str, &'static str); 3] {
    [
        (PageStatus::Published.as_str(), "Published"),
        (PageStatus::Draft.as_str(), "Draft: only those who edit pages see it"),
        (PageStatus::Archived.as_str(), "Archived: kept to be read, and no longer in the tree"),
    ]
}

/// Who may read a page, and what that means.
fn audiences() -> [(&'static str, &'static str); 3] {
    [
        (PageAudience::Community.as_str(), "Everybody who sees the community’s pages"),
        (PageAudience::Members.as_str(), "Members of the community: it is not found by search"),
        (PageAudience::Editors.as_str(), "Leads and those who edit pages: it is not found by search"),
    ]
}

/// `/c/{community}/new-page`
pub(crate) async fn new(community: &str, asked: &Asked) -> Result<SheetScreen, AppError> {
    let (app, member, head) = editor(community).await?;
    let places = store::places(&app.db, head.id).await?;
    let captured = capture(&app, member.viewer(), (&head, &asked.text("from"), &asked.text("of"))).await?;
    let begun = template(&asked.text("template"));
    // What was said once is looked at again before it is relied upon for long.
    let review_by = captured.as_ref().and_then(|_| super::reviewing::again(app.clock.now())).map(|day| day.to_string()).unwrap_or_default();
    let audience = captured.as_ref().map(|captured| captured.audience).unwrap_or_default();
    let (title, body) = match captured {
        Some(captured) => (captured.title, captured.body),
        None => begun.map(|begun| (begun.title.to_owned(), begun.body.to_owned())).unwrap_or_default(),
    };
    let title = Some(asked.text("title")).filter(|given| !given.is_empty()).unwrap_or(title);
    let fields = form::<MakePage>("Make the page")
        .with("community", community)
        .text("title", "Title")
        .value(title)
        .text("slug", "End of its address")
        .hint("Empty: it is made of the title.")
        .optional()
        .select("under", "Below which page", places.choices(None))
        .value(asked.text("under"))
        .optional()
        .text("summary", "In one sentence")
        .value(begun.map(|begun| begun.summary).unwrap_or_default())
        .optional()
        .markdown("body", "Text", 20)
        .value(body)
        .hint(MARKDOWN)
        .optional()
        .suggested("topics", "Topics", topics(&app).await?)
        .hint("With commas between them.")
        .optional()
        .line("date", "review_by", "Look at it again by")
        .value(review_by)
        .hint(REVIEW)
        .optional()
        .radios("audience", "Who may read it?", audiences())
        .value(audience.as_str())
        .radios("status", "Who sees it now?", statuses().into_iter().take(2))
        .value(PageStatus::Published.as_str())
        .done();
    let link =
        |template: &super::templates::Template| (template.title.to_owned(), format!("/c/{community}/new-page?template={}", template.word));
    let sheet = Sheet::new("New page", "What the community has learned, so that it is still there when you are not.")
        .below("Pages", Section::Pages.address(&head.slug))
        .section("Begin with", [Part::Links(TEMPLATES.iter().map(link).collect())])
        .section("", [Part::Form(fields)]);
    Ok(SheetScreen::within(head, Section::Pages, sheet))
}

async fn topics(app: &AppState) -> Result<Vec<String>, AppError> {
    let (_, viewer) = crate::state::asked(&[])?;
    Ok(crate::topics::facets::names(&app.db, viewer).await?)
}

/// `/c/{community}/pages/{path}/settings`
pub(crate) async fn settings(community: &str, path: &str) -> Result<SheetScreen, AppError> {
    let (app, _, head) = editor(community).await?;
    let places = store::places(&app.db, head.id).await?;
    let page = places.at(path)?;
    let record = store::load(&app.db, page.id).await?;
    let fields = fields(&app, (community, &record), &places).await?;
    let sheet = Sheet::new("Settings", "What is said of the page, and where it lies.")
        .below("Pages", Section::Pages.address(&head.slug))
        .below(page.title.clone(), address(&head, path))
        .section("", [Part::Form(fields)])
        .section("Its place", order(community, page, &places))
        .section("Delete it", [delete(community, page, &places)]);
    Ok(SheetScreen::within(head, Section::Pages, sheet))
}

async fn fields(app: &AppState, (community, record): (&str, &PageRecord), places: &Places) -> Result<Form, AppError> {
    let known = store::topics(&app.db).await?.known;
    let named = record.topics.iter().filter_map(|slug| known.iter().find(|topic| topic.slug == *slug)?.names.first().cloned());
    Ok(form::<ChangePage>("Save")
        .with("community", community)
        .with("path", &record.path)
        .text("title", "Title")
        .value(&record.title)
        .text("summary", "In one sentence")
        .value(&record.summary)
        .optional()
        .text("slug", "End of its address")
        .value(slug(&record.path))
        .hint("Old addresses lead to the new one, of the pages below it as well.")
        .select("under", "Below which page", places.choices(Some(&record.path)))
        .value(parent(&record.path))
        .optional()
        .area("authors", "Authors", 3)
        .value(record.authors.join("\n"))
        .hint("Their handles, one a line.")
        .optional()
        .suggested("topics", "Topics", topics(app).await?)
        .value(named.collect::<Vec<_>>().join(", "))
        .hint("With commas between them.")
        .optional()
        .line("date", "review_by", "Look at it again by")
        .value(record.review_by.map(|day| day.to_string()).unwrap_or_default())
        .hint(REVIEW)
        .optional()
        .check("outdated", "It is out of date")
        .hint("The page says so to its readers.")
        .ticked(record.outdated)
        .optional()
        .radios("audience", "Who may read it?", audiences())
        .value(record.audience.as_str())
        .radios("status", "Where does it stand?", statuses())
        .value(record.status.as_str())
        .done())
}

fn order(community: &str, page: &Place, places: &Places) -> Vec<Part> {
    let beside = places.children(parent(&page.path));
    let at = beside.iter().position(|place| place.id == page.id).unwrap_or_default();
    if beside.len() < 2 {
        return vec![Part::Text("It is the only page here.".to_owned())];
    }
    let mut parts = vec![Part::Text(format!("It is number {} of the {} pages here.", at + 1, beside.len()))];
    let ways = [("up", "Move up", at > 0), ("down", "Move down", at + 1 < beside.len())];
    for (number, (way, button, _)) in ways.into_iter().enumerate().filter(|(_, (.., there))| *there) {
        let form = form::<ShiftPage>(button).with("community", community).with("path", &page.path).with("way", way);
        parts.push(Part::Form(form.numbered(number).quiet().done()));
    }
    parts
}

fn delete(community: &str, page: &Place, places: &Places) -> Part {
    let below = places.below(&page.path).len();
    let fields = form::<DeletePage>("Delete the page").with("community", community).with("path", &page.path);
    let fields = fields.text("why", "Why").hint("Stands in the log of the community. The page can be brought back.");
    let fields = if below == 0 {
        fields
    } else {
        let pages = count(below.try_into().unwrap_or(i64::MAX), "page", "pages");
        fields
            .check("along", &format!("Delete the {pages} below it as well"))
            .hint("Or move them elsewhere first, in their settings.")
            .optional()
    };
    Part::Folded("Delete this page".to_owned(), Box::new(fields.danger().done()))
}

/// `/c/{community}/settings/pages`
pub(crate) async fn tend(community: &str) -> Result<SheetScreen, AppError> {
    let (app, member, head) = editor(community).await?;
    let standing = memberships::standing(&app.db, head.id, member.member, app.clock.now().date_naive()).await?;
    let places = store::places(&app.db, head.id).await?;
    let new =
        vec![("New page".to_owned(), format!("/c/{community}/new-page")), ("See the pages".to_owned(), Section::Pages.address(&head.slug))];
    let mut sheet = Sheet::new("Pages", "What is not in the tree, and who edits it.").section("", [Part::Links(new)]);
    let due = super::reviewing::due(&app, &head).await?;
    if !due.is_empty() {
        sheet = sheet.section("To look at again", due);
    }
    for (title, status) in [("Drafts", PageStatus::Draft), ("Archived", PageStatus::Archived)] {
        let rows: Vec<Row> = places.0.iter().filter(|place| place.status == status).map(|place| row(&head, place)).collect();
        if !rows.is_empty() {
            sheet = sheet.section(title, [Part::Rows(rows)]);
        }
    }
    sheet.sections.extend(super::suggesting::waiting(&app, &head).await?);
    let wanted = wanted(&app, community, head.id, &places).await?;
    if !wanted.is_empty() {
        sheet =
            sheet.section("Wanted", [Part::Text("Pages that others lead to and that nobody has made yet.".to_owned()), Part::Rows(wanted)]);
    }
    let deleted = store::deleted(&app.db, head.id).await?;
    if !deleted.is_empty() {
        let rows = deleted.into_iter().enumerate().map(|(number, page)| gone(community, number, page));
        sheet = sheet.section("Deleted", [Part::Rows(rows.collect())]);
    }
    if standing.may_lead() {
        let everybody = store::members_edit(&app.db, head.id).await?;
        let fields = form::<LetMembersEdit>("Save")
            .with("community", community)
            .check("yes", "Every member may edit pages")
            .hint("Where not, leads and editors do, and others suggest changes to them.")
            .ticked(everybody)
            .optional();
        sheet = sheet.section("Who edits", [Part::Form(fields.done())]);
    }
    sheet.tabs = tabs(community, "/pages", &standing);
    Ok(SheetScreen::of(head, sheet))
}

/// What pages lead to that is not there.
async fn wanted(app: &AppState, community: &str, id: uuid::Uuid, places: &Places) -> Result<Vec<Row>, AppError> {
    let mut rows: Vec<Row> = Vec::new();
    for link in store::links(&app.db, id).await? {
        let known = places.0.iter().any(|place| place.path == link.target || key(&place.title) == link.target);
        if known || embedding::asks(&link.target) {
            continue;
        }
        let from = format!("On “{}”", link.title);
        match rows.iter_mut().find(|row| row.title == link.words) {
            Some(row) => row.facts.push(from),
            None => {
                let title: String = byte_serialize(link.words.as_bytes()).collect();
                let href = Some(format!("/c/{community}/new-page?title={title}"));
                rows.push(Row { href, facts: vec![from], ..Row::new(link.words) });
            }
        }
    }
    Ok(rows)
}

fn row(head: &CommunityHead, place: &Place) -> Row {
    Row { href: Some(address(head, &place.path)), facts: vec![place.path.clone()], ..Row::new(place.title.clone()) }
}

fn gone(community: &str, number: usize, page: store::Deleted) -> Row {
    let back = form::<UndeletePage>("Bring it back").with("community", community).with("path", &page.path).numbered(number).quiet();
    let who = page.name.unwrap_or_else(|| "Name not shown".to_owned());
    Row {
        facts: vec![page.path.clone(), format!("{who}, {}", when::stamp(page.deleted_at).text)],
        note: page.deleted_because,
        forms: vec![back.done()],
        ..Row::new(page.title)
    }
}
