//! A share link as stored.

use crate::log::cbor::{self, Bytes16};
use guildhall_domain::share::{Mode, Share, Target};
use minicbor::{Decode, Encode, bytes::ByteVec};

/// See [`super`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ShareRecord {
    #[n(0)]
    pub id: Bytes16,
    /// 0 a document, 1 a folder.
    #[n(1)]
    pub kind: u8,
    #[n(2)]
    pub target: Bytes16,
    /// 0 read, 1 comment.
    #[n(3)]
    pub mode: u8,
    #[n(4)]
    pub by: Bytes16,
    #[n(5)]
    pub created_ms: i64,
    #[n(6)]
    pub expires_ms: i64,
    #[n(7)]
    pub revoked_ms: Option<i64>,
    #[n(8)]
    pub opened: u32,
    #[n(9)]
    pub opened_ms: Option<i64>,
    /// Hash of its secret.
    #[n(10)]
    pub secret: ByteVec,
    /// Hash of its password.
    #[n(11)]
    pub phc: Option<String>,
}

guildhall_store::record!(ShareRecord, 1);

/// A link with what opens it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The link.
    pub share: Share,
    /// Hash of its secret.
    pub secret: Vec<u8>,
    /// Hash of its password; none: whoever has the link is in.
    pub phc: Option<String>,
}

impl From<ShareRecord> for Kept {
    fn from(r: ShareRecord) -> Self {
        let target = cbor::from_id(&r.target);
        Kept {
            share: Share {
                id: cbor::from_id(&r.id),
                target: if r.kind == 0 { Target::Document(target) } else { Target::Folder(target) },
                mode: if r.mode == 1 { Mode::Comment } else { Mode::Read },
                by: cbor::from_id(&r.by),
                created_ms: r.created_ms,
                expires_ms: r.expires_ms,
                revoked_ms: r.revoked_ms,
                opened: r.opened,
                opened_ms: r.opened_ms,
            },
            secret: r.secret.into(),
            phc: r.phc,
        }
    }
}

impl From<&Kept> for ShareRecord {
    fn from(kept: &Kept) -> Self {
        let share = &kept.share;
        ShareRecord {
            id: cbor::id(share.id),
            kind: u8::from(matches!(share.target, Target::Folder(_))),
            target: cbor::id(share.target.id()),
            mode: u8::from(share.mode == Mode::Comment),
            by: cbor::id(share.by),
            created_ms: share.created_ms,
            expires_ms: share.expires_ms,
            revoked_ms: share.revoked_ms,
            opened: share.opened,
            opened_ms: share.opened_ms,
            secret: kept.secret.clone().into(),
            phc: kept.phc.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guildhall_domain::Id;
    use guildhall_store::Value;

    #[test]
    fn the_bytes_of_a_link_are_kept() {
        let share = Share {
            id: Id::from_u128(1),
            target: Target::Folder(Id::from_u128(2)),
            mode: Mode::Comment,
            by: Id::from_u128(3),
            created_ms: 4,
            expires_ms: 5,
            revoked_ms: Some(6),
            opened: 7,
            opened_ms: Some(8),
        };
        let kept = Kept { share, secret: vec![9, 10], phc: Some("x".into()) };
        let mut bytes = Vec::new();
        Value::encode(&ShareRecord::from(&kept), &mut bytes);
        assert_eq!(Kept::from(<ShareRecord as Value>::decode(1, &bytes).unwrap()), kept);
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            hex,
            "ac00500000000000000000000000000000000101010250000000000000000000000000000000020301045000000000000000\
             000000000000000003050406050706080709080a42090a0b6178"
        );
    }
}
