//! Where cursors are: messages of the awareness protocol. The server only looks whose they are.

/// The client a message is of. One message is of one client.
pub fn client(message: &[u8]) -> Option<u64> {
    let (count, rest) = number(message)?;
    let (client, rest) = number(rest)?;
    let (_, rest) = number(rest)?;
    let (length, rest) = number(rest)?;
    let fits = count == 1 && usize::try_from(length).ok() == Some(rest.len());
    let state: serde_json::Value = serde_json::from_slice(rest).ok()?;
    (fits && (state.is_object() || state.is_null())).then_some(client)
}

fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0;
    for (group, byte) in bytes.iter().take(8).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * group);
        if *byte < 0x80 {
            return Some((value, bytes.get(group + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_of_one_client() {
        let state = br#"{"cursor":null}"#;
        let message = |count: u8| [&[count, 0xac, 0x02, 1, state.len() as u8][..], state].concat();
        assert_eq!(client(&message(1)), Some(300));
        for wrong in [&message(2)[..], &[], &[1], &[0xff; 12], &[1, 5, 1, 200, b'{', b'}'], &[1, 5, 1, 1, b'7']] {
            assert_eq!(client(wrong), None, "{wrong:?}");
        }
    }
}
