//! The embedded database engine of Guildhall.
//!
//! One data file, one writer thread that makes waiting commands durable together, snapshots for readers.
//! Invariants: every row carries a checksum and is checked when read; a command is durable when it is
//! answered and leaves no trace when it is refused; contents of files live exactly as long as a record refers
//! to them; after a fault of the disk reads go on and writes come
//! back by themselves. The crate knows ids and bytes and no feature; types, files and errors of the engine
//! underneath do not leave it. The clock is never read: times are given by the caller, in UTC milliseconds.

mod backup;
pub mod blobs;
mod catalogue;
mod datafile;
mod disk;
mod doctor;
mod engine;
mod error;
mod group;
mod hash;
mod health;
pub mod jobs;
mod keep;
mod key;
mod meta;
mod migrations;
mod once;
mod open;
mod options;
mod pending;
mod place;
mod queue;
mod quiet;
mod read;
mod record;
mod restore;
mod ring;
mod scratch;
mod snapshot;
mod span;
mod stamp;
mod store;
mod table;
mod tx;
mod value;
mod verify;
mod writer;

pub use backup::{BackupReport, Progress};
pub use catalogue::OWN as OWN_TABLES;
pub use datafile::{DataFile, FileFacts, Taken};
pub use disk::{Disk, DiskOpener, FileDisk};
pub use doctor::{Doctor, doctor};
pub use error::{OpenError, StoreError};
pub use hash::table_hash;
pub use health::Health;
pub use key::{Desc, Key};
pub use meta::log;
pub use migrations::{Cursor, Migration};
pub use options::Options;
pub use pending::Pending;
pub use quiet::yield_to_others;
pub use read::{Keys, RawKeys, RawRead, RawRow, RawRows, Read, Scan};
pub use record::{Known, decode_record, encode_record};
pub use restore::{Preview, Replaced, TablePreview, make_whole, preview, restore_offline, ring_of};
pub use ring::{Kind as RingKind, Ring, RingEntry};
pub use snapshot::Snapshot;
pub use span::Span;
pub use store::{Stats, Store};
pub use table::{Table, TableInfo, TableKind};
pub use tx::Tx;
pub use value::Value;
pub use verify::{Problem, VerifyReport, verify};
