//! Beginning runs, and leaving them out.

use super::{log, today};
use crate::{
    Error,
    access::{self, Directory, Scope, Work},
    error::Code,
    http::{call::IfMatch, shapes::WhenShape},
    processes::{chosen, queries, store},
    tasks::{
        self,
        commands::create::Whence,
        evidence::AsksShape,
        input::{StepInput, TaskInput, TaskPatch},
    },
};
use chrono::{Days, NaiveDate, NaiveTime};
use guildhall_domain::{
    Id,
    actor::Actor,
    change::{Action, Change, FieldChange, Value},
    limits,
    person::PersonState,
    process::{
        Asks, Assign, Plan, Process, Step,
        run::{COUNTED, Run, Skip, State},
        turn,
    },
    space::{Category, Space},
    when::{self, When},
};
use std::collections::BTreeMap;

/// The name under which a change of a process says that it has another run.
pub const RUNS: &str = "runs";

/// The name under which it says that a run of it went otherwise.
pub const WENT: &str = "run";

/// What somebody wants that a run is started for: it comes before what the process says.
#[derive(Debug, Clone, Default)]
pub struct Brings {
    /// Its title; that of the process without one.
    pub title: Option<String>,
    /// Words, above the procedure.
    pub body: String,
    /// Who has it; whoever the process says without one.
    pub assignee: Option<Id>,
    /// Until when.
    pub due: Option<NaiveDate>,
    /// Fields of the space: number → value.
    pub fields: BTreeMap<String, serde_json::Value>,
    /// Who wants it, where that is somebody else than who acts.
    pub starter: Option<Id>,
}

impl Brings {
    /// Its words and those of the procedure, its own above.
    pub fn above(&self, body: &str) -> String {
        let words = [self.body.trim(), body];
        words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n\n")
    }
}

/// Whether a change of a process says of its runs alone.
pub fn tells_of_runs(change: &Change) -> bool {
    change.fields.iter().all(|field| field.field == RUNS || field.field == WENT)
}

/// Starts a run by hand.
pub fn start(work: &mut Work<'_, '_>, id: Id) -> Result<Run, Error> {
    start_with(work, id, &Brings::default())
}

/// Starts a run by hand, for something that was asked for.
pub fn start_with(work: &mut Work<'_, '_>, id: Id, brings: &Brings) -> Result<Run, Error> {
    let (before, home) = queries::workable(work, id)?;
    if before.waits() {
        return Err(Error::because(
            Code::Conflict,
            "The run before is still open, and the next one waits for it. Finish or skip that one first.",
        ));
    }
    let mut after = before.clone();
    let run = begin_with(work, &mut after, &home, None, brings)?;
    went_on(work, &home, &before, &mut after)?;
    Ok(run)
}

/// Starts the run of the next time before that comes, so that whoever makes what comes again sees it at once.
pub fn start_next(work: &mut Work<'_, '_>, id: Id) -> Result<Run, Error> {
    let (before, home) = queries::workable(work, id)?;
    let (Some(at), Some(rule)) = (before.clock.next_ms, &before.plan.rule) else {
        return Err(Error::because(Code::Conflict, "It has no next time that could be started."));
    };
    let mut after = before.clone();
    after.clock.times += 1;
    let next = rule.next(when::from_ms(at), &work.directory().place()).filter(|_| !rule.is_over(after.clock.times));
    after.clock.next_ms = next.map(|next| next.timestamp_millis());
    let run = begin(work, &mut after, &home, Some(at))?;
    went_on(work, &home, &before, &mut after)?;
    Ok(run)
}

/// Writes a process that has another run.
pub fn went_on(work: &mut Work<'_, '_>, home: &Space, before: &Process, after: &mut Process) -> Result<(), Error> {
    if before.clock.runs == after.clock.runs {
        return store::put(work, after);
    }
    let number = |process: &Process| Value::Int(process.clock.runs.into());
    let field = FieldChange { field: RUNS.into(), before: number(before), after: number(after) };
    log(work, home, Some(before), after, Action::Changed, vec![field])
}

/// Makes the task of a run and keeps which occurrence it is for. Writing the process is for the caller.
pub fn begin(work: &mut Work<'_, '_>, process: &mut Process, home: &Space, at: Option<i64>) -> Result<Run, Error> {
    begin_with(work, process, home, at, &Brings::default())
}

