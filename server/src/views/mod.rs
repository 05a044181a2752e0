//! Saved views: a question about the tasks of a space with a name, for its owner alone or for everybody
//! who reads the space. A view gives no right to what it shows: the question is asked anew by each reader.

pub mod commands;
pub mod record;
pub mod routes;
pub mod shapes;
pub mod store;
