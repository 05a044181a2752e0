//! What was measured, as a table and as JSON.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The rows so far.
#[derive(Default)]
pub struct Table {
    rows: Vec<Row>,
    notes: Vec<(String, f64)>,
}

/// One measured figure.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Row {
    /// What was done.
    pub work: String,
    /// Items in the data file.
    pub items: usize,
    /// What Guildhall took.
    pub guildhall: String,
    /// What the limit beside it took.
    pub limit: String,
    /// Guildhall's speed as a part of the limit's.
    pub ratio: Option<f64>,
    /// Guildhall's median in milliseconds, where growth is judged by it.
    #[serde(skip)]
    pub p50: Option<f64>,
    /// What is to be reached.
    pub reach: String,
    /// Whether it was.
    pub held: Option<bool>,
    /// Requests that failed.
    pub errors: usize,
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

    /// A measured row; a figure not reached is shown, not an error.
    pub fn add(&mut self, row: Row) {
        eprintln!(
            "{} at {}: {} | {} | {:.2?} | {} {:?}",
            row.work, row.items, row.guildhall, row.limit, row.ratio, row.reach, row.held
        );
        self.rows.push(row);
    }

    /// Adds how the figures of `work` change from the smallest size to each larger one: the ratio to the
    /// limit must stay within `ratio` times, the median within `p50` times; none is not judged.
    pub fn growth(&mut self, work: &str, ratio: Option<f64>, p50: Option<f64>) {
        let of = |row: &&Row| row.work.starts_with(work) && (row.ratio.is_some() || row.p50.is_some());
        let rows: Vec<Row> = self.rows.iter().filter(of).cloned().collect();
        for row in &rows {
            let Some(first) = rows.iter().find(|first| first.work == row.work && first.items < row.items) else {
                continue;
            };
            let (mut said, mut reach, mut held) = (Vec::new(), Vec::new(), true);
            if let (Some(most), Some(then), Some(now)) = (ratio, first.ratio, row.ratio) {
                said.push(format!("ratio {:.2} → {:.2}, {:.2}×", then, now, then / now));
                reach.push(format!("ratio within {most}×"));
                held &= then / now <= most;
            }
            if let (Some(most), Some(then), Some(now)) = (p50, first.p50, row.p50) {
                said.push(format!("p50 {then:.2} → {now:.2} ms, {:.2}×", now / then));
                reach.push(format!("p50 within {most}×"));
                held &= now / then <= most;
            }
            self.add(Row {
                work: format!("growth of: {}", row.work),
                items: row.items,
                guildhall: said.join("; "),
                limit: format!("at {} items", first.items),
                reach: reach.join("; "),
                held: Some(held),
                ..Row::default()
            });
        }
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
                row.work, row.items, row.guildhall, row.limit, row.reach
            );
        }
        println!("\nerrors: {}", self.rows.iter().map(|row| row.errors).sum::<usize>());
    }

    /// The same for programs.
    pub fn json(&self) -> String {
        format!("{:#}\n", serde_json::json!({"rows": self.rows, "notes": self.notes}))
    }
}
