//! Saved searches: a question to the search with a name, opened as a list of the tasks it finds, over all spaces. It is its
//! author's alone, or shared with the people of a space.
//!
//! Invariant: it gives no right to what it finds. It is asked anew by each reader with their own reach, and `me` in it is
//! whoever reads. What it names that a reader does not know finds nothing for them and is not told.

pub mod commands;
pub mod lists;
pub mod queries;
pub mod record;
pub mod routes;
pub mod shapes;
pub mod store;
pub mod undo;
