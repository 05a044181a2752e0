//! How runs went: all together, by process, space, person or month, and week by week. Beside each stands how the same went
//! in as long a time before.

use super::{
    asked::{Asked, ReportBy},
    views::{OperationsReport, OperationsRow, OperationsWeek, WentShape},
};
use crate::{
    Error,
    access::{self, Permitted, Scope},
    http::version,
    processes::{
        queries as processes, store,
        views::{StripShape, strip},
    },
};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    process::{
        Process,
        report::{Period, Tally, week_of},
        run::Run,
    },
    space::Space,
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// Runs of a strip.
const STRIP: usize = 12;

/// Runs that are put together.
#[derive(Default)]
pub struct Row {
    /// The process, space or person, or the month.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The space of a process.
    pub space: Option<Id>,
    /// The last runs, the last one first.
    strip: Vec<StripShape>,
    /// How they went.
    pub now: Tally,
    /// How they went in the time before.
    pub before: Tally,
}

impl Row {
    /// By how many points the rate changed.
    pub fn change(&self) -> Option<i16> {
        let (now, before) = (self.now.statistics.rate()?, self.before.statistics.rate()?);
        Some(i16::from(now) - i16::from(before))
    }

    /// Worst first: what has no rate comes last.
    fn place(&self, by: ReportBy) -> Vec<u8> {
        let statistics = self.now.statistics;
        let rate = statistics.rate().unwrap_or(u8::MAX);
        let bad = u32::MAX - statistics.late - statistics.missed;
        let name = self.name.to_lowercase();
        let worst = [&[rate][..], &bad.to_be_bytes()[..], name.as_bytes(), &[0], self.id.as_bytes()];
        if by == ReportBy::Month { self.id.clone().into_bytes() } else { worst.concat() }
    }

    fn shape(&self, scope: &impl Scope, by: ReportBy) -> Result<OperationsRow, Error> {
        Ok(OperationsRow {
            id: self.id.clone(),
            name: self.name.clone(),
            space_id: self.space,
            strip: self.strip.iter().rev().cloned().collect(),
            went: WentShape::from(&self.now),
            change: self.change(),
            waits_at: self.waits_at(scope, by)?,
        })
    }

    /// The step a process waits for the longest.
    pub fn waits_at(&self, scope: &impl Scope, by: ReportBy) -> Result<Option<String>, Error> {
        let Some(process) = self.id.parse().ok().filter(|_| by == ReportBy::Process) else { return Ok(None) };
        let longest = processes::waits(scope, process)?.steps.into_iter().next();
        Ok(longest.filter(|step| step.minutes > 0).map(|step| step.text))
    }
}

/// Everything that is counted.
pub struct Counted {
    /// The days it is about.
    pub period: Period,
    /// What runs are put together by.
    pub by: ReportBy,
    /// All of them together.
    all: Row,
    /// Each by itself, in order.
    pub rows: Vec<Row>,
    weeks: BTreeMap<NaiveDate, Tally>,
    first_day: u8,
}

/// Counts.
pub fn count(scope: &impl Scope, asked: &Asked) -> Result<Counted, Error> {
    let period = asked.period(scope)?;
    let by = asked.by.unwrap_or_default();
    let person = asked.person(scope)?;
    let first_day = scope.directory().week_starts_on();
    let weeks = period.weeks(first_day).into_iter().map(|day| (day, Tally::default())).collect();
    let mut counting = Counting {
        scope,
        by,
        begins: (period.before().begin_ms(), period.begin_ms()),
        end: period.end_ms(),
        counted: Counted { period, by, all: Row::default(), rows: Vec::new(), weeks, first_day },
        rows: HashMap::new(),
    };
    for space in asked.spaces(scope)? {
        for process in store::of_space(scope.read(), space.audience)? {
            if process.trashed_ms.is_none() {
                counting.process(&space, &process, person)?;
            }
        }
    }
    let mut counted = counting.counted;
    // What had no run in this time has nothing to say about it.
    counted.rows = counting.rows.into_values().filter(|row| row.now.statistics.runs > 0).collect();
    counted.rows.sort_by_cached_key(|row| row.place(by));
    Ok(counted)
}

