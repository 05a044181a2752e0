//! Home: one's own work across all spaces, and when one means to do it.

pub mod days;
pub mod desk;
pub mod planning;
pub mod queries;
pub mod routes;
pub mod views;
