//! Contacts: people outside who write by mail. They have a name and an address, and no way to sign in; there is one
//! for each address. What they wrote stays theirs, whatever they become later.

mod record;
pub mod store;

pub use store::Contact;
