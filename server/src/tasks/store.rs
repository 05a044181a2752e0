//! The tables of tasks and the one way to write a task: state, key rows and change log together.

use super::{
    commands::rebalance::{self, List},
    demand::{Demand, DemandRecord},
    record::{CountersRecord, TaskRecord, TitleRecord},
    rows::{self, Keys},
    waits,
};
use crate::{
    Error,
    access::{self, Directory, Scope, Work},
    items,
};
use guildhall_domain::{
    AudienceId, Id,
    change::{Action, Change, FieldChange, Kind},
    item::Audience,
    space::Access,
    task::{Task, edit, facts, finishing},
};
use guildhall_store::{Desc, Read, Span, StoreError, Table, Tx};

/// Tasks by id.
pub const TASKS: Table<Id, TaskRecord> = Table::new("tasks");
/// The same rows, for reading titles.
const TITLES: Table<Id, TitleRecord> = Table::new(TASKS.name());
/// The same rows, for what they ask of whom.
const DEMANDS: Table<Id, DemandRecord> = Table::new(TASKS.name());
/// Home audience → what is counted there.
pub const COUNTERS: Table<u64, CountersRecord> = Table::new("space_counters");
/// (day from CE, task): when it is asked again what it waits for. See [`waits`].
pub const ASK_AGAIN: Table<(i32, Id), ()> = Table::new("tasks_to_ask_again");

/// A task. Only `access` may call this for somebody.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Task>, StoreError> {
    Ok(read.get(&TASKS, &id)?.map(Task::from))
}

/// The titles of tasks in the order of their ids. Only [`access::shown`] may call this for somebody.
pub fn titles(read: &Read<'_>, ids: &[Id]) -> Result<Vec<String>, StoreError> {
    let records = read.get_each(&TITLES, ids)?;
    Ok(records.into_iter().map(|record| record.map(|record| record.title).unwrap_or_default()).collect())
}

/// What tasks ask of whom, in the order of their ids. Whether somebody may see one is asked of each by whoever shows it.
pub fn demands(read: &Read<'_>, ids: &[Id]) -> Result<Vec<Option<Demand>>, StoreError> {
    let records = read.get_each(&DEMANDS, ids)?;
    Ok(ids.iter().zip(records).map(|(id, record)| record.map(|record| record.into_demand(*id))).collect())
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

/// The same one by one, with the rows views are computed from.
pub fn rows_in<'a>(
    read: &'a Read<'_>,
    space: AudienceId,
) -> Result<impl Iterator<Item = Result<(Id, rows::Row), StoreError>> + 'a, StoreError> {
    Ok(read.scan(&rows::ROWS, Span::prefix(&space))?.map(|row| row.map(|((_, id), row)| (id, row))))
}

