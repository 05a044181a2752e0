//! Opening what is in the folder, or finding out why it cannot be trusted.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use tantivy::directory::INDEX_WRITER_LOCK;
use tantivy::directory::error::LockError;
use tantivy::{Directory, IndexReader, ReloadPolicy};
use uuid::Uuid;

use crate::error::SearchError;
use crate::language::Language;
use crate::marker::{Payload, take_clean};
use crate::schema::schema;
use crate::storage::{Folder, empty};

/// After a clean stop a bigger index than this, in bytes, is trusted without reading all of it, so that a
/// start stays a matter of seconds.
const READ_WHOLE: u64 = 2 << 30;

/// An open engine without its writer.
#[derive(Clone)]
pub(crate) struct Engine {
    pub index: tantivy::Index,
    pub reader: IndexReader,
}

impl Engine {
    fn of(index: tantivy::Index) -> Result<Engine, tantivy::TantivyError> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Engine { index, reader })
    }
}

/// The engine of an emptied folder, unless another process is at work in it.
pub(crate) fn fresh(root: &Path) -> Result<Engine, SearchError> {
    let held = if root.is_dir() { Some(Folder::open(root)?.acquire_lock(&INDEX_WRITER_LOCK)) } else { None };
    if let Some(Err(LockError::LockBusy)) = held {
        return Err(SearchError::Busy);
    }
    empty(root).map_err(|error| SearchError::folder(root, error))?;
    let index = tantivy::Index::create(Folder::open(root)?, schema().0, tantivy::IndexSettings::default())?;
    Ok(Engine::of(index)?)
}

/// The engine of a folder that proved sound, with its seq; else the reason it has to be made again.
pub(crate) fn existing(root: &Path, history: Uuid, language: Language, head_seq: u64) -> Result<(Engine, u64), String> {
    let clean = take_clean(root);
    // The readers of a damaged file may panic rather than fail; to us it is the same.
    catch_unwind(AssertUnwindSafe(|| sound(root, clean, history, language, head_seq)))
        .unwrap_or_else(|_| Err("it is damaged".to_owned()))
}

fn sound(root: &Path, clean: bool, history: Uuid, language: Language, head_seq: u64) -> Result<(Engine, u64), String> {
    if !root.join("meta.json").is_file() {
        return Err("there is none".to_owned());
    }
    let damaged = |error: &dyn std::fmt::Display| format!("it is damaged: {error}");
    let folder = Folder::open(root).map_err(|error| damaged(&error))?;
    let index = tantivy::Index::open(folder).map_err(|error| damaged(&error))?;
    if index.schema() != schema().0 {
        return Err("it has other fields".to_owned());
    }
    let meta = index.load_metas().map_err(|error| damaged(&error))?;
    let payload = meta.payload.as_deref().and_then(Payload::read).ok_or("it was never finished")?;
    if let Some(reason) = payload.refused(history, language, head_seq) {
        return Err(reason);
    }
    if !clean || size(root) <= READ_WHOLE {
        verify(root, &index).map_err(|error| damaged(&error))?;
    }
    let engine = Engine::of(index).map_err(|error| damaged(&error))?;
    Ok((engine, payload.seq))
}

/// Reads every file of every segment against its checksum. The engine's own check passes over files that are
/// missing from its list, so the list is checked first.
fn verify(root: &Path, index: &tantivy::Index) -> Result<(), String> {
    let managed = index.directory().list_managed_files();
    let live = index.searchable_segment_ids().map_err(|error| error.to_string())?;
    let live: Vec<String> = live.iter().map(|segment| segment.uuid_string()).collect();
    for entry in std::fs::read_dir(root).map_err(|error| error.to_string())?.flatten() {
        let name = entry.file_name();
        let text = name.to_string_lossy();
        if live.iter().any(|segment| text.starts_with(segment)) && !managed.contains(Path::new(&name)) {
            return Err(format!("{text} is not listed"));
        }
    }
    let bad = index.validate_checksum().map_err(|error| error.to_string())?;
    match bad.iter().next() {
        Some(file) => Err(format!("{} does not match its checksum", file.display())),
        None => Ok(()),
    }
}

fn size(root: &Path) -> u64 {
    std::fs::read_dir(root)
        .map_or(0, |entries| entries.flatten().filter_map(|entry| entry.metadata().ok()).map(|meta| meta.len()).sum())
}
