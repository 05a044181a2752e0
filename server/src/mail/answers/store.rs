//! The tables of answers: which topics somebody outside reads by mail, and what is still to be sent to them.

use crate::log::cbor::Bytes16;
use guildhall_domain::Id;
use guildhall_store::{Read, Span, StoreError, Table, Tx};
use minicbor::{Decode, Encode};

/// When a message is due, and which.
pub type Place = (i64, Id);

/// Topic → who reads it by mail.
pub const THREADS: Table<Id, ThreadRecord> = Table::new("mail_threads");
/// (when due, message) → what is to be sent.
pub const DUE: Table<(i64, Id), AnswerRecord> = Table::new("mail_answers");
/// Up to which change of the log was looked.
pub const CURSOR: Table<(), u64> = Table::new("mail_answers_cursor");

/// A topic somebody outside began by mail.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
#[allow(missing_docs)]
pub struct ThreadRecord {
    #[n(0)]
    pub contact: Bytes16,
    /// The name of their last mail, which answers refer to.
    #[n(1)]
    pub message_id: Option<String>,
}

guildhall_store::record!(ThreadRecord, 1);

/// A message that is to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
#[allow(missing_docs)]
pub struct AnswerRecord {
    #[n(0)]
    pub topic: Bytes16,
    /// How often it could not be sent, and since when.
    #[n(1)]
    pub attempts: u32,
    #[n(2)]
    pub since_ms: i64,
}

guildhall_store::record!(AnswerRecord, 1);

/// Who reads a topic by mail.
pub fn thread(read: &Read<'_>, topic: Id) -> Result<Option<ThreadRecord>, StoreError> {
    read.get(&THREADS, &topic)
}

/// Keeps it.
pub fn put_thread(tx: &mut Tx<'_>, topic: Id, thread: &ThreadRecord) -> Result<(), StoreError> {
    tx.put(&THREADS, &topic, thread)
}

/// What is due, the longest first.
pub fn due(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<(Place, AnswerRecord)>, StoreError> {
    read.scan(&DUE, Span::all().until(&now_ms.saturating_add(1)).limit(most))?.collect()
}

/// How many answers wait.
pub fn waiting(read: &Read<'_>) -> Result<usize, StoreError> {
    read.keys(&DUE, Span::all())?.try_fold(0, |count, row| row.map(|_| count + 1))
}
