//! Reading a mail: bytes in, what somebody wrote out. Pure: no data, no clock, no network.
//!
//! Invariants: whatever the bytes are, the answer is a mail or the reason why it is none; nothing of a mail is ever
//! more than text and files (no tag, script or reference to an object comes out of it); what was quoted, signed by a
//! program or said by a machine is told apart from what a person wrote.
//!
//! Left out: what the mail does. That is decided where the data is.

mod html;
mod nature;
mod parts;
pub mod quotes;
mod text;

pub use nature::{Bounced, Nature};
pub use parts::Attachment;

use mail_parser::{Address, Message, MessageParser};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Most addresses of recipients that are looked at.
const RECIPIENTS: usize = 100;
/// Most mails it may refer to.
const REFERENCES: usize = 50;
/// Longest subject, in characters.
const SUBJECT: usize = 500;

/// A mail that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its own name, without brackets.
    pub message_id: Option<String>,
    /// The address it says it is from, in small letters.
    pub from: String,
    /// The name beside that.
    pub name: String,
    /// To whom it says it is, in small letters: every header that may name them.
    pub to: Vec<String>,
    /// On one line; may be empty.
    pub subject: String,
    /// What was written, as Markdown that says exactly that.
    pub text: String,
    /// Files, in their order.
    pub attachments: Vec<Attachment>,
    /// The names of the mails it answers, the nearest first.
    pub references: Vec<String>,
    /// Who speaks: a person, or a program.
    pub nature: Nature,
}

/// Why bytes are no mail that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Nothing that looks like a mail.
    NoMail,
    /// It does not say who wrote it.
    NoSender,
    /// It is built so that reading it failed.
    Broken,
}

impl Unreadable {
    /// In a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Unreadable::NoMail => "It could not be read as a mail.",
            Unreadable::Broken => "It is built in a way that cannot be read. It is kept as it came.",
            Unreadable::NoSender => "It does not say which address it is from.",
        }
    }
}

/// Reads a mail.
///
/// # Errors
/// Why it is none.
pub fn read(bytes: &[u8]) -> Result<Mail, Unreadable> {
    // The parser takes for granted what a mail made to confuse it does not keep to.
    catch_unwind(AssertUnwindSafe(|| parsed(bytes))).unwrap_or(Err(Unreadable::Broken))
}

fn parsed(bytes: &[u8]) -> Result<Mail, Unreadable> {
    // Some programs keep mails with the line of a mailbox before them.
    let bytes = match bytes.strip_prefix(b"From ") {
        Some(rest) => rest.iter().position(|byte| *byte == b'\n').and_then(|end| rest.get(end + 1..)).unwrap_or(rest),
        None => bytes,
    };
    let message = MessageParser::default().parse(bytes).ok_or(Unreadable::NoMail)?;
    if message.headers().is_empty() {
        return Err(Unreadable::NoMail);
    }
    let (name, from) = sender(&message).ok_or(Unreadable::NoSender)?;
    let attachments = parts::attachments(&message);
    let nature = nature::of(&message, bytes);
    Ok(Mail {
        message_id: message.message_id().map(id).filter(|id| !id.is_empty()),
        name,
        from,
        to: recipients(&message),
        subject: line(message.subject().unwrap_or_default(), SUBJECT),
        text: text::written(&message, !attachments.is_empty()),
        attachments,
        references: references(&message),
        nature,
    })
}

/// Without control characters, on one line, at most so many characters.
pub(super) fn line(text: &str, most: usize) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(most * 4).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(most).collect()
}

fn id(text: &str) -> String {
    line(text.trim_matches(['<', '>', ' ']), 400)
}

/// An address in small letters, if it is one.
fn address(text: &str) -> Option<String> {
    guildhall_domain::person::email(text.trim_matches(['<', '>', ' '])).ok()
}

fn sender(message: &Message<'_>) -> Option<(String, String)> {
    let of = |list: Option<&Address<'_>>| {
        let first = list?.first()?;
        Some((line(first.name().unwrap_or_default(), 120), address(first.address()?)?))
    };
    of(message.from()).or_else(|| of(message.sender()))
}

fn recipients(message: &Message<'_>) -> Vec<String> {
    let lists = ["To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Forwarded-To", "Resent-To"];
    let mut found: Vec<String> = Vec::new();
    for header in lists {
        for value in message.header_values(header) {
            let text = value.as_text().map(str::to_owned).into_iter();
            let listed = value.as_address().into_iter().flat_map(|list| list.clone().into_list());
            let listed = listed.filter_map(|one| one.address.map(|address| address.into_owned()));
            for one in text.chain(listed).filter_map(|one| address(&one)) {
                if found.len() < RECIPIENTS && !found.contains(&one) {
                    found.push(one);
                }
            }
        }
    }
    found
}

fn references(message: &Message<'_>) -> Vec<String> {
    let list = |value: &mail_parser::HeaderValue<'_>| -> Vec<String> {
        let list = value.as_text_list().unwrap_or_default();
        list.iter().flat_map(|one| one.split_whitespace()).map(id).filter(|one| !one.is_empty()).collect()
    };
    let mut found = list(message.in_reply_to());
    found.extend(message.header_values("References").flat_map(|value| list(value).into_iter().rev()));
    let mut unique: Vec<String> = Vec::new();
    for one in found {
        if unique.len() < REFERENCES && !unique.contains(&one) {
            unique.push(one);
        }
    }
    unique
}

#[cfg(test)]
mod tests;
