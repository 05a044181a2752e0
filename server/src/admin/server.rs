//! Facts about the running server.

use super::{
    backups,
    views::{FilesRoom, ServerFacts, SettingShape},
};
use crate::{
    App, Error,
    access::{Scope, Who},
    files,
    http::shapes,
    outgoing,
};
use guildhall_store::blobs;
use std::path::Path;

/// Counting the used pages reads the file; above this the newest backup, which is compact, says enough.
const COUNT_UP_TO: u64 = 256 << 20;

/// The facts. Reads folders, so not for a worker.
pub fn facts(app: &App) -> Result<ServerFacts, Error> {
    let stats = app.store().stats()?;
    let view = app.view(Who::system())?;
    let usage = blobs::usage(view.read())?;
    let setting = |one: &crate::config::Setting| SettingShape {
        name: one.name.clone(),
        value: one.value.clone(),
        source: one.source,
    };
    Ok(ServerFacts {
        version: env!("CARGO_PKG_VERSION"),
        data_path: app.store().path().display().to_string(),
        data_bytes: stats.file_bytes,
        used_bytes: used(app, stats.file_bytes, usage.total())?,
        files: FilesRoom {
            count: usage.count,
            bytes: usage.bytes,
            arriving_bytes: usage.arriving,
            leaving_bytes: usage.leaving,
            trash_bytes: files::queries::trash_bytes(view.read())?,
            quota: view.directory().organization.as_ref().map_or(0, |organization| organization.files_quota),
            full: app.store().room_for_files().err().map(|full| full.to_string()),
        },
        backup_bytes: backups::all(app)?.iter().map(|found| found.bytes).sum::<u64>()
            + app.store().ring().contents_bytes(),
        free_bytes: stats.free_bytes,
        index_bytes: folder_bytes(&app.config().beside(".search")),
        memory_bytes: memory(),
        started_at: shapes::instant(app.parts().desk.started_ms().unwrap_or_else(|| app.clock().now_ms())),
        settings: app.config().shown.iter().map(setting).collect(),
        outgoing_held: outgoing::held(view.read())?,
    })
}

fn used(app: &App, file_bytes: u64, contents: u64) -> Result<u64, Error> {
    if file_bytes.saturating_sub(contents) <= COUNT_UP_TO {
        return Ok(app.store().doctor()?.used_bytes.unwrap_or(file_bytes));
    }
    // The contents of files lie beside a backup of the ring.
    let newest = backups::all(app)?.into_iter().find(|found| found.broken.is_none() && !found.replaced);
    Ok(newest.map_or(file_bytes, |found| found.bytes.saturating_add(contents).min(file_bytes)))
}

fn folder_bytes(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum()
}

/// Anonymous memory of this process, 0 where the system does not say.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).map_or(0, |kib| kib * 1024)
}

/// Free bytes where backups go, and whether that is the disk the data lies on.
pub fn backup_place(app: &App) -> (u64, bool) {
    use std::os::unix::fs::MetadataExt;
    let ring = app.store().ring();
    // The folder is made with the first backup.
    let folder = ring.dir().ancestors().find(|folder| folder.is_dir()).unwrap_or_else(|| Path::new("/"));
    let free = rustix::fs::statvfs(folder).map_or(0, |fs| fs.f_bavail.saturating_mul(fs.f_frsize));
    let disk = |path: &Path| std::fs::metadata(path).ok().map(|file| file.dev());
    (free, disk(folder) == disk(app.store().path()))
}
