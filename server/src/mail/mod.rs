//! Mail that leaves the server: what needs somebody, at once or bundled, by the mail server of the organization.
//!
//! Nothing is queued as a message. What is to be sent follows from the inbox when it is sent, so that what was undone,
//! read or dealt with meanwhile is not; a mail server that was away for a week gets one mail a person afterwards.
//! After a restore nothing leaves until an admin says so.

pub mod answers;
mod approving;
pub mod compose;
mod forgotten;
pub mod incoming;
mod invites;
pub mod links;
mod mailer;
pub mod notices;
pub mod outbox;
pub mod plan;
pub mod post;
pub mod preferences;
mod record;
pub mod replies;
pub mod report_wishes;
pub mod rest;
pub mod routes;
pub mod says;
pub mod server;
pub mod settings;
pub mod store;
pub mod transport;
pub mod trust;
pub mod views;
mod weekly;

pub use answers::Answers;
pub use mailer::Mailer;
pub use outbox::Outbox;
pub use plan::refused as address_refused;
