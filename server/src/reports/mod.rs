//! Reports: how work went over a time, how it stands, and what is to come. Nothing is kept of them; they are counted when
//! they are asked for, from what the reader may know of at that moment. What is kept is who wants which by mail (`mail`), and what somebody asks again
//! and again, under a name ([`saved`]).
//!
//! Left out on purpose: what is nobody's business but somebody's own, Personal spaces. Only one's own week counts one's own.

mod asked;
mod forecast;
mod lineup;
mod mails;
mod money;
mod operations;
mod overdue;
mod requests;
pub mod routes;
pub mod saved;
mod tables;
mod throughput;
mod time;
mod views;
mod week;

pub use mails::Mails;
