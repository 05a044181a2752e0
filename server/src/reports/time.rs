//! Time: what was worked in which week by whom in which space, and what of it a customer pays for. Everybody reads their
//! own, and others' as they read their entries.

use super::{
    asked::{self, Over},
    money,
    views::plans::{TimeBudget, TimeGroup, TimeReport, TimeWeek},
};
use crate::{
    Error,
    access::{self, Scope},
    http::csv,
    time::{input::EntryFilter, queries},
};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    policy::DoSpace,
    process::report::{Period, week_of},
    time::words,
};
use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
    iter,
    ops::AddAssign,
};

/// Minutes, and those a customer pays for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Worked {
    /// All of them.
    pub minutes: u64,
    /// Those that are paid for.
    pub billable: u64,
}

impl AddAssign for Worked {
    fn add_assign(&mut self, other: Worked) {
        self.minutes += other.minutes;
        self.billable += other.billable;
    }
}

/// Everything that is counted: by week, person and space.
pub struct Counted {
    /// The days it is about.
    pub period: Period,
    /// What was worked.
    pub cells: BTreeMap<(NaiveDate, Id, Id), Worked>,
    first_day: u8,
}

/// Counts.
pub fn count(scope: &impl Scope, asked: &Over) -> Result<Counted, Error> {
    let period = asked.period(scope)?;
    if let Some(space) = asked.space {
        access::space(scope, space, DoSpace::Read)?;
    }
    let person = asked::person(scope, asked.person)?;
    let first_day = scope.directory().week_starts_on();
    let mut cells: BTreeMap<(NaiveDate, Id, Id), Worked> = BTreeMap::new();
    let filter = EntryFilter {
        person,
        space: asked.space,
        from: Some(period.from.to_string()),
        to: Some(period.to.to_string()),
        ..EntryFilter::default()
    };
    queries::each(scope, &filter, None, |entry| {
        let minutes = u64::from(entry.minutes);
        let billable = if entry.billable { minutes } else { 0 };
        let place = (week_of(entry.day, first_day), entry.person, entry.space);
        *cells.entry(place).or_default() += Worked { minutes, billable };
        Ok(true)
    })?;
    Ok(Counted { period, cells, first_day })
}

impl Counted {
    /// All of it.
    pub fn all(&self) -> Worked {
        let mut all = Worked::default();
        self.cells.values().for_each(|worked| all += *worked);
        all
    }

    fn by<K: Hash + Eq>(&self, key: impl Fn(&(NaiveDate, Id, Id)) -> K) -> HashMap<K, Worked> {
        let mut groups: HashMap<K, Worked> = HashMap::new();
        for (place, worked) in &self.cells {
            *groups.entry(key(place)).or_default() += *worked;
        }
        groups
    }

    /// The weeks of the time, those without work too.
    fn weeks(&self) -> Vec<TimeWeek> {
        let worked = self.by(|place| place.0);
        let week = |from: NaiveDate| {
            let worked = worked.get(&from).copied().unwrap_or_default();
            TimeWeek { from, minutes: worked.minutes, billable_minutes: worked.billable }
        };
        self.period.weeks(self.first_day).into_iter().map(week).collect()
    }
}

/// Most first.
fn groups(all: HashMap<Id, Worked>) -> Vec<TimeGroup> {
    let group =
        |(id, worked): (Id, Worked)| TimeGroup { id, minutes: worked.minutes, billable_minutes: worked.billable };
    let mut groups: Vec<TimeGroup> = all.into_iter().map(group).collect();
    groups.sort_by_key(|group| (std::cmp::Reverse(group.minutes), group.id));
    groups
}

/// The report.
pub fn report(scope: &impl Scope, asked: &Over) -> Result<TimeReport, Error> {
    let counted = count(scope, asked)?;
    let all = counted.all();
    Ok(TimeReport {
        from: counted.period.from,
        to: counted.period.to,
        minutes: all.minutes,
        billable_minutes: all.billable,
        weeks: counted.weeks(),
        spaces: groups(counted.by(|place| place.2)),
        people: groups(counted.by(|place| place.1)),
        budgets: money::of(scope, asked)?,
    })
}

const HOURS: [&str; 6] = ["week", "person", "space", "hours", "minutes", "billable minutes"];
const MONEY: [&str; 6] = ["budget", "spent", "ordered", "still to work", "forecast", "currency"];

/// The same as a table for spreadsheets: who worked how much in which space, week by week. Whoever leads a space with a
/// budget has columns for that, and a line for each at the end.
pub fn table(scope: &impl Scope, asked: &Over) -> Result<Vec<u8>, Error> {
    let counted = count(scope, asked)?;
    let cells = |((week, person, space), worked): (&(NaiveDate, Id, Id), &Worked)| {
        let space = access::seen(access::space(scope, *space, DoSpace::See))?;
        let person = access::person(scope, *person).map(|person| person.name.clone());
        Ok([
            week.to_string(),
            person.unwrap_or_default(),
            space.map(|space| space.name.clone()).unwrap_or_default(),
            words::decimal(u32::try_from(worked.minutes).unwrap_or(u32::MAX)),
            worked.minutes.to_string(),
            worked.billable.to_string(),
        ])
    };
    let budgets = money::of(scope, asked)?;
    let money: &[&str] = if budgets.is_empty() { &[] } else { &MONEY };
    let head = HOURS.iter().chain(money).map(|name| (*name).to_owned()).collect();
    let hours = counted.cells.iter().map(cells).collect::<Result<Vec<_>, Error>>()?;
    let hours = hours.into_iter().map(|cells| padded(cells, money.len()));
    let costs = budgets.iter().map(|budget| costs(scope, budget));
    csv::marked(iter::once(head).chain(hours).chain(costs))
}

fn padded(cells: [String; HOURS.len()], more: usize) -> Vec<String> {
    cells.into_iter().chain(iter::repeat_n(String::new(), more)).collect()
}

/// The line of a budget, in which no hours are.
fn costs(scope: &impl Scope, budget: &TimeBudget) -> Vec<String> {
    let none = String::new;
    let space = scope.directory().space(budget.space_id).map(|space| space.name.clone());
    let of = [none(), none(), space.unwrap_or_default(), none(), none(), none()];
    let sums = &budget.sums;
    let money = [&budget.amount, &sums.spent, &sums.ordered, &sums.left, &sums.forecast, &budget.currency];
    of.into_iter().chain(money.map(String::clone)).collect()
}
