//! The rows by which tasks are found: they are a pure function of the task, so saving one means
//! comparing the rows of the old version with those of the new and writing the difference.

use crate::access::Directory;
use guildhall_domain::{
    AudienceId, Id,
    actor::Actor,
    space::Category,
    task::{Task, facts},
};
use guildhall_store::{Desc, StoreError, Table, Tx, Value};
use std::collections::BTreeMap;

/// (home audience, task) → the compact row views are computed from.
pub const ROWS: Table<(u64, Id), Row> = Table::new("task_rows");
/// (home audience, [`Order`], sort key, task): the default orders of a space.
pub const ORDERS: Table<(u64, u8, Vec<u8>, Id), ()> = Table::new("task_orders");
/// (home audience, number) → item: keys such as SVC-214, former ones too.
pub const KEYS: Table<(u64, u32), Id> = Table::new("item_keys");
/// (person audience, 0 open | 1 closed, newest closed first, task) → [`Part`] bits.
pub const PERSON: Table<(u64, u8, Desc<u64>, Id), u64> = Table::new("person_tasks");
/// (parent, fractional key, sub-task).
pub const SUBTASKS: Table<(Id, String, Id), ()> = Table::new("subtasks");
/// Arranged lists whose keys have grown long and that wait for their job.
pub const CROWDED: Table<Vec<u8>, ()> = Table::new("crowded_lists");
/// (home audience, task): the tasks of a space that are also in others, those in the trash too.
pub const ELSEWHERE: Table<(u64, Id), ()> = Table::new("tasks_elsewhere");

/// The orders kept as rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Order {
    /// As people arranged it.
    Manual = 1,
    /// By due, without those that have none.
    Due = 2,
    /// Last changed first.
    Updated = 3,
    /// By status, then as arranged.
    Status = 4,
    /// By assignee, then as arranged; without the unassigned.
    Assignee = 5,
    /// What lies in the trash, oldest first; nothing else is kept of it.
    Trash = 6,
    /// What was put out of the way, last changed first; it stands in no other order.
    Archived = 7,
}

/// What a person has to do with a task, as bits.
pub struct Part;

impl Part {
    /// Does it.
    pub const ASSIGNEE: u64 = 1;
    /// Made it.
    pub const AUTHOR: u64 = 2;
    /// Follows it.
    pub const FOLLOWER: u64 = 4;
    /// Is waited for.
    pub const AWAITED: u64 = 8;
}

/// The facts of a task that filters, groups and sorts need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Status of the space.
    pub status: u32,
    /// Its category.
    pub category: Category,
    /// Priority as a number.
    pub priority: u8,
    /// Archived.
    pub archived: bool,
    /// Part of another task.
    pub subtask: bool,
    /// Assignee's audience, 0 none.
    pub assignee: AudienceId,
    /// Section, 0 none.
    pub section: u32,
    /// Due day as days from CE, 0 none, and minute of the day (1440: the whole day).
    pub due: (i32, u16),
    /// For a due time: its instant in minutes since 1970; 0 otherwise.
    pub due_instant: u32,
    /// When it was made.
    pub created_ms: i64,
    /// When it last changed.
    pub updated_ms: i64,
    /// When it was done, 0 not.
    pub completed_ms: i64,
    /// Number of its key.
    pub number: u32,
    /// Fractional key.
    pub order: String,
    /// Tags.
    pub tags: Vec<u32>,
    /// In another space than its home: the home, which may keep it inside; 0 at home.
    pub abroad: AudienceId,
}

/// Milliseconds that fit five bytes as tenths of a second since 2015 would be fewer, but six bytes
/// are plain and last until the year 10889.
fn put_time(out: &mut Vec<u8>, ms: i64) {
    out.extend_from_slice(ms.to_be_bytes().get(2..).unwrap_or_default());
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], StoreError> {
        let (head, rest) = self.0.split_first_chunk::<N>().ok_or_else(short)?;
        self.0 = rest;
        Ok(*head)
    }
    fn time(&mut self) -> Result<i64, StoreError> {
        let [a, b, c, d, e, f] = self.take()?;
        Ok(i64::from_be_bytes([0, 0, a, b, c, d, e, f]))
    }
    fn byte(&mut self) -> Result<u8, StoreError> {
        self.take::<1>().map(|[byte]| byte)
    }
}

fn short() -> StoreError {
    StoreError::Corrupt { table: "task_rows".into(), what: "a row has the wrong length".into() }
}

