//! Spaces, their members, statuses, sections and fields.

pub mod commands;
pub mod facts;
pub mod input;
pub mod members;
pub mod record;
pub mod routes;
pub mod store;
pub mod views;
pub mod words;
