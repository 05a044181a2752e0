//! Events: what is at a time, in a space. An event is an item: comments, files and links hang on it as on any other. Rooms
//! are what only one event can be in at a time ([`rooms`]).

pub mod booking;
pub mod commands;
pub mod input;
pub mod queries;
pub mod record;
pub mod rooms;
pub mod routes;
pub mod store;
pub mod views;
