//! One hash over everything that a restore must bring back, for the restore drill.

use crate::{OWN_TABLES, Read, Span, StoreError, TableInfo, TableKind, meta};

/// BLAKE3 over the rows of all tables, in hex. Left out: facts about the file itself, and tables that hold
/// sessions, because both change with a restore. The rows are streamed.
///
/// # Errors
/// When a table cannot be read.
pub fn table_hash(read: &Read<'_>, features: &[TableInfo]) -> Result<String, StoreError> {
    let kept = |info: &&TableInfo| !info.session && info.kind != TableKind::Dropped && info.name != meta::META.name();
    let mut names: Vec<&'static str> = OWN_TABLES.iter().chain(features).filter(kept).map(|info| info.name).collect();
    names.sort_unstable();
    names.dedup();
    let mut hash = blake3::Hasher::new();
    let mut field = |bytes: &[u8]| {
        hash.update(&(bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    for name in names {
        field(name.as_bytes());
        for row in read.raw_scan(name, &Span::all())? {
            let (key, stored) = row?;
            field(&key);
            field(&stored);
        }
    }
    Ok(hash.finalize().to_hex().to_string())
}
