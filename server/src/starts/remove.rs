//! Taking a set away again: what is still its own goes to the trash, what people changed or used stays and is named.

use super::{
    own::{self, State},
    record::{Begun, Kind},
    set::Set,
    store,
};
use crate::{
    Error,
    access::{self, Scope, Work},
    documents::{self, folders},
    error::Code,
    forms,
    http::call::IfMatch,
    processes, spaces, tasks,
};
use guildhall_domain::Id;

/// Why a thing stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Somebody changed it.
    Changed,
    /// Somebody worked with it, or it holds what the set did not make.
    Used,
    /// It may not be thrown away by whoever asks: its space is archived, or closed to them.
    ReadOnly,
}

/// What became of a set.
#[derive(Debug, Clone, Default)]
pub struct Removed {
    /// What was thrown away.
    pub gone: Vec<(Kind, Id)>,
    /// What stays.
    pub kept: Vec<(Kind, Id, Why)>,
}

/// Takes away what is still its own.
///
/// # Errors
/// When it is not there.
pub fn remove(work: &mut Work<'_, '_>, set: &Set) -> Result<Removed, Error> {
    access::admin(work)?;
    let begun = store::get(work.read(), &set.name)?.filter(|begun| !begun.made.is_empty());
    let absent = || Error::because(Code::Conflict, format!("Nothing of “{}” is here to be removed.", set.title));
    let begun = begun.ok_or_else(absent)?;
    // All is looked at before anything is done: what goes together tells of each other.
    let mut found = Vec::new();
    for (kind, id) in &begun.made {
        found.push((*kind, *id, own::state(work, &begun, *kind, *id)?));
    }
    if !found.iter().any(|(_, _, state)| *state == State::Own) {
        return Err(absent());
    }
    let mut removed = Removed::default();
    // From within: what is in a folder before it, and the spaces at the end.
    for wanted in [Kind::Task, Kind::Page, Kind::Form, Kind::Process, Kind::Folder, Kind::Space] {
        for (kind, id, state) in found.iter().filter(|(kind, ..)| *kind == wanted) {
            match state {
                State::Own => take(work, &begun, *kind, *id, &mut removed)?,
                State::Changed => removed.kept.push((*kind, *id, Why::Changed)),
                State::Used => removed.kept.push((*kind, *id, Why::Used)),
                State::Gone => {}
            }
        }
    }
    Ok(removed)
}

/// Throws one thing away, or says why not.
fn take(work: &mut Work<'_, '_>, begun: &Begun, kind: Kind, id: Id, removed: &mut Removed) -> Result<(), Error> {
    if holds_others(work, kind, id)? {
        removed.kept.push((kind, id, Why::Used));
        return Ok(());
    }
    match throw(work, begun, kind, id) {
        Ok(()) => removed.gone.push((kind, id)),
        // Rights are asked before anything is written.
        Err(error) if matches!(error.code, Code::Forbidden | Code::NotFound) => {
            removed.kept.push((kind, id, Why::ReadOnly));
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Whether something is in it that stays.
fn holds_others(work: &Work<'_, '_>, kind: Kind, id: Id) -> Result<bool, Error> {
    let read = work.read();
    match kind {
        Kind::Space => match work.directory().space(id) {
            Some(space) => own::holds(read, space.audience, |_, _| Ok(true)),
            None => Ok(false),
        },
        Kind::Folder => {
            let Some(folder) = folders::store::live(read, id)? else { return Ok(false) };
            let Some(home) = work.directory().space(folder.space) else { return Ok(false) };
            let below = folders::store::children(read, home.audience, Some(id), false)?;
            Ok(!below.is_empty() || documents::store::count_in(read, home.audience, id)? > 0)
        }
        _ => Ok(false),
    }
}

fn throw(work: &mut Work<'_, '_>, begun: &Begun, kind: Kind, id: Id) -> Result<(), Error> {
    match kind {
        Kind::Task => tasks::commands::trash::trash(work, id, IfMatch::Any).map(drop),
        Kind::Page => documents::commands::trash::trash(work, id, IfMatch::Any).map(drop),
        Kind::Form => forms::commands::trash(work, id, IfMatch::Any).map(drop),
        Kind::Folder => folders::trash::trash(work, id, IfMatch::Any).map(drop),
        Kind::Space => spaces::commands::edit::delete(work, id, IfMatch::Any).map(drop),
        Kind::Process => {
            processes::commands::trash(work, id, IfMatch::Any)?;
            runs(work, begun, id)
        }
    }
}

/// The runs of a process go with it: nobody did anything with one of them, or the process would be used.
fn runs(work: &mut Work<'_, '_>, begun: &Begun, process: Id) -> Result<(), Error> {
    let all: Vec<Id> = processes::store::runs(work.read(), process, None)?
        .map(|run| run.map(|run| run.id))
        .collect::<Result<_, _>>()?;
    for run in all {
        // One that was missed has no task.
        if own::state(work, begun, Kind::Task, run)? == State::Own {
            tasks::commands::trash::trash(work, run, IfMatch::Any)?;
        }
    }
    Ok(())
}
