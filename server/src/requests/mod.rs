//! Requests: what somebody wants of a space and nobody decided yet, with what is said with them; see
//! [`guildhall_domain::request`].
//!
//! Invariants: a request is read through its space and shows in no list of items; the requester gets what [`outside`]
//! makes and nothing else; it is decided once, in the transaction that does it. Left out: forms ([`crate::forms`]) and
//! how mail comes in.

pub mod commands;
pub mod input;
pub mod outside;
pub mod promise;
pub mod queries;
pub mod record;
pub mod routes;
pub mod similar;
pub mod store;
pub mod targets;
pub mod views;
