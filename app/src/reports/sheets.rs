//! The screens of reports.

use super::api::{Report, ResolveAnyReport, ResolveReport};
use super::rules::Reason;
use super::store::{self, ReportRow};
use super::subject;
use crate::admin::overview::tabs as admin_tabs;
use crate::asked::Asked;
use crate::communities::EVERYONE;
use crate::error::AppError;
use crate::memberships::rules::{Standing, to_moderate};
use crate::memberships::sheets::{tabs, tending};
use crate::sheets::model::SheetScreen;
use crate::state::{administrator, signed_in};
use crate::ui::form::Form;
use crate::ui::forming::form;
use crate::ui::sheet::{Part, Row, Sheet};
use crate::when;

/// `/report?of=/c/design/questions/…`
pub(crate) async fn report(asked: &Asked) -> Result<Sheet, AppError> {
    let (app, member) = signed_in()?;
    let subject = subject::at(&app.db, member.viewer(), &asked.text("of")).await?.ok_or(AppError::NotFound)?;
    let reasons = Reason::ALL.iter().filter(|reason| reason.fits(subject.listed_person)).map(|reason| (reason.as_str(), reason.sentence()));
    let fields = form::<Report>("Report it")
        .with("of", &subject.address)
        .radios("reason", "What is wrong?", reasons)
        .area("note", "In your words", 4)
        .optional()
        .hint("What somebody needs to know to judge it.");
    let in_community = subject.community.as_ref().is_some_and(|(_, slug)| slug != EVERYONE);
    let (fields, seen_by) = if in_community {
        let fields = fields.check("concerns_leads", "It concerns somebody who leads here: only administrators should see this").optional();
        (fields, "Seen by those who lead or moderate the community, and by administrators. Nobody else learns that you reported it.")
    } else {
        (fields, "Seen by administrators. Nobody else learns that you reported it.")
    };
    let what = Part::Links(vec![(subject.title.clone(), subject.address.clone())]);
    Ok(Sheet::new("Report something", "Say what is wrong with it; somebody looks at it.")
        .section("", [what, Part::Form(fields.seen_by(seen_by).done())]))
}

/// `/c/{community}/settings/reports`
pub(crate) async fn of_community(slug: &str) -> Result<SheetScreen, AppError> {
    let (app, head, standing) = tending(slug, to_moderate).await?;
    let (_, member) = signed_in()?;
    let (open, done) = store::list(&app.db, Some((member.viewer(), head.id))).await?;
    let resolve = |report: &ReportRow, n| {
        answer(form::<ResolveReport>("Resolve").with("community", slug).with("report", report.id.to_string()).numbered(n))
    };
    let mut sheet = queue(Sheet::new("Reports", "What members say is wrong here."), open, done, &resolve);
    sheet.tabs = tabs(slug, "/reports", &standing);
    Ok(SheetScreen::of(head, sheet))
}

/// `/admin/reports`
pub(crate) async fn of_site() -> Result<Sheet, AppError> {
    let (app, _) = administrator()?;
    let (open, done) = store::list(&app.db, None).await?;
    let resolve = |report: &ReportRow, n| answer(form::<ResolveAnyReport>("Resolve").with("report", report.id.to_string()).numbered(n));
    let lede = "What members say is wrong. Those who lead or moderate a community see what stands in it, unless it concerns them.";
    let mut sheet = queue(Sheet::new("Reports", lede), open, done, &resolve);
    sheet.tabs = admin_tabs("/admin/reports");
    Ok(sheet)
}

fn answer(form: crate::ui::forming::Forming) -> Form {
    form.area("answer", "A word to whoever reported it", 2).optional().hint("They get a mail with it, and nobody else.").done()
}

fn queue(sheet: Sheet, open: Vec<ReportRow>, done: Vec<ReportRow>, resolve: &dyn Fn(&ReportRow, usize) -> Form) -> Sheet {
    let waiting: Vec<Row> = open
        .iter()
        .enumerate()
        .map(|(n, report)| Row { folded: vec![("Resolve".to_owned(), resolve(report, n))], ..row(report) })
        .collect();
    let list = if waiting.is_empty() { Part::Empty("Nothing waits to be looked at.".to_owned()) } else { Part::Rows(waiting) };
    let sheet = sheet.section("Open", [list]);
    if done.is_empty() { sheet } else { sheet.section("Resolved", [Part::Rows(done.iter().map(row).collect())]) }
}

fn row(report: &ReportRow) -> Row {
    let by = report.reporter_name.as_deref().unwrap_or("somebody who left");
    let mut facts: Vec<String> = report.reason.parse::<Reason>().map(|reason| reason.sentence().to_owned()).into_iter().collect();
    facts.extend(report.community.iter().cloned());
    facts.push(format!("Reported by {by}, {}", when::stamp(report.reported_at).text));
    facts.extend((!report.to_community).then(|| "For administrators only".to_owned()));
    if let Some(at) = report.resolved_at {
        let by = report.resolver.as_deref().unwrap_or("somebody who left");
        facts.push(format!("Resolved by {by}, {}", when::stamp(at).text));
    }
    let details = report.answer.iter().map(|answer| ("Told to who reported it".to_owned(), answer.clone())).collect();
    Row { href: Some(report.address.clone()), facts, note: report.note.clone(), details, ..Row::new(&report.title) }
}

/// Whether the settings of a community begin with its reports: for those who moderate and do nothing else.
pub(crate) fn comes_first(standing: &Standing) -> bool {
    standing.may_moderate() && !standing.may_welcome()
}
