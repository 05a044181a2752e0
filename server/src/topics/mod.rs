//! Topics: what is talked about under a title. What is said are comments of the topic ([`crate::comments`]),
//! how far people have read is kept for every kind of item ([`crate::items::readings`]).

pub mod announcements;
pub mod checkins;
pub mod commands;
pub mod input;
pub mod queries;
pub mod record;
pub mod routes;
pub mod store;
pub mod views;
