//! What brings a data file of an earlier version forward: the number of the present format and the steps
//! that lead to it. A step runs in batches and goes on where it was interrupted; older programs refuse the
//! file from its first batch on. Records need none of this, they are read in every version they ever had;
//! steps make the key tables that an earlier program did not keep.

use crate::{access::Directory, comments, items, log, tasks, time};
use guildhall_domain::{
    Id,
    change::{Action, Change},
    task::Task,
};
use guildhall_store::{Cursor, Migration, Options, StoreError, Tx};

/// The format this program writes.
pub const FORMAT: u32 = 4;
/// Rows of one batch, and the bytes of text after which it ends earlier.
const ROWS: usize = 2_000;
const BYTES: usize = 8 << 20;

/// How data files are opened by this program.
pub fn options() -> Options {
    let second = Migration { to: 2, name: "keeping what texts refer to", run: second };
    let third = Migration { to: 3, name: "keeping in which order tasks were archived", run: third };
    let fourth = Migration { to: 4, name: "keeping in which space time was written", run: fourth };
    Options { format: FORMAT, migrations: vec![second, third, fourth], ..Options::default() }
}

const TEXTS_OF_TASKS: u8 = 0;
const TEXTS_OF_COMMENTS: u8 = 1;
const THE_LOG: u8 = 2;

/// Reads every text once and keeps what it names, and where a task is also shown; then the log for what
/// was deleted for good. The cursor is the table and the key after which it goes on.
fn second(tx: &mut Tx<'_>, cursor: Cursor) -> Result<Cursor, StoreError> {
    let cursor = cursor.unwrap_or_else(|| vec![TEXTS_OF_TASKS]);
    let (table, after) = cursor.split_first().map_or((TEXTS_OF_TASKS, &[][..]), |(table, key)| (*table, key));
    if table == THE_LOG {
        let last = tombstones(tx, after.try_into().map_or(0, u64::from_be_bytes))?;
        return Ok(last.map(|seq| [&[THE_LOG][..], &seq.to_be_bytes()].concat()));
    }
    let directory = Directory::load(tx.read()).map_err(|error| StoreError::Refused(error.to_string()))?;
    let texts = batch(tx, table, Id::from_slice(after).ok())?;
    for text in &texts {
        if let Some(task) = &text.task {
            tasks::store::keep_elsewhere(tx, &directory, task)?;
        }
        items::store::refer(tx, text.item, text.object, &text.body, text.seq)?;
    }
    Ok(Some(match texts.last() {
        Some(last) => [&[table][..], last.place.as_bytes()].concat(),
        None if table == TEXTS_OF_TASKS => vec![TEXTS_OF_COMMENTS],
        None => vec![THE_LOG],
    }))
}

/// Puts archived tasks in the order in which they changed. The cursor is the task after which it goes on.
fn third(tx: &mut Tx<'_>, cursor: Cursor) -> Result<Cursor, StoreError> {
    let after = cursor.and_then(|id| Id::from_slice(&id).ok());
    let directory = Directory::load(tx.read()).map_err(|error| StoreError::Refused(error.to_string()))?;
    let tasks: Vec<Task> = tasks::store::after(tx.read(), after)?.take(ROWS).collect::<Result<_, _>>()?;
    for task in &tasks {
        tasks::store::keep_archived(tx, &directory, task)?;
    }
    Ok(tasks.last().map(|task| task.id.as_bytes().to_vec()))
}

/// Keeps in which space each time entry was written. The cursor is the entry after which it goes on.
fn fourth(tx: &mut Tx<'_>, cursor: Cursor) -> Result<Cursor, StoreError> {
    let after = cursor.and_then(|id| Id::from_slice(&id).ok());
    let entries: Vec<_> = time::store::after(tx.read(), after)?.take(ROWS).collect::<Result<_, _>>()?;
    entries.iter().try_for_each(|entry| time::store::keep_space(tx, entry))?;
    Ok(entries.last().map(|entry| entry.id.as_bytes().to_vec()))
}

/// Keeps where the tombstones of the next stretch of the log stand; answers where it ended.
fn tombstones(tx: &mut Tx<'_>, after: u64) -> Result<Option<u64>, StoreError> {
    let changes: Vec<(u64, Change)> = log::after(tx.read(), after)?.take(ROWS).collect::<Result<_, _>>()?;
    for (seq, change) in changes.iter().filter(|(_, change)| change.action == Action::Purged) {
        items::tombstones::bury(tx, change.at_ms, *seq, change.previous)?;
    }
    Ok(changes.last().map(|(seq, _)| *seq))
}

/// A text that may name something.
struct Text {
    place: Id,
    item: Id,
    object: Id,
    body: String,
    seq: u64,
    /// The task itself, where it is also in other spaces.
    task: Option<Task>,
}

fn batch(tx: &Tx<'_>, table: u8, after: Option<Id>) -> Result<Vec<Text>, StoreError> {
    let mut texts = Vec::new();
    let mut bytes = 0;
    let mut full = |body: &str| {
        bytes += body.len();
        bytes > BYTES
    };
    if table == TEXTS_OF_TASKS {
        for task in tasks::store::after(tx.read(), after)?.take(ROWS) {
            let task = task?;
            let over = full(&task.body);
            let (id, body, seq) = (task.id, task.body.clone(), task.seq);
            let task = (!task.also_in.is_empty()).then_some(task);
            texts.push(Text { place: id, item: id, object: id, body, seq, task });
            if over {
                break;
            }
        }
        return Ok(texts);
    }
    for comment in comments::store::after(tx.read(), after)?.take(ROWS) {
        let comment = comment?;
        let over = full(&comment.body);
        let (place, item, seq) = (comment.id, comment.item, comment.place);
        texts.push(Text { place, item, object: comment.id, body: comment.body, seq, task: None });
        if over {
            break;
        }
    }
    Ok(texts)
}