fn begin_with(
    work: &mut Work<'_, '_>,
    process: &mut Process,
    home: &Space,
    at: Option<i64>,
    brings: &Brings,
) -> Result<Run, Error> {
    let directory = work.directory().clone();
    let zone = directory.zone();
    let day = at.map_or_else(|| today(work), |at| when::today(when::from_ms(at), zone));
    // What acts for itself is nobody who starts it.
    let by_hand = at.is_none() && !matches!(work.who().actor, Actor::Process(_));
    let starter = brings.starter.or(work.who().person.filter(|_| by_hand));
    let person = brings.assignee.or_else(|| assignee(&directory, process, home, day, starter));
    let due = brings.due.map_or_else(|| due(&process.plan, day, zone), When::day);
    let mut run = next(process, at, work.now(), work.new_id());
    run.due_ms = due.deadline(zone).timestamp_millis() - i64::from(due.time.is_none());
    (run.starter, run.person) = (starter, person);
    let input = TaskInput {
        id: Some(run.id),
        title: brings.title.clone().unwrap_or_else(|| process.plan.name.clone()),
        body: brings.above(&process.plan.body),
        fields: brings.fields.clone(),
        assignee_id: person,
        due: Some(WhenShape::from(&due)),
        estimate_minutes: process.plan.estimate,
        steps: steps(work, &process.plan, home, &run, day)?,
        ..TaskInput::default()
    };
    let whence = Whence { process: Some(process.id), ..Whence::default() };
    tasks::commands::create::from(work, home.id, &input, whence)?;
    keep(work, process, &run)?;
    if matches!(process.plan.assign, Assign::Rotating(_)) {
        process.clock.turn = person.or(process.clock.turn);
    }
    process.clock.open = true;
    Ok(run)
}

/// The checklist of a run of a day.
pub fn steps(
    scope: &impl Scope,
    plan: &Plan,
    home: &Space,
    run: &Run,
    day: NaiveDate,
) -> Result<Vec<StepInput>, Error> {
    let step = |step: &Step| -> Result<StepInput, Error> {
        Ok(StepInput {
            text: step.text.clone(),
            assignee_id: doer(scope, step, home, run)?,
            due: step.due_days.and_then(|days| after(day, days)).map(|day| WhenShape::from(&When::day(day))),
            after: None,
            asks: Some(AsksShape::from(&Asks { evidence: step.evidence, bounds: step.bounds.clone() })),
            approving: step.approval.clone(),
        })
    };
    plan.steps.iter().map(step).collect()
}

/// The run after the last one.
fn next(process: &Process, at: Option<i64>, now: i64, id: Id) -> Run {
    Run {
        id,
        process: process.id,
        number: process.clock.runs + 1,
        occurrence_ms: at,
        started_ms: now,
        due_ms: at.unwrap_or(now),
        version: process.version,
        starter: None,
        person: None,
        state: State::Open,
        before: process.clock.last,
        after: None,
    }
}

/// Keeps a run and makes it the last one of its process.
fn keep(work: &mut Work<'_, '_>, process: &mut Process, run: &Run) -> Result<(), Error> {
    let last = process.clock.last.map(|last| store::run(work.read(), last)).transpose()?.flatten();
    if let Some(last) = last {
        store::put_run(work.tx, &Run { after: Some(run.id), ..last })?;
    }
    store::put_run(work.tx, run)?;
    (process.clock.runs, process.clock.last) = (run.number, Some(run.id));
    Ok(())
}

/// Keeps that an occurrence has no run; answers what stands for it.
pub fn miss(work: &mut Work<'_, '_>, process: &Process, at: i64) -> Result<Id, Error> {
    let run = Run { number: 0, state: State::Missed, before: None, ..next(process, Some(at), at, work.new_id()) };
    store::put_run(work.tx, &run)?;
    Ok(run.id)
}

fn after(day: NaiveDate, days: u16) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(days.into()))
}

/// Until when a run of a day is to be done.
fn due(plan: &Plan, day: NaiveDate, zone: chrono_tz::Tz) -> When {
    let at = plan.done_at.map(u32::from).and_then(|at| NaiveTime::from_hms_opt(at / 60, at % 60, 0));
    When { day: after(day, plan.done_days).unwrap_or(day), time: at.map(|at| (at, zone)) }
}

/// Whether somebody can be given what lies in a space.
fn can(directory: &Directory, home: &Space, id: Id) -> bool {
    let here = directory.person(id).is_some_and(|person| person.state == PersonState::Active);
    here && directory.reach(id).sees(&[home.audience])
}

fn assignee(directory: &Directory, process: &Process, home: &Space, day: NaiveDate, starter: Option<Id>) -> Option<Id> {
    let there = |id: Id| can(directory, home, id) && directory.person(id).is_some_and(|person| !person.is_away(day));
    let chosen = match &process.plan.assign {
        Assign::Nobody => None,
        Assign::Person(id) => Some(*id),
        Assign::Rotating(people) => turn(people, process.clock.turn, there),
        Assign::LastDoer => process.clock.doer,
        Assign::Starter => starter,
    };
    chosen.filter(|id| can(directory, home, *id))
}

/// Who does a step; nobody of their own: whoever has the run.
fn doer(scope: &impl Scope, step: &Step, home: &Space, run: &Run) -> Result<Option<Id>, Error> {
    let Some(who) = step.doer else { return Ok(None) };
    let people = chosen::people(scope, Some(home), Some(run), who)?;
    Ok(people.into_iter().find(|id| can(scope.directory(), home, *id)))
}

