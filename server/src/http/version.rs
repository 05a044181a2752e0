//! Versions and cursors: opaque outside, (history, seq) or (history, place) inside. Those of another
//! history (before a restore) are recognised and refused, never misread.

use crate::{Error, error::Code};
use guildhall_domain::Id;
use utoipa::IntoParams;

/// The header that a change of one object needs, as the description of the API names it. [`super::Call::if_match`]
/// reads it.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub struct Versioned {
    /// The `version` of the object as you have it, or `*` for whatever it is by now.
    #[param(rename = "If-Match")]
    pub if_match: String,
}

/// The first eight hex digits of a history name it.
fn short(history: Id) -> u32 {
    history.as_fields().0
}

/// The version of an object whose last change is `seq`.
pub fn write(history: Id, seq: u64) -> String {
    let mut version = String::with_capacity(8 + 1 + 16);
    push_hex(&mut version, short(history).into(), 8);
    version.push('-');
    push_hex(&mut version, seq, 1);
    version
}

/// Appends at least so many digits. Every row of every list has a version; the formatter of the standard library
/// takes five times as long.
fn push_hex(text: &mut String, value: u64, least: u32) {
    let digits = (u64::BITS - value.leading_zeros()).div_ceil(4).max(least);
    text.extend((0..digits).rev().filter_map(|at| char::from_digit((value >> (4 * at)) as u32 & 15, 16)));
}

/// The seq of a version, or none when it is of another history or not a version.
pub fn read(history: Id, version: &str) -> Option<u64> {
    let version = version.trim().trim_start_matches("W/").trim_matches('"');
    let (of, seq) = version.rsplit_once('-')?;
    is_of(history, of).then(|| u64::from_str_radix(seq, 16).ok()).flatten()
}

fn is_of(history: Id, name: &str) -> bool {
    name.len() == 8 && u32::from_str_radix(name, 16) == Ok(short(history))
}

/// A cursor over the change log.
pub fn log_cursor(history: Id, seq: u64) -> String {
    write(history, seq)
}

/// The place of a log cursor; a foreign one means that everything has to be loaded again.
pub fn read_log_cursor(history: Id, cursor: &str) -> Result<u64, Error> {
    match cursor.rsplit_once('-') {
        Some((of, seq)) if is_of(history, of) => {
            u64::from_str_radix(seq, 16).map_err(|_| Error::because(Code::BadQuery, "The cursor cannot be read."))
        }
        Some(_) => Err(Error::new(Code::HistoryChanged)),
        None => Err(Error::because(Code::BadQuery, "The cursor cannot be read.")),
    }
}

/// A list cursor: where the last row stood. Hex, so that nobody is tempted to build one.
pub fn list_cursor(place: &[u8]) -> String {
    place.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The place of a list cursor.
pub fn read_list_cursor(cursor: &str) -> Result<Vec<u8>, Error> {
    let wrong = || Error::because(Code::BadQuery, "The cursor cannot be read. Use `next` of the page before.");
    if !cursor.len().is_multiple_of(2) || cursor.len() > 1000 || !cursor.is_ascii() {
        return Err(wrong());
    }
    let pairs = cursor.as_bytes().chunks(2);
    pairs
        .map(|pair| std::str::from_utf8(pair).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok()).ok_or_else(wrong))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_padded_hex() {
        let history = Id::from_u128(0x0000_00ab << 96);
        for seq in [0, 1, 15, 16, 0xdead_beef, u64::MAX] {
            assert_eq!(write(history, seq), format!("{:08x}-{seq:x}", 0xab));
        }
    }

    #[test]
    fn foreign_versions_are_not_misread() {
        let (ours, theirs) = (Id::from_u128(1 << 100), Id::from_u128(2 << 100));
        assert_eq!(read(ours, &write(ours, 77)), Some(77));
        assert_eq!(read(ours, &format!("W/\"{}\"", write(ours, 77))), Some(77));
        assert_eq!(read(ours, &write(theirs, 77)), None);
        assert_eq!(read_log_cursor(ours, &log_cursor(theirs, 1)).unwrap_err().code, Code::HistoryChanged);
        assert_eq!(read_list_cursor(&list_cursor(b"\x00\xff")).unwrap(), b"\x00\xff");
        assert!(read_list_cursor("é").is_err() && read_list_cursor("abc").is_err() && read_list_cursor("zz").is_err());
    }
}
