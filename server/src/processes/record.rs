//! Processes, their versions and their runs as stored.

mod step;

pub use step::StepRecord;

use crate::log::cbor::{self, Bytes16};
use guildhall_domain::{
    Id,
    process::{
        Assign, Clock, Late, Plan, Process, Step,
        run::{Run, Skip, State},
    },
    recurrence::Recurrence,
};
use minicbor::{Decode, Encode};

/// See [`Process`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct ProcessRecord {
    #[n(0)]
    space: Bytes16,
    #[n(1)]
    author: Bytes16,
    #[n(2)]
    owner: Bytes16,
    #[n(3)]
    name: String,
    #[n(4)]
    body: Option<String>,
    /// As text, see [`Recurrence::to_text`].
    #[n(5)]
    rule: Option<String>,
    #[n(6)]
    steps: Option<Vec<StepRecord>>,
    #[n(7)]
    assign: u8,
    #[n(8)]
    people: Option<Vec<Bytes16>>,
    #[n(9)]
    show_days: Option<u16>,
    #[n(10)]
    done_days: Option<u16>,
    #[n(11)]
    done_at: Option<u16>,
    #[n(12)]
    wait: Option<bool>,
    #[n(13)]
    version: u32,
    #[n(14)]
    paused: Option<bool>,
    #[n(15)]
    trashed_ms: Option<i64>,
    #[n(16)]
    created_ms: i64,
    #[n(17)]
    seq: u64,
    #[n(18)]
    next_ms: Option<i64>,
    #[n(19)]
    wake_ms: Option<i64>,
    #[n(20)]
    times: u32,
    #[n(21)]
    runs: u32,
    #[n(22)]
    last: Option<Bytes16>,
    #[n(23)]
    open: Option<bool>,
    #[n(24)]
    turn: Option<Bytes16>,
    #[n(25)]
    doer: Option<Bytes16>,
    #[n(26)]
    estimate: Option<u32>,
}

guildhall_store::record!(ProcessRecord, 1);

fn steps(steps: &[Step]) -> Option<Vec<StepRecord>> {
    (!steps.is_empty()).then(|| steps.iter().map(StepRecord::from).collect())
}

fn from_steps(steps: Option<Vec<StepRecord>>) -> Vec<Step> {
    steps.unwrap_or_default().into_iter().map(Step::from).collect()
}

fn assign(assign: &Assign) -> (u8, Option<Vec<Bytes16>>) {
    match assign {
        Assign::Nobody => (0, None),
        Assign::Person(id) => (1, Some(vec![cbor::id(*id)])),
        Assign::Rotating(people) => (2, Some(cbor::ids(people))),
        Assign::LastDoer => (3, None),
        Assign::Starter => (4, None),
    }
}

fn from_assign(kind: u8, people: Option<Vec<Bytes16>>) -> Assign {
    let people = cbor::from_ids(&people.unwrap_or_default());
    match (kind, people.first()) {
        (1, Some(id)) => Assign::Person(*id),
        (2, Some(_)) => Assign::Rotating(people),
        (3, _) => Assign::LastDoer,
        (4, _) => Assign::Starter,
        _ => Assign::Nobody,
    }
}

impl From<&Process> for ProcessRecord {
    fn from(p: &Process) -> Self {
        let (plan, clock) = (&p.plan, &p.clock);
        let (assign, people) = assign(&plan.assign);
        ProcessRecord {
            space: cbor::id(p.space),
            author: cbor::id(p.author),
            owner: cbor::id(p.owner),
            name: plan.name.clone(),
            body: Some(plan.body.clone()).filter(|body| !body.is_empty()),
            rule: plan.rule.as_ref().map(Recurrence::to_text),
            steps: steps(&plan.steps),
            assign,
            people,
            show_days: Some(plan.show_days).filter(|days| *days > 0),
            done_days: Some(plan.done_days).filter(|days| *days > 0),
            done_at: plan.done_at,
            wait: (plan.late == Late::Wait).then_some(true),
            version: p.version,
            paused: p.paused.then_some(true),
            trashed_ms: p.trashed_ms,
            created_ms: p.created_ms,
            seq: p.seq,
            next_ms: clock.next_ms,
            wake_ms: clock.wake_ms,
            times: clock.times,
            runs: clock.runs,
            last: cbor::id_opt(clock.last),
            open: clock.open.then_some(true),
            turn: cbor::id_opt(clock.turn),
            doer: cbor::id_opt(clock.doer),
            estimate: plan.estimate,
        }
    }
}

