//! The note beside a backup, `<name>.json`: its label, how long it took, and what a later check found.
//! It lies with the file and not in the data, because a restore must not forget it.

use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// See the module.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    /// What the person who took it calls it.
    pub label: String,
    /// How long it took.
    pub millis: u64,
    /// Why the last check found it unusable.
    pub broken: Option<String>,
    /// When it was last checked, UTC milliseconds.
    pub checked_ms: Option<i64>,
}

fn path(backup: &Path) -> PathBuf {
    backup.with_extension("json")
}

/// The note of a backup; an unreadable one is none.
pub fn read(backup: &Path) -> Note {
    let text = std::fs::read_to_string(path(backup)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Writes the note of a backup. Losing it loses no data, so it is not worth a failure.
pub fn write(backup: &Path, note: &Note) {
    let text = serde_json::to_string(note).unwrap_or_default();
    if let Err(error) = std::fs::write(path(backup), text) {
        tracing::warn!(%error, backup = %backup.display(), "the note of a backup cannot be written");
    }
}

/// Removes the notes of backups that are gone.
pub fn clean(folder: &Path) {
    let Ok(files) = std::fs::read_dir(folder) else { return };
    for file in files.flatten().map(|file| file.path()) {
        let is_note = file.extension().is_some_and(|extension| extension == "json");
        if is_note && !file.with_extension("redb").exists() {
            let _gone = std::fs::remove_file(&file);
        }
    }
}
