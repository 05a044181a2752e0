//! What somebody does with the entries of their own inbox: clear, put off, read, mute. Each is a change that is
//! theirs alone, so that it can be taken back and is told to their other devices.

use super::{about::About, keep, record::Kept, store, subject::is_muted};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    items::readings,
};
use guildhall_domain::{
    Id,
    change::{self, Action, Change, Kind, Value},
    inbox::{Entry, Shelf},
};

/// Most entries of one command.
pub const MOST: usize = 500;
/// Longest putting off.
const LONGEST_MS: i64 = 2 * 366 * 24 * 3_600_000;

/// What is done with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// It is dealt with, or not yet after all.
    Clear(bool),
    /// It comes back then; none: now.
    PutOff(Option<i64>),
    /// It was looked at, or is to stand there as new.
    Read(bool),
    /// It was looked at where it is: what only had to be read is dealt with.
    Seen,
    /// Nothing more for their information, or again.
    Mute(bool),
}

impl Act {
    fn on(self, entry: &mut Entry) {
        match self {
            Act::Clear(true) => entry.clear(),
            Act::Clear(false) => entry.reopen(),
            Act::PutOff(Some(until)) => entry.put_off(until),
            Act::PutOff(None) => entry.until_ms = None,
            Act::Read(true) => entry.read = entry.newest(),
            Act::Read(false) => entry.read = entry.newest().saturating_sub(1),
            Act::Seen => entry.answered(entry.newest() + 1),
            Act::Mute(true) => entry.mute(),
            Act::Mute(false) => entry.muted = false,
        }
    }
}

/// Does it with one entry of the asker's; answers it as it is then. To have looked at what nobody was told of is
/// no fault.
pub fn act(work: &mut Work<'_, '_>, item: Id, act: Act) -> Result<Option<Kept>, Error> {
    About::readable(work, item)?;
    if let Act::PutOff(Some(until)) = act
        && !(work.now()..work.now() + LONGEST_MS).contains(&until)
    {
        return Err(Error::field("until", "Choose a time to come, within two years."));
    }
    let me = access::me(work)?;
    let before = store::get(work.read(), item, me.audience)?;
    let before = match (before, act) {
        (Some(before), _) => before,
        // One may want to hear nothing of what has not been told yet.
        (None, Act::Mute(_)) => Kept::default(),
        (None, Act::Read(_) | Act::Seen) => return Ok(None),
        (None, _) => return Err(Error::because(Code::Conflict, "This is not in your inbox.")),
    };
    let mut after = before.clone();
    act.on(&mut after.entry);
    let was = is_muted(work, item, &before.entry)?;
    if let Act::Mute(on) = act {
        readings::mute(work, item, on)?;
    }
    let is = is_muted(work, item, &after.entry)?;
    write(work, item, &before, after, (was, is)).map(Some)
}

/// `muted`: whether the item was before, and is now.
fn write(
    work: &mut Work<'_, '_>,
    item: Id,
    before: &Kept,
    mut after: Kept,
    muted: (bool, bool),
) -> Result<Kept, Error> {
    let me = access::me(work)?;
    if after == *before && muted.0 == muted.1 {
        return Ok(after);
    }
    keep::place(work.now(), &mut after);
    store::put(work.tx, item, me.audience, Some(before), &after)?;
    let fields = change::paired(facts(&before.entry, muted.0), facts(&after.entry, muted.1));
    let own = vec![me.audience];
    let change = work.change(Kind::Inbox, item, Action::Changed);
    work.log(Change { fields, audience_before: own.clone(), audience_after: own, ..change })?;
    Ok(after)
}

/// What the person decides of an entry, by name.
fn facts(entry: &Entry, muted: bool) -> [(&'static str, Value); 5] {
    let seq = |seq: u64| Value::Int(i64::try_from(seq).unwrap_or(i64::MAX));
    let met = entry.marks.iter().filter(|mark| mark.met).map(|mark| seq(mark.seq)).collect();
    [
        ("cleared", seq(entry.cleared)),
        ("read", seq(entry.read)),
        ("until", Value::opt(entry.until_ms, Value::Int)),
        ("muted", Value::Bool(muted)),
        ("met", Value::List(met)),
    ]
}

/// Takes what the asker did back: it must still be as they left it.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let me = access::me(work)?;
    About::readable(work, change.object)?;
    let kept = store::get(work.read(), change.object, me.audience)?;
    // What was muted before anything was told has no entry.
    let only_muted = change.fields.iter().all(|field| field.field == "muted");
    let before = kept.or_else(|| only_muted.then(Kept::default)).ok_or_else(|| Error::new(Code::UndoGone))?;
    let mut after = before.clone();
    let was = is_muted(work, change.object, &before.entry)?;
    let now = facts(&before.entry, was);
    for field in &change.fields {
        let current = now.iter().find(|(name, _)| *name == field.field).map(|(_, value)| value);
        let number = |value: &Value| u64::try_from(value.as_int().unwrap_or(0)).unwrap_or(0);
        // Reading is nobody's work to lose, and what was met is what the state says.
        if current != Some(&field.after) && !matches!(field.field.as_str(), "read" | "met") {
            return Err(Error::new(Code::UndoConflict).with("changed", vec![field.field.clone()]));
        }
        match field.field.as_str() {
            "cleared" => after.entry.cleared = number(&field.before),
            "read" => after.entry.read = number(&field.before),
            "until" => after.entry.until_ms = field.before.as_int(),
            "muted" => {
                after.entry.muted = false;
                readings::mute(work, change.object, field.before == Value::Bool(true))?;
            }
            "met" => unmeet(&mut after.entry, &field.before, &field.after),
            _ => {}
        }
    }
    let is = is_muted(work, change.object, &after.entry)?;
    write(work, change.object, &before, after, (was, is)).map(drop)
}

/// What was met by the act alone is not met any more.
fn unmeet(entry: &mut Entry, before: &Value, after: &Value) {
    let has = |value: &Value, seq: u64| {
        let Value::List(all) = value else { return false };
        all.iter().any(|one| one.as_int().and_then(|one| u64::try_from(one).ok()) == Some(seq))
    };
    for mark in &mut entry.marks {
        if has(after, mark.seq) != has(before, mark.seq) {
            mark.met = has(before, mark.seq);
        }
    }
}

/// Clears many at once: these, or what stands on a shelf (all of it, or what was read), the newest first. Answers how
/// many were, and whether there is more.
pub fn clear(
    work: &mut Work<'_, '_>,
    items: &[Id],
    shelf: Option<Shelf>,
    only_read: bool,
) -> Result<(usize, bool), Error> {
    let me = access::me(work)?;
    let mut wanted = Vec::new();
    let mut more = false;
    if let Some(shelf) = shelf {
        let all: Vec<Id> = store::shelf(work.read(), me.audience, shelf, None)?
            .map(|row| row.map(|(_, item)| item))
            .collect::<Result<_, _>>()?;
        wanted.extend(all);
    } else {
        wanted.extend_from_slice(items);
    }
    let mut cleared = 0;
    for item in wanted {
        let Some(before) = store::get(work.read(), item, me.audience)?.filter(|kept| kept.place.is_some()) else {
            continue;
        };
        let on = before.entry.shelf(work.now());
        if on == Shelf::Cleared || (only_read && before.entry.is_unread()) || About::seen(work, item)?.is_none() {
            continue;
        }
        if cleared == MOST {
            more = true;
            break;
        }
        let mut after = before.clone();
        after.entry.clear();
        write(work, item, &before, after, (false, false))?;
        cleared += 1;
    }
    Ok((cleared, more))
}
