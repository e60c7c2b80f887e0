//! Telling those who follow a page that it was changed: once a day at most.

use uuid::Uuid;

use crate::activity::ObjectKind;
use crate::communities::model::Section;
use crate::db::Tx;
use crate::notifications::{By, News, NewsKind, To, tell};

/// Tells those who follow a page, by its id, title and path, that somebody changed it; of a community by its id and slug.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn changed(
    tx: &mut Tx,
    ((community, slug), by): ((Uuid, &str), Uuid),
    (page, title, path): (Uuid, &str, &str),
) -> Result<(), sqlx::Error> {
    let day = u128::from(tx.now().timestamp().unsigned_abs() / 86_400);
    let href = format!("{}/{path}", Section::Pages.address(slug));
    let news = News {
        kind: NewsKind::PageChanged,
        by: By::Member(by),
        object: (ObjectKind::Page, page),
        // Of all changes of a day people hear once.
        about: Uuid::from_u128(page.as_u128() ^ (day << 64)),
        title,
        href: &href,
        text: "",
        community: Some(community),
        to: &[To::Followers(ObjectKind::Page, page)],
    };
    tell(tx, &news).await
}
