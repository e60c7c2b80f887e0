//! Looking up who wrote something without their name: by an administrator, who says why. It stands in the log, and the author is mailed.

use super::posts_store as store;
use crate::activity::{Act, Deed, ObjectKind};
use crate::admin::typed;
use crate::error::AppError;
use crate::mail::{self, Mail, Part};
use crate::state::{Site, administrator};
use crate::ui::form::Done;

/// Looks it up.
pub(super) async fn reveal(community: &str, (slug, post): (&str, &str), why: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let head = crate::communities::store::head(&app.db, by.viewer(), community).await?;
    let mut tx = app.db.begin().await?;
    let question = store::lock(&mut tx, by.viewer(), (head.id, slug)).await?;
    let which = post.parse().map_err(|()| AppError::NotFound)?;
    let found = store::post(&mut tx, by.viewer(), &question, which).await?.filter(|post| post.anonymous).ok_or(AppError::NotFound)?;
    let why = typed::reason(why)?;
    let author = store::author_of(&mut tx, found.id).await?;
    let author = author.ok_or_else(|| AppError::form("Nobody knows any more: whoever wrote this has left, or it came by an import."))?;
    let address = format!("/c/{community}/questions/{slug}#{which}");
    if let Some(email) = &author.email {
        mail::post(&mut tx, &told(&app.site, (email, &author.name), (&question.title, &address), (&by.name, &why))).await?;
    }
    let act = Act::by(by.member, Deed::Revealed, ObjectKind::Question, question.id).in_community(head.id).noting(why);
    tx.commit([act]).await?;
    Ok(Done::at(address)
        .saying(format!("It was written by {} ({}), who gets a mail about this. It stands in the log.", author.name, author.handle)))
}

/// Tells an author that they were looked up.
fn told(site: &Site, (to, name): (&str, &str), (title, path): (&str, &str), (by, why): (&str, &str)) -> Mail {
    Mail {
        to: to.to_owned(),
        to_name: Some(name.to_owned()),
        subject: "Somebody looked up who wrote what you wrote without your name".to_owned(),
        body: vec![
            Part::Text(format!(
                "{by}, who administers {}, looked up who wrote something without their name in “{title}”. It was you. The reason given:",
                site.name
            )),
            Part::Quote(why.to_owned()),
            Part::Button { label: "See what you wrote".to_owned(), url: site.address(path) },
            Part::Text("Nobody else learns of it, and your name still does not stand there.".to_owned()),
        ],
        because: "you wrote something there without your name.".to_owned(),
        stop: None,
        calendar: None,
    }
}
