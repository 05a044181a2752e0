//! Fractional keys: text that sorts between two neighbours, so that a move or a new row touches one
//! record only and two moves at once both survive. Keys are base-62 fractions after an implied `0.`
//! and never end in the lowest digit, so there is always room between two different keys.

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Keys longer than this are rewritten in the background (decision 8).
pub const REBALANCE_BYTES: usize = 64;

fn value(byte: u8) -> usize {
    DIGITS.iter().position(|d| *d == byte).unwrap_or(0)
}

fn digit(value: usize) -> u8 {
    DIGITS.get(value).copied().unwrap_or(b'z')
}

/// Whether a text is a well-formed key.
pub fn is_key(key: &str) -> bool {
    !key.is_empty() && !key.ends_with('0') && key.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// A key strictly between the two; an empty bound is open. Bounds in the wrong order or equal give
/// a key right after `before`, which keeps the list valid when two people move at once.
pub fn between(before: &str, after: &str) -> String {
    let low = before.as_bytes();
    let high = if !after.is_empty() && after > before { after.as_bytes() } else { &[] };
    let mut out = Vec::with_capacity(low.len().max(high.len()) + 1);
    let mut bounded = !high.is_empty();
    let open = !bounded;
    let mut place = 0;
    loop {
        let from = low.get(place).copied().map_or(0, value);
        let to = if bounded { high.get(place).copied().map_or(0, value) } else { DIGITS.len() };
        if to > from + 1 {
            // Appending at the end of a list is the common case: take small steps there, so that
            // ten thousand new tasks do not halve the remaining room each time.
            let step = if open { 1 } else { (to - from) / 2 };
            out.push(digit(from + step));
            break;
        }
        out.push(digit(from));
        if to > from {
            bounded = false;
        }
        place += 1;
    }
    text(out)
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}

/// The key of the first row of an empty list.
pub fn first() -> String {
    "V".into()
}

/// A key after everything so far. Unlike [`between`] with an open end it counts upwards in blocks,
/// so keys grow by one byte only every some thousand rows: the first digit tells how many digits
/// follow, as in an integer with a length prefix.
pub fn last(before: &str) -> String {
    if before.is_empty() {
        return first();
    }
    let mut digits: Vec<u8> = before.bytes().collect();
    // Count the last four places up like a number; a carry out of them makes the key longer.
    while digits.len() < 4 {
        digits.push(b'0');
    }
    let floor = digits.len().saturating_sub(4);
    let mut place = digits.len();
    while place > floor {
        place -= 1;
        let Some(slot) = digits.get_mut(place) else { break };
        let next = value(*slot) + 1;
        if next < DIGITS.len() {
            *slot = digit(next);
            digits.truncate(place + 1);
            while digits.len() < 4 {
                digits.push(b'0');
            }
            if digits.last() == Some(&b'0') {
                digits.pop();
                digits.push(b'1');
            }
            return text(digits);
        }
    }
    between(before, "")
}

/// `count` keys in order between two bounds, evenly spread: for pasting and importing many rows.
pub fn spread(before: &str, after: &str, count: usize) -> Vec<String> {
    let mut keys = Vec::with_capacity(count);
    if after.is_empty() {
        let mut at = before.to_owned();
        for _ in 0..count {
            at = last(&at);
            keys.push(at.clone());
        }
        return keys;
    }
    fill(before, after, count, &mut keys);
    keys
}

/// `count` keys in order between two bounds, as short as they can be there: for lists whose keys have
/// grown long. Other than [`spread`] they leave what lies close behind a long bound alone.
pub fn renewed(before: &str, after: &str, count: usize) -> Vec<String> {
    if count == 0 {
        return Vec::new();
    }
    let first = if before.is_empty() && after.is_empty() { first() } else { between(before, after) };
    let rest = spread(&first, after, count - 1);
    [first].into_iter().chain(rest).collect()
}

fn fill(before: &str, after: &str, count: usize, out: &mut Vec<String>) {
    if count == 0 {
        return;
    }
    let middle = between(before, after);
    fill(before, &middle, (count - 1) / 2, out);
    out.push(middle.clone());
    fill(&middle, after, count - 1 - (count - 1) / 2, out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn appending_a_hundred_thousand_rows_keeps_keys_short() {
        let mut key = String::new();
        for _ in 0..100_000 {
            let next = last(&key);
            assert!(next > key && is_key(&next), "{key} {next}");
            key = next;
        }
        assert!(key.len() <= 8, "{key}");
    }

    #[test]
    fn moving_to_the_top_again_and_again_grows_slowly() {
        let mut key = first();
        for _ in 0..200 {
            let next = between("", &key);
            assert!(next < key && is_key(&next), "{next} {key}");
            key = next;
        }
        assert!(key.len() <= 50, "{}", key.len());
    }

    proptest! {
        #[test]
        fn a_key_lies_strictly_between(moves in proptest::collection::vec(0usize..1000, 1..300)) {
            let mut keys = vec![first()];
            for at in moves {
                let at = at % (keys.len() + 1);
                let low = if at == 0 { "" } else { &keys[at - 1] };
                let high = keys.get(at).map_or("", String::as_str);
                let key = between(low, high);
                prop_assert!(is_key(&key));
                prop_assert!(key.as_str() > low && (high.is_empty() || key.as_str() < high), "{} {} {}", low, key, high);
                keys.insert(at, key);
            }
        }

        #[test]
        fn renewed_keys_are_in_order_and_short(depth in 0usize..400, count in 1usize..500, open in proptest::bool::ANY) {
            let mut low = first();
            for _ in 0..depth {
                low = between(&low, "W");
            }
            let high = if open { "" } else { "X" };
            let keys = renewed(&low, high, count);
            prop_assert_eq!(keys.len(), count);
            prop_assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(keys.iter().all(|key| *key > low && (open || key.as_str() < high) && is_key(key) && key.len() < 8));
        }

        #[test]
        fn spread_keys_are_in_order(count in 0usize..300) {
            let keys = spread("V", "VV", count);
            prop_assert_eq!(keys.len(), count);
            prop_assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(keys.iter().all(|key| key.as_str() > "V" && key.as_str() < "VV" && is_key(key)));
        }
    }
}
