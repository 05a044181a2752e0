//! Runs as the API shows them: each time a process came, by itself and with the ones around it, and where they wait.

use super::{ProcessShape, RunOutcome, shape};
use crate::{
    Error,
    access::{self, Scope},
    http::{Shape, shapes},
    items,
    processes::{queries, store},
};
use guildhall_domain::{
    process::{
        Process,
        run::{Run, State},
        waits::Waits,
    },
    task::approving::{Stand, waits_at},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// One time a process came.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Run)]
pub struct RunShape {
    /// Id; of its task too, when it has one.
    pub id: Uuid,
    /// The process.
    pub process_id: Uuid,
    /// Its number; 0 for one that was missed.
    pub number: u32,
    /// The time it was for; null: it was started by hand.
    pub occurrence_at: Option<String>,
    /// When it was started, or would have been.
    pub started_at: String,
    /// Until when it is to be done.
    pub due_at: String,
    /// When it was done.
    pub done_at: Option<String>,
    /// How it went.
    pub outcome: RunOutcome,
    /// Why it was skipped.
    pub reason: Option<String>,
    /// Who skipped it; null where its task was cancelled.
    pub skipped_by_id: Option<Uuid>,
    /// The procedure it has.
    pub procedure: u32,
    /// Who has it, or did it.
    pub person_id: Option<Uuid>,
    /// Who started it; null: its rule.
    pub started_by_id: Option<Uuid>,
    /// Key of its task; null where there is none or the reader does not see it.
    pub task_key: Option<String>,
    /// Steps done.
    pub steps_done: u32,
    /// Steps in all.
    pub steps_count: u32,
    /// The approval step an open run waits at.
    pub approval_step: Option<String>,
    /// Its approval came back with changes, so it is for whoever has the run.
    pub approval_back: bool,
    /// The run before it.
    pub before_id: Option<Uuid>,
    /// The run after it.
    pub after_id: Option<Uuid>,
}

impl Shape for RunShape {}

/// A run by itself: with its process and the runs around it, so that a task shows where it comes from.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = WholeRun)]
pub struct WholeRunShape {
    /// The run.
    #[serde(flatten)]
    pub run: RunShape,
    /// Its process.
    pub process: ProcessShape,
    /// The run before it.
    pub before: Option<RunShape>,
    /// The run after it.
    pub after: Option<RunShape>,
}

impl Shape for WholeRunShape {}

/// Where runs wait: middle values of the last twelve runs that were done and whose tasks the reader sees.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RunWaits)]
pub struct WaitsShape {
    /// Runs that were looked at.
    pub runs: usize,
    /// Minutes from the start of a run until it was done; null while none was.
    pub minutes: Option<i64>,
    /// For how long each step of the procedure was the next one, the longest first.
    pub steps: Vec<StepWaitShape>,
    /// Minutes from the last tick until the run was done.
    pub end_minutes: Option<i64>,
}

impl Shape for WaitsShape {}

/// For how long a step was waited for.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StepWait)]
pub struct StepWaitShape {
    /// The step.
    pub text: String,
    /// Minutes from the tick before it.
    pub minutes: i64,
}

/// A run, for whoever may read its process.
pub fn run(scope: &impl Scope, run: &Run) -> Result<RunShape, Error> {
    let task = access::seen_task(scope, run.id)?;
    let (steps_done, steps_count) = task.as_ref().map_or((0, 0), |task| task.step_counts());
    let waits = task.as_ref().filter(|_| run.state == State::Open).and_then(|task| waits_at(task));
    let waits = waits.map(|(step, approval)| (step.text.clone(), matches!(approval.stand, Stand::Back(_))));
    let skip = if let State::Skipped(skip) = &run.state { Some(skip) } else { None };
    Ok(RunShape {
        id: run.id,
        process_id: run.process,
        number: run.number,
        occurrence_at: run.occurrence_ms.map(shapes::instant),
        started_at: shapes::instant(run.started_ms),
        due_at: shapes::instant(run.due_ms),
        done_at: if let State::Done(at) = run.state { Some(shapes::instant(at)) } else { None },
        outcome: run.outcome(scope.now()).into(),
        reason: skip.map(|skip| skip.reason.clone()).filter(|reason| !reason.is_empty()),
        skipped_by_id: skip.and_then(|skip| skip.by),
        procedure: run.version,
        person_id: run.person,
        started_by_id: run.starter,
        task_key: task.map(|task| items::queries::key(scope, &*task)).filter(|key| !key.is_empty()),
        steps_done,
        steps_count,
        approval_back: waits.as_ref().is_some_and(|(_, back)| *back),
        approval_step: waits.map(|(text, _)| text),
        before_id: run.before,
        after_id: run.after,
    })
}

/// A run by its id.
pub fn run_by_id(scope: &impl Scope, id: Uuid) -> Result<RunShape, Error> {
    let found = store::run(scope.read(), id)?.ok_or_else(Error::not_found)?;
    run(scope, &found)
}

/// A run with its process and the runs around it, for whoever may read the process.
pub fn whole_run(scope: &impl Scope, found: &Run) -> Result<WholeRunShape, Error> {
    let (process, home) = queries::readable(scope, found.process)?;
    let around = |id: Option<Uuid>| id.and_then(|id| store::run(scope.read(), id).transpose()).transpose();
    let (before, after) = (around(found.before)?, around(found.after)?);
    Ok(WholeRunShape {
        run: run(scope, found)?,
        process: shape(scope, &process, &home)?,
        before: before.map(|before| run(scope, &before)).transpose()?,
        after: after.map(|after| run(scope, &after)).transpose()?,
    })
}

/// Where runs wait, as far as it is about steps the procedure still has.
pub fn waits(process: &Process, waits: Waits) -> WaitsShape {
    let known = |text: &str| process.plan.steps.iter().any(|step| step.text == text);
    let steps = waits.steps.into_iter().filter(|(text, _)| known(text));
    WaitsShape {
        runs: waits.runs,
        minutes: waits.whole_ms.map(shapes::minutes),
        steps: steps.map(|(text, ms)| StepWaitShape { text, minutes: shapes::minutes(ms) }).collect(),
        end_minutes: waits.end_ms.map(shapes::minutes),
    }
}
