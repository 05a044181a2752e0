//! An invite as stored.

use crate::{
    log::cbor::{self, Bytes16},
    people::record::role_from,
};
use guildhall_domain::{Id, person::Role};
use minicbor::{Decode, Encode};

/// See [`super`].
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct InviteRecord {
    /// Public id, to list and delete it.
    #[n(0)]
    pub id: Bytes16,
    /// Number of the role it gives.
    #[n(1)]
    pub role: u8,
    /// Spaces it puts people into.
    #[n(2)]
    pub spaces: Vec<Bytes16>,
    /// Who made it.
    #[n(3)]
    pub by: Bytes16,
    /// When it was made.
    #[n(4)]
    pub created_ms: i64,
    /// When it ends.
    #[n(5)]
    pub expires_ms: i64,
    /// How often it was used.
    #[n(6)]
    pub uses: u32,
    /// How often it may be used; none: as often as it likes.
    #[n(7)]
    pub max_uses: Option<u32>,
    /// When it was deleted: for a day that can be taken back.
    #[n(8)]
    pub deleted_ms: Option<i64>,
}

guildhall_store::record!(InviteRecord, 1);

impl InviteRecord {
    /// The role it gives.
    pub fn role(&self) -> Role {
        role_from(self.role)
    }

    /// Who made it.
    pub fn maker(&self) -> Id {
        cbor::from_id(&self.by)
    }

    /// Whether it can be used at `now`.
    pub fn is_open(&self, now: i64) -> bool {
        self.deleted_ms.is_none() && self.expires_ms > now && self.max_uses.is_none_or(|most| self.uses < most)
    }
}
