//! The addresses below a page that are no pages themselves: `/c/{community}/pages/{path}/settings` and its like.

use leptos_router::{PartialPathMatch, PathSegment, PossibleRouteMatch};

/// Words that end the addresses of what is done with a page, so that no page is called so.
pub const RESERVED: &[&str] = &["edit", "files", "history", "settings", "suggest", "new"];

/// Whether no page is called so.
pub fn is_reserved(segment: &str) -> bool {
    RESERVED.contains(&segment)
}

/// The last part of a route: a page's path, then one of these words.
#[derive(Clone, Copy, Debug)]
pub struct Ending(
    /// What the path is called among the route's parameters.
    pub &'static str,
    /// The words.
    pub &'static [&'static str],
);

impl PossibleRouteMatch for Ending {
    fn optional(&self) -> bool {
        false
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        let (page, last) = path.trim_matches('/').rsplit_once('/')?;
        self.1.contains(&last).then(|| PartialPathMatch::new("", vec![(self.0.into(), page.to_owned())], path))
    }

    fn generate_path(&self, path: &mut Vec<PathSegment>) {
        path.push(PathSegment::Splat(self.0.into()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_below_a_page_ends_in_a_word() {
        let ending = Ending("path", &["settings"]);
        let page = |path: &str| ending.test(path).map(|matched| matched.params()[0].1.clone());
        assert_eq!(page("/a/b/settings").as_deref(), Some("a/b"));
        assert_eq!(page("/a/settings/").as_deref(), Some("a"));
        assert_eq!((page("/settings"), page("/a/b"), page("/a/settings/b")), (None, None, None));
    }
}
