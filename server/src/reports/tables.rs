//! Reports as tables for spreadsheets: every row, not a page of them.

use super::{asked::Asked, operations, requests};
use crate::{
    Error,
    access::Scope,
    http::{
        csv::{number, table},
        shapes,
    },
};

const OF_RUNS: [&str; 12] = [
    "name",
    "space",
    "runs",
    "on time",
    "late",
    "missed",
    "skipped",
    "on time %",
    "change in points",
    "late by minutes",
    "takes minutes",
    "waits most at",
];
const OF_REQUESTS: [&str; 9] = [
    "space",
    "came",
    "answered",
    "minutes to the first answer",
    "waiting now",
    "answered in time",
    "of",
    "done in time",
    "of",
];

fn minutes(ms: Option<i64>) -> String {
    number(ms.map(shapes::minutes))
}

/// How runs went.
pub fn operations(scope: &impl Scope, asked: &Asked) -> Result<Vec<u8>, Error> {
    let counted = operations::count(scope, asked)?;
    let cells = |row: &operations::Row| {
        let went = row.now.statistics;
        let space = row.space.and_then(|id| scope.directory().space(id)).map(|space| space.name.clone());
        Ok([
            row.name.clone(),
            space.unwrap_or_default(),
            went.runs.to_string(),
            went.on_time.to_string(),
            went.late.to_string(),
            went.missed.to_string(),
            went.skipped.to_string(),
            number(went.rate()),
            number(row.change()),
            minutes(row.now.late_ms()),
            minutes(row.now.takes_ms()),
            row.waits_at(scope, counted.by)?.unwrap_or_default(),
        ])
    };
    table(OF_RUNS, counted.rows.iter().map(cells).collect::<Result<_, Error>>()?)
}

/// How requests were answered.
pub fn requests(scope: &impl Scope, asked: &Asked) -> Result<Vec<u8>, Error> {
    let cells = |row: requests::Row| {
        let answered = [row.came, row.answered()].map(|count| count.to_string());
        let [came, answered] = answered;
        let kept = [row.kept_answers.in_time, row.kept_answers.of, row.kept_done.in_time, row.kept_done.of];
        let [answers, of_answers, done, of_done] = kept.map(|count| count.to_string());
        let took = minutes(row.answer_ms());
        [row.name.clone(), came, answered, took, row.waiting.to_string(), answers, of_answers, done, of_done]
    };
    table(OF_REQUESTS, requests::count(scope, asked)?.into_iter().map(cells).collect())
}
