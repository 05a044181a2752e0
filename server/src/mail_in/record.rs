//! What came in and where spaces are written to, as stored.

use crate::log::cbor::Bytes16;
use guildhall_domain::Id;
use minicbor::{Decode, Encode};

/// What became of a mail so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum State {
    /// It was taken and nothing more.
    Waiting = 0,
    /// It may be an answer, but nothing proves by whom, or to what.
    Unconfirmed = 1,
    /// It is for nobody, or nobody may do what it asks for.
    Refused = 2,
}

/// A mail that came in.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
#[allow(missing_docs)]
pub struct ArrivedRecord {
    #[n(0)]
    pub received_ms: i64,
    /// What it was handed over with: to whom. Empty for one of a mailbox, whose headers say it.
    #[n(1)]
    pub recipients: Vec<String>,
    /// The content with its bytes.
    #[n(2)]
    pub hash: minicbor::bytes::ByteArray<32>,
    #[n(3)]
    pub bytes: u64,
    /// See [`State`].
    #[n(4)]
    pub state: u8,
    /// Why it is where it is.
    #[n(5)]
    pub reason: Option<String>,
    /// Of whom and about what, once it was read.
    #[n(6)]
    pub from: Option<String>,
    #[n(7)]
    pub name: Option<String>,
    #[n(8)]
    pub subject: Option<String>,
    /// What it says it is for: an item or a space.
    #[n(9)]
    pub item: Option<Bytes16>,
    #[n(10)]
    pub space: Option<Bytes16>,
    /// An admin said that it is from whom it says.
    #[n(11)]
    pub accepted: Option<bool>,
    /// It was too large: its head alone is here.
    #[n(12)]
    pub head_only: Option<bool>,
}

guildhall_store::record!(ArrivedRecord, 1);

impl ArrivedRecord {
    /// What became of it so far.
    pub fn state(&self) -> State {
        match self.state {
            0 => State::Waiting,
            1 => State::Unconfirmed,
            _ => State::Refused,
        }
    }
}

/// The address of a space.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
#[allow(missing_docs)]
pub struct SpaceMailRecord {
    /// What stands before the `@`, or behind the `+`.
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub on: bool,
    /// What comes is a request; a topic otherwise.
    #[n(2)]
    pub requests: Option<bool>,
}

guildhall_store::record!(SpaceMailRecord, 1);

/// How many mails an address sent lately.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
#[allow(missing_docs)]
pub struct SenderRecord {
    #[n(0)]
    pub since_ms: i64,
    #[n(1)]
    pub count: u32,
}

guildhall_store::record!(SenderRecord, 1);

/// How far a mailbox was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
#[allow(missing_docs)]
pub struct PositionRecord {
    /// Which mailbox of which server, as it was set.
    #[n(0)]
    pub of: String,
    /// The name of its numbering; another one means that all numbers are new.
    #[n(1)]
    pub validity: u32,
    /// Everything up to this number was taken.
    #[n(2)]
    pub uid: u32,
}

guildhall_store::record!(PositionRecord, 1);

/// A mail with its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// Id.
    pub id: Id,
    /// The rest.
    pub record: ArrivedRecord,
}
