//! Quick capture: one line becomes a task, wherever one is.

pub mod commands;
pub mod names;
pub mod routes;
pub mod views;
