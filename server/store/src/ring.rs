//! The ring of snapshots beside the data file.
//!
//! Invariants: a snapshot's name sorts by time and it says itself why and when it was taken. The automatic
//! ones never take more than a quarter of the space that is free without them; those made by hand, those made
//! before an import or a migration, and files a restore replaced are not removed by age. A failed attempt
//! leaves a note that is listed too. Contents of files lie in `files/` in the same folder, once for all snapshots.

use crate::backup::{BackupReport, Copying, Progress};
use crate::blobs::beside;
use crate::blobs::copy::{Contents, Views};
use crate::blobs::sweep::Hold;
use crate::datafile::{DataFile, FileFacts};
use crate::{Store, StoreError, blobs, keep, meta, place, stamp};
use std::path::{Path, PathBuf};

/// Why a snapshot was taken, which decides how long it is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The ordinary one; the newest 12 are kept.
    Hour,
    /// The first of a day; 7 are kept.
    Day,
    /// The first of a week; 4 are kept.
    Week,
    /// The first of a month; 6 are kept.
    Month,
    /// By hand; kept until somebody deletes it.
    Hand,
    /// Before something that changes much, such as `import` or `migration`; the newest 6 are kept.
    Before(String),
    /// The file that a restore replaced; kept until somebody deletes it.
    Replaced,
}

impl Kind {
    pub(crate) fn word(&self) -> String {
        match self {
            Kind::Hour => "hour".into(),
            Kind::Day => "day".into(),
            Kind::Week => "week".into(),
            Kind::Month => "month".into(),
            Kind::Hand => "hand".into(),
            Kind::Before(what) => format!("before-{what}"),
            Kind::Replaced => "replaced".into(),
        }
    }

    pub(crate) fn parse(word: &str) -> Kind {
        match word {
            "hour" => Kind::Hour,
            "day" => Kind::Day,
            "week" => Kind::Week,
            "month" => Kind::Month,
            "replaced" => Kind::Replaced,
            other => other.strip_prefix("before-").map_or(Kind::Hand, |what| Kind::Before(what.to_owned())),
        }
    }
}

/// One line of the list of snapshots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RingEntry {
    /// The file.
    pub path: PathBuf,
    /// Why it was taken.
    pub kind: Kind,
    /// When, as its name says it: `2026-11-23T10-00-00Z`.
    pub stamp: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// What the file says about itself, or why there is no usable file.
    pub facts: Result<FileFacts, String>,
}

/// The snapshots of one store.
pub struct Ring {
    data: PathBuf,
    dir: PathBuf,
}

impl Store {
    /// The ring of this store's snapshots.
    pub fn ring(&self) -> Ring {
        let shared = self.shared();
        Ring::beside(&shared.path, shared.options.backup_dir.as_deref())
    }

