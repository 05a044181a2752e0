//! Fractional keys that have grown long are made short again, a stretch of the list at a time. What
//! always holds: nobody's order changes, in no list a task stands in; a command rewrites at most
//! [`limits::COMMAND`] objects; and a move that came in between counts, because each stretch is read and
//! written in one transaction. Left out: what is archived or in the trash keeps the key it has.

use crate::{
    Error,
    access::{Scope, Work},
    tasks::{
        plans::{self, PLANS},
        rows::{CROWDED, ORDERS, Order, SUBTASKS},
        store,
    },
};
use guildhall_domain::{AudienceId, Id, limits, order, task::Task};
use guildhall_store::{Read, Span, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// The kind of the job.
pub const KIND: &str = "rebalance";
/// A stretch goes on to keys of at most this length on either side, so that it ends up short.
const SHORT: usize = 16;
/// Most rows of a stretch that are looked at.
const LOOKED_AT: usize = 4_000;

/// A list that people arrange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// The tasks of a space, by its audience.
    Space(AudienceId),
    /// The sub-tasks of a task.
    Parent(Id),
    /// What a person has planned, by their audience.
    Person(AudienceId),
}

/// A task and its key: where it stands in a list.
pub type Place = (String, Id);

impl List {
    /// As the job holds it.
    pub fn write(self) -> Vec<u8> {
        match self {
            List::Space(id) => [&[1][..], &id.to_be_bytes()].concat(),
            List::Parent(id) => [&[2][..], id.as_bytes()].concat(),
            List::Person(id) => [&[3][..], &id.to_be_bytes()].concat(),
        }
    }

    /// The inverse.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (kind, rest) = bytes.split_first()?;
        let audience = || rest.try_into().ok().map(u64::from_be_bytes);
        match kind {
            1 => audience().map(List::Space),
            2 => Id::from_slice(rest).ok().map(List::Parent),
            3 => audience().map(List::Person),
            _ => None,
        }
    }

    /// The places of a list in their order, from one on (which is left out) in either direction.
    fn places<'a>(self, read: &'a Read<'_>, from: Option<&Place>, back: bool) -> Result<Places<'a>, StoreError> {
        let turn = |span: Span| if back { span.reverse() } else { span };
        Ok(match self {
            List::Space(space) => {
                let mut span = turn(Span::prefix(&(space, Order::Manual as u8)));
                if let Some((key, id)) = from {
                    span = span.after(&(space, Order::Manual as u8, key.as_bytes().to_vec(), *id));
                }
                let text = |key: Vec<u8>| String::from_utf8(key).unwrap_or_default();
                Box::new(read.keys(&ORDERS, span)?.map(move |row| row.map(|(_, _, key, id)| (text(key), id))))
            }
            List::Parent(parent) => {
                let mut span = turn(Span::prefix(&parent));
                if let Some((key, id)) = from {
                    span = span.after(&(parent, key.clone(), *id));
                }
                Box::new(read.keys(&SUBTASKS, span)?.map(|row| row.map(|(_, key, id)| (key, id))))
            }
            List::Person(person) => {
                let mut all = Vec::new();
                for row in read.scan(&PLANS, Span::prefix(&person))? {
                    let ((_, id), plan) = row?;
                    all.push((plan.order, id));
                }
                all.sort_unstable();
                if back {
                    all.reverse();
                }
                let from = from.cloned();
                let passed = move |place: &Place| match &from {
                    Some(from) if back => place >= from,
                    Some(from) => place <= from,
                    None => false,
                };
                Box::new(all.into_iter().skip_while(passed).map(Ok))
            }
        })
    }

    /// The first place whose key has grown too long.
    pub fn crowded(self, read: &Read<'_>) -> Result<Option<Place>, StoreError> {
        let long = |row: &Result<Place, StoreError>| row.as_ref().map_or(true, |(key, _)| is_long(key));
        self.places(read, None, false)?.find(long).transpose()
    }
}

type Places<'a> = Box<dyn Iterator<Item = Result<Place, StoreError>> + 'a>;

fn is_long(key: &str) -> bool {
    key.len() > order::REBALANCE_BYTES
}

/// Must follow every write of a key: a long one has its list put right soon.
pub fn note(work: &mut Work<'_, '_>, list: List, key: &str) -> Result<(), Error> {
    let name = list.write();
    if !is_long(key) || work.tx.has(&CROWDED, &name)? {
        return Ok(());
    }
    work.tx.put(&CROWDED, &name, &())?;
    guildhall_store::jobs::enqueue(work.tx, KIND, &name, work.now())?;
    Ok(())
}

/// The job has begun: keys that grow long from now on ask for another one.
pub fn begin(work: &mut Work<'_, '_>, list: List) -> Result<(), Error> {
    Ok(work.tx.delete(&CROWDED, &list.write())?)
}

/// Shortens the stretch around a place. Answers how many objects were rewritten; none when the place is
/// taken or short by now, or when nothing can be gained.
pub fn shorten(work: &mut Work<'_, '_>, list: List, around: &Place) -> Result<usize, Error> {
    let Some(stretch) = Stretch::around(work.tx.read(), list, around)? else { return Ok(0) };
    let mut most = limits::COMMAND;
    // Where lists share tasks, a part small enough to take along what stands between them.
    while most > 0 {
        let part = stretch.part(most);
        if let Some(members) = together(work, list, &part)? {
            return rewrite(work, list, &part, members);
        }
        most /= 2;
    }
    Ok(0)
}

