//! The pieces screens are made of. No domain words here.

pub mod frame;
pub mod load;
pub mod pagination;
pub mod text;
pub mod time;
