//! What all items share: keys, links, references, and what stays of them when they are gone.

pub mod queries;
pub mod store;
pub mod tombstones;
pub mod views;
