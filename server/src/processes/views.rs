//! Processes and runs as the API shows them.

use super::{
    commands,
    input::{AssignShape, LateWord, StepShape},
    queries,
    record::Version,
};
use crate::{
    Error,
    access::{self, Scope},
    http::{Shape, shapes, words::words},
};
use guildhall_domain::{
    policy::DoSpace,
    process::{
        Process,
        run::{Outcome, Run, State, Statistics},
    },
    recurrence::Recurrence,
    space::Space,
    task::approving::{Stand, waits_at},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

pub mod runs;

pub use runs::{RunShape, StepWaitShape, WaitsShape, WholeRunShape, run, run_by_id, waits, whole_run};

/// Runs of the strip.
const STRIP: usize = 12;

words! {
    /// How a run went. `open`: not done and not late; one that is late counts as late before it is done.
    RunOutcome of Outcome: OnTime, Late, Missed, Skipped, Open
}

/// A rule in words and as a code, with its next three times.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ProcessRule)]
pub struct RuleShape {
    /// In words, as it is understood.
    pub words: String,
    /// The same as a code, which always stays the same.
    pub code: String,
    /// It comes so long after the run before was done; then only the next time is known.
    pub after_completion: bool,
    /// Its next three times.
    pub next_at: Vec<String>,
    /// The zone they are meant in: that of the organization.
    pub zone: String,
}

impl Shape for RuleShape {}

/// How the last runs went, at most 26 of them. Skipped ones count neither for nor against.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RunStatistics)]
#[allow(missing_docs)]
pub struct StatisticsShape {
    pub runs: u32,
    pub on_time: u32,
    pub late: u32,
    pub missed: u32,
    pub skipped: u32,
    /// Per cent on time; null while nothing counts.
    pub on_time_rate: Option<u8>,
}

impl From<Statistics> for StatisticsShape {
    fn from(s: Statistics) -> Self {
        StatisticsShape {
            runs: s.runs,
            on_time: s.on_time,
            late: s.late,
            missed: s.missed,
            skipped: s.skipped,
            on_time_rate: s.rate(),
        }
    }
}

/// One of the last runs, the oldest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StripRun)]
pub struct StripShape {
    /// The run.
    pub id: Uuid,
    /// Its number; 0 for one that was missed.
    pub number: u32,
    /// The time it was for, or at which it was started by hand.
    pub at: String,
    /// How it went.
    pub outcome: RunOutcome,
    /// It is open and waits for an approval.
    pub waits_for_approval: bool,
}

/// What the reader may do with a process.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct ProcessCan {
    pub edit: bool,
    /// Start and skip runs.
    pub run: bool,
}

/// Work that comes again.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Process)]
pub struct ProcessShape {
    /// Id.
    pub id: Uuid,
    /// Home space.
    pub space_id: Uuid,
    /// Its name.
    pub name: String,
    /// The procedure in words: Markdown.
    pub body: String,
    /// When it comes; null: it is started by hand.
    pub rule: Option<RuleShape>,
    /// What is to be done.
    pub steps: Vec<StepShape>,
    /// Who gets a run.
    pub assign: AssignShape,
    /// Days before its time a run is started.
    pub show_days: u16,
    /// Days after its day by which a run is to be done.
    pub done_days: u16,
    /// By when on that day; null: by its end.
    pub done_at: Option<String>,
    /// What happens when the run before is still open.
    pub late: LateWord,
    /// Minutes a run is thought to take.
    pub estimate_minutes: Option<u32>,
    /// Number of the procedure; runs keep the one they began with.
    pub procedure: u32,
    /// Not started for the time being.
    pub paused: bool,
    /// The next run waits for the one before.
    pub waits: bool,
    /// Whose rights its runs are started with.
    pub owner_id: Uuid,
    /// They may not work here any more, so runs are missed until somebody who may changes it.
    pub owner_gone: bool,
    /// Who made it.
    pub author_id: Uuid,
    /// When it comes next.
    pub next_at: Option<String>,
    /// The last twelve runs, the oldest first.
    pub strip: Vec<StripShape>,
    /// How the last runs went.
    pub statistics: StatisticsShape,
    /// In the trash since.
    pub trashed_at: Option<String>,
    /// When it was made.
    pub created_at: String,
    /// What the reader may do.
    pub can: ProcessCan,
    /// For If-Match.
    pub version: String,
}

