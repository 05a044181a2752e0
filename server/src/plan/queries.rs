//! Reading plans.

use super::{
    gather::{Gathered, Planned, gather},
    input::WhatIfQuery,
    store,
    views::{self, LateTask, Milestone, PlanShape, WhatIf},
};
use crate::{Error, access::Scope, error::Code};
use chrono::{Days, NaiveDate};
use guildhall_domain::{Id, plan, policy::DoSpace, when};

/// Days around a plan whose closed days are told, so that it can be scrolled.
const AROUND: Days = Days::new(366);

/// The plan of a space.
pub fn read(scope: &impl Scope, space: Id) -> Result<PlanShape, Error> {
    let of = Planned::new(scope, space, DoSpace::Read)?;
    shape(scope, &of, &gather(scope, &of)?)
}

/// A plan that was gathered.
pub fn shape(scope: &impl Scope, of: &Planned, all: &Gathered) -> Result<PlanShape, Error> {
    let network = all.network();
    let tasks = views::tasks(scope, all, &network);
    let today = when::today(when::from_ms(scope.now()), scope.directory().zone());
    let first = tasks.iter().map(|task| task.start).min().unwrap_or(today).min(today);
    let last = tasks.iter().map(|task| task.due).max().unwrap_or(today).max(of.finish);
    let place = scope.directory().place();
    let (first, last) = (first.checked_sub_days(AROUND), last.checked_add_days(AROUND));
    let window = first.unwrap_or(NaiveDate::MIN)..=last.unwrap_or(NaiveDate::MAX);
    let note = store::notes(scope.read(), of.space.audience, 1)?;
    let end = network.end();
    Ok(PlanShape {
        space_id: of.space.id,
        finish: of.finish,
        end: all.last_day(end),
        slack_days: end.map(|end| all.end_of(of.finish) - end),
        today,
        off_weekdays: (1..=7u8).filter(|day| place.working != 0 && place.working >> (day - 1) & 1 == 0).collect(),
        closed_days: place.closed.range(window).copied().collect(),
        links: views::links(all, &network),
        tasks,
        left_out: all.left_out,
        note: note.first().map(|note| views::note(scope, note)),
        can: views::can(scope, of),
    })
}

/// What another finish would mean. Nothing is written.
pub fn what_if(scope: &impl Scope, space: Id, asked: &WhatIfQuery) -> Result<WhatIf, Error> {
    let of = Planned::new(scope, space, DoSpace::Read)?;
    let wrong = || Error::because(Code::BadQuery, "finish: write a day such as 2027-01-18, from 1900 to 2200.");
    let finish: NaiveDate = asked.finish.parse().map_err(|_| wrong())?;
    plan::day("finish", finish).map_err(|_| wrong())?;
    let all = gather(scope, &of)?;
    let network = all.network();
    let target = all.end_of(finish);
    let slack = network.slack(target);
    let mut late: Vec<LateTask> =
        all.tasks.iter().zip(slack).filter_map(|(task, slack)| late_by(task.id, slack)).collect();
    late.sort_by_key(|late| -late.days);
    let bars = all.dates.iter().map(|dates| dates.bar(&all.days).length);
    let earliest = network.earliest(all.today).into_iter().zip(bars).map(|(start, length)| start + length).max();
    Ok(WhatIf {
        finish,
        end: all.last_day(network.end()),
        slack_days: network.end().map(|end| target - end),
        earliest_end: all.last_day(earliest),
        late,
    })
}

fn late_by(task_id: Id, slack: Option<i64>) -> Option<LateTask> {
    slack.filter(|slack| *slack < 0).map(|slack| LateTask { task_id, days: -slack })
}

/// The milestones of a space by their day.
pub fn milestones(scope: &impl Scope, space: Id) -> Result<Vec<Milestone>, Error> {
    let of = Planned::new(scope, space, DoSpace::Read)?;
    let all: Gathered = gather(scope, &of)?;
    let tasks = views::tasks(scope, &all, &all.network());
    let mut found: Vec<Milestone> = tasks.into_iter().filter(|task| task.milestone).map(milestone).collect();
    found.sort_by_key(|milestone| milestone.day);
    Ok(found)
}

/// A milestone, from its task.
pub fn milestone(task: views::PlanTask) -> Milestone {
    Milestone {
        task_id: task.id,
        key: task.key,
        title: task.title,
        day: task.due,
        done: task.progress == 100 && task.slack_days.is_none(),
        slack_days: task.slack_days,
    }
}
