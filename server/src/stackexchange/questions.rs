//! Questions, each with its answers and comments.

use std::collections::{BTreeMap, HashMap};

use app::activity::ObjectKind;
use app::db::records::Index;
use app::db::sources;
use app::names;
use app::questions::model::QuestionState;
use app::questions::record::{AnswerRecord, CommentRecord, QuestionRecord};
use app::when;
use indicatif::ProgressBar;

use super::Posts;
use super::buckets::Item;
use super::desk::{Desk, said};
use super::dump::{Author, Comment, Post, topic_slug};
use super::people::author;
use super::remarks::{CLOSED, NAMELESS, NEGATIVE, NOT_ACCEPTED, ORPHAN, WIKI};
use super::survey::Survey;
use crate::bundle::{Record, as_text, from_html};

/// A question with all that belongs to it.
#[derive(Default)]
struct Thread {
    question: Option<Post>,
    answers: Vec<Post>,
    comments: Vec<Comment>,
    votes: HashMap<i64, i32>,
}

/// Writes all questions, a bucket at a time.
pub(super) async fn write<'d>(mut desk: Desk<'d>, survey: &mut Survey, progress: &ProgressBar) -> anyhow::Result<(Desk<'d>, Posts)> {
    progress.set_length(survey.questions);
    let mut posts = Posts::default();
    for n in 0..survey.buckets.count() {
        for (_, thread) in threads(survey.buckets.take(n)?) {
            posts.comments += thread.comments.len();
            let Some(question) = &thread.question else {
                for _ in 0..thread.answers.len() + thread.comments.len() {
                    survey.remarks.count("Posts.xml", ORPHAN);
                }
                posts.comments -= thread.comments.len();
                continue;
            };
            posts.questions += 1;
            posts.answers += thread.answers.len();
            put(&mut desk, survey, (question, &thread)).await?;
            desk = desk.rest().await?;
            progress.inc(1);
        }
    }
    Ok((desk, posts))
}

/// What a bucket holds, by question.
fn threads(items: Vec<Item>) -> BTreeMap<i64, Thread> {
    let mut threads: BTreeMap<i64, Thread> = BTreeMap::new();
    let mut rest = Vec::new();
    let mut question_of: HashMap<i64, i64> = HashMap::new();
    for item in items {
        match item {
            Item::Post(post) => {
                let thread = threads.entry(post.parent.unwrap_or(post.id)).or_default();
                match post.parent {
                    Some(question) => {
                        question_of.insert(post.id, question);
                        thread.answers.push(post);
                    }
                    None => thread.question = Some(post),
                }
            }
            other => rest.push(other),
        }
    }
    for item in rest {
        let thread = |post: i64| question_of.get(&post).copied().unwrap_or(post);
        match item {
            Item::Comment(comment) => threads.entry(thread(comment.post)).or_default().comments.push(comment),
            Item::Vote(post) => *threads.entry(thread(post)).or_default().votes.entry(post).or_default() += 1,
            Item::Post(_) => {}
        }
    }
    for thread in threads.values_mut() {
        thread.answers.sort_by_key(|answer| (answer.at, answer.id));
        thread.comments.sort_by_key(|comment| (comment.at, comment.id));
    }
    threads
}

/// One thread on its way to the site.
struct Writing<'w, 'd> {
    desk: &'w mut Desk<'d>,
    survey: &'w mut Survey,
    index: Index,
    thread: &'w Thread,
    /// Whether each author is known, in order: part of what the dump says.
    known: Vec<bool>,
}

async fn put(desk: &mut Desk<'_>, survey: &mut Survey, (question, thread): (&Post, &Thread)) -> anyhow::Result<()> {
    let key = format!("question:{}", question.id);
    let index = desk.index();
    let mut writing = Writing { desk, survey, index, thread, known: Vec::new() };
    let record = writing.record(question, &key).await?;
    let Writing { desk, survey, index, known, .. } = writing;
    let votes: BTreeMap<i64, i32> = thread.votes.iter().map(|(post, votes)| (*post, *votes)).collect();
    let said = said(&(question, &thread.answers, &thread.comments, votes, survey.has_votes, known))?;
    Ok(desk.put(&key, &said, (&Record::Question(record), &index)).await?)
}

