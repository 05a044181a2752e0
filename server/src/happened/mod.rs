//! What happened: what was decided and finished in the spaces of a reader since a moment, as somebody wants it on a
//! Monday. Nothing is kept of it but when each person last looked; everything is found in the order of its time by rows
//! that are there for other lists, and shown through the reader's rights of that moment.
//!
//! Left out on purpose: what is no space's business, Personal spaces and Direct topics.

mod commands;
pub mod queries;
mod record;
pub mod routes;
pub mod sources;
pub mod store;
pub mod views;
