//! Mail that comes in: by a port other mail servers speak to, or out of a mailbox. An answer to one of our mails
//! becomes a comment or message, a mail to the address of a space a topic.
//!
//! Invariants: what was accepted is in the data file before anybody is told so, and stays there until it has become
//! something or an admin has thrown it away; the same mail does nothing twice; whoever a mail says it is from counts
//! only together with the secret of the mail that it answers (or as a stranger who begins a topic). Nobody is ever
//! written to because of a mail alone, so nothing can go round in circles.

pub mod acts;
mod approving;
pub mod imap;
pub mod kept;
mod post;
pub mod reading;
pub mod record;
pub mod routes;
pub mod settings;
pub mod smtp;
pub mod spaces;
pub mod spool;
pub mod store;
pub mod targets;
pub mod views;
mod work_off;

pub use post::Post;
