//! What a rule would have done in the last 30 days, as it is written at the moment, with what it likely misses and what it
//! likely means not. Nothing is changed.
//!
//! What sets it off is read from the log as it was; its conditions are asked of what things are by now, because that is
//! what is known in whole. Only what the reader sees is shown and counted.

use super::{
    home::{self, Home},
    input::TrialInput,
    queries,
};
use crate::{
    Error,
    access::{self, Scope, View},
    http::{Shape, shapes, words::words},
    log, requests,
    tasks::{self, rows::Row},
};
use chrono::Datelike;
use guildhall_domain::{
    AudienceId, Id,
    change::{Change, Kind},
    request::{Request, State},
    rules::{
        Fact, Plan, Trigger,
        matching::{self, Subject},
    },
    space::Category,
    task::Task,
    when,
};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap, HashSet};
use utoipa::ToSchema;
use uuid::Uuid;

/// How far it looks back.
const BACK_MS: i64 = 30 * 24 * 3_600_000;
/// Most changes looked through.
const LOOKED_THROUGH: u64 = 50_000;
/// Most tasks read whole for what the clock sets off: those whose row does not say already that it was not then.
const LOOKED_AT: usize = 50_000;
/// Most rows shown.
const SHOWN: usize = 200;

words! {
    /// What a rule would have done. `acts`: what it says; `missed`: nothing, though the words are nearly those it looks
    /// for; `doubtful`: what it says, though what it is about was cancelled, declined or thrown away.
    TrialVerdict: Acts, Missed, Doubtful
}

/// One time it would have acted, or nearly.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RuleTrialRow)]
pub struct RowShape {
    /// When.
    pub at: String,
    /// Where.
    pub space_id: Uuid,
    /// The task.
    pub task_id: Option<Uuid>,
    /// The request.
    pub request_id: Option<Uuid>,
    /// The key of the task.
    pub key: Option<String>,
    /// What it is called.
    pub title: String,
    /// The words that were found, or that are nearly those it looks for.
    pub words: Vec<String>,
    /// What it would have done.
    pub verdict: TrialVerdict,
}

/// What a rule would have done.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RuleTrial)]
pub struct TrialShape {
    /// How often it would have acted.
    pub matches: usize,
    /// How often it would have as it is saved; null for a new one.
    pub saved_matches: Option<usize>,
    /// Since when; later than 30 days ago where more happened than is looked through.
    pub since: String,
    /// Of what the clock sets off: whether all open tasks were looked through, or only the first 50,000 whose day may be meant.
    pub whole: bool,
    /// The newest first, at most 200.
    pub rows: Vec<RowShape>,
}

impl Shape for TrialShape {}

/// Where a rule is tried: the spaces in which it would act for the reader.
struct Spaces<'v> {
    view: &'v View,
    ids: HashMap<Id, AudienceId>,
    /// Most tasks read whole.
    most: usize,
}

/// What happened there.
struct Past {
    /// The oldest first.
    changes: Vec<Change>,
    /// Since when that is all.
    begun: i64,
    since: i64,
}

/// What a plan would have done, the newest first, and whether everything was looked through.
struct Tried {
    rows: Vec<RowShape>,
    whole: bool,
}

impl Tried {
    fn matches(&self) -> usize {
        self.rows.iter().filter(|row| row.verdict != TrialVerdict::Missed).count()
    }
}

/// Tries a rule of a space, or of the organization, on the past.
pub fn run(view: &View, space: Option<Id>, input: &TrialInput) -> Result<TrialShape, Error> {
    within(view, space, input, LOOKED_AT)
}

/// The same with another limit of the tasks that are read whole.
pub fn within(view: &View, space: Option<Id>, input: &TrialInput, most: usize) -> Result<TrialShape, Error> {
    let home = Home::workable(view, space)?;
    let plan = input.plan(view, &home)?;
    let saved = input.rule_id.map(|id| queries::readable(view, id)).transpose()?;
    let saved = saved.filter(|(rule, _)| rule.space == space).map(|(rule, _)| rule);
    let spaces = Spaces::of(view, &home, most)?;
    let past = spaces.happened(view.now() - BACK_MS)?;
    let mut tried = spaces.tries(&plan, &past)?;
    let saved_matches = saved.map(|rule| spaces.tries(&rule.plan, &past)).transpose()?.map(|tried| tried.matches());
    let matches = tried.matches();
    tried.rows.truncate(SHOWN);
    Ok(TrialShape { matches, saved_matches, since: shapes::instant(past.begun), whole: tried.whole, rows: tried.rows })
}

impl<'v> Spaces<'v> {
    fn of(view: &'v View, home: &Home, most: usize) -> Result<Self, Error> {
        let ids = match home {
            Home::Space(home) => HashMap::from([(home.id, home.audience)]),
            Home::Organization => {
                let me = access::me(view)?.id;
                home::spaces_of(view.directory(), me).map(|space| (space.id, space.audience)).collect()
            }
        };
        Ok(Spaces { view, ids, most })
    }

    fn happened(&self, since: i64) -> Result<Past, Error> {
        let audiences: HashSet<AudienceId> = self.ids.values().copied().collect();
        let head = self.view.read().last_seq()?;
        let from = head.saturating_sub(LOOKED_THROUGH);
        let (mut begun, mut changes) = (None, Vec::new());
        for row in log::after(self.view.read(), from)? {
            let (_, change) = row?;
            begun = begun.or(Some(change.at_ms));
            if change.at_ms >= since && change.audience_after.iter().any(|one| audiences.contains(one)) {
                changes.push(change);
            }
        }
        let begun = begun.filter(|_| from > 0).unwrap_or(since).max(since);
        Ok(Past { changes, begun, since })
    }

