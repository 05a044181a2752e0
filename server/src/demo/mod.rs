//! A believable small company in an empty file, to look around in: people, spaces, tasks with checklists and
//! comments, approvals, topics, announcements, polls, check-ins, pages, processes with their runs, a form with what came
//! by it and a rule that sorts, plans with what they may cost, time that was worked, meetings and rooms, and eight weeks
//! of history, all made by the same commands people use.

mod again;
mod asked;
mod make;
mod meet;
mod paper;
mod project;
mod seed;
mod served;
mod talk;
mod task;

pub use make::make;
