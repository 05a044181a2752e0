//! Contents beside snapshots: write-once files named by their hash, which all snapshots of the ring share.
//!
//! Invariants: a file with its final name is whole and was hashed while it was written; it is never written
//! again, so a copying program sees only new names. It is removed when no snapshot of the folder names it.

use super::{BLOBS, Blob, BlobHash, CHUNK_BYTES, CHUNKS, check::Depth};
use crate::datafile::DataFile;
use crate::{Read, Span, StoreError, engine, meta, once, place, ring::make_private_dir};
use redb::Database;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// What gathering touches; every transaction looks at the last sequence number.
const WRITTEN: [&str; 3] = [CHUNKS.name(), meta::META.name(), meta::LOG];

/// The folder beside a snapshot.
pub(crate) fn folder(snapshot: &Path) -> PathBuf {
    place::folder(snapshot).join("files")
}

fn file(folder: &Path, hash: &BlobHash) -> PathBuf {
    let name = blake3::Hash::from(*hash).to_hex();
    // Two levels, because a folder with a million names is slow to list.
    folder.join(name.get(..2).unwrap_or_default()).join(name.as_str())
}

/// Writes the content to its file unless it is there. `pieces` gives the bytes in order until they are empty.
pub(crate) fn write(
    folder: &Path,
    blob: &Blob,
    mut pieces: impl FnMut(u64) -> Result<Vec<u8>, StoreError>,
) -> Result<(), StoreError> {
    let path = file(folder, &blob.hash);
    if std::fs::metadata(&path).is_ok_and(|there| there.len() == blob.bytes) {
        return Ok(());
    }
    make_private_dir(place::folder(&path))?;
    let draft = place::beside(&path, ".partial");
    let _ = std::fs::remove_file(&draft);
    let mut to = engine::private_file(&draft)?;
    let (mut at, mut hasher) = (0, blake3::Hasher::new());
    while at < blob.bytes {
        let piece = pieces(at)?;
        at += piece.len() as u64;
        hasher.update(&piece);
        to.write_all(&piece)?;
    }
    if *hasher.finalize().as_bytes() != blob.hash {
        drop(std::fs::remove_file(&draft));
        return Err(StoreError::corrupt("a content is not what was received").in_table(CHUNKS.name()));
    }
    to.sync_all()?;
    std::fs::rename(&draft, &path)?;
    Ok(place::sync_folder(place::folder(&path))?)
}

/// Whether the content of a snapshot is there.
pub(crate) fn check(snapshot: &Path, hash: &BlobHash, bytes: u64, depth: Depth) -> Result<(), String> {
    let path = file(&folder(snapshot), hash);
    let there = std::fs::metadata(&path).map_err(|_| format!("is missing: there is no {}", path.display()))?;
    if there.len() != bytes {
        return Err(format!("is damaged: {} has not its length", path.display()));
    }
    if depth == Depth::Bytes {
        let mut hasher = blake3::Hasher::new();
        let read = File::open(&path).and_then(|mut file| std::io::copy(&mut file, &mut hasher));
        if read.is_err() || *hasher.finalize().as_bytes() != *hash {
            return Err(format!("is damaged: {} has other bytes", path.display()));
        }
    }
    Ok(())
}

/// Brings the contents that lie beside `snapshot` into a copy of it, which is whole in itself then.
pub(crate) fn gather(snapshot: &Path, into: &Database) -> Result<(), StoreError> {
    let view = crate::open::view(into)?.unhurried();
    if meta::get(view.read(), meta::BESIDE)?.is_none() {
        return Ok(());
    }
    let blobs: Vec<Blob> = blobs(view.read())?.collect::<Result<_, _>>()?;
    drop(view);
    for blob in &blobs {
        take_in(&file(&folder(snapshot), &blob.hash), blob, into)?;
    }
    once::transact(into, &WRITTEN, |tx| tx.delete(&meta::META, &meta::BESIDE.to_owned()))
}

fn take_in(path: &Path, blob: &Blob, into: &Database) -> Result<(), StoreError> {
    let from = File::open(path).map_err(|e| StoreError::Refused(format!("{}: {e}", path.display())))?;
    let (mut index, mut hasher) = (0u32, blake3::Hasher::new());
    let mut more = true;
    while more {
        let mut batch = Vec::new();
        while more && batch.len() < super::copy::BATCH {
            let mut chunk = Vec::new();
            (&from).take(CHUNK_BYTES as u64).read_to_end(&mut chunk)?;
            more = chunk.len() == CHUNK_BYTES;
            if !chunk.is_empty() {
                hasher.update(&chunk);
                batch.push(chunk);
            }
        }
        once::transact(into, &WRITTEN, |tx| {
            for chunk in &batch {
                tx.put(&CHUNKS, &(blob.id, index), chunk)?;
                index += 1;
            }
            Ok(())
        })?;
    }
    if *hasher.finalize().as_bytes() == blob.hash {
        Ok(())
    } else {
        Err(StoreError::Refused(format!("{} is damaged; choose another backup", path.display())))
    }
}

pub(crate) fn blobs<'a>(read: &'a Read<'a>) -> Result<impl Iterator<Item = Result<Blob, StoreError>> + 'a, StoreError> {
    let rows = read.scan(&BLOBS, Span::all())?;
    Ok(rows.map(|row| row.map(|(hash, blob)| Blob { hash, bytes: blob.bytes, id: Uuid::from_bytes(blob.id) })))
}

/// Bytes of the contents of a folder, for the account of where space goes.
pub(crate) fn bytes(folder: &Path) -> u64 {
    each(folder).map(|path| std::fs::metadata(path).map_or(0, |file| file.len())).sum()
}

/// How many bytes a snapshot of these contents would add.
pub(crate) fn missing(folder: &Path, read: &Read<'_>) -> Result<u64, StoreError> {
    blobs(read)?.try_fold(0, |sum, blob| {
        let blob = blob?;
        Ok(if file(folder, &blob.hash).exists() { sum } else { sum + blob.bytes })
    })
}

fn each(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let list = |folder: &Path| std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    list(folder).filter(|path| path.is_dir()).flat_map(move |path| list(&path))
}

/// Removes the contents no snapshot names. Nothing is removed while one of them cannot be read.
pub(crate) fn prune(folder: &Path, snapshots: &[PathBuf]) -> Result<(), StoreError> {
    if !folder.exists() {
        return Ok(());
    }
    let mut named = BTreeSet::new();
    for path in snapshots {
        let Ok(snapshot) = DataFile::open(path) else { return Ok(()) };
        if meta::get(snapshot.read(), meta::BESIDE)?.is_some() {
            for blob in blobs(snapshot.read())? {
                named.insert(blake3::Hash::from(blob?.hash).to_hex().to_string());
            }
        }
    }
    for path in each(folder) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if !named.contains(name) {
            std::fs::remove_file(&path)?;
        }
    }
    Ok(())
}