impl Value for Row {
    const VERSION: u8 = 2;

    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.status.to_be_bytes());
        out.push(crate::spaces::record::category_number(self.category) | self.priority << 4);
        let abroad = self.abroad != 0;
        out.push(u8::from(self.archived) | u8::from(self.subtask) << 1 | u8::from(abroad) << 2);
        out.extend_from_slice(self.assignee.to_be_bytes().get(3..).unwrap_or_default());
        out.extend_from_slice(&self.section.to_be_bytes());
        out.extend_from_slice(&self.due.0.to_be_bytes());
        out.extend_from_slice(&self.due.1.to_be_bytes());
        out.extend_from_slice(&self.due_instant.to_be_bytes());
        put_time(out, self.created_ms);
        put_time(out, self.updated_ms);
        put_time(out, self.completed_ms);
        out.extend_from_slice(&self.number.to_be_bytes());
        out.push(u8::try_from(self.order.len()).unwrap_or(u8::MAX));
        out.extend(self.order.bytes().take(usize::from(u8::MAX)));
        if abroad {
            out.extend_from_slice(&self.abroad.to_be_bytes());
        }
        self.tags.iter().for_each(|tag| out.extend_from_slice(&tag.to_be_bytes()));
    }

    fn decode(_: u8, body: &[u8]) -> Result<Self, StoreError> {
        let mut r = Reader(body);
        let status = u32::from_be_bytes(r.take()?);
        let kinds = r.byte()?;
        let flags = r.byte()?;
        let [a, b, c, d, e] = r.take()?;
        let assignee = u64::from_be_bytes([0, 0, 0, a, b, c, d, e]);
        let section = u32::from_be_bytes(r.take()?);
        let due = (i32::from_be_bytes(r.take()?), u16::from_be_bytes(r.take()?));
        let due_instant = u32::from_be_bytes(r.take()?);
        let (created_ms, updated_ms, completed_ms) = (r.time()?, r.time()?, r.time()?);
        let number = u32::from_be_bytes(r.take()?);
        let length = usize::from(r.byte()?);
        let (order, rest) = r.0.split_at_checked(length).ok_or_else(short)?;
        let order = String::from_utf8(order.to_vec()).map_err(|_| short())?;
        let mut r = Reader(rest);
        let abroad = if flags & 4 != 0 { u64::from_be_bytes(r.take()?) } else { 0 };
        let tags =
            r.0.chunks(4)
                .map(|tag| tag.try_into().map(u32::from_be_bytes).map_err(|_| short()))
                .collect::<Result<_, _>>()?;
        Ok(Row {
            status,
            category: crate::spaces::record::category_from(kinds & 15),
            priority: kinds >> 4,
            archived: flags & 1 != 0,
            subtask: flags & 2 != 0,
            assignee,
            section,
            due,
            due_instant,
            created_ms,
            updated_ms,
            completed_ms,
            number,
            order,
            tags,
            abroad,
        })
    }
}

/// The compact row of a task.
pub fn row(task: &Task, directory: &Directory) -> Row {
    let audience = |id: Id| directory.person(id).map_or(0, |person| person.audience);
    let due = task.due.map_or((0, 0), |due| {
        let (day, minute) = due.sort_key();
        (day, u16::try_from(minute).unwrap_or(1440))
    });
    let timed = task.due.filter(|due| due.time.is_some());
    let instant = timed.map_or(0, |due| due.deadline(chrono_tz::UTC).timestamp() / 60);
    Row {
        status: task.status,
        category: task.category,
        priority: u8::try_from(facts::priority_number(task.priority)).unwrap_or(1),
        archived: task.archived,
        subtask: task.parent.is_some(),
        assignee: task.assignee.map_or(0, audience),
        section: task.section.unwrap_or(0),
        due,
        due_instant: u32::try_from(instant).unwrap_or(0),
        created_ms: task.created_ms,
        updated_ms: task.updated_ms,
        completed_ms: task.completed_ms.unwrap_or(0),
        number: task.number,
        order: task.order.clone(),
        tags: task.tags.clone(),
        abroad: 0,
    }
}

/// Every key row of a task, with its value where it has one.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Rows of [`ROWS`]: one in the home and one in every space it is also in.
    pub rows: Vec<((u64, Id), Row)>,
    /// Rows of [`ORDERS`].
    pub orders: Vec<(u64, u8, Vec<u8>, Id)>,
    /// Row of [`KEYS`].
    pub key: Option<(u64, u32)>,
    /// Rows of [`PERSON`].
    pub people: BTreeMap<(u64, u8, u64), u64>,
    /// Row of [`SUBTASKS`].
    pub parent: Option<(Id, String, Id)>,
    /// Row of [`ELSEWHERE`].
    pub elsewhere: Option<(u64, Id)>,
}

