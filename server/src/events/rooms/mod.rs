//! Rooms: made by admins, known to everybody, and in each one event at a time ([`super::booking`]).

pub mod commands;
pub mod routes;
pub mod store;
pub mod views;
