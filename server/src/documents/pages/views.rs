//! Pages as the API shows them.

use super::{record::VersionRecord, store};
use crate::{
    Error,
    access::Scope,
    documents::views::VersionShape,
    http::{Shape, shapes, words::words},
};
use guildhall_domain::{actor::Actor, document::Document};
use guildhall_pages::{compare, outline};
use serde::Serialize;
use utoipa::ToSchema;

/// What a page says.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PageContent)]
pub struct ContentShape {
    /// Number of the version that was asked for, or of the newest one.
    pub version_number: u32,
    /// The change up to which it is saved.
    pub saved_seq: u64,
    /// The tree of the editor: `{type, attrs, content, marks, text}`.
    #[schema(value_type = Object)]
    pub doc: serde_json::Value,
    /// Its headings.
    pub headings: Vec<HeadingShape>,
}

/// A heading of a page.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PageHeading)]
pub struct HeadingShape {
    /// Names the place in addresses.
    pub id: String,
    /// 1 to 4.
    pub level: u8,
    /// What it says.
    pub text: String,
}

words! {
    /// What became of a piece of text.
    ChangeWord: Same, Added, Removed
}

/// How two versions differ.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PageDifference)]
pub struct DifferenceShape {
    /// Words that came.
    pub added: u32,
    /// Words that went.
    pub removed: u32,
    /// What stands under each heading of either.
    pub blocks: Vec<BlockShape>,
}

/// What stands under a heading.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PageDifferenceBlock)]
pub struct BlockShape {
    /// The heading; null before the first.
    pub heading: Option<String>,
    /// The text in pieces.
    pub parts: Vec<PartShape>,
}

/// A piece of text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PageDifferencePart)]
#[allow(missing_docs)]
pub struct PartShape {
    pub kind: ChangeWord,
    pub text: String,
}

impl Shape for ContentShape {}
impl Shape for DifferenceShape {}

impl From<outline::Heading> for HeadingShape {
    fn from(heading: outline::Heading) -> Self {
        HeadingShape { id: heading.anchor, level: heading.level, text: heading.text }
    }
}

impl From<compare::Difference> for DifferenceShape {
    fn from(difference: compare::Difference) -> Self {
        let part = |(change, text)| PartShape {
            kind: match change {
                compare::Change::Same => ChangeWord::Same,
                compare::Change::Added => ChangeWord::Added,
                compare::Change::Removed => ChangeWord::Removed,
            },
            text,
        };
        let block = |block: compare::Block| BlockShape {
            heading: block.heading,
            parts: block.parts.into_iter().map(part).collect(),
        };
        DifferenceShape {
            added: difference.added,
            removed: difference.removed,
            blocks: difference.blocks.into_iter().map(block).collect(),
        }
    }
}

/// A version of a page, for this reader.
pub fn version(
    scope: &impl Scope,
    document: &Document,
    number: u32,
    version: &VersionRecord,
) -> Result<VersionShape, Error> {
    let written = store::head(scope.read(), document.id)?.written == Some(true);
    Ok(VersionShape {
        number,
        name: version.name.clone(),
        note: version.note.clone(),
        author: shapes::actor(scope, Actor::from(&version.author)),
        created_at: shapes::instant(version.created_ms),
        bytes: version.bytes,
        file_id: None,
        current: number == document.version && !written,
    })
}
