//! Opening a data file: where it lies, who holds it, whether it is ours and not too new, making a new one.
//!
//! Invariants: a new file is made whole under another name and then renamed, so a crash leaves no half file;
//! a file of a newer program is refused before anything is written to it.

use crate::catalogue::Catalogue;
use crate::engine::{self, Opening, Refusal};
use crate::ring::Ring;
use crate::{
    OpenError, Options, Snapshot, StoreError, Tx, blobs, datafile, jobs, meta, migrations, once, place, restore,
};
use redb::{Database, TableHandle};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A file that is open and of the present format.
pub(crate) struct Opened {
    pub path: PathBuf,
    pub database: Database,
    pub history: Uuid,
    pub seq: u64,
    pub commit: u64,
}

/// What is being opened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guard {
    /// The data file.
    Data,
    /// A copy on its way to become the data file.
    Draft,
}

pub(crate) fn open(path: &Path, options: &Options, catalogue: &Catalogue, guard: Guard) -> Result<Opened, OpenError> {
    let io = |e: std::io::Error| OpenError::Io { path: path.into(), reason: e.to_string() };
    let folder = std::fs::canonicalize(place::folder(path)).map_err(io)?;
    let path = path.file_name().map_or_else(|| folder.clone(), |name| folder.join(name));
    if let Some(kind) = place::file_system(&path).filter(|kind| place::is_network(kind)) {
        return Err(OpenError::NetworkFileSystem { path, kind });
    }
    if guard == Guard::Data {
        restore::settle(&path, false);
    }
    let missing = match &options.disk {
        Some(opener) => opener(&path).and_then(|disk| disk.len()).map_err(io)? == 0,
        None => std::fs::metadata(&path).map_or(true, |file| file.len() == 0),
    };
    if missing && options.disk.is_none() {
        create(&path, options, catalogue)?;
    }
    let database = connect(&path, options)?;
    if missing && options.disk.is_some() {
        prepare(&database, options, catalogue).map_err(|e| storage(&path, e))?;
    }
    check(&path, &database, options, catalogue, guard)?;
    if guard == Guard::Data {
        restore::settle(&path, true);
        Ring::beside(&path, options.backup_dir.as_deref()).clean();
    }
    migrations::run(&path, &database, options, catalogue, guard == Guard::Data)?;
    let ready = once::transact(&database, catalogue.names(), recover).and_then(|()| view(&database));
    let now = ready.map_err(|e| storage(&path, e))?;
    let commit = meta::get_u64(now.read(), meta::COMMIT).map_err(|e| storage(&path, e))?.unwrap_or(0);
    let facts = datafile::facts(now.read()).map_err(|e| storage(&path, e))?;
    drop(now);
    Ok(Opened { path, database, history: facts.history, seq: facts.last_seq, commit })
}

/// After a start nobody works on what was under way before it.
fn recover(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    jobs::recover(tx)?;
    blobs::sweep::recover(tx)
}

pub(crate) fn storage(path: &Path, error: StoreError) -> OpenError {
    match error {
        StoreError::Corrupt { .. } => OpenError::Damaged { path: path.into(), reason: error.to_string() },
        _ => OpenError::Io { path: path.into(), reason: error.to_string() },
    }
}

fn opening(options: &Options) -> Opening<'_> {
    Opening { cache_bytes: options.cache_bytes, check_integrity: options.check_integrity, disk: options.disk.as_ref() }
}

pub(crate) fn refused(path: &Path, refusal: Refusal) -> OpenError {
    let path = path.to_path_buf();
    match refusal {
        Refusal::Held => {
            let holder = place::holder(&path).unwrap_or_else(|| "another process".into());
            OpenError::AlreadyOpen { path, holder }
        }
        Refusal::NotOurs(reason) => OpenError::NotADataFile { path, reason },
        Refusal::Damaged(reason) => OpenError::Damaged { path, reason },
        Refusal::Io(reason) => OpenError::Io { path, reason },
    }
}

/// Opens the engine, waiting a little for a process that is just ending.
fn connect(path: &Path, options: &Options) -> Result<Database, OpenError> {
    let begun = Instant::now();
    loop {
        match engine::open(path, opening(options)) {
            Ok(database) => return Ok(database),
            Err(Refusal::Held) if begun.elapsed() < options.lock_wait => {
                std::thread::park_timeout(Duration::from_millis(50));
            }
            Err(refusal) => return Err(refused(path, refusal)),
        }
    }
}

/// Opens the file of a running store again, without the checks that were made at its start.
pub(crate) fn reopen(path: &Path, options: &Options) -> Result<Database, OpenError> {
    // A file that went away must not be replaced by an empty one behind the server's back.
    if options.disk.is_none() && !path.exists() {
        return Err(OpenError::Io { path: path.into(), reason: "the file is gone".into() });
    }
    let opening = Opening { check_integrity: false, ..opening(options) };
    engine::open(path, opening).map_err(|refusal| refused(path, refusal))
}

/// Opens the file of a running store only to be read, when its disk takes no writes at all.
pub(crate) fn look(path: &Path, options: &Options) -> Option<Database> {
    match &options.disk {
        Some(opener) => crate::scratch::open_disk(|| opener(path)).ok(),
        None => crate::scratch::open(path, false).ok(),
    }
}

