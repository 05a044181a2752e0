//! How a row's value is framed: `[version u8][crc32 u32, little endian][body]`.
//!
//! Invariants: the checksum covers key, version and body, so a row that was damaged, or that belongs to
//! another key, is an error and never a wrong answer. A version newer than the program knows is refused.
//! Stored for ever: old versions stay decodable.

use crate::StoreError;
use uuid::Uuid;

/// What a row holds.
pub trait Value: Sized {
    /// The version written; rows of this and of every older version can be read.
    const VERSION: u8;

    /// Appends the body.
    fn encode(&self, out: &mut Vec<u8>);

    /// Reads a body written by `version`, which is never newer than [`Value::VERSION`].
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the body does not fit, also when bytes are left over.
    fn decode(version: u8, body: &[u8]) -> Result<Self, StoreError>;

    /// Like [`Value::encode`], for encodings that can fail.
    ///
    /// # Errors
    /// [`StoreError::Encode`]; the row is not written.
    fn try_encode(&self, out: &mut Vec<u8>) -> Result<(), StoreError> {
        self.encode(out);
        Ok(())
    }
}

const HEAD: usize = 5;

fn checksum(key: &[u8], version: u8, body: &[u8]) -> u32 {
    let mut crc = crc32fast::Hasher::new();
    crc.update(key);
    crc.update(&[version]);
    crc.update(body);
    crc.finalize()
}

/// A value as it is stored under `key`.
pub(crate) fn frame<V: Value>(key: &[u8], value: &V) -> Result<Vec<u8>, StoreError> {
    let mut out = vec![0; HEAD];
    value.try_encode(&mut out)?;
    seal(key, V::VERSION, &mut out);
    Ok(out)
}

/// Fills the frame before a body.
fn seal(key: &[u8], version: u8, out: &mut [u8]) {
    if let Some((head, body)) = out.split_first_chunk_mut::<HEAD>() {
        let [a, b, c, d] = checksum(key, version, body).to_le_bytes();
        *head = [version, a, b, c, d];
    }
}

/// Bytes that come bit by bit and become a value: gathered behind their frame, so that they are not copied for it.
pub(crate) struct Gathered(Vec<u8>);

impl Gathered {
    /// Nothing yet, with room for so many bytes.
    pub fn with_room(bytes: usize) -> Self {
        let mut all = Vec::with_capacity(HEAD + bytes);
        all.resize(HEAD, 0);
        Gathered(all)
    }

    /// How many came.
    pub fn len(&self) -> usize {
        self.0.len().saturating_sub(HEAD)
    }

    /// Takes more.
    pub fn extend(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// As they are stored under `key`.
    pub fn framed(mut self, key: &[u8]) -> Vec<u8> {
        seal(key, Vec::<u8>::VERSION, &mut self.0);
        self.0
    }
}

/// Checks a stored value and gives its version and body.
pub(crate) fn unframe<'a>(key: &[u8], stored: &'a [u8]) -> Result<(u8, &'a [u8]), StoreError> {
    let Some((&[version, a, b, c, d], body)) = stored.split_first_chunk::<HEAD>() else {
        return Err(StoreError::corrupt("a row is too short"));
    };
    if checksum(key, version, body) == u32::from_le_bytes([a, b, c, d]) {
        Ok((version, body))
    } else {
        Err(StoreError::corrupt("the checksum of a row differs"))
    }
}

/// Checks a stored value that was written by no newer program than this, and gives its version and body.
pub(crate) fn known<'a, V: Value>(key: &[u8], stored: &'a [u8]) -> Result<(u8, &'a [u8]), StoreError> {
    let (version, body) = unframe(key, stored)?;
    if version > V::VERSION {
        return Err(StoreError::Newer { table: String::new(), version, known: V::VERSION });
    }
    Ok((version, body))
}

/// Checks and decodes a stored value.
pub(crate) fn open<V: Value>(key: &[u8], stored: &[u8]) -> Result<V, StoreError> {
    let (version, body) = known::<V>(key, stored)?;
    V::decode(version, body)
}

/// For rows that only say that their key exists.
impl Value for () {
    const VERSION: u8 = 1;
    fn encode(&self, _: &mut Vec<u8>) {}
    fn decode(_: u8, body: &[u8]) -> Result<Self, StoreError> {
        if body.is_empty() { Ok(()) } else { Err(StoreError::corrupt("a row should be empty")) }
    }
}

impl Value for u64 {
    const VERSION: u8 = 1;
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_be_bytes());
    }
    fn decode(_: u8, body: &[u8]) -> Result<Self, StoreError> {
        body.try_into().map(u64::from_be_bytes).map_err(|_| StoreError::corrupt("a number has the wrong length"))
    }
}

impl Value for Uuid {
    const VERSION: u8 = 1;
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.as_bytes());
    }
    fn decode(_: u8, body: &[u8]) -> Result<Self, StoreError> {
        Uuid::from_slice(body).map_err(|_| StoreError::corrupt("an id has the wrong length"))
    }
}

impl Value for Vec<u8> {
    const VERSION: u8 = 1;
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }
    fn decode(_: u8, body: &[u8]) -> Result<Self, StoreError> {
        Ok(body.to_vec())
    }
}

impl Value for String {
    const VERSION: u8 = 1;
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.as_bytes());
    }
    fn decode(_: u8, body: &[u8]) -> Result<Self, StoreError> {
        std::str::from_utf8(body).map(str::to_owned).map_err(|_| StoreError::corrupt("a text is not UTF-8"))
    }
}
