//! Approving by answering the mail that asks: the first line says so and nothing else. What follows it is the reason.
//!
//! Invariants: whoever writes was proven before, and is asked at this moment; a mail never asks for changes, because
//! "no" alone helps nobody and a sentence may mean anything: that is a comment, as every other answer is.

use super::reading::Mail;
use crate::{
    Error,
    access::{Scope, Work},
    approvals, comments,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    approval::{Approval, Verdict},
};

/// What the first line says. It means nothing else.
const APPROVED: [&str; 3] = ["approved", "i approve", "approve"];
/// What it may say as long as nobody has said anything else: then it can only be an answer to what is asked.
const OK: [&str; 4] = ["ok", "okay", "yes", "yes, approved"];
/// Longest reason, in characters.
const REASON: usize = 10_000;

/// Approves what is asked about an item, if that is what the mail says; answers whether it was.
pub fn approve(work: &mut Work<'_, '_>, item: Id, mail: &Mail) -> Result<bool, Error> {
    let Actor::Person(me) = work.who().actor else { return Ok(false) };
    let (first, rest) = mail.text.trim().split_once('\n').unwrap_or((mail.text.trim(), ""));
    let said = first.trim().trim_end_matches(['.', '!', ',']).to_lowercase();
    let (approved, ok) = (APPROVED.contains(&said.as_str()), OK.contains(&said.as_str()));
    if !approved && !ok {
        return Ok(false);
    }
    // Of several it would not be said which.
    let all = approvals::store::of_item(work.read(), item)?;
    let mut mine = all.into_iter().filter(|approval| approval.turn().contains(&me));
    let (Some(approval), None) = (mine.next(), mine.next()) else { return Ok(false) };
    if !approved && !is_last_word(work, &approval)? {
        return Ok(false);
    }
    let reason: String = rest.trim().chars().take(REASON).collect();
    approvals::commands::answer(work, approval.id, Verdict::Approved, &reason)?;
    Ok(true)
}

/// Whether nothing was said about the item since it was asked.
fn is_last_word(work: &Work<'_, '_>, approval: &Approval) -> Result<bool, Error> {
    let last = comments::store::last(work.read(), approval.item)?;
    Ok(last.is_none_or(|comment| comment.created_ms < approval.asked_ms))
}
