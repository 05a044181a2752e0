//! The lineup: every space with a finish on one line of weeks, with its milestones and how it stands. It is what the plan
//! of each says, counted as the reader of that space sees it.

use super::{
    asked::{Dated, LineupShow},
    views::plans::{LineupBaseline, LineupReport, LineupRow, LineupStand},
};
use crate::{
    Error,
    access::{self, Permitted, Scope},
    http::csv,
    plan::{
        baselines,
        gather::{Gathered, Planned, gather},
        input::HealthShape,
        queries,
        views::{PlanShape, PlanTask},
    },
};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    policy::DoSpace,
    report::Project,
    space::{Category, Space, SpaceRole},
    when,
};
use std::sync::Arc;

/// Spaces that are shown: those that finish first.
const SHOWN: usize = 200;

/// The report.
pub fn report(scope: &impl Scope, asked: &Dated) -> Result<LineupReport, Error> {
    let show = asked.show.unwrap_or_default();
    let today = when::today(when::from_ms(scope.now()), scope.directory().zone());
    let mut dated: Vec<(NaiveDate, Permitted<Arc<Space>>)> = Vec::new();
    for space in access::mine(scope)? {
        if show == LineupShow::Mine && !leads(scope, &space)? {
            continue;
        }
        dated.extend(space.finish.filter(|_| space.is_live()).map(|finish| (finish, space)));
    }
    dated.sort_by_cached_key(|(finish, space)| (*finish, access::by_name(space)));
    let left_out = dated.len().saturating_sub(SHOWN);
    dated.truncate(SHOWN);
    let mut items = dated.iter().map(|(_, space)| row(scope, space, today)).collect::<Result<Vec<_>, _>>()?;
    items.retain(|row| show != LineupShow::Risk || is_at_risk(row));
    let first = items.iter().filter_map(|row| row.start).min().unwrap_or(today).min(today);
    let last = items.iter().map(|row| row.end.unwrap_or(row.finish).max(row.finish)).max().unwrap_or(today).max(today);
    let organization = scope.directory().organization.as_ref();
    let closed = organization.map(|one| one.closed_days.clone()).unwrap_or_default();
    Ok(LineupReport {
        from: first,
        to: last,
        today,
        closed_days: closed.range(first..=last).copied().collect(),
        open_tasks: items.iter().map(|row| row.open_tasks).sum(),
        items,
        left_out,
    })
}

fn row(scope: &impl Scope, space: &Space, today: NaiveDate) -> Result<LineupRow, Error> {
    let of = Planned::new(scope, space.id, DoSpace::Read)?;
    let all = gather(scope, &of)?;
    let plan = queries::shape(scope, &of, &all)?;
    let dated = plan.tasks.iter().filter(|task| task.dated);
    let start = dated.map(|task| task.start).min().or_else(|| plan.tasks.iter().map(|task| task.start).min());
    let open = plan.tasks.iter().filter(|task| is_open(task)).count();
    let project = Project { tasks: plan.tasks.len(), open, start, finish: plan.finish, slack_days: plan.slack_days };
    let mut milestones: Vec<_> =
        plan.tasks.iter().filter(|task| task.milestone).cloned().map(queries::milestone).collect();
    milestones.sort_by_key(|milestone| milestone.day);
    Ok(LineupRow {
        space_id: space.id,
        lead_id: lead(scope, space),
        start,
        finish: plan.finish,
        end: plan.end,
        slack_days: plan.slack_days,
        stand: LineupStand::from(project.stand(today)),
        progress: progress(&plan),
        tasks: plan.tasks.len(),
        open_tasks: open,
        milestones,
        baseline: baseline(scope, &of, &all)?,
        note: plan.note,
    })
}

fn leads(scope: &impl Scope, space: &Space) -> Result<bool, Error> {
    let me = access::me(scope)?;
    Ok(scope.directory().role_in(&me, space) == Some(SpaceRole::Lead))
}

/// It is late or tight, or its lead says that it is not on track. What is done is neither.
fn is_at_risk(row: &LineupRow) -> bool {
    let said = row.note.as_ref().is_some_and(|note| note.health != HealthShape::OnTrack);
    match row.stand {
        LineupStand::Late | LineupStand::Tight => true,
        LineupStand::Done => false,
        LineupStand::NotStarted | LineupStand::OnTrack => said,
    }
}

fn is_open(task: &PlanTask) -> bool {
    Category::from(task.category).is_open()
}

/// How much of a project is done, in hundredths: each task weighs as many days as it takes.
fn progress(plan: &PlanShape) -> u32 {
    let weight = |task: &PlanTask| u64::try_from(task.days.max(1)).unwrap_or(1);
    let all: u64 = plan.tasks.iter().map(weight).sum();
    let done: u64 = plan.tasks.iter().map(|task| weight(task) * u64::from(task.progress)).sum();
    done.checked_div(all).and_then(|done| u32::try_from(done).ok()).unwrap_or(0)
}

/// Who leads it, the first by name where several do.
fn lead(scope: &impl Scope, space: &Space) -> Option<Id> {
    let directory = scope.directory();
    let leads = directory.belonging(space).filter(|person| directory.role_in(person, space) == Some(SpaceRole::Lead));
    let known = leads.filter(|person| access::knows(scope, person));
    known.min_by_key(|person| (person.name.to_lowercase(), person.id)).map(|person| person.id)
}

/// What was planned when it was last kept.
fn baseline(scope: &impl Scope, of: &Planned, all: &Gathered) -> Result<Option<LineupBaseline>, Error> {
    let Some(newest) = baselines::newest(scope, of)? else { return Ok(None) };
    let compared = baselines::beside(scope, all, &newest);
    Ok(Some(LineupBaseline {
        start: compared.tasks.iter().map(|task| task.start).min(),
        end: compared.tasks.iter().map(|task| task.due).max(),
        name: newest.name,
        finish: newest.finish,
        days_later: compared.days_later,
    }))
}

const HEAD: [&str; 12] = [
    "space",
    "start",
    "finish",
    "planned end",
    "slack in working days",
    "stands",
    "lead says",
    "done %",
    "tasks",
    "open tasks",
    "milestones",
    "working days later than the baseline",
];

fn said(health: HealthShape) -> &'static str {
    match health {
        HealthShape::OnTrack => "on track",
        HealthShape::AtRisk => "at risk",
        HealthShape::OffTrack => "off track",
    }
}

/// The same as a table for spreadsheets.
pub fn table(scope: &impl Scope, asked: &Dated) -> Result<Vec<u8>, Error> {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let cells = |row: &LineupRow| {
        let milestones = row.milestones.iter().map(|one| format!("{} {}", one.day, one.title));
        [
            scope.directory().space(row.space_id).map(|space| space.name.clone()).unwrap_or_default(),
            day(row.start),
            row.finish.to_string(),
            day(row.end),
            csv::number(row.slack_days),
            row.stand.words().to_owned(),
            row.note.as_ref().map(|note| said(note.health).to_owned()).unwrap_or_default(),
            row.progress.to_string(),
            row.tasks.to_string(),
            row.open_tasks.to_string(),
            milestones.collect::<Vec<_>>().join("; "),
            csv::number(row.baseline.as_ref().and_then(|baseline| baseline.days_later)),
        ]
    };
    csv::table(HEAD, report(scope, asked)?.items.iter().map(cells).collect())
}
