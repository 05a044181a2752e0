//! What a space with a plan may cost, and what it does: an amount, expenses and orders, and hours at what they cost on
//! their day. Those who lead the space read and change it and nobody else learns of it, so the log names them one by
//! one. No sum is kept: each answer is counted from time, the plan and the expenses. A space that has no end date, or
//! whose budget was switched off, keeps all of it and shows none.

pub mod commands;
pub mod expenses;
pub mod gather;
pub mod input;
pub mod queries;
pub mod record;
pub mod routes;
pub mod store;
pub mod tables;
pub mod views;
pub mod warnings;
