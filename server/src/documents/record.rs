//! A document as stored.

use crate::log::cbor::{self, Bytes16, Tagged};
use guildhall_domain::{
    actor::Actor,
    document::{Document, DocumentForm, Lock},
};
use minicbor::{Decode, Encode};

/// See [`Document`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct DocumentRecord {
    #[n(0)]
    id: Bytes16,
    #[n(1)]
    space: Bytes16,
    #[n(2)]
    number: u32,
    #[n(3)]
    form: u8,
    #[n(4)]
    title: String,
    #[n(5)]
    folder: Option<Bytes16>,
    #[n(6)]
    author: Tagged,
    #[n(7)]
    followers: Option<Vec<Bytes16>>,
    #[n(8)]
    pinned_ms: Option<i64>,
    #[n(9)]
    template: Option<bool>,
    #[n(10)]
    archived: Option<bool>,
    #[n(11)]
    trashed_ms: Option<i64>,
    #[n(12)]
    comments: u32,
    #[n(13)]
    files: u32,
    #[n(14)]
    links: u32,
    #[n(15)]
    current: Option<Bytes16>,
    #[n(16)]
    version: u32,
    #[n(17)]
    lock: Option<LockRecord>,
    #[n(18)]
    edited_ms: i64,
    #[n(19)]
    edited_by: Tagged,
    #[n(20)]
    words: u32,
    #[n(21)]
    created_ms: i64,
    #[n(22)]
    updated_ms: i64,
    #[n(23)]
    seq: u64,
    #[n(24)]
    everywhere: Option<bool>,
    #[n(25)]
    people: Option<Vec<Bytes16>>,
}

guildhall_store::record!(DocumentRecord, 1);

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct LockRecord {
    #[n(0)]
    by: Bytes16,
    #[n(1)]
    until_ms: i64,
    #[n(2)]
    token: Option<String>,
}

impl From<&Document> for DocumentRecord {
    fn from(d: &Document) -> Self {
        let lock =
            |lock: &Lock| LockRecord { by: cbor::id(lock.by), until_ms: lock.until_ms, token: lock.token.clone() };
        DocumentRecord {
            id: cbor::id(d.id),
            space: cbor::id(d.space),
            number: d.number,
            form: u8::from(d.form == DocumentForm::File),
            title: d.title.clone(),
            folder: cbor::id_opt(d.folder),
            author: d.author.into(),
            followers: (!d.followers.is_empty()).then(|| cbor::ids(&d.followers)),
            pinned_ms: d.pinned_ms,
            template: d.template.then_some(true),
            archived: d.archived.then_some(true),
            trashed_ms: d.trashed_ms,
            comments: d.comments,
            files: d.files,
            links: d.links,
            current: cbor::id_opt(d.current),
            version: d.version,
            lock: d.lock.as_ref().map(lock),
            edited_ms: d.edited_ms,
            edited_by: d.edited_by.into(),
            words: d.words,
            created_ms: d.created_ms,
            updated_ms: d.updated_ms,
            seq: d.seq,
            everywhere: d.everywhere.then_some(true),
            people: (!d.people.is_empty()).then(|| cbor::ids(&d.people)),
        }
    }
}

impl From<DocumentRecord> for Document {
    fn from(r: DocumentRecord) -> Self {
        let lock = |lock: LockRecord| Lock { by: cbor::from_id(&lock.by), until_ms: lock.until_ms, token: lock.token };
        Document {
            id: cbor::from_id(&r.id),
            space: cbor::from_id(&r.space),
            number: r.number,
            form: if r.form == 0 { DocumentForm::Page } else { DocumentForm::File },
            title: r.title,
            folder: cbor::from_id_opt(&r.folder),
            author: Actor::from(&r.author),
            followers: cbor::from_ids(&r.followers.unwrap_or_default()),
            people: cbor::from_ids(&r.people.unwrap_or_default()),
            pinned_ms: r.pinned_ms,
            template: r.template.unwrap_or(false),
            everywhere: r.everywhere.unwrap_or(false),
            archived: r.archived.unwrap_or(false),
            trashed_ms: r.trashed_ms,
            comments: r.comments,
            files: r.files,
            links: r.links,
            current: cbor::from_id_opt(&r.current),
            version: r.version,
            lock: r.lock.map(lock),
            edited_ms: r.edited_ms,
            edited_by: Actor::from(&r.edited_by),
            words: r.words,
            created_ms: r.created_ms,
            updated_ms: r.updated_ms,
            seq: r.seq,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guildhall_domain::Id;
    use guildhall_store::Value;

    #[test]
    fn a_document_comes_back_and_its_bytes_are_kept() {
        let id = Id::from_u128;
        let document = Document {
            title: "Prices.pdf".into(),
            number: 3,
            folder: Some(id(3)),
            followers: vec![id(4)],
            pinned_ms: Some(7),
            archived: true,
            current: Some(id(5)),
            version: 2,
            lock: Some(Lock { by: id(4), until_ms: 9, token: Some("t".into()) }),
            ..Document::new(id(1), DocumentForm::File, id(2), Actor::Person(id(4)), 8)
        };
        let mut bytes = Vec::new();
        Value::encode(&DocumentRecord::from(&document), &mut bytes);
        assert_eq!(Document::from(<DocumentRecord as Value>::decode(1, &bytes).unwrap()), document);
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, KEPT);
    }

    const KEPT: &str = concat!(
        "b6005000000000000000000000000000000001015000000000000000000000000000000002020303",
        "01046a5072696365732e70646605500000000000000000000000000000000306a200010150000000",
        "000000000000000000000000040781500000000000000000000000000000000408070af50c000d00",
        "0e000f5000000000000000000000000000000005100211a300500000000000000000000000000000",
        "00040109026174120813a200010150000000000000000000000000000000041400150816081700",
    );
}
