//! Tasks as a table for spreadsheets (RFC 4180, UTF-8 with its mark, times in the reader's zone). A cell
//! that a spreadsheet would take for a formula begins with an apostrophe.

use crate::{
    Error,
    access::{self, Scope},
    error::Code,
    tasks::views,
};
use chrono_tz::Tz;
use guildhall_domain::{
    Id,
    policy::DoSpace,
    space::Space,
    task::{Priority, Task},
    when::{self, When},
};

/// The columns in order.
pub const COLUMNS: [&str; 13] = [
    "key",
    "title",
    "status",
    "section",
    "assignee",
    "priority",
    "due",
    "start",
    "estimate",
    "tags",
    "created",
    "completed",
    "body",
];

/// The mark of UTF-8 and the line of column names.
pub fn head() -> Result<Vec<u8>, Error> {
    let mut head = "\u{feff}".as_bytes().to_vec();
    head.extend(lines([COLUMNS.map(str::to_owned)])?);
    Ok(head)
}

/// The lines of tasks. One that is gone by now is left out: rights are looked at again for every slice.
pub fn rows(scope: &impl Scope, space: Id, ids: &[Id]) -> Result<Vec<u8>, Error> {
    let space = access::space(scope, space, DoSpace::Read)?;
    let own = scope.who().person.and_then(|id| scope.directory().person(id));
    let zone = own.map_or(scope.directory().zone(), |me| me.time_zone);
    let tasks = ids.iter().map(|id| access::seen_task(scope, *id)).filter_map(Result::transpose);
    lines(tasks.map(|task| Ok(cells(scope, &space, zone, &*task?))).collect::<Result<Vec<_>, Error>>()?)
}

fn lines(rows: impl IntoIterator<Item = [String; 13]>) -> Result<Vec<u8>, Error> {
    let failed = |_| Error::new(Code::Internal);
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    rows.into_iter().try_for_each(|row| writer.write_record(row.map(harmless))).map_err(failed)?;
    writer.into_inner().map_err(|_| Error::new(Code::Internal))
}

fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

fn cells(scope: &impl Scope, space: &Space, zone: Tz, task: &Task) -> [String; 13] {
    let directory = scope.directory();
    let here = task.space == space.id;
    let own = here.then(|| space.status(task.status)).flatten();
    let status = own.or_else(|| space.first_status(task.category)).map(|status| status.name.clone());
    let section = task.section.filter(|_| here).and_then(|id| space.section(id)).map(|section| section.name.clone());
    let assignee = task.assignee.and_then(|id| directory.person(id)).filter(|person| access::knows(scope, person));
    let tags: Vec<&str> =
        task.tags.iter().filter_map(|id| directory.tags().get(id)).map(|tag| tag.name.as_str()).collect();
    let moment = |ms: i64| when::from_ms(ms).with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string();
    let date = |date: &Option<When>| date.as_ref().map(|date| local(date, zone)).unwrap_or_default();
    [
        views::key(scope, task),
        task.title.clone(),
        status.unwrap_or_default(),
        section.unwrap_or_default(),
        assignee.map(|person| person.name.clone()).unwrap_or_default(),
        priority(task.priority).to_owned(),
        date(&task.due),
        date(&task.start),
        task.estimate.map(|minutes| minutes.to_string()).unwrap_or_default(),
        tags.join(", "),
        moment(task.created_ms),
        task.completed_ms.map(moment).unwrap_or_default(),
        task.body.clone(),
    ]
}

fn local(date: &When, zone: Tz) -> String {
    match date.time {
        None => date.day.to_string(),
        Some((time, own)) => {
            when::instant(date.day, time, own).with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
        }
    }
}

fn priority(priority: Priority) -> &'static str {
    match priority {
        Priority::Low => "low",
        Priority::Normal => "normal",
        Priority::High => "high",
        Priority::Urgent => "urgent",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_quotes_are_doubled() {
        let mut row = COLUMNS.map(|_| String::new());
        row[1] = "=HYPERLINK(\"http://example.com\")".into();
        row[12] = "two\nlines, \"quoted\"".into();
        let text = String::from_utf8(lines([row]).unwrap()).unwrap();
        assert_eq!(text, ",\"'=HYPERLINK(\"\"http://example.com\"\")\",,,,,,,,,,,\"two\nlines, \"\"quoted\"\"\"\r\n");
    }
}
