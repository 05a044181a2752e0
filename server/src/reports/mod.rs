//! Reports: how work went over a time. Nothing is kept of them; they are counted when they are asked for, from runs and
//! requests the reader may know of at that moment.
//!
//! Left out on purpose: what is nobody's business but somebody's own, Personal spaces.

mod asked;
mod operations;
mod requests;
pub mod routes;
mod tables;
mod views;
