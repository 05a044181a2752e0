//! Order-preserving key encoding: the bytes of two keys compare like the keys.
//!
//! Invariants: an encoded key is self-delimiting, so no whole key is the start of another one of the same
//! type, and the bytes of the first components of a tuple are the start of every key that begins with them.
//! That is what makes prefix scans and tuples work. Stored for ever: an encoding is never changed.

use crate::StoreError;
use uuid::Uuid;

/// A key, or a component of one.
pub trait Key: Sized {
    /// Appends the encoding.
    fn write(&self, out: &mut Vec<u8>);
    /// Reads one key off the front of `input` and moves it forward.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the bytes are no encoding of this type.
    fn read(input: &mut &[u8]) -> Result<Self, StoreError>;
}

/// Encodes a whole key.
pub(crate) fn encode<K: Key>(key: &K) -> Vec<u8> {
    let mut out = Vec::with_capacity(32);
    key.write(&mut out);
    out
}

/// Decodes a whole key and refuses anything left over.
pub(crate) fn decode<K: Key>(mut bytes: &[u8]) -> Result<K, StoreError> {
    let key = K::read(&mut bytes)?;
    if bytes.is_empty() { Ok(key) } else { Err(StoreError::corrupt("a key has bytes left over")) }
}

fn take<const N: usize>(input: &mut &[u8]) -> Result<[u8; N], StoreError> {
    let Some((head, rest)) = input.split_first_chunk::<N>() else {
        return Err(StoreError::corrupt("a key is too short"));
    };
    *input = rest;
    Ok(*head)
}

impl Key for () {
    fn write(&self, _: &mut Vec<u8>) {}
    fn read(_: &mut &[u8]) -> Result<Self, StoreError> {
        Ok(())
    }
}

macro_rules! unsigned {
    ($($int:ty),*) => {$(
        impl Key for $int {
            fn write(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_be_bytes());
            }
            fn read(input: &mut &[u8]) -> Result<Self, StoreError> {
                Ok(<$int>::from_be_bytes(take(input)?))
            }
        }
    )*};
}
unsigned!(u8, u16, u32, u64);

// The sign bit is flipped so that negative numbers come first.
macro_rules! signed {
    ($($int:ty as $raw:ty),*) => {$(
        impl Key for $int {
            fn write(&self, out: &mut Vec<u8>) {
                (self.cast_unsigned() ^ (1 << (<$raw>::BITS - 1))).write(out);
            }
            fn read(input: &mut &[u8]) -> Result<Self, StoreError> {
                Ok((<$raw>::read(input)? ^ (1 << (<$raw>::BITS - 1))).cast_signed())
            }
        }
    )*};
}
signed!(i32 as u32, i64 as u64);

impl Key for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    fn read(input: &mut &[u8]) -> Result<Self, StoreError> {
        match u8::read(input)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(StoreError::corrupt("a key holds a truth value that is neither")),
        }
    }
}

impl Key for Uuid {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.as_bytes());
    }
    fn read(input: &mut &[u8]) -> Result<Self, StoreError> {
        Ok(Uuid::from_bytes(take(input)?))
    }
}

/// A hash or another value of fixed width.
impl<const N: usize> Key for [u8; N] {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }
    fn read(input: &mut &[u8]) -> Result<Self, StoreError> {
        take(input)
    }
}

// A zero byte is written as 00 FF and the end as 00 00: the end sorts before anything that could follow.
impl Key for Vec<u8> {
    fn write(&self, out: &mut Vec<u8>) {
        write_bytes(self, out);
    }
    fn read(input: &mut &[u8]) -> Result<Self, StoreError> {
        let mut bytes = Vec::new();
        loop {
            match u8::read(input)? {
                0 => match u8::read(input)? {
                    0 => return Ok(bytes),
                    0xFF => bytes.push(0),
                    _ => return Err(StoreError::corrupt("a key holds a wrong escape")),
                },
                byte => bytes.push(byte),
            }
        }
    }
}

fn write_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    for &byte in bytes {
        out.push(byte);
        if byte == 0 {
            out.push(0xFF);
        }
    }
    out.extend_from_slice(&[0, 0]);
}

impl Key for String {
    fn write(&self, out: &mut Vec<u8>) {
        write_bytes(self.as_bytes(), out);
    }
    fn read(input: &mut &[u8]) -> Result<Self, StoreError> {
        String::from_utf8(Vec::read(input)?).map_err(|_| StoreError::corrupt("a key is not text"))
    }
}

/// `None` sorts first.
impl<K: Key> Key for Option<K> {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            None => out.push(0),
            Some(key) => {
                out.push(1);
                key.write(out);
            }
        }
    }
    fn read(input: &mut &[u8]) -> Result<Self, StoreError> {
        if bool::read(input)? { K::read(input).map(Some) } else { Ok(None) }
    }
}

/// A component that sorts from the largest to the smallest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Desc<K>(
    /// The value itself, not inverted.
    pub K,
);

impl<K: Ord> PartialOrd for Desc<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<K: Ord> Ord for Desc<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.0.cmp(&self.0)
    }
}

impl Key for Desc<u64> {
    fn write(&self, out: &mut Vec<u8>) {
        (!self.0).write(out);
    }
    fn read(input: &mut &[u8]) -> Result<Self, StoreError> {
        u64::read(input).map(|raw| Desc(!raw))
    }
}

impl Key for Desc<i64> {
    fn write(&self, out: &mut Vec<u8>) {
        (!self.0).write(out);
    }
    fn read(input: &mut &[u8]) -> Result<Self, StoreError> {
        i64::read(input).map(|raw| Desc(!raw))
    }
}

macro_rules! tuple {
    ($($name:ident),*) => {
        impl<$($name: Key),*> Key for ($($name,)*) {
            fn write(&self, out: &mut Vec<u8>) {
                #[allow(non_snake_case, reason = "the type parameters name the components")]
                let ($($name,)*) = self;
                $($name.write(out);)*
            }
            fn read(input: &mut &[u8]) -> Result<Self, StoreError> {
                Ok(($($name::read(input)?,)*))
            }
        }
    };
}
tuple!(A);
tuple!(A, B);
tuple!(A, B, C);
tuple!(A, B, C, D);
tuple!(A, B, C, D, E);
