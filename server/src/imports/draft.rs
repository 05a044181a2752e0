//! One task of a file as it will be written, and the account of what of it comes, comes differently or
//! does not come.

use super::{
    plan::{Archived, ImportPlan},
    prepare::FieldDraft,
    report::Tally,
    source::Task as Found,
};
use chrono_tz::Tz;
use guildhall_domain::{
    limits,
    space::FieldKind,
    task::{Priority, facts},
    when::{self, When},
};

/// A task to be written.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What it was.
    pub found: Found,
    /// Its title, never empty.
    pub title: String,
    /// Its body with the attachments.
    pub body: String,
    /// Due.
    pub due: Option<When>,
    /// Start.
    pub start: Option<When>,
    /// Priority.
    pub priority: Priority,
    /// Checklist: text and whether it is ticked.
    pub steps: Vec<(String, bool)>,
    /// Done whatever its list says.
    pub done: bool,
    /// Archived.
    pub archived: bool,
}

/// Calls back with every part of a task by kind.
pub fn count_parts(found: &Found, mut count: impl FnMut(&'static str, usize)) {
    count("tasks", 1);
    count("checklists", found.checklists.len());
    count("steps", found.checklists.iter().map(|list| list.steps.len()).sum());
    count("comments", found.comments.len());
    count("attachments", found.attachments.len());
    count("field_values", found.values.len());
}

/// Prepares one task and counts what becomes of its parts.
pub fn draft(found: &Found, plan: &ImportPlan, zone: Tz, fields: &[FieldDraft], tally: &mut Tally) -> Draft {
    tally.brought("tasks", 1);
    tally.brought("checklists", found.checklists.len());
    let mut body = found.body.clone();
    for (name, address) in &found.attachments {
        let line = if address.starts_with("http") {
            format!("[{}]({address})", plain(name))
        } else {
            format!("{name}: {address}")
        };
        body = format!("{}\n\n{line}", body.trim_end()).trim_start().to_owned();
    }
    tally.brought("attachments", found.attachments.len());
    tally.changed("attachments", "Attachments", "They come as links to where they are.", found.attachments.len());
    let due = date(found.due.as_deref(), "Due", zone, &mut body, tally);
    let start = date(found.start.as_deref(), "Start", zone, &mut body, tally);
    if body.len() > limits::BODY {
        tally.changed("tasks", "Very long texts", "They were cut at 1 MiB.", 1);
        body = cut(&body, limits::BODY);
    }
    let comments = found.comments.iter().filter(|comment| !comment.body.trim().is_empty()).count();
    tally.brought("comments", comments);
    tally.skipped("comments", "They are empty.", found.comments.len() - comments);
    values(found, fields, tally);
    Draft {
        title: title(&found.title, tally),
        steps: steps(found, tally),
        priority: facts::priority_from(found.priority.unwrap_or(1)),
        done: found.done || (found.closed && plan.archived == Archived::Done),
        archived: found.closed && plan.archived == Archived::Archive,
        found: found.clone(),
        body,
        due,
        start,
    }
}

/// Square brackets would end the link early.
fn plain(name: &str) -> String {
    let name: String = name.chars().filter(|c| !"[]\n\r".contains(*c)).collect();
    if name.trim().is_empty() { "Attachment".into() } else { name }
}

fn cut(text: &str, max: usize) -> String {
    let end = (0..=max).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or_default().to_owned()
}

fn title(title: &str, tally: &mut Tally) -> String {
    match limits::line("title", title, usize::MAX) {
        Ok(line) if line.chars().count() > limits::TITLE => {
            tally.changed("tasks", "Very long titles", "They were cut at 500 characters.", 1);
            line.chars().take(limits::TITLE).collect()
        }
        Ok(line) if !line.is_empty() => line,
        _ => {
            tally.changed("tasks", "Tasks without a title", "They are called “Untitled”.", 1);
            "Untitled".into()
        }
    }
}

fn steps(found: &Found, tally: &mut Tally) -> Vec<(String, bool)> {
    let several = found.checklists.len() > 1;
    tally.changed(
        "checklists",
        "Several checklists of a task",
        "They became one; each step names its list.",
        if several { found.checklists.len() } else { 0 },
    );
    let mut steps = Vec::new();
    for list in &found.checklists {
        for (text, done) in &list.steps {
            let text = if several && !list.name.trim().is_empty() {
                format!("{}: {text}", list.name.trim())
            } else {
                text.clone()
            };
            match limits::line("text", &text, usize::MAX) {
                Ok(line) if steps.len() < limits::STEPS => {
                    steps.push((line.chars().take(limits::TITLE).collect(), *done))
                }
                Ok(_) => tally.skipped("steps", "A checklist has at most 300 steps.", 1),
                Err(_) => tally.skipped("steps", "They are empty.", 1),
            }
        }
    }
    tally.brought("steps", steps.len());
    steps
}

fn values(found: &Found, fields: &[FieldDraft], tally: &mut Tally) {
    for (id, value) in &found.values {
        match fields.iter().find(|(field, ..)| field == id) {
            None => tally.skipped("field_values", "Their field was not brought.", 1),
            Some((_, _, kind, choices)) if !fits(*kind, choices, value) => {
                tally.skipped("field_values", "The value does not fit the kind of its field.", 1);
            }
            Some(_) => tally.brought("field_values", 1),
        }
    }
}

/// Whether a value of the file can stand in a field of this kind.
pub fn fits(kind: FieldKind, choices: &[String], value: &str) -> bool {
    match kind {
        FieldKind::Text => value.chars().count() <= limits::TITLE,
        FieldKind::Number | FieldKind::Money => {
            value.parse::<f64>().is_ok_and(f64::is_finite) && !value.contains(['e', 'E'])
        }
        FieldKind::Date => value.parse::<chrono::NaiveDate>().is_ok(),
        FieldKind::Choice => choices.iter().any(|choice| choice == value),
        FieldKind::Person => false,
    }
}

/// A day as it is, an instant as the local time it was meant as; anything else is kept in the text.
fn date(text: Option<&str>, label: &str, zone: Tz, body: &mut String, tally: &mut Tally) -> Option<When> {
    let text = text?;
    if let Ok(day) = text.parse() {
        return Some(When::day(day));
    }
    if let Some(ms) = super::trello::instant_ms(text) {
        let local = when::from_ms(ms).with_timezone(&zone).naive_local();
        let minute =
            chrono::NaiveTime::from_hms_opt(chrono::Timelike::hour(&local), chrono::Timelike::minute(&local), 0);
        return Some(When { day: local.date(), time: minute.map(|time| (time, zone)) });
    }
    tally.changed("tasks", "Dates that could not be read", "They stand in the text of the task.", 1);
    *body = format!("{}\n\n{label}: {text}", body.trim_end()).trim_start().to_owned();
    None
}
