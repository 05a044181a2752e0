//! Writing what people wrote: updates behind the state, what the page names, who wrote, and versions by themselves.

use super::{record::WriterRecord, store, versions};
use crate::{
    Error,
    access::{Scope, Work},
    documents, items,
    log::{cbor, record::ChangeRecord},
};
use guildhall_domain::{
    Id,
    actor::{Actor, Via},
    change::{Action, Change, FieldChange, Kind, Value},
    document::Document,
    reference::{self, Referent},
};
use guildhall_pages::{
    Page, known,
    outline::{count_words, named},
};

/// What somebody writes within this time is one change of theirs.
const ONE_CHANGE_MS: i64 = 300_000;
/// A version is made by itself at most so often.
const VERSION_MS: i64 = 600_000;

/// What a page is about, as the document and the rows of references know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Words.
    pub words: u32,
    /// What it names, as links of Markdown.
    pub named: String,
}

impl Facts {
    /// The facts of a page; none when it cannot be read.
    pub fn of(page: &Page) -> Option<Facts> {
        let tree = known(page.tree().ok()?);
        let all = named(&tree);
        let link = |kind: &'static str| move |id: &String| format!("[.](guildhall:{kind}/{id})\n");
        let people = all.people.iter().map(link("person"));
        let named = people.chain(all.spaces.iter().map(link("space"))).chain(all.items.iter().map(link("item")));
        Some(Facts { words: count_words(&tree), named: named.collect() })
    }
}

/// What is to be written of a page at once.
#[derive(Debug, Clone, Default)]
pub struct Written {
    /// Updates with who wrote them, in their order.
    pub updates: Vec<(Id, Vec<u8>)>,
    /// What it is about now, when that was found out.
    pub facts: Option<Facts>,
    /// Its whole state with these updates, when it is to be kept anew; and the number of the next row of updates in the
    /// page it is the state of.
    pub state: Option<(Vec<u8>, u64)>,
}

/// Where the bytes of the page are after a save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// Number of the next row of updates.
    pub next: u64,
    /// How many rows are behind the state.
    pub rows: u64,
    /// Length of the state and of the rows behind it, packed.
    pub lengths: (u64, u64),
}

/// Writes what came; none when the page is gone. That who wrote it might was asked when it came.
pub fn save(work: &mut Work<'_, '_>, page: Id, written: &Written) -> Result<Option<Saved>, Error> {
    let Some(before) = documents::store::get(work.read(), page)? else { return Ok(None) };
    let mut after = before.clone();
    if let Some((last, _)) = written.updates.last() {
        versions::by_itself(work, &mut after, *last, VERSION_MS)?;
    }
    let mut head = store::head(work.read(), page)?;
    if !written.updates.is_empty() {
        let updates: Vec<&[u8]> = written.updates.iter().map(|(_, update)| update.as_slice()).collect();
        head.rows += store::append(work.tx, page, head.next, &updates)?;
        head.next += 1;
        head.written = Some(true);
    }
    if let Some((state, of)) = &written.state {
        let expected = of + u64::from(!written.updates.is_empty());
        // Whoever made the state may not have known of what others wrote behind it.
        if expected == head.next {
            head.state = store::put_state(work.tx, page, 0, state)?;
            store::forget_updates(work.tx, page, head.next)?;
            (head.from, head.rows) = (head.next, 0);
        }
    }
    if let Some(facts) = &written.facts {
        after.words = facts.words;
    }
    let mut new = Vec::new();
    for (person, _) in &written.updates {
        let writers = head.writers.get_or_insert_with(Vec::new);
        writers.retain(|writer| work.now() - writer.since_ms < ONE_CHANGE_MS);
        if !writers.iter().any(|writer| cbor::from_id(&writer.person) == *person) {
            writers.push(WriterRecord { person: cbor::id(*person), since_ms: work.now() });
            new.push(*person);
        }
        (after.edited_ms, after.edited_by) = (work.now(), Actor::Person(*person));
    }
    let names = written.facts.as_ref().map(|facts| &facts.named);
    let renamed = names.is_some_and(|named| *named != head.named.clone().unwrap_or_default());
    if !written.updates.is_empty() || after != before || renamed {
        let more = names.is_some_and(|now| names_more(head.named.as_deref().unwrap_or_default(), now));
        tell(work, &before, &mut after, (new.as_slice(), more), &mut head.note)?;
    }
    if let Some(named) = names.filter(|_| renamed) {
        items::store::refer(work.tx, page, page, named, after.seq)?;
        head.named = Some(named.clone());
    }
    let saved = Saved { next: head.next, rows: head.next - head.from.min(head.next), lengths: (head.state, head.rows) };
    work.tx.put(&store::HEADS, &page, &head)?;
    Ok(Some(saved))
}

/// Keeps a page as this state, with nothing behind it, where what changed was nobody's edit. Whoever has it open takes it
/// over, as they see that another row would come next.
pub fn anew(work: &mut Work<'_, '_>, page: Id, state: &[u8]) -> Result<(), Error> {
    let Some(before) = documents::store::get(work.read(), page)? else { return Ok(()) };
    let mut head = store::head(work.read(), page)?;
    head.next += 1;
    head.state = store::put_state(work.tx, page, 0, state)?;
    store::forget_updates(work.tx, page, head.next)?;
    (head.from, head.rows) = (head.next, 0);
    let mut after = before.clone();
    tell(work, &before, &mut after, (&[], false), &mut head.note)?;
    Ok(work.tx.put(&store::HEADS, &page, &head)?)
}

/// Whether a text names people or spaces that another does not.
fn names_more(before: &str, after: &str) -> bool {
    let told = |text: &str| -> Vec<Referent> {
        reference::named(text).into_iter().filter(|named| !matches!(named, Referent::Item(_))).collect()
    };
    let before = told(before);
    told(after).iter().any(|named| !before.contains(named))
}

/// Logs who began to write, and, when people are named who were not, that whoever wrote last names them. When nobody
/// began, a note says that the page is to be read again; of those the log keeps the last one of a page.
fn tell(
    work: &mut Work<'_, '_>,
    before: &Document,
    after: &mut Document,
    (new, more): (&[Id], bool),
    note: &mut u64,
) -> Result<(), Error> {
    let audience = crate::access::audience_of(work.directory(), before).ids().to_vec();
    let change = |work: &Work<'_, '_>, actor, previous, name: &str| Change {
        actor,
        via: Via::Page,
        fields: vec![FieldChange { field: name.into(), before: Value::Null, after: Value::Bool(true) }],
        audience_before: audience.clone(),
        audience_after: audience.clone(),
        previous,
        ..work.change(Kind::Document, before.id, Action::Changed)
    };
    for person in new {
        let change = change(work, Actor::Person(*person), after.seq, "page");
        after.seq = work.log(change)?;
        after.updated_ms = work.now();
    }
    if more {
        let change = change(work, after.edited_by, after.seq, "named");
        after.seq = work.log(change)?;
    }
    if new.is_empty() {
        if *note > 0 {
            work.tx.delete(&guildhall_store::log::<ChangeRecord>(), note)?;
        }
        let change = change(work, Actor::System, 0, "page_text");
        *note = work.log(change)?;
    }
    documents::store::settle(work, before, after)
}
