//! A believable small company in an empty file, to look around in: people, spaces, tasks with checklists and
//! comments, approvals, topics, announcements, polls, check-ins, pages, processes with their runs, time that was
//! worked, meetings and rooms, and eight weeks of history, all made by the same commands people use.

mod again;
mod asked;
mod make;
mod meet;
mod paper;
mod seed;
mod talk;

pub use make::make;
