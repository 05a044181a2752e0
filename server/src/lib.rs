//! Guildhall: work management for small businesses in one executable.
//!
//! One direction: HTTP → `routes` → a command run by [`App::run`] inside one transaction (`access`
//! gives the permitted object, `guildhall-domain` decides, `store` modules write state, key rows and
//! change log) → commit → what follows is derived from the log. See ARCHITECTURE.md.

#![recursion_limit = "512"]

pub mod absences;
pub mod access;
pub mod activity;
pub mod admin;
pub mod app;
pub mod approvals;
pub mod archives;
pub mod audit;
pub mod background;
pub mod budgets;
pub mod calendars;
pub mod capture;
pub mod catalogue;
pub mod cli;
pub mod clock;
pub mod clockwork;
pub mod comments;
pub mod config;
pub mod contacts;
pub mod dav;
pub mod demo;
pub mod departures;
pub mod documents;
pub mod error;
pub mod events;
pub mod files;
pub mod forms;
pub mod happened;
pub mod home;
pub mod http;
pub mod imports;
pub mod inbox;
pub mod items;
pub mod jobs;
pub mod letters;
pub mod live;
pub mod log;
pub mod mail;
pub mod mail_in;
pub mod organization;
pub mod outgoing;
pub mod parts;
pub mod people;
pub mod plan;
pub mod processes;
pub mod push;
pub mod reminders;
pub mod reports;
pub mod requests;
pub mod rules;
pub mod search;
pub mod searches;
pub mod secrets;
pub mod session;
pub mod shares;
pub mod spaces;
pub mod starts;
pub mod tasks;
pub mod templates;
pub mod time;
pub mod topics;
pub mod upgrade;
pub mod vault;
pub mod views;
pub mod webhooks;
pub mod workload;

pub use app::{App, Done};
pub use error::Error;
pub use parts::Parts;