impl Writing<'_, '_> {
    async fn record(&mut self, question: &Post, key: &str) -> anyhow::Result<QuestionRecord> {
        let title = question.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let title = if title.is_empty() { format!("Question {}", question.id) } else { title };
        let mut answers = Vec::new();
        for answer in &self.thread.answers {
            answers.push(AnswerRecord {
                author: self.author(&answer.author).await?,
                anonymous: false,
                at: answer.at,
                accepted: question.accepted == Some(answer.id),
                helpful: Vec::new(),
                helpful_elsewhere: self.helpful(answer),
                body: from_html(&answer.body),
                comments: self.comments(answer.id).await?,
            });
        }
        if question.accepted.is_some() && !answers.iter().any(|answer| answer.accepted) {
            self.survey.remarks.count("Posts.xml", NOT_ACCEPTED);
        }
        let closed_note = question.closed.map(|at| format!("Closed where it was asked, on {}.", when::stamp(at).text));
        if closed_note.is_some() {
            self.survey.remarks.count("Posts.xml", CLOSED);
        }
        Ok(QuestionRecord {
            community: self.desk.community.1.clone(),
            slug: self.slug(&title, (key, question.id)).await?,
            author: self.author(&question.author).await?,
            anonymous: false,
            asked: question.at,
            topics: self.topics(&question.tags).await?,
            state: if question.closed.is_some() { QuestionState::Closed } else { QuestionState::Open },
            closed_because: None,
            closed_note,
            locked: false,
            helpful: Vec::new(),
            helpful_elsewhere: self.helpful(question),
            comments: self.comments(question.id).await?,
            answers,
            office_hours: None,
            aliases: Vec::new(),
            body: from_html(&question.body),
            title,
        })
    }

    /// The slug it has already, or one that no other question of the community has.
    async fn slug(&mut self, title: &str, (key, id): (&str, i64)) -> Result<String, sqlx::Error> {
        if let Some((_, slug)) = self.desk.slug_of(ObjectKind::Question, key).await? {
            return Ok(slug);
        }
        let slug = match names::slug(title) {
            slug if slug.is_empty() => format!("question-{id}"),
            slug => slug,
        };
        let taken = sources::question(&mut self.desk.tx, self.desk.community.0, &slug).await?.is_some();
        Ok(if taken { format!("{slug}-{id}") } else { slug })
    }

    async fn topics(&mut self, tags: &[String]) -> Result<Vec<String>, sqlx::Error> {
        let mut topics: Vec<String> = Vec::new();
        for tag in tags {
            let found = match self.desk.slug_of(ObjectKind::Topic, &format!("tag:{tag}")).await? {
                Some(found) => Some(found),
                None => {
                    let slug = topic_slug(tag);
                    sources::topic(&mut self.desk.tx, &slug).await?.map(|id| (id, slug))
                }
            };
            if let Some((id, slug)) = found.filter(|(_, slug)| !topics.contains(slug)) {
                self.index.insert(ObjectKind::Topic, slug.clone(), id);
                topics.push(slug);
            }
        }
        Ok(topics)
    }

    /// How many found a post helpful: by the votes for it, or else by its score.
    fn helpful(&mut self, post: &Post) -> i32 {
        if post.wiki {
            self.survey.remarks.count("Posts.xml", WIKI);
        }
        if self.survey.has_votes {
            return self.thread.votes.get(&post.id).copied().unwrap_or_default();
        }
        if post.score < 0 {
            self.survey.remarks.count("Posts.xml", NEGATIVE);
        }
        i32::try_from(post.score.max(0)).unwrap_or(i32::MAX)
    }

    async fn comments(&mut self, post: i64) -> anyhow::Result<Vec<CommentRecord>> {
        let mut comments = Vec::new();
        for comment in self.thread.comments.iter().filter(|comment| comment.post == post) {
            let (author, body) = (self.author(&comment.author).await?, as_text(&comment.text));
            comments.push(CommentRecord { author, anonymous: false, at: comment.at, body });
        }
        Ok(comments)
    }

    async fn author(&mut self, wrote: &Author) -> anyhow::Result<Option<String>> {
        let person = author(self.desk, wrote).await?;
        self.known.push(person.is_some());
        match &person {
            Some((id, handle)) => self.index.insert(ObjectKind::Person, handle.clone(), *id),
            None => self.survey.remarks.count("Posts.xml", NAMELESS),
        }
        Ok(person.map(|(_, handle)| handle))
    }
}
