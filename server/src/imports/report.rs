//! What an import brings: for every kind, brought + already there + skipped = found. The sum is made
//! here and asserted by the tests, never typed in.

use crate::http::words::words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// The report of a dry run or a run.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct ImportReport {
    /// Nothing was written.
    pub dry_run: bool,
    /// One row a kind of object.
    pub rows: Vec<ReportRow>,
    /// What has no counterpart.
    pub lost: Vec<ReportNote>,
    /// What comes, but differently.
    pub changed: Vec<ReportNote>,
    /// The space it went into.
    pub space_id: Option<Uuid>,
}

words! {
    /// What a report counts.
    ReportKind: Lists, Tasks, Checklists, Steps, Comments, Labels, People, Attachments, Fields, FieldValues, History
}

/// One kind of object.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct ReportRow {
    /// What kind.
    #[schema(value_type = ReportKind)]
    pub kind: String,
    /// In the file.
    pub found: usize,
    /// Brought as it was or changed.
    pub brought: usize,
    /// Of those brought, how many came differently.
    pub changed: usize,
    /// Brought by an earlier run, or there before by the same name.
    pub already: usize,
    /// Not brought, and why.
    pub skipped: Vec<Skipped>,
}

/// A reason and how many it holds for.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct Skipped {
    /// Why.
    pub reason: String,
    /// How many.
    pub count: usize,
}

/// Something worth knowing.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct ReportNote {
    /// What.
    pub what: String,
    /// Why.
    pub why: String,
    /// How many.
    pub count: usize,
}

/// Counts while an import is prepared.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    brought: BTreeMap<&'static str, usize>,
    already: BTreeMap<&'static str, usize>,
    skipped: BTreeMap<&'static str, BTreeMap<String, usize>>,
    changed: BTreeMap<(&'static str, String, String), usize>,
}

impl Tally {
    /// So many of a kind come.
    pub fn brought(&mut self, kind: &'static str, count: usize) {
        *self.brought.entry(kind).or_default() += count;
    }

    /// So many of a kind are there.
    pub fn already(&mut self, kind: &'static str, count: usize) {
        *self.already.entry(kind).or_default() += count;
    }

    /// One of a kind comes, unless something of its name is there, which then takes its place.
    pub fn one(&mut self, kind: &'static str, is_there: bool) {
        if is_there { self.already(kind, 1) } else { self.brought(kind, 1) }
    }

    /// So many of a kind do not come.
    pub fn skipped(&mut self, kind: &'static str, reason: &str, count: usize) {
        if count > 0 {
            *self.skipped.entry(kind).or_default().entry(reason.into()).or_default() += count;
        }
    }

    /// So many of a kind come differently.
    pub fn changed(&mut self, kind: &'static str, what: &str, why: &str, count: usize) {
        if count > 0 {
            *self.changed.entry((kind, what.into(), why.into())).or_default() += count;
        }
    }

    /// The report, against what the file holds.
    pub fn report(self, found: &BTreeMap<&'static str, usize>, lost: &[(String, String, usize)]) -> ImportReport {
        let row = |kind: &&'static str| {
            let skipped = self.skipped.get(*kind).into_iter().flatten();
            ReportRow {
                kind: (*kind).to_owned(),
                found: found.get(*kind).copied().unwrap_or(0),
                brought: self.brought.get(*kind).copied().unwrap_or(0),
                changed: self.changed.iter().filter(|((of, _, _), _)| of == kind).map(|(_, count)| count).sum(),
                already: self.already.get(*kind).copied().unwrap_or(0),
                skipped: skipped.map(|(reason, count)| Skipped { reason: reason.clone(), count: *count }).collect(),
            }
        };
        let note = |what: &str, why: &str, count: usize| ReportNote { what: what.into(), why: why.into(), count };
        ImportReport {
            dry_run: false,
            rows: super::source::KINDS.iter().map(row).filter(|row| row.found > 0).collect(),
            lost: lost.iter().map(|(what, why, count)| note(what, why, *count)).collect(),
            changed: self.changed.iter().map(|((_, what, why), count)| note(what, why, *count)).collect(),
            space_id: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use utoipa::PartialSchema;

    /// Reports are kept as text, so their words are described and not typed; the two lists are one.
    #[test]
    fn the_description_names_every_kind_a_report_counts() {
        let described = serde_json::to_value(ReportKind::schema()).unwrap();
        assert_eq!(described["enum"], serde_json::json!(super::super::source::KINDS));
    }
}
