//! A page that was read, on its way from the child to the server: a length, JSON, and the pictures behind it. What
//! comes from the child counts as little as what it read.

use super::{Brought, MOST_PICTURES, PageRead};
use crate::Unreadable;
use guildhall_pages::{Node, known};
use serde_json::{Value, json};

/// What the child writes.
pub fn write(read: &PageRead) -> Vec<u8> {
    let files: Vec<Value> =
        read.files.iter().map(|file| json!({"name": file.name, "bytes": file.bytes.len()})).collect();
    let head = json!({"title": read.title, "doc": read.doc.to_json(), "files": files}).to_string();
    let length = u32::try_from(head.len()).unwrap_or(u32::MAX).to_be_bytes();
    let mut out = [&length[..], head.as_bytes()].concat();
    read.files.iter().for_each(|file| out.extend_from_slice(&file.bytes));
    out
}

/// What the server reads of it.
///
/// # Errors
/// When it is nothing a child writes.
pub fn read(bytes: &[u8]) -> Result<PageRead, Unreadable> {
    understood(bytes).ok_or(Unreadable::Broken)
}

fn understood(bytes: &[u8]) -> Option<PageRead> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (head, mut rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    let head: Value = serde_json::from_slice(head).ok()?;
    let mut files = Vec::new();
    for file in head.get("files")?.as_array()?.iter().take(MOST_PICTURES) {
        let name = file.get("name")?.as_str()?.to_owned();
        let (bytes, after) = rest.split_at_checked(usize::try_from(file.get("bytes")?.as_u64()?).ok()?)?;
        files.push(Brought { name, bytes: bytes.to_vec() });
        rest = after;
    }
    let title = head.get("title")?.as_str().map(str::to_owned);
    Some(PageRead { title, doc: known(Node::from_json(head.get("doc")?)?), files })
}
