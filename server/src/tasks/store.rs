//! The tables of tasks and the one way to write a task: state, key rows and change log together.

use super::{
    record::{CountersRecord, TaskRecord},
    rows::{self, Keys},
};
use crate::{
    Error,
    access::{self, Scope, Work},
};
use guildhall_domain::{
    AudienceId, Id,
    change::{Action, Change, FieldChange, Kind, Value},
    space::Access,
    task::{Task, facts},
};
use guildhall_store::{Desc, Read, Span, StoreError, Table};

/// Tasks by id.
pub const TASKS: Table<Id, TaskRecord> = Table::new("tasks");
/// Home audience → what is counted there.
pub const COUNTERS: Table<u64, CountersRecord> = Table::new("space_counters");

/// A task. Only `access` may call this for somebody.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Task>, StoreError> {
    Ok(read.get(&TASKS, &id)?.map(Task::from))
}

/// All tasks after an id, in the order of ids: for what goes through everything in slices.
pub fn after<'a>(
    read: &'a Read<'_>,
    id: Option<Id>,
) -> Result<impl Iterator<Item = Result<Task, StoreError>> + 'a, StoreError> {
    let span = id.map_or_else(Span::all, |id| Span::all().after(&id));
    Ok(read.scan(&TASKS, span)?.map(|row| row.map(|(_, record)| Task::from(record))))
}

/// How many tasks there are, trashed ones too.
pub fn count(read: &Read<'_>) -> Result<usize, StoreError> {
    read.keys(&TASKS, Span::all())?.try_fold(0, |count, row| row.map(|_| count + 1))
}

/// The tasks that can be read in a space, its own and those that are also in it.
pub fn ids_in(read: &Read<'_>, space: AudienceId) -> Result<Vec<Id>, StoreError> {
    read.keys(&rows::ROWS, Span::prefix(&space))?.map(|row| row.map(|(_, id)| id)).collect()
}

/// The next number of a space's keys. A number is never given twice.
pub fn next_number(work: &mut Work<'_, '_>, space: AudienceId) -> Result<u32, Error> {
    let mut counters = work.tx.get(&COUNTERS, &space)?.unwrap_or_default();
    counters.last_number += 1;
    work.tx.put(&COUNTERS, &space, &counters)?;
    Ok(counters.last_number)
}

/// Writes a new task and its change.
pub fn create(work: &mut Work<'_, '_>, task: &mut Task, action: Action) -> Result<(), Error> {
    keep_inside(work, task);
    save_as(work, None, task, action, Vec::new())
}

/// Writes the next version of a task and what changed; nothing when nothing did.
pub fn save(work: &mut Work<'_, '_>, before: &Task, after: &mut Task, action: Action) -> Result<(), Error> {
    keep_inside(work, after);
    let fields = facts::changes(before, after);
    if fields.is_empty() && before == after {
        return Ok(());
    }
    save_as(work, Some(before), after, action, fields)
}

/// Like [`save`] for changes that are not facts of the task itself, such as a comment on it.
pub fn save_with(
    work: &mut Work<'_, '_>,
    before: &Task,
    after: &mut Task,
    action: Action,
    mut fields: Vec<FieldChange>,
) -> Result<(), Error> {
    keep_inside(work, after);
    fields.extend(facts::changes(before, after));
    save_as(work, Some(before), after, action, fields)
}

/// What is in a private space can be read there only. This holds for every way a task can come back to
/// one: out of the trash, by an undo, from an import.
fn keep_inside(work: &Work<'_, '_>, task: &mut Task) {
    let home = work.directory().space(task.space);
    if home.is_some_and(|home| matches!(home.access, Access::Private | Access::Personal)) {
        task.also_in.clear();
    }
}

fn save_as(
    work: &mut Work<'_, '_>,
    before: Option<&Task>,
    after: &mut Task,
    action: Action,
    fields: Vec<FieldChange>,
) -> Result<(), Error> {
    let directory = work.directory().clone();
    let audience = |task: &Task| access::audience_of(&directory, task).ids().to_vec();
    after.updated_ms = work.now();
    let change = Change {
        fields,
        audience_before: before.map(audience).unwrap_or_default(),
        audience_after: audience(after),
        previous: before.map_or(0, |task| task.seq),
        ..work.change(Kind::Task, after.id, action)
    };
    after.seq = work.log(change)?;
    work.tx.put(&TASKS, &after.id, &TaskRecord::from(&*after))?;
    let old = before.map(|task| rows::keys(task, &directory)).unwrap_or_default();
    write_keys(work, after.id, old, rows::keys(after, &directory))?;
    count_open(work, before, after)
}

