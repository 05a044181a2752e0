//! A believable small company in an empty file, to look around in: people, spaces, tasks with
//! checklists, comments and eight weeks of history, all made by the same commands people use.

mod make;
mod seed;

pub use make::make;
