//! Check-ins: topics whose title is asked again and again. Each time is a *round*: a message that says whom it asked;
//! answers are messages that reply to it.
//!
//! Invariants: a round, the next time and everything that follows from them are written in one transaction, so what
//! is due is asked once; it is asked with the rights its owner has then. Who has not answered is shown to those who
//! lead the space and to nobody else.

pub mod commands;
pub mod hand_over;
pub mod input;
pub mod queries;
pub mod record;
pub mod routes;
pub mod store;
pub mod views;
