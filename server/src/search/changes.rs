//! From the change log to the index: which items have to be read again, and what is then put or taken away.
//!
//! The log only says where something happened; documents are made from the state, which may be newer. That
//! is no harm: the change it came from is read in its turn and gives the same documents again.

use super::{documents::Item, processes as found};
use crate::{
    Error,
    access::{Directory, Scope, View},
    comments, documents, events, files, items, log, processes, tasks, topics,
};
use guildhall_domain::{
    Id,
    change::{Action, Change, Kind, Value},
    file::File,
};
use guildhall_search::{Doc, Index, Op, SearchError};
use guildhall_store::{Read, Span, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// Most changes taken at once.
const MOST: usize = 4_096;
/// Bytes of text after which the operations so far are handed over.
const HEAVY: usize = 4 << 20;
/// Facts of an item its comments are not found by.
const OWN: [&str; 33] = [
    "body",
    "section",
    "assignee",
    "priority",
    "due",
    "start",
    "estimate",
    "milestone",
    "depends",
    "parent",
    "order",
    "waiting",
    "follower",
    "step",
    "field",
    "reaction",
    "decision",
    "made",
    "vote",
    "poll",
    "answer",
    "folder",
    "pinned",
    "template",
    "everywhere",
    "version",
    "current",
    "locked",
    "page",
    "page_text",
    "named",
    "version_name",
    "resolved",
];

/// What of an item has to be read again.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Every comment, because what they share with the item changed.
    pub all: bool,
    /// These comments.
    pub comments: BTreeSet<Id>,
    /// These files.
    pub files: BTreeSet<Id>,
    /// Steps that may be gone.
    pub steps: BTreeSet<Id>,
}

/// A stretch of the log.
#[derive(Debug, Default)]
pub struct Stretch {
    /// Items touched in it.
    pub items: BTreeMap<Id, Touched>,
    /// Processes touched in it.
    pub processes: BTreeSet<Id>,
    /// Its last sequence number.
    pub to: u64,
    /// It may go on.
    pub more: bool,
}

/// The next stretch after `from`.
pub fn read(read: &Read<'_>, directory: &Directory, from: u64) -> Result<Stretch, StoreError> {
    let mut stretch = Stretch { to: from, ..Stretch::default() };
    for (count, change) in log::after(read, from)?.enumerate() {
        let (seq, change) = change?;
        stretch.to = seq;
        match change.kind {
            Kind::Task | Kind::Topic | Kind::Document | Kind::Event => {
                touch(stretch.items.entry(change.object).or_default(), &change)
            }
            Kind::Space if change.fields.iter().any(|field| field.field == "archived" || field.field == "prefix") => {
                let Some(space) = directory.space(change.object) else { continue };
                let topics = topics::store::ids_in(read, space.audience)?;
                let documents = documents::store::ids_in(read, space.audience)?;
                let events = events::store::ids_in(read, space.audience)?;
                let tasks = tasks::store::ids_in(read, space.audience)?;
                for id in tasks.into_iter().chain(topics).chain(documents).chain(events) {
                    stretch.items.entry(id).or_default().all = true;
                }
                stretch.processes.extend(processes::store::ids_in(read, space.audience)?);
            }
            // That a run of it began or ended is no news here.
            Kind::Process if !change.fields.iter().any(|field| field.field == "runs" || field.field == "run") => {
                stretch.processes.insert(change.object);
            }
            _ => {}
        }
        if count + 1 >= MOST {
            stretch.more = true;
            break;
        }
    }
    Ok(stretch)
}

fn touch(touched: &mut Touched, change: &Change) {
    touched.all |= change.audience_before != change.audience_after
        || !matches!(change.action, Action::Changed | Action::Commented);
    for field in &change.fields {
        let (name, rest) = field.field.split_once(':').unwrap_or((&field.field, ""));
        match (name, rest.parse()) {
            ("comment", Ok(id)) => {
                touched.comments.insert(id);
            }
            ("file" | "file_text", Ok(id)) => {
                touched.files.insert(id);
            }
            ("step", Ok(id)) if field.after == Value::Null => {
                touched.steps.insert(id);
            }
            _ => touched.all |= !OWN.contains(&name),
        }
    }
}

