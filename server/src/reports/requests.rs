//! How requests were answered: how many came to each space in a time, how soon they had their first answer, and how old
//! those are that still wait.

use super::{
    asked::Asked,
    views::{AnsweredSpace, Kept, RequestAge, RequestAgeCount, RequestsReport},
};
use crate::{
    Error,
    access::Scope,
    http::shapes::minutes,
    requests::{
        store,
        targets::{self, Stands},
    },
};
use guildhall_domain::{
    Id,
    process::waits::middle,
    request::{Request, target::Which},
};

const DAY_MS: i64 = 24 * 3_600_000;

/// Requests of a space.
pub struct Row {
    /// The space.
    pub space: Id,
    /// Its name.
    pub name: String,
    /// How many came in the time.
    pub came: usize,
    answers: Vec<i64>,
    /// How many wait now, whenever they came.
    pub waiting: usize,
    /// How the first answers that were promised were kept.
    pub kept_answers: Kept,
    /// The same with what they ask for being done.
    pub kept_done: Kept,
}

impl Row {
    /// How many of those that came were answered.
    pub fn answered(&self) -> usize {
        self.answers.len()
    }

    /// How soon, in milliseconds: the middle value.
    pub fn answer_ms(&self) -> Option<i64> {
        middle(&mut self.answers.clone())
    }
}

/// How old those are that wait.
#[derive(Default)]
struct Ages([usize; 4]);

const AGES: [RequestAge; 4] = [RequestAge::Day, RequestAge::ThreeDays, RequestAge::Week, RequestAge::Older];

impl Ages {
    fn add(&mut self, age_ms: i64) {
        let at = match age_ms {
            age if age < DAY_MS => 0,
            age if age < 3 * DAY_MS => 1,
            age if age < 7 * DAY_MS => 2,
            _ => 3,
        };
        if let Some(count) = self.0.get_mut(at) {
            *count += 1;
        }
    }
}

/// How a target of a request was kept.
fn kept(scope: &impl Scope, request: &Request, which: Which) -> Result<Kept, Error> {
    let Some(target) = request.target(which) else { return Ok(Kept::default()) };
    let (in_time, of) = match targets::stands(scope.read(), request, which)? {
        Stands::Met(at) => (at <= target.due_ms, true),
        Stands::Open => (false, scope.now() > target.due_ms),
        Stands::Gone => (false, false),
    };
    Ok(Kept { in_time: usize::from(in_time), of: usize::from(of) })
}

fn all_kept(scope: &impl Scope, came: &[&Request], which: Which) -> Result<Kept, Error> {
    came.iter().map(|request| kept(scope, request, which)).sum()
}

fn rows(scope: &impl Scope, asked: &Asked) -> Result<(Vec<Row>, Ages), Error> {
    let period = asked.period(scope)?;
    let (mut rows, mut ages) = (Vec::new(), Ages::default());
    for space in asked.spaces(scope)? {
        let waiting = store::waiting(scope.read(), space.audience, None, usize::MAX)?;
        waiting.iter().for_each(|request| ages.add(scope.now() - request.created_ms));
        let decided = store::decided_since(scope.read(), space.audience, period.begin_ms())?;
        let in_time = |request: &&Request| period.has(request.created_ms);
        let came: Vec<&Request> = waiting.iter().chain(&decided).filter(in_time).collect();
        if came.is_empty() && waiting.is_empty() {
            continue;
        }
        let answers = came.iter().filter_map(|request| Some((request.answered_ms? - request.created_ms).max(0)));
        let answers = answers.collect();
        rows.push(Row {
            space: space.id,
            name: space.name.clone(),
            came: came.len(),
            answers,
            waiting: waiting.len(),
            kept_answers: all_kept(scope, &came, Which::Answer)?,
            kept_done: all_kept(scope, &came, Which::Done)?,
        });
    }
    // Whoever lets people wait the longest comes first.
    rows.sort_by_cached_key(|row| (std::cmp::Reverse(row.answer_ms()), row.name.to_lowercase(), row.space));
    Ok((rows, ages))
}

/// Each space by itself.
pub fn count(scope: &impl Scope, asked: &Asked) -> Result<Vec<Row>, Error> {
    Ok(rows(scope, asked)?.0)
}

/// The report.
pub fn report(scope: &impl Scope, asked: &Asked) -> Result<RequestsReport, Error> {
    let period = asked.period(scope)?;
    let (rows, ages) = rows(scope, asked)?;
    let mut all: Vec<i64> = rows.iter().flat_map(|row| row.answers.iter().copied()).collect();
    let spaces = rows.iter().map(|row| AnsweredSpace {
        space_id: row.space,
        came: row.came,
        answered: row.answered(),
        answer_minutes: row.answer_ms().map(minutes),
        waiting: row.waiting,
        answers: row.kept_answers,
        done: row.kept_done,
    });
    Ok(RequestsReport {
        from: period.from,
        to: period.to,
        came: rows.iter().map(|row| row.came).sum(),
        answered: all.len(),
        answer_minutes: middle(&mut all).map(minutes),
        answers: rows.iter().map(|row| row.kept_answers).sum(),
        done: rows.iter().map(|row| row.kept_done).sum(),
        spaces: spaces.collect(),
        ages: AGES.into_iter().zip(ages.0).map(|(age, count)| RequestAgeCount { age, count }).collect(),
    })
}