    fn tries(&self, plan: &Plan, past: &Past) -> Result<Tried, Error> {
        if plan.when.is_timed() { self.timed(plan, past.since) } else { self.set_off(plan, past) }
    }

    /// What the clock would have set off. The rows of all tasks are walked one by one; few of them have to be read whole.
    fn timed(&self, plan: &Plan, since: i64) -> Result<Tried, Error> {
        let (view, zone) = (self.view, self.view.directory().zone());
        let (mut rows, mut left, mut whole) = (Vec::new(), self.most, true);
        let mut homes: Vec<AudienceId> = self.ids.values().copied().collect();
        homes.sort_unstable();
        for home in homes {
            for row in tasks::store::rows_in(view.read(), home)? {
                let (id, row) = row?;
                if !may_be_meant(&plan.when, &row, (since, view.now())) {
                    continue;
                }
                if left == 0 {
                    whole = false;
                    break;
                }
                left -= 1;
                let Some(task) = self.seen(id)? else { continue };
                let moment = matching::moment(&plan.when, &task, zone);
                if let Some(at) = moment.filter(|at| *at >= since && *at <= view.now()) {
                    rows.extend(of_task(view, plan, at, &task));
                }
            }
        }
        rows.sort_by(newest);
        Ok(Tried { rows, whole })
    }

    /// What changes would have set off. Of one thing the last time is shown: it is now as it was left then.
    fn set_off(&self, plan: &Plan, past: &Past) -> Result<Tried, Error> {
        let (view, mut shown, mut rows) = (self.view, BTreeSet::new(), Vec::new());
        for change in past.changes.iter().rev() {
            match plan.when {
                Trigger::Requested(source) => {
                    if !self.sets_off(plan, change, Id::nil()) || !shown.insert(change.object) {
                        continue;
                    }
                    let request = access::seen(requests::queries::readable(view, change.object))?;
                    let request = request.map(|(request, _)| request).filter(|one| self.ids.contains_key(&one.space));
                    let request = request.filter(|request| matching::comes_by(source, request.way));
                    rows.extend(request.and_then(|request| of_request(plan, change.at_ms, &request)));
                }
                _ => {
                    if change.kind != Kind::Task || shown.contains(&change.object) {
                        continue;
                    }
                    let Some(task) = self.seen(change.object)? else { continue };
                    if self.sets_off(plan, change, task.space) {
                        shown.insert(change.object);
                        rows.extend(of_task(view, plan, change.at_ms, &task));
                    }
                }
            }
        }
        Ok(Tried { rows, whole: true })
    }

    fn sets_off(&self, plan: &Plan, change: &Change, now: Id) -> bool {
        matching::sets_off(&plan.when, change, now, &|id| self.view.directory().space(id).map(|space| &**space))
    }

    fn seen(&self, id: Id) -> Result<Option<Task>, Error> {
        let task = access::seen_task(self.view, id)?.map(access::Permitted::into_inner);
        Ok(task.filter(|task| self.ids.contains_key(&task.space)))
    }
}

/// Whether the clock may have set a rule off between two moments for the task of a row. Where the row does not tell the day
/// it may.
fn may_be_meant(when: &Trigger, row: &Row, (since, until): (i64, i64)) -> bool {
    let after = match when {
        Trigger::Overdue(days) => i64::from(*days),
        Trigger::Reached(Fact::Due, days) => i64::from(*days),
        _ => return row.category.is_open(),
    };
    let day = |ms| i64::from(when::from_ms(ms).num_days_from_ce());
    // In another zone it is another day, and a day is over when the next one begins.
    let near = day(since) - 2..=day(until) + 2;
    row.category.is_open() && row.due.0 != 0 && near.contains(&(i64::from(row.due.0) + after))
}

fn newest(a: &RowShape, b: &RowShape) -> std::cmp::Ordering {
    b.at.cmp(&a.at)
}

/// What becomes of it: the words that were found, or nearly.
fn verdict(plan: &Plan, subject: &Subject<'_>, doubtful: bool) -> Option<(Vec<String>, TrialVerdict)> {
    if let Some(words) = matching::holds(&plan.conditions, subject) {
        return Some((words, if doubtful { TrialVerdict::Doubtful } else { TrialVerdict::Acts }));
    }
    let near = matching::nearly(&plan.conditions, subject);
    (!near.is_empty()).then_some((near, TrialVerdict::Missed))
}

fn of_task(view: &View, plan: &Plan, at: i64, task: &Task) -> Option<RowShape> {
    let doubtful = task.category == Category::Cancelled || task.trashed_ms.is_some();
    let (words, verdict) = verdict(plan, &Subject::task(task), doubtful)?;
    Some(RowShape {
        at: shapes::instant(at),
        space_id: task.space,
        task_id: Some(task.id),
        request_id: None,
        key: Some(tasks::views::key(view, task)).filter(|key| !key.is_empty()),
        title: task.title.clone(),
        words,
        verdict,
    })
}

fn of_request(plan: &Plan, at: i64, request: &Request) -> Option<RowShape> {
    let subject = Subject { task: None, title: &request.title, body: &request.body };
    let (words, verdict) = verdict(plan, &subject, request.state == State::Declined)?;
    Some(RowShape {
        at: shapes::instant(at),
        space_id: request.space,
        task_id: None,
        request_id: Some(request.id),
        key: None,
        title: request.title.clone(),
        words,
        verdict,
    })
}
