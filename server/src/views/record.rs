//! A saved view and how it is stored.

use crate::log::cbor::{self, Bytes16};
use guildhall_domain::Id;
use minicbor::{Decode, Encode};

/// How tasks are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Rows.
    List,
    /// Columns.
    Board,
}

/// A saved view.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedView {
    /// Id.
    pub id: Id,
    /// The space it is a view of.
    pub space: Id,
    /// Who made it.
    pub owner: Id,
    /// Name.
    pub name: String,
    /// Layout.
    pub layout: Layout,
    /// For everybody who reads the space.
    pub shared: bool,
    /// The question as JSON, as the API writes it.
    pub query: String,
    /// Deleted, kept for the undo.
    pub deleted_ms: Option<i64>,
    /// When it was made.
    pub created_ms: i64,
    /// Last change.
    pub seq: u64,
}

/// See [`SavedView`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct ViewRecord {
    #[n(0)]
    space: Bytes16,
    #[n(1)]
    owner: Bytes16,
    #[n(2)]
    name: String,
    #[n(3)]
    layout: u8,
    #[n(4)]
    shared: bool,
    #[n(5)]
    query: String,
    #[n(6)]
    deleted_ms: Option<i64>,
    #[n(7)]
    created_ms: i64,
    #[n(8)]
    seq: u64,
}

guildhall_store::record!(ViewRecord, 1);

impl From<&SavedView> for ViewRecord {
    fn from(view: &SavedView) -> Self {
        ViewRecord {
            space: cbor::id(view.space),
            owner: cbor::id(view.owner),
            name: view.name.clone(),
            layout: u8::from(view.layout == Layout::Board),
            shared: view.shared,
            query: view.query.clone(),
            deleted_ms: view.deleted_ms,
            created_ms: view.created_ms,
            seq: view.seq,
        }
    }
}

impl ViewRecord {
    /// With its id.
    pub fn into_view(self, id: Id) -> SavedView {
        SavedView {
            id,
            space: cbor::from_id(&self.space),
            owner: cbor::from_id(&self.owner),
            name: self.name,
            layout: if self.layout == 1 { Layout::Board } else { Layout::List },
            shared: self.shared,
            query: self.query,
            deleted_ms: self.deleted_ms,
            created_ms: self.created_ms,
            seq: self.seq,
        }
    }
}
