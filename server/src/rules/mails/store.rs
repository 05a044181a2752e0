//! The table of mails that wait.

use crate::log::cbor::Bytes16;
use guildhall_domain::Id;
use guildhall_store::{Read, Span, StoreError, Table, Tx};
use minicbor::{Decode, Encode};

/// (when due, mail) → what is sent.
pub const MAILS: Table<(i64, Id), MailRecord> = Table::new("rule_mails");

/// A mail to one address, in the words it had when its rule acted.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct MailRecord {
    /// The rule,
    #[n(0)]
    pub rule: Bytes16,
    /// when it acted,
    #[n(1)]
    pub acted_ms: i64,
    /// and by which command.
    #[n(2)]
    pub command: Bytes16,
    /// The task it is about, where it is about one.
    #[n(3)]
    pub task: Option<Bytes16>,
    /// The change that set the rule off, or the last one before it acted.
    #[n(4)]
    pub cause: u64,
    /// The address.
    #[n(5)]
    pub to: String,
    /// Its subject,
    #[n(6)]
    pub subject: String,
    /// and what it says.
    #[n(7)]
    pub text: String,
    /// What it is about,
    #[n(8)]
    pub name: String,
    /// and where that is.
    #[n(9)]
    pub link: String,
    /// How often it could not be sent.
    #[n(10)]
    pub attempts: u32,
}

guildhall_store::record!(MailRecord, 1);

/// The place of a mail.
pub type Place = (i64, Id);

/// Keeps that a mail is to be sent.
pub fn put(tx: &mut Tx<'_>, place: Place, mail: &MailRecord) -> Result<(), StoreError> {
    tx.put(&MAILS, &place, mail)
}

/// It was sent, or is not to be any more.
pub fn drop(tx: &mut Tx<'_>, place: Place) -> Result<(), StoreError> {
    tx.delete(&MAILS, &place)
}

/// Those that are due, the longest first.
pub fn due(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<(Place, MailRecord)>, StoreError> {
    read.scan(&MAILS, Span::all().until(&(now_ms.saturating_add(1), Id::nil())).limit(most))?.collect()
}
