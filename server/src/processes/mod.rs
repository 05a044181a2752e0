//! Processes: work that comes again. What people decide about one is versioned; each of its runs is a task with a fresh
//! checklist and a row here that says which occurrence it is for and what became of it.
//!
//! Invariants: the row of an occurrence is written in the transaction that makes its task, so however often a server
//! is killed in between there is one run or none; runs are started with the rights the owner of the process has then.
//! Left out: when somebody looks, which is for the clockwork.

pub mod chosen;
pub mod commands;
pub mod dated;
pub mod input;
pub mod queries;
pub mod record;
pub mod routes;
pub mod store;
pub mod views;
