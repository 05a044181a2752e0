//! A [`Doc`] as the index takes it: terms and numbers, nothing that could be read back as text.

use std::collections::BTreeSet;

use tantivy::TantivyDocument;
use tantivy::schema::Field;
use tantivy::tokenizer::{PreTokenizedString, Token};

use crate::language::Language;
use crate::model::Doc;
use crate::pieces::{Piece, pieces};
use crate::schema::{Fields, HAS_FILE, HAS_LINK};
use crate::words::{Terms, beginnings};

pub(crate) fn document(doc: &Doc, fields: &Fields, language: Language) -> TantivyDocument {
    let mut out = TantivyDocument::new();
    let mut all = Terms::default();
    let mut title = Terms::default();
    title.add(&doc.title, language);
    if doc.kind.has_borrowed_title() {
        title.add(&doc.key, language);
        put(&mut out, fields.context, unplaced(title));
    } else {
        all.add(&doc.key, language);
        all.add(&doc.title, language);
        let starts: BTreeSet<String> =
            title.words.iter().flat_map(|(word, _)| beginnings(word)).map(str::to_owned).collect();
        put(&mut out, fields.starts, starts.into_iter().map(|start| (start, 0)));
        put(&mut out, fields.title, unplaced(title));
        if let Some(key) = whole(&doc.key) {
            put(&mut out, fields.key, [(key, 0)]);
        }
    }
    all.add(&doc.text, language);
    put(&mut out, fields.stems, all.stems.into_iter().map(|stem| (stem, 0)));
    let codes: BTreeSet<String> = all.codes.into_iter().collect();
    put(&mut out, fields.codes, codes.into_iter().map(|code| (code, 0)));
    put(&mut out, fields.words, all.words);
    numbers(&mut out, doc, fields);
    out
}

fn numbers(out: &mut TantivyDocument, doc: &Doc, fields: &Fields) {
    out.add_bytes(fields.id, doc.id.as_bytes());
    out.add_bytes(fields.item, doc.item.as_bytes());
    let (high, low) = doc.id.as_u64_pair();
    out.add_u64(fields.id_high, high);
    out.add_u64(fields.id_low, low);
    let (high, low) = doc.item.as_u64_pair();
    out.add_u64(fields.item_high, high);
    out.add_u64(fields.item_low, low);
    out.add_u64(fields.kind, doc.kind as u64);
    out.add_u64(fields.space, doc.space);
    for audience in doc.audience.iter().collect::<BTreeSet<_>>() {
        out.add_u64(fields.audience, *audience);
    }
    out.add_u64(fields.author, doc.author);
    out.add_u64(fields.assignee, doc.assignee);
    for tag in doc.tags.iter().collect::<BTreeSet<_>>() {
        out.add_u64(fields.tags, *tag);
    }
    out.add_u64(fields.state, doc.state as u64);
    let has = if doc.has_file { HAS_FILE } else { 0 } | if doc.has_link { HAS_LINK } else { 0 };
    out.add_u64(fields.has, has);
    out.add_i64(fields.updated, doc.updated_ms);
    if let Some(due) = doc.due_day {
        out.add_i64(fields.due, i64::from(due));
    }
}

/// Words and stems of a title for a field that keeps no positions.
fn unplaced(terms: Terms) -> impl Iterator<Item = (String, usize)> {
    let words: BTreeSet<String> = terms.words.into_iter().map(|(word, _)| word).chain(terms.stems).collect();
    words.into_iter().map(|word| (word, 0))
}

/// A key as one term, however it is written.
pub(crate) fn whole(key: &str) -> Option<String> {
    let mut found = None;
    pieces(key, &mut |piece| {
        if let Piece::Chunk(chunk) = piece {
            found = chunk.code.or_else(|| chunk.parts.first().map(|part| part.folded.clone()));
        }
    });
    found
}

fn put(out: &mut TantivyDocument, field: Field, terms: impl IntoIterator<Item = (String, usize)>) {
    let tokens: Vec<Token> = terms
        .into_iter()
        .map(|(text, position)| Token { offset_from: 0, offset_to: 0, position, text, position_length: 1 })
        .collect();
    if !tokens.is_empty() {
        out.add_pre_tokenized_text(field, PreTokenizedString { text: String::new(), tokens });
    }
}
