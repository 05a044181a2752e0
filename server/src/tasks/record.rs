//! A task as stored.

use crate::{
    log::cbor::{self, Bytes16, Stored, Tagged},
    spaces::record::{category_from, category_number},
};
use guildhall_domain::{
    actor::Actor,
    task::{
        Origin, Step, Task, Waiting,
        approving::StepApproval,
        evidence::{Asks, Proof},
        facts,
    },
    when::When,
};
use guildhall_store::{StoreError, Value};
use minicbor::{Decode, Decoder, Encode, decode};

/// See [`Task`]. Fields with their usual value are left out, which halves the row.
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct TaskRecord {
    #[n(0)]
    id: Bytes16,
    #[n(1)]
    space: Bytes16,
    #[n(2)]
    number: u32,
    #[n(3)]
    title: String,
    #[n(4)]
    body: Option<String>,
    #[n(5)]
    author: Tagged,
    #[n(6)]
    section: Option<u32>,
    #[n(7)]
    status: u32,
    #[n(8)]
    category: u8,
    #[n(9)]
    assignee: Option<Bytes16>,
    #[n(10)]
    priority: Option<u8>,
    #[n(11)]
    due: Option<String>,
    #[n(12)]
    start: Option<String>,
    #[n(13)]
    estimate: Option<u32>,
    #[n(14)]
    parent: Option<Bytes16>,
    #[n(15)]
    order: String,
    #[n(16)]
    tags: Option<Vec<u32>>,
    #[n(17)]
    followers: Option<Vec<Bytes16>>,
    #[n(18)]
    also_in: Option<Vec<Bytes16>>,
    #[n(19)]
    steps: Option<Vec<StepRecord>>,
    #[n(20)]
    custom: Option<Vec<CustomRecord>>,
    #[n(21)]
    waiting: Option<WaitingRecord>,
    #[n(22)]
    completed_ms: Option<i64>,
    #[n(23)]
    archived: Option<bool>,
    #[n(24)]
    trashed_ms: Option<i64>,
    #[n(25)]
    comments: Option<u32>,
    #[n(26)]
    links: Option<u32>,
    #[n(27)]
    subtasks_done: Option<u32>,
    #[n(28)]
    subtasks_total: Option<u32>,
    #[n(29)]
    created_ms: i64,
    #[n(30)]
    updated_ms: i64,
    #[n(31)]
    seq: u64,
    #[n(40)]
    files: Option<u32>,
    #[n(41)]
    origin_item: Option<Bytes16>,
    #[n(42)]
    origin_comment: Option<Bytes16>,
    #[n(43)]
    process: Option<Bytes16>,
    #[n(44)]
    people: Option<Vec<Bytes16>>,
    #[n(45)]
    shown: Option<Vec<Bytes16>>,
    #[n(46)]
    milestone: Option<bool>,
}

guildhall_store::record!(TaskRecord, 1);

/// A task of which only the title is read, and nothing behind it: views look at those of every task of a space. It
/// cannot be written.
#[derive(Debug)]
pub struct TitleRecord {
    /// The title.
    pub title: String,
}

/// The key of [`TaskRecord::title`].
const TITLE: u32 = 3;

impl Value for TitleRecord {
    const VERSION: u8 = TaskRecord::VERSION;

    fn encode(&self, _: &mut Vec<u8>) {}

    fn try_encode(&self, _: &mut Vec<u8>) -> Result<(), StoreError> {
        Err(StoreError::Encode("a task cannot be written by its title alone".into()))
    }

    fn decode(_: u8, body: &[u8]) -> Result<Self, StoreError> {
        let title = title(&mut Decoder::new(body));
        title.map(|title| TitleRecord { title }).map_err(|e| StoreError::corrupt(format!("a task has no title: {e}")))
    }
}

