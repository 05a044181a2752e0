//! The index as the server holds it: one writer, a reader renewed at every commit, and a folder that can be
//! thrown away.
//!
//! Changes are applied in the order of their seq by one caller; questions come from any thread at any time
//! and see the last commit.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use tantivy::indexer::IndexWriter;
use tantivy::{Searcher, Term};
use uuid::Uuid;

use crate::document::document;
use crate::error::SearchError;
use crate::language::Language;
use crate::marker::{Payload, leave_clean};
use crate::merge::Purging;
use crate::model::Op;
use crate::open::{Engine, existing, fresh};
use crate::schema::{Fields, schema};
use crate::sight::Sights;
use crate::storage::sync;

/// Memory of the writer, in bytes.
const WRITER_MEMORY: usize = 50_000_000;
/// So many ids of a fresh index are remembered to save the search for an older copy.
const REMEMBERED: usize = 4_000_000;

/// Whether an opened index can be used as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenState {
    /// It holds everything up to this seq; apply what came after.
    Ready {
        /// The seq of its last commit.
        seq: u64,
    },
    /// It is empty and has to be filled from the store.
    Rebuild {
        /// Why, as the end of a sentence about the index; for the log.
        reason: String,
    },
}

/// An index and what to do with it first.
#[derive(Debug)]
pub struct Opened {
    /// The index.
    pub index: Index,
    /// Its state.
    pub state: OpenState,
}

/// The search index. Clones share it.
#[derive(Clone)]
pub struct Index(Arc<Shared>);

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("folder", &self.0.root).field("seq", &self.committed_seq()).finish()
    }
}

struct Shared {
    root: PathBuf,
    language: Language,
    fields: Fields,
    engine: RwLock<Engine>,
    sights: Sights,
    committed: AtomicU64,
    pen: Mutex<Pen>,
}

/// What only the one who changes the index touches.
struct Pen {
    history: Uuid,
    writer: Option<IndexWriter>,
    /// The seq the next commit will stand for.
    seq: u64,
    dirty: bool,
    closed: bool,
    /// Hashes of the ids put since the index was empty; none when it may hold others.
    known: Option<HashSet<u64>>,
}

impl Index {
    /// Opens the index in a folder, which is made when missing. `history` and `head_seq` are those of the
    /// store. Anything wrong with what is there gives an empty index and [`OpenState::Rebuild`].
    ///
    /// # Errors
    /// Only when the folder cannot be used at all, or another process uses it.
    pub fn open(dir: &Path, history: Uuid, language: Language, head_seq: u64) -> Result<Opened, SearchError> {
        let fields = schema().1;
        let (engine, writer, state) =
            match existing(dir, history, language, head_seq).map(|(engine, seq)| (writer(&engine), engine, seq)) {
                Ok((Ok(writer), engine, seq)) => (engine, writer, OpenState::Ready { seq }),
                Ok((Err(SearchError::Busy), ..)) => return Err(SearchError::Busy),
                other => {
                    let reason = match other {
                        Err(reason) => reason,
                        Ok((Err(error), ..)) => format!("it is damaged: {error}"),
                        Ok((Ok(_), ..)) => String::new(),
                    };
                    let engine = fresh(dir)?;
                    let writer = writer(&engine)?;
                    (engine, writer, OpenState::Rebuild { reason })
                }
            };
        let (seq, known) = match &state {
            OpenState::Ready { seq } => (*seq, None),
            OpenState::Rebuild { reason } => {
                tracing::info!(%reason, "the search index is made again");
                (0, Some(HashSet::new()))
            }
        };
        let pen = Pen { history, writer: Some(writer), seq, dirty: false, closed: false, known };
        let shared = Shared {
            root: dir.to_path_buf(),
            language,
            fields,
            engine: RwLock::new(engine),
            sights: Sights::default(),
            committed: AtomicU64::new(seq),
            pen: Mutex::new(pen),
        };
        Ok(Opened { index: Index(Arc::new(shared)), state })
    }

    /// Takes changes that bring the index up to `seq`. They are found after the next [`Index::commit`].
    ///
    /// While an index is being filled pass 0, and the true seq only with the last part: an index committed at 0
    /// can be asked, but is made again at the next start.
    ///
    /// # Errors
    /// After any error everything since the last commit is dropped: go on from [`Index::committed_seq`].
    pub fn apply(&self, ops: Vec<Op>, seq: u64) -> Result<(), SearchError> {
        let mut pen = self.pen();
        let result = self.write(&mut pen, ops);
        pen.seq = pen.seq.max(seq);
        pen.dirty = true;
        self.settle(&mut pen, result)
    }

