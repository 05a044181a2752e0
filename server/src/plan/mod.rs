//! The plan of a space that has a day on which it is to be finished: its tasks on their days, what depends on what, what
//! decides the finish, and what follows when something moves. Dates are those of the tasks and are kept there; what is
//! kept here are dependencies, baselines and what leads said of how it stands. A space that has no such day any more
//! keeps all of it, and shows none.

pub mod around;
pub mod baselines;
pub mod commands;
pub mod gather;
pub mod input;
pub mod notes;
pub mod queries;
pub mod record;
pub mod routes;
pub mod shift;
pub mod store;
pub mod undo;
pub mod views;
