//! Where mail comes in, as stored.

use guildhall_store::{Read, StoreError, Table, Tx};
use minicbor::{Decode, Encode};

/// What an admin set.
pub const INCOMING: Table<(), IncomingRecord> = Table::new("mail_incoming");

/// See the module. The password of the mailbox lies with the secrets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
#[allow(missing_docs)]
pub struct IncomingRecord {
    /// `work@example.com`, or `work.example.com` where every name before the `@` comes in.
    #[n(0)]
    pub address: Option<String>,
    #[n(1)]
    pub host: Option<String>,
    #[n(2)]
    pub port: Option<u16>,
    /// `starttls`, `tls` or `none`.
    #[n(3)]
    pub security: Option<String>,
    #[n(4)]
    pub user: Option<String>,
    #[n(5)]
    pub folder: Option<String>,
}

guildhall_store::record!(IncomingRecord, 1);

/// What an admin set.
pub fn settings(read: &Read<'_>) -> Result<IncomingRecord, StoreError> {
    Ok(read.get(&INCOMING, &())?.unwrap_or_default())
}

/// Keeps it.
pub fn put(tx: &mut Tx<'_>, settings: &IncomingRecord) -> Result<(), StoreError> {
    tx.put(&INCOMING, &(), settings)
}
