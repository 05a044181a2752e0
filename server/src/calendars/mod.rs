//! Tasks and events in the calendar programs people have (CalDAV, RFC 4791): each space is a calendar, and so is what
//! somebody has to do themselves. What a program writes are the commands of [`crate::tasks`] and [`crate::events`] with
//! their rights; nothing here decides who may do what.
//!
//! What a program cannot say stays as it is: a field is cleared by being left out only by a program that is known to write
//! it. What nothing here understands is kept line by line and written back. A run of a process is a task like any other; a task
//! with a rule of a program comes again by it ([`again`]).
//! [`feeds`] are calendars to look at only, by an address that is a secret.

pub mod again;
pub mod changes;
pub mod collection;
pub mod event;
pub mod expanded;
pub mod feeds;
pub mod filter;
pub mod guests;
pub mod known;
pub mod path;
pub mod properties;
pub mod question;
pub mod record;
pub mod reports;
pub mod routes;
pub mod store;
pub mod task;
pub mod text;
pub mod write;
pub mod xml;
