//! Going back to a backup: a look at it first, then the swap, with the replaced file kept.
//!
//! Invariants: at every moment of a crash the data file is the old one or the new one, whole. The new one has
//! a new history before it takes its place, so cursors of the old one are void at once. The file given is
//! verified first and not changed.

use crate::blobs::beside;
use crate::datafile::{self, DataFile, FileFacts};
use crate::ring::{Ring, make_private_dir};
use crate::{
    OpenError, Options, Store, StoreError, TableInfo, catalogue::Catalogue, engine, meta, open, place, stamp, verify,
};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// What would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Rows by table, now and in the file.
    pub tables: Vec<TablePreview>,
    /// The present data.
    pub now: FileFacts,
    /// The file.
    pub then: FileFacts,
}

/// Rows of one table, now and in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TablePreview {
    /// The table.
    pub table: String,
    /// Rows now.
    pub now: u64,
    /// Rows in the file.
    pub then: u64,
}

/// A restore that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// Where the data that was replaced is kept; `None` when there was none.
    pub kept_as: Option<PathBuf>,
    /// The new history.
    pub history: Uuid,
    /// The newest sequence number now.
    pub last_seq: u64,
}

/// Compares the present data with a file. To look deeper, open the file as a [`DataFile`].
///
/// # Errors
/// When the file cannot be opened or read.
pub fn preview(current: &Store, file: &Path) -> Result<Preview, StoreError> {
    let file = DataFile::open(file).map_err(|e| StoreError::Refused(e.to_string()))?;
    let view = current.snapshot()?;
    let (now, then) = (datafile::counts(&view)?, file.counts()?);
    let rows = |counts: &[(String, u64)], table: &str| {
        counts.iter().find(|(name, _)| name == table).map_or(0, |(_, rows)| *rows)
    };
    let mut names: Vec<&String> = now.iter().chain(&then).map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    let tables = names.into_iter().map(|name| TablePreview {
        table: name.clone(),
        now: rows(&now, name),
        then: rows(&then, name),
    });
    Ok(Preview { tables: tables.collect(), now: datafile::facts(view.read())?, then: file.facts()? })
}

impl Store {
    /// Puts the data of `file` in the place of the present data. Commands asked for before are done first,
    /// those asked for later meet the new data; older snapshots answer [`StoreError::Stale`].
    ///
    /// # Errors
    /// When the file does not verify or is too new, or the disk refuses; the present data stays then.
    pub fn replace_with(&self, file: &Path, now_ms: i64) -> Result<Replaced, StoreError> {
        let shared = self.shared();
        if shared.options.disk.is_some() {
            return Err(StoreError::Refused("only a plain file can be replaced".into()));
        }
        let incoming = bring(file, &shared.path, &shared.options, &shared.catalogue, now_ms)?;
        self.alone(move |shared| {
            let kept = kept_name(&shared.path, now_ms);
            shared.swap_engine(|| swap(&shared.path, &incoming, &kept))?;
            let view = shared.snapshot_bare()?;
            let facts = datafile::facts(view.read())?;
            let commit = meta::get_u64(view.read(), meta::COMMIT)?.unwrap_or(0);
            shared.replaced(facts.history, commit, facts.last_seq);
            Ok(Replaced { kept_as: Some(kept), history: facts.history, last_seq: facts.last_seq })
        })
    }
}

/// The same for a server that is stopped. The present data file may be damaged or missing.
///
/// # Errors
/// As [`Store::replace_with`], and when a server holds the data file.
pub fn restore_offline(
    data: &Path,
    file: &Path,
    now_ms: i64,
    options: &Options,
    catalogue: &[TableInfo],
) -> Result<Replaced, StoreError> {
    let exists = data.exists();
    if exists && let Err(held @ OpenError::AlreadyOpen { .. }) = DataFile::open(data) {
        return Err(StoreError::Refused(held.to_string()));
    }
    let incoming = bring(file, data, options, &Catalogue::new(catalogue), now_ms)?;
    let facts = DataFile::open(&incoming).map_err(|e| StoreError::Io(e.to_string()))?.facts()?;
    let kept = kept_name(data, now_ms);
    if exists {
        swap(data, &incoming, &kept)?;
    } else {
        std::fs::rename(&incoming, data)?;
        place::sync_folder(place::folder(data))?;
    }
    Ok(Replaced { kept_as: exists.then_some(kept), history: facts.history, last_seq: facts.last_seq })
}

// Beside the data even when the ring lies elsewhere: a rename must not leave the file system.
fn backups(data: &Path) -> PathBuf {
    place::beside(data, ".backups")
}

fn kept_name(data: &Path, now_ms: i64) -> PathBuf {
    let names = (0..).map(|later| backups(data).join(format!("replaced-{}.redb", stamp::stamp(now_ms + later * 1000))));
    names.into_iter().find(|path| !path.exists()).unwrap_or_else(|| backups(data).join("replaced.redb"))
}

