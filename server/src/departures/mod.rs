//! Departures: somebody leaves, at once or at a time, and everything they hold goes to others in one command. What that
//! command may not touch is a job, which looks until nothing is left.
//!
//! Invariants: an account is closed in the transaction in which its first things are handed over; a departure that was
//! set for a time is a row with it, done once, with what is held then. What is handed over goes to somebody who can have it:
//! the taker, else whoever leads its space. Left out: what becomes of a name afterwards, which is for [`erasures`].

pub mod commands;
pub mod ending;
pub mod erasures;
pub mod held;
pub mod input;
pub mod jobs;
pub mod record;
pub mod routes;
pub mod settle;
pub mod store;
pub mod views;
