//! Comments of items. Their readers are the readers of the item; they live and go with it.

pub mod commands;
pub mod links;
pub mod polls;
pub mod queries;
pub mod record;
pub mod rounds;
pub mod routes;
pub mod store;
pub mod tasks;
pub mod views;
