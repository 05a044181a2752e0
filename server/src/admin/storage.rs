//! Where the bytes of files go: by space, and the largest ones. Every file is looked at, so not for a worker.

use super::views::{LargeFile, SpaceRoom, StorageUse};
use crate::{
    Error,
    access::{self, Scope},
    files, items,
};
use guildhall_domain::{
    Id,
    item::Core,
    policy::{Do, DoSpace},
    space::Access,
};
use guildhall_store::StoreError;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

/// How many of the largest are named.
const LARGEST: usize = 10;

/// What the files of a space take, as each of them would alone.
#[derive(Default)]
struct Sum {
    files: u64,
    bytes: u64,
    trash: u64,
}

/// What is asked of the item a file hangs on: its home, and whether it lies in the trash.
type Hangs = (Option<Id>, bool);

/// The account.
pub fn account(scope: &impl Scope) -> Result<StorageUse, Error> {
    access::admin(scope)?;
    let mut known = HashMap::new();
    let mut spaces: BTreeMap<Option<Id>, Sum> = BTreeMap::new();
    let mut largest = BTreeSet::new();
    for file in files::store::all(scope.read())? {
        let file = file?;
        let (home, trashed) = match known.get(&file.item) {
            Some(hangs) => *hangs,
            None => {
                let hangs = hangs(scope, file.item)?;
                known.insert(file.item, hangs);
                hangs
            }
        };
        let sum = spaces.entry(home.filter(|home| is_named(scope, *home))).or_default();
        sum.files += 1;
        sum.bytes += file.bytes;
        sum.trash += if trashed || file.trashed_ms.is_some() { file.bytes } else { 0 };
        largest.insert((Reverse(file.bytes), file.id));
        if largest.len() > LARGEST {
            largest.pop_last();
        }
    }
    let mut spaces: Vec<SpaceRoom> = spaces.into_iter().map(|(home, sum)| room(scope, home, &sum)).collect();
    spaces.sort_by_key(|room| Reverse(room.bytes));
    let largest = largest.into_iter().map(|(_, id)| large(scope, id));
    Ok(StorageUse { spaces, largest: largest.filter_map(Result::transpose).collect::<Result<_, Error>>()? })
}

fn hangs(scope: &impl Scope, item: Id) -> Result<Hangs, StoreError> {
    let item = items::kinds::get(scope.read(), item)?;
    Ok(item.map_or((None, false), |item| (item.home(), item.trashed_ms().is_some())))
}

/// What people keep for themselves, and what has no home, is one sum.
fn is_named(scope: &impl Scope, home: Id) -> bool {
    access::space(scope, home, DoSpace::See).is_ok_and(|space| space.access != Access::Personal)
}

fn room(scope: &impl Scope, home: Option<Id>, sum: &Sum) -> SpaceRoom {
    let name = home.and_then(|home| scope.directory().space(home)).map(|space| space.name.clone());
    SpaceRoom { space_id: home, name, files: sum.files, bytes: sum.bytes, trash_bytes: sum.trash }
}

/// A file, with its name and where it hangs as far as the asker may know.
fn large(scope: &impl Scope, id: Id) -> Result<Option<LargeFile>, Error> {
    let Some(file) = files::store::get(scope.read(), id)? else { return Ok(None) };
    let item = items::kinds::get(scope.read(), file.item)?;
    let trashed = file.trashed_ms.is_some() || item.as_ref().is_some_and(|item| item.trashed_ms().is_some());
    let seen = item.filter(|item| access::may(scope, item, Do::Read));
    Ok(Some(LargeFile {
        bytes: file.bytes,
        trashed,
        version: file.version,
        name: seen.as_ref().map(|_| file.name.clone()),
        item: seen.map(|item| items::queries::reference(scope, &item)),
    }))
}
