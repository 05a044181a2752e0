//! Approvals of tasks and of versions of documents: who is asked, whose turn it is, what they answered.
//!
//! Invariants: an approval is changed only inside the transaction that looks whether the approver may read the item
//! then, so of two who answer at one moment both count, or the later one is told what was decided. Answers are added
//! and never changed; they outlive comments and go only when their item is deleted for good. Every change of an
//! approval is a change of its item, which is how everybody else hears of it. Left out: telling people, which is for
//! the inbox, and when somebody looks, which is for the clockwork.

pub mod commands;
pub mod gone;
pub mod hand_on;
pub mod input;
pub mod queries;
pub mod record;
pub mod routes;
pub mod steps;
pub mod store;
pub mod undo;
pub mod views;
