//! Answers about the data file as people read them.

use super::commands::word;
use guildhall_store::{Doctor, FileFacts};
use serde_json::{Value, json};
use std::path::Path;

fn number(value: &Value, name: &str) -> u64 {
    value.get(name).and_then(Value::as_u64).unwrap_or_default()
}

/// A size for people.
fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{} KiB", bytes >> 10),
        _ => format!("{}.{} MiB", bytes >> 20, (bytes >> 10) % 1024 * 10 / 1024),
    }
}

/// A backup was written.
pub fn backup(made: &Value) -> String {
    format!(
        "{} is written and checked: {} rows, {}, {} ms.\n",
        word(made, "file"),
        number(made, "rows"),
        size(number(made, "bytes")),
        number(made, "millis")
    )
}

/// What a check found.
pub fn verified(report: &Value) -> String {
    let problems = report.get("problems").and_then(Value::as_array).cloned().unwrap_or_default();
    let lines = problems
        .iter()
        .map(|problem| format!("{} {}\n", word(problem, "table"), word(problem, "what")).trim_start().to_owned());
    let end = if problems.is_empty() { "Nothing is wrong" } else { "There is damage" };
    format!(
        "{}{end}: {} rows, {}, {} ms.\n",
        lines.collect::<String>(),
        number(report, "rows"),
        size(number(report, "bytes")),
        number(report, "millis")
    )
}

/// What going back would change.
pub fn preview(compared: &Value, file: &Path) -> String {
    let rows = compared.get("rows").and_then(Value::as_array).cloned().unwrap_or_default();
    let row = |row: &Value| {
        vec![word(row, "what").to_owned(), number(row, "now").to_string(), number(row, "then").to_string()]
    };
    let names = ["", "now", "in the backup"].map(str::to_owned).to_vec();
    let mut table: Vec<Vec<String>> = [names].into_iter().chain(rows.iter().map(row)).collect();
    table.push(vec![
        "last change".into(),
        word(compared, "last_change_now").into(),
        word(compared, "last_change_then").into(),
    ]);
    let table = super::print::table(&table);
    let lost = match word(compared, "last_change_then") {
        "" => "Everything there is now is lost".to_owned(),
        then => format!("What was done since {then} is lost"),
    };
    format!(
        "{} ({}) takes the place of the data.\n{table}{lost}, but the replaced file is kept in {}.\nEverybody has to sign in again, and nothing is sent until an admin says so.\n",
        file.display(),
        word(compared, "organization"),
        word(compared, "kept_as")
    )
}

/// A restore is done.
pub fn restored(done: &Value) -> String {
    let kept = match word(done, "kept_as") {
        "" => String::new(),
        kept => format!(" The replaced file is {kept}."),
    };
    let findings = match number(done, "findings") {
        0 => String::new(),
        count => format!(
            " Ways in that were closed or changed since the backup ({count}) are listed under Admin, to be closed again."
        ),
    };
    format!("The data is that of {}.{kept}{findings}\n", word(done, "from"))
}

/// Facts about a data file.
pub fn doctor_json(seen: &Doctor) -> Value {
    let facts = |facts: &FileFacts| {
        json!({
            "format": facts.format,
            "app_version": facts.app_version,
            "created_at": crate::http::shapes::instant(facts.created_ms),
            "restored_at": facts.restored_ms.map(crate::http::shapes::instant),
            "needs_secret_key": facts.sealed_by,
            "history": facts.history,
            "last_seq": facts.last_seq,
        })
    };
    json!({
        "path": seen.path,
        "file_bytes": seen.file_bytes,
        "used_bytes": seen.used_bytes,
        "files": seen.contents.map(|files| json!({
            "count": files.count,
            "bytes": files.bytes,
            "arriving_bytes": files.arriving,
            "leaving_bytes": files.leaving,
        })),
        "free_bytes": seen.free_bytes,
        "file_system": seen.file_system,
        "network": seen.network,
        "permissions": seen.permissions.map(|bits| format!("{bits:o}")),
        "holder": seen.holder,
        "facts": seen.facts.as_ref().ok().map(facts),
        "reason": seen.facts.as_ref().err(),
        "advice": advice(seen),
    })
}

fn advice(seen: &Doctor) -> Vec<String> {
    let mut advice = Vec::new();
    if seen.network {
        advice.push("The file lies on a network file system, where data can be lost. Move it to a local disk.".into());
    }
    if seen.permissions.is_some_and(|bits| bits & 0o077 != 0) {
        advice.push(format!("Others on this machine can read the file. Run chmod 600 {}.", seen.path.display()));
    }
    if seen.free_bytes.is_some_and(|free| free < 512 << 20) {
        advice.push("The disk is almost full. Below 256 MiB nothing can be saved any more.".into());
    }
    if let (Some(file), Some(used)) = (seen.file_bytes, seen.used_bytes)
        && file > 64 << 20
        && used < file / 3
    {
        advice.push("Much of the file is room to grow. A restore of a fresh backup gives it back.".into());
    }
    if let Some(key) = seen.facts.as_ref().ok().and_then(|facts| facts.sealed_by.as_ref()) {
        advice.push(format!("Its secrets are encrypted: it needs GUILDHALL_SECRET_KEY with the key named {key}."));
    }
    advice
}

/// What files take, in words.
fn files(seen: &Value) -> String {
    let Some(files) = seen.get("files").filter(|files| files.is_object()) else { return "unknown".into() };
    let bytes = |name| files.get(name).and_then(Value::as_u64).unwrap_or_default();
    let mut words = format!("{}, {} different", size(bytes("bytes")), bytes("count"));
    for (name, what) in [("arriving_bytes", "in unfinished uploads"), ("leaving_bytes", "being freed")] {
        if bytes(name) > 0 {
            words.push_str(&format!(", {} {what}", size(bytes(name))));
        }
    }
    words
}

/// The same for people.
pub fn doctor(seen: &Value) -> String {
    let facts = seen.get("facts").cloned().unwrap_or_default();
    let bytes = |name| seen.get(name).and_then(Value::as_u64).map(size).unwrap_or_else(|| "unknown".into());
    let or = |text: &str, other: &str| if text.is_empty() { other.to_owned() } else { text.to_owned() };
    let rows = [
        ("file", word(seen, "path").to_owned()),
        ("size", format!("{}, used {}", bytes("file_bytes"), bytes("used_bytes"))),
        ("of that files", files(seen)),
        ("disk", format!("{} free, {}", bytes("free_bytes"), or(word(seen, "file_system"), "unknown file system"))),
        ("permissions", word(seen, "permissions").to_owned()),
        ("held by", or(word(seen, "holder"), "nobody")),
        (
            "written by",
            format!("version {}, format {}", or(word(&facts, "app_version"), "unknown"), number(&facts, "format")),
        ),
        ("last change", format!("number {}", number(&facts, "last_seq"))),
        ("restored", or(word(&facts, "restored_at"), "never")),
        ("state", or(word(seen, "reason"), "readable")),
    ];
    let rows: Vec<Vec<String>> = rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]).collect();
    let advice = seen.get("advice").and_then(Value::as_array).cloned().unwrap_or_default();
    let advice = advice.iter().filter_map(Value::as_str).map(|line| format!("{line}\n"));
    format!("{}{}", super::print::table(&rows), advice.collect::<String>())
}