    /// Takes a snapshot now. Blocks for seconds to minutes.
    ///
    /// # Errors
    /// When it cannot be written; the attempt is then listed.
    pub fn take_snapshot(
        &self,
        kind: &Kind,
        now_ms: i64,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(PathBuf, BackupReport), StoreError> {
        let _one_at_a_time = self.shared().ring.lock();
        let _hold = Hold::on(self.shared());
        self.ring().take(&|| self.snapshot(), kind, now_ms, progress)
    }

    /// Takes the snapshot that is due when something changed since the newest one, and removes old ones.
    /// To be called every hour.
    ///
    /// # Errors
    /// As [`Store::take_snapshot`].
    pub fn tick_snapshot(&self, now_ms: i64) -> Result<Option<PathBuf>, StoreError> {
        let _one_at_a_time = self.shared().ring.lock();
        let ring = self.ring();
        let _hold = Hold::on(self.shared());
        let facts = crate::datafile::facts(self.snapshot()?.read())?;
        let entries = ring.list()?;
        let newest =
            entries.iter().rev().filter_map(|entry| entry.facts.as_ref().ok()).find(|facts| facts.taken.is_some());
        if newest.is_some_and(|newest| newest.history == facts.history && newest.last_seq == facts.last_seq) {
            return Ok(None);
        }
        let kind = keep::due(&entries, now_ms);
        let taken = ring.take(&|| self.snapshot(), &kind, now_ms, &mut |_| {})?;
        ring.prune()?;
        Ok(Some(taken.0))
    }
}

impl Ring {
    /// The ring of a data file: `dir`, or `<data>.backups`.
    pub fn beside(data: &Path, dir: Option<&Path>) -> Ring {
        Ring { data: data.into(), dir: dir.map_or_else(|| place::beside(data, ".backups"), Into::into) }
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn make_dir(&self) -> Result<(), StoreError> {
        make_private_dir(&self.dir)
    }

    pub(crate) fn take(
        &self,
        views: Views<'_>,
        kind: &Kind,
        now_ms: i64,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(PathBuf, BackupReport), StoreError> {
        self.make_dir()?;
        let path = self.free_name(kind, now_ms);
        let facts = [
            (meta::TAKEN, now_ms.cast_unsigned().to_be_bytes().to_vec()),
            (meta::TAKEN_KIND, kind.word().into_bytes()),
        ];
        let to = beside::folder(&path);
        let done = self
            .make_room(kind, views)
            .and_then(|()| Copying { views, to: Contents::Beside(&to), facts: &facts }.write(&path, progress));
        match done {
            Ok(report) => Ok((path, report)),
            Err(error) => {
                // On a full disk the note fails too; the error itself still reaches the caller.
                let _ = std::fs::write(path.with_extension("failed"), error.to_string());
                Err(error)
            }
        }
    }

    /// Removes what a crash left half done. Only while no other process can be taking snapshots.
    pub(crate) fn clean(&self) {
        let Ok(files) = std::fs::read_dir(&self.dir) else { return };
        for path in files.flatten().map(|file| file.path()) {
            if path.extension().is_some_and(|extension| extension == "partial") {
                let _ = std::fs::remove_file(&path);
            }
        }
    }

    fn free_name(&self, kind: &Kind, now_ms: i64) -> PathBuf {
        let names =
            (0..).map(|later| self.dir.join(format!("{}-{}.redb", stamp::stamp(now_ms + later * 1000), kind.word())));
        let mut free = names.filter(|path| !path.exists() && !path.with_extension("failed").exists());
        free.next().unwrap_or_else(|| self.dir.join("snapshot.redb"))
    }

    /// Removes old automatic snapshots until a new one fits.
    fn make_room(&self, kind: &Kind, views: Views<'_>) -> Result<(), StoreError> {
        let entries = self.list()?;
        let view = views()?.unhurried();
        let usage = if self.has_contents(&view)? { blobs::usage(view.read())? } else { blobs::BlobUsage::default() };
        let records = std::fs::metadata(&self.data)?.len().saturating_sub(usage.total());
        let new = if usage.count > 0 { beside::missing(&self.contents(), view.read())? } else { 0 };
        drop(view);
        let free = place::free_bytes(&self.dir.join("x"))?;
        let need = keep::estimate(&entries, records).saturating_add(new);
        for path in keep::room(&entries, kind, need, free)? {
            std::fs::remove_file(path)?;
        }
        Ok(())
    }

    fn has_contents(&self, view: &crate::Snapshot) -> Result<bool, StoreError> {
        Ok(crate::open::table_names(view)?.iter().any(|name| crate::blobs::copy::is_chunks(name)))
    }

    fn contents(&self) -> PathBuf {
        beside::folder(&self.dir.join("x"))
    }

    /// Bytes of the contents that the snapshots share.
    pub fn contents_bytes(&self) -> u64 {
        beside::bytes(&self.contents())
    }

    /// All snapshots and failed attempts, oldest first.
    ///
    /// # Errors
    /// When the folder cannot be read; a missing one is empty.
    pub fn list(&self) -> Result<Vec<RingEntry>, StoreError> {
        let files = match std::fs::read_dir(&self.dir) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            files => files?,
        };
        let mut entries: Vec<RingEntry> = files.flatten().filter_map(|file| entry(&file.path())).collect();
        entries.sort_by(|a, b| (&a.stamp, &a.path).cmp(&(&b.stamp, &b.path)));
        Ok(entries)
    }

    /// Removes what is too old; gives the removed files.
    ///
    /// # Errors
    /// When a file cannot be removed.
    pub fn prune(&self) -> Result<Vec<PathBuf>, StoreError> {
        let entries = self.list()?;
        let old = keep::too_old(&entries);
        old.iter().try_for_each(std::fs::remove_file)?;
        let whole = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "redb");
        // A file that a restore replaced holds its contents itself, and may be destroyed.
        let snapshots = entries.into_iter().filter(|entry| entry.kind != Kind::Replaced).map(|entry| entry.path);
        let left: Vec<PathBuf> = snapshots.filter(|path| whole(path) && path.exists()).collect();
        beside::prune(&self.contents(), &left)?;
        Ok(old)
    }
}

pub(crate) fn make_private_dir(dir: &Path) -> Result<(), StoreError> {
    let mut builder = std::fs::DirBuilder::new();
    std::os::unix::fs::DirBuilderExt::mode(builder.recursive(true), 0o700);
    Ok(builder.create(dir)?)
}

/// A file of the folder as a line of the list; others, such as drafts, are none.
fn entry(path: &Path) -> Option<RingEntry> {
    let name = path.file_stem()?.to_str()?;
    let (stamp, word) = match name.strip_prefix("replaced-") {
        Some(stamp) => (stamp, "replaced"),
        None => name.split_at_checked(20).and_then(|(stamp, rest)| Some((stamp, rest.strip_prefix('-')?)))?,
    };
    let facts = match path.extension()?.to_str()? {
        "redb" => {
            DataFile::open(path).map_err(|e| e.to_string()).and_then(|file| file.facts().map_err(|e| e.to_string()))
        }
        "failed" => Err(std::fs::read_to_string(path).unwrap_or_default()),
        _ => return None,
    };
    let bytes = std::fs::metadata(path).map_or(0, |file| file.len());
    Some(RingEntry { path: path.into(), kind: Kind::parse(word), stamp: stamp.to_owned(), bytes, facts })
}