impl ProcessRecord {
    /// With its id.
    pub fn into_process(self, id: Id) -> Process {
        let r = self;
        let rule = r.rule.as_deref().map(Recurrence::from_text);
        Process {
            id,
            space: cbor::from_id(&r.space),
            author: cbor::from_id(&r.author),
            owner: cbor::from_id(&r.owner),
            // A rule of a newer version is not guessed at: it rests until somebody sets another one.
            paused: r.paused.unwrap_or(false) || rule == Some(None),
            plan: Plan {
                name: r.name,
                body: r.body.unwrap_or_default(),
                rule: rule.flatten(),
                steps: from_steps(r.steps),
                assign: from_assign(r.assign, r.people),
                show_days: r.show_days.unwrap_or(0),
                done_days: r.done_days.unwrap_or(0),
                done_at: r.done_at,
                late: if r.wait.unwrap_or(false) { Late::Wait } else { Late::Start },
                estimate: r.estimate,
            },
            version: r.version,
            trashed_ms: r.trashed_ms,
            created_ms: r.created_ms,
            clock: Clock {
                next_ms: r.next_ms,
                wake_ms: r.wake_ms,
                times: r.times,
                runs: r.runs,
                last: cbor::from_id_opt(&r.last),
                open: r.open.unwrap_or(false),
                turn: cbor::from_id_opt(&r.turn),
                doer: cbor::from_id_opt(&r.doer),
            },
            seq: r.seq,
        }
    }
}

/// A procedure as it was in one version.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Name.
    pub name: String,
    /// Words.
    pub body: String,
    /// Steps.
    pub steps: Vec<Step>,
    /// Since when.
    pub at_ms: i64,
    /// Who made it.
    pub by: Id,
}

/// See [`Version`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct VersionRecord {
    #[n(0)]
    name: String,
    #[n(1)]
    body: Option<String>,
    #[n(2)]
    steps: Option<Vec<StepRecord>>,
    #[n(3)]
    at_ms: i64,
    #[n(4)]
    by: Bytes16,
}

guildhall_store::record!(VersionRecord, 1);

impl From<&Version> for VersionRecord {
    fn from(v: &Version) -> Self {
        VersionRecord {
            name: v.name.clone(),
            body: Some(v.body.clone()).filter(|body| !body.is_empty()),
            steps: steps(&v.steps),
            at_ms: v.at_ms,
            by: cbor::id(v.by),
        }
    }
}

impl From<VersionRecord> for Version {
    fn from(r: VersionRecord) -> Self {
        Version {
            name: r.name,
            body: r.body.unwrap_or_default(),
            steps: from_steps(r.steps),
            at_ms: r.at_ms,
            by: cbor::from_id(&r.by),
        }
    }
}

/// See [`Run`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct RunRecord {
    #[n(0)]
    process: Bytes16,
    #[n(1)]
    number: u32,
    #[n(2)]
    occurrence_ms: Option<i64>,
    #[n(3)]
    started_ms: i64,
    #[n(4)]
    due_ms: i64,
    #[n(5)]
    version: u32,
    #[n(6)]
    starter: Option<Bytes16>,
    #[n(7)]
    person: Option<Bytes16>,
    #[n(8)]
    state: u8,
    #[n(9)]
    at_ms: Option<i64>,
    #[n(10)]
    by: Option<Bytes16>,
    #[n(11)]
    reason: Option<String>,
    #[n(12)]
    before: Option<Bytes16>,
    #[n(13)]
    after: Option<Bytes16>,
}

guildhall_store::record!(RunRecord, 1);

impl From<&Run> for RunRecord {
    fn from(r: &Run) -> Self {
        let (state, at_ms, skip) = match &r.state {
            State::Open => (0, None, None),
            State::Done(at) => (1, Some(*at), None),
            State::Skipped(skip) => (2, Some(skip.at_ms), Some(skip)),
            State::Missed => (3, None, None),
        };
        RunRecord {
            process: cbor::id(r.process),
            number: r.number,
            occurrence_ms: r.occurrence_ms,
            started_ms: r.started_ms,
            due_ms: r.due_ms,
            version: r.version,
            starter: cbor::id_opt(r.starter),
            person: cbor::id_opt(r.person),
            state,
            at_ms,
            by: cbor::id_opt(skip.and_then(|skip| skip.by)),
            reason: skip.map(|skip| skip.reason.clone()).filter(|reason| !reason.is_empty()),
            before: cbor::id_opt(r.before),
            after: cbor::id_opt(r.after),
        }
    }
}

impl RunRecord {
    /// With its id.
    pub fn into_run(self, id: Id) -> Run {
        let r = self;
        let at_ms = r.at_ms.unwrap_or(r.started_ms);
        let by = cbor::from_id_opt(&r.by);
        Run {
            id,
            process: cbor::from_id(&r.process),
            number: r.number,
            occurrence_ms: r.occurrence_ms,
            started_ms: r.started_ms,
            due_ms: r.due_ms,
            version: r.version,
            starter: cbor::from_id_opt(&r.starter),
            person: cbor::from_id_opt(&r.person),
            state: match r.state {
                1 => State::Done(at_ms),
                2 => State::Skipped(Skip { at_ms, by, reason: r.reason.unwrap_or_default() }),
                3 => State::Missed,
                _ => State::Open,
            },
            before: cbor::from_id_opt(&r.before),
            after: cbor::from_id_opt(&r.after),
        }
    }
}
