//! Admin: backups and going back to them, jobs, facts about the server, the hold on outgoing things.

pub mod desk;

pub use desk::Desk;
