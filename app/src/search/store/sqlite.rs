//! The SQL of SQLite: FTS5, without a copy of the text.
//!
//! FTS5 gives matches in the order of ids without sorting them. Its query language gets strings of letters and digits only, each in quotes.

use super::{Mark, NOTHING};
use crate::search::rules::Term;
use crate::{queries, visible};

/// Rows that match `$n`, of the kind whose ids are `$7` to `$8`, that the viewer may see. FTS5 comes first, whatever the planner thinks.
macro_rules! found {
    ($columns:literal, $section:tt, $terms:literal) => {
        concat!(
            "select ",
            $columns,
            " from search_term t cross join search_row s on s.id = t.rowid left join community c on c.id = s.community_id \
             where t.search_term match ",
            $terms,
            " and t.rowid between $7 and $8 and (s.community_id is null or ",
            $crate::search::store::may_see!($section),
            ")"
        )
    };
}

/// Of a rank the best `$9`, read in order and no further.
macro_rules! rank {
    ($tier:literal, $section:tt, $terms:literal) => {
        concat!("select * from (", found!($tier, $section, $terms), " order by t.rowid limit $9) ranked")
    };
}

/// `$1` is the viewer, `$2` to `$6` what each rank looks for, `$9` how many are shown and `$10` how many are counted.
macro_rules! hits {
    ($section:tt) => {
        $crate::search::store::hits!(
            concat!(
                rank!("t.rowid as id, 0 as tier", $section, "$2"),
                " union all ",
                rank!("t.rowid as id, 1 as tier", $section, "$3"),
                " union all ",
                rank!("t.rowid as id, 2 as tier", $section, "$4"),
                " union all ",
                rank!("t.rowid as id, 3 as tier", $section, "$5"),
                " union all ",
                rank!("t.rowid as id, 4 as tier", $section, "$6")
            ),
            concat!("select count(*) from (", found!("1 as one", $section, "$6"), " limit $10) counted")
        )
    };
}

queries! {
    pub(super) ABOUT = hits!("about");
    pub(super) EVENTS = hits!("events");
    pub(super) QUESTIONS = hits!("questions");
    pub(super) PAGES = hits!("pages");
    // Of questions that match `$2`, of the community `$3` or of any, the newest `$6`.
    pub(in crate::search) WITHIN = concat!(
        "select s.object_id from search_term t cross join search_row s on s.id = t.rowid join community c on c.id = s.community_id \
         where t.search_term match $2 and t.rowid between $4 and $5 and s.community_id = coalesce($3, s.community_id) and ", visible!("questions"), " order by t.rowid limit $6"
    );
    pub(super) FORGET_ALL_TERMS = "insert into search_term (search_term) values ('delete-all')";
}

/// What is indexed, as FTS5 reads it.
pub fn indexed(terms: &[String]) -> String {
    terms.join(" ")
}

/// What to look for, in FTS5's language: all of it, or one of it.
pub fn query(terms: &[Term], mark: Mark, all: bool) -> String {
    let terms = terms.iter().map(|term| match term {
        Term::Word(words) => {
            let words: Vec<String> = words.iter().map(|word| quoted(std::slice::from_ref(word), mark)).collect();
            format!("({})", words.join(" OR "))
        }
        Term::Phrase(words) => quoted(words, mark),
    });
    terms.collect::<Vec<_>>().join(if all { " AND " } else { " OR " })
}

/// What matches the very name.
pub fn named(name: &str) -> String {
    if name.is_empty() { quoted(&[NOTHING.to_owned()], Mark::None) } else { format!("\"=={name}\"") }
}

fn quoted(words: &[String], mark: Mark) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("{}{word}", mark.as_str())).collect();
    format!("\"{}\"", words.join(" "))
}
