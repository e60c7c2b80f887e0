//! The whole router, tested as a browser sees it, on both databases. One folder or file a feature, one test a rule.

mod site;

mod health;
mod import;
mod redirects;
