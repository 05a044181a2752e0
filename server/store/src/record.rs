//! Records: structures stored as integer-keyed CBOR, and the rules that let them grow.
//!
//! Invariants: a record derives minicbor's `Encode` and `Decode` with an explicit `#[cbor(map)]`; every
//! field added later is an `Option` or has a default; the whole body must be consumed. A value of an enum
//! that may get new variants is wrapped in [`Known`], or one unknown variant would hide the whole record.

use crate::StoreError;
use minicbor::{Decode, Decoder, Encode, Encoder};

/// Makes a type with minicbor's `Encode` and `Decode` a [`Value`](crate::Value): `record!(TaskRecord, 1);`
#[macro_export]
macro_rules! record {
    ($record:ty, $version:literal) => {
        impl $crate::Value for $record {
            const VERSION: u8 = $version;
            fn encode(&self, out: &mut Vec<u8>) {
                let _ = $crate::encode_record(self, out);
            }
            fn try_encode(&self, out: &mut Vec<u8>) -> Result<(), $crate::StoreError> {
                $crate::encode_record(self, out)
            }
            fn decode(_version: u8, body: &[u8]) -> Result<Self, $crate::StoreError> {
                $crate::decode_record(body)
            }
        }
    };
}

/// Appends the CBOR of a record.
///
/// # Errors
/// [`StoreError::Encode`] when an encoder written by hand refuses the value.
pub fn encode_record<T: Encode<()>>(record: &T, out: &mut Vec<u8>) -> Result<(), StoreError> {
    minicbor::encode(record, out).map_err(|e| StoreError::Encode(e.to_string()))
}

/// Reads a record and refuses bytes left over, which are the mark of a misread body.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn decode_record<'b, T: Decode<'b, ()>>(body: &'b [u8]) -> Result<T, StoreError> {
    let mut decoder = Decoder::new(body);
    let record = decoder.decode().map_err(|e| StoreError::corrupt(format!("a record cannot be read: {e}")))?;
    if decoder.position() == body.len() { Ok(record) } else { Err(StoreError::corrupt("a record has bytes left over")) }
}

/// A value of an enum that newer versions may extend. A variant this program does not know is kept as the
/// bytes it came in and written back unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known<T> {
    /// A variant this program knows.
    Is(T),
    /// The CBOR of a variant of a newer version.
    Unknown(Vec<u8>),
}

impl<T> Known<T> {
    /// The value, when this program knows it.
    pub fn known(&self) -> Option<&T> {
        match self {
            Known::Is(value) => Some(value),
            Known::Unknown(_) => None,
        }
    }
}

// The value is a byte string holding its own CBOR, so it can be stepped over without being understood.
impl<C, T: Encode<C>> Encode<C> for Known<T> {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        context: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        let bytes = match self {
            Known::Unknown(bytes) => bytes.clone(),
            Known::Is(value) => {
                let mut bytes = Vec::new();
                minicbor::encode_with(value, &mut bytes, context).map_err(minicbor::encode::Error::message)?;
                bytes
            }
        };
        e.bytes(&bytes)?.ok()
    }
}

impl<'b, C, T: Decode<'b, C>> Decode<'b, C> for Known<T> {
    fn decode(d: &mut Decoder<'b>, context: &mut C) -> Result<Self, minicbor::decode::Error> {
        let bytes = d.bytes()?;
        match minicbor::decode_with(bytes, context) {
            Ok(value) => Ok(Known::Is(value)),
            Err(e) if e.is_unknown_variant() => Ok(Known::Unknown(bytes.to_vec())),
            Err(e) => Err(e),
        }
    }
}