fn title(record: &mut Decoder<'_>) -> Result<String, decode::Error> {
    let mut left = record.map()?.ok_or_else(|| decode::Error::message("its length is not said"))?;
    while left > 0 {
        if record.u32()? == TITLE {
            return record.str().map(str::to_owned);
        }
        record.skip()?;
        left -= 1;
    }
    Err(decode::Error::message("it ends before"))
}

/// What is counted in a space.
#[derive(Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct CountersRecord {
    /// The last number given to a key.
    #[n(0)]
    pub last_number: u32,
    /// Open tasks.
    #[n(1)]
    pub open: u64,
}

guildhall_store::record!(CountersRecord, 1);

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct StepRecord {
    #[n(0)]
    id: Bytes16,
    #[n(1)]
    text: String,
    #[n(2)]
    done_ms: Option<i64>,
    #[n(3)]
    done_by: Option<Bytes16>,
    #[n(4)]
    assignee: Option<Bytes16>,
    #[n(5)]
    due: Option<String>,
    #[n(6)]
    order: String,
    /// See [`Asks::to_value`].
    #[n(7)]
    asks: Option<Stored>,
    /// See [`Proof::to_value`].
    #[n(8)]
    proof: Option<Stored>,
    /// See [`StepApproval::to_value`].
    #[n(9)]
    approval: Option<Stored>,
}

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct CustomRecord {
    #[n(0)]
    field: u32,
    #[n(1)]
    value: Stored,
}

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct WaitingRecord {
    #[n(0)]
    person: Option<Bytes16>,
    #[n(1)]
    text: String,
    #[n(2)]
    remind_on: Option<String>,
}

fn some<T: PartialEq>(value: T, usual: &T) -> Option<T> {
    (value != *usual).then_some(value)
}

fn list<T, R>(values: &[T], map: impl Fn(&T) -> R) -> Option<Vec<R>> {
    (!values.is_empty()).then(|| values.iter().map(map).collect())
}

impl From<&Task> for TaskRecord {
    fn from(t: &Task) -> Self {
        TaskRecord {
            id: cbor::id(t.id),
            space: cbor::id(t.space),
            number: t.number,
            title: t.title.clone(),
            body: (!t.body.is_empty()).then(|| t.body.clone()),
            author: t.author.into(),
            section: t.section,
            status: t.status,
            category: category_number(t.category),
            assignee: cbor::id_opt(t.assignee),
            priority: some(u8::try_from(facts::priority_number(t.priority)).unwrap_or(1), &1),
            due: t.due.map(|due| due.to_text()),
            start: t.start.map(|start| start.to_text()),
            estimate: t.estimate,
            milestone: some(t.milestone, &false),
            parent: cbor::id_opt(t.parent),
            order: t.order.clone(),
            tags: list(&t.tags, |tag| *tag),
            followers: list(&t.followers, |id| cbor::id(*id)),
            also_in: list(&t.also_in, |id| cbor::id(*id)),
            people: list(&t.people, |id| cbor::id(*id)),
            steps: list(&t.steps, |step| StepRecord::from(step)),
            custom: (!t.custom.is_empty()).then(|| {
                t.custom
                    .iter()
                    .map(|(field, value)| CustomRecord { field: *field, value: Stored(value.clone()) })
                    .collect()
            }),
            waiting: t.waiting.as_ref().map(|w| WaitingRecord {
                person: cbor::id_opt(w.person),
                text: w.text.clone(),
                remind_on: w.remind_on.map(|day| day.to_string()),
            }),
            completed_ms: t.completed_ms,
            archived: some(t.archived, &false),
            trashed_ms: t.trashed_ms,
            comments: some(t.comments, &0),
            files: some(t.files, &0),
            origin_item: cbor::id_opt(t.origin.map(|origin| origin.item)),
            origin_comment: cbor::id_opt(t.origin.map(|origin| origin.comment)),
            process: cbor::id_opt(t.process),
            shown: list(&t.shown, |id| cbor::id(*id)),
            links: some(t.links, &0),
            subtasks_done: some(t.subtasks.0, &0),
            subtasks_total: some(t.subtasks.1, &0),
            created_ms: t.created_ms,
            updated_ms: t.updated_ms,
            seq: t.seq,
        }
    }
}

