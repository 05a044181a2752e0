//! The ways to answer what is to be approved, in the mail that says so.

use super::{
    compose::{Letter, Line},
    replies::Way,
};
use crate::inbox::views::{EntryShape, ReasonWord};

/// The address under which an approval is answered.
const APPROVE: &str = "/approve/";

/// Where a mail leads to answer. Each way leads to a page that asks once more, because programs that look at mail open
/// what it links to, and to signing in first where nobody is: a mail that went astray approves nothing, and no link
/// leads past a second factor.
pub fn ways(public_url: &str, entry: &EntryShape) -> Vec<Line> {
    let asks = matches!(entry.reason, ReasonWord::ToApprove | ReasonWord::ApprovalDue);
    let Some(id) = entry.approval_id.filter(|_| asks) else { return Vec::new() };
    let url = format!("{public_url}{APPROVE}{id}");
    let line = |text: &str, link: String| Line { text: text.into(), link };
    vec![line("Approve", url.clone()), line("Ask for changes", format!("{url}?answer=changes"))]
}

/// A mail that asks for one approval and can be answered is one to answer. See `mail_in::approving`.
pub fn say_that_an_answer_counts(letter: &mut Letter, way: Option<&Way>) {
    let answered = way.is_some_and(|way| way.address.is_some());
    if let ([item], true) = (letter.items.as_mut_slice(), answered)
        && item.lines.iter().any(|line| line.link.contains(APPROVE))
    {
        let text = "Or answer this mail with “approved” as its first line. What follows it is your reason.".into();
        item.lines.push(Line { text, link: String::new() });
    }
}
