//! The SQL of asking.

use uuid::Uuid;

use crate::db::records::save_list;
use crate::db::{Db, Tx};
use crate::{markdown, names, on, queries, run};

queries! {
    TOPIC = "select id from topic where slug = $1 or sort_title = $2 limit 1";
    RESERVED = "select 1 from redirect where path = $1 and object_id <> $2";
    ASK = "insert into question (id, community_id, slug, title, body, body_html, html_version, author_id, anonymous, asked_at, active_at, state, answer_count, created_at, updated_at) \
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, 'open', 0, $10, $10) on conflict (community_id, slug) do nothing";
    TITLED = "select id from topic where sort_title = $1 and title = $2 order by id limit 1";
    MAKE_TOPIC = "insert into topic (id, slug, title, sort_title, summary, links, body, body_html, html_version, created_at, updated_at) \
                  values ($1, $2, $3, $4, '', '[]', '', '', $5, $6, $6) on conflict do nothing";
    FORGET_TOPICS = "delete from question_topic where question_id = $1";
}

/// A topic of a question that is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    /// One that is there.
    There(Uuid),
    /// One that is made with the question.
    New {
        /// `/topics/{slug}`
        slug: String,
        /// What it is called.
        title: String,
    },
}

impl Topic {
    /// Whether both would have the same address.
    pub(super) fn is_called_like(&self, other: &Self) -> bool {
        matches!((self, other), (Self::New { slug, .. }, Self::New { slug: other, .. }) if slug == other)
    }
}

/// A question that is asked.
pub(super) struct NewQuestion<'a> {
    pub(super) id: Uuid,
    pub(super) community: Uuid,
    pub(super) title: &'a str,
    pub(super) body: &'a str,
    pub(super) body_html: &'a str,
    /// `None`: it is asked without a name.
    pub(super) author: Option<Uuid>,
}

/// A topic by its title or slug.
pub(super) async fn topic(db: &Db, typed: &str) -> Result<Option<Uuid>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(TOPIC).bind(names::slug(typed)).bind(names::fold(typed)).fetch_optional(c))
}

/// A topic by just its title.
pub(super) async fn titled(db: &Db, title: &str) -> Result<Option<Uuid>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(TITLED).bind(names::fold(title)).bind(title).fetch_optional(c))
}

/// The same while something is written.
pub(super) async fn topic_now(tx: &mut Tx, typed: &str) -> Result<Option<Uuid>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(TOPIC).bind(names::slug(typed)).bind(names::fold(typed)).fetch_optional(c))
}

/// Makes a topic, unless there is one of that address by now. Gives whether it did.
pub(super) async fn make_topic(tx: &mut Tx, id: Uuid, (slug, title): (&str, &str)) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let made =
        run!(tx, sqlx::query(MAKE_TOPIC).bind(id).bind(slug).bind(title).bind(names::fold(title)).bind(markdown::VERSION).bind(now))?;
    Ok(made > 0)
}

/// Asks, under the first address that is free. Gives it.
pub(super) async fn ask(tx: &mut Tx, question: &NewQuestion<'_>, community: &str) -> Result<String, sqlx::Error> {
    let now = tx.now();
    let wanted = Some(names::slug(question.title)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "question".to_owned());
    for number in 1.. {
        // Of very many that are called alike the later ones are told apart by chance.
        let slug = match number {
            1 => wanted.clone(),
            2..=20 => format!("{wanted}-{number}"),
            _ => format!("{wanted}-{}", &Uuid::now_v7().simple().to_string()[24..]),
        };
        let path = format!("/c/{community}/questions/{slug}");
        let reserved: Option<i32> = on!(tx.conn(), c => sqlx::query_scalar(RESERVED).bind(&path).bind(question.id).fetch_optional(c))?;
        let asked = reserved.is_none()
            && run!(
                tx,
                sqlx::query(ASK)
                    .bind(question.id)
                    .bind(question.community)
                    .bind(&slug)
                    .bind(question.title)
                    .bind(question.body)
                    .bind(question.body_html)
                    .bind(markdown::VERSION)
                    .bind(question.author)
                    .bind(question.author.is_none())
                    .bind(now)
            )? == 1;
        if asked {
            return Ok(path);
        }
    }
    Err(sqlx::Error::RowNotFound)
}

/// Writes what a question is about.
pub(super) async fn set_topics(tx: &mut Tx, question: Uuid, topics: &[Uuid]) -> Result<(), sqlx::Error> {
    save_list(tx, FORGET_TOPICS, ("question_topic", &["question_id", "topic_id", "position"]), question, topics).await
}
