//! The first look at a dump: posts are laid by, and what else is wanted of it is found out.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

use super::buckets::{Buckets, Item};
use super::dump::{Author, Comment, OfPosts, Post, TagWiki};
use super::remarks::{BROKEN, BROKEN_COMMENT, DOWN_VOTES, OTHER, Remarks};
use super::xml::rows;

/// A vote for a post, and one against it.
const UP: i64 = 2;
const DOWN: i64 = 3;

/// What was found.
pub(super) struct Survey {
    pub(super) buckets: Buckets,
    /// The ids of those who wrote something.
    pub(super) users: HashSet<i64>,
    /// The tags of questions.
    pub(super) tags: BTreeSet<String>,
    /// Descriptions of tags, by id.
    pub(super) wikis: HashMap<i64, TagWiki>,
    /// How many questions there are.
    pub(super) questions: u64,
    /// Whether votes tell how many found a post helpful; else its score does.
    pub(super) has_votes: bool,
    /// How many files were read.
    pub(super) files: usize,
    pub(super) remarks: Remarks,
    /// The question of each answer.
    answers: Vec<(i64, i64)>,
}

impl Survey {
    /// Looks at the dump in a folder.
    pub(super) fn of(dir: &Path, scratch: &Path) -> anyhow::Result<Self> {
        let size = ["Posts.xml", "Comments.xml"].iter().filter_map(|file| dir.join(file).metadata().ok()).map(|file| file.len()).sum();
        let mut survey = Self {
            buckets: Buckets::make(scratch, size)?,
            users: HashSet::new(),
            tags: BTreeSet::new(),
            wikis: HashMap::new(),
            questions: 0,
            has_votes: dir.join("Votes.xml").is_file(),
            files: 1,
            remarks: Remarks::default(),
            answers: Vec::new(),
        };
        rows(&dir.join("Posts.xml"), |row| survey.of_posts(OfPosts::of(row)))?;
        survey.answers.sort_unstable();
        if dir.join("Comments.xml").is_file() {
            survey.files += 1;
            rows(&dir.join("Comments.xml"), |row| survey.comment(Comment::of(row)))?;
        }
        if survey.has_votes {
            survey.files += 1;
            rows(&dir.join("Votes.xml"), |row| survey.vote(row.number("PostId"), row.number("VoteTypeId")))?;
        }
        Ok(survey)
    }

    fn of_posts(&mut self, row: OfPosts) -> anyhow::Result<()> {
        match row {
            OfPosts::Post(post) => self.post(post)?,
            OfPosts::TagWiki(wiki) => drop(self.wikis.insert(wiki.id, wiki)),
            OfPosts::Other => self.remarks.count("Posts.xml", OTHER),
            OfPosts::Broken => self.remarks.count("Posts.xml", BROKEN),
        }
        Ok(())
    }

    fn post(&mut self, post: Post) -> anyhow::Result<()> {
        self.wrote(&post.author);
        match post.parent {
            Some(question) => self.answers.push((post.id, question)),
            None => self.questions += 1,
        }
        self.tags.extend(post.tags.iter().cloned());
        self.buckets.put(post.parent.unwrap_or(post.id), &Item::Post(post))
    }

    fn comment(&mut self, comment: Option<Comment>) -> anyhow::Result<()> {
        let Some(comment) = comment else {
            self.remarks.count("Comments.xml", BROKEN_COMMENT);
            return Ok(());
        };
        self.wrote(&comment.author);
        self.buckets.put(self.question_of(comment.post), &Item::Comment(comment))
    }

    fn vote(&mut self, post: Option<i64>, kind: Option<i64>) -> anyhow::Result<()> {
        match (post, kind) {
            (Some(post), Some(UP)) => self.buckets.put(self.question_of(post), &Item::Vote(post))?,
            (_, Some(DOWN)) => self.remarks.count("Votes.xml", DOWN_VOTES),
            _ => {}
        }
        Ok(())
    }

    fn wrote(&mut self, author: &Author) {
        self.users.extend(author.id);
    }

    /// The question that a post belongs to: the one it answers, or itself.
    fn question_of(&self, post: i64) -> i64 {
        let found = self.answers.binary_search_by_key(&post, |(answer, _)| *answer);
        found.ok().and_then(|at| self.answers.get(at)).map_or(post, |(_, question)| *question)
    }
}
