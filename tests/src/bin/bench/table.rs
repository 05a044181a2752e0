//! What was measured, as a table and as JSON.

use serde_json::{Value, json};
use std::time::Duration;

/// The rows so far.
#[derive(Default)]
pub struct Table {
    rows: Vec<Row>,
    notes: Vec<(String, f64)>,
}

struct Row {
    work: String,
    size: usize,
    ours: String,
    limit: String,
    ratio: Option<f64>,
    reach: String,
    held: Option<bool>,
    errors: usize,
}

/// A set of times.
pub struct Times(Vec<Duration>);

impl Times {
    /// From any order.
    pub fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Times(times)
    }

    /// The time below which `percent` of them lie, in milliseconds.
    pub fn at(&self, percent: f64) -> f64 {
        let place = ((self.0.len() as f64 * percent / 100.0) as usize).min(self.0.len().saturating_sub(1));
        self.0.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    }
}

impl Table {
    /// A figure of the machine.
    pub fn note(&mut self, what: &str, ms: f64) {
        eprintln!("{what}: {ms:.2} ms");
        self.notes.push((what.into(), ms));
    }

    /// A measured row. `held` tells whether the figure to reach was reached.
    #[allow(clippy::too_many_arguments)]
    pub fn row(
        &mut self,
        work: &str,
        size: usize,
        ours: String,
        limit: String,
        ratio: Option<f64>,
        reach: &str,
        held: Option<bool>,
        errors: usize,
    ) {
        eprintln!("{work} at {size}: {ours} | {limit} | {ratio:.2?} | {reach} {held:?}");
        self.rows.push(Row { work: work.into(), size, ours, limit, ratio, reach: reach.into(), held, errors });
    }

    /// Whether anything went wrong; a figure not reached is shown, not an error.
    pub fn failed(&self) -> bool {
        self.rows.iter().any(|row| row.errors > 0)
    }

    /// Prints Markdown.
    pub fn print(&self) {
        for (what, ms) in &self.notes {
            println!("{what}: {ms:.2} ms\n");
        }
        println!("| work | items | Guildhall | limit beside it | ratio | to reach | |\n|---|---|---|---|---|---|---|");
        for row in &self.rows {
            let ratio = row.ratio.map_or(String::new(), |ratio| format!("{ratio:.2}"));
            let held = row.held.map_or("", |held| if held { "yes" } else { "no" });
            println!(
                "| {} | {} | {} | {} | {ratio} | {} | {held} |",
                row.work, row.size, row.ours, row.limit, row.reach
            );
        }
        println!("\nerrors: {}", self.rows.iter().map(|row| row.errors).sum::<usize>());
    }

    /// The same for programs.
    pub fn json(&self) -> String {
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|row| json!({"work": row.work, "items": row.size, "guildhall": row.ours, "limit": row.limit, "ratio": row.ratio, "reach": row.reach, "held": row.held, "errors": row.errors}))
            .collect();
        format!("{:#}\n", json!({"rows": rows, "notes": self.notes}))
    }
}
