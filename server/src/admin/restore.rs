//! Going back to a backup. The engine exchanges the file and keeps the old one; afterwards every session
//! ends, everything that leaves the server is held, and what the replaced data knew about ways in that
//! were closed is listed, so that it can be applied again.

use super::{
    Asker,
    backups::{Found, commands::failed},
    findings,
};
use crate::{
    App, Error,
    access::{Scope, Who, Work},
    audit::AuditAction,
    http::idempotency,
    jobs::{Failure, JobShape, Progress, operations},
    organization, outgoing, session,
};
use guildhall_store::{DataFile, Replaced};
use serde_json::{Value, json};
use std::path::Path;

/// Goes back to a backup, as an operation. The name of the organization stands for a careful yes.
pub fn begin(app: &App, found: Found, typed: &str, asker: Asker) -> Result<JobShape, Error> {
    let name = organization::store::get(app.view(Who::system())?.read())?.map(|known| known.name).unwrap_or_default();
    if typed.trim() != name.trim() {
        return Err(Error::field("organization", "Type the name of the organization exactly as it is written."));
    }
    operations::begin(app, "restore", format!("Restore of {}", found.name), move |app, progress| {
        restore(app, &found.path, &asker, progress)
    })
}

/// Goes back to a file.
pub fn restore(app: &App, file: &Path, asker: &Asker, progress: &mut Progress<'_>) -> Result<Value, Failure> {
    progress.report(0, 3, "Checking the backup and putting it in place");
    let replaced = app.store().replace_with(file, app.clock().now_ms()).map_err(failed)?;
    progress.report(1, 3, "Ending sessions and holding what would leave");
    finish(app, &replaced, &file.display().to_string(), asker)
}

/// What follows the exchange of the file, also when no server ran.
pub fn finish(app: &App, replaced: &Replaced, from: &str, asker: &Asker) -> Result<Value, Failure> {
    let before = replaced.kept_as.as_deref().and_then(|kept| match DataFile::open(kept) {
        Ok(file) => Some(file),
        Err(error) => {
            // A damaged file is a usual reason for a restore; then nothing can be compared.
            tracing::warn!(%error, "the replaced data cannot be compared");
            None
        }
    });
    let found = match &before {
        Some(before) => findings::compare(&app.view(Who::system())?, before.read()).unwrap_or_else(|error| {
            tracing::warn!(%error, "the replaced data cannot be compared");
            Vec::new()
        }),
        None => Vec::new(),
    };
    let (count, asker, about) = (found.len(), asker.clone(), from.to_owned());
    app.run_blocking(Who::system(), move |work| close(work, &found, &asker, &about))?;
    while app.run_blocking(Who::system(), idempotency::clear)?.value {}
    Ok(json!({"from": from, "kept_as": replaced.kept_as, "seq": replaced.last_seq, "findings": count}))
}

fn close(
    work: &mut Work<'_, '_>,
    found: &[outgoing::record::FindingRecord],
    asker: &Asker,
    about: &str,
) -> Result<(), Error> {
    session::store::end_everything(work.tx)?;
    outgoing::hold(work.tx, crate::access::Scope::now(work), found.to_vec())?;
    asker.note_in(work, AuditAction::Restored, about)
}
