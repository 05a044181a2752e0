//! The page's rows: `web/tests/bench.mjs` measures them in a real browser against the same executable and
//! prints them as JSON; here they only join the table.

use crate::table::{Row, Table};
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
    let said: Said = serde_json::from_slice(&ran.stdout).unwrap_or_default();
    if said.rows.is_empty() || !ran.status.success() {
        table.add(Row {
            work: "the page in a browser".into(),
            guildhall: format!("ended with {}", ran.status),
            held: Some(false),
            errors: 1,
            ..Row::default()
        });
    }
    said.rows.into_iter().for_each(|row| table.add(row));
}

/// What the script prints.
#[derive(Default, serde::Deserialize)]
struct Said {
    rows: Vec<Row>,
}
