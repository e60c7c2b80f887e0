//! Taking a question to another community.

use super::acting::Acting;
use super::board::board;
use super::lifecycle_store as store;
use super::post::PostRef;
use super::posting::MoveQuestion;
use super::rules::{Below, Stays, may_move, parts_from, to_moderate, to_post};
use super::telling::Settled;
use crate::activity::{Act, Deed, ObjectKind};
use crate::communities::model::CommunityHead;
use crate::error::AppError;
use crate::memberships::store as memberships;
use crate::notifications::{By, NewsKind};
use crate::redirects::store as redirects;
use crate::ui::form::Done;
use crate::ui::forming::{came_back, typed};
use crate::ui::lists::count;

/// Takes a question to another community, where nobody may read it who can't here; its old address leads there, and who asked is told. Where others who wrote below it would lose sight of
/// it, the moderator has to agree first.
pub(super) async fn move_to(community: &str, slug: &str, (into, agreed): (&str, &str)) -> Result<Done, AppError> {
    let mut acting = Acting::begin(community, slug).await?;
    to_moderate(&acting.standing)?;
    acting.is_open()?;
    let wrong = |says: String| AppError::field("into", says);
    let other = named(into);
    let target = crate::communities::store::head(&acting.app.db, acting.by.viewer(), other).await;
    let target = target.ok().filter(|target| target.sees.questions && target.id != acting.head.id);
    let target = target.ok_or_else(|| wrong("There is no such other community. Write the end of its address: “design”.".to_owned()))?;
    let standing = memberships::standing_now(&mut acting.tx, target.id, acting.by.member).await?;
    to_post(&target, Some(&standing)).map_err(|refused| wrong(refused.to_string()))?;
    // Who sees what there does not change until it has gone.
    memberships::lock(&mut acting.tx, target.id).await?;
    let (here, there) = (board(&acting.app.db, acting.head.id).await?, board(&acting.app.db, target.id).await?);
    let asker = store::asker(&mut acting.tx, acting.question.id, target.id).await?;
    may_move((here.readers, there.readers), asker).map_err(|stays| wrong(stay(stays, &acting.head.name, &target.name)))?;
    let (id, old) = (acting.question.id, acting.address());
    if let Some(below) = parts_from(there.readers, store::below(&mut acting.tx, id, target.id).await?).filter(|_| agreed != word(other)) {
        return Err(AppError::field("agreed", parting(below, &target.name)));
    }
    let slug = free_slug(&mut acting, &target).await?;
    store::move_to(&mut acting.tx, id, (target.id, &slug)).await?;
    redirects::lead(&mut acting.tx, &old, ObjectKind::Question, id).await?;
    let href = format!("/c/{}/questions/{slug}", target.slug);
    let by = By::Member(acting.by.member);
    let told = Settled { by, question: &acting.question, community: target.id, id: uuid::Uuid::now_v7(), href: &href };
    told.tended(&mut acting.tx, NewsKind::QuestionMoved, (PostRef::Question, id), &format!("It is in {} now.", target.name)).await?;
    let act = |place: &CommunityHead, other: &CommunityHead| {
        let act = Act::by(acting.by.member, Deed::Moved, ObjectKind::Question, id).in_community(place.id);
        // Those who lead here are not to learn that there is a hidden one there.
        if other.listed { act.noting(format!("{community} → {}", target.slug)) } else { act }
    };
    let acts = [act(&target, &acting.head), act(&acting.head, &target)];
    acting.tx.commit(acts).await?;
    Ok(Done::at(href).saying(format!("The question is in {} now. Its old address leads here, and who asked is told.", target.name)))
}

/// Why a question stays where it is, in words.
fn stay(stays: Stays, here: &str, there: &str) -> String {
    match stays {
        Stays::ForThoseHere => {
            format!(
                "People would read it in {there} who can’t read it in {here}, and it wasn’t written for them. Who asked may ask it there."
            )
        }
        Stays::ForItsAsker => format!("Who asked could not read their own question in {there}. They may join it first, or ask there."),
        Stays::Nameless => format!(
            "It was asked without a name, and not everybody who is signed in reads the questions of {there}: whether its asker does would tell who that is."
        ),
    }
}

/// Who loses sight of what they wrote, in words.
fn parting(below: Below, there: &str) -> String {
    let mut says = Vec::new();
    if below.lost > 0 {
        let who = count(below.lost, "person who wrote below it does", "people who wrote below it do");
        says.push(format!("{who} not read the questions of {there}, and would lose sight of their own words."));
    }
    if below.nameless > 0 {
        let what = count(below.nameless, "post below it was", "posts below it were");
        says.push(format!("{what} written without a name: whether who wrote that reads there, nobody is told."));
    }
    says.push("The question is still here. Choose, and move it again.".to_owned());
    says.join(" ")
}

/// What the form that has come back asks to agree to, if it asks: to take the question to this community.
pub(super) fn to_agree() -> Option<String> {
    let into = typed::<MoveQuestion>("into").filter(|_| came_back::<MoveQuestion>("agreed"))?;
    Some(word(named(&into)))
}

/// What somebody agrees to: that it goes to this community and to no other.
fn word(community: &str) -> String {
    format!("/c/{community}")
}

/// A community as somebody names it: the end of its address.
fn named(into: &str) -> &str {
    into.trim().trim_start_matches("/c/").trim_matches('/')
}

/// A slug that no question of the community has or had.
async fn free_slug(acting: &mut Acting, target: &CommunityHead) -> Result<String, AppError> {
    let (id, wanted) = (acting.question.id, acting.question.slug.clone());
    let mut slug = wanted.clone();
    for number in 2.. {
        let path = format!("/c/{}/questions/{slug}", target.slug);
        let free = redirects::take_back(&mut acting.tx, &path, id).await?;
        if free && !store::is_taken(&mut acting.tx, (target.id, &slug), id).await? {
            break;
        }
        slug = format!("{wanted}-{number}");
    }
    Ok(slug)
}
