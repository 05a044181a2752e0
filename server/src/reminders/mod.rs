//! Reminders: each person's own, of any item they see. One that has been told is gone, or goes on to the
//! next time of its event; what it told stands in the inbox.

pub mod commands;
pub mod due;
pub mod queries;
pub mod record;
pub mod routes;
pub mod store;
pub mod views;
