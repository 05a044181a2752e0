//! What calendars keep of their own, as stored.

use minicbor::{Decode, Encode};

/// What a program of somebody said of an item, and how it calls it.
#[derive(Debug, Clone, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct KeptRecord {
    /// The audience of the calendar in which it has this name; elsewhere it goes by its id.
    #[n(0)]
    pub calendar: u64,
    /// The name, as it stands in the address.
    #[n(1)]
    pub name: String,
    /// What programs know a task by, where that is not its id. Events keep theirs themselves.
    #[n(2)]
    pub uid: Option<String>,
    /// Lines of a task that mean nothing here. Events keep theirs themselves.
    #[n(3)]
    pub extra: Option<String>,
}

guildhall_store::record!(KeptRecord, 1);
