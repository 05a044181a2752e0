//! Operations: work of this process that somebody waits for. One at a time, because each of them reads
//! or writes the whole data file.

use super::{Failure, JobShape, Progress, Step, views};
use crate::{App, Error, background, error::Code, secrets};
use guildhall_domain::Id;
use serde_json::Value;

/// How many that ended are remembered.
const REMEMBERED: usize = 50;

/// An operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Id.
    pub id: Id,
    /// Kind, such as `backup`.
    pub kind: &'static str,
    /// What people call it.
    pub label: String,
    /// When it began, UTC milliseconds.
    pub created_ms: i64,
    /// When it ended.
    pub finished_ms: Option<i64>,
    /// How far it is.
    pub step: Step,
    /// How it ended.
    pub outcome: Option<Result<Value, String>>,
}

/// Begins an operation on a thread of its own and answers how it stands.
pub fn begin<F>(app: &App, kind: &'static str, label: String, work: F) -> Result<JobShape, Error>
where
    F: FnOnce(&App, &mut Progress<'_>) -> Result<Value, Failure> + Send + 'static,
{
    let operation = enter(app, kind, label)?;
    let (id, thread) = (operation.id, app.clone());
    let spawned = std::thread::Builder::new().name(format!("operation-{kind}")).spawn(move || {
        background::step_back();
        // How it ended stands with the operation.
        let _told = carry_out(&thread, id, work);
    });
    if let Err(error) = spawned {
        leave(app, id, Err(format!("A thread cannot be started: {error}.")));
    }
    Ok(views::of_operation(&operation))
}

/// Carries out an operation on this thread, so that it is seen by the others meanwhile.
pub fn here<F>(
    app: &App,
    kind: &'static str,
    label: String,
    tell: &mut dyn FnMut(Step),
    work: F,
) -> Result<Value, Error>
where
    F: FnOnce(&App, &mut Progress<'_>) -> Result<Value, Failure>,
{
    let id = enter(app, kind, label)?.id;
    let told = carry_out(app, id, |app, progress| {
        let mut both = |step: Step| {
            tell(step.clone());
            progress.report(step.done, step.total, step.note);
        };
        work(app, &mut Progress::to(&mut both))
    });
    told.map_err(|message| Error::because(Code::Conflict, message))
}

/// One operation.
pub fn get(app: &App, id: Id) -> Option<Operation> {
    app.parts().jobs.operations().iter().find(|operation| operation.id == id).cloned()
}

/// All that are remembered, oldest first.
pub fn list(app: &App) -> Vec<Operation> {
    app.parts().jobs.operations().clone()
}

/// Forgets one that ended; answers whether there was one.
pub fn forget(app: &App, id: Id) -> bool {
    let mut operations = app.parts().jobs.operations();
    let before = operations.len();
    operations.retain(|operation| operation.id != id || operation.outcome.is_none());
    operations.len() < before
}

fn enter(app: &App, kind: &'static str, label: String) -> Result<Operation, Error> {
    let mut operations = app.parts().jobs.operations();
    if let Some(other) = operations.iter().find(|operation| operation.outcome.is_none()) {
        return Err(Error::because(
            Code::Conflict,
            format!("“{}” is still running. Wait until it is done.", other.label),
        ));
    }
    if operations.len() >= REMEMBERED {
        operations.remove(0);
    }
    let now = app.clock().now_ms();
    let operation = Operation {
        id: secrets::id(now),
        kind,
        label,
        created_ms: now,
        finished_ms: None,
        step: Step::default(),
        outcome: None,
    };
    operations.push(operation.clone());
    Ok(operation)
}

fn carry_out<F>(app: &App, id: Id, work: F) -> Result<Value, String>
where
    F: FnOnce(&App, &mut Progress<'_>) -> Result<Value, Failure>,
{
    let mut tell = |step: Step| change(app, id, |operation| operation.step = step);
    let run = std::panic::AssertUnwindSafe(|| work(app, &mut Progress::to(&mut tell)));
    let outcome = std::panic::catch_unwind(run)
        .unwrap_or_else(|_| Err(Failure::ForGood("It ended unexpectedly; the log of the server says more.".into())));
    let outcome = outcome.map_err(|(Failure::Later(message) | Failure::ForGood(message))| message);
    if let Err(message) = &outcome {
        tracing::error!(message, "an operation failed");
    }
    leave(app, id, outcome.clone());
    outcome
}

fn leave(app: &App, id: Id, outcome: Result<Value, String>) {
    let now = app.clock().now_ms();
    change(app, id, |operation| {
        operation.outcome = Some(outcome);
        operation.finished_ms = Some(now);
    });
}

fn change(app: &App, id: Id, edit: impl FnOnce(&mut Operation)) {
    if let Some(operation) = app.parts().jobs.operations().iter_mut().find(|operation| operation.id == id) {
        edit(operation);
    }
}
