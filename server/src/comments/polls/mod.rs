//! Polls: what is asked in a comment, with choices. The comment is the poll: it has its readers, its place and its
//! history, and its id is the poll's.
//!
//! Invariants: a vote is taken or refused by the time and the state inside the transaction; votes are rows of their
//! own, the comment holds their numbers. Of an anonymous poll nothing that is shown or logged says who voted.

pub mod commands;
pub mod queries;
pub mod record;
pub mod routes;
pub mod store;
pub mod views;
