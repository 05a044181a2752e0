//! Types and rules of Guildhall.
//!
//! Everything here is a value or a pure function of values: no I/O, no clock (`now` is a parameter),
//! no randomness (ids are parameters) and no serialisation. The server maps these types to stored
//! records and to JSON at its own edges, so a rule can be read and tested without either.

pub mod absence;
pub mod actor;
pub mod approval;
pub mod budget;
pub mod capture;
pub mod change;
pub mod checkin;
pub mod comment;
pub mod day;
pub mod departure;
pub mod document;
pub mod event;
pub mod file;
pub mod form;
pub mod happened;
pub mod ical;
pub mod inbox;
pub mod item;
pub mod limits;
pub mod mail;
pub mod off;
pub mod order;
pub mod organization;
pub mod person;
pub mod plan;
pub mod policy;
pub mod poll;
pub mod process;
pub mod recurrence;
pub mod reference;
pub mod reminder;
pub mod report;
pub mod request;
pub mod rule;
pub mod rules;
pub mod share;
pub mod space;
pub mod task;
pub mod time;
pub mod topic;
pub mod webhook;
pub mod when;
pub mod workflow;
pub mod working;
pub mod workload;

pub use rule::Rule;

/// Identifies a person, a space, an item, a comment… (UUIDv7, may come from the client).
pub type Id = uuid::Uuid;

/// One audience: a space or a person. An item carries the set of audiences that may read it.
pub type AudienceId = u64;
