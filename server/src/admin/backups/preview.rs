//! What going back to a file would change, in what people know: people, spaces, tasks, comments.

use crate::{
    App, Error,
    access::{Scope, Who},
    error::Code,
    http::{shapes, words::words},
    people, spaces,
};
use guildhall_domain::space::Access;
use guildhall_store::{DataFile, Read, Span, StoreError};
use serde::Serialize;
use std::path::Path;
use utoipa::ToSchema;

words! {
    /// What a preview counts.
    PreviewKind: People, Spaces, Tasks, Comments, Files
}

/// How much there is of something, now and in the file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PreviewRow {
    /// What.
    pub what: PreviewKind,
    /// Now.
    pub now: u64,
    /// In the file.
    pub then: u64,
}

/// The present data beside a file.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// How much there is.
    pub rows: Vec<PreviewRow>,
    /// When the present data last changed.
    pub last_change_now: Option<String>,
    /// When the file's last changed.
    pub last_change_then: Option<String>,
    /// Name of the organization in the file.
    pub organization: String,
    /// The folder in which the replaced file is kept.
    pub kept_as: String,
}

/// Compares the present data with a file.
pub fn compare(app: &App, file: &Path) -> Result<Comparison, Error> {
    let refused = |reason: String| Error::because(Code::Conflict, reason);
    let tables = guildhall_store::preview(app.store(), file).map_err(|error| refused(error.to_string()))?.tables;
    let other = DataFile::open(file).map_err(|error| refused(error.to_string()))?;
    let view = app.view(Who::system())?;
    let counted = |name: &str| tables.iter().find(|row| row.table == name).map_or((0, 0), |row| (row.now, row.then));
    let row = |what, (now, then)| PreviewRow { what, now, then };
    Ok(Comparison {
        rows: vec![
            row(PreviewKind::People, (count_people(view.read())?, count_people(other.read())?)),
            row(PreviewKind::Spaces, (count_spaces(view.read())?, count_spaces(other.read())?)),
            row(PreviewKind::Tasks, counted("tasks")),
            row(PreviewKind::Comments, counted("comments")),
            row(PreviewKind::Files, counted("files")),
        ],
        last_change_now: last_change(view.read())?,
        last_change_then: last_change(other.read())?,
        organization: crate::organization::store::get(other.read())?.map(|found| found.name).unwrap_or_default(),
        kept_as: app.config().beside(".backups").display().to_string(),
    })
}

fn count_people(read: &Read<'_>) -> Result<u64, StoreError> {
    Ok(people::store::all(read)?.len() as u64)
}

fn count_spaces(read: &Read<'_>) -> Result<u64, StoreError> {
    let shared = spaces::store::all(read)?
        .into_iter()
        .filter(|space| space.access != Access::Personal && space.deleted_ms.is_none());
    Ok(shared.count() as u64)
}

fn last_change(read: &Read<'_>) -> Result<Option<String>, StoreError> {
    let newest = read
        .keys(&guildhall_store::log::<crate::log::record::ChangeRecord>(), Span::all().reverse().limit(1))?
        .next()
        .transpose()?;
    let change = newest.map(|seq| crate::log::get(read, seq)).transpose()?.flatten();
    Ok(change.map(|change| shapes::instant(change.at_ms)))
}
