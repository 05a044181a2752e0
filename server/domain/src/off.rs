//! Since when something that acts by itself is off, and why. Left out: the reasons there are, which each thing has of its own.

use crate::Id;

/// See the module; `W` is the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Off<W> {
    /// Since when.
    pub at_ms: i64,
    /// Who did it; none where it happened by itself.
    pub by: Option<Id>,
    /// Why.
    pub why: W,
    /// The same in words, where it needs some.
    pub words: String,
}
