//! Since when something is off, as records keep it: each has these four in fields of its own.

use super::cbor::{self, Bytes16};
use guildhall_domain::off::Off;

/// See [`Off`].
#[derive(Debug, Default)]
pub struct StoredOff {
    /// Since when; none while it is on.
    pub ms: Option<i64>,
    /// Who did it.
    pub by: Option<Bytes16>,
    /// The place of the reason among all.
    pub why: Option<u8>,
    /// What it says in words.
    pub words: Option<String>,
}

impl StoredOff {
    /// As it is kept; `whys` are the reasons in their order, which stays for ever.
    pub fn of<W: PartialEq>(off: Option<&Off<W>>, whys: &[W]) -> StoredOff {
        let Some(off) = off else { return StoredOff::default() };
        let place = whys.iter().position(|one| *one == off.why).and_then(|place| u8::try_from(place).ok());
        let words = Some(off.words.clone()).filter(|words| !words.is_empty());
        StoredOff { ms: Some(off.at_ms), by: cbor::id_opt(off.by), why: place, words }
    }

    /// As it is; a reason this program does not know becomes `unknown`.
    pub fn read<W: Copy>(self, whys: &[W], unknown: W) -> Option<Off<W>> {
        let why = self.why.and_then(|place| whys.get(usize::from(place))).copied().unwrap_or(unknown);
        let (by, words) = (cbor::from_id_opt(&self.by), self.words.unwrap_or_default());
        self.ms.map(|at_ms| Off { at_ms, by, why, words })
    }
}
