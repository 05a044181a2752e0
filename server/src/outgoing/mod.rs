//! The hold on everything that leaves the server: after a restore mail, webhooks and the like wait until
//! an admin lets them go, because the restored data does not know what was sent since. With it stands
//! what the replaced data knew about who may come in, so that it can be applied again. And the one client that asks others.

pub mod base64;
pub mod client;
pub mod record;
pub mod store;

pub use store::{held, hold};
