//! Open runs by the day on which they are due, over all spaces the asker reads: for whoever looks at a calendar.

use super::{queries, store};
use crate::{
    Error,
    access::{self, Scope},
    error::Code,
    http::Page,
    tasks::{self, views::TaskRow},
};
use chrono::NaiveDate;
use guildhall_domain::{policy::DoSpace, process::run::State};
use serde::Deserialize;
use utoipa::IntoParams;

/// Most days that are asked for at once.
const DAYS: i64 = 400;
/// Most runs that are answered.
const MOST: usize = 500;

/// Which days.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DaysDue {
    /// The first one.
    pub from: NaiveDate,
    /// The last one, at most 400 days later.
    pub to: NaiveDate,
}

/// Open runs that are due on some days and not the asker's own: these stand with the rest of their work.
pub fn of_others(scope: &impl Scope, asked: DaysDue) -> Result<Page<TaskRow>, Error> {
    if !(0..=DAYS).contains(&(asked.to - asked.from).num_days()) {
        return Err(Error::because(
            Code::BadQuery,
            "Ask for days in their order, the last one at most 400 days later.",
        ));
    }
    let (zone, days) = (tasks::input::zone(scope), asked.from..=asked.to);
    let mut items = Vec::new();
    for space in scope.directory().spaces() {
        if !space.is_live() || !access::may_space(scope, space, DoSpace::Read) {
            continue;
        }
        for process in store::of_space(scope.read(), space.audience)? {
            if process.trashed_ms.is_some() {
                continue;
            }
            for run in queries::counted(scope, process.id)? {
                if run.state != State::Open || items.len() == MOST {
                    continue;
                }
                let Some(task) = access::seen_task(scope, run.id)? else { continue };
                let due = task.due.is_some_and(|due| days.contains(&due.day_in(zone)));
                let own = task.assignee.is_some() && task.assignee == scope.who().person;
                if due && !own && task.trashed_ms.is_none() {
                    items.push(tasks::views::row(scope, &task)?);
                }
            }
        }
    }
    Ok(Page::all(items))
}
