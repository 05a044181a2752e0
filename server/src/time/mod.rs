//! Time that was worked: entries, running timers, weeks that are handed in and approved. What somebody writes is read by
//! them, by admins, and by those who lead the space in which it was worked; only they themselves change it. The log tells
//! of it to nobody else. What an hour costs concerns that person and admins ([`rates`]).

pub mod commands;
pub mod input;
pub mod queries;
pub mod rates;
pub mod record;
pub mod routes;
pub mod sheets;
pub mod sight;
pub mod store;
pub mod sums;
pub mod tables;
pub mod timer;
pub mod views;
