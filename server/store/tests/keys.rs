//! Keys are bytes that compare like the values, also as components, and read back unchanged.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use guildhall_store::{Desc, Key};
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

fn bytes<K: Key>(key: &K) -> Vec<u8> {
    let mut out = Vec::new();
    key.write(&mut out);
    out
}

fn check<K: Key + Ord + std::fmt::Debug>(a: &K, b: &K) -> Result<(), TestCaseError> {
    prop_assert_eq!(bytes(a).cmp(&bytes(b)), a.cmp(b), "{:?} {:?}", a, b);
    let encoded = bytes(a);
    let mut input = encoded.as_slice();
    prop_assert_eq!(&K::read(&mut input).unwrap(), a);
    prop_assert!(input.is_empty());
    // Cut short, it is an error and no other key.
    for cut in 0..encoded.len() {
        prop_assert!(K::read(&mut &encoded[..cut]).is_err());
    }
    Ok(())
}

/// Short, with the bytes that are special to the encoding, so that neighbours are likely.
fn awkward() -> impl Strategy<Value = Vec<u8>> {
    vec(prop_oneof![Just(0u8), Just(1), Just(0xFE), Just(0xFF), any::<u8>()], 0..5)
}

fn text() -> impl Strategy<Value = String> {
    vec(prop_oneof![Just('\0'), Just('\u{1}'), Just('a'), Just('é'), any::<char>()], 0..5).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn numbers(a: (u8, u16, u32, u64), b: (u8, u16, u32, u64), c: (i32, i64, bool), d: (i32, i64, bool)) {
        check(&a, &b)?;
        check(&c, &d)?;
        check(&Desc(a.3), &Desc(b.3))?;
        check(&Desc(c.1), &Desc(d.1))?;
    }

    #[test]
    fn bytes_and_texts(a in awkward(), b in awkward(), c in text(), d in text()) {
        check(&a, &b)?;
        check(&c, &d)?;
    }

    #[test]
    fn components(
        a in (text(), awkward(), any::<Option<u64>>(), any::<i64>(), any::<u128>()),
        b in (text(), awkward(), any::<Option<u64>>(), any::<i64>(), any::<u128>()),
    ) {
        let key = |(t, v, o, i, u): (String, Vec<u8>, Option<u64>, i64, u128)| (t, Some(v), o, Desc(i), Uuid::from_u128(u));
        check(&key(a.clone()), &key(b.clone()))?;
        // The same first components, so that the later ones decide.
        check(&key((a.0.clone(), a.1.clone(), a.2, a.3, a.4)), &key((a.0, a.1, a.2, b.3, b.4)))?;
    }
}

#[test]
fn encodings_are_for_ever() {
    assert_eq!(bytes(&("a\0b".to_owned(), 1u16)), [b'a', 0, 0xFF, b'b', 0, 0, 0, 1]);
    assert_eq!(bytes(&-1i32), [0x7F, 0xFF, 0xFF, 0xFF]);
    assert_eq!(bytes(&i64::MIN), [0; 8]);
    assert_eq!(bytes(&Desc(1u64)), [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE]);
    assert_eq!(bytes(&(None::<u8>, Some(7u8), ())), [0, 1, 7]);
}
