//! People: accounts, profiles, roles, invites.

pub mod commands;
pub mod facts;
pub mod holdings;
pub mod input;
pub mod invites;
pub mod record;
pub mod routes;
pub mod store;
pub mod views;
