//! A task as a calendar program reads it, and what one that wrote it means to change.

use super::{
    known,
    record::{Next, is_rule},
    store,
};
use crate::{
    Error,
    access::{self, Scope},
    http::shapes::WhenShape,
    tasks::{input::TaskPatch, views::PriorityShape},
};
use chrono_tz::Tz;
use guildhall_domain::{
    Id,
    ical::{
        Writer,
        todo::{Stage, Todo, UNTITLED},
        value,
    },
    space::{Category, Space},
    task::{Priority, Task},
    when::When,
};

/// What programs know a task by.
pub fn uid(scope: &impl Scope, id: Id) -> Result<String, Error> {
    Ok(store::kept(scope.read(), id)?.and_then(|kept| kept.uid).unwrap_or_else(|| id.to_string()))
}

/// How far it is, in the words of the format.
fn stage(category: Category) -> Stage {
    match category {
        Category::Todo | Category::Waiting => Stage::Needed,
        Category::Doing => Stage::Begun,
        Category::Done => Stage::Done,
        Category::Cancelled => Stage::Cancelled,
    }
}

fn number(priority: Priority) -> Option<u8> {
    match priority {
        Priority::Urgent => Some(1),
        Priority::High => Some(3),
        Priority::Normal => None,
        Priority::Low => Some(9),
    }
}

fn priority(number: u8) -> Priority {
    match number {
        1 | 2 => Priority::Urgent,
        3 | 4 => Priority::High,
        0 | 5 => Priority::Normal,
        _ => Priority::Low,
    }
}

/// When it begins, where the format can say that beside when it is due: both are days or both times, one before the other.
fn start(task: &Task) -> Option<When> {
    let (start, Some(due)) = (task.start?, task.due) else { return task.start };
    let fits = start.time.is_some() == due.time.is_some() && start.deadline(Tz::UTC) < due.deadline(Tz::UTC);
    fits.then_some(start)
}

/// A time as a moment: so no program has to know its zone.
pub fn as_moment(when: When) -> When {
    match when.time {
        Some(_) => {
            let at = when.deadline(Tz::UTC).naive_utc();
            When { day: at.date(), time: Some((at.time(), Tz::UTC)) }
        }
        None => when,
    }
}

/// Writes it.
pub fn write(scope: &impl Scope, task: &Task, out: &mut Writer) -> Result<(), Error> {
    let kept = store::kept(scope.read(), task.id)?.unwrap_or_default();
    out.begin("VTODO");
    out.text("UID", &kept.uid.clone().unwrap_or_else(|| task.id.to_string()));
    out.moment("DTSTAMP", task.updated_ms);
    out.moment("CREATED", task.created_ms);
    out.moment("LAST-MODIFIED", task.updated_ms);
    out.text("SUMMARY", &task.title);
    out.text("DESCRIPTION", &task.body);
    if let Some(start) = start(task) {
        out.when("DTSTART", &as_moment(start));
    }
    if let Some(due) = task.due {
        out.when("DUE", &as_moment(due));
    }
    if let Some(number) = number(task.priority) {
        out.line(&format!("PRIORITY:{number}"));
    }
    let stage = stage(task.category);
    out.line(&format!("STATUS:{}", stage.word()));
    if stage == Stage::Done {
        out.moment("COMPLETED", task.completed_ms.unwrap_or(task.updated_ms));
        out.line("PERCENT-COMPLETE:100");
    }
    if let Some(parent) = task.parent.map(|id| access::seen_task(scope, id)).transpose()?.flatten() {
        out.text("RELATED-TO", &uid(scope, parent.id)?);
    }
    let tags = scope.directory().tags();
    let own: Vec<String> = task.tags.iter().filter_map(|id| tags.get(id)).map(|tag| value::escape(&tag.name)).collect();
    if !own.is_empty() {
        out.line(&format!("CATEGORIES:{}", own.join(",")));
    }
    // What is done says so in one way, and leaves its rule to the next one.
    let went_on = matches!(kept.next(task.id), Next::Made(_));
    let gone = |line: &str| line.starts_with("PERCENT-COMPLETE") || (went_on && is_rule(line));
    let shown = |line: &&str| stage != Stage::Done || !gone(line);
    let extra: Vec<&str> = kept.extra.as_deref().unwrap_or_default().lines().filter(shown).collect();
    out.kept(&extra.join("\n"));
    out.end("VTODO");
    Ok(())
}

