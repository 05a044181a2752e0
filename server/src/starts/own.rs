//! Whether a thing a set made is still the set's own: read from its log, see decision 41.

use super::record::{Begun, Kind};
use crate::{
    Error,
    access::{self, Scope},
    documents::{self, folders},
    forms, log,
    processes::{self, commands::runs},
    requests, tasks, templates, topics, views,
};
use guildhall_domain::{
    AudienceId, Id,
    actor::Actor,
    change::{Action, Change},
    policy::{Do, DoSpace},
    request::Way,
};
use guildhall_store::Read;

/// Most requests of a space that are looked through for those of a form.
const LOOKED_THROUGH: usize = 100_000;

/// How a thing is by now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// As the set made it.
    Own,
    /// Somebody changed it.
    Changed,
    /// Somebody worked with it.
    Used,
    /// In the trash, or deleted for good.
    Gone,
}

/// How a thing is by now.
pub fn state(scope: &impl Scope, begun: &Begun, kind: Kind, id: Id) -> Result<State, Error> {
    let read = scope.read();
    Ok(match kind {
        Kind::Space => space(scope, begun, id)?,
        Kind::Folder => folder(scope, begun, id)?,
        Kind::Page => match documents::store::get(read, id)?.filter(|page| page.trashed_ms.is_none()) {
            Some(page) => plain(read, begun, page.seq)?,
            None => State::Gone,
        },
        Kind::Process => process(read, begun, id)?,
        Kind::Form => form(scope, begun, id)?,
        Kind::Task => task(scope, begun, id)?,
    })
}

fn plain(read: &Read<'_>, begun: &Begun, head: u64) -> Result<State, Error> {
    Ok(if hands(read, begun, head)?.is_empty() { State::Own } else { State::Changed })
}

/// What somebody did with an object since the set made it: what comes by itself, the trash and undo leave aside.
fn hands(read: &Read<'_>, begun: &Begun, head: u64) -> Result<Vec<Change>, Error> {
    let mut found = Vec::new();
    for row in log::history(read, head) {
        let (_, change) = row?;
        // What the set did are the first changes of all.
        if change.command == begun.command {
            break;
        }
        let by_itself = matches!(change.actor, Actor::Process(_) | Actor::System);
        let back = matches!(change.action, Action::Trashed | Action::Restored | Action::Undone);
        if !by_itself && !back {
            found.push(change);
        }
    }
    Ok(found)
}

fn process(read: &Read<'_>, begun: &Begun, id: Id) -> Result<State, Error> {
    let Some(process) = processes::store::get(read, id)?.filter(|process| process.trashed_ms.is_none()) else {
        return Ok(State::Gone);
    };
    let done = hands(read, begun, process.seq)?;
    if !done.iter().all(runs::tells_of_runs) {
        return Ok(State::Changed);
    }
    if !done.is_empty() {
        return Ok(State::Used);
    }
    for run in processes::store::runs(read, id, None)? {
        let touched = tasks::store::get(read, run?.id)?.map(|task| hands(read, begun, task.seq)).transpose()?;
        if touched.is_some_and(|done| !done.is_empty()) {
            return Ok(State::Used);
        }
    }
    Ok(State::Own)
}

fn form(scope: &impl Scope, begun: &Begun, id: Id) -> Result<State, Error> {
    let read = scope.read();
    let Some(form) = forms::store::get(read, id)?.filter(|form| form.trashed_ms.is_none()) else {
        return Ok(State::Gone);
    };
    if let Some(home) = scope.directory().space(form.space).map(|home| home.audience) {
        let waiting = requests::store::waiting(read, home, None, LOOKED_THROUGH)?;
        let mut all = waiting.into_iter().chain(requests::store::decided(read, home, None, LOOKED_THROUGH)?);
        if all.any(|request| matches!(request.way, Way::Form(of, _) if of == id)) {
            return Ok(State::Used);
        }
    }
    plain(read, begun, form.seq)
}

/// A task goes with its sub-tasks, so it is somebody's as soon as one of them is.
fn task(scope: &impl Scope, begun: &Begun, id: Id) -> Result<State, Error> {
    let read = scope.read();
    let Some(task) = tasks::store::get(read, id)?.filter(|task| task.trashed_ms.is_none()) else {
        return Ok(State::Gone);
    };
    if !hands(read, begun, task.seq)?.is_empty() {
        return Ok(State::Changed);
    }
    for part in tasks::queries::subtask_ids(scope, id)? {
        let Some(part) = tasks::store::get(read, part)?.filter(|part| part.trashed_ms.is_none()) else { continue };
        let of_set = begun.made.contains(&(Kind::Task, part.id));
        if !of_set || !hands(read, begun, part.seq)?.is_empty() {
            return Ok(State::Used);
        }
    }
    Ok(State::Own)
}

