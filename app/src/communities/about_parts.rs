//! Pieces of a community's own screen.

use leptos::prelude::*;

use super::about::{About, Guidelines, Join, Lead, Relation, Relative};
use super::model::{Channel, CommunityHead, CommunityStatus};
use crate::link::host;
use crate::members::parts::PersonLine;
use crate::ui::lists::{grouped, up_to};
use crate::ui::sheet::{Part, parts_view};
use crate::ui::text::{Linked, Prose, address_of, breakable};
use crate::ui::time::Time;

/// Says so where a community is archived, went into another, or lives elsewhere.
#[component]
pub fn Standing(
    /// The community.
    head: CommunityHead,
    /// What it says of itself.
    about: About,
) -> impl IntoView {
    let into = about.relatives.into_iter().find(|r| r.relation == Relation::Into);
    let notice = match (head.status, into) {
        (CommunityStatus::Merged, Some(into)) => Some(
            view! { "This community is now part of "<a href=format!("/c/{}", into.slug) dir="auto">{into.name}</a>". What it wrote stays here to be read." }.into_any(),
        ),
        (CommunityStatus::Merged, None) => Some("This community is now part of another one. What it wrote stays here to be read.".into_any()),
        (CommunityStatus::Archived, _) => Some("This community no longer meets. What it wrote stays here to be read.".into_any()),
        (CommunityStatus::Active, _) => None,
    };
    let website = about.website.map(|address| {
        view! { <p class="actions"><a class="button" href=address.clone()>"Visit its website"</a><span class="hint">{format!("This community lives on {}.", host(&address))}</span></p> }
    });
    view! {
        {notice.map(|notice| view! { <p class="notice notice--warn">{notice}</p> })}
        {website}
    }
}

/// How to join: who can, where its members talk, whom to write to.
#[component]
pub fn HowToJoin(
    /// How.
    join: Join,
    /// "at least once a term".
    commitment: Option<String>,
    /// How the community keeps to that.
    meets: Vec<Part>,
    /// How the viewer belongs, or can.
    yours: Vec<Part>,
) -> impl IntoView {
    let guidelines = join.guidelines.map(|guidelines| match guidelines {
        Guidelines::Elsewhere(address) => view! { <p><a href=address>"Read our guidelines"</a></p> }.into_any(),
        Guidelines::Here(html) => view! { <details><summary>"What we keep to"</summary><Prose html/></details> }.into_any(),
    });
    let channels = join.channels;
    view! {
        <section class="join" aria-labelledby="join">
            <h2 id="join">"How to join"</h2>
            <div class="join-parts">
                <dl class="facts">
                    <div><dt>"Who can join"</dt><dd>{match join.who { Some(who) => view! { <Linked text=who/> }.into_any(), None => join.rule.sentence().into_any() }}</dd></div>
                    {commitment.map(|commitment| view! { <div><dt>"How often we meet"</dt><dd dir="auto">{commitment}</dd></div> })}
                    {join.contact.map(|contact| view! { <div><dt>"Whom to write to"</dt><dd><Linked text=contact/></dd></div> })}
                </dl>
                {(!channels.is_empty()).then(|| view! { <div><h3 class="facts-title">"Where we talk"</h3><ul class="channels">{channels.into_iter().map(channel).collect_view()}</ul></div> })}
            </div>
            {(!meets.is_empty()).then(|| parts_view(meets))}
            {guidelines}
            {(!yours.is_empty()).then(|| view! { <div class="join-yours">{parts_view(yours)}</div> })}
        </section>
    }
}

fn for_whom(audience: &str) -> String {
    if audience == "public" { "Open to the public".to_owned() } else { format!("For {audience}") }
}