/// Deletes a task for good; its comments and links are the caller's, who says which links there were. A tombstone
/// stays in the log.
pub fn purge(work: &mut Work<'_, '_>, task: &Task, links: Vec<FieldChange>) -> Result<(), Error> {
    let directory = work.directory().clone();
    // Whoever could see it in the trash goes by its home.
    let home = FieldChange { field: "space".into(), before: Value::Id(task.space), after: Value::Null };
    let change = Change {
        fields: [vec![home], links].concat(),
        audience_before: access::audience_of(&directory, task).ids().to_vec(),
        previous: task.seq,
        ..work.change(Kind::Task, task.id, Action::Purged)
    };
    work.log(change)?;
    work.tx.delete(&TASKS, &task.id)?;
    let mut old = rows::keys(task, &directory);
    // The key keeps its number for ever: it then leads nowhere instead of to something else.
    old.key = None;
    write_keys(work, task.id, old, Keys::default())
}

fn write_keys(work: &mut Work<'_, '_>, id: Id, old: Keys, new: Keys) -> Result<(), Error> {
    let tx = &mut *work.tx;
    for (key, _) in old.rows.iter().filter(|(key, _)| !new.rows.iter().any(|(other, _)| other == key)) {
        tx.delete(&rows::ROWS, key)?;
    }
    for (key, row) in new.rows.iter().filter(|entry| !old.rows.contains(entry)) {
        tx.put(&rows::ROWS, key, row)?;
    }
    for key in old.orders.iter().filter(|key| !new.orders.contains(key)) {
        tx.delete(&rows::ORDERS, key)?;
    }
    for key in new.orders.iter().filter(|key| !old.orders.contains(key)) {
        tx.put(&rows::ORDERS, key, &())?;
    }
    // Former keys stay: an old key leads to the item for ever.
    if let Some(key) = new.key.filter(|key| old.key != Some(*key)) {
        tx.put(&rows::KEYS, &key, &id)?;
    }
    for (person, state, at) in old.people.keys().filter(|key| !new.people.contains_key(key)) {
        tx.delete(&rows::PERSON, &(*person, *state, Desc(*at), id))?;
    }
    for (key, parts) in new.people.iter().filter(|(key, parts)| old.people.get(key) != Some(parts)) {
        tx.put(&rows::PERSON, &(key.0, key.1, Desc(key.2), id), parts)?;
    }
    if old.parent != new.parent {
        if let Some(key) = &old.parent {
            tx.delete(&rows::SUBTASKS, key)?;
        }
        if let Some(key) = &new.parent {
            tx.put(&rows::SUBTASKS, key, &())?;
        }
    }
    Ok(())
}

/// Keeps the number of open tasks of the home space.
fn count_open(work: &mut Work<'_, '_>, before: Option<&Task>, after: &Task) -> Result<(), Error> {
    let home = |task: &Task| work.directory().space(task.space).map(|space| space.audience);
    let was = before.filter(|task| task.is_open()).and_then(home);
    let is = Some(after).filter(|task| task.is_open()).and_then(home);
    if was == is {
        return Ok(());
    }
    let mut add = |space: Option<AudienceId>, by: i64| -> Result<(), Error> {
        let Some(space) = space else { return Ok(()) };
        let mut counters = work.tx.get(&COUNTERS, &space)?.unwrap_or_default();
        counters.open = counters.open.saturating_add_signed(by);
        work.tx.put(&COUNTERS, &space, &counters)?;
        Ok(())
    };
    add(was, -1)?;
    add(is, 1)
}

/// Open tasks of a space.
pub fn open_count(read: &Read<'_>, space: AudienceId) -> Result<u64, StoreError> {
    Ok(read.get(&COUNTERS, &space)?.map_or(0, |counters| counters.open))
}

/// Puts a task back without a change of its own: for counts that follow from another object's change.
pub fn touch(work: &mut Work<'_, '_>, task: &Task) -> Result<(), Error> {
    Ok(work.tx.put(&TASKS, &task.id, &TaskRecord::from(task))?)
}
