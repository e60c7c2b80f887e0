//! Where a community's pages lie: pure.

use uuid::Uuid;

use crate::error::AppError;
use crate::pages::model::PageStatus;

/// A page's place.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Place {
    pub(crate) id: Uuid,
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) position: i32,
    #[sqlx(try_from = "String")]
    pub(crate) status: PageStatus,
}

/// A step that a page can go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Before the page that is before it.
    Up,
    /// After the page that is after it.
    Down,
    /// Below the page that is before it.
    In,
    /// After the page that is above it.
    Out,
}

/// All pages of a community that are not deleted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places(pub(crate) Vec<Place>);

/// The path of the page above; empty at the top.
pub(crate) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// The last part of a path.
pub(crate) fn slug(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// A path by what lies above it and its last part.
pub(crate) fn join(parent: &str, slug: &str) -> String {
    if parent.is_empty() { slug.to_owned() } else { format!("{parent}/{slug}") }
}

/// So many pages lie below each other at the most.
const DEEPEST: usize = 10;

/// How many pages are on a path.
fn levels(path: &str) -> usize {
    if path.is_empty() { 0 } else { 1 + path.matches('/').count() }
}

/// Whether a path lies below another.
pub(crate) fn is_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
}

impl Places {
    /// The page at a path.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub(crate) fn at(&self, path: &str) -> Result<&Place, AppError> {
        self.0.iter().find(|place| place.path == path).ok_or(AppError::NotFound)
    }

    /// The pages below one, each after the one above it.
    pub(crate) fn below(&self, path: &str) -> Vec<&Place> {
        self.0.iter().filter(|place| is_below(&place.path, path)).collect()
    }

    /// The pages right below one, in their order; those at the top below the empty path.
    pub(crate) fn children(&self, path: &str) -> Vec<&Place> {
        let mut children: Vec<&Place> = self.0.iter().filter(|place| parent(&place.path) == path).collect();
        children.sort_by(|a, b| (a.position, &a.path).cmp(&(b.position, &b.path)));
        children
    }

    /// The position after the last of those right below a page.
    pub(crate) fn last_position(&self, path: &str) -> i32 {
        self.children(path).last().map_or(0, |last| last.position.saturating_add(1))
    }

    /// Path and title of the pages below which one may lie: all but itself and what is below it. Titles are set in as deep as they lie.
    pub(crate) fn choices(&self, but: Option<&str>) -> Vec<(String, String)> {
        let mut choices = vec![(String::new(), "None: at the top".to_owned())];
        self.choose("", but, &mut choices);
        choices
    }

    fn choose(&self, path: &str, but: Option<&str>, choices: &mut Vec<(String, String)>) {
        for place in self.children(path).into_iter().filter(|place| but != Some(&place.path)) {
            let depth = place.path.matches('/').count();
            choices.push((place.path.clone(), format!("{}{}", "– ".repeat(depth), place.title)));
            self.choose(&place.path, but, choices);
        }
    }

    /// Refuses to lay a page below what is not there, below itself, or so that it or what is below it would lie too deep.
    ///
    /// # Errors
    /// With a sentence beside the field.
    pub(crate) fn to_lie(&self, page: Option<&str>, under: &str) -> Result<(), AppError> {
        let refuse = |says: &str| Err(AppError::field("under", says));
        if page.is_some_and(|page| under == page || is_below(under, page)) {
            return refuse("A page cannot lie below itself. Choose a page that is not part of this one.");
        }
        if !under.is_empty() && self.at(under).is_err() {
            return refuse("That page is not there any more. Choose another.");
        }
        // What lies too deep already, an import brought; it may stay.
        let moves = page.is_none_or(|page| parent(page) != under);
        if moves && levels(under) + self.height(page) > DEEPEST {
            return refuse("That lies too deep: at most ten pages can lie below each other. Choose a page further up.");
        }
        Ok(())
    }

    /// How many levels a page is high: itself, and what is below it. One that is not there yet is one.
    fn height(&self, page: Option<&str>) -> usize {
        let Some(page) = page else { return 1 };
        1 + self.below(page).iter().map(|place| levels(&place.path) - levels(page)).max().unwrap_or_default()
    }

    /// Where a step leads: below which page, and before which of those there; an empty path is the top, and the end. `None` where it leads nowhere.
    pub(crate) fn step(&self, path: &str, way: Way) -> Option<(String, String)> {
        let above = parent(path);
        let beside = self.children(above);
        let at = beside.iter().position(|place| place.path == path)?;
        let path_at = |index: usize| beside.get(index).map(|place| place.path.clone());
        match way {
            Way::Up => Some((above.to_owned(), path_at(at.checked_sub(1)?)?)),
            Way::Down => path_at(at + 1).map(|_| (above.to_owned(), path_at(at + 2).unwrap_or_default())),
            Way::In => Some((path_at(at.checked_sub(1)?)?, String::new())),
            Way::Out => {
                let further = parent(self.at(above).ok().filter(|_| !above.is_empty())?.path.as_str()).to_owned();
                let next =
                    self.children(&further).into_iter().skip_while(|place| place.path != above).nth(1).map(|place| place.path.clone());
                Some((further, next.unwrap_or_default()))
            }
        }
    }

    /// The pages right below one in their order, once a page lies there before one of them; at the end where none is named.
    ///
    /// # Errors
    /// Where the page before which it is to lie is not there.
    pub(crate) fn arranged(&self, page: &Place, under: &str, before: &str) -> Result<Vec<Uuid>, AppError> {
        let there: Vec<&Place> = self.children(under).into_iter().filter(|place| place.id != page.id).collect();
        let at = match before {
            "" => Some(there.len()),
            before => there.iter().position(|place| place.path == before),
        };
        let at = at.ok_or_else(|| AppError::form("Somebody moved a page meanwhile. Look where it lies now, and try again."))?;
        let mut ids: Vec<Uuid> = there.iter().map(|place| place.id).collect();
        ids.insert(at, page.id);
        Ok(ids)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(pages: &[(&str, i32)]) -> Places {
        let place = |(n, (path, position)): (usize, &(&str, i32))| Place {
            id: Uuid::from_u128(n as u128),
            path: (*path).to_owned(),
            title: (*path).to_owned(),
            position: *position,
            status: PageStatus::Published,
        };
        Places(pages.iter().enumerate().map(place).collect())
    }

    #[test]
    fn a_page_never_lies_below_itself() {
        let places = places(&[("a", 0), ("a/b", 0), ("a/b/c", 0), ("ab", 0)]);
        for circular in ["a", "a/b", "a/b/c"] {
            assert!(places.to_lie(Some("a"), circular).is_err(), "{circular}");
        }
        assert!(places.to_lie(Some("a"), "ab").is_ok() && places.to_lie(Some("a"), "").is_ok() && places.to_lie(None, "gone").is_err());
        let offered: Vec<String> = places.choices(Some("a")).into_iter().map(|(path, _)| path).collect();
        assert_eq!(offered, ["", "ab"]);
    }

    #[test]
    fn what_lies_below_a_page_lies_no_deeper_than_ten_either() {
        let places = places(&[("a/b/c/d/e/f/g/h/i", 0), ("x", 0), ("x/y", 0), ("z", 0)]);
        let below = |page, under: &str| places.to_lie(page, under).is_ok();
        assert!(below(None, "a/b/c/d/e/f/g/h/i") && below(Some("z"), "a/b/c/d/e/f/g/h/i") && !below(Some("x"), "a/b/c/d/e/f/g/h/i"));
        assert!(below(Some("x"), "") && below(Some("x/y"), "z"));
    }

    #[test]
    fn a_page_goes_a_step_as_far_as_there_is_a_place() {
        let places = places(&[("a", 0), ("b", 0), ("c", 5), ("c/d", 0), ("c/e", 0)]);
        let step = |path: &str, way| places.step(path, way).map(|(under, before)| format!("{under}|{before}"));
        assert_eq!((step("c", Way::Up).as_deref(), step("a", Way::Up), step("a", Way::Down).as_deref()), (Some("|b"), None, Some("|c")));
        assert_eq!((step("b", Way::Down).as_deref(), step("c", Way::Down)), (Some("|"), None));
        assert_eq!((step("b", Way::In).as_deref(), step("a", Way::In), step("c/e", Way::In).as_deref()), (Some("a|"), None, Some("c/d|")));
        assert_eq!((step("c/d", Way::Out).as_deref(), step("c", Way::Out), step("nowhere", Way::Up)), (Some("|"), None, None));
    }

    #[test]
    fn a_page_lies_where_it_was_put() {
        let places = places(&[("a", 0), ("b", 0), ("c", 5), ("c/d", 0)]);
        let order = |path: &str, under: &str, before: &str| {
            let ids = places.arranged(places.at(path).ok()?, under, before).ok()?;
            Some(ids.iter().map(|id| id.as_u128()).collect::<Vec<_>>())
        };
        assert_eq!(order("c", "", "a"), Some(vec![2, 0, 1]));
        assert_eq!(order("a", "", ""), Some(vec![1, 2, 0]));
        assert_eq!(order("a", "c", "c/d"), Some(vec![0, 3]));
        assert_eq!((order("a", "", "a"), order("a", "", "gone")), (None, None));
    }
}
