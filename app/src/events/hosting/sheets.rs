//! The screens of co-hosts.

use super::mark;
use super::store::{self, Held, Named};
use crate::communities::model::Section;
use crate::error::AppError;
use crate::events::co_hosting::{AnswerHosting, AskToHost, RemoveHost};
use crate::events::model::EventAudience;
use crate::events::organising::{organiser, store as events};
use crate::events::{audience, audience_store, losing_sight};
use crate::sheets::model::SheetScreen;
use crate::ui::forming::{Forming, form};
use crate::ui::lists::count;
use crate::ui::sheet::{Part, Row, Sheet};
use crate::when;

/// `/c/{community}/events/{slug}/hosts`
pub(crate) async fn hosts(community: &str, slug: &str) -> Result<SheetScreen, AppError> {
    let (app, member, head) = organiser(community).await?;
    let (id, record) = events::load(&app.db, &head, slug).await?;
    let [hosts, asked, others] = store::of_event(&app.db, member.viewer(), (id, head.id)).await?;
    let hosting = hosts.len();
    let row = |(n, (host, name)): (usize, Named)| {
        let (button, fact) = words(n < hosting);
        let without = form::<RemoveHost>(button).with("community", community).with("slug", slug).with("host", &host);
        ending(button, without.numbered(n), Row { href: Some(format!("/c/{host}")), facts: vec![fact.to_owned()], ..Row::new(name) })
    };
    let mut rows: Vec<Row> = hosts.into_iter().chain(asked).enumerate().map(row).collect();
    let seen = rows.len();
    rows.extend(store::unseen(&app.db, member.viewer(), id).await?.into_iter().zip(seen..).map(|(other, n)| {
        let (button, fact) = words(other.hosts);
        let without = form::<RemoveHost>(button).with("community", community).with("slug", slug).with("host", mark(id, other.id));
        ending(button, without.numbered(n), Row { facts: vec![fact.to_owned()], ..Row::new("A community you can’t see") })
    }));
    let along = match rows.is_empty() {
        true => Part::Text(format!("{} holds it alone.", head.name)),
        false => Part::Rows(rows),
    };
    let ask = match others.is_empty() {
        true => Part::Text("There is no other community that could be asked.".to_owned()),
        false => {
            let choices = std::iter::once((String::new(), "Choose a community".to_owned())).chain(others);
            let fields = form::<AskToHost>("Ask them").with("community", community).with("slug", slug).select("host", "Community", choices);
            let open = match record.audience {
                EventAudience::Community => true,
                _ => audience_store::circle(&app.db, &head, Some(id)).await?.is_open(),
            };
            let then = audience::with_another(record.audience, open);
            Part::Form(fields.hint(&format!("Those who organise there say yes or no. Then the event names it, and {then}")).done())
        }
    };
    let sheet = Sheet::new("Co-hosts", "The communities that hold this event with yours.")
        .below("Events", format!("/c/{community}/events"))
        .below(record.title, format!("/c/{community}/events/{slug}"))
        .section("", [along])
        .section("Ask a community", [ask]);
    Ok(SheetScreen::within(head, Section::Events, sheet))
}

/// A community that holds an event, or is asked to, with the form that ends it; folded where that asks something.
fn ending(button: &str, form: Forming, row: Row) -> Row {
    let form = losing_sight::asking(form.quiet()).done();
    if form.fields.is_empty() { Row { forms: vec![form], ..row } } else { Row { folded: vec![(button.to_owned(), form)], ..row } }
}

/// What ends it that a community holds an event, or is asked to, and what it does.
fn words(hosts: bool) -> (&'static str, &'static str) {
    if hosts { ("Remove", "Co-host") } else { ("Take it back", "Asked, has not answered yet") }
}

/// `/c/{community}/hosting`
pub(crate) async fn hosting(community: &str) -> Result<SheetScreen, AppError> {
    let (app, _, head) = organiser(community).await?;
    let (waiting, held) = store::of_community(&app.db, head.id, app.clock.now()).await?;
    let asked = |(n, held): (usize, Held)| {
        let forms = [("Co-host it", "yes", 2 * n), ("Say no", "", 2 * n + 1)].map(|(button, yes, number)| {
            let fields = answer(community, &held, yes, button).numbered(number);
            if yes.is_empty() { fields.quiet().done() } else { fields.done() }
        });
        Row { facts: facts(&held), forms: forms.into(), ..Row::new(held.title) }
    };
    let before = 2 * waiting.len();
    let hosted = |(n, held): (usize, Held)| {
        let stop = losing_sight::asking(answer(community, &held, "", "Stop co-hosting it").numbered(before + n).danger()).done();
        let href = format!("/c/{}/events/{}", held.home, held.slug);
        Row { facts: facts(&held), href: Some(href), folded: vec![("Stop".to_owned(), stop)], ..Row::new(held.title) }
    };
    let waiting: Vec<Row> = waiting.into_iter().enumerate().map(asked).collect();
    let held: Vec<Row> = held.into_iter().enumerate().map(hosted).collect();
    let rows = |rows: Vec<Row>, none: &str| if rows.is_empty() { Part::Text(none.to_owned()) } else { Part::Rows(rows) };
    let sheet = Sheet::new("Co-hosting", format!("Events of other communities that {} holds with them.", head.name))
        .below("Events", format!("/c/{community}/events"))
        .section("Asked of you", [rows(waiting, "Nobody asks you to co-host an event.")])
        .section("On your calendar", [rows(held, "Nothing to come is co-hosted.")]);
    Ok(SheetScreen::within(head, Section::Events, sheet))
}

fn answer(community: &str, held: &Held, yes: &str, button: &str) -> Forming {
    form::<AnswerHosting>(button).with("community", community).with("home", &held.home).with("slug", &held.slug).with("yes", yes)
}

fn facts(held: &Held) -> Vec<String> {
    let starts = when::wall(&held.starts_wall).map(|wall| when::moment(wall, held.all_day));
    let starts = starts.map(|starts| if held.repeats { format!("A series, from {starts} on") } else { starts });
    std::iter::once(format!("By {}", held.home_name)).chain(starts).collect()
}

/// What leads to what a community co-hosts; how many it is asked for where it is.
pub(in crate::events) fn link(community: &str, waiting: i64) -> Part {
    let says = match waiting {
        0 => "What we co-host".to_owned(),
        waiting => format!("We are asked to co-host {}", count(waiting, "event", "events")),
    };
    Part::Links(vec![(says, format!("/c/{community}/hosting"))])
}
