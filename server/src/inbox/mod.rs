//! The inbox of everybody: one entry for a person and an item or a request, kept by a reaction to the change log. What is told
//! follows from the log, whether it still matters from the state, and who may be told from their reach, at every
//! reading anew.
//!
//! Left out on purpose: what was told is never copied. Titles and words are read from the item when the entry is shown.

mod about;
pub mod commands;
mod keep;
pub mod levels;
mod plan;
pub mod queries;
mod reactions;
pub mod record;
pub mod reminders;
pub mod routes;
pub mod store;
mod subject;
mod sweep;
pub mod views;

pub use reactions::Keeper;
