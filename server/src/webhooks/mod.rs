//! Webhooks: addresses of other programs that rules tell things. Admins make them; what is told is what a rule's owner may
//! read at the moment it acts, and is signed.
//!
//! Invariants: a delivery is written in the command of the rule, so each time it acts it tells once; what was undone in the
//! time for that is told to nobody; the other side knows by its id what it was sent twice; admins see whether something
//! was taken, and never what it says. Left out: who calls which webhook, which is for the rules to know.

pub mod commands;
pub mod deliveries;
pub mod input;
mod news;
pub mod queries;
pub mod record;
pub mod routes;
mod sender;
pub mod sign;
pub mod store;
pub mod views;

pub use sender::Sender;