/// Neighbours with long keys, and the keys on either side of them; empty at the ends of the list.
struct Stretch {
    places: Vec<Place>,
    low: String,
    high: String,
}

impl Stretch {
    fn around(read: &Read<'_>, list: List, around: &Place) -> Result<Option<Self>, StoreError> {
        let before = list.places(read, Some(around), true)?.next().transpose()?;
        let here = list.places(read, before.as_ref(), false)?.next().transpose()?;
        if here.as_ref() != Some(around) || !is_long(&around.0) {
            return Ok(None);
        }
        let (mut places, low) = Stretch::reach(list.places(read, Some(around), true)?)?;
        places.reverse();
        places.push(around.clone());
        let (after, high) = Stretch::reach(list.places(read, Some(around), false)?)?;
        places.extend(after);
        Ok(Some(Stretch { places, low, high }))
    }

    /// The places up to a short key, and that key.
    fn reach(places: Places<'_>) -> Result<(Vec<Place>, String), StoreError> {
        let mut found = Vec::new();
        for place in places {
            let place = place?;
            if place.0.len() <= SHORT || found.len() == LOOKED_AT {
                return Ok((found, place.0));
            }
            found.push(place);
        }
        Ok((found, String::new()))
    }

    /// At most so many of them with the keys around those, at the end where the room is larger.
    fn part(&self, most: usize) -> Part<'_> {
        let count = self.places.len();
        let key = |at: usize| self.places.get(at).map_or("", |(key, _)| key.as_str());
        if count <= most {
            return Part { places: &self.places, low: &self.low, high: &self.high };
        }
        let (first, last) = self.places.split_at(most);
        let front = Part { places: first, low: &self.low, high: last.first().map_or("", |(key, _)| key) };
        let (_, last) = self.places.split_at(count - most);
        let back = Part { places: last, low: key(count - most - 1), high: &self.high };
        if front.room() <= back.room() { front } else { back }
    }
}

struct Part<'a> {
    places: &'a [Place],
    low: &'a str,
    high: &'a str,
}

impl Part<'_> {
    /// The length of a key between its bounds: the shorter, the more room.
    fn room(&self) -> usize {
        order::between(self.low, self.high).len()
    }
}

/// The members of a part and everything that stands between them in the other lists they are in, so that
/// all of it can move as one. None when that is more than one command may touch.
fn together(work: &Work<'_, '_>, list: List, part: &Part<'_>) -> Result<Option<BTreeSet<Place>>, Error> {
    let mut members: BTreeSet<Place> = part.places.iter().cloned().collect();
    let List::Space(own) = list else { return Ok(Some(members)) };
    let mut waiting: Vec<Id> = members.iter().map(|(_, id)| *id).collect();
    let mut seen = BTreeSet::from([own]);
    while let Some(id) = waiting.pop() {
        let Some(task) = store::get(work.tx.read(), id)? else { continue };
        for space in spaces(work, &task).into_iter().filter(|space| seen.insert(*space)).collect::<Vec<_>>() {
            let from = (part.low.to_owned(), Id::max());
            for place in List::Space(space).places(work.tx.read(), Some(&from), false)? {
                let place = place?;
                if !part.high.is_empty() && place.0.as_str() >= part.high {
                    break;
                }
                if members.insert(place.clone()) {
                    waiting.push(place.1);
                }
                if members.len() > limits::COMMAND {
                    return Ok(None);
                }
            }
        }
    }
    Ok(Some(members))
}

fn spaces(work: &Work<'_, '_>, task: &Task) -> Vec<AudienceId> {
    let ids = [task.space].into_iter().chain(task.also_in.iter().copied());
    ids.filter_map(|id| work.directory().space(id)).map(|space| space.audience).collect()
}

fn rewrite(work: &mut Work<'_, '_>, list: List, part: &Part<'_>, members: BTreeSet<Place>) -> Result<usize, Error> {
    // Equal keys of a plan stay equal: those stand by date, and a new key must not decide between them.
    let distinct: Vec<&str> = match list {
        List::Person(_) => members.iter().map(|(key, _)| key.as_str()).collect::<BTreeSet<_>>().into_iter().collect(),
        _ => members.iter().map(|(key, _)| key.as_str()).collect(),
    };
    let fresh = order::renewed(part.low, part.high, distinct.len());
    let longest = |keys: &mut dyn Iterator<Item = usize>| keys.max().unwrap_or(0);
    if longest(&mut fresh.iter().map(String::len)) >= longest(&mut distinct.iter().map(|key| key.len())) {
        tracing::warn!(?list, "the keys of a list cannot be made shorter");
        return Ok(0);
    }
    if let List::Person(person) = list {
        let fresh: BTreeMap<&str, &String> = distinct.into_iter().zip(&fresh).collect();
        for (key, id) in &members {
            plans::reorder(work, person, *id, fresh.get(key.as_str()).copied().unwrap_or(key))?;
        }
        return Ok(members.len());
    }
    for ((_, id), key) in members.iter().zip(fresh) {
        if let Some(task) = store::get(work.tx.read(), *id)? {
            store::reorder(work, &task, key)?;
        }
    }
    Ok(members.len())
}
