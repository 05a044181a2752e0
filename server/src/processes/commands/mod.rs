//! Making, changing and throwing away processes. Whoever works in a space makes them; who made one and the leads change
//! it, and whoever does lends it their rights.

pub mod due;
pub mod hand_over;
mod renew;
pub mod runs;

use super::{
    input::{ProcessInput, ProcessPatch},
    queries,
    record::Version,
    store, views,
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    http::call::{IfMatch, unchanged_since},
};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    change::{Action, Change, FieldChange, Kind, Value},
    limits,
    policy::DoSpace,
    process::{Assign, Chosen, Clock, Plan, Process, facts},
    space::Space,
    when,
};

/// Most processes of a space.
const MOST: usize = 10_000;
/// How long they stay in the trash.
pub const KEEP_MS: i64 = 30 * 24 * 3_600_000;
/// Runs of a process that are deleted for good in one command.
const FORGOTTEN: usize = 200;

/// The day on which words of a rule are said.
pub fn today(scope: &impl Scope) -> NaiveDate {
    when::today(when::from_ms(scope.now()), scope.directory().zone())
}

/// Makes a process. Sent again with the same id by the same person it answers the one that is there.
pub fn create(work: &mut Work<'_, '_>, space: Id, input: &ProcessInput) -> Result<Process, Error> {
    let home = access::space(work, space, DoSpace::Write)?.into_inner();
    let me = access::me(work)?.id;
    let plan = input.plan(today(work))?;
    let id = input.id.unwrap_or_else(|| work.new_id());
    if let Some(earlier) = store::get(work.read(), id)? {
        let same = earlier.author == me && earlier.space == home.id && earlier.plan == plan;
        return if same { Ok(earlier) } else { Err(Error::new(Code::IdTaken)) };
    }
    people(work, &home, &plan)?;
    limits::at_most("name", store::count(work.read(), home.audience)? + 1, MOST)?;
    let mut process = Process {
        id,
        space: home.id,
        author: me,
        owner: me,
        plan,
        version: 1,
        paused: input.paused,
        trashed_ms: None,
        created_ms: work.now(),
        clock: Clock::default(),
        seq: 0,
    };
    process.settle(work.now(), &work.directory().place());
    still_comes(&process)?;
    follow_from_now(work)?;
    save(work, &home, None, &mut process, Action::Created)?;
    Ok(process)
}

/// What became of runs is read from the log from the first process on.
fn follow_from_now(work: &mut Work<'_, '_>) -> Result<(), Error> {
    if store::cursor(work.read())?.is_none() {
        let head = work.tx.next_seq().saturating_sub(1);
        store::put_cursor(work.tx, head)?;
    }
    Ok(())
}

/// A rule that is over already is a mistake.
fn still_comes(process: &Process) -> Result<(), Error> {
    let clock = &process.clock;
    if process.plan.rule.is_some() && process.is_on() && clock.next_ms.is_none() && !clock.open {
        let rule =
            guildhall_domain::recurrence::refused("recurrence_over", "This is over already. Choose a later end.");
        return Ok(rule?);
    }
    Ok(())
}

/// Everybody it names must be able to read what they are given.
fn people(work: &Work<'_, '_>, home: &Space, plan: &Plan) -> Result<(), Error> {
    let assigned: &[Id] = match &plan.assign {
        Assign::Person(id) => std::slice::from_ref(id),
        Assign::Rotating(people) => people,
        _ => &[],
    };
    for id in assigned {
        access::reader(work, *id, &[home.audience], "assign")?;
    }
    for step in &plan.steps {
        if let Some(Chosen::Person(id)) = step.doer {
            access::reader(work, id, &[home.audience], "steps")?;
        }
        for approver in step.approval.iter().flat_map(|approval| &approval.approvers) {
            if let Chosen::Person(id) = approver {
                access::reader(work, *id, &[home.audience], "steps")?;
            }
        }
    }
    Ok(())
}

/// Changes a process. Runs that are open keep what they have, unless the new procedure is meant for them too.
pub fn edit(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch, patch: &ProcessPatch) -> Result<Process, Error> {
    let (before, home) = queries::changeable(work, id)?;
    let me = access::me(work)?.id;
    fresh(work, if_match, &before, &patch.names())?;
    let mut after = before.clone();
    after.plan = patch.apply(&before.plan, today(work))?;
    after.paused = patch.paused.unwrap_or(before.paused);
    if after.plan.assign != before.plan.assign || after.plan.steps != before.plan.steps {
        people(work, &home, &after.plan)?;
    }
    after.owner = me;
    settle_changed(work, &before, &mut after);
    if after.plan.rule != before.plan.rule {
        still_comes(&after)?;
    }
    save(work, &home, Some(&before), &mut after, Action::Changed)?;
    if patch.open_runs && after.version != before.version {
        renew::open_runs(work, &after, &home)?;
    }
    Ok(after)
}

