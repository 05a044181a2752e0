//! What is done with backups: taking one, checking one, deleting one.

use super::{
    Found,
    note::{self, Note},
};
use crate::{
    App, Error,
    admin::{Asker, tell},
    audit::AuditAction,
    error::Code,
    jobs::{Failure, JobShape, Progress, operations},
};
use guildhall_domain::limits;
use guildhall_store::{RingKind, StoreError};
use serde_json::{Value, json};
use std::path::Path;

/// Takes a snapshot by hand, as an operation.
pub fn take(app: &App, label: &str, asker: Asker) -> Result<JobShape, Error> {
    let label = limits::optional_line("label", label, limits::NAME)?;
    operations::begin(app, "backup", "Backup".into(), move |app, progress| {
        let now = app.clock().now_ms();
        let (path, report) =
            app.store().take_snapshot(&RingKind::Hand, now, &mut tell(progress, "Copying")).map_err(failed)?;
        note::write(&path, &Note { label, millis: report.millis, ..Note::default() });
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        asker.note(app, AuditAction::BackupMade, &name)?;
        Ok(json!({"name": name, "bytes": report.bytes, "millis": report.millis}))
    })
}

/// Writes a self-contained copy to a file, which must not exist.
pub fn write_to(app: &App, file: &Path, asker: &Asker, progress: &mut Progress<'_>) -> Result<Value, Failure> {
    let report = app.store().backup_to(file, &mut tell(progress, "Copying")).map_err(failed)?;
    asker.note(app, AuditAction::BackupMade, &file.display().to_string())?;
    let rows: u64 = report.rows.iter().map(|(_, rows)| rows).sum();
    Ok(json!({"file": file, "bytes": report.bytes, "millis": report.millis, "rows": rows, "seq": report.last_seq}))
}

/// Checks every byte of a backup, as an operation.
pub fn check(app: &App, found: Found) -> Result<JobShape, Error> {
    operations::begin(app, "check", format!("Check of {}", found.name), move |app, progress| {
        let report = guildhall_store::verify(&found.path, &mut tell(progress, "Checking"));
        let report = report.map_err(|error| Failure::ForGood(error.to_string()))?;
        let broken =
            report.problems.first().map(|problem| format!("{} {}", problem.table, problem.what).trim().to_owned());
        let checked_ms = Some(app.clock().now_ms());
        note::write(&found.path, &Note { broken: broken.clone(), checked_ms, ..note::read(&found.path) });
        Ok(json!({"sound": broken.is_none(), "reason": broken, "millis": report.millis}))
    })
}

/// Deletes a backup.
pub fn delete(app: &App, found: &Found, asker: &Asker) -> Result<(), Error> {
    let gone = std::fs::remove_file(&found.path);
    gone.map_err(|error| Error::because(Code::Conflict, format!("The backup cannot be deleted: {error}.")))?;
    if let Some(folder) = found.path.parent() {
        note::clean(folder);
    }
    asker.note(app, AuditAction::BackupDeleted, &found.name)
}

/// Why the engine could not do it, in its own words: they say what to do.
pub fn failed(error: StoreError) -> Failure {
    Failure::ForGood(error.to_string())
}
