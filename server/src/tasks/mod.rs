//! Tasks: the reference feature. Other features copy this folder: `commands` change, `queries` read,
//! `store` holds the tables, `routes` speak HTTP, `views` are the shapes of the API.

pub mod approving;
pub mod commands;
pub mod demand;
pub mod evidence;
pub mod input;
pub mod jobs;
pub mod plans;
pub mod queries;
pub mod record;
pub mod routes;
pub mod rows;
pub mod store;
pub mod task_query;
pub mod views;
pub mod waits;
