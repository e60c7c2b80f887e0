//! A community's pages as a tree.

use std::collections::HashMap;

use super::model::{Branch, PageLink};

/// A page as the tree knows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Leaf {
    /// Every segment from the root.
    pub path: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// Order among its siblings, then by path.
    pub position: i32,
}

/// Pages in reading order: each followed by those below it.
#[derive(Debug)]
pub struct Tree {
    base: String,
    leaves: Vec<Leaf>,
    /// How deep each lies, and how many lie below it, right after it.
    shape: Vec<(usize, usize)>,
}

impl Tree {
    /// Puts pages in order. A page whose parent is not among them, a draft, moves up to the nearest page above that is. `base` is what their addresses begin with.
    pub fn plant(base: String, leaves: Vec<Leaf>) -> Self {
        let mut children: HashMap<Option<String>, Vec<Leaf>> = HashMap::new();
        let paths: std::collections::HashSet<String> = leaves.iter().map(|leaf| leaf.path.clone()).collect();
        for leaf in leaves {
            let parent = ancestors(&leaf.path).find(|above| paths.contains(*above)).map(str::to_owned);
            children.entry(parent).or_default().push(leaf);
        }
        for siblings in children.values_mut() {
            // Backwards, because they are taken from the end.
            siblings.sort_by(|a, b| (b.position, &b.path).cmp(&(a.position, &a.path)));
        }
        let mut tree = Self { base, leaves: Vec::new(), shape: Vec::new() };
        let mut open = vec![(None, children.remove(&None).unwrap_or_default())];
        while let Some((_, siblings)) = open.last_mut() {
            if let Some(leaf) = siblings.pop() {
                let index = tree.leaves.len();
                let below = children.remove(&Some(leaf.path.clone())).unwrap_or_default();
                tree.shape.push((open.len() - 1, 0));
                tree.leaves.push(leaf);
                open.push((Some(index), below));
            } else if let Some((Some(index), _)) = open.pop() {
                tree.shape[index].1 = tree.leaves.len() - index - 1;
            }
        }
        tree
    }

    /// How many pages there are.
    pub fn len(&self) -> usize {
        self.leaves.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.leaves.is_empty()
    }

    /// Path and title of all pages in order; of one and those below it where `under` names one.
    pub fn paths(&self, under: &str) -> impl Iterator<Item = (&str, &str)> {
        let leaves = self.leaves.iter().filter(move |leaf| under.is_empty() || leaf.path == under || is_below(&leaf.path, under));
        leaves.map(|leaf| (leaf.path.as_str(), leaf.title.as_str()))
    }

    /// Where a page stands.
    pub fn find(&self, path: &str) -> Option<usize> {
        self.leaves.iter().position(|leaf| leaf.path == path)
    }

    /// A page's title and address.
    pub fn link(&self, index: usize) -> Option<PageLink> {
        let leaf = self.leaves.get(index)?;
        Some(PageLink { title: leaf.title.clone(), href: format!("{}/{}", self.base, leaf.path), summary: leaf.summary.clone() })
    }

    /// The pages above a path, from the root.
    pub fn above(&self, path: &str) -> Vec<PageLink> {
        let mut above: Vec<PageLink> = ancestors(path).filter_map(|path| self.link(self.find(path)?)).collect();
        above.reverse();
        above
    }

    /// The pages right below one.
    pub fn children(&self, index: usize) -> Vec<PageLink> {
        let Some((depth, below)) = self.shape.get(index).copied() else { return Vec::new() };
        (index + 1..=index + below).filter(|child| self.shape[*child].0 == depth + 1).filter_map(|child| self.link(child)).collect()
    }

    /// The whole tree down to a depth, with summaries.
    pub fn whole(&self, depth: usize) -> Vec<Branch> {
        self.branches(0, self.len(), &|_, own| own < depth, true)
    }

    /// The roots, opened on the way to `path` and right below it, without summaries.
    pub fn opened_at(&self, path: &str) -> Vec<Branch> {
        let mut tree = self.branches(0, self.len(), &|leaf, _| leaf.path == path || is_below(path, &leaf.path), false);
        mark(&mut tree, &format!("{}/{path}", self.base));
        tree
    }

    /// The pages from one to before another, each with what lies below it where `opens` says so of it and its depth.
    fn branches(&self, from: usize, to: usize, opens: &impl Fn(&Leaf, usize) -> bool, summaries: bool) -> Vec<Branch> {
        let mut branches = Vec::new();
        let mut index = from;
        while index < to {
            let (leaf, (depth, below)) = (&self.leaves[index], self.shape[index]);
            let children = if below > 0 && opens(leaf, depth + 1) {
                self.branches(index + 1, index + 1 + below, opens, summaries)
            } else {
                Vec::new()
            };
            let summary = if summaries { leaf.summary.clone() } else { String::new() };
            branches.push(Branch {
                title: leaf.title.clone(),
                href: format!("{}/{}", self.base, leaf.path),
                summary,
                here: false,
                below,
                children,
            });
            index += 1 + below;
        }
        branches
    }
}

fn mark(branches: &mut [Branch], href: &str) {
    for branch in branches {
        branch.here = branch.href == href;
        mark(&mut branch.children, href);
    }
}

/// The paths above one, nearest first.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(path.rsplit_once('/').map(|(above, _)| above), |path| path.rsplit_once('/').map(|(above, _)| above))
}

fn is_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(pages: &[(&str, i32)]) -> Tree {
        let leaves = pages.iter().map(|(path, position)| Leaf {
            path: (*path).to_owned(),
            title: (*path).to_owned(),
            summary: String::new(),
            position: *position,
        });
        Tree::plant("/p".to_owned(), leaves.collect())
    }

    fn order(tree: &Tree) -> Vec<&str> {
        tree.leaves.iter().map(|leaf| leaf.path.as_str()).collect()
    }

    #[test]
    fn pages_read_from_each_to_those_below_it_by_position_then_path() {
        let tree = tree(&[("b", 0), ("a", 1), ("a/z", 0), ("a/y", 0), ("a/x", 5), ("b/c/d", 0)]);
        assert_eq!(order(&tree), ["b", "b/c/d", "a", "a/y", "a/z", "a/x"]);
        assert_eq!(tree.shape, [(0, 1), (1, 0), (0, 3), (1, 0), (1, 0), (1, 0)]);
    }

    #[test]
    fn a_page_below_a_draft_moves_up() {
        let tree = tree(&[("a", 0), ("a/draft/b", 0)]);
        assert_eq!(tree.children(0).iter().map(|page| page.href.as_str()).collect::<Vec<_>>(), ["/p/a/draft/b"]);
        assert_eq!(tree.above("a/draft/b").len(), 1);
    }

    #[test]
    fn the_tree_opens_on_the_way_to_a_page_and_right_below_it() {
        let tree = tree(&[("a", 0), ("a/b", 0), ("a/b/c", 0), ("a/b/c/d", 0), ("a/e", 0), ("f", 0), ("f/g", 0)]);
        let opened = tree.opened_at("a/b");
        assert_eq!(opened.len(), 2);
        assert_eq!((opened[0].below, opened[0].children.len(), opened[0].children[0].here), (4, 2, true));
        assert_eq!((opened[0].children[0].children.len(), opened[0].children[0].children[0].children.len()), (1, 0));
        assert_eq!((opened[1].below, opened[1].children.len()), (1, 0));
    }

    #[test]
    fn paths_that_begin_alike_are_not_below() {
        assert!(is_below("a/b", "a") && !is_below("ab", "a") && !is_below("a", "a"));
    }
}
