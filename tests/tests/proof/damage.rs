//! Flipped bits, overwritten stretches, exchanged pages and cut ends in a data file of the product. Either the check
//! of the file says that something is wrong, or every row of every table is what it was. Nobody is given a row that
//! was not written, no copy is made of damaged data, and nothing ends the server.

use crate::{
    disk::{Bytes, Memory},
    power::{options, place, record},
    sound,
};
use guildhall::catalogue;
use guildhall_store::{Key, OpenError, Span, Store, StoreError, Table, Value, verify};
use guildhall_tests::Dice;
use std::{
    fs,
    os::unix::fs::FileExt,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Instant,
};

/// Damages in the ordinary suite, and when everything is asked for (`cargo xtask test --long`).
const DAMAGES: usize = 10_000;
const LONG: usize = 100_000;
const PAGE: usize = 4096;

/// The bytes of a key, whatever it is made of.
#[derive(Debug, PartialEq)]
struct RawKey(Vec<u8>);

impl Key for RawKey {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }
    fn read(input: &mut &[u8]) -> Result<Self, StoreError> {
        Ok(RawKey(std::mem::take(input).to_vec()))
    }
}

/// The bytes of a value whose checksum was right.
#[derive(Debug, PartialEq)]
struct RawValue(u8, Vec<u8>);

impl Value for RawValue {
    const VERSION: u8 = u8::MAX;
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.1);
    }
    fn decode(version: u8, body: &[u8]) -> Result<Self, StoreError> {
        Ok(RawValue(version, body.to_vec()))
    }
}

