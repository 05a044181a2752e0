//! Tags: words of the whole organization that tasks of any space can carry. A tag has a number that is
//! never given twice; tasks keep the numbers, and one that leads nowhere any more is simply not shown.

pub mod commands;
pub mod routes;
pub mod views;

pub use views::{TagShape, all, shape};