impl Shape for ProcessShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// A procedure as it was in one version.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Procedure)]
pub struct VersionShape {
    /// Its number.
    pub procedure: u32,
    /// Name.
    pub name: String,
    /// In words.
    pub body: String,
    /// Its steps.
    pub steps: Vec<StepShape>,
    /// Since when.
    pub at: String,
    /// Who made it.
    pub by_id: Uuid,
}

/// A rule as it is understood.
pub fn rule(scope: &impl Scope, rule: &Recurrence, times: u32, after_ms: i64) -> RuleShape {
    RuleShape {
        words: rule.to_string(),
        code: rule.to_text(),
        after_completion: rule.is_after_completion(),
        next_at: queries::ahead(scope, rule, times, after_ms),
        zone: scope.directory().zone().name().to_owned(),
    }
}

/// A run on the strip. What its task says counts only where the process is at home: it is the same for everybody who reads
/// the process, so it is written once for all of them.
pub fn strip(scope: &impl Scope, run: &Run, home: &Space) -> Result<StripShape, Error> {
    // Only of open runs it is asked what their task is.
    let task = if run.state == State::Open { access::seen_task(scope, run.id)? } else { None };
    let task = task.filter(|task| task.space == home.id);
    let waits = task.as_ref().and_then(|task| waits_at(task));
    Ok(StripShape {
        id: run.id,
        number: run.number,
        at: shapes::instant(run.place_ms()),
        outcome: run.outcome(scope.now()).into(),
        waits_for_approval: waits.is_some_and(|(_, approval)| matches!(approval.stand, Stand::Asked(_))),
    })
}

/// A process, for whoever may read it.
pub fn shape(scope: &impl Scope, process: &Process, home: &Space) -> Result<ProcessShape, Error> {
    let (plan, clock) = (&process.plan, &process.clock);
    let runs = queries::counted(scope, process.id)?;
    let strip = runs.iter().take(STRIP).rev().map(|run| strip(scope, run, home)).collect::<Result<_, _>>()?;
    let ahead = clock.next_ms.filter(|_| process.is_on());
    let rule = plan.rule.as_ref().map(|plan| {
        let mut shape = rule(scope, plan, clock.times, ahead.unwrap_or(scope.now()).saturating_sub(1));
        if plan.is_after_completion() || ahead.is_none() {
            shape.next_at = ahead.map(shapes::instant).into_iter().collect();
        }
        shape
    });
    Ok(ProcessShape {
        id: process.id,
        space_id: process.space,
        name: plan.name.clone(),
        body: plan.body.clone(),
        rule,
        steps: plan.steps.iter().map(StepShape::from).collect(),
        assign: (&plan.assign).into(),
        show_days: plan.show_days,
        done_days: plan.done_days,
        done_at: plan.done_at.map(|at| format!("{:02}:{:02}", at / 60, at % 60)),
        late: plan.late.into(),
        estimate_minutes: plan.estimate,
        procedure: process.version,
        paused: process.paused,
        waits: process.waits(),
        owner_id: process.owner,
        owner_gone: !commands::runs::owner_may(scope.directory(), home, process.owner),
        author_id: process.author,
        next_at: ahead.map(shapes::instant),
        strip,
        statistics: Statistics::of(runs.iter().map(|run| run.outcome(scope.now()))).into(),
        trashed_at: process.trashed_ms.map(shapes::instant),
        created_at: shapes::instant(process.created_ms),
        can: ProcessCan {
            edit: queries::may_change(scope, process, home),
            run: process.trashed_ms.is_none() && access::may_space(scope, home, DoSpace::Write),
        },
        version: scope.version(process.seq),
    })
}

/// A process by itself.
pub fn whole(scope: &impl Scope, process: &Process) -> Result<ProcessShape, Error> {
    let home = scope.directory().space(process.space).ok_or_else(Error::not_found)?;
    shape(scope, process, home)
}

/// A version of a procedure.
pub fn version(number: u32, version: &Version) -> VersionShape {
    VersionShape {
        procedure: number,
        name: version.name.clone(),
        body: version.body.clone(),
        steps: version.steps.iter().map(StepShape::from).collect(),
        at: shapes::instant(version.at_ms),
        by_id: version.by,
    }
}
