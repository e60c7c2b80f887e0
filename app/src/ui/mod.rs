//! The pieces screens are made of. No domain words here.

#[cfg(feature = "ssr")]
mod answer;
#[cfg(not(feature = "ssr"))]
#[path = "answer_in_browser.rs"]
pub(crate) mod answer;
#[cfg(feature = "ssr")]
mod area;
#[cfg(not(feature = "ssr"))]
#[path = "area_in_browser.rs"]
mod area;
#[cfg(feature = "ssr")]
mod authenticator;
#[cfg(not(feature = "ssr"))]
#[path = "authenticator_in_browser.rs"]
pub(crate) mod authenticator;
pub mod avatar;
#[cfg(not(feature = "ssr"))]
#[path = "beside_in_browser.rs"]
pub mod beside;
#[cfg(feature = "ssr")]
pub mod filtering;
pub mod filters;
pub mod form;
#[cfg(feature = "ssr")]
pub mod forming;
pub mod frame;
pub mod html;
#[cfg(feature = "ssr")]
mod kept;
#[cfg(not(feature = "ssr"))]
#[path = "kept_in_browser.rs"]
pub mod kept;
pub mod lists;
#[cfg(feature = "ssr")]
pub mod live;
#[cfg(not(feature = "ssr"))]
#[path = "live_in_browser.rs"]
pub mod live;
pub mod load;
pub mod mark;
#[cfg(feature = "ssr")]
mod marking;
#[cfg(not(feature = "ssr"))]
#[path = "marking_in_browser.rs"]
pub(crate) mod marking;
#[cfg(feature = "ssr")]
pub mod notice;
#[cfg(not(feature = "ssr"))]
#[path = "notice_in_browser.rs"]
mod notice;
#[cfg(feature = "ssr")]
mod operator;
#[cfg(not(feature = "ssr"))]
#[path = "operator_in_browser.rs"]
mod operator;
pub mod pagination;
pub mod passkey;
#[cfg(not(feature = "ssr"))]
pub mod pause;
pub mod sheet;
pub mod switch;
pub mod text;
pub mod time;
pub mod title;
pub mod tools;
