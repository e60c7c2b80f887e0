//! Addresses of screens, as the table of contents writes them.

use leptos_router::{PartialPathMatch, PathSegment, PossibleRouteMatch};

/// The address of a screen, `/c/:community/pages/*path`: `:name` stands for one part of a path, `*name` for all that follows.
///
/// Of the router's own segments each combination is a type, and the router is compiled once for every type: here one serves all addresses.
#[derive(Clone, Copy, Debug)]
pub struct At {
    route: &'static str,
    /// Words, one of which follows after what `*name` stands for; none for all of it.
    endings: &'static [&'static str],
}

/// The address of a screen.
pub const fn at(route: &'static str) -> At {
    At { route, endings: &[] }
}

impl At {
    /// An address like it that ends in one of these words, which `*name` does not hold.
    pub const fn ending(self, endings: &'static [&'static str]) -> Self {
        Self { endings, ..self }
    }

    /// What `*name` stands for in the rest of a path.
    fn all<'a>(&self, rest: &'a str) -> Option<&'a str> {
        if self.endings.is_empty() {
            return Some(rest);
        }
        let (all, last) = rest.trim_matches('/').rsplit_once('/')?;
        self.endings.contains(&last).then_some(all)
    }
}

impl PossibleRouteMatch for At {
    fn optional(&self) -> bool {
        false
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        let mut params = Vec::new();
        let mut rest = path.strip_prefix('/').unwrap_or(path);
        for segment in self.route.split('/').skip(1) {
            if let Some(name) = segment.strip_prefix('*') {
                params.push((name.into(), self.all(rest)?.to_owned()));
                rest = "";
                break;
            }
            let (part, after) = rest.split_once('/').unwrap_or((rest, ""));
            match segment.strip_prefix(':') {
                Some(name) if !part.is_empty() => params.push((name.into(), part.to_owned())),
                _ if part == segment => {}
                _ => return None,
            }
            rest = after;
        }
        rest.is_empty().then(|| PartialPathMatch::new("", params, path))
    }

    fn generate_path(&self, path: &mut Vec<PathSegment>) {
        let parts = self.route.split('/').skip(1).filter(|part| !part.is_empty());
        path.extend(parts.map(|part| match (part.strip_prefix(':'), part.strip_prefix('*')) {
            (Some(name), _) => PathSegment::Param(name.into()),
            (_, Some(name)) => PathSegment::Splat(name.into()),
            _ => PathSegment::Static(part.into()),
        }));
        if path.is_empty() {
            path.push(PathSegment::Static("/".into()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(at: At, path: &str) -> Option<String> {
        let params = at.test(path)?.params().to_vec();
        Some(params.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn an_address_is_that_of_a_screen_part_by_part() {
        let is = |route: &'static str, path: &str| found(at(route), path);
        assert_eq!((is("/", "/"), is("/", "")), (Some(String::new()), Some(String::new())));
        assert_eq!(is("/c/:community/events/:slug", "/c/design/events/talk").as_deref(), Some("community=design slug=talk"));
        assert_eq!(is("/c/:community", "/c/design/").as_deref(), Some("community=design"), "as it is with a stroke at its end");
        assert_eq!(is("/c/:community/pages/*path", "/c/design/pages/a/b").as_deref(), Some("community=design path=a/b"));
        for (route, path) in [
            ("/", "/x"),
            ("/events", "/event"),
            ("/events", "/events/x"),
            ("/events", "/events//"),
            ("/c/:community", "/c/"),
            ("/c/:community", "/c"),
            ("/c/:community", "/c//"),
        ] {
            assert_eq!(is(route, path), None, "{route} {path}");
        }
    }

    #[test]
    fn only_what_is_below_a_page_ends_in_a_word() {
        let page = |path: &str| found(at("/pages/*path").ending(&["settings"]), path);
        assert_eq!(page("/pages/a/b/settings").as_deref(), Some("path=a/b"));
        assert_eq!(page("/pages/a/settings/").as_deref(), Some("path=a"));
        assert_eq!((page("/pages/settings"), page("/pages/a/b"), page("/pages/a/settings/b")), (None, None, None));
    }

    #[test]
    fn the_server_hears_of_an_address_in_parts() {
        let parts = |route: &'static str| {
            let mut parts = Vec::new();
            at(route).generate_path(&mut parts);
            parts
        };
        assert_eq!(parts("/"), [PathSegment::Static("/".into())]);
        let pages = [
            PathSegment::Static("c".into()),
            PathSegment::Param("community".into()),
            PathSegment::Static("pages".into()),
            PathSegment::Splat("path".into()),
        ];
        assert_eq!(parts("/c/:community/pages/*path"), pages);
    }
}
