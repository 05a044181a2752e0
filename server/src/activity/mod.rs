//! What happened: the activity of an item in words, the feed of changes, and taking a command back.

pub mod changes;
pub mod routes;
pub mod spine;
pub mod undo;
pub mod views;
