//! What commands print: answers on standard output, one plain sentence on standard error.

use super::{Failure, args::Cli};
use crate::{Error, config::Settings};
use clap::CommandFactory;
use serde_json::{Value, json};
use std::io::Write;

/// Writes an answer. A reader that went away, such as `head`, is no failure.
pub fn out(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::Failed(format!("The answer cannot be written: {error}.")))
        }
        _ => Ok(()),
    }
}

/// Writes the sentence of a failure.
pub fn error(message: &str) {
    let _gone = writeln!(std::io::stderr().lock(), "{message}");
}

/// Writes what people should read before they go on; not part of the answer.
pub fn note(text: &str) {
    let mut stderr = std::io::stderr().lock();
    let _gone = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// Writes something about the work under way, on one line that is written over.
pub fn progress(text: &str) {
    use std::io::IsTerminal;
    let mut stderr = std::io::stderr().lock();
    if stderr.is_terminal() {
        let _gone = write!(stderr, "\r\x1b[K{text}").and_then(|()| stderr.flush());
    }
}

/// A value as JSON.
pub fn json(value: &Value) -> Result<(), Failure> {
    out(&format!("{value:#}\n"))
}

/// An error of the application as people read it: the sentence and what is wrong with which field.
pub fn sentence(error: &Error) -> String {
    let (_, _, usual) = error.code.row();
    let fields = error.fields.iter().map(|(name, what)| format!(" {name}: {what}"));
    let fields: String = fields.collect();
    format!("{}{fields}", error.message.as_deref().unwrap_or(usual))
}

/// `config show`.
pub fn settings(settings: &Settings, as_json: bool) -> Result<(), Failure> {
    if as_json {
        let list = settings.list.iter().map(|one| json!({"name": one.name, "value": one.value, "source": one.source}));
        return json(&json!({"file": settings.file, "settings": list.collect::<Vec<_>>()}));
    }
    let widest = settings.list.iter().map(|one| one.value.len()).max().unwrap_or(0);
    let lines =
        settings.list.iter().map(|one| format!("{:<15} {:<widest$}  {}\n", one.name, one.value, one.source.word()));
    let file =
        settings.file.as_ref().map_or("no settings file".into(), |file| format!("settings file: {}", file.display()));
    out(&format!("{}\n{file}\n", lines.collect::<String>()))
}

/// `completions SHELL`.
pub fn completions(shell: clap_complete::Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "guildhall", &mut script);
    out(&String::from_utf8_lossy(&script))
}

/// Rows in columns, the first line being their names.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell: &String| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells =
            row.iter().zip(&widths).map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.chars().count())));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}
