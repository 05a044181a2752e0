//! A file, and an upload that is not complete, as stored.

use crate::log::cbor::{self, Bytes16, Tagged};
use guildhall_domain::{
    actor::Actor,
    file::{File, FileKind},
};
use minicbor::{Decode, Encode, bytes::ByteArray};

/// See [`File`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct FileRecord {
    #[n(0)]
    id: Bytes16,
    #[n(1)]
    item: Bytes16,
    #[n(2)]
    place: u64,
    #[n(3)]
    name: String,
    #[n(4)]
    kind: String,
    #[n(5)]
    bytes: u64,
    #[n(6)]
    hash: ByteArray<32>,
    #[n(7)]
    author: Tagged,
    #[n(8)]
    created_ms: i64,
    #[n(9)]
    trashed_ms: Option<i64>,
    #[n(10)]
    seq: u64,
    #[n(11)]
    comment: Option<Bytes16>,
    #[n(12)]
    version: Option<u32>,
    #[n(13)]
    note: Option<String>,
}

guildhall_store::record!(FileRecord, 1);

impl From<&File> for FileRecord {
    fn from(f: &File) -> Self {
        FileRecord {
            id: cbor::id(f.id),
            item: cbor::id(f.item),
            place: f.place,
            name: f.name.clone(),
            kind: f.kind.word().into(),
            bytes: f.bytes,
            hash: f.hash.into(),
            author: f.author.into(),
            created_ms: f.created_ms,
            trashed_ms: f.trashed_ms,
            seq: f.seq,
            comment: cbor::id_opt(f.comment),
            version: f.version,
            note: f.note.clone(),
        }
    }
}

impl From<FileRecord> for File {
    fn from(r: FileRecord) -> Self {
        File {
            id: cbor::from_id(&r.id),
            item: cbor::from_id(&r.item),
            place: r.place,
            name: r.name,
            kind: FileKind::of_word(&r.kind),
            bytes: r.bytes,
            hash: *r.hash,
            author: Actor::from(&r.author),
            created_ms: r.created_ms,
            trashed_ms: r.trashed_ms,
            seq: r.seq,
            comment: cbor::from_id_opt(&r.comment),
            version: r.version,
            note: r.note,
        }
    }
}

/// An upload in several requests. Its id becomes that of the file; its bytes are a draft of the store.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct UploadRecord {
    /// The item it will hang on; the space when it will be a document of its own.
    #[n(0)]
    pub item: Bytes16,
    /// Who began it; nobody else goes on with it.
    #[n(1)]
    pub person: Option<Bytes16>,
    /// Name.
    #[n(2)]
    pub name: String,
    /// Length when it is complete.
    #[n(3)]
    pub bytes: u64,
    /// When it was begun.
    #[n(4)]
    pub created_ms: i64,
    /// What it will be when it is no attachment.
    #[n(5)]
    pub document: Option<BroughtRecord>,
}

/// A document that is on its way in.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct BroughtRecord {
    /// The folder it will lie in.
    #[n(0)]
    pub folder: Option<Bytes16>,
    /// What is new in it.
    #[n(1)]
    pub note: Option<String>,
    /// What happens when its name is taken, as a number of the feature that knows.
    #[n(2)]
    pub if_exists: u8,
    /// The file whose next version it will be, whatever that is called by then.
    #[n(3)]
    pub version_of: Option<Bytes16>,
}

guildhall_store::record!(UploadRecord, 1);
