//! Feeds: a calendar to look at, by an address that is a secret. It shows what its owner may read at that moment and changes
//! nothing. Tasks with a day are events in it, because most programs that subscribe show no tasks.

pub mod commands;
pub mod record;
pub mod routes;
pub mod store;
pub mod text;
pub mod views;
