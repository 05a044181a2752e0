//! The workload as the API shows it.

use crate::{
    http::{Shape, words::words},
    tasks::views::TaskRow,
};
use chrono::NaiveDate;
use guildhall_domain::workload::{Aside, Load, Plan};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::gather::Calendar;

words! {
    /// How much of a day somebody is away.
    AwayPart: None, Half, Day
}

/// A day of somebody.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WorkloadDay {
    /// The day.
    pub day: NaiveDate,
    /// Minutes of work that fall on it, those of tasks the reader does not see among them.
    pub minutes: u32,
    /// Minutes of tasks the reader does not see.
    pub hidden_minutes: u32,
    /// How many tasks the reader sees there.
    pub tasks: u32,
    /// Of these, without an estimate: each counts as an hour.
    pub unestimated: u32,
    /// Minutes they can work: none on days off, closed days and days they are away.
    pub capacity_minutes: u32,
    /// How much of it they are away.
    pub away: AwayPart,
    /// There is more to do than they can.
    pub over: bool,
}

/// Tasks that stand on no day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WorkloadAside {
    /// How many the reader sees.
    pub tasks: u32,
    /// Minutes of all of them, seen or not.
    pub minutes: u32,
}

/// What somebody has to do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WorkloadPerson {
    /// Who.
    pub person_id: Uuid,
    /// Day by day.
    pub days: Vec<WorkloadDay>,
    /// What is late; it falls on no day.
    pub overdue: WorkloadAside,
    /// What nobody said the day of.
    pub undated: WorkloadAside,
    /// Tasks of these days the reader sees that have no estimate.
    pub unestimated: u32,
}

/// What people have to do on some days.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Workload {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Today, where the organization is. What is due is spread from it on.
    pub today: NaiveDate,
    /// Days on which the organization is closed.
    pub closed_days: Vec<NaiveDate>,
    /// By name.
    pub people: Vec<WorkloadPerson>,
    /// How many of them have more to do on one of these days than they can.
    pub over_people: u32,
    /// Tasks of these days the reader sees that have no estimate.
    pub unestimated: u32,
}

impl Shape for Workload {}

/// A task that falls on a day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WorkloadTask {
    /// The task.
    pub task: TaskRow,
    /// Minutes of it on this day.
    pub minutes: u32,
    /// What remains of it in all.
    pub remaining_minutes: u32,
    /// It has no estimate and counts as an hour.
    pub unestimated: bool,
    /// The reader may give it to somebody else.
    pub can_assign: bool,
}

/// What falls on a day of somebody.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WorkloadCell {
    /// Who.
    pub person_id: Uuid,
    /// The day.
    pub day: WorkloadDay,
    /// The tasks the reader sees, most minutes first.
    pub tasks: Vec<WorkloadTask>,
}

impl Shape for WorkloadCell {}

/// Tasks that need somebody.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WorkloadTasks {
    /// How many there are.
    pub count: usize,
    /// Those due first, 100 at most.
    pub items: Vec<TaskRow>,
}

impl Shape for WorkloadTasks {}

/// How many tasks stand on the lists of somebody, as far as the reader sees them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TeamPerson {
    /// Who.
    pub person_id: Uuid,
    /// Open tasks they do.
    pub assigned: usize,
    /// Those with a day on which they begin.
    pub planned: usize,
    /// Those due within the seven days from today on.
    pub week: usize,
    /// Those that are late.
    pub overdue: usize,
}

impl TeamPerson {
    /// Without anything to do.
    pub fn of(person: Uuid) -> Self {
        TeamPerson { person_id: person, assigned: 0, planned: 0, week: 0, overdue: 0 }
    }
}

/// The lists of a team in numbers.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TeamLists {
    /// By name.
    pub people: Vec<TeamPerson>,
    /// Open tasks nobody does.
    pub unassigned: usize,
}

impl Shape for TeamLists {}

/// Somebody a task could be given to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WorkloadSuggestion {
    /// Who.
    pub person_id: Uuid,
    /// Minutes they have free on its days.
    pub free_minutes: u32,
    /// How often they did a task of this title or process within a year, as far as the reader sees.
    pub done_before: u32,
}

/// Who a task could be given to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WorkloadSuggestions {
    /// The first of its days.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
    /// What remains of it.
    pub minutes: u32,
    /// Five at most, the best first.
    pub items: Vec<WorkloadSuggestion>,
}

impl Shape for WorkloadSuggestions {}

/// A day.
pub fn day(calendar: &Calendar, (day, capacity, load): (NaiveDate, u32, &Load)) -> WorkloadDay {
    WorkloadDay {
        day,
        minutes: load.minutes,
        hidden_minutes: load.hidden,
        tasks: load.tasks,
        unestimated: load.guessed,
        capacity_minutes: capacity,
        away: match calendar.away_on(day) {
            0 => AwayPart::None,
            1 => AwayPart::Half,
            _ => AwayPart::Day,
        },
        over: Plan::is_over(capacity, load),
    }
}

/// What stands apart.
fn aside(aside: Aside) -> WorkloadAside {
    WorkloadAside { tasks: aside.tasks, minutes: aside.minutes }
}

/// What somebody has to do.
pub fn person(calendar: &Calendar, plan: &Plan) -> WorkloadPerson {
    WorkloadPerson {
        person_id: calendar.person.id,
        days: plan.each().map(|one| day(calendar, one)).collect(),
        overdue: aside(plan.overdue),
        undated: aside(plan.undated),
        unestimated: plan.guessed,
    }
}
