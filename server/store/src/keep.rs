//! Which snapshots of the ring are kept, pure: lists in, decisions out.
//!
//! Invariants: 12 hourly, 7 daily, 4 weekly and 6 monthly ones; the automatic ones never take more than a
//! quarter of the space that would be free without them; the newest is never removed to make room.

use crate::ring::{Kind, RingEntry};
use crate::{StoreError, stamp};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// How many of a kind are kept; `None` for those that only a person removes.
fn limit(kind: &Kind) -> Option<usize> {
    match kind {
        Kind::Hour => Some(12),
        Kind::Day => Some(7),
        Kind::Week => Some(4),
        Kind::Month | Kind::Before(_) => Some(6),
        Kind::Hand | Kind::Replaced => None,
    }
}

fn is_automatic(kind: &Kind) -> bool {
    matches!(kind, Kind::Hour | Kind::Day | Kind::Week | Kind::Month)
}

/// What the snapshot that is due now counts as: the first of a month, week or day is kept longer.
pub(crate) fn due(entries: &[RingEntry], now_ms: i64) -> Kind {
    let taken = |kind: &Kind| {
        let all = entries.iter().filter_map(|entry| entry.facts.as_ref().ok()?.taken.as_ref());
        all.filter(|taken| taken.kind == *kind).map(|taken| taken.at_ms).max()
    };
    let is_first = |kind: &Kind, period: fn(i64) -> i64| taken(kind).is_none_or(|at| period(at) != period(now_ms));
    if is_first(&Kind::Month, stamp::month) {
        Kind::Month
    } else if is_first(&Kind::Week, stamp::week) {
        Kind::Week
    } else if is_first(&Kind::Day, stamp::day) {
        Kind::Day
    } else {
        Kind::Hour
    }
}

/// The files that are too many of their kind. `entries` are the oldest first.
pub(crate) fn too_old(entries: &[RingEntry]) -> Vec<PathBuf> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut old = Vec::new();
    for entry in entries.iter().rev() {
        let failed = entry.path.extension().is_some_and(|extension| extension == "failed");
        let (group, keep) = match &entry.kind {
            _ if failed => ("failed".to_owned(), Some(10)),
            kind @ Kind::Before(_) => ("before".to_owned(), limit(kind)),
            kind => (kind.word(), limit(kind)),
        };
        let nth = seen.entry(group).or_default();
        *nth += 1;
        if keep.is_some_and(|keep| *nth > keep) {
            old.push(entry.path.clone());
        }
    }
    old
}

/// How many bytes a new snapshot will take. A copy is compact, so the newest one says more than the length
/// of the data file, which grows by doubling.
pub(crate) fn estimate(entries: &[RingEntry], file: u64) -> u64 {
    let newest = entries.iter().rev().find(|entry| is_automatic(&entry.kind) && entry.facts.is_ok());
    newest.map_or(file, |entry| (entry.bytes + entry.bytes / 4 + (1 << 20)).min(file))
}

/// The files to remove before a snapshot of `kind` that takes `need` bytes where `free` are free.
pub(crate) fn room(entries: &[RingEntry], kind: &Kind, need: u64, free: u64) -> Result<Vec<PathBuf>, StoreError> {
    if !is_automatic(kind) {
        return if need < free { Ok(Vec::new()) } else { Err(no_room(need, free)) };
    }
    let mut automatic: Vec<&RingEntry> = entries.iter().filter(|entry| is_automatic(&entry.kind)).collect();
    let mut used: u64 = automatic.iter().map(|entry| entry.bytes).sum();
    let most = free.saturating_add(used) / 4;
    // The newest stays; of the others the hourly ones go first, the monthly ones last.
    automatic.pop();
    automatic.sort_by(|a, b| (&a.kind, &a.stamp).cmp(&(&b.kind, &b.stamp)));
    let mut removed = Vec::new();
    for entry in automatic {
        if used.saturating_add(need) <= most {
            break;
        }
        removed.push(entry.path.clone());
        used -= entry.bytes;
    }
    if used.saturating_add(need) <= most { Ok(removed) } else { Err(no_room(need, most.saturating_sub(used))) }
}

fn no_room(need: u64, have: u64) -> StoreError {
    StoreError::Refused(format!("a snapshot needs about {} MiB, and {} MiB may be used for it", need >> 20, have >> 20))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1 << 20;

    fn entry(kind: Kind, day: u8) -> RingEntry {
        let name = format!("2027-03-{day:02}T00-00-00Z-{}.redb", kind.word());
        RingEntry { path: name.clone().into(), kind, stamp: name, bytes: 10 * MIB, facts: Err("not read here".into()) }
    }

    fn entries() -> Vec<RingEntry> {
        let kinds = [Kind::Month, Kind::Hand, Kind::Day, Kind::Hour, Kind::Hour, Kind::Hour];
        (1..).zip(kinds).map(|(day, kind)| entry(kind, day)).collect()
    }

    #[test]
    fn the_ring_never_takes_more_than_a_quarter_of_the_free_space() {
        let days =
            |files: Vec<PathBuf>| files.iter().map(|file| file.to_string_lossy()[8..10].to_owned()).collect::<Vec<_>>();
        // Five automatic ones take 50 MiB; with the new one it is 60.
        assert_eq!(room(&entries(), &Kind::Hour, 10 * MIB, 190 * MIB).map(days).unwrap(), Vec::<String>::new());
        assert_eq!(room(&entries(), &Kind::Hour, 10 * MIB, 189 * MIB).map(days).unwrap(), ["04"]);
        assert_eq!(room(&entries(), &Kind::Hour, 10 * MIB, 110 * MIB).map(days).unwrap(), ["04", "05"]);
        assert_eq!(room(&entries(), &Kind::Hour, 10 * MIB, 30 * MIB).map(days).unwrap(), ["04", "05", "03", "01"]);
        assert!(room(&entries(), &Kind::Hour, 10 * MIB, 29 * MIB).is_err(), "the newest stays");
        assert_eq!(room(&entries(), &Kind::Hand, 10 * MIB, 29 * MIB).map(days).unwrap(), Vec::<String>::new());
        assert!(room(&entries(), &Kind::Hand, 10 * MIB, 9 * MIB).is_err());
    }
}
