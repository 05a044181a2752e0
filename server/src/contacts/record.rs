//! A contact as stored.

use crate::log::cbor::Bytes16;
use minicbor::{Decode, Encode};

/// See [`super::Contact`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ContactRecord {
    #[n(0)]
    pub id: Bytes16,
    #[n(1)]
    pub address: String,
    #[n(2)]
    pub name: String,
    #[n(3)]
    pub created_ms: i64,
    /// What the mail server said when it refused the address for good.
    #[n(4)]
    pub refusal: Option<String>,
}

guildhall_store::record!(ContactRecord, 1);

#[cfg(test)]
mod tests {
    use super::*;
    use guildhall_store::Value;

    #[test]
    fn the_bytes_of_a_contact_are_kept() {
        let record = ContactRecord {
            id: [1; 16].into(),
            address: "a@b.c".into(),
            name: "Ada".into(),
            created_ms: 5,
            refusal: Some("no".into()),
        };
        let mut bytes = Vec::new();
        Value::encode(&record, &mut bytes);
        assert_eq!(<ContactRecord as Value>::decode(1, &bytes).unwrap(), record);
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "a500500101010101010101010101010101010101656140622e630263416461030504626e6f");
    }
}
