//! When segments are merged: eight of a size, and any of some size with a quarter of it deleted.
//!
//! The stock policy that counts deletes merges a whole level as soon as one tiny segment has a deleted
//! document, which under a stream of edits is at every commit; small segments are left to their number here.

use std::collections::HashSet;

use tantivy::SegmentMeta;
use tantivy::indexer::{LogMergePolicy, MergeCandidate, MergePolicy};

/// Segments under this many documents are not rewritten for their deletes alone.
const WORTH_PURGING: u32 = 1_000;

#[derive(Debug, Default)]
pub(crate) struct Purging(LogMergePolicy);

impl MergePolicy for Purging {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let mut candidates = self.0.compute_merge_candidates(segments);
        let taken: HashSet<_> = candidates.iter().flat_map(|candidate| candidate.0.iter().copied()).collect();
        for segment in segments.iter().filter(|segment| !taken.contains(&segment.id())) {
            if segment.max_doc() >= WORTH_PURGING && segment.num_deleted_docs() > segment.max_doc() / 4 {
                candidates.push(MergeCandidate(vec![segment.id()]));
            }
        }
        candidates
    }
}