impl From<&Step> for StepRecord {
    fn from(step: &Step) -> Self {
        StepRecord {
            id: cbor::id(step.id),
            text: step.text.clone(),
            done_ms: step.done.map(|(at, _)| at),
            done_by: step.done.and_then(|(_, by)| cbor::id_opt(by)),
            assignee: cbor::id_opt(step.assignee),
            due: step.due.map(|due| due.to_text()),
            order: step.order.clone(),
            asks: step.asks.as_ref().map(|asks| Stored(asks.to_value())),
            proof: step.proof.as_ref().map(|proof| Stored(proof.to_value())),
            approval: step.approval.as_ref().map(|approval| Stored(approval.to_value())),
        }
    }
}

impl From<StepRecord> for Step {
    fn from(r: StepRecord) -> Self {
        let by = cbor::from_id_opt(&r.done_by);
        Step {
            id: cbor::from_id(&r.id),
            text: r.text,
            done: r.done_ms.map(|at| (at, by)),
            assignee: cbor::from_id_opt(&r.assignee),
            due: r.due.as_deref().and_then(When::from_text),
            order: r.order,
            asks: r.asks.and_then(|asks| Asks::from_value(&asks.0)),
            proof: r.proof.and_then(|proof| Proof::from_value(&proof.0)),
            approval: r.approval.and_then(|approval| StepApproval::from_value(&approval.0)),
        }
    }
}

impl From<TaskRecord> for Task {
    fn from(r: TaskRecord) -> Self {
        Task {
            id: cbor::from_id(&r.id),
            space: cbor::from_id(&r.space),
            number: r.number,
            title: r.title,
            body: r.body.unwrap_or_default(),
            author: Actor::from(&r.author),
            section: r.section,
            status: r.status,
            category: category_from(r.category),
            assignee: cbor::from_id_opt(&r.assignee),
            priority: facts::priority_from(r.priority.unwrap_or(1).into()),
            due: r.due.as_deref().and_then(When::from_text),
            start: r.start.as_deref().and_then(When::from_text),
            estimate: r.estimate,
            milestone: r.milestone.unwrap_or(false),
            parent: cbor::from_id_opt(&r.parent),
            order: r.order,
            tags: r.tags.unwrap_or_default(),
            followers: cbor::from_ids(&r.followers.unwrap_or_default()),
            also_in: cbor::from_ids(&r.also_in.unwrap_or_default()),
            people: cbor::from_ids(&r.people.unwrap_or_default()),
            steps: r.steps.unwrap_or_default().into_iter().map(Step::from).collect(),
            custom: r.custom.unwrap_or_default().into_iter().map(|c| (c.field, c.value.0)).collect(),
            waiting: r.waiting.map(|w| Waiting {
                person: cbor::from_id_opt(&w.person),
                text: w.text,
                remind_on: w.remind_on.and_then(|day| day.parse().ok()),
            }),
            completed_ms: r.completed_ms,
            archived: r.archived.unwrap_or(false),
            trashed_ms: r.trashed_ms,
            comments: r.comments.unwrap_or(0),
            files: r.files.unwrap_or(0),
            origin: cbor::from_id_opt(&r.origin_item)
                .zip(cbor::from_id_opt(&r.origin_comment))
                .map(|(item, comment)| Origin { item, comment }),
            process: cbor::from_id_opt(&r.process),
            shown: cbor::from_ids(&r.shown.unwrap_or_default()),
            links: r.links.unwrap_or(0),
            subtasks: (r.subtasks_done.unwrap_or(0), r.subtasks_total.unwrap_or(0)),
            created_ms: r.created_ms,
            updated_ms: r.updated_ms,
            seq: r.seq,
        }
    }
}
