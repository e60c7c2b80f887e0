//! Lines about events, questions and writings, on the screens that gather them: the front page, a community, a person, a topic.

pub mod model;
pub mod parts;

#[cfg(feature = "ssr")]
pub mod store;
