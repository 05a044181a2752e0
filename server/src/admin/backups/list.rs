//! The list of backups.

use super::note::{self, Note};
use crate::{App, Error, http::words::words};
use chrono::NaiveDateTime;
use guildhall_store::{DataFile, Ring, RingEntry, RingKind};
use std::path::{Path, PathBuf};

words! {
    /// Why a backup was made: by the hour and so on, by hand, or before something.
    BackupKind: Hour, Day, Week, Month, Hand, Before
}

/// A backup there is, or an attempt that failed.
#[derive(Debug, Clone)]
pub struct Found {
    /// What it is called in addresses: the file name without its ending.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// Why it was made.
    pub kind: BackupKind,
    /// What people call it.
    pub label: String,
    /// When it was made, UTC milliseconds.
    pub made_ms: i64,
    /// Its length.
    pub bytes: u64,
    /// How long it took; 0 when that is not known.
    pub millis: u64,
    /// Items in it.
    pub items: u64,
    /// What a restore replaced: it can be gone back to, but it is no backup.
    pub replaced: bool,
    /// Why it cannot be used, if so.
    pub broken: Option<String>,
}

/// All backups, newest first. Reads the beginnings of all files.
pub fn all(app: &App) -> Result<Vec<Found>, Error> {
    let ring = app.store().ring();
    let mut entries = ring.list()?;
    // A restore keeps the replaced file beside the data, also when backups go elsewhere.
    let beside = Ring::beside(app.store().path(), None);
    if beside.dir() != ring.dir() {
        entries.extend(beside.list()?.into_iter().filter(|entry| entry.kind == RingKind::Replaced));
    }
    let mut found: Vec<Found> = entries.into_iter().map(|entry| describe(app, entry)).collect();
    found.sort_by(|a, b| (b.made_ms, &b.name).cmp(&(a.made_ms, &a.name)));
    Ok(found)
}

/// One of them by its name; what is not in the list does not exist, so a name is never a path.
pub fn find(app: &App, name: &str) -> Result<Found, Error> {
    all(app)?.into_iter().find(|found| found.name == name).ok_or_else(Error::not_found)
}

fn describe(app: &App, entry: RingEntry) -> Found {
    let Note { label, millis, broken, .. } = note::read(&entry.path);
    let (kind, usual) = kind(&entry.kind);
    let usable = entry.facts.is_ok();
    let taken = entry.facts.as_ref().ok().and_then(|facts| facts.taken.as_ref()).map(|taken| taken.at_ms);
    Found {
        name: entry.path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        kind,
        label: if label.is_empty() { usual } else { label },
        made_ms: taken.unwrap_or_else(|| stamp_ms(&entry.stamp)),
        bytes: entry.bytes,
        millis,
        items: if usable { items(app, &entry.path, entry.bytes) } else { 0 },
        replaced: entry.kind == RingKind::Replaced,
        broken: entry.facts.err().or(broken),
        path: entry.path,
    }
}

fn kind(kind: &RingKind) -> (BackupKind, String) {
    match kind {
        RingKind::Hour => (BackupKind::Hour, String::new()),
        RingKind::Day => (BackupKind::Day, String::new()),
        RingKind::Week => (BackupKind::Week, String::new()),
        RingKind::Month => (BackupKind::Month, String::new()),
        RingKind::Hand => (BackupKind::Hand, String::new()),
        RingKind::Before(what) => (BackupKind::Before, format!("Before: {what}")),
        RingKind::Replaced => (BackupKind::Before, "Replaced by a restore".into()),
    }
}

/// How many items a backup holds: counted once, because files do not change.
fn items(app: &App, path: &Path, bytes: u64) -> u64 {
    app.parts().desk.items_of(path, bytes, || {
        let counts = DataFile::open(path).ok().and_then(|file| file.counts().ok()).unwrap_or_default();
        counts.iter().find(|(table, _)| table == "tasks").map_or(0, |(_, rows)| *rows)
    })
}

fn stamp_ms(stamp: &str) -> i64 {
    NaiveDateTime::parse_from_str(stamp, "%Y-%m-%dT%H-%M-%SZ").map_or(0, |time| time.and_utc().timestamp_millis())
}
