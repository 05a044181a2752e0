//! The fields of the index. Changing anything here, in the cut of words or in the folding needs a new
//! [`VERSION`], which makes every installation rebuild its index.

use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

/// The version of what the index holds.
pub(crate) const VERSION: u32 = 3;

/// Names of the fast fields, read back by name.
pub(crate) mod column {
    pub const ID_HIGH: &str = "id_high";
    pub const ID_LOW: &str = "id_low";
    pub const ITEM_HIGH: &str = "item_high";
    pub const ITEM_LOW: &str = "item_low";
    pub const KIND: &str = "kind";
    pub const SPACE: &str = "space";
    pub const AUDIENCE: &str = "audience";
    pub const AUTHOR: &str = "author";
    pub const ASSIGNEE: &str = "assignee";
    pub const TAGS: &str = "tags";
    pub const STATE: &str = "state";
    pub const HAS: &str = "has";
    pub const UPDATED: &str = "updated";
    pub const DUE: &str = "due";
}

/// Bits of the column `has`.
pub(crate) const HAS_FILE: u64 = 1;
pub(crate) const HAS_LINK: u64 = 2;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// Key, title and text, with positions. Not the borrowed title of a comment.
    pub words: Field,
    /// Stems that are not the word itself.
    pub stems: Field,
    /// Words and stems of the title.
    pub title: Field,
    /// Beginnings of the words of the title.
    pub starts: Field,
    pub codes: Field,
    /// Words and stems of a borrowed title and key.
    pub context: Field,
    /// The key as one term.
    pub key: Field,
    /// Ids as bytes, for deleting.
    pub id: Field,
    pub item: Field,
    pub id_high: Field,
    pub id_low: Field,
    pub item_high: Field,
    pub item_low: Field,
    pub kind: Field,
    pub space: Field,
    pub audience: Field,
    pub author: Field,
    pub assignee: Field,
    pub tags: Field,
    pub state: Field,
    pub has: Field,
    pub updated: Field,
    pub due: Field,
}

pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let text = |record, norms| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default().set_tokenizer("raw").set_index_option(record).set_fieldnorms(norms),
        )
    };
    let scored = text(IndexRecordOption::WithFreqs, true);
    let plain = text(IndexRecordOption::Basic, false);
    let fields = Fields {
        words: builder.add_text_field("words", text(IndexRecordOption::WithFreqsAndPositions, true)),
        stems: builder.add_text_field("stems", scored.clone()),
        title: builder.add_text_field("title", scored),
        starts: builder.add_text_field("starts", plain.clone()),
        codes: builder.add_text_field("codes", plain.clone()),
        context: builder.add_text_field("context", plain.clone()),
        key: builder.add_text_field("key", plain),
        id: builder.add_bytes_field("id", INDEXED),
        item: builder.add_bytes_field("item", INDEXED),
        id_high: builder.add_u64_field(column::ID_HIGH, FAST),
        id_low: builder.add_u64_field(column::ID_LOW, FAST),
        item_high: builder.add_u64_field(column::ITEM_HIGH, FAST),
        item_low: builder.add_u64_field(column::ITEM_LOW, FAST),
        kind: builder.add_u64_field(column::KIND, FAST),
        space: builder.add_u64_field(column::SPACE, FAST),
        audience: builder.add_u64_field(column::AUDIENCE, FAST),
        author: builder.add_u64_field(column::AUTHOR, FAST),
        assignee: builder.add_u64_field(column::ASSIGNEE, FAST),
        tags: builder.add_u64_field(column::TAGS, FAST),
        state: builder.add_u64_field(column::STATE, FAST),
        has: builder.add_u64_field(column::HAS, FAST),
        updated: builder.add_i64_field(column::UPDATED, FAST),
        due: builder.add_i64_field(column::DUE, FAST),
    };
    (builder.build(), fields)
}
