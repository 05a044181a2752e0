//! All tables of a file: the store's own and those the features bring.
//!
//! Invariants: a name appears once; a dropped table stays listed as a tombstone. A file with a table that is
//! not listed was written by a newer program and is refused.

use crate::{TableInfo, TableKind, blobs, meta};

const fn own(name: &'static str, kind: TableKind) -> TableInfo {
    TableInfo { name, kind, session: false }
}

/// The tables of the store itself.
pub const OWN: [TableInfo; 9] = [
    own("meta", TableKind::Record),
    own(meta::LOG, TableKind::Log),
    own("jobs", TableKind::Record),
    own("jobs_due", TableKind::Key),
    blobs::TABLES[0],
    blobs::TABLES[1],
    blobs::TABLES[2],
    blobs::TABLES[3],
    blobs::TABLES[4],
];

/// The tables of a file.
#[derive(Debug, Clone)]
pub(crate) struct Catalogue {
    tables: Vec<TableInfo>,
    names: Vec<&'static str>,
}

impl Catalogue {
    /// The store's own tables and `features`; the first line about a name counts.
    pub fn new(features: &[TableInfo]) -> Self {
        let mut tables: Vec<TableInfo> = Vec::new();
        for info in OWN.iter().chain(features) {
            if tables.iter().all(|known| known.name != info.name) {
                tables.push(*info);
            }
        }
        let live = tables.iter().filter(|info| info.kind != TableKind::Dropped);
        let names = live.map(|info| info.name).collect();
        Catalogue { tables, names }
    }

    /// The names in use.
    pub fn names(&self) -> &[&'static str] {
        &self.names
    }

    /// Tombstones.
    pub fn dropped(&self) -> impl Iterator<Item = &'static str> {
        self.tables.iter().filter(|info| info.kind == TableKind::Dropped).map(|info| info.name)
    }

    /// The catalogue's line about a name found in a file.
    pub fn find(&self, name: &str) -> Option<&TableInfo> {
        self.tables.iter().find(|info| info.name == name)
    }
}
