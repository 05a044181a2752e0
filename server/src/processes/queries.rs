//! Reading processes and their runs. Whoever reads a space knows its processes; what a run shows of its task is asked of
//! the task.

use super::{
    commands,
    record::Version,
    store,
    views::{self, ProcessShape, RunShape, VersionShape, WaitsShape, WholeRunShape},
};
use crate::{
    Error,
    access::{self, Scope},
    error::Code,
    http::{Page, shapes, version},
};
use guildhall_domain::{
    Id, limits,
    policy::DoSpace,
    process::{
        Process,
        run::{COUNTED, Run, State},
        waits::{self, Done, LOOKED_AT},
    },
    recurrence::Recurrence,
    space::Space,
    when,
};
use std::sync::Arc;

/// Times shown ahead.
pub const AHEAD: usize = 3;

fn seen(scope: &impl Scope, id: Id, trashed: bool) -> Result<(Process, Arc<Space>), Error> {
    let process = store::get(scope.read(), id)?.filter(|process| trashed || process.trashed_ms.is_none());
    let process = process.ok_or_else(Error::not_found)?;
    let home = access::space(scope, process.space, DoSpace::Read).map_err(|_| Error::not_found())?.into_inner();
    Ok((process, home))
}

/// A process for reading it. What lies in the trash is shown to those who work there.
pub fn readable(scope: &impl Scope, id: Id) -> Result<(Process, Arc<Space>), Error> {
    let (process, home) = seen(scope, id, true)?;
    let shown = process.trashed_ms.is_none() || access::works_in(scope, &home);
    if shown { Ok((process, home)) } else { Err(Error::not_found()) }
}

/// A process for working with it: starting and skipping runs.
pub fn workable(scope: &impl Scope, id: Id) -> Result<(Process, Arc<Space>), Error> {
    let (process, home) = seen(scope, id, false)?;
    access::space(scope, home.id, DoSpace::Write)?;
    Ok((process, home))
}

/// A process for changing it.
pub fn changeable(scope: &impl Scope, id: Id) -> Result<(Process, Arc<Space>), Error> {
    let (process, home) = seen(scope, id, false)?;
    if may_change(scope, &process, &home) { Ok((process, home)) } else { Err(Error::new(Code::Forbidden)) }
}

/// The same, also when it lies in the trash.
pub fn restorable(scope: &impl Scope, id: Id) -> Result<(Process, Arc<Space>), Error> {
    let (process, home) = readable(scope, id)?;
    if may_change(scope, &process, &home) { Ok((process, home)) } else { Err(Error::new(Code::Forbidden)) }
}

/// Who made it and still works there, and those who manage the space.
pub fn may_change(scope: &impl Scope, process: &Process, home: &Space) -> bool {
    let own = scope.who().person.is_none_or(|me| me == process.author);
    let may = |what| access::may_space(scope, home, what);
    home.is_live() && (may(DoSpace::Manage) || (own && may(DoSpace::Write)))
}

/// The processes of a space by name, or those in its trash, the last thrown away first. Only those of the page are
/// looked at with their runs.
pub fn of_space(
    scope: &impl Scope,
    space: Id,
    trashed: bool,
    limit: usize,
    place: Option<Vec<u8>>,
) -> Result<Page<ProcessShape>, Error> {
    let home = access::space(scope, space, DoSpace::Read)?.into_inner();
    let mut all = store::of_space(scope.read(), home.audience)?;
    let shown = !trashed || access::works_in(scope, &home);
    all.retain(|process| shown && process.trashed_ms.is_some() == trashed);
    let key = |process: &Process| -> Vec<u8> {
        // The last thrown away first; 0 for all that are not.
        let since = i64::MAX - process.trashed_ms.unwrap_or(i64::MAX);
        [&since.to_be_bytes()[..], process.plan.name.to_lowercase().as_bytes(), &[0], process.id.as_bytes()].concat()
    };
    all.sort_by_cached_key(&key);
    let from = place.map_or(0, |place| all.partition_point(|process| key(process) <= place));
    let more = all.get(from..).unwrap_or_default();
    let rows = more.get(..limit).unwrap_or(more);
    let last = rows.last().filter(|_| rows.len() < more.len());
    Ok(Page {
        next: last.map(|last| version::list_cursor(&key(last))),
        items: rows.iter().map(|process| views::shape(scope, process, &home)).collect::<Result<_, _>>()?,
    })
}

