//! What is kept of the parts of the index from one question to the next: their columns, which take as long to open as a
//! small question takes to answer, and which documents of a part a reader may see.
//!
//! Who sees a document is written with it and never changed in place (a change writes the document again), so what is
//! kept here can be forgotten at any time but never wrong. It belongs to the whole reach, compared in full.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::Searcher;
use tantivy::index::SegmentId;

use crate::gate::{Columns, Reach};

/// Bytes kept in all.
const MOST: usize = 8 << 20;
/// In a smaller part, in documents, each is looked at as it is met.
const SMALLEST: u32 = 4096;
/// A question that meets fewer than one in so many documents looks at each as it is met.
const RARE: u64 = 16;

/// One bit a document.
pub(crate) struct Sight(Vec<u64>);

impl Sight {
    pub fn new(documents: u32, sees: impl Fn(u32) -> bool) -> Sight {
        let mut words = vec![0_u64; documents.div_ceil(64) as usize];
        for (word, first) in words.iter_mut().zip((0..documents).step_by(64)) {
            let last = documents.min(first.saturating_add(64));
            *word = (first..last).filter(|doc| sees(*doc)).fold(0, |bits, doc| bits | 1 << (doc % 64));
        }
        Sight(words)
    }

    pub fn holds(&self, doc: u32) -> bool {
        self.0.get(doc as usize / 64).is_some_and(|word| word >> (doc % 64) & 1 == 1)
    }

    /// From a document on, 64 a word; it is the first of one.
    pub fn from(&self, doc: u32) -> &[u64] {
        self.0.get(doc as usize / 64..).unwrap_or_default()
    }

    fn bytes(&self) -> usize {
        self.0.len() * 8
    }
}

/// What is kept of one index.
#[derive(Default)]
pub(crate) struct Sights {
    seen: Mutex<Kept>,
    columns: Mutex<HashMap<SegmentId, Arc<Columns>>>,
}

#[derive(Default)]
struct Kept {
    sights: HashMap<(SegmentId, Arc<Reach>), (Arc<Sight>, u64)>,
    bytes: usize,
    asked: u64,
}

impl Sights {
    /// The columns of each part, in the order of the searcher.
    pub fn columns(&self, searcher: &Searcher) -> tantivy::Result<Vec<Arc<Columns>>> {
        let readers = searcher.segment_readers();
        let mut open = self.columns.lock().unwrap_or_else(PoisonError::into_inner);
        let all = readers.iter().map(|reader| {
            let id = reader.segment_id();
            if let Some(columns) = open.get(&id) {
                return Ok(Arc::clone(columns));
            }
            let columns = Arc::new(Columns::open(reader)?);
            open.insert(id, Arc::clone(&columns));
            Ok(columns)
        });
        let all = all.collect::<tantivy::Result<_>>()?;
        // Parts that were merged into others are let go, with their files.
        if open.len() > readers.len() {
            let here: HashSet<SegmentId> = readers.iter().map(|reader| reader.segment_id()).collect();
            open.retain(|id, _| here.contains(id));
        }
        Ok(all)
    }

    /// The sight of a reach in a part of the index, made when it is worth it for a question that meets so many
    /// documents; None when each is to be looked at as it is met.
    pub fn get(
        &self,
        segment: SegmentId,
        reach: &Arc<Reach>,
        (documents, met): (u32, u64),
        sees: impl Fn(u32) -> bool,
    ) -> Option<Arc<Sight>> {
        if documents < SMALLEST {
            return None;
        }
        let key = (segment, Arc::clone(reach));
        if let Some(sight) = self.kept(|kept| kept.find(&key)) {
            return Some(sight);
        }
        if met < u64::from(documents) / RARE {
            return None;
        }
        let sight = Arc::new(Sight::new(documents, sees));
        self.kept(|kept| kept.keep(key, &sight));
        Some(sight)
    }

    fn kept<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        work(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Kept {
    fn find(&mut self, key: &(SegmentId, Arc<Reach>)) -> Option<Arc<Sight>> {
        self.asked += 1;
        let (sight, used) = self.sights.get_mut(key)?;
        *used = self.asked;
        Some(Arc::clone(sight))
    }

    fn keep(&mut self, key: (SegmentId, Arc<Reach>), sight: &Arc<Sight>) {
        self.bytes += sight.bytes();
        if let Some((before, _)) = self.sights.insert(key, (Arc::clone(sight), self.asked)) {
            self.bytes -= before.bytes();
        }
        while self.bytes > MOST {
            let oldest = self.sights.iter().min_by_key(|(_, (_, used))| *used).map(|(key, _)| key.clone());
            let Some((gone, _)) = oldest.and_then(|key| self.sights.remove(&key)) else { break };
            self.bytes -= gone.bytes();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_kept_than_there_is_room_for_and_the_longest_unused_goes_first() {
        let sights = Sights::default();
        let segment = SegmentId::generate_random();
        let documents = 8 << 20;
        let reach = |id: u64| Arc::new(Reach { audiences: vec![id], inside: Vec::new() });
        let ask = |id: u64, met: u64| sights.get(segment, &reach(id), (documents, met), |doc| u64::from(doc) % 3 == id);
        for id in 0..9 {
            assert!(ask(0, 0).is_none() == (id == 0), "the one in use stays");
            let sight = ask(id, u64::from(documents)).unwrap();
            assert!((0..200).all(|doc| sight.holds(doc) == (u64::from(doc) % 3 == id)), "{id}");
        }
        assert!(sights.kept(|kept| kept.bytes) <= MOST);
        assert!(ask(0, 0).is_some() && ask(8, 0).is_some() && ask(1, 0).is_none());
        assert!(!ask(0, 0).unwrap().holds(documents), "nothing is beyond the end");
    }
}
