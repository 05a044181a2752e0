//! The secrets of mails that can be answered, as stored.

use crate::log::cbor::Bytes16;
use guildhall_store::Table;
use minicbor::{Decode, Encode};

/// Secret → what it is of.
pub const REPLIES: Table<String, ReplyRecord> = Table::new("mail_replies");
/// (when made, secret): what is to be forgotten first.
pub const MADE: Table<(i64, String), ()> = Table::new("mail_replies_made");

/// See [`REPLIES`].
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
#[allow(missing_docs)]
pub struct ReplyRecord {
    #[n(0)]
    pub item: Bytes16,
    #[n(1)]
    pub who: ActorRecord,
    #[n(2)]
    pub day: i64,
}

guildhall_store::record!(ReplyRecord, 1);

/// A person, or a contact.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
#[allow(missing_docs)]
pub struct ActorRecord {
    #[n(0)]
    pub contact: Option<bool>,
    #[n(1)]
    pub id: Bytes16,
}