type Rows = Vec<(&'static str, Vec<(RawKey, RawValue)>)>;

/// All rows, as the features read them: each with its checksum proven.
fn rows(store: &Store) -> Result<Rows, StoreError> {
    let snapshot = store.snapshot()?;
    let read = |name| {
        let rows = snapshot.read().scan(&Table::<RawKey, RawValue>::new(name), Span::all())?;
        rows.collect::<Result<Vec<_>, _>>().map(|rows| (name, rows))
    };
    sound::tables().map(read).collect()
}

/// What was done to a file.
#[derive(Debug)]
enum Damage {
    /// Other bytes at a place.
    Bytes(usize, Vec<u8>),
    /// A page in the place of another one, perhaps an older state of it, as disks do that write to the wrong place
    /// or not at all.
    Page(usize, Vec<u8>),
    /// The file ends earlier.
    Cut(usize),
}

fn damage(whole: &[u8], dice: &mut Dice) -> Damage {
    let at = dice.below(whole.len());
    let page = at / PAGE * PAGE;
    match dice.below(20) {
        0 => Damage::Bytes(page, vec![0; PAGE.min(whole.len() - page)]),
        1 => {
            let from = dice.below(whole.len() / PAGE) * PAGE;
            Damage::Page(page, whole[from..from + PAGE.min(whole.len() - page)].to_vec())
        }
        2 => Damage::Bytes(at, (0..64.min(whole.len() - at)).map(|_| dice.below(256) as u8).collect()),
        3 | 4 => Damage::Cut(at),
        _ => Damage::Bytes(at, vec![whole[at] ^ 1 << dice.below(8)]),
    }
}

/// What became of the damages.
#[derive(Default)]
struct Count {
    /// The check said what is wrong.
    found: AtomicUsize,
    /// The check said nothing, and every row is what it was: the bytes held nothing.
    harmless: AtomicUsize,
    /// Of those found: the file was refused at the start,
    refused: AtomicUsize,
    /// reading it said what is wrong,
    told: AtomicUsize,
    /// all rows are there all the same,
    intact: AtomicUsize,
    /// rows are hidden from a walk over the table.
    hidden: AtomicUsize,
    /// Of those: rows of another table are shown in the place of hidden ones.
    strange: AtomicUsize,
    /// Of those: with as many rows as there were, so that a copy was made; only where whole pages were exchanged.
    copied: AtomicUsize,
    /// What must not be.
    wrong: Mutex<Vec<String>>,
}

impl Count {
    fn expect(&self, holds: bool, told: impl FnOnce() -> String) {
        if !holds {
            self.wrong.lock().unwrap().push(told());
        }
    }
}

/// Whether the check of the file finds something.
fn finds(file: &Path, count: &Count, told: &str) -> bool {
    match verify(file, &mut |_| {}) {
        Ok(report) => !report.is_sound(),
        Err(OpenError::NotADataFile { .. } | OpenError::Damaged { .. } | OpenError::Newer { .. }) => true,
        Err(other) => {
            count.expect(false, || format!("{told}: the check said {other}"));
            true
        }
    }
}

/// Reads a damaged file as the server does, and copies it.
fn serve(image: Vec<u8>, before: &Rows, data: &Path, [found, exchanged]: [bool; 2], count: &Count, told: &str) {
    let disk = Memory::holding(Bytes::of(Arc::new(image)));
    let store = match Store::open(data, options(&disk), &catalogue::tables()) {
        Ok(store) => store,
        Err(error) => {
            count.expect(found, || format!("{told}: the check found nothing, and it does not open: {error}"));
            count.refused.fetch_add(1, Relaxed);
            return;
        }
    };
    let after = rows(&store);
    let same = after.as_ref().is_ok_and(|after| after == before);
    count.expect(found || same, || format!("{told}: the check found nothing, but the rows are not what they were"));
    if !found {
        count.harmless.fetch_add(1, Relaxed);
    } else if same {
        count.intact.fetch_add(1, Relaxed);
    } else if after.is_err() {
        count.told.fetch_add(1, Relaxed);
    } else {
        count.hidden.fetch_add(1, Relaxed);
        let copy = data.with_extension("copy");
        let copied = store.backup_to(&copy, &mut |_| {}).is_ok();
        let _made = fs::remove_file(&copy);
        count.copied.fetch_add(usize::from(copied), Relaxed);
        // A page that is whole, but not the one that belongs there, can only be told by the page above it, which the
        // check of the file does.
        count.expect(exchanged || !copied, || format!("{told}: a copy was made of damaged data"));
    }
    // No row that is read is one that was not written. A whole page of another table, or of an earlier time, in the
    // place of one has rows that were, and their checksums are right; that is counted.
    let mut strange = false;
    for ((name, there), (_, written)) in after.iter().flatten().zip(before) {
        let mut own = written.iter();
        for row in there.iter().filter(|row| !own.any(|other| other == *row)) {
            let somewhere = exchanged || before.iter().any(|(_, rows)| rows.contains(row));
            count.expect(somewhere, || format!("{told}: a row of {name} was not written: {row:?}"));
            strange = true;
        }
    }
    count.strange.fetch_add(usize::from(strange), Relaxed);
}

fn some(whole: &[u8], before: &Rows, first: usize, of: usize, all: usize, count: &Count) {
    let (_folder, data) = place();
    let path = data.with_extension("damaged");
    fs::write(&path, whole).unwrap();
    let file = fs::File::options().write(true).open(&path).unwrap();
    for number in (first..all).step_by(of) {
        let damage = damage(whole, &mut Dice::new(number as u64));
        let mut image = whole.to_vec();
        match &damage {
            Damage::Bytes(at, bytes) | Damage::Page(at, bytes) => {
                image[*at..at + bytes.len()].copy_from_slice(bytes);
                file.write_all_at(bytes, *at as u64).unwrap();
            }
            Damage::Cut(at) => {
                image.truncate(*at);
                file.set_len(*at as u64).unwrap();
            }
        }
        let told = match &damage {
            Damage::Bytes(at, bytes) => format!("damage {number}: {} bytes at {at}", bytes.len()),
            Damage::Page(at, _) => format!("damage {number}: another page at {at}"),
            Damage::Cut(at) => format!("damage {number}: cut at {at}"),
        };
        let found = image != whole && finds(&path, count, &told);
        if found {
            count.found.fetch_add(1, Relaxed);
        }
        let exchanged = matches!(damage, Damage::Page(..));
        serve(image, before, &data, [found, exchanged], count, &told);
        match damage {
            Damage::Bytes(at, bytes) | Damage::Page(at, bytes) => {
                file.write_all_at(&whole[at..at + bytes.len()], at as u64).unwrap()
            }
            Damage::Cut(at) => file.write_all_at(&whole[at..], at as u64).unwrap(),
        }
    }
}

#[test]
fn whatever_is_damaged_is_found_or_harmless_and_never_served_or_copied_in_silence() {
    let (_folder, data) = place();
    let begun = Instant::now();
    let mut bytes = Bytes::default();
    record(&data).ops.iter().for_each(|op| bytes.apply(op));
    let whole = bytes.flat();
    let store = crate::power::open(&data, &Memory::holding(bytes));
    let before = rows(&store).unwrap();
    drop(store);
    let asked = std::env::var("GUILDHALL_DAMAGES").ok().map(|number| number.parse().unwrap());
    let all = asked.unwrap_or(if std::env::var_os("GUILDHALL_LONG").is_some() { LONG } else { DAMAGES });
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    let count = Count::default();
    std::thread::scope(|scope| {
        for first in 0..workers {
            let (whole, before, count) = (&whole, &before, &count);
            scope.spawn(move || some(whole, before, first, workers, all, count));
        }
    });
    let Count { found, harmless, refused, told, intact, hidden, strange, copied, wrong } = &count;
    let [found, harmless, refused, told, intact, hidden, strange, copied] =
        [found, harmless, refused, told, intact, hidden, strange, copied].map(|number| number.load(Relaxed));
    println!(
        "{all} damages to a file of {} bytes in {:?}: {found} found, {harmless} harmless; of those found {refused} were \
         refused at the start, {told} met while reading, {intact} hid nothing, {hidden} hid rows ({strange} showed some of another table), {copied} of which could be copied",
        whole.len(),
        begun.elapsed()
    );
    let wrong = wrong.lock().unwrap();
    assert!(wrong.is_empty(), "{} of them: {:#?}", wrong.len(), wrong.iter().take(20).collect::<Vec<_>>());
    assert_eq!(found + harmless, all);
    assert!(found > all / 10 && told > 0);
}
