//! Tags as the API shows them.

use crate::{
    access::{Scope, Tag},
    http::Shape,
};
use serde::Serialize;
use utoipa::ToSchema;

/// A tag of the organization.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TagShape {
    /// Number.
    pub id: u32,
    /// Name.
    pub name: String,
    /// Colour 0–9.
    pub color: u8,
    /// For If-Match.
    pub version: String,
}

impl Shape for TagShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// A tag.
pub fn shape(scope: &impl Scope, tag: &Tag) -> TagShape {
    TagShape { id: tag.id, name: tag.name.clone(), color: tag.color, version: scope.version(tag.seq) }
}

/// All tags by name.
pub fn all(scope: &impl Scope) -> Vec<TagShape> {
    let mut tags: Vec<&Tag> = scope.directory().tags().values().collect();
    tags.sort_by_cached_key(|tag| (tag.name.to_lowercase(), tag.id));
    tags.into_iter().map(|tag| shape(scope, tag)).collect()
}
