//! Templates of tasks and topics. A task is kept with its checklist and sub-tasks, without its people and days: beginning
//! from it asks for the first day and who has which role. A topic is kept as its title and how it begins, and begun by
//! whoever writes it. Templates of pages are pages (`documents`).
//!
//! Invariants: days stand as so many after the first one, people as roles; a template is an object of its space, so
//! who reads the space sees it, and who works there saves and uses it. A deleted one keeps its record for the undo.

pub mod commands;
pub mod part;
pub mod record;
pub mod routes;
pub mod save;
pub mod start;
pub mod store;
pub mod topic;
pub mod views;
