//! What all items share: keys and links.

pub mod queries;
pub mod store;
pub mod views;