/// The tasks a person does or did. Whether somebody may see one is asked of each by whoever shows it.
pub fn ids_of(read: &Read<'_>, person: AudienceId) -> Result<Vec<Id>, StoreError> {
    let mut ids = Vec::new();
    for row in read.scan(&rows::PERSON, Span::prefix(&person))? {
        let ((.., id), parts) = row?;
        ids.extend((parts & rows::Part::ASSIGNEE != 0).then_some(id));
    }
    Ok(ids)
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
    come_back(work, before, after);
    finishing::check(before, after)?;
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
    come_back(work, before, after);
    finishing::check(before, after)?;
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

/// What a space has lost while a task lay in the trash must not come back with it, by whichever way.
fn come_back(work: &Work<'_, '_>, before: &Task, after: &mut Task) {
    let back = before.trashed_ms.is_some() && after.trashed_ms.is_none();
    if let Some(home) = work.directory().space(after.space).filter(|_| back) {
        edit::fit(after, home);
        facts::settle_completion(after, Some(before.category), work.now());
    }
}

fn save_as(
    work: &mut Work<'_, '_>,
    before: Option<&Task>,
    after: &mut Task,
    action: Action,
    fields: Vec<FieldChange>,
) -> Result<(), Error> {
    after.updated_ms = work.now();
    let seen_before = before.map(|task| access::audience_of(work.directory(), task));
    write(work, before, after, action, fields, seen_before.unwrap_or_default())
}

/// Gives a task another key without anybody having worked on it.
pub fn reorder(work: &mut Work<'_, '_>, before: &Task, order: String) -> Result<(), Error> {
    let mut after = Task { order, ..before.clone() };
    let fields = facts::changes(before, &after);
    let seen = access::audience_of(work.directory(), before);
    write(work, Some(before), &mut after, Action::Changed, fields, seen)
}

/// Takes a task out of all other spaces, because its home keeps it inside. Those who could read it there
/// are told that it is gone, also when by now nobody there can read it any more.
pub fn withdraw(work: &mut Work<'_, '_>, before: &Task) -> Result<(), Error> {
    let mut after = Task { also_in: Vec::new(), updated_ms: work.now(), ..before.clone() };
    let fields = facts::changes(before, &after);
    let seen = access::written_audience(work.directory(), before);
    write(work, Some(before), &mut after, Action::Changed, fields, seen)
}

/// Tells those who read a task in other spaces that its home was deleted or has come back. The task itself
/// stays as it is.
pub fn tell(work: &mut Work<'_, '_>, task: &Task, gone: bool) -> Result<(), Error> {
    let everybody = access::written_audience(work.directory(), task).ids().to_vec();
    let (audience_before, audience_after) = if gone { (everybody, Vec::new()) } else { (Vec::new(), everybody) };
    let change = Change {
        audience_before,
        audience_after,
        previous: task.seq,
        ..work.change(Kind::Task, task.id, Action::Changed)
    };
    let told = Task { seq: work.log(change)?, ..task.clone() };
    touch(work, &told)
}

/// The tasks of a space that are also in others, after one of them.
pub fn elsewhere(read: &Read<'_>, home: AudienceId, after: Option<Id>, most: usize) -> Result<Vec<Id>, StoreError> {
    let mut span = Span::prefix(&home).limit(most);
    if let Some(id) = after {
        span = span.after(&(home, id));
    }
    read.keys(&rows::ELSEWHERE, span)?.map(|row| row.map(|(_, id)| id)).collect()
}

/// Writes the rows of a task that is also in other spaces as this program keeps them: for upgrades.
pub fn keep_elsewhere(tx: &mut Tx<'_>, directory: &Directory, task: &Task) -> Result<(), StoreError> {
    let keys = rows::keys(task, directory);
    for (key, row) in keys.rows.iter().filter(|(_, row)| row.abroad != 0) {
        tx.put(&rows::ROWS, key, row)?;
    }
    keys.elsewhere.map_or(Ok(()), |key| tx.put(&rows::ELSEWHERE, &key, &()))
}

/// Writes where an archived task stands as this program keeps it: for upgrades.
pub fn keep_archived(tx: &mut Tx<'_>, directory: &Directory, task: &Task) -> Result<(), StoreError> {
    let keys = rows::keys(task, directory).orders;
    let archived = keys.iter().filter(|(_, order, ..)| *order == rows::Order::Archived as u8);
    for key in archived {
        tx.put(&rows::ORDERS, key, &())?;
    }
    Ok(())
}

fn write(
    work: &mut Work<'_, '_>,
    before: Option<&Task>,
    after: &mut Task,
    action: Action,
    fields: Vec<FieldChange>,
    seen_before: Audience,
) -> Result<(), Error> {
    let directory = work.directory().clone();
    let change = Change {
        fields,
        audience_before: seen_before.ids().to_vec(),
        audience_after: access::audience_of(&directory, after).ids().to_vec(),
        previous: before.map_or(0, |task| task.seq),
        ..work.change(Kind::Task, after.id, action)
    };
    after.seq = work.log(change)?;
    work.tx.put(&TASKS, &after.id, &TaskRecord::from(&*after))?;
    if before.map_or(!after.body.is_empty(), |task| task.body != after.body) {
        items::store::refer(work.tx, after.id, after.id, &after.body, after.seq)?;
    }
    let old = before.map(|task| rows::keys(task, &directory)).unwrap_or_default();
    write_keys(work, after.id, old, rows::keys(after, &directory))?;
    waits::keep(work.tx, before, Some(after))?;
    if before.is_none_or(|task| task.order != after.order) {
        let home = directory.space(after.space).map(|space| List::Space(space.audience));
        let list = after.parent.map(List::Parent).or(home);
        list.map_or(Ok(()), |list| rebalance::note(work, list, &after.order))?;
    }
    count_open(work, before, after)
}

/// Deletes a task for good; its comments and links are the caller's, who says which links there were. A tombstone
/// stays in the log.
pub fn purge(work: &mut Work<'_, '_>, task: &Task, links: Vec<FieldChange>) -> Result<(), Error> {
    let directory = work.directory().clone();
    items::tombstones::purged(work, Kind::Task, task, links)?;
    work.tx.delete(&TASKS, &task.id)?;
    items::store::forget(work.tx, task.id)?;
    waits::keep(work.tx, Some(task), None)?;
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
    tx.replace_keys(&rows::ORDERS, &old.orders, &new.orders)?;
    rows::put_key(tx, old.key, new.key, id)?;
    for (person, state, at) in old.people.keys().filter(|key| !new.people.contains_key(key)) {
        tx.delete(&rows::PERSON, &(*person, *state, Desc(*at), id))?;
    }
    for (key, parts) in new.people.iter().filter(|(key, parts)| old.people.get(key) != Some(parts)) {
        tx.put(&rows::PERSON, &(key.0, key.1, Desc(key.2), id), parts)?;
    }
    tx.replace_keys(&rows::ELSEWHERE, old.elsewhere.as_slice(), new.elsewhere.as_slice())?;
    Ok(tx.replace_keys(&rows::SUBTASKS, old.parent.as_slice(), new.parent.as_slice())?)
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

/// Logs what was found out about something that hangs on a task, so that those who follow the log look again. It is
/// nobody's change: the task keeps its time and its place in every order.
pub fn note(work: &mut Work<'_, '_>, task: &Task, fields: Vec<FieldChange>) -> Result<(), Error> {
    let seq = work.log_item(Kind::Task, Some(task), task, Action::Changed, fields)?;
    touch(work, &Task { seq, ..task.clone() })
}

/// Puts a task back without a change of its own: for counts that follow from another object's change.
pub fn touch(work: &mut Work<'_, '_>, task: &Task) -> Result<(), Error> {
    Ok(work.tx.put(&TASKS, &task.id, &TaskRecord::from(task))?)
}
