//! The page's rows: `web/tests/bench.mjs` measures them in a real browser against the same executable and
//! prints them as JSON; here they only join the table.

use crate::table::Table;
use serde_json::Value;
use std::{
    path::Path,
    process::{Command, Stdio},
};

/// Adds them. That nothing could be measured is an error of the run, with what the script said on standard error.
pub fn measure(table: &mut Table) {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web");
    let ran = Command::new("node")
        .current_dir(web)
        .arg("tests/bench.mjs")
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .expect("the page's part of the bench needs Node");
    let said: Value = serde_json::from_slice(&ran.stdout).unwrap_or_default();
    let rows = said["rows"].as_array().cloned().unwrap_or_default();
    for row in &rows {
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let count = |name: &str| row[name].as_u64().and_then(|count| count.try_into().ok()).unwrap_or_default();
        let (ratio, held) = (row["ratio"].as_f64(), row["held"].as_bool());
        let reach = text("reach");
        let (ours, limit) = (text("guildhall"), text("limit"));
        table.row(&text("work"), count("items"), ours, limit, ratio, &reach, held, count("errors"));
    }
    if rows.is_empty() || !ran.status.success() {
        let why = format!("ended with {}", ran.status);
        table.row("the page in a browser", 0, why, String::new(), None, "", Some(false), 1);
    }
}
