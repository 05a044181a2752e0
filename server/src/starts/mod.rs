//! Starting sets: what a kind of company needs on its first day, as spaces with processes, a form, pages and tasks; and
//! spaces that are begun from another one (`copy`).
//!
//! Invariants: a set is made by one command, in the name and with the rights of an admin; what is taken away again is
//! only what nobody changed or used since, read from the log. Left out: what is in a set, which is data in `sets`.

pub mod begin;
pub mod copy;
mod fill;
pub mod own;
pub mod project;
pub mod record;
pub mod remove;
pub mod roles;
pub mod routes;
pub mod set;
pub mod sets;
pub mod store;
pub mod views;
