//! The SQL of PostgreSQL: a tsvector and its GIN index, of each kind apart.
//!
//! The index knows nothing of order: it gives all that match or none. So matches are read up to the number that is counted. Where that is all of them, the best are among them.
//! Where there are more, they are frequent: the best are looked for among the first rows of the kind's order, and a rank that too few of those have is rare enough for the index.
//! The text search configurations are not used, and so neither are their parser, their stop words and their dictionaries: words come folded and stemmed.

use super::{Mark, NOTHING};
use crate::search::document::GAP;
use crate::search::rules::Term;
use crate::{queries, visible};

macro_rules! terms {
    ($terms:literal) => {
        concat!("cast(cast(", $terms, " as text) as tsquery)")
    };
}

/// Rows that match `$n`, of the kind whose ids are `$7` to `$8`, that the viewer may see.
macro_rules! found {
    ($columns:literal, $rows:literal, $section:tt, $terms:literal) => {
        concat!(
            "select ",
            $columns,
            " from ",
            $rows,
            " s left join community c on c.id = s.community_id where s.terms @@ ",
            terms!($terms),
            " and s.id between $7 and $8 and (s.community_id is null or ",
            $crate::search::store::may_see!($section),
            ")"
        )
    };
}

/// The best rank of a row that matches.
macro_rules! tier {
    () => {
        concat!(
            "case when s.terms @@ ",
            terms!("$3"),
            " then 1 when s.terms @@ ",
            terms!("$4"),
            " then 2 when s.terms @@ ",
            terms!("$5"),
            " then 3 else 4 end as tier"
        )
    };
}

/// Of a rank the best `$9`, where they were not among the first rows. The sum keeps the planner from walking through the kind in order.
macro_rules! rare {
    ($columns:literal, $section:tt, $terms:literal, $near:literal) => {
        concat!(
            " union all select * from (",
            found!($columns, "search_row", $section, $terms),
            " and (select count(*) from matched) = $10 and (select count(*) from near where ",
            $near,
            ") < $9 order by s.id + 0 limit $9) rare"
        )
    };
}

/// `$1` is the viewer, `$2` to `$6` what each rank looks for: the very name, which need not match otherwise, and then less and less. `$9` is how many are shown and `$10` how many
/// are counted.
macro_rules! hits {
    ($section:tt) => {
        concat!(
            "with matched as materialized (",
            found!("s.id, s.terms", "search_row", $section, "$6"),
            " limit $10), near as materialized (select s.id, ",
            tier!(),
            " from (",
            found!(
                "s.id, s.terms",
                "(select b.id, b.object_id, b.community_id, b.audience, b.terms from search_row b where b.id between $7 and $8 and (select count(*) from matched) = $10 \
                 order by b.id limit 100 * $9)",
                $section,
                "$6"
            ),
            ") s) ",
            $crate::search::store::hits!(
                concat!(
                    "select * from (",
                    found!("s.id, 0 as tier", "search_row", $section, "$2"),
                    " order by s.id + 0 limit $9) named union all select s.id, ",
                    tier!(),
                    " from matched s where (select count(*) from matched) < $10 union all select near.id, near.tier from near",
                    rare!("s.id, 1 as tier", $section, "$3", "near.tier <= 1"),
                    rare!("s.id, 2 as tier", $section, "$4", "near.tier <= 2"),
                    rare!("s.id, 3 as tier", $section, "$5", "near.tier <= 3"),
                    rare!("s.id, 4 as tier", $section, "$6", "near.tier <= 4")
                ),
                "select count(*) from matched"
            )
        )
    };
}

queries! {
    pub(super) ABOUT = hits!("about");
    pub(super) EVENTS = hits!("events");
    pub(super) QUESTIONS = hits!("questions");
    pub(super) PAGES = hits!("pages");
    // Of questions that match `$2`, of the community `$3` or of any, `$6`; where there are more, the newest too, as far as they are among the first.
    pub(in crate::search) WITHIN = concat!(
        "with matched as materialized (select s.object_id from search_row s join community c on c.id = s.community_id where s.terms @@ ", terms!("$2"),
        " and s.id between $4 and $5 and s.community_id = coalesce($3, s.community_id) and ", visible!("questions"), " limit $6) \
         select matched.object_id from matched union all select near.object_id from (select s.object_id from \
         (select b.id, b.object_id, b.community_id, b.terms from search_row b where b.id between $4 and $5 and (select count(*) from matched) = $6 order by b.id limit 100 * $6) s \
         join community c on c.id = s.community_id where s.terms @@ ", terms!("$2"), " and s.community_id = coalesce($3, s.community_id) and ", visible!("questions"),
        " order by s.id limit $6) near"
    );
}

/// What is indexed, each word with its place. PostgreSQL counts places up to 16,383 and keeps 256 of a word.
pub fn indexed(terms: &[String]) -> String {
    let mut text = String::new();
    for (place, term) in terms.iter().enumerate().filter(|(_, term)| *term != GAP) {
        use std::fmt::Write;
        // Writing to a String cannot fail.
        let _ = write!(text, "'{term}':{} ", (place + 1).min(16_383));
    }
    text
}

/// What to look for, as a tsquery: all of it, or one of it.
pub fn query(terms: &[Term], mark: Mark, all: bool) -> String {
    let terms = terms.iter().map(|term| {
        let (words, sign) = match term {
            Term::Word(words) => (words, " | "),
            Term::Phrase(words) => (words, " <-> "),
        };
        let words: Vec<String> = words.iter().map(|word| format!("'{}{word}'", mark.as_str())).collect();
        format!("({})", words.join(sign))
    });
    terms.collect::<Vec<_>>().join(if all { " & " } else { " | " })
}

/// What matches the very name.
pub fn named(name: &str) -> String {
    if name.is_empty() { format!("'{NOTHING}'") } else { format!("'=={name}'") }
}