/// The tags of these names, and the names that are none.
pub fn tags(scope: &impl Scope, names: &[String]) -> (Vec<u32>, Vec<String>) {
    let (mut known, mut other) = (Vec::new(), Vec::new());
    for name in names {
        let folded = name.trim().to_lowercase();
        match scope.directory().tags().values().find(|tag| tag.name.to_lowercase() == folded) {
            Some(tag) if known.contains(&tag.id) => {}
            Some(tag) => known.push(tag.id),
            None => other.push(name.clone()),
        }
    }
    (known, other)
}

/// What a program wrote and nothing here understands, with what it calls a part of what is none here.
pub fn extra(todo: &Todo, others: &[String], is_part: bool) -> String {
    let mut lines: Vec<String> = todo.extra.lines().map(str::to_owned).collect();
    if !others.is_empty() {
        let names: Vec<String> = others.iter().map(|name| value::escape(name)).collect();
        lines.push(format!("CATEGORIES:{}", names.join(",")));
    }
    if let Some(parent) = todo.parent.as_ref().filter(|_| !is_part) {
        lines.push(format!("RELATED-TO:{}", value::escape(parent)));
    }
    lines.join("\n")
}

/// The status that is meant; none where it is in one by now.
fn status(before: Category, meant: Stage, home: &Space) -> Option<u32> {
    if stage(before) == meant {
        return None;
    }
    let first = |category| home.first_status(category).map(|status| status.id);
    match meant {
        Stage::Needed => first(Category::Todo),
        Stage::Begun => first(Category::Doing).or_else(|| (!before.is_open()).then(|| first(Category::Todo)).flatten()),
        Stage::Done => first(Category::Done),
        Stage::Cancelled => first(Category::Cancelled).or_else(|| first(Category::Done)),
    }
}

/// What a program that wrote a task means to change in it. `known`: what it is known to write.
pub fn patch(before: &Task, todo: &Todo, home: &Space, known: u64) -> TaskPatch {
    let writes = |bit: u64| known & bit != 0;
    let title = todo.title.clone().filter(|title| !title.is_empty());
    let one_line = before.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let body = match &todo.body {
        Some(body) => Some(body.clone()),
        None => writes(known::BODY).then(String::new),
    };
    let plain = |text: &str| text.replace('\r', "").trim_end().to_owned();
    let dated = |sent: Option<When>, shown: Option<When>, bit: u64| match sent {
        Some(sent) => (!value::same(Some(sent), shown)).then(|| Some(WhenShape::from(&sent))),
        None => (writes(bit) && shown.is_some()).then_some(None),
    };
    let meant = todo.priority.or_else(|| writes(known::PRIORITY).then_some(0)).map(priority);
    let stage = todo.stage.or_else(|| writes(known::STAGE).then_some(Stage::Needed));
    TaskPatch {
        title: title.filter(|title| *title != one_line),
        body: body.filter(|body| plain(body) != plain(&before.body)),
        due: dated(todo.due, before.due, known::DUE),
        start: dated(todo.start, start(before), known::START),
        priority: meant.filter(|meant| *meant != before.priority).map(PriorityShape::from),
        status_id: stage.and_then(|stage| status(before.category, stage, home)),
        ..TaskPatch::default()
    }
}

/// What a program wrote, as a task to be made.
pub fn input(todo: &Todo, home: &Space, tags: Vec<u32>) -> crate::tasks::input::TaskInput {
    let title = todo.title.clone().filter(|title| !title.is_empty());
    crate::tasks::input::TaskInput {
        title: title.unwrap_or_else(|| UNTITLED.to_owned()),
        body: todo.body.clone().unwrap_or_default(),
        due: todo.due.as_ref().map(WhenShape::from),
        start: todo.start.as_ref().map(WhenShape::from),
        priority: todo.priority.map(|number| PriorityShape::from(priority(number))),
        status_id: todo.stage.and_then(|stage| status(Category::Todo, stage, home)),
        tag_ids: tags,
        ..Default::default()
    }
}
