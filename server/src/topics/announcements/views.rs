//! Read receipts as the API shows them.

use crate::http::Shape;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Who has read an announcement, and who has not.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Receipts)]
pub struct ReceiptsShape {
    /// Those who have read it first, the last of them on top; the others by name.
    pub items: Vec<ReceiptShape>,
    /// How many have.
    pub read_count: usize,
    /// How many it is told to, without its author.
    pub count: usize,
    /// Always null: it is one page.
    pub next: Option<String>,
}

/// Whether somebody has read it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Receipt)]
pub struct ReceiptShape {
    /// Who.
    pub person_id: Uuid,
    /// When they first opened it or pressed that they have read it; null: not yet.
    pub read_at: Option<String>,
}

impl Shape for ReceiptsShape {}
