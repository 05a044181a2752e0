//! Forms: what a space asks, of its own people or of anybody with the link. What is answered is a request
//! ([`crate::requests`]).
//!
//! Invariants: every version of what a form asks is kept, and an answer goes by the one its sender opened; the link of a
//! public form opens that form and nothing else; whatever ends it gives one answer, in the same words as what never was.

pub mod commands;
pub mod files;
pub mod input;
pub mod outside;
pub mod queries;
pub mod record;
pub mod routes;
pub mod start;
pub mod store;
pub mod views;
