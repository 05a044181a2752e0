//! Links as the API shows them.

use crate::http::{Shape, shapes::CategoryShape, words::ItemType};
use guildhall_domain::item::Relation;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How two items relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum RelationShape {
    Relates,
    Blocks,
    BlockedBy,
    Duplicates,
    DuplicatedBy,
}

crate::http::words::same! { Relation, RelationShape: Relates, Blocks, BlockedBy, Duplicates, DuplicatedBy }

/// A linked item.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LinkShape {
    /// The other item.
    pub item: ItemRef,
    /// How this one relates to it.
    pub relation: RelationShape,
}

/// An item that names another one in its text or in a comment.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MentionShape {
    /// The item.
    pub item: ItemRef,
    /// The newest comment of it that does; null when it is the text itself.
    pub comment_id: Option<Uuid>,
}

/// An item in a few words.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ItemRef {
    /// Id.
    pub id: Uuid,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: ItemType,
    /// `SVC-214`.
    pub key: String,
    /// Title.
    pub title: String,
    /// Home space; null for what belongs to a few people only.
    pub space_id: Option<Uuid>,
    /// Category, for tasks.
    pub category: Option<CategoryShape>,
}

impl Shape for ItemRef {}
