//! Jobs and operations as the API shows them; the page does not need to know the difference.

use super::{operations::Operation, record::EndedRecord, store};
use crate::{
    App, Error,
    http::{Shape, shapes, words::words},
};
use guildhall_domain::Id;
use guildhall_store::{
    Read,
    jobs::{self, Job, JobState},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

words! {
    /// How far a piece of work is.
    WorkState: Waiting, Running, Done, Failed, Dead
}

/// Work that takes longer than a request.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Job)]
pub struct JobShape {
    /// Id.
    pub id: Uuid,
    /// What kind of work, such as `backup` or `import`.
    pub kind: String,
    /// How far it is; `failed` is for good, `dead` failed too often.
    pub state: WorkState,
    /// What people call it.
    pub label: String,
    /// Done so far.
    pub done: u64,
    /// Of how many; 0 when that is not known.
    pub total: u64,
    /// What it is doing.
    pub note: String,
    /// The last failure.
    pub error: Option<String>,
    /// How often it was begun.
    pub attempts: u32,
    /// When it was asked for.
    pub created_at: String,
    /// When it is due.
    pub run_at: String,
    /// When it ended.
    pub finished_at: Option<String>,
    /// What it answered.
    pub result: Value,
}

impl Shape for JobShape {}

/// One job or operation.
pub fn one(app: &App, read: &Read<'_>, id: Id) -> Result<Option<JobShape>, Error> {
    if let Some(operation) = super::operations::get(app, id) {
        return Ok(Some(of_operation(&operation)));
    }
    if let Some(job) = jobs::get(read, id)? {
        return Ok(Some(of_job(app, job)));
    }
    Ok(store::ended(read, id)?.map(|ended| of_ended(id, ended)))
}

/// Everything there is, newest first.
pub fn all(app: &App, read: &Read<'_>) -> Result<Vec<JobShape>, Error> {
    let operations = super::operations::list(app);
    let mut list: Vec<JobShape> = operations.iter().map(of_operation).collect();
    list.extend(jobs::list(read, None)?.into_iter().map(|job| of_job(app, job)));
    list.extend(store::all_ended(read)?.into_iter().map(|(id, ended)| of_ended(id, ended)));
    list.sort_by(|a, b| (&b.created_at, b.id).cmp(&(&a.created_at, a.id)));
    Ok(list)
}

/// An operation.
pub fn of_operation(operation: &Operation) -> JobShape {
    let (state, error, result) = match &operation.outcome {
        None => (WorkState::Running, None, Value::Null),
        Some(Ok(result)) => (WorkState::Done, None, result.clone()),
        Some(Err(message)) => (WorkState::Failed, Some(message.clone()), Value::Null),
    };
    JobShape {
        id: operation.id,
        kind: operation.kind.into(),
        state,
        label: operation.label.clone(),
        done: operation.step.done,
        total: operation.step.total,
        note: operation.step.note.clone(),
        error,
        attempts: 1,
        created_at: shapes::instant(operation.created_ms),
        run_at: shapes::instant(operation.created_ms),
        finished_at: operation.finished_ms.map(shapes::instant),
        result,
    }
}

fn of_job(app: &App, job: Job) -> JobShape {
    let label =
        app.parts().jobs.handler(&job.kind).map_or_else(|| job.kind.clone(), |handler| handler.label(&job.payload));
    let (done, total) = job.progress.unwrap_or_default();
    JobShape {
        id: job.id,
        state: match job.state {
            JobState::Waiting => WorkState::Waiting,
            JobState::Running => WorkState::Running,
            JobState::Dead => WorkState::Dead,
        },
        kind: job.kind,
        label,
        done,
        total,
        note: job.note.unwrap_or_default(),
        error: job.error,
        attempts: job.attempts,
        created_at: shapes::instant(created_ms(job.id)),
        run_at: shapes::instant(job.run_at_ms),
        finished_at: None,
        result: Value::Null,
    }
}

fn of_ended(id: Id, ended: EndedRecord) -> JobShape {
    JobShape {
        id,
        kind: ended.kind,
        state: if ended.error.is_some() { WorkState::Failed } else { WorkState::Done },
        label: ended.label,
        done: 1,
        total: 1,
        note: String::new(),
        error: ended.error,
        attempts: ended.attempts,
        created_at: shapes::instant(ended.created_ms),
        run_at: shapes::instant(ended.created_ms),
        finished_at: Some(shapes::instant(ended.finished_ms)),
        result: ended.result.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
    }
}

/// The ids of jobs say when they were asked for.
pub(super) fn created_ms(id: Id) -> i64 {
    let (seconds, nanos) = id.get_timestamp().map(|time| time.to_unix()).unwrap_or_default();
    i64::try_from(seconds).unwrap_or_default() * 1000 + i64::from(nanos / 1_000_000)
}