/// Most that are asked for by their ids at once.
const SOME: usize = 50;

/// Those of some the reader sees, in the order in which they are named.
pub fn some(scope: &impl Scope, ids: &[Id]) -> Result<Page<ProcessShape>, Error> {
    limits::at_most("ids", ids.len(), SOME)?;
    let mut items = Vec::new();
    for id in ids {
        if let Some((process, home)) = access::seen(readable(scope, *id))? {
            items.push(views::shape(scope, &process, &home)?);
        }
    }
    Ok(Page::all(items))
}

/// One process.
pub fn one(scope: &impl Scope, id: Id) -> Result<ProcessShape, Error> {
    let (process, home) = readable(scope, id)?;
    views::shape(scope, &process, &home)
}

/// Its last runs that are over or late, and the open ones before them: what statistics are made of.
pub fn counted(scope: &impl Scope, process: Id) -> Result<Vec<Run>, Error> {
    Ok(store::runs(scope.read(), process, None)?.take(COUNTED).collect::<Result<_, _>>()?)
}

/// The runs of a process, the last one first.
pub fn runs(scope: &impl Scope, id: Id, limit: usize, place: Option<Vec<u8>>) -> Result<Page<RunShape>, Error> {
    let (process, _) = readable(scope, id)?;
    let mut items = Vec::new();
    let mut last = None;
    for run in store::runs(scope.read(), process.id, place.as_deref().and_then(read_place))? {
        let run = run?;
        if items.len() == limit {
            return Ok(Page { items, next: last.map(|place: Vec<u8>| version::list_cursor(&place)) });
        }
        last = Some([&run.place_ms().to_be_bytes()[..], run.id.as_bytes()].concat());
        items.push(views::run(scope, &run)?);
    }
    Ok(Page { items, next: None })
}

/// One run, by its id or that of its task.
pub fn one_run(scope: &impl Scope, id: Id) -> Result<WholeRunShape, Error> {
    let found = store::run(scope.read(), id)?.ok_or_else(Error::not_found)?;
    views::whole_run(scope, &found)
}

/// Where the last runs that were done waited.
pub fn waits(scope: &impl Scope, id: Id) -> Result<WaitsShape, Error> {
    let (process, _) = readable(scope, id)?;
    let mut done = Vec::new();
    for run in counted(scope, process.id)? {
        let State::Done(done_ms) = run.state else { continue };
        let Some(task) = access::seen_task(scope, run.id)? else { continue };
        let ticked = task.steps.iter().filter_map(|step| Some((step.text.clone(), step.done?.0)));
        done.push(Done { started_ms: run.started_ms, done_ms, steps: ticked.collect() });
        if done.len() == LOOKED_AT {
            break;
        }
    }
    Ok(views::waits(&process, waits::of(&done)))
}

fn read_place(bytes: &[u8]) -> Option<(i64, Id)> {
    let (at, id) = bytes.split_first_chunk::<8>()?;
    Some((i64::from_be_bytes(*at), Id::from_slice(id).ok()?))
}

/// The versions of its procedure, the last one first.
pub fn versions(scope: &impl Scope, id: Id) -> Result<Page<VersionShape>, Error> {
    let (process, _) = readable(scope, id)?;
    let all = store::versions(scope.read(), process.id)?;
    Ok(Page::all(all.into_iter().map(|(number, version): (u32, Version)| views::version(number, &version)).collect()))
}

/// The next times of a rule, counted from now.
pub fn ahead(scope: &impl Scope, rule: &Recurrence, times: u32, after_ms: i64) -> Vec<String> {
    let place = scope.directory().place();
    let first = rule.first(when::from_ms(after_ms), &place);
    let all = std::iter::successors(first, |at| rule.next(*at, &place));
    let most = match rule.end {
        guildhall_domain::recurrence::End::Count(most) => usize::try_from(most.saturating_sub(times)).unwrap_or(AHEAD),
        _ => AHEAD,
    };
    all.take(most.min(AHEAD)).map(|at| shapes::instant(at.timestamp_millis())).collect()
}

/// The day on which words of a rule are said.
pub fn today(scope: &impl Scope) -> chrono::NaiveDate {
    commands::today(scope)
}
