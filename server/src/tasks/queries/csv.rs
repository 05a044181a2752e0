//! Tasks as a table for spreadsheets, with times in the reader's zone, and the fields of the space behind the columns
//! every table has.

use crate::{
    Error,
    access::{self, Scope},
    http::csv::{lines, marked},
    tasks::views,
};
use chrono_tz::Tz;
use guildhall_domain::{
    Id,
    change::Value,
    policy::DoSpace,
    space::{Field, Space},
    task::{Priority, Task},
    when::{self, When},
};

/// The columns every table has, in order.
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
pub fn head(fields: &[Field]) -> Result<Vec<u8>, Error> {
    let all = COLUMNS.into_iter().map(str::to_owned);
    marked([all.chain(fields.iter().map(|field| field.name.clone()))])
}

/// The lines of tasks, with the fields the head names. One that is gone by now is left out: rights are looked at again
/// for every slice.
pub fn rows(scope: &impl Scope, space: Id, fields: &[Field], ids: &[Id]) -> Result<Vec<u8>, Error> {
    let space = access::space(scope, space, DoSpace::Read)?;
    let own = scope.who().person.and_then(|id| scope.directory().person(id));
    let zone = own.map_or(scope.directory().zone(), |me| me.time_zone);
    let tasks = ids.iter().map(|id| access::seen_task(scope, *id)).filter_map(Result::transpose);
    let row = |task: &Task| {
        let more = fields.iter().map(|field| filled(scope, &space, field, task));
        cells(scope, &space, zone, task).into_iter().chain(more).collect::<Vec<String>>()
    };
    lines(tasks.map(|task| Ok(row(&*task?))).collect::<Result<Vec<_>, Error>>()?)
}

/// What a field of the space holds on a task that is at home there.
fn filled(scope: &impl Scope, space: &Space, field: &Field, task: &Task) -> String {
    let value = task.custom.get(&field.id).filter(|_| task.space == space.id);
    match value {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Id(id)) => {
            let person = scope.directory().person(*id).filter(|person| access::knows(scope, person));
            person.map(|person| person.name.clone()).unwrap_or_default()
        }
        _ => String::new(),
    }
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
