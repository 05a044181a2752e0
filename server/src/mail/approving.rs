//! The ways to answer what is to be approved, in the mail that says so.

use super::compose::Line;
use crate::inbox::views::{EntryShape, ReasonWord};

/// Where a mail leads to answer. Each way leads to a page that asks once more, because programs that look at mail open
/// what it links to, and to signing in first where nobody is: a mail that went astray approves nothing, and no link
/// leads past a second factor.
pub fn ways(public_url: &str, entry: &EntryShape) -> Vec<Line> {
    let asks = matches!(entry.reason, ReasonWord::ToApprove | ReasonWord::ApprovalDue);
    let Some(id) = entry.approval_id.filter(|_| asks) else { return Vec::new() };
    let url = format!("{public_url}/approve/{id}");
    let line = |text: &str, link: String| Line { text: text.into(), link };
    vec![line("Approve", url.clone()), line("Ask for changes", format!("{url}?answer=changes"))]
}
