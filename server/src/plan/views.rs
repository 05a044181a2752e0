//! Plans as the API shows them.

use super::{
    gather::{Gathered, Planned},
    input::HealthShape,
};
use crate::{
    access::{self, Scope},
    http::{
        Shape,
        shapes::{self, ActorShape, CategoryShape},
    },
    items::views::ItemRef,
    tasks,
};
use chrono::NaiveDate;
use guildhall_domain::{
    actor::Actor,
    plan::{Baseline, Network, Note},
    policy::{Do, DoSpace},
    space::Category,
    task::Task,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A task on its days.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlanTask {
    /// The task.
    pub id: Uuid,
    /// `SVC-214`.
    pub key: String,
    /// Title.
    pub title: String,
    /// Section of the space: tasks are grouped by them.
    pub section_id: Option<u32>,
    /// Status of the space.
    pub status_id: u32,
    /// Category of that status.
    pub category: CategoryShape,
    /// Who does it.
    pub assignee_id: Option<Uuid>,
    /// It is a day to be reached and takes no time.
    pub milestone: bool,
    /// Somebody said on which days it is done; otherwise `start` and `due` are those it could be done on.
    pub dated: bool,
    /// The first day.
    pub start: NaiveDate,
    /// The last day.
    pub due: NaiveDate,
    /// Working days.
    pub days: i64,
    /// How much of it is done, 0–100: of what can be ticked in it, or by its status.
    pub progress: u32,
    /// The first day on which it could begin, going by what it depends on.
    pub earliest_start: Option<NaiveDate>,
    /// Working days it could end later while the plan ends no later; less than none where it comes too late for what
    /// depends on it. Null when it is done.
    pub slack_days: Option<i64>,
    /// It decides when the plan ends.
    pub critical: bool,
    /// The reader may move it.
    pub can_edit: bool,
}

/// That a task begins after another one ends.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlanLink {
    /// The task.
    pub task_id: Uuid,
    /// The one before it.
    pub predecessor_id: Uuid,
    /// Working days between them.
    pub lag_days: i64,
    /// The task begins too early for it.
    pub broken: bool,
}

/// A task that another one waits for, or that waits for it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = TaskDependency)]
pub struct Dependency {
    /// The other task.
    pub item: ItemRef,
    /// Working days between them.
    pub lag_days: i64,
    /// The one that waits begins too early.
    pub broken: bool,
}

/// What a task depends on, and what on it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = TaskDependencies)]
pub struct Dependencies {
    /// The tasks before it.
    pub waits_for: Vec<Dependency>,
    /// The tasks behind it.
    pub blocks: Vec<Dependency>,
    /// The reader may change what it waits for.
    pub can_edit: bool,
}

impl Shape for Dependencies {}

/// The plan of a space.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlanShape {
    /// The space.
    pub space_id: Uuid,
    /// The day on which it is to be finished.
    pub finish: NaiveDate,
    /// The last day of what is planned; null where nothing is.
    pub end: Option<NaiveDate>,
    /// Working days between that and the finish; less than none where it comes too late.
    pub slack_days: Option<i64>,
    /// Today, where the organization is.
    pub today: NaiveDate,
    /// Weekdays on which nobody works, Monday is 1.
    pub off_weekdays: Vec<u8>,
    /// Days on which the organization is closed.
    pub closed_days: Vec<NaiveDate>,
    /// In the order of the space.
    pub tasks: Vec<PlanTask>,
    /// What depends on what, as far as both are in the plan.
    pub links: Vec<PlanLink>,
    /// Tasks behind the last one that is shown: a plan shows 5,000.
    pub left_out: usize,
    /// What was said last of how it stands.
    pub note: Option<StatusNote>,
    /// What the reader may do.
    pub can: PlanCan,
}

impl Shape for PlanShape {}

/// What the reader may do with a plan.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlanCan {
    /// Make tasks in it.
    pub write: bool,
    /// Keep baselines, say how it stands, set the finish.
    pub manage: bool,
    /// Read what it may cost and does.
    pub budget: bool,
}

/// A task that moves.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlanMove {
    /// The task.
    pub task_id: Uuid,
    /// Its first day before; null where it had no days.
    pub from_start: Option<NaiveDate>,
    /// Its last day before.
    pub from_due: Option<NaiveDate>,
    /// Its first day.
    pub start: NaiveDate,
    /// Its last day.
    pub due: NaiveDate,
}

/// What moves when a task does.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlanShift {
    /// The task itself, and those it pushes.
    pub moves: Vec<PlanMove>,
    /// The last day of what is planned then.
    pub end: Option<NaiveDate>,
    /// Working days between that and the finish.
    pub slack_days: Option<i64>,
}

impl Shape for PlanShift {}

/// A task that would come too late.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LateTask {
    /// The task.
    pub task_id: Uuid,
    /// Working days.
    pub days: i64,
}

/// What another finish would mean.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WhatIf {
    /// That day.
    pub finish: NaiveDate,
    /// The last day of what is planned.
    pub end: Option<NaiveDate>,
    /// Working days between that and the finish; less than none where it comes too late.
    pub slack_days: Option<i64>,
    /// The last day if everything began as soon as what it depends on allows.
    pub earliest_end: Option<NaiveDate>,
    /// Tasks that would come too late, the latest first.
    pub late: Vec<LateTask>,
}