    fn write(&self, pen: &mut Pen, ops: Vec<Op>) -> Result<(), SearchError> {
        self.ensure_writer(pen)?;
        let Pen { writer: Some(writer), known, .. } = pen else { return Err(SearchError::Closed) };
        let fields = &self.0.fields;
        for op in ops {
            match op {
                Op::Put(doc) => {
                    let is_new = known.as_mut().is_some_and(|known| {
                        known.insert(doc.id.as_u64_pair().1 ^ doc.id.as_u64_pair().0.rotate_left(17))
                    });
                    if !is_new {
                        writer.delete_term(Term::from_field_bytes(fields.id, doc.id.as_bytes()));
                    }
                    writer.add_document(document(&doc, fields, self.0.language))?;
                }
                Op::DeleteDoc(id) => {
                    writer.delete_term(Term::from_field_bytes(fields.id, id.as_bytes()));
                }
                Op::DeleteItem(item) => {
                    writer.delete_term(Term::from_field_bytes(fields.item, item.as_bytes()));
                    writer.delete_term(Term::from_field_bytes(fields.id, item.as_bytes()));
                }
            }
        }
        if known.as_ref().is_some_and(|known| known.len() > REMEMBERED) {
            *known = None;
        }
        Ok(())
    }

    /// Makes everything applied so far visible to questions, before it returns.
    ///
    /// # Errors
    /// As [`Index::apply`].
    pub fn commit(&self) -> Result<(), SearchError> {
        let mut pen = self.pen();
        if !pen.dirty && !pen.closed {
            return Ok(());
        }
        let result = self.commit_with(&mut pen);
        self.settle(&mut pen, result)
    }

    fn commit_with(&self, pen: &mut Pen) -> Result<(), SearchError> {
        self.ensure_writer(pen)?;
        let payload = Payload::new(pen.history, self.0.language, pen.seq).text();
        let Some(writer) = &mut pen.writer else { return Err(SearchError::Closed) };
        let mut prepared = writer.prepare_commit()?;
        prepared.set_payload(&payload);
        prepared.commit()?;
        self.engine().reader.reload()?;
        pen.dirty = false;
        self.0.committed.store(pen.seq, Ordering::Release);
        Ok(())
    }

    /// The seq up to which questions see changes; 0 before the first commit.
    pub fn committed_seq(&self) -> u64 {
        self.0.committed.load(Ordering::Acquire)
    }

    /// Empties the index for a rebuild under a history. Questions find nothing until the next commit.
    ///
    /// # Errors
    /// When the folder cannot be emptied.
    pub fn wipe(&self, history: Uuid) -> Result<(), SearchError> {
        let mut pen = self.pen();
        if pen.closed {
            return Err(SearchError::Closed);
        }
        if let Some(writer) = pen.writer.take() {
            // Merges under way would write into the folder while it is emptied.
            let _ = writer.wait_merging_threads();
        }
        let engine = fresh(&self.0.root)?;
        pen.writer = Some(writer(&engine)?);
        pen.history = history;
        pen.seq = 0;
        pen.dirty = false;
        pen.known = Some(HashSet::new());
        *self.0.engine.write().unwrap_or_else(PoisonError::into_inner) = engine;
        self.0.committed.store(0, Ordering::Release);
        Ok(())
    }

    /// Commits what is waiting, makes the folder durable and marks it clean. Other clones can still ask, but
    /// no longer change.
    ///
    /// # Errors
    /// When that cannot be done; the next start then checks the folder as after a crash.
    pub fn close(self) -> Result<(), SearchError> {
        let mut pen = self.pen();
        if pen.closed {
            return Ok(());
        }
        let committed = if pen.dirty { self.commit_with(&mut pen) } else { Ok(()) };
        pen.closed = true;
        if let Some(writer) = pen.writer.take() {
            writer.wait_merging_threads()?;
        }
        committed?;
        sync(&self.0.root)?;
        Ok(leave_clean(&self.0.root)?)
    }

    pub(crate) fn searcher(&self) -> Searcher {
        self.engine().reader.searcher()
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.0.fields
    }

    pub(crate) fn sights(&self) -> &Sights {
        &self.0.sights
    }

    pub(crate) fn language(&self) -> Language {
        self.0.language
    }

    fn engine(&self) -> Engine {
        self.0.engine.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn pen(&self) -> MutexGuard<'_, Pen> {
        self.0.pen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ensure_writer(&self, pen: &mut Pen) -> Result<(), SearchError> {
        if pen.closed {
            return Err(SearchError::Closed);
        }
        if pen.writer.is_none() {
            pen.writer = Some(writer(&self.engine())?);
        }
        Ok(())
    }

    /// A writer that failed stays broken, so it is given up; the next call makes another one on top of the
    /// last commit.
    fn settle(&self, pen: &mut Pen, result: Result<(), SearchError>) -> Result<(), SearchError> {
        if let Err(error) = &result
            && !pen.closed
        {
            tracing::warn!(%error, "the search index dropped what was not committed");
            drop(pen.writer.take());
            pen.seq = self.committed_seq();
            pen.dirty = false;
            pen.known = None;
        }
        result
    }
}

fn writer(engine: &Engine) -> Result<IndexWriter, SearchError> {
    let writer = engine.index.writer_with_num_threads(1, WRITER_MEMORY)?;
    writer.set_merge_policy(Box::new(Purging::default()));
    Ok(writer)
}
