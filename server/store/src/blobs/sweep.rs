//! Freeing what nobody refers to.
//!
//! Invariants: chunks go in small transactions on the lane for bulk work; a crash between two of them leaves a
//! dead content that the next sweep goes on with. While a copy or a check of contents is under way nothing is
//! deleted: it was listed by its hash a moment ago and must still be there.

use super::{CHUNKS, DEAD, DRAFTS, refs};
use crate::{Span, Store, StoreError, Tx, store::Shared};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use uuid::Uuid;

/// Chunks deleted by one command.
const SLICE: usize = 32;
/// A draft to which nothing came for so long is given up.
const PATIENCE_MS: i64 = 24 * 3_600_000;

/// What a sweep did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Drafts given up.
    pub drafts: usize,
    /// Contents whose bytes are free now.
    pub contents: usize,
    /// Whether deletion is held back for now, so that some may remain.
    pub held: bool,
}

/// Holds the deletion of contents back while it lives.
pub(crate) struct Hold(Arc<AtomicUsize>);

impl Hold {
    pub fn on(shared: &Shared) -> Hold {
        shared.blob_holds.fetch_add(1, Ordering::SeqCst);
        Hold(Arc::clone(&shared.blob_holds))
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Store {
    /// Gives up drafts whose upload broke off and frees the bytes of contents nobody refers to. Blocks; to be
    /// called after deletions and from time to time.
    ///
    /// # Errors
    /// When the data takes no writes; the next sweep goes on.
    pub fn sweep_blobs(&self, now_ms: i64) -> Result<Swept, StoreError> {
        let mut swept = Swept::default();
        let drafts: Vec<Uuid> = {
            let snapshot = self.snapshot()?;
            let old = snapshot.read().scan(&DRAFTS, Span::all())?.filter_map(|row| match row {
                Ok((id, draft)) => (draft.touched_ms.saturating_add(PATIENCE_MS) < now_ms).then_some(Ok(id)),
                Err(error) => Some(Err(error)),
            });
            old.collect::<Result<_, _>>()?
        };
        swept.drafts = drafts.len();
        for id in drafts {
            self.write(move |tx| refs::discard(tx, id)).wait()?;
        }
        // From a snapshot: a copy that began before it holds deletion back, and one that begins later no
        // longer lists these.
        let snapshot = self.snapshot()?;
        let dead: Vec<Uuid> = snapshot.read().keys(&DEAD, Span::all())?.collect::<Result<_, _>>()?;
        drop(snapshot);
        for id in dead {
            loop {
                let holds = Arc::clone(&self.shared().blob_holds);
                match self.write_bulk(move |tx| free(tx, id, &holds)).wait()? {
                    Freed::Some => {}
                    Freed::All => break swept.contents += 1,
                    Freed::Held => {
                        swept.held = true;
                        return Ok(swept);
                    }
                }
            }
        }
        Ok(swept)
    }
}

enum Freed {
    Some,
    All,
    Held,
}

fn free(tx: &mut Tx<'_>, id: Uuid, holds: &AtomicUsize) -> Result<Freed, StoreError> {
    if holds.load(Ordering::SeqCst) > 0 {
        return Ok(Freed::Held);
    }
    let chunks: Vec<_> = tx.read().keys(&CHUNKS, Span::prefix(&id).limit(SLICE))?.collect::<Result<_, _>>()?;
    for chunk in &chunks {
        tx.delete(&CHUNKS, chunk)?;
    }
    if chunks.len() == SLICE {
        return Ok(Freed::Some);
    }
    tx.delete(&DEAD, &id)?;
    Ok(Freed::All)
}

/// After a start nobody goes on with the drafts that cannot be resumed.
pub(crate) fn recover(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let drafts: Vec<_> = tx.read().scan(&DRAFTS, Span::all())?.collect::<Result<_, _>>()?;
    drafts.iter().filter(|(_, draft)| !draft.resumable).try_for_each(|(id, _)| refs::discard(tx, *id))
}