fn create(path: &Path, options: &Options, catalogue: &Catalogue) -> Result<(), OpenError> {
    let draft = place::beside(path, &format!(".new-{}", std::process::id()));
    let _ = std::fs::remove_file(&draft);
    let database = connect(&draft, options)?;
    prepare(&database, options, catalogue).map_err(|e| storage(path, e))?;
    engine::close(database);
    let named = name_new(&draft, path).and_then(|()| place::sync_folder(place::folder(path)));
    named.map_err(|e| OpenError::Io { path: path.into(), reason: e.to_string() })
}

/// Gives a new file its name, unless another process was faster.
fn name_new(draft: &Path, path: &Path) -> std::io::Result<()> {
    if path.exists() {
        std::fs::remove_file(path)?;
    }
    match std::fs::hard_link(draft, path) {
        Ok(()) => std::fs::remove_file(draft),
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => std::fs::remove_file(draft),
        // A file system without second names.
        Err(_) => std::fs::rename(draft, path),
    }
}

/// Writes the first facts into an empty database.
fn prepare(database: &Database, options: &Options, catalogue: &Catalogue) -> Result<(), StoreError> {
    make_tables(database, catalogue.names())?;
    let facts = [
        (meta::FORMAT, u64::from(options.format).to_be_bytes().to_vec()),
        (meta::HISTORY, meta::new_history()?.as_bytes().to_vec()),
        (meta::CREATED, options.now_ms.cast_unsigned().to_be_bytes().to_vec()),
        (meta::APP, options.app_version.clone().into_bytes()),
    ];
    set_facts(database, &facts)
}

/// Writes facts about the file, outside of any group; only before the writer runs.
pub(crate) fn set_facts(database: &Database, facts: &[(&str, Vec<u8>)]) -> Result<(), StoreError> {
    let txn = engine::begin_write(database)?;
    engine::guard(|| {
        let mut table = txn.open_table(engine::definition(meta::META.name()))?;
        for (name, fact) in facts {
            let (key, stored) = meta::row(name, fact)?;
            table.insert(key.as_slice(), stored.as_slice())?;
        }
        Ok(())
    })?;
    Ok(engine::guard(|| Ok(txn.commit()?))?)
}

pub(crate) fn view(database: &Database) -> Result<Snapshot, StoreError> {
    Ok(Snapshot::new(engine::begin_read(database)?, None))
}

/// The names of the tables in a file.
pub(crate) fn table_names(view: &Snapshot) -> Result<Vec<String>, StoreError> {
    Ok(engine::guard(|| Ok(view.txn().list_tables()?.map(|table| table.name().to_owned()).collect()))?)
}

/// Refuses a file that is not ours, or newer than this program.
pub(crate) fn check(
    path: &Path,
    database: &Database,
    options: &Options,
    catalogue: &Catalogue,
    guard: Guard,
) -> Result<(), OpenError> {
    let view = view(database).map_err(|e| storage(path, e))?;
    let names = table_names(&view).map_err(|e| storage(path, e))?;
    if !names.iter().any(|name| name == meta::META.name()) {
        return Err(OpenError::NotADataFile { path: path.into(), reason: "another program made it".into() });
    }
    let newer = |found| OpenError::Newer { path: path.into(), found, known: options.format };
    let format = meta::get_u64(view.read(), meta::FORMAT).map_err(|e| storage(path, e))?;
    match format {
        None => return Err(OpenError::NotADataFile { path: path.into(), reason: "it has no format".into() }),
        Some(format) if format > u64::from(options.format) => return Err(newer(format!("format {format}"))),
        Some(_) => {}
    }
    if guard == Guard::Data && meta::get(view.read(), meta::BESIDE).map_err(|e| storage(path, e))?.is_some() {
        let reason = "it is a snapshot whose file contents lie beside it: bring it back with `guildhall restore`";
        return Err(OpenError::NotADataFile { path: path.into(), reason: reason.into() });
    }
    match names.iter().find(|name| catalogue.find(name).is_none()) {
        Some(name) => Err(newer(format!("it has a table \"{name}\" unknown to this program"))),
        None => Ok(()),
    }
}

/// The tables the catalogue has and the file has not, and those in the file it calls dropped.
pub(crate) fn other_tables(
    view: &Snapshot,
    catalogue: &Catalogue,
) -> Result<(Vec<&'static str>, Vec<&'static str>), StoreError> {
    let present = table_names(view)?;
    let is_present = |name: &&'static str| present.iter().any(|known| known == *name);
    let missing = catalogue.names().iter().copied().filter(|name| !is_present(name));
    Ok((missing.collect(), catalogue.dropped().filter(is_present).collect()))
}

pub(crate) fn make_tables(database: &Database, names: &[&str]) -> Result<(), StoreError> {
    change_tables(database, names, |txn, name| txn.open_table(engine::definition(name)).map(drop).map_err(Into::into))
}

pub(crate) fn drop_tables(database: &Database, names: &[&str]) -> Result<(), StoreError> {
    change_tables(database, names, |txn, name| {
        txn.delete_table(engine::definition(name)).map(|_| ()).map_err(Into::into)
    })
}

type Change = fn(&engine::WriteTransaction, &str) -> Result<(), engine::Fault>;

fn change_tables(database: &Database, names: &[&str], change: Change) -> Result<(), StoreError> {
    if names.is_empty() {
        return Ok(());
    }
    let txn = engine::begin_write(database)?;
    engine::guard(|| names.iter().try_for_each(|name| change(&txn, name)))?;
    Ok(engine::guard(|| Ok(txn.commit()?))?)
}
