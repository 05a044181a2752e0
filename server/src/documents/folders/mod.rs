//! Folders: the tree documents of a space lie in. Whoever reads the space reads it, whoever works there changes it.

pub mod commands;
pub mod many;
pub mod queries;
pub mod record;
pub mod routes;
pub mod store;
pub mod trash;
pub mod undo;
pub mod views;
