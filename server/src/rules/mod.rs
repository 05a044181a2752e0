//! Rules: what a space, or the organization, does by itself. They follow the change log ([`reactions`]), so what sets one off pays nothing for it.
//!
//! Invariants: what a rule does for a change is done in one command, all of it or nothing, together with the place in the log,
//! so it is done once whatever is killed; it is done with the rights its owner has then; which rules led to a change
//! is kept with the command that made it, and one that comes round to itself is switched off.

pub mod commands;
pub mod home;
pub mod input;
pub mod mails;
pub mod moments;
pub mod queries;
pub mod reactions;
pub mod record;
pub mod routes;
pub mod store;
pub mod trial;
pub mod views;

pub use mails::Mails;
pub use reactions::Follower;
