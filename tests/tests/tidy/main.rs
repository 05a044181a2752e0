//! What no compiler holds: sizes, doors between features, words, links.
//!
//! Each test walks the files of the checkout and lists every place that breaks a rule, so one run
//! shows all of them. The rules are those of `server/STYLE.md`; an exception is a named entry in a
//! table here, and the tables should only shrink.

mod crates;
mod features;
mod files;
mod schemas;
mod shape;
mod text;
mod words;

/// Fails with all findings at once.
fn report(rule: &str, findings: Vec<String>) {
    assert!(findings.is_empty(), "{rule}:\n  {}\n", findings.join("\n  "));
}