/// Operations on their way into an index.
pub struct Batch<'a> {
    index: &'a Index,
    seq: u64,
    ops: Vec<Op>,
    bytes: usize,
}

impl<'a> Batch<'a> {
    /// Nothing yet. `seq` is what the index holds for certain until all of it is there.
    pub fn new(index: &'a Index, seq: u64) -> Self {
        Batch { index, seq, ops: Vec::new(), bytes: 0 }
    }

    fn add(&mut self, op: Op) -> Result<(), SearchError> {
        if let Op::Put(doc) = &op {
            self.bytes += doc.text.len() + doc.title.len() + 256;
        }
        self.ops.push(op);
        if self.bytes > HEAVY { self.flush(self.seq) } else { Ok(()) }
    }

    /// Hands over what is waiting, as everything up to `seq`.
    pub fn flush(&mut self, seq: u64) -> Result<(), SearchError> {
        self.bytes = 0;
        self.index.apply(std::mem::take(&mut self.ops), seq)
    }
}

/// What can go wrong while the index is brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The data could not be read.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The data could not be read.
    #[error("{0}")]
    Server(#[from] Error),
    /// The index failed.
    #[error("{0}")]
    Search(#[from] SearchError),
}

/// The document of a file with the words that were read from it once; the file itself is not read again.
fn of_file(view: &View, item: &Item<'_>, file: &File) -> Result<Option<Doc>, StoreError> {
    let words = if file.trashed_ms.is_none() { files::facts::text(view.read(), file)? } else { None };
    Ok(item.file(file, words))
}

/// Puts what a process is now into the index, or takes it out.
pub fn put_process(batch: &mut Batch<'_>, view: &View, id: Id) -> Result<(), Trouble> {
    let doc = found::doc(view.directory(), view.read(), id)?;
    Ok(batch.add(doc.map_or(Op::DeleteItem(id), Op::Put))?)
}

/// Puts what an item is now into the index and takes away what it no longer has.
pub fn put(batch: &mut Batch<'_>, view: &View, id: Id, touched: &Touched) -> Result<(), Trouble> {
    let found = items::kinds::get(view.read(), id)?;
    let Some(item) = found.as_ref().and_then(|found| Item::of(view.directory(), found)) else {
        return Ok(batch.add(Op::DeleteItem(id))?);
    };
    let words = match &found {
        Some(guildhall_domain::item::Item::Document(document)) => documents::words::of(view.read(), document)?,
        _ => String::new(),
    };
    batch.add(Op::Put(item.whole(words)))?;
    let steps = item.steps();
    for step in steps {
        batch.add(Op::Put(item.step(step)))?;
    }
    for gone in touched.steps.iter().filter(|id| !steps.iter().any(|step| step.id == **id)) {
        batch.add(Op::DeleteDoc(*gone))?;
    }
    let mut add = |id: Id, doc: Option<Doc>| batch.add(doc.map_or(Op::DeleteDoc(id), Op::Put));
    if touched.all {
        for comment in comments::store::of(view.read(), Span::prefix(&id))? {
            let comment = comment?;
            add(comment.id, item.comment(&comment))?;
        }
        for file in files::store::of(view.read(), id)?.into_iter().filter(|_| item.has_own_files()) {
            add(file.id, of_file(view, &item, &file)?)?;
        }
        return Ok(());
    }
    for id in touched.files.iter().filter(|_| item.has_own_files()) {
        let file = files::store::get(view.read(), *id)?;
        let doc = file.map(|file| of_file(view, &item, &file)).transpose()?.flatten();
        add(*id, doc)?;
    }
    for id in &touched.comments {
        let comment = comments::store::get(view.read(), *id)?;
        add(*id, comment.and_then(|comment| item.comment(&comment)))?;
    }
    Ok(())
}
