//! Base64 in its two alphabets: keys and signatures travel so.

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64 for addresses, without padding.
pub fn base64url(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for part in bytes.chunks(3) {
        let word = (0..3).fold(0_u32, |word, at| word << 8 | u32::from(part.get(at).copied().unwrap_or(0)));
        let letters = (0..=part.len()).map(|at| usize::try_from(word >> (18 - 6 * at) & 63).unwrap_or(0));
        out.extend(letters.filter_map(|at| LETTERS.get(at)).map(|letter| char::from(*letter)));
    }
    out
}

/// The inverse; padding is taken as well.
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let (mut out, mut word, mut bits) = (Vec::with_capacity(text.len() * 3 / 4), 0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let value = u32::try_from(LETTERS.iter().position(|other| *other == letter)?).ok()?;
        word = word << 6 | value;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(word >> bits & 255).ok()?);
        }
    }
    // What is left over holds nothing.
    (bits < 6 && word & ((1 << bits) - 1) == 0).then_some(out)
}

/// Base64 as it stands in headers, with padding.
pub fn base64(bytes: &[u8]) -> String {
    let mut out = base64url(bytes).replace('-', "+").replace('_', "/");
    out.extend(std::iter::repeat_n('=', (4 - out.len() % 4) % 4));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64url_comes_back() {
        for (bytes, text) in
            [(&b""[..], ""), (b"f", "Zg"), (b"fo", "Zm8"), (b"foo", "Zm9v"), (b"\xff\xfe\xfd\xfc", "__79_A")]
        {
            assert_eq!(base64url(bytes), text);
            assert_eq!(from_base64url(text).unwrap(), bytes);
        }
        assert_eq!(from_base64url("Zg==").unwrap(), b"f");
        assert_eq!([&b"\xff\xfe\xfd\xfc"[..], b"foo", b""].map(base64), ["//79/A==", "Zm9v", ""]);
        for wrong in ["Z", "Zh", "a+b/", "Zm9\u{7f}"] {
            assert_eq!(from_base64url(wrong), None, "{wrong}");
        }
    }
}
