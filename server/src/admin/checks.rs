//! Checking the data that is in use, and making the search index again; both as operations.

use super::{backups::commands::failed, tell};
use crate::{
    App, Error,
    jobs::{Failure, JobShape, Progress, operations},
};
use guildhall_store::VerifyReport;
use serde_json::{Value, json};

/// Checks every row of the data in use.
pub fn verify(app: &App) -> Result<JobShape, Error> {
    operations::begin(app, "verify", "Check of the data".into(), verify_here)
}

/// The same, on this thread.
pub fn verify_here(app: &App, progress: &mut Progress<'_>) -> Result<Value, Failure> {
    let report = app.store().verify_live(&mut tell(progress, "Checking")).map_err(failed)?;
    Ok(report_json(&report))
}

/// What a check found.
pub fn report_json(report: &VerifyReport) -> Value {
    let rows: u64 = report.rows.iter().map(|(_, rows)| rows).sum();
    let problems = report.problems.iter().map(|problem| json!({"table": problem.table, "what": problem.what}));
    json!({
        "sound": report.is_sound(),
        "rows": rows,
        "bytes": report.bytes,
        "millis": report.millis,
        "problems": problems.collect::<Vec<_>>(),
    })
}

/// Makes the search index again; questions are answered meanwhile.
pub fn reindex(app: &App) -> Result<JobShape, Error> {
    operations::begin(app, "reindex", "Search index".into(), reindex_here)
}

/// The same, on this thread.
pub fn reindex_here(app: &App, progress: &mut Progress<'_>) -> Result<Value, Failure> {
    let search = app.parts().search.get().ok_or_else(|| Failure::ForGood("The search is not running.".into()))?;
    let mut tell = |part: f64| {
        // Whole parts in a thousand: a fraction between 0 and 1 cannot leave the range.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let done = (part.clamp(0.0, 1.0) * 1000.0) as u64;
        progress.report(done, 1000, "Reading everything");
    };
    search.rebuild(&mut tell)?;
    Ok(Value::Null)
}