/// Verifies `file` and makes a copy of it that is ready to take the place of the data.
fn bring(
    file: &Path,
    data: &Path,
    options: &Options,
    catalogue: &Catalogue,
    now_ms: i64,
) -> Result<PathBuf, StoreError> {
    let refused = |e: OpenError| StoreError::Refused(e.to_string());
    let report = verify::verify(file, &mut |_| {}).map_err(refused)?;
    if let Some(problem) = report.problems.first() {
        return Err(StoreError::Refused(format!(
            "{} is damaged ({}); choose another backup",
            file.display(),
            problem.what
        )));
    }
    let need = report.bytes.saturating_add(contents_beside(file)?);
    let free = place::free_bytes(data)?;
    if need.saturating_add(options.min_free_bytes) > free {
        return Err(StoreError::Refused(format!(
            "the restore needs {} MiB, only {} MiB are free",
            need >> 20,
            free >> 20
        )));
    }
    make_private_dir(&backups(data))?;
    let incoming = backups(data).join(format!("incoming-{}.redb", stamp::stamp(now_ms)));
    let draft = place::beside(&incoming, ".partial");
    let done = ready(file, &draft, options, catalogue, now_ms);
    done.inspect_err(|_| drop(std::fs::remove_file(&draft)))?;
    std::fs::rename(&draft, &incoming)?;
    place::sync_folder(&backups(data))?;
    Ok(incoming)
}

/// Bytes of the contents that lie beside a snapshot of the ring.
fn contents_beside(file: &Path) -> Result<u64, StoreError> {
    let data = DataFile::open(file).map_err(|e| StoreError::Refused(e.to_string()))?;
    if meta::get(data.read(), meta::BESIDE)?.is_none() {
        return Ok(0);
    }
    Ok(crate::blobs::usage(data.read())?.bytes)
}

fn ready(file: &Path, draft: &Path, options: &Options, catalogue: &Catalogue, now_ms: i64) -> Result<(), StoreError> {
    let _ = std::fs::remove_file(draft);
    let mut to = engine::private_file(draft)?;
    std::io::copy(&mut std::fs::File::open(file)?, &mut to)?;
    to.sync_all()?;
    drop(to);
    let opened =
        open::open(draft, &Options { check_integrity: false, ..options.clone() }, catalogue, open::Guard::Draft);
    let opened = opened.map_err(|e| StoreError::Refused(e.to_string()))?;
    beside::gather(file, &opened.database)?;
    let facts = [
        (meta::HISTORY, meta::new_history()?.as_bytes().to_vec()),
        (meta::RESTORED, now_ms.cast_unsigned().to_be_bytes().to_vec()),
    ];
    open::set_facts(&opened.database, &facts)?;
    engine::close(opened.database);
    Ok(std::fs::File::open(draft)?.sync_all()?)
}

/// Puts `incoming` in the place of `data` and keeps the old file as `kept`.
fn swap(data: &Path, incoming: &Path, kept: &Path) -> Result<(), StoreError> {
    // A second name keeps the old file while the rename replaces the first one in a single step. Where the
    // file system knows no second names the file is missing for a moment; opening repairs that.
    if std::fs::hard_link(data, kept).is_err() {
        std::fs::rename(data, kept)?;
    }
    place::sync_folder(place::folder(kept))?;
    std::fs::rename(incoming, data)?;
    Ok(place::sync_folder(place::folder(data))?)
}

/// Finishes or clears away a restore that a crash interrupted. `before` opening, a missing data file is
/// completed; after it, when no other process can be at work, what was left over is removed.
pub(crate) fn settle(data: &Path, opened: bool) {
    use std::os::unix::fs::MetadataExt;
    let Ok(files) = std::fs::read_dir(backups(data)) else { return };
    let inode = std::fs::metadata(data).ok().map(|file| (file.dev(), file.ino()));
    for path in files.flatten().map(|file| file.path()) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let incoming = name.starts_with("incoming-");
        if !opened && inode.is_none() && incoming && name.ends_with(".redb") {
            tracing::warn!("a restore was interrupted and is completed now");
            let _ = std::fs::rename(&path, data);
            return;
        }
        // The second name of a file that was in the end not replaced.
        let same = name.starts_with("replaced-")
            && std::fs::metadata(&path).is_ok_and(|file| Some((file.dev(), file.ino())) == inode);
        if opened && (incoming || same) {
            let _ = std::fs::remove_file(&path);
        }
    }
}

/// Makes one file that is whole in itself of a snapshot whose contents lie beside it, as `dest`, which must not
/// exist. Answers `false`, and makes nothing, for a file that is whole already.
///
/// # Errors
/// When a content is missing or damaged, or the disk refuses; `dest` does not exist then.
pub fn make_whole(file: &Path, dest: &Path) -> Result<bool, StoreError> {
    if contents_beside(file)? == 0 {
        return Ok(false);
    }
    if dest.exists() {
        return Err(StoreError::Refused(format!("{} exists already; choose another name", dest.display())));
    }
    let made = std::fs::File::open(file).and_then(|mut from| {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        std::io::copy(&mut from, &mut options.open(dest)?)
    });
    let opening = engine::Opening { cache_bytes: 32 << 20, check_integrity: false, disk: None };
    let gathered = made.map_err(StoreError::from).and_then(|_| {
        let database = engine::open(dest, opening).map_err(|e| StoreError::Io(open::refused(dest, e).to_string()))?;
        let gathered = beside::gather(file, &database);
        engine::close(database);
        gathered
    });
    gathered.inspect_err(|_| drop(std::fs::remove_file(dest)))?;
    Ok(true)
}

/// The ring of a data file that no server has open.
pub fn ring_of(data: &Path, options: &Options) -> Ring {
    Ring::beside(data, options.backup_dir.as_deref())
}