struct Counting<'s, S: Scope> {
    scope: &'s S,
    by: ReportBy,
    /// When the time before it begins, and when it begins itself.
    begins: (i64, i64),
    end: i64,
    counted: Counted,
    rows: HashMap<String, Row>,
}

impl<S: Scope> Counting<'_, S> {
    fn process(&mut self, space: &Permitted<Arc<Space>>, process: &Process, person: Option<Id>) -> Result<(), Error> {
        let (scope, now_ms) = (self.scope, self.scope.now());
        let (period, (before, begin)) = (self.counted.period, self.begins);
        // Those of before it is over, the last one first.
        let place = Some((self.end, Id::max()));
        for run in store::runs(scope.read(), process.id, place)? {
            let run = run?;
            if run.place_ms() < before {
                break;
            }
            if person.is_some_and(|person| run.person != Some(person)) {
                continue;
            }
            let is_now = run.place_ms() >= begin;
            let by = self.by;
            let of = key(by, space, process, &run, &period);
            let row = self.rows.entry(of).or_insert_with_key(|id| named(scope, by, id, space, process));
            for row in [row, &mut self.counted.all] {
                if is_now { &mut row.now } else { &mut row.before }.add(&run, now_ms);
            }
            if is_now {
                self.strip(space, process, &run)?;
                let week = self.counted.weeks.entry(week_of(period.day(run.place_ms()), self.counted.first_day));
                week.or_default().add(&run, now_ms);
            }
        }
        Ok(())
    }

    /// Runs of one process come in their order, so only a process has a strip.
    fn strip(&mut self, space: &Space, process: &Process, run: &Run) -> Result<(), Error> {
        let row = self.rows.get_mut(&process.id.to_string()).filter(|row| row.strip.len() < STRIP);
        if let Some(row) = row.filter(|_| self.by == ReportBy::Process) {
            row.strip.push(strip(self.scope, run, space)?);
        }
        Ok(())
    }
}

fn key(by: ReportBy, space: &Space, process: &Process, run: &Run, period: &Period) -> String {
    match by {
        ReportBy::Process => process.id.to_string(),
        ReportBy::Space => space.id.to_string(),
        ReportBy::Person => run.person.map_or_else(|| "none".to_owned(), |id| id.to_string()),
        ReportBy::Month => period.day(run.place_ms()).format("%Y-%m").to_string(),
    }
}

fn named(scope: &impl Scope, by: ReportBy, id: &str, space: &Space, process: &Process) -> Row {
    let name = match by {
        ReportBy::Process => process.plan.name.clone(),
        ReportBy::Space => space.name.clone(),
        ReportBy::Person => person(scope, id),
        ReportBy::Month => id.to_owned(),
    };
    Row { id: id.to_owned(), name, space: (by == ReportBy::Process).then_some(space.id), ..Row::default() }
}

fn person(scope: &impl Scope, id: &str) -> String {
    let Ok(id) = id.parse::<Id>() else { return "Nobody".to_owned() };
    let person = scope.directory().person(id).filter(|person| access::knows(scope, person));
    person.map_or_else(|| "Somebody".to_owned(), |person| person.name.clone())
}

/// The report with a page of its rows.
pub fn report(scope: &impl Scope, asked: &Asked) -> Result<OperationsReport, Error> {
    let (limit, place) = asked.page()?;
    let counted = count(scope, asked)?;
    let by = counted.by;
    let from = place.map_or(0, |place| counted.rows.partition_point(|row| row.place(by) <= place));
    let more = counted.rows.get(from..).unwrap_or_default();
    let rows = more.get(..limit).unwrap_or(more);
    let last = rows.last().filter(|_| rows.len() < more.len());
    let week = |(first, tally): (&NaiveDate, &Tally)| OperationsWeek { from: *first, went: tally.into() };
    Ok(OperationsReport {
        from: counted.period.from,
        to: counted.period.to,
        by,
        went: WentShape::from(&counted.all.now),
        change: counted.all.change(),
        before: WentShape::from(&counted.all.before),
        count: counted.rows.len(),
        next: last.map(|row| version::list_cursor(&row.place(by))),
        items: rows.iter().map(|row| row.shape(scope, by)).collect::<Result<_, _>>()?,
        weeks: counted.weeks.iter().map(week).collect(),
    })
}
