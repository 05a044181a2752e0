//! A folder as stored.

use crate::log::cbor::{self, Bytes16, Tagged};
use guildhall_domain::{actor::Actor, document::folder::Folder};
use minicbor::{Decode, Encode};

/// See [`Folder`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct FolderRecord {
    #[n(0)]
    id: Bytes16,
    #[n(1)]
    space: Bytes16,
    #[n(2)]
    parent: Option<Bytes16>,
    #[n(3)]
    name: String,
    #[n(4)]
    author: Tagged,
    #[n(5)]
    created_ms: i64,
    #[n(6)]
    updated_ms: i64,
    #[n(7)]
    trashed_ms: Option<i64>,
    #[n(8)]
    seq: u64,
}

guildhall_store::record!(FolderRecord, 1);

impl From<&Folder> for FolderRecord {
    fn from(f: &Folder) -> Self {
        FolderRecord {
            id: cbor::id(f.id),
            space: cbor::id(f.space),
            parent: cbor::id_opt(f.parent),
            name: f.name.clone(),
            author: f.author.into(),
            created_ms: f.created_ms,
            updated_ms: f.updated_ms,
            trashed_ms: f.trashed_ms,
            seq: f.seq,
        }
    }
}

impl From<FolderRecord> for Folder {
    fn from(r: FolderRecord) -> Self {
        Folder {
            id: cbor::from_id(&r.id),
            space: cbor::from_id(&r.space),
            parent: cbor::from_id_opt(&r.parent),
            name: r.name,
            author: Actor::from(&r.author),
            created_ms: r.created_ms,
            updated_ms: r.updated_ms,
            trashed_ms: r.trashed_ms,
            seq: r.seq,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guildhall_domain::Id;
    use guildhall_store::Value;

    #[test]
    fn a_folder_comes_back_and_its_bytes_are_kept() {
        let folder = Folder {
            id: Id::from_u128(1),
            space: Id::from_u128(2),
            parent: Some(Id::from_u128(3)),
            name: "Menus".into(),
            author: Actor::System,
            created_ms: 4,
            updated_ms: 5,
            trashed_ms: None,
            seq: 6,
        };
        let mut bytes = Vec::new();
        Value::encode(&FolderRecord::from(&folder), &mut bytes);
        assert_eq!(Folder::from(<FolderRecord as Value>::decode(1, &bytes).unwrap()), folder);
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, KEPT);
    }

    const KEPT: &str = concat!(
        "a8005000000000000000000000000000000001015000000000000000000000000000000002025000",
        "00000000000000000000000000000303654d656e757304a10006050406050806",
    );
}
