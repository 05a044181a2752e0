//! The organization and its tags.

pub mod calendar;
pub mod commands;
pub mod input;
pub mod record;
pub mod routes;
pub mod store;
pub mod tags;
pub mod views;
