//! A month or a week on screen: a table of days, which a narrow screen shows as a list.

use leptos::prelude::*;

use super::model::{Cell, EventStatus, Grid, Slot, View};
use crate::related::parts::badge;
use crate::ui::html::push;
use crate::ui::lists::Empty;
use crate::ui::time::{own_clock, start_on_own_clock};

const WEEKDAYS: [(&str, &str); 7] = [
    ("Mon", "Monday"),
    ("Tue", "Tuesday"),
    ("Wed", "Wednesday"),
    ("Thu", "Thursday"),
    ("Fri", "Friday"),
    ("Sat", "Saturday"),
    ("Sun", "Sunday"),
];

/// The grid, with the ways to those beside it.
#[component]
pub fn CalendarGrid(
    /// Which.
    grid: Grid,
) -> impl IntoView {
    let Grid { view, title, previous, next, today, weeks } = grid;
    let span = if view == View::Month { "month" } else { "week" };
    let empty = weeks.iter().flatten().all(|cell| cell.at_once.is_empty() || cell.outside);
    let way = |href: Option<String>, rel: &'static str, what: String| {
        href.map(|href| view! { <a class="button button--quiet" href=href rel=rel>{what}</a> })
    };
    let head = WEEKDAYS.map(
        |(short, long)| view! { <th scope="col"><span aria-hidden="true">{short}</span><span class="visually-hidden">{long}</span></th> },
    );
    let clock = own_clock();
    let cell = move |day| cell(day, clock);
    let rows = weeks.into_iter().map(|week| view! { <tr>{week.into_iter().map(cell).collect_view()}</tr> }).collect_view();
    view! {
        <section class="calendar" class:calendar--week=view == View::Week>
            <div class="calendar-head">
                <h2 id="calendar-title">{title}</h2>
                <nav class="actions" aria-label=format!("Other {span}s")>
                    {way(previous, "prev", format!("Previous {span}"))}
                    <a class="button button--quiet" href=today>"Today"</a>
                    {way(next, "next", format!("Next {span}"))}
                </nav>
            </div>
            <table aria-labelledby="calendar-title">
                <thead><tr>{head.collect_view()}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {empty.then(|| view! { <Empty>{format!("Nothing takes place in this {span}. Look at the one before or after it, or at the agenda.")}</Empty> })}
        </section>
    }
}

fn cell(cell: Cell, clock: RwSignal<bool>) -> impl IntoView {
    let (outside, today, bare) = (cell.outside, cell.today, cell.at_once.is_empty());
    view! {
        <td class:outside=outside class:today=today class:bare=bare aria-current=today.then_some("date") inner_html=move || written(&cell, clock.get())></td>
    }
}

/// A day and what takes place on it, written out: of hundreds of meetings as elements, building these would take longer than all the rest. `clock`: whether the reader's clock can be read.
fn written(cell: &Cell, clock: bool) -> String {
    let mut html = String::new();
    let Cell { date, number, title, .. } = cell;
    add(&mut html, &["<time class=\"calendar-day\" datetime=\"", date, "\"><span class=\"calendar-number\" aria-hidden=\"true\">", number]);
    add(&mut html, &["</span><span class=\"calendar-date\">", title, "</span></time>"]);
    for group in &cell.at_once {
        html.push_str(match group.len() {
            0 | 1 => "<ul class=\"at-once\">",
            2 => "<ul class=\"at-once at-once--2\">",
            _ => "<ul class=\"at-once at-once--3\">",
        });
        group.iter().for_each(|slot| meeting(&mut html, slot, clock));
        html.push_str("</ul>");
    }
    html
}

fn meeting(html: &mut String, slot: &Slot, clock: bool) {
    html.push_str(if slot.status == EventStatus::Cancelled { "<li class=\"event--off\"><a href=\"" } else { "<li><a href=\"" });
    push(html, &slot.href);
    html.push_str("\" dir=\"auto\">");
    push(html, &slot.title);
    html.push_str("</a>");
    if let Some((class, word)) = badge(slot.status) {
        add(html, &[" <span class=\"", class, "\">", word, "</span>"]);
    }
    if let Some(who) = &slot.for_whom {
        add(html, &[" <span class=\"badge\">", who, "</span>"]);
    }
    add(html, &["<time class=\"meta\" datetime=\"", &slot.starts, "\">"]);
    push(html, &slot.hours);
    html.push_str("</time>");
    if let Some(own) = slot.offset.filter(|_| clock).and_then(|offset| start_on_own_clock(&slot.starts, offset)) {
        html.push_str("<span class=\"meta\">");
        push(html, &own);
        html.push_str(" your time</span>");
    }
    html.push_str("</li>");
}

/// Adds tags and words of ours.
fn add(html: &mut String, parts: &[&str]) {
    parts.iter().for_each(|part| html.push_str(part));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(title: &str, status: EventStatus, for_whom: Option<&str>) -> Slot {
        Slot {
            title: title.to_owned(),
            href: "/c/design/events/talk".to_owned(),
            status,
            starts: "2026-03-10T13:00:00Z".to_owned(),
            hours: "1 pm to 2 pm GMT".to_owned(),
            for_whom: for_whom.map(str::to_owned),
            offset: Some(0),
        }
    }

    fn day(at_once: Vec<Vec<Slot>>) -> Cell {
        Cell {
            date: "2026-03-10".to_owned(),
            number: "10".to_owned(),
            title: "Tuesday 10 March".to_owned(),
            outside: false,
            today: false,
            at_once,
        }
    }

    #[test]
    fn what_people_call_a_meeting_is_no_html() {
        let html = written(&day(vec![vec![slot("\"><script>alert(1)</script>&", EventStatus::Confirmed, None)]]), false);
        assert!(html.contains(">&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;</a>") && !html.contains("<script"), "{html}");
    }

    #[test]
    fn a_day_says_what_takes_place_and_what_does_not() {
        let [on, off] = [slot("Talk", EventStatus::Confirmed, Some("Members only")), slot("Walk", EventStatus::Cancelled, None)];
        let html = written(&day(vec![vec![on, off]]), false);
        assert!(html.contains("<ul class=\"at-once at-once--2\"><li><a href=\"/c/design/events/talk\" dir=\"auto\">Talk</a> <span class=\"badge\">Members only</span>"), "{html}");
        assert!(
            html.contains("<li class=\"event--off\">") && html.contains("<span class=\"badge badge--warn\">Cancelled</span>"),
            "{html}"
        );
        assert!(html.contains("<time class=\"meta\" datetime=\"2026-03-10T13:00:00Z\">1 pm to 2 pm GMT</time></li>"), "{html}");
        assert!(!written(&day(Vec::new()), false).contains("<ul"));
    }
}