/// Whether anything is alive in a space that counts; topics, requests and views always do.
pub fn holds(
    read: &Read<'_>,
    home: AudienceId,
    counts: impl Fn(Kind, Id) -> Result<bool, Error>,
) -> Result<bool, Error> {
    for id in tasks::store::ids_in(read, home)? {
        if tasks::store::get(read, id)?.is_some_and(|task| task.trashed_ms.is_none()) && counts(Kind::Task, id)? {
            return Ok(true);
        }
    }
    for id in documents::store::ids_in(read, home)? {
        let alive = documents::store::get(read, id)?.is_some_and(|document| document.trashed_ms.is_none());
        if alive && counts(Kind::Page, id)? {
            return Ok(true);
        }
    }
    for id in topics::store::ids_in(read, home)? {
        if topics::store::get(read, id)?.is_some_and(|topic| topic.trashed_ms.is_none()) {
            return Ok(true);
        }
    }
    let processes = processes::store::of_space(read, home)?.into_iter().filter(|one| one.trashed_ms.is_none());
    let forms = forms::store::of_space(read, home)?.into_iter().filter(|one| one.trashed_ms.is_none());
    let folders = folders::store::all(read, home, false)?;
    let rest = processes
        .map(|process| (Kind::Process, process.id))
        .chain(forms.map(|form| (Kind::Form, form.id)))
        .chain(folders.into_iter().map(|folder| (Kind::Folder, folder.id)));
    for (kind, id) in rest {
        if counts(kind, id)? {
            return Ok(true);
        }
    }
    let requests =
        requests::store::waiting_count(read, home)? > 0 || !requests::store::decided(read, home, None, 1)?.is_empty();
    let templates = !templates::store::of_space(read, home)?.is_empty();
    Ok(requests || templates || views::store::of_space(read, home)?.iter().any(|view| view.deleted_ms.is_none()))
}

/// A space is used as soon as it holds something that stays when the set is removed.
fn space(scope: &impl Scope, begun: &Begun, id: Id) -> Result<State, Error> {
    let read = scope.read();
    let Some(space) = scope.directory().space(id).filter(|space| space.deleted_ms.is_none()) else {
        return Ok(State::Gone);
    };
    if !hands(read, begun, space.seq)?.is_empty() {
        return Ok(State::Changed);
    }
    let stays = |kind: Kind, id: Id| match kind {
        Kind::Task => Ok(!is_run(read, begun, id)? && !is_own(scope, begun, kind, id)?),
        _ => Ok(!is_own(scope, begun, kind, id)?),
    };
    Ok(if holds(read, space.audience, stays)? { State::Used } else { State::Own })
}

/// The same of a folder.
fn folder(scope: &impl Scope, begun: &Begun, id: Id) -> Result<State, Error> {
    let read = scope.read();
    let Some(folder) = folders::store::live(read, id)? else { return Ok(State::Gone) };
    let Some(home) = scope.directory().space(folder.space) else { return Ok(State::Gone) };
    if !hands(read, begun, folder.seq)?.is_empty() {
        return Ok(State::Changed);
    }
    for inside in documents::store::everywhere_in(read, home.audience, id)? {
        let alive = documents::store::get(read, inside)?.is_some_and(|document| document.trashed_ms.is_none());
        if alive && !is_own(scope, begun, Kind::Page, inside)? {
            return Ok(State::Used);
        }
    }
    // A set makes no folder in another one.
    let below = folders::store::children(read, home.audience, Some(id), false)?;
    Ok(if below.is_empty() { State::Own } else { State::Used })
}

fn is_own(scope: &impl Scope, begun: &Begun, kind: Kind, id: Id) -> Result<bool, Error> {
    Ok(begun.made.contains(&(kind, id)) && state(scope, begun, kind, id)? == State::Own)
}

/// Whether a task is the run of a process of the set, and nobody did anything with it.
fn is_run(read: &Read<'_>, begun: &Begun, id: Id) -> Result<bool, Error> {
    let Some(task) = tasks::store::get(read, id)? else { return Ok(false) };
    let of_set = task.process.is_some_and(|process| begun.made.contains(&(Kind::Process, process)));
    Ok(of_set && hands(read, begun, task.seq)?.is_empty())
}

/// What a thing is called, to somebody who may see it.
pub fn name(scope: &impl Scope, kind: Kind, id: Id) -> Result<Option<String>, Error> {
    let named = match kind {
        Kind::Space => access::seen(access::space(scope, id, DoSpace::See))?.map(|space| space.name.clone()),
        Kind::Folder => access::seen(access::folder(scope, id, DoSpace::Read))?.map(|folder| folder.name.clone()),
        Kind::Page => access::seen(access::document(scope, id, Do::Read))?.map(|page| page.title.clone()),
        Kind::Process => access::seen(processes::queries::readable(scope, id))?.map(|(process, _)| process.plan.name),
        Kind::Form => access::seen(forms::queries::readable(scope, id))?.map(|(form, _)| form.plan.name),
        Kind::Task => access::seen(access::task(scope, id, Do::Read))?.map(|task| task.title.clone()),
    };
    Ok(named)
}
