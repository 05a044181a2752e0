//! A page as it is held in memory while people write in it: the shared document, and what blocks it has.
//!
//! Invariants: an update is taken whole or not at all; what is refused leaves no trace; nothing of a page ever waits
//! for parts that may never come. What makes a document of blocks was not written for bytes of strangers, so it sees
//! only what [`crate::index`] has let through, and a failure of it gives [`Refused::Broken`]: then the page has to be
//! opened again from what is stored.

use crate::{
    index::{Index, Unfit},
    mentions,
    node::Node,
    points::{self, Ticked},
    rewrite, shared, wire,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use yrs::{
    ClientID, Doc, OffsetKind, Options, ReadTxn, StateVector, Transact, TransactionMut, Update,
    updates::{decoder::Decode, encoder::Encode},
};

/// Largest update.
pub const MOST_UPDATE: usize = 1 << 20;
/// Largest page.
pub const MOST_STATE: usize = 16 << 20;

/// Why an update, or a page, is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// These bytes are no update of a page.
    Malformed,
    /// It refers to parts of the page that are not there.
    Missing,
    /// It, or the page with it, is too large.
    TooLarge,
    /// The page cannot be used any more, and has to be opened again.
    Broken,
}

impl From<wire::Malformed> for Refused {
    fn from(_: wire::Malformed) -> Self {
        Refused::Malformed
    }
}

impl From<Unfit> for Refused {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Missing => Refused::Missing,
            Unfit::Wrong => Refused::Malformed,
        }
    }
}

/// See the module.
pub struct Page {
    doc: Doc,
    index: Index,
    /// At least the size of its state.
    bytes: usize,
}

impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page").field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

fn document(client: u64) -> Doc {
    let mut options = Options::with_client_id(ClientID::new(client));
    options.offset_kind = OffsetKind::Utf16;
    let doc = Doc::with_options(options);
    doc.get_or_insert_xml_fragment(wire::ROOT);
    doc
}

fn carefully<T>(work: impl FnOnce() -> T) -> Result<T, Refused> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Refused::Broken)
}

impl Default for Page {
    fn default() -> Self {
        Page { doc: document(0), index: Index::default(), bytes: 2 }
    }
}

impl Page {
    /// The page of a state, or of updates that follow one another.
    ///
    /// # Errors
    /// When one of them is not taken.
    pub fn open<'b>(updates: impl IntoIterator<Item = &'b [u8]>) -> Result<Page, Refused> {
        let mut page = Page::default();
        for update in updates {
            page.take(update)?;
        }
        Ok(page)
    }

    /// Takes an update from outside in.
    ///
    /// # Errors
    /// When it is not taken; then the page is as it was, except after [`Refused::Broken`].
    pub fn apply(&mut self, update: &[u8]) -> Result<(), Refused> {
        if update.len() > MOST_UPDATE {
            return Err(Refused::TooLarge);
        }
        self.take(update)
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        if self.bytes + bytes.len() > MOST_STATE {
            self.bytes = self.state()?.len();
            if self.bytes + bytes.len() > MOST_STATE {
                return Err(Refused::TooLarge);
            }
        }
        let read = wire::read(bytes)?;
        let update = carefully(|| Update::decode_v1(bytes))?.map_err(|_| Refused::Malformed)?;
        self.index.add(&read)?;
        self.integrate(update)?;
        self.bytes += bytes.len();
        Ok(())
    }

    fn integrate(&mut self, update: Update) -> Result<(), Refused> {
        let mut change = self.doc.transact_mut();
        let done = carefully(|| {
            let applied = change.apply_update(update).is_ok();
            change.commit();
            applied && !change.has_missing_updates()
        });
        match done {
            Ok(true) => Ok(()),
            Ok(false) => Err(Refused::Broken),
            // Ending a change that broke off could break again, while the first is being cleared up.
            Err(broken) => {
                std::mem::forget(change);
                Err(broken)
            }
        }
    }

    /// At least how large its state is.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// All of it, as one update.
    ///
    /// # Errors
    /// When the page cannot be used any more.
    pub fn state(&self) -> Result<Vec<u8>, Refused> {
        carefully(|| self.doc.transact().encode_diff_v1(&StateVector::default()))
    }

    /// What it knows of.
    ///
    /// # Errors
    /// When the page cannot be used any more.
    pub fn vector(&self) -> Result<Vec<u8>, Refused> {
        carefully(|| self.doc.transact().state_vector().encode_v1())
    }

    /// What somebody lacks who knows this much.
    ///
    /// # Errors
    /// When that is no state vector.
    pub fn lacking(&self, vector: &[u8]) -> Result<Vec<u8>, Refused> {
        wire::vector(vector)?;
        let known = carefully(|| StateVector::decode_v1(vector))?.map_err(|_| Refused::Malformed)?;
        carefully(|| self.doc.transact().encode_diff_v1(&known))
    }

    /// What it says, with everything that was written into it.
    ///
    /// # Errors
    /// When the page cannot be used any more.
    pub fn tree(&self) -> Result<Node, Refused> {
        carefully(|| shared::read(&self.doc.transact()))
    }

    /// The change after which it says this, as an update by a client of that number; blocks that are the same stay, and
    /// within others the words that are, with whatever is tied to them.
    ///
    /// # Errors
    /// When it would be too large.
    pub fn rewritten(&self, tree: &Node, client: u64) -> Result<Vec<u8>, Refused> {
        self.changed(client, |change| rewrite::write(change, tree)).map(|((), update)| update)
    }

    /// A point of a checklist is ticked or not, when it still says these words.
    ///
    /// # Errors
    /// When it would be too large.
    pub fn ticked(&self, number: usize, words: &str, checked: bool, client: u64) -> Result<Ticked, Refused> {
        let (done, update) = self.changed(client, |change| points::set(change, number, words, checked))?;
        Ok(match done {
            None => Ticked::Gone,
            Some(false) => Ticked::Already,
            Some(true) => Ticked::By(update),
        })
    }

    /// Every mention of a person has this label after it; none where each has it already.
    ///
    /// # Errors
    /// When it would be too large.
    pub fn relabelled(&self, person: &str, label: &str, client: u64) -> Result<Option<Vec<u8>>, Refused> {
        let (count, update) = self.changed(client, |change| mentions::relabel(change, person, label))?;
        Ok((count > 0).then_some(update))
    }

    /// What somebody writes, as an update by a client of that number.
    fn changed<T>(
        &self,
        client: u64,
        write: impl FnOnce(&mut TransactionMut<'_>) -> T,
    ) -> Result<(T, Vec<u8>), Refused> {
        let state = self.state()?;
        carefully(|| {
            let doc = document(client & ((1 << 32) - 1));
            let update = Update::decode_v1(&state).map_err(|_| Refused::Broken)?;
            let mut change = doc.transact_mut();
            change.apply_update(update).map_err(|_| Refused::Broken)?;
            drop(change);
            let before = doc.transact().state_vector();
            let done = write(&mut doc.transact_mut());
            let update = doc.transact().encode_diff_v1(&before);
            if state.len() + update.len() > MOST_STATE { Err(Refused::TooLarge) } else { Ok((done, update)) }
        })?
    }

    /// Reads something of the document.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&yrs::Transaction<'_>) -> T) -> Result<T, Refused> {
        carefully(|| look(&self.doc.transact()))
    }
}
