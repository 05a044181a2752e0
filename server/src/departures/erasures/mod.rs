//! Erasing a person as the law asks: what tells who they were goes, what they worked on stays and is of a former member.
//!
//! Invariants: the account, the ways in and what was theirs alone are gone with the command; what is kept in many places (the
//! log, the audit, labels in texts and pages, lines of calendar programs, the Personal space) follows as a job that may be done again. Of the erasure itself only
//! the id is kept. Left out: backups, which are as they were; a restore says whom to erase again.

pub mod commands;
mod invitations;
pub mod jobs;
mod labels;
pub mod record;
pub mod traces;
