//! Backups and facts as the API shows them.

use super::backups::{self, BackupKind, Found, preview::PreviewRow};
use crate::{
    App, Error,
    config::SettingSource,
    http::{Shape, shapes, words::words},
    items::views::ItemRef,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

words! {
    /// How the last check of a backup ended.
    BackupCheck: Ok, Failed
}

/// A backup.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Backup)]
pub struct BackupShape {
    /// Its name in addresses.
    pub name: String,
    /// Why it was made.
    pub kind: BackupKind,
    /// What people call it.
    pub label: String,
    /// When it was made.
    pub made_at: String,
    /// Its length.
    pub bytes: u64,
    /// How long it took; 0 when that is not known.
    pub millis: u64,
    /// Items in it.
    pub items: u64,
    /// Every backup is checked when it is made.
    pub check: BackupCheck,
    /// Why it failed.
    pub reason: Option<String>,
}

/// The backups and where they are.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Backups {
    /// Newest first, failed attempts among them.
    pub items: Vec<BackupShape>,
    /// The newest one that can be used.
    pub last: Option<BackupShape>,
    /// When the next automatic one is due.
    pub next_at: Option<String>,
    /// They lie on the disk the data lies on, and are lost with it.
    pub same_disk: bool,
    /// Where they lie.
    pub directory: String,
    /// Free bytes there.
    pub free_bytes: u64,
}

impl Shape for Backups {}

/// What going back would change.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RestorePreview {
    /// The backup.
    pub backup: BackupShape,
    /// How much there is, now and then.
    pub rows: Vec<PreviewRow>,
    /// When the present data last changed.
    pub last_change_now: Option<String>,
    /// When the backup's last changed.
    pub last_change_then: Option<String>,
    /// The folder in which the replaced data is kept.
    pub kept_as: String,
}

impl Shape for RestorePreview {}

/// A backup to be made.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BackupInput {
    /// What to call it.
    pub label: String,
}

/// The careful yes to a restore.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RestoreInput {
    /// The name of the organization, as it is now.
    pub organization: String,
}

/// Facts about the server.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ServerFacts {
    /// Version of the program.
    pub version: &'static str,
    /// The data file.
    pub data_path: String,
    /// Its length.
    pub data_bytes: u64,
    /// How much of it holds data.
    pub used_bytes: u64,
    /// What files take of that.
    pub files: FilesRoom,
    /// What all backups take, with the contents they share.
    pub backup_bytes: u64,
    /// Free bytes on its disk.
    pub free_bytes: u64,
    /// Size of the search index.
    pub index_bytes: u64,
    /// Anonymous memory of the process.
    pub memory_bytes: u64,
    /// When it was started.
    pub started_at: String,
    /// The settings.
    pub settings: Vec<SettingShape>,
    /// Mail and the like wait.
    pub outgoing_held: bool,
}

impl Shape for ServerFacts {}

/// What files take of the data file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FilesRoom {
    /// Different contents; the same bytes count once.
    pub count: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Bytes of uploads that are not complete.
    pub arriving_bytes: u64,
    /// Bytes nobody refers to any more, which are being freed.
    pub leaving_bytes: u64,
    /// Bytes of files in the trash, which are freed after their 30 days.
    pub trash_bytes: u64,
    /// Most bytes of all files together; 0 for no limit but the disk's.
    pub quota: u64,
    /// Why the server takes no files now, if it does not.
    pub full: Option<String>,
}

/// Where the bytes of files go. The same bytes in several places count in each of them here, and once in what files
/// take of the data file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StorageUse {
    /// The spaces that have files, the fullest first.
    pub spaces: Vec<SpaceRoom>,
    /// The largest files, the largest first.
    pub largest: Vec<LargeFile>,
}

impl Shape for StorageUse {}

/// What the files of a space take.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SpaceRoom {
    /// The space; null for what is in no space that others know of.
    pub space_id: Option<Uuid>,
    /// What it is called.
    pub name: Option<String>,
    /// Files, each version of a file counted.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Bytes of those in the trash, and of those that hang on what is there.
    pub trash_bytes: u64,
}

/// A large file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LargeFile {
    /// Its length.
    pub bytes: u64,
    /// It lies in the trash, or hangs on what is there.
    pub trashed: bool,
    /// Which version of a document it is.
    pub version: Option<u32>,
    /// What it is called; null for whoever may not read it.
    pub name: Option<String>,
    /// What it hangs on; null for whoever may not read it.
    pub item: Option<ItemRef>,
}

/// A setting.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SettingShape {
    /// Name as in the file.
    pub name: String,
    /// Value.
    pub value: String,
    /// Where it comes from.
    pub source: SettingSource,
}

/// A backup.
pub fn backup(found: &Found) -> BackupShape {
    BackupShape {
        name: found.name.clone(),
        kind: found.kind,
        label: found.label.clone(),
        made_at: shapes::instant(found.made_ms),
        bytes: found.bytes,
        millis: found.millis,
        items: found.items,
        check: if found.broken.is_none() { BackupCheck::Ok } else { BackupCheck::Failed },
        reason: found.broken.clone(),
    }
}

/// All backups. Reads files.
pub fn all_backups(app: &App) -> Result<Backups, Error> {
    let found = backups::all(app)?;
    let (free_bytes, same_disk) = super::server::backup_place(app);
    Ok(Backups {
        items: found.iter().map(backup).collect(),
        last: found.iter().find(|found| found.broken.is_none() && !found.replaced).map(backup),
        next_at: app.parts().desk.next_snapshot().map(shapes::instant),
        same_disk,
        directory: app.store().ring().dir().display().to_string(),
        free_bytes,
    })
}

/// What going back to a backup would change. Reads files.
pub fn preview(app: &App, found: &Found) -> Result<RestorePreview, Error> {
    let compared = backups::preview::compare(app, &found.path)?;
    Ok(RestorePreview {
        backup: backup(found),
        rows: compared.rows,
        last_change_now: compared.last_change_now,
        last_change_then: compared.last_change_then,
        kept_as: compared.kept_as,
    })
}