fn channel(channel: Channel) -> impl IntoView {
    let kind = channel.kind.title();
    let name = channel.name.unwrap_or_else(|| kind.to_owned());
    let address = channel.address;
    let title = match address.as_deref().and_then(address_of) {
        Some(href) => view! { <a href=href dir="auto">{name.clone()}</a> }.into_any(),
        None => view! { <b dir="auto">{name.clone()}</b> }.into_any(),
    };
    let mail = address.filter(|address| !address.starts_with("http"));
    view! {
        <li>
            <p>{title}</p>
            <ul class="meta">
                {(name != kind).then_some(view! { <li>{kind}</li> })}
                {mail.map(|address| view! { <li>{breakable(&address)}</li> })}
                {channel.audience.map(|audience| view! { <li dir="auto">{for_whom(&audience)}</li> })}
                {channel.members.map(|n| view! { <li>{grouped(n)}" people"</li> })}
            </ul>
            {channel.terms.map(|terms| view! { <p class="hint"><Linked text=terms/></p> })}
        </li>
    }
}

/// The charter's three parts; one that says nothing is left out.
#[component]
pub fn CharterParts(
    /// HTML.
    charter: [String; 3],
) -> impl IntoView {
    let titles = ["What we’re about", "Who we are", "What we share"];
    let part = |(title, html): (&'static str, String)| view! { <section class="charter"><h2>{title}</h2><Prose html/></section> };
    let parts: Vec<_> = titles.into_iter().zip(charter).filter(|(_, html)| !html.trim().is_empty()).map(part).collect();
    (!parts.is_empty()).then(|| view! { <div class="stack stack--close">{parts}</div> })
}

/// Who leads.
#[component]
pub fn Leads(
    /// Who.
    leads: Vec<Lead>,
) -> impl IntoView {
    let line = |lead: Lead| {
        let note = lead.title.or(lead.person.role.clone());
        view! { <li><PersonLine person=lead.person note/></li> }
    };
    view! {
        <section>
            <h2>"Leads"</h2>
            <ul class="stack stack--people">{leads.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

/// Small facts: how many, since when, what for.
#[component]
pub fn Facts(
    /// The community.
    head: CommunityHead,
    /// What it says of itself.
    about: About,
) -> impl IntoView {
    let members = about.members.filter(|n| *n > 0).map(|n| {
        view! { <div><dt>"Members"</dt><dd><a href=format!("/c/{}/members", head.slug)>{up_to(n, "person", "people")}</a></dd></div> }
    });
    let related = |relation: Relation| -> Vec<Relative> { about.relatives.iter().filter(|r| r.relation == relation).cloned().collect() };
    let (parent, children, from) = (related(Relation::Parent), related(Relation::Child), related(Relation::From));
    let families = (!about.job_families.is_empty()).then(|| about.job_families.join(", "));
    let empty = members.is_none()
        && families.is_none()
        && about.stage.is_none()
        && about.founded.is_none()
        && about.ends_on.is_none()
        && parent.is_empty()
        && children.is_empty()
        && from.is_empty();
    (!empty).then(|| {
        view! {
            <section>
                <h2>"At a glance"</h2>
                <dl class="facts">
                    {members}
                    {families.map(|families| view! { <div><dt>"Job families"</dt><dd dir="auto">{families}</dd></div> })}
                    {about.stage.map(|stage| view! { <div><dt>"Stage"</dt><dd>{stage.title()}</dd></div> })}
                    {about.founded.map(|stamp| view! { <div><dt>"Since"</dt><dd><Time stamp/></dd></div> })}
                    {about.ends_on.map(|stamp| view! { <div><dt>"Ends on"</dt><dd><Time stamp/></dd></div> })}
                    {relatives("Part of", parent)}
                    {relatives("Communities within it", children)}
                    {relatives("Took in", from)}
                </dl>
            </section>
        }
    })
}

fn relatives(title: &'static str, relatives: Vec<Relative>) -> impl IntoView {
    let line = |r: Relative| view! { <li><a href=format!("/c/{}", r.slug) dir="auto">{r.name}</a></li> };
    (!relatives.is_empty()).then(|| view! { <div><dt>{title}</dt><dd><ul>{relatives.into_iter().map(line).collect_view()}</ul></dd></div> })
}
