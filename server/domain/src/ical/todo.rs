//! A task as a calendar program writes it (`VTODO`).
//!
//! What comes again (`RRULE`) is kept as a line: the calendars of the server make the next one when it is done. A process is
//! another thing, and each of its runs is a task.

use super::{Line, Part, kept, value, wrong};
use crate::{Rule, when::When};
use chrono::Duration;
use chrono_tz::Tz;

/// What stands where no title does.
pub const UNTITLED: &str = "Untitled";

/// How far it is, in the words of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// `NEEDS-ACTION`
    Needed,
    /// `IN-PROCESS`
    Begun,
    /// `COMPLETED`
    Done,
    /// `CANCELLED`
    Cancelled,
}

impl Stage {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Needed => "NEEDS-ACTION",
            Stage::Begun => "IN-PROCESS",
            Stage::Done => "COMPLETED",
            Stage::Cancelled => "CANCELLED",
        }
    }

    fn of(word: &str) -> Option<Stage> {
        let all = [Stage::Needed, Stage::Begun, Stage::Done, Stage::Cancelled];
        all.into_iter().find(|stage| stage.word().eq_ignore_ascii_case(word))
    }
}

/// What a program wrote; none where it wrote nothing of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Todo {
    /// What programs know it by.
    pub uid: String,
    /// Title, in one line.
    pub title: Option<String>,
    /// Text.
    pub body: Option<String>,
    /// Until when.
    pub due: Option<When>,
    /// From when.
    pub start: Option<When>,
    /// 0 none, 1 the most, 9 the least.
    pub priority: Option<u8>,
    /// How far it is.
    pub stage: Option<Stage>,
    /// Tags, and what is none here.
    pub categories: Option<Vec<String>>,
    /// What it is a part of.
    pub parent: Option<String>,
    /// Lines that mean nothing here.
    pub extra: String,
}

/// The names that are understood, or are written anew each time. Tags that are none and other addresses are kept by whoever
/// knows them.
const OWN: [&str; 16] = [
    "UID",
    "DTSTAMP",
    "CREATED",
    "LAST-MODIFIED",
    "SEQUENCE",
    "SUMMARY",
    "DESCRIPTION",
    "DUE",
    "DTSTART",
    "DURATION",
    "PRIORITY",
    "STATUS",
    "COMPLETED",
    "CATEGORIES",
    "PERCENT-COMPLETE",
    "X-GUILDHALL-SPACE",
];

impl Todo {
    /// Reads the one task of a calendar.
    ///
    /// # Errors
    /// When it holds none, several, or what cannot be read.
    pub fn of(calendar: &Part, own: Tz) -> Result<Todo, Rule> {
        let todo = one(calendar, "VTODO")?;
        let when = |name: &str| todo.line(name).map(|line| value::when(line, own)).transpose();
        let start = when("DTSTART")?.map(|start| value::at_home(start, own));
        let due = match (when("DUE")?, todo.value("DURATION").and_then(value::minutes)) {
            (None, Some(minutes)) => start.map(|start| later(start, minutes)),
            (due, _) => due.map(|due| value::at_home(due, own)),
        };
        Ok(Todo {
            uid: uid(todo)?,
            title: todo.text("SUMMARY").map(|title| in_one_line(&title)),
            body: todo.text("DESCRIPTION"),
            due,
            start,
            priority: todo.value("PRIORITY").and_then(|number| number.parse().ok()),
            stage: stage(todo),
            categories: categories(todo),
            parent: parent(todo).map(|line| value::unescape(&line.value)),
            extra: kept(todo, understood)?,
        })
    }
}

fn understood(line: &Line) -> bool {
    // How much of it is done is kept, unless it says that all of it is.
    let part = line.name == "PERCENT-COMPLETE" && line.value.trim() != "100" && line.value.trim() != "0";
    let above = line.name == "RELATED-TO" && is_parent(line);
    (OWN.contains(&line.name.as_str()) && !part) || above
}

fn is_parent(line: &Line) -> bool {
    line.parameter("RELTYPE").is_none_or(|kind| kind.eq_ignore_ascii_case("PARENT"))
}

fn parent(todo: &Part) -> Option<&Line> {
    todo.all("RELATED-TO").find(|line| is_parent(line))
}

fn stage(todo: &Part) -> Option<Stage> {
    let done = todo.line("COMPLETED").is_some() || todo.value("PERCENT-COMPLETE") == Some("100");
    todo.value("STATUS").and_then(Stage::of).or(done.then_some(Stage::Done))
}

fn categories(todo: &Part) -> Option<Vec<String>> {
    todo.line("CATEGORIES")?;
    Some(todo.all("CATEGORIES").flat_map(|line| value::list(&line.value)).collect())
}

fn later(when: When, minutes: i64) -> When {
    let at = when.day.and_time(when.time.map_or(chrono::NaiveTime::MIN, |(time, _)| time)) + Duration::minutes(minutes);
    When { day: at.date(), time: when.time.map(|(_, zone)| (at.time(), zone)) }
}

/// The one part of a name, where nothing else stands beside it.
pub(super) fn one<'a>(calendar: &'a Part, name: &str) -> Result<&'a Part, Rule> {
    let mut parts = calendar.parts.iter().filter(|part| part.name != "VTIMEZONE");
    match (parts.next(), parts.next()) {
        (Some(part), None) if part.name == name => Ok(part),
        _ => wrong("Send one entry at a time: one task, or one event with the days on which it is different."),
    }
}

/// What programs know it by.
pub(super) fn uid(part: &Part) -> Result<String, Rule> {
    let uid = part.text("UID").map(|uid| uid.trim().to_owned()).filter(|uid| !uid.is_empty() && uid.len() <= 255);
    let Some(uid) = uid else { return wrong("This entry has no UID, or one of more than 255 bytes.") };
    Ok(uid)
}

pub(super) fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