impl Shape for WhatIf {}

/// A milestone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Milestone {
    /// The task.
    pub task_id: Uuid,
    /// `SVC-214`.
    pub key: String,
    /// Title.
    pub title: String,
    /// Its day, or the one on which it could be reached.
    pub day: NaiveDate,
    /// It was reached.
    pub done: bool,
    /// See `PlanTask`.
    pub slack_days: Option<i64>,
}

/// The dates of a plan as they were once.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Baseline)]
pub struct BaselineShape {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Who kept it.
    pub author: ActorShape,
    /// When.
    pub created_at: String,
    /// The day on which the space was to be finished.
    pub finish: NaiveDate,
    /// How many tasks had dates.
    pub tasks: usize,
}

impl Shape for BaselineShape {}

/// A task then and now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BaselineTask {
    /// The task.
    pub task_id: Uuid,
    /// Its first day then.
    pub start: NaiveDate,
    /// Its last day then.
    pub due: NaiveDate,
    /// Working days it ends later by now; null where it has no days any more.
    pub days_later: Option<i64>,
}

/// A plan beside what it was once.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BaselineCompared {
    /// The baseline.
    pub baseline: BaselineShape,
    /// Its tasks that are in the plan.
    pub tasks: Vec<BaselineTask>,
    /// Tasks of it that are not.
    pub gone: usize,
    /// Tasks of the plan with dates that it does not know.
    pub new: usize,
    /// Working days the plan ends later.
    pub days_later: Option<i64>,
}

impl Shape for BaselineCompared {}

/// What a lead said of how a project stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StatusNote {
    /// Id.
    pub id: Uuid,
    /// How it stands.
    pub health: HealthShape,
    /// Markdown.
    pub body: String,
    /// Who said so.
    pub author: ActorShape,
    /// When.
    pub created_at: String,
}

impl Shape for StatusNote {}

/// A note.
pub fn note(scope: &impl Scope, note: &Note) -> StatusNote {
    StatusNote {
        id: note.id,
        health: note.health.into(),
        body: note.body.clone(),
        author: shapes::actor(scope, Actor::Person(note.author)),
        created_at: shapes::instant(note.at_ms),
    }
}

/// A baseline.
pub fn baseline(scope: &impl Scope, baseline: &Baseline) -> BaselineShape {
    BaselineShape {
        id: baseline.id,
        name: baseline.name.clone(),
        author: shapes::actor(scope, Actor::Person(baseline.author)),
        created_at: shapes::instant(baseline.at_ms),
        finish: baseline.finish,
        tasks: baseline.tasks.len(),
    }
}

/// How much of a task is done, in hundredths.
fn progress(task: &Task) -> u32 {
    let ((steps, all_steps), (parts, all_parts)) = (task.step_counts(), task.subtasks);
    match task.category {
        Category::Done => 100,
        _ if all_steps + all_parts > 0 => (steps + parts) * 100 / (all_steps + all_parts),
        Category::Doing | Category::Waiting => 50,
        _ => 0,
    }
}

/// The tasks of a plan.
pub fn tasks(scope: &impl Scope, all: &Gathered, network: &Network) -> Vec<PlanTask> {
    let earliest = network.earliest(all.today);
    let slack = network.slack(network.end().unwrap_or(all.today));
    let mut shapes = Vec::with_capacity(all.tasks.len());
    for (at, (task, dates)) in all.tasks.iter().zip(&all.dates).enumerate() {
        let bar = dates.bar(&all.days);
        let first = network.planned().get(at).copied().unwrap_or(all.today);
        let nth = |number: i64| all.days.nth(number).unwrap_or(guildhall_domain::plan::last_day());
        let (start, due) = dates.span().unwrap_or_else(|| (nth(first), nth(first + (bar.length - 1).max(0))));
        let slack = slack.get(at).copied().flatten();
        shapes.push(PlanTask {
            id: task.id,
            key: tasks::views::key(scope, task),
            title: task.title.clone(),
            section_id: task.section,
            status_id: task.status,
            category: task.category.into(),
            assignee_id: task.assignee,
            milestone: task.milestone,
            dated: bar.start.is_some(),
            start,
            due,
            days: bar.length,
            progress: progress(task),
            earliest_start: earliest.get(at).and_then(|earliest| all.days.nth(*earliest)),
            slack_days: slack,
            critical: slack.is_some_and(|slack| slack <= 0),
            can_edit: access::may(scope, task, Do::Edit),
        });
    }
    shapes
}

/// The dependencies of a plan.
pub fn links(all: &Gathered, network: &Network) -> Vec<PlanLink> {
    let id = |at: usize| all.tasks.get(at).map(|task| task.id);
    let link = |link: &guildhall_domain::plan::Link| {
        let (predecessor_id, task_id) = id(link.from).zip(id(link.to))?;
        Some(PlanLink { task_id, predecessor_id, lag_days: link.lag, broken: network.is_broken(link) })
    };
    all.links.iter().filter_map(link).collect()
}

/// What the reader may do.
pub fn can(scope: &impl Scope, of: &Planned) -> PlanCan {
    let may = |what: DoSpace| access::may_space(scope, &of.space, what);
    PlanCan { write: may(DoSpace::Write), manage: may(DoSpace::Manage), budget: may(DoSpace::Revive) }
}
