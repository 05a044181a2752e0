//! The forecast: what everybody has to do in the eight weeks to come, beside what they can. It is the workload, week by week.

use super::{
    asked::Coming,
    views::plans::{ForecastPerson, ForecastReport, ForecastWeek},
};
use crate::{
    Error,
    access::{self, Scope},
    http::csv,
    workload::{
        input::WorkloadFilter,
        queries,
        views::{WorkloadDay, WorkloadPerson},
    },
};

/// Weeks that are looked ahead.
const WEEKS: u32 = 8;

/// The report.
pub fn report(scope: &impl Scope, asked: &Coming) -> Result<ForecastReport, Error> {
    let filter = WorkloadFilter { weeks: Some(WEEKS), space: asked.space, ..WorkloadFilter::default() };
    let load = queries::read(scope, &filter)?;
    let people: Vec<ForecastPerson> = load.people.iter().map(person).collect();
    let weeks = (0..WEEKS as usize).filter_map(|at| {
        let of: Vec<&ForecastWeek> = people.iter().filter_map(|person| person.weeks.get(at)).collect();
        let sum = |of_week: fn(&ForecastWeek) -> u32| of.iter().map(|week| of_week(week)).sum();
        Some(ForecastWeek {
            from: load.from.checked_add_days(chrono::Days::new(7 * at as u64))?,
            minutes: sum(|week| week.minutes),
            capacity_minutes: sum(|week| week.capacity_minutes),
        })
    });
    Ok(ForecastReport { from: load.from, to: load.to, weeks: weeks.collect(), people, unestimated: load.unestimated })
}

fn person(load: &WorkloadPerson) -> ForecastPerson {
    ForecastPerson {
        person_id: load.person_id,
        weeks: load.days.chunks(7).filter_map(week).collect(),
        overdue_minutes: load.overdue.minutes,
        undated_minutes: load.undated.minutes,
    }
}

fn week(days: &[WorkloadDay]) -> Option<ForecastWeek> {
    Some(ForecastWeek {
        from: days.first()?.day,
        minutes: days.iter().map(|day| day.minutes).sum(),
        capacity_minutes: days.iter().map(|day| day.capacity_minutes).sum(),
    })
}

const HEAD: [&str; 6] = ["week", "person", "minutes to do", "minutes they can", "too much", "free minutes"];

/// The same as a table for spreadsheets: everybody week by week.
pub fn table(scope: &impl Scope, asked: &Coming) -> Result<Vec<u8>, Error> {
    let report = report(scope, asked)?;
    let cells = |person: &ForecastPerson, week: &ForecastWeek| {
        let name = access::person(scope, person.person_id).map(|person| person.name.clone());
        [
            week.from.to_string(),
            name.unwrap_or_default(),
            week.minutes.to_string(),
            week.capacity_minutes.to_string(),
            if week.is_over() { "yes" } else { "no" }.to_owned(),
            week.capacity_minutes.saturating_sub(week.minutes).to_string(),
        ]
    };
    let rows = report.people.iter().flat_map(|person| person.weeks.iter().map(move |week| cells(person, week)));
    csv::table(HEAD, rows.collect())
}