/// All key rows of a task.
pub fn keys(task: &Task, directory: &Directory) -> Keys {
    let Some(home) = directory.space(task.space) else { return Keys::default() };
    let key = (task.number > 0).then_some((home.audience, task.number));
    let elsewhere = (!task.also_in.is_empty()).then_some((home.audience, task.id));
    if let Some(trashed) = task.trashed_ms {
        let place = u64::try_from(trashed).unwrap_or_default().to_be_bytes().to_vec();
        let orders = vec![(home.audience, Order::Trash as u8, place, task.id)];
        return Keys { orders, key, elsewhere, ..Keys::default() };
    }
    let own = row(task, directory);
    let others = task.also_in.iter().filter_map(|id| directory.space(*id));
    let rows: Vec<_> = [((home.audience, task.id), own.clone())]
        .into_iter()
        .chain(others.map(|space| ((space.audience, task.id), abroad(&own, home.audience))))
        .collect();
    let orders = rows.iter().flat_map(|((space, id), row)| orders(*space, *id, row)).collect();
    let parent = task.parent.map(|parent| (parent, task.order.clone(), task.id));
    Keys { rows, orders, key, people: people(task, directory), parent, elsewhere }
}

/// Writes the key of an item. Former keys stay: an old key leads to the item for ever.
pub fn put_key(tx: &mut Tx<'_>, old: Option<(u64, u32)>, new: Option<(u64, u32)>, item: Id) -> Result<(), StoreError> {
    new.filter(|_| old != new).map_or(Ok(()), |key| tx.put(&KEYS, &key, &item))
}

/// How a task stands in a space that is not its home: statuses and sections are the home's own, so it
/// stands under the status every space begins with for its category. Where that one is gone readers take
/// the first of the category; the row must not depend on it, or a change of the statuses would leave rows
/// behind that nothing finds again.
fn abroad(own: &Row, home: AudienceId) -> Row {
    let status = u32::from(crate::spaces::record::category_number(own.category)) + 1;
    Row { status, section: 0, abroad: home, ..own.clone() }
}

fn orders(space: u64, id: Id, row: &Row) -> Vec<(u64, u8, Vec<u8>, Id)> {
    let arranged = row.order.as_bytes();
    let mut orders = Vec::with_capacity(5);
    let mut add = |order: Order, sort: Vec<u8>| orders.push((space, order as u8, sort, id));
    let newest_first = (!u64::try_from(row.updated_ms).unwrap_or_default()).to_be_bytes().to_vec();
    if row.archived {
        add(Order::Archived, newest_first);
        return orders;
    }
    add(Order::Updated, newest_first);
    // Sub-tasks are arranged within their parent.
    if !row.subtask {
        add(Order::Manual, arranged.to_vec());
        add(Order::Status, [&row.status.to_be_bytes(), arranged].concat());
    }
    if row.due.0 != 0 {
        add(Order::Due, [&row.due.0.to_be_bytes()[..], &row.due.1.to_be_bytes()[..]].concat());
    }
    if row.assignee > 0 {
        add(Order::Assignee, [&row.assignee.to_be_bytes(), arranged].concat());
    }
    orders
}

/// The time in a sort key of the order of changes, which is turned round there.
pub fn changed_ms(sort: &[u8]) -> i64 {
    let turned = sort.try_into().map_or(0, u64::from_be_bytes);
    i64::try_from(!turned).unwrap_or(i64::MAX)
}

fn people(task: &Task, directory: &Directory) -> BTreeMap<(u64, u8, u64), u64> {
    let closed = u8::from(!task.is_open());
    let when =
        if closed == 1 { u64::try_from(task.completed_ms.unwrap_or(task.updated_ms)).unwrap_or_default() } else { 0 };
    let mut parts = BTreeMap::new();
    let mut add = |id: Option<Id>, part: u64| {
        if let Some(person) = id.and_then(|id| directory.person(id)) {
            *parts.entry((person.audience, closed, when)).or_insert(0) |= part;
        }
    };
    add(task.assignee, Part::ASSIGNEE);
    add(if let Actor::Person(id) = task.author { Some(id) } else { None }, Part::AUTHOR);
    task.followers.iter().for_each(|id| add(Some(*id), Part::FOLLOWER));
    add(task.waiting.as_ref().and_then(|waiting| waiting.person), Part::AWAITED);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compact_row_comes_back_and_is_small() {
        let row = Row {
            status: 4,
            category: Category::Done,
            priority: 3,
            archived: true,
            subtask: false,
            assignee: 70_000,
            section: 9,
            due: (739_000, 1440),
            due_instant: 29_000_000,
            created_ms: 1_764_000_000_123,
            updated_ms: 1_764_000_000_456,
            completed_ms: 0,
            number: 214,
            order: "V0a".into(),
            tags: vec![1, 70_000],
            abroad: 0,
        };
        let mut out = Vec::new();
        row.encode(&mut out);
        assert!(out.len() <= 60 + 4, "{}", out.len());
        assert_eq!(Row::decode(1, &out).unwrap(), row, "at home it is as the first version wrote it");
        let row = Row { abroad: 80_000, ..row };
        out.clear();
        row.encode(&mut out);
        assert_eq!(Row::decode(2, &out).unwrap(), row);
    }
}