/// Leaves out a run that is open, and says why: its task is cancelled.
pub fn skip(work: &mut Work<'_, '_>, id: Id, reason: &str) -> Result<Run, Error> {
    let run = store::run(work.read(), id)?.ok_or_else(Error::not_found)?;
    let (before, home) = queries::workable(work, run.process)?;
    let reason = limits::line("reason", reason, limits::TITLE)?;
    if run.state != State::Open {
        return Err(Error::because(Code::Conflict, "Only a run that is open can be skipped."));
    }
    let none = "This space has no status for what is cancelled. Add one, or finish the run.";
    let status = home.first_status(Category::Cancelled).ok_or_else(|| Error::because(Code::Conflict, none))?;
    let patch = TaskPatch { status_id: Some(status.id), ..TaskPatch::default() };
    tasks::commands::edit(work, id, IfMatch::Any, &patch)?;
    let skip = Skip { at_ms: work.now(), by: work.who().person, reason };
    let run = Run { state: State::Skipped(skip), ..run };
    store::put_run(work.tx, &run)?;
    let mut after = before.clone();
    if after.clock.last == Some(id) {
        after.completed(work.now(), &work.directory().place());
    }
    went(work, &home, &before, &mut after, id)?;
    Ok(run)
}

/// Writes a process of which a run went otherwise than before, and tells those who see it.
pub fn went(
    work: &mut Work<'_, '_>,
    home: &Space,
    before: &Process,
    after: &mut Process,
    run: Id,
) -> Result<(), Error> {
    let field = FieldChange { field: WENT.into(), before: Value::Null, after: Value::Id(run) };
    log(work, home, Some(before), after, Action::Changed, vec![field])
}

/// Takes back what a change says of the runs of a process: what a run brought with it goes with its task, and a time that
/// was left out before it had a run comes after all.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let Some(field) = change.fields.iter().find(|field| field.field == RUNS) else { return Ok(()) };
    let (before, home) = queries::workable(work, change.object)?;
    let gone = || Error::because(Code::UndoGone, "This cannot be taken back.");
    let number = field.after.as_int().filter(|number| field.before.as_int() < Some(*number)).ok_or_else(gone)?;
    let Some(run) = numbered(work, before.id, number)? else { return Err(gone()) };
    if tasks::store::get(work.read(), run.id)?.is_some() {
        return Ok(());
    }
    match (&run.state, run.occurrence_ms) {
        (State::Skipped(_), Some(at)) if before.clock.last == Some(run.id) => {
            not_skipped(work, &home, &before, &run, at)
        }
        _ => Err(Error::new(Code::UndoConflict).with("changed", vec![RUNS])),
    }
}

/// One of the last runs.
fn numbered(work: &Work<'_, '_>, process: Id, number: i64) -> Result<Option<Run>, Error> {
    let runs = store::runs(work.read(), process, None)?.take(COUNTED).collect::<Result<Vec<_>, _>>()?;
    Ok(runs.into_iter().find(|run| i64::from(run.number) == number))
}

fn not_skipped(work: &mut Work<'_, '_>, home: &Space, before: &Process, run: &Run, at: i64) -> Result<(), Error> {
    let mut after = before.clone();
    store::take_run(work.tx, run)?;
    let earlier = run.before.map(|id| store::run(work.read(), id)).transpose()?.flatten();
    after.clock.open = earlier.as_ref().is_some_and(|run| run.state == State::Open);
    if let Some(earlier) = earlier {
        store::put_run(work.tx, &Run { after: None, ..earlier })?;
    }
    (after.clock.last, after.clock.next_ms) = (run.before, Some(at));
    after.clock.runs = run.number.saturating_sub(1);
    after.clock.times = before.clock.times.saturating_sub(1);
    went_on(work, home, before, &mut after)
}

/// Leaves out the next occurrence before it has a run, and says why.
pub fn skip_next(work: &mut Work<'_, '_>, id: Id, reason: &str) -> Result<Run, Error> {
    let (before, home) = queries::workable(work, id)?;
    let reason = limits::line("reason", reason, limits::TITLE)?;
    let (Some(at), Some(rule)) = (before.clock.next_ms, &before.plan.rule) else {
        return Err(Error::because(Code::Conflict, "It has no next time that could be skipped."));
    };
    let place = work.directory().place();
    let skip = Skip { at_ms: work.now(), by: work.who().person, reason };
    let run = Run { state: State::Skipped(skip), ..next(&before, Some(at), work.now(), work.new_id()) };
    let mut after = before.clone();
    keep(work, &mut after, &run)?;
    after.clock.open = false;
    after.clock.times += 1;
    after.clock.next_ms = None;
    if !rule.is_over(after.clock.times) {
        after.clock.next_ms = rule.next(when::from_ms(at), &place).map(|at| at.timestamp_millis());
        after.completed(work.now().max(at), &place);
    }
    went_on(work, &home, &before, &mut after)?;
    Ok(run)
}

/// Who may have what lies in a space, for what comes by itself.
pub fn owner_may(directory: &Directory, home: &Space, owner: Id) -> bool {
    home.is_live() && can(directory, home, owner) && access::writes_in(directory, owner, home)
}
