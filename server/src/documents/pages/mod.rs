//! Pages: what people write together. The truth is a shared document, kept as a state and the updates since; what it
//! says is made from that. Who writes in it at the moment is known to the live stream, which brings the updates here.
//!
//! Invariants: a state and the updates behind it always give the page; an update is durable when `saved` is told; what
//! everybody writes within five minutes is one change of theirs in the log; a version is a whole state and stands for
//! itself.

mod alone;
pub mod bring;
pub mod commands;
pub mod labels;
pub mod links;
pub mod outside;
pub mod passages;
pub mod points;
pub mod queries;
pub mod record;
pub mod routes;
pub mod save;
pub mod store;
pub mod versions;
pub mod views;
pub mod word;
