//! Steps that bring an older file to the format of this program.
//!
//! Invariants: steps run in the order of their formats, each in batches, every batch one durable
//! transaction. The first batch already writes the new format number, so an older program refuses the file
//! from then on; where a step stands is kept beside it, so a step that was interrupted goes on. A verified
//! copy of the file is made before the first step.

use crate::ring::{Kind, Ring};
use crate::{OpenError, Options, StoreError, Tx, catalogue::Catalogue, key, meta, once, open};
use redb::Database;
use std::path::{Path, PathBuf};

/// Where a step stands between two batches, in an encoding of its own.
pub type Cursor = Option<Vec<u8>>;

/// One step. Records of old versions stay readable and are rewritten when touched; steps are for key tables
/// and for what cannot wait.
#[derive(Clone, Copy)]
pub struct Migration {
    /// The format the file has afterwards.
    pub to: u32,
    /// What the step does, for messages.
    pub name: &'static str,
    /// One batch. It gets what the batch before it returned (`None` at first) and returns where to go on,
    /// or `None` when the step is done. A few thousand rows a batch is a good size.
    pub run: fn(&mut Tx<'_>, Cursor) -> Result<Cursor, StoreError>,
}

/// The format a step leads to, and where it stands.
type Marker = (u32, Cursor);

/// Brings the file to the tables and the format of this program. `copy` says whether to keep it as it was.
pub(crate) fn run(
    path: &Path,
    database: &Database,
    options: &Options,
    catalogue: &Catalogue,
    copy: bool,
) -> Result<(), OpenError> {
    let storage = |e| open::storage(path, e);
    let view = open::view(database).map_err(storage)?;
    let format = meta::get_u64(view.read(), meta::FORMAT).map_err(storage)?.unwrap_or(0);
    let mut marker = marker(&view).map_err(storage)?;
    let (missing, dropped) = open::other_tables(&view, catalogue).map_err(storage)?;
    let current = format == u64::from(options.format);
    if current && marker.is_none() && missing.is_empty() && dropped.is_empty() {
        return Ok(());
    }
    drop(view);
    let mut kept = None;
    // Before the first change, also of tables: the program before this one must be able to open the copy.
    if copy && marker.is_none() {
        let ring = Ring::beside(path, options.backup_dir.as_deref());
        let taken = ring.take(&|| open::view(database), &Kind::Before("migration".into()), options.now_ms, &mut |_| {});
        kept = Some(taken.map_err(|e| failed(path, "copy the file first", &e, None))?.0);
    }
    open::make_tables(database, &missing).map_err(storage)?;
    let mut steps = options.migrations.clone();
    steps.sort_by_key(|step| step.to);
    for step in steps.iter().filter(|step| step.to <= options.format) {
        let resumed = marker.take_if(|(to, _)| *to == step.to);
        if u64::from(step.to) > format || resumed.is_some() {
            tracing::info!(step = step.name, "upgrading the data");
            run_step(database, catalogue, step, resumed.and_then(|(_, at)| at))
                .map_err(|e| failed(path, step.name, &e, kept.clone()))?;
        }
    }
    let facts = [
        (meta::FORMAT, u64::from(options.format).to_be_bytes().to_vec()),
        (meta::APP, options.app_version.clone().into_bytes()),
    ];
    open::set_facts(database, &facts).map_err(storage)?;
    open::drop_tables(database, &dropped).map_err(storage)
}

fn failed(path: &Path, step: &str, error: &StoreError, copy: Option<PathBuf>) -> OpenError {
    OpenError::Migration { path: path.into(), step: step.to_owned(), reason: error.to_string(), copy }
}

fn marker(view: &crate::Snapshot) -> Result<Option<Marker>, StoreError> {
    meta::get(view.read(), meta::MIGRATING)?.map(|fact| key::decode(&fact)).transpose()
}

fn run_step(database: &Database, catalogue: &Catalogue, step: &Migration, mut at: Cursor) -> Result<(), StoreError> {
    loop {
        at = once::transact(database, catalogue.names(), |tx| {
            let next = (step.run)(tx, at)?;
            tx.put(&meta::META, &meta::FORMAT.to_owned(), &u64::from(step.to).to_be_bytes().to_vec())?;
            let marker = meta::MIGRATING.to_owned();
            match &next {
                Some(_) => tx.put(&meta::META, &marker, &key::encode(&(step.to, next.clone())))?,
                None => tx.delete(&meta::META, &marker)?,
            }
            Ok(next)
        })?;
        if at.is_none() {
            return Ok(());
        }
    }
}