/// Puts a process into the trash; its runs stay what they are.
pub fn trash(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch) -> Result<Process, Error> {
    let (before, home) = queries::changeable(work, id)?;
    fresh(work, if_match, &before, &["name".into(), "rule".into(), "steps".into()])?;
    let mut after = Process { trashed_ms: Some(work.now()), ..before.clone() };
    settle_changed(work, &before, &mut after);
    save(work, &home, Some(&before), &mut after, Action::Trashed)?;
    Ok(after)
}

/// Takes a process out of the trash: it goes on from now.
pub fn restore(work: &mut Work<'_, '_>, id: Id) -> Result<Process, Error> {
    let (before, home) = queries::restorable(work, id)?;
    let mut after = Process { trashed_ms: None, ..before.clone() };
    settle_changed(work, &before, &mut after);
    save(work, &home, Some(&before), &mut after, Action::Restored)?;
    Ok(after)
}

fn fresh(work: &Work<'_, '_>, if_match: IfMatch, process: &Process, fields: &[String]) -> Result<(), Error> {
    unchanged_since(work, if_match, process.seq, fields)
        .map_err(|stale| stale.with_current(|| views::whole(work, process)))
}

/// Finds its next time anew where its rule changed or it goes on: nothing is started for what was missed.
fn settle_changed(work: &Work<'_, '_>, before: &Process, after: &mut Process) {
    if before.plan.rule != after.plan.rule {
        // A new rule begins to count.
        after.clock.times = 0;
    }
    if before.plan.rule != after.plan.rule || before.is_on() != after.is_on() {
        after.settle(work.now(), &work.directory().place());
    }
}

/// Writes the next version of a process and what changed.
fn save(
    work: &mut Work<'_, '_>,
    home: &Space,
    before: Option<&Process>,
    after: &mut Process,
    action: Action,
) -> Result<(), Error> {
    let fields = before.map(|before| facts::changes(before, after)).unwrap_or_default();
    if before.is_some() && fields.is_empty() {
        return Ok(());
    }
    let procedure = |field: &FieldChange| matches!(field.field.as_str(), "name" | "body" | "steps");
    if before.is_some() && fields.iter().any(procedure) {
        after.version += 1;
    }
    if before.is_none() || before.is_some_and(|before| before.version != after.version) {
        let Plan { name, body, steps, .. } = after.plan.clone();
        let version = Version { name, body, steps, at_ms: work.now(), by: after.owner };
        store::put_version(work.tx, after.id, after.version, &version)?;
    }
    log(work, home, before, after, action, fields)
}

/// Writes a process whose facts are as they were, and tells those who see it that it went on.
fn log(
    work: &mut Work<'_, '_>,
    home: &Space,
    before: Option<&Process>,
    after: &mut Process,
    action: Action,
    fields: Vec<FieldChange>,
) -> Result<(), Error> {
    let change = Change { fields, ..work.change(Kind::Process, after.id, action) };
    after.seq = work.log_in(home, before.map(|before| before.seq), change)?;
    store::put(work, after)
}

/// Takes a change of a process back, for an undo: what is there must still be as the change left it.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    if !change.fields.is_empty() && runs::tells_of_runs(change) {
        return runs::take_back(work, change);
    }
    let (before, home) = queries::restorable(work, change.object)?;
    let mut after = before.clone();
    if change.action == Action::Created {
        after.trashed_ms = Some(work.now());
    }
    let now = facts::of(&before);
    crate::log::still(change, |name| now.get(name).or(Some(&Value::Null)))?;
    for field in &change.fields {
        facts::set(&mut after, &field.field, &field.before);
    }
    people(work, &home, &after.plan)?;
    // Whoever takes it back lends it their rights; where a departure is taken back those of before are.
    after.owner = work.who().person.unwrap_or(after.owner);
    settle_changed(work, &before, &mut after);
    save(work, &home, Some(&before), &mut after, Action::Undone)?;
    if after.version == before.version { Ok(()) } else { renew::taken_back(work, &before, &after) }
}

/// Deletes for good what has been in the trash for its time; answers whether some remain.
pub fn purge_due(work: &mut Work<'_, '_>) -> Result<bool, Error> {
    let Some(id) = store::trashed_until(work.read(), work.now() - KEEP_MS, 1)?.into_iter().next() else {
        return Ok(false);
    };
    if let Some(process) = store::get(work.read(), id)? {
        let home = work.directory().space(process.space).map(|home| home.audience);
        store::forget(work.tx, &process, home, FORGOTTEN)?;
    }
    Ok(true)
}
