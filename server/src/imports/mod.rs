//! Bringing work in from elsewhere: a file is read into a neutral [`source::Source`], a plan says what
//! becomes what, and a dry run and the real run make the same [`prepare::Prepared`], so the report
//! beforehand and the one afterwards cannot differ. Nothing is brought twice; an import can be taken
//! back as a whole for 30 days.

pub mod commands;
pub mod csv;
pub mod draft;
pub mod jobs;
pub mod plan;
pub mod prepare;
pub mod record;
pub mod report;
pub mod routes;
pub mod run;
pub mod source;
pub mod store;
pub mod trello;
pub mod views;
