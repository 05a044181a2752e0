//! What a program asks in words: a little XML. It is read by a library that goes down with every element, so how deep
//! it is, is looked at before.

use actix_web::{
    http::StatusCode,
    web::{Bytes, BytesMut, Payload},
};
use futures_util::StreamExt;

/// Longest question about files.
pub const MOST: usize = 64 << 10;
/// Deepest element; what programs send is four or five deep.
const DEEPEST: usize = 32;

/// Takes a question whole, unless it is none that can be read without harm.
pub async fn take(payload: &mut Payload, most: usize) -> Result<Bytes, StatusCode> {
    let asked = whole(payload, most).await?;
    if is_flat(&asked) { Ok(asked) } else { Err(StatusCode::BAD_REQUEST) }
}

/// Takes what is sent whole, unless it is too long.
pub async fn whole(payload: &mut Payload, most: usize) -> Result<Bytes, StatusCode> {
    let mut asked = BytesMut::new();
    while let Some(piece) = payload.next().await {
        let piece = piece.map_err(|_| StatusCode::BAD_REQUEST)?;
        if asked.len() + piece.len() > most {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        asked.extend_from_slice(&piece);
    }
    Ok(asked.freeze())
}

/// Whether no element is too deep, and nothing is declared that could grow.
fn is_flat(text: &[u8]) -> bool {
    let mut depth = 0_usize;
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
        let tag = rest.get(at + 1..).unwrap_or_default();
        match tag.first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'?') => {}
            Some(b'!') if !tag.starts_with(b"!--") && !tag.starts_with(b"![CDATA[") => return false,
            Some(b'!') => {}
            _ => {
                let end = tag.iter().position(|byte| *byte == b'>').unwrap_or(tag.len());
                depth += usize::from(!tag.get(..end).unwrap_or_default().ends_with(b"/"));
            }
        }
        if depth > DEEPEST {
            return false;
        }
        rest = tag;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_flat_is_read() {
        let flat = b"<?xml version=\"1.0\"?><!-- a --><D:propfind xmlns:D=\"DAV:\"><D:prop><D:a/><D:b></D:b></D:prop></D:propfind>";
        assert!(is_flat(flat));
        assert!(is_flat(b""));
        assert!(is_flat("<a/>".repeat(5_000).as_bytes()));
        assert!(!is_flat("<a>".repeat(33).as_bytes()));
        assert!(!is_flat("<a b='>'><a>".repeat(33).as_bytes()));
        assert!(!is_flat(b"<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"));
    }
}
