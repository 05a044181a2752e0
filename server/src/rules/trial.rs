//! What a rule would have done in the last 30 days, as it is written at the moment, with what it likely misses and what it
//! likely means not. Nothing is changed.
//!
//! What sets it off is read from the log as it was; its conditions are asked of what things are by now, because that is
//! what is known in whole. Only what the reader sees is shown and counted.

use super::{input::TrialInput, queries};
use crate::{
    Error,
    access::{self, Scope, View},
    http::{Shape, shapes, words::words},
    log, requests, tasks,
};
use guildhall_domain::{
    Id,
    change::Change,
    policy::DoSpace,
    request::{Request, State},
    rules::{
        Plan, Rule, Trigger,
        matching::{self, Subject},
    },
    space::{Category, Space},
    task::Task,
};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;

/// How far it looks back.
const BACK_MS: i64 = 30 * 24 * 3_600_000;
/// Most changes looked through.
const LOOKED_THROUGH: u64 = 50_000;
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
    /// The newest first, at most 200.
    pub rows: Vec<RowShape>,
}

impl Shape for TrialShape {}

/// Tries a rule on the past.
pub fn run(view: &View, space: Id, input: &TrialInput) -> Result<TrialShape, Error> {
    let home = access::space(view, space, DoSpace::Write)?.into_inner();
    let plan = input.plan(view, &home)?;
    let saved = input.rule_id.map(|id| queries::readable(view, id)).transpose()?;
    let saved = saved.filter(|(rule, _)| rule.space == home.id).map(|(rule, _)| rule);
    let since = view.now() - BACK_MS;
    let (begun, happened) = happened(view, &home, since)?;
    let mut rows = rows(view, &home, &plan, &happened, since)?;
    let matches = rows.iter().filter(|row| row.verdict != TrialVerdict::Missed).count();
    let saved_matches = saved.map(|Rule { plan, .. }| counted(view, &home, &plan, &happened, since)).transpose()?;
    rows.truncate(SHOWN);
    Ok(TrialShape { matches, saved_matches, since: shapes::instant(begun), rows })
}

fn counted(view: &View, home: &Space, plan: &Plan, happened: &[Change], since: i64) -> Result<usize, Error> {
    let rows = rows(view, home, plan, happened, since)?;
    Ok(rows.iter().filter(|row| row.verdict != TrialVerdict::Missed).count())
}

/// What happened in a space since a moment, the oldest first, and since when that is all.
fn happened(view: &View, home: &Space, since: i64) -> Result<(i64, Vec<Change>), Error> {
    let head = view.read().last_seq()?;
    let from = head.saturating_sub(LOOKED_THROUGH);
    let (mut begun, mut happened) = (None, Vec::new());
    for row in log::after(view.read(), from)? {
        let (_, change) = row?;
        begun = begun.or(Some(change.at_ms));
        if change.at_ms >= since && change.audience_after.contains(&home.audience) {
            happened.push(change);
        }
    }
    let begun = begun.filter(|_| from > 0).unwrap_or(since).max(since);
    Ok((begun, happened))
}

/// What a plan would have done, the newest first.
fn rows(view: &View, home: &Space, plan: &Plan, happened: &[Change], since: i64) -> Result<Vec<RowShape>, Error> {
    let mut rows = Vec::new();
    if plan.when.is_timed() {
        for id in tasks::store::ids_in(view.read(), home.audience)? {
            let Some(task) = seen(view, home, id)? else { continue };
            let moment = matching::moment(&plan.when, &task, view.directory().zone());
            if let Some(at) = moment.filter(|at| *at >= since && *at <= view.now()) {
                rows.extend(of_task(view, plan, at, &task));
            }
        }
        rows.sort_by(|a: &RowShape, b| b.at.cmp(&a.at));
        return Ok(rows);
    }
    // Of one thing the last time is shown: it is now as it was left then.
    let mut shown = BTreeSet::new();
    for change in happened.iter().rev().filter(|change| matching::sets_off(&plan.when, change)) {
        if !shown.insert(change.object) {
            continue;
        }
        match plan.when {
            Trigger::Requested(source) => {
                let request = access::seen(requests::queries::readable(view, change.object))?;
                let request = request.map(|(request, _)| request).filter(|request| request.space == home.id);
                let request = request.filter(|request| matching::comes_by(source, request.way));
                rows.extend(request.and_then(|request| of_request(plan, change.at_ms, &request)));
            }
            _ => {
                let task = seen(view, home, change.object)?;
                rows.extend(task.and_then(|task| of_task(view, plan, change.at_ms, &task)));
            }
        }
    }
    Ok(rows)
}

fn seen(view: &View, home: &Space, id: Id) -> Result<Option<Task>, Error> {
    let task = access::seen_task(view, id)?.map(access::Permitted::into_inner);
    Ok(task.filter(|task| task.space == home.id))
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
        task_id: None,
        request_id: Some(request.id),
        key: None,
        title: request.title.clone(),
        words,
        verdict,
    })
}
