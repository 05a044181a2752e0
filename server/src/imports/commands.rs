//! Uploading, running and taking back.

use super::{
    csv,
    plan::{self, ImportPlan},
    record::ImportRecord,
    report::ImportReport,
    run,
    source::Source,
    store, trello,
};
use crate::{
    App, Error,
    access::{self, Permitted, Scope, Who, Work},
    error::Code,
    http::call::IfMatch,
    log::cbor,
    spaces, tasks,
};
use guildhall_domain::{Id, person::Role, policy::DoSpace};
use std::collections::BTreeMap;

/// How long an import can be taken back.
pub const TAKE_BACK_MS: i64 = 30 * 24 * 3_600_000;
/// Items put into the trash in one command.
const BATCH: usize = 200;

/// The kind of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A Trello board exported as JSON.
    Trello,
    /// A table.
    Csv,
}

impl FileKind {
    /// As stored.
    pub fn word(self) -> &'static str {
        match self {
            FileKind::Trello => "trello",
            FileKind::Csv => "csv",
        }
    }
}

/// Keeps an uploaded file. It is read once before, so that a wrong file is refused at once.
pub fn upload(work: &mut Work<'_, '_>, kind: FileKind, name: &str, bytes: &[u8]) -> Result<Id, Error> {
    if work.who().person.is_some() && access::me(work)?.role < Role::Member {
        return Err(Error::because(Code::Forbidden, "Guests cannot import."));
    }
    let id = work.new_id();
    let record = ImportRecord {
        kind: kind.word().into(),
        name: guildhall_domain::limits::line("name", name, guildhall_domain::limits::NAME)
            .unwrap_or_else(|_| "Import".into()),
        bytes: bytes.len() as u64,
        by: cbor::id_opt(work.who().person),
        created_ms: work.now(),
        plan: None,
        report: None,
        run_ms: None,
        made_space: None,
        taken_back: None,
        job: None,
    };
    store::put(work, id, &record)?;
    store::put_bytes(work, id, bytes)?;
    Ok(id)
}

/// An import of the asker's own; nobody else's exists for them.
pub fn own(scope: &impl Scope, id: Id) -> Result<ImportRecord, Error> {
    let record = store::get(scope.read(), id)?.ok_or_else(Error::not_found)?;
    match scope.who().person {
        Some(me) if cbor::from_id_opt(&record.by) != Some(me) => Err(Error::not_found()),
        _ => Ok(record),
    }
}

/// Reads bytes by their kind, with the plan where it matters.
pub fn read(record: &ImportRecord, bytes: &[u8], plan: Option<&ImportPlan>) -> Result<Source, Error> {
    if record.kind == "trello" {
        return trello::read(bytes);
    }
    let table = csv::table(bytes)?;
    let guessed = ImportPlan { columns: csv::suggest(&table), ..ImportPlan::default() };
    csv::read(&table, &record.name, plan.filter(|plan| !plan.columns.is_empty()).unwrap_or(&guessed))
}

/// The plan one would choose without being asked.
pub fn suggested(scope: &impl Scope, record: &ImportRecord, bytes: &[u8]) -> Result<(Source, ImportPlan), Error> {
    let source = read(record, bytes, None)?;
    let columns = if record.kind == "csv" { csv::suggest(&csv::table(bytes)?) } else { BTreeMap::new() };
    let plan = plan::suggest(scope, &source, columns);
    Ok((source, plan))
}

/// What a run would do.
pub fn dry_run(scope: &impl Scope, id: Id, plan: &ImportPlan) -> Result<ImportReport, Error> {
    let record = own(scope, id)?;
    let source = read(&record, &store::bytes(scope.read(), id)?, Some(plan))?;
    let report = super::prepare::prepare(scope, &source, plan)?.report;
    Ok(ImportReport { dry_run: true, ..report })
}

/// An import of the asker's own that can be run.
pub fn runnable(scope: &impl Scope, id: Id) -> Result<ImportRecord, Error> {
    let record = own(scope, id)?;
    if record.taken_back == Some(true) {
        return Err(Error::because(Code::Conflict, "This import was taken back. Upload the file again."));
    }
    Ok(record)
}

/// Runs an uploaded import to its end. Blocks.
pub fn carry_out(
    app: &App,
    who: Who,
    id: Id,
    plan: &ImportPlan,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<ImportReport, Error> {
    let view = app.view(who)?;
    let record = runnable(&view, id)?;
    let source = read(&record, &store::bytes(view.read(), id)?, Some(plan))?;
    drop(view);
    let report = run::run(app, who, id, &source, plan, progress)?;
    let json = |value: Result<String, serde_json::Error>| value.map_err(|_| Error::new(Code::Internal));
    let (plan, kept) = (json(serde_json::to_string(plan))?, json(serde_json::to_string(&report))?);
    app.run_blocking(who, move |work| {
        let mut record = own(work, id)?;
        (record.plan, record.report, record.run_ms) = (Some(plan.clone()), Some(kept.clone()), Some(work.now()));
        store::put(work, id, &record)
    })?;
    Ok(report)
}

/// Takes an import back: what it brought goes to the trash, and so does the space it made when nothing
/// else is in it. Blocks.
pub fn take_back(app: &App, who: Who, id: Id) -> Result<usize, Error> {
    let view = app.view(who)?;
    let record = own(&view, id)?;
    if record.run_ms.is_some_and(|at| at + TAKE_BACK_MS < view.now()) {
        return Err(Error::because(Code::Conflict, "An import can be taken back for 30 days."));
    }
    let items = store::items(view.read(), id)?;
    drop(view);
    let mut gone = 0;
    for batch in items.chunks(BATCH) {
        let batch = batch.to_vec();
        gone += app.run_blocking(who, move |work| withdraw(work, id, &batch))?.value;
    }
    let made = cbor::from_id_opt(&record.made_space);
    app.run_blocking(who, move |work| {
        if let Some(space) = made {
            delete_if_empty(work, space)?;
        }
        let mut record = own(work, id)?;
        record.taken_back = Some(true);
        store::put(work, id, &record)
    })?;
    Ok(gone)
}

fn withdraw(work: &mut Work<'_, '_>, import: Id, items: &[Id]) -> Result<usize, Error> {
    let mut gone = 0;
    for item in items {
        if let Some(task) = tasks::store::get(work.tx.read(), *item)?
            && task.trashed_ms.is_none()
        {
            tasks::commands::trash::trash(work, *item, IfMatch::Any)?;
            gone += 1;
        }
        if let Some(external) = work.tx.get(&store::ITEMS, &(import, *item))? {
            let homes: Vec<u64> = work.directory().spaces().map(|space| space.audience).collect();
            for home in homes {
                if work.tx.get(&store::EARLIER, &(home, external.clone()))? == Some(*item) {
                    work.tx.delete(&store::EARLIER, &(home, external.clone()))?;
                }
            }
        }
    }
    Ok(gone)
}

fn delete_if_empty(work: &mut Work<'_, '_>, space: Id) -> Result<(), Error> {
    let manages: Result<Permitted<_>, _> = access::space(work, space, DoSpace::Manage);
    let Ok(space) = manages else { return Ok(()) };
    let span = guildhall_store::Span::prefix(&space.audience).limit(1);
    let empty = work.tx.read().keys(&tasks::rows::ROWS, span)?.next().is_none();
    if empty {
        spaces::commands::edit::delete(work, space.id, IfMatch::Any)?;
    }
    Ok(())
}
