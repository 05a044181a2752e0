//! Home: one's own work across all spaces.

pub mod queries;
pub mod routes;
pub mod views;
