//! The process in which reading happens: takes its limits, then the bytes, then reads.
//!
//! Invariant: the answer begins with [`MARK`], because what reads a format may print words of its own. A process
//! that ends in any other way, or is ended, read nothing.

use crate::{
    Kind, Unreadable,
    page::{PageKind, PageRead, page, wire},
};
use rustix::process::{Resource, Rlimit, nice, setrlimit};
use std::io::{Read, Write};

/// Longest a reading may take, in seconds, of the clock and of the processor.
pub const SECONDS: u64 = 20;
/// Memory it may take beside what the program has when it starts.
const MEMORY: u64 = 512 << 20;
/// What the child is started with: an allocator that reserves a gigabyte at once would never meet that limit, or meet it
/// at any time.
pub const ENVIRONMENT: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "0");
/// Longest input. With it in memory there is room left to read it.
pub const MOST_BYTES: u64 = 100 << 20;

/// What an answer begins with.
pub const MARK: &[u8] = b"\0\x01guildhall\x02";
const READ: u8 = b'r';
const PROTECTED: u8 = b'p';
const BROKEN: u8 = b'b';
const TOO_LARGE: u8 = b'l';

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// The words of a document.
    Text(String),
    /// A small picture of an image, and the size of that.
    Picture(crate::Picture),
}

/// What the child is asked for.
#[derive(Clone, Copy)]
enum Asked {
    /// Words, or a small picture.
    Words(Kind),
    /// What the document is as a page.
    Page(PageKind),
}

/// Runs as the child: reads standard input as `kind`, writes the answer to standard output.
///
/// # Errors
/// When the limits cannot be taken or the parent is gone; then nothing was read.
pub fn run(kind: &str) -> std::io::Result<()> {
    limit()?;
    let asked = match PageKind::of_word(kind) {
        Some(kind) => Asked::Page(kind),
        None => Asked::Words(Kind::of_word(kind).ok_or(std::io::ErrorKind::InvalidInput)?),
    };
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    let answer = answer(asked, &bytes);
    let mut out = std::io::stdout().lock();
    out.write_all(MARK)?;
    out.write_all(&answer)?;
    out.flush()
}

/// Nothing this process does may hold up the server, write a file or leave its memory behind.
fn limit() -> std::io::Result<()> {
    let most = |value| Rlimit { current: Some(value), maximum: Some(value) };
    setrlimit(Resource::As, most(taken().saturating_add(MEMORY)))?;
    setrlimit(Resource::Cpu, most(SECONDS))?;
    setrlimit(Resource::Fsize, most(0))?;
    setrlimit(Resource::Core, most(0))?;
    setrlimit(Resource::Nofile, most(3))?;
    // Whoever waits for a page comes first.
    let _ = nice(10);
    Ok(())
}

/// What the program has mapped already, in bytes: its code above all, which is large where it is built for tests.
fn taken() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let size = status.lines().find_map(|line| line.strip_prefix("VmSize:")?.split_whitespace().next()?.parse().ok());
    size.map_or(0, |kilobytes: u64| kilobytes.saturating_mul(1024))
}

fn answer(asked: Asked, bytes: &[u8]) -> Vec<u8> {
    if bytes.len() as u64 > MOST_BYTES {
        return vec![TOO_LARGE];
    }
    let read = match asked {
        Asked::Page(kind) => page(kind, bytes).map(|read| wire::write(&read)),
        Asked::Words(Kind::Image) => crate::picture(bytes).map(|picture| {
            let (width, height) = picture.of;
            [&width.to_be_bytes()[..], &height.to_be_bytes()[..], &picture.bytes[..]].concat()
        }),
        Asked::Words(kind) => crate::text(kind, bytes).map(String::into_bytes),
    };
    match read {
        Ok(read) => [&[READ], read.as_slice()].concat(),
        Err(Unreadable::Protected) => vec![PROTECTED],
        Err(Unreadable::TooLarge) => vec![TOO_LARGE],
        Err(Unreadable::Broken | Unreadable::TooMuch) => vec![BROKEN],
    }
}

/// What a child answered, on the side of the server. Its output counts as little as any other bytes from outside.
///
/// # Errors
/// Why nothing was read.
pub fn understand(kind: Kind, output: &[u8]) -> Result<Reading, Unreadable> {
    let read = said(output)?;
    if kind != Kind::Image {
        return String::from_utf8(read.to_vec()).map(Reading::Text).map_err(|_| Unreadable::Broken);
    }
    let (width, rest) = read.split_first_chunk().ok_or(Unreadable::Broken)?;
    let (height, rest) = rest.split_first_chunk().ok_or(Unreadable::Broken)?;
    let of = (u32::from_be_bytes(*width), u32::from_be_bytes(*height));
    Ok(Reading::Picture(crate::Picture { bytes: rest.to_vec(), of }))
}

/// The same where a page was asked for.
///
/// # Errors
/// Why nothing was read.
pub fn understand_page(output: &[u8]) -> Result<PageRead, Unreadable> {
    wire::read(said(output)?)
}

/// What a child read, behind the mark and the word for how it went.
fn said(output: &[u8]) -> Result<&[u8], Unreadable> {
    let at = output.windows(MARK.len()).position(|window| window == MARK).ok_or(Unreadable::TooMuch)?;
    let answer = output.get(at + MARK.len()..).unwrap_or_default();
    let (state, rest) = answer.split_first().ok_or(Unreadable::TooMuch)?;
    match *state {
        READ => Ok(rest),
        PROTECTED => Err(Unreadable::Protected),
        TOO_LARGE => Err(Unreadable::TooLarge),
        _ => Err(Unreadable::Broken),
    }
}
