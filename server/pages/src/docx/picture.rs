//! What a picture is and how large, told by its first bytes. Nothing is decoded.

/// A picture that office programs show.
pub(super) struct Picture {
    /// Ending of its name.
    pub ending: &'static str,
    /// Width and height in pixels.
    pub size: (u32, u32),
}

/// Whether these bytes begin a picture that can be shown in a document.
pub fn is_picture(bytes: &[u8]) -> bool {
    of(bytes).is_some()
}

/// What these bytes are; none when office programs could not show them.
pub(super) fn of(bytes: &[u8]) -> Option<Picture> {
    let picture = |ending, size: (u32, u32)| (size.0 > 0 && size.1 > 0).then_some(Picture { ending, size });
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let number = |at: usize| Some(u32::from_be_bytes(*bytes.get(at..at + 4)?.first_chunk()?));
        return picture("png", (number(16)?, number(20)?));
    }
    if bytes.starts_with(b"GIF8") {
        let number = |at: usize| Some(u32::from(u16::from_le_bytes(*bytes.get(at..at + 2)?.first_chunk()?)));
        return picture("gif", (number(6)?, number(8)?));
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return picture("jpeg", jpeg(bytes)?);
    }
    None
}

/// The size stands in the segment that begins a frame, behind others that say how long they are.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let [mark, kind, rest @ ..] = bytes.get(at..)? else { return None };
        if *mark != 0xff {
            return None;
        }
        match kind {
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                let [_, _, _, h1, h0, w1, w0, ..] = rest else { return None };
                let number = |high: &u8, low: &u8| u32::from(u16::from_be_bytes([*high, *low]));
                return Some((number(w1, w0), number(h1, h0)));
            }
            _ => at += 2 + usize::from(u16::from_be_bytes(*rest.first_chunk()?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_says_how_large_it_is() {
        let size = |bytes: &[u8]| of(bytes).map(|picture| picture.size);
        assert_eq!(size(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x07\0\0\0\x05"), Some((7, 5)));
        assert_eq!(size(b"GIF89a\x03\0\x02\0"), Some((3, 2)));
        assert_eq!(size(b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\0\x05\0\x07\x03"), Some((7, 5)));
        for broken in
            [&b"\x89PNG\r\n\x1a\n"[..], b"\xff\xd8\xff\xe0\0\0", b"\xff\xd8\xff\xe0\xff\xff", b"GIF89a\0\0\0\0"]
        {
            assert_eq!(size(broken), None, "{broken:?}");
        }
    }
}
