//! The bytes under the engine, as a trait of our own, so that tests can fail, tear and drop writes.
//!
//! Left out: locking. The real file is opened by the engine's own backend, which locks it; a disk given
//! through [`crate::Options::disk`] must be held by one process by other means.

use std::fmt::Debug;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Storage for one data file. Every method may be called from several threads at once.
#[allow(clippy::len_without_is_empty, reason = "a length in bytes, not a collection")]
pub trait Disk: Debug + Send + Sync + 'static {
    /// Length in bytes.
    ///
    /// # Errors
    /// Whatever the storage answers; the store then serves reads and refuses writes.
    fn len(&self) -> io::Result<u64>;
    /// Fills `out` from `offset`.
    ///
    /// # Errors
    /// As for [`Disk::len`], and when the range lies beyond the end.
    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()>;
    /// Grows with zeroes, or shrinks.
    ///
    /// # Errors
    /// As for [`Disk::len`].
    fn set_len(&self, len: u64) -> io::Result<()>;
    /// Returns when everything written before is durable.
    ///
    /// # Errors
    /// As for [`Disk::len`].
    fn sync(&self) -> io::Result<()>;
    /// Writes `data` at `offset`.
    ///
    /// # Errors
    /// As for [`Disk::len`].
    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()>;
}

/// Opens the storage of a data file.
pub type DiskOpener = Arc<dyn Fn(&Path) -> io::Result<Box<dyn Disk>> + Send + Sync>;

/// A plain file, to build a [`Disk`] of a test upon.
#[derive(Debug)]
pub struct FileDisk(pub(crate) std::fs::File);

impl FileDisk {
    /// Opens or creates the file, readable by its owner only.
    ///
    /// # Errors
    /// Whatever the file system answers.
    pub fn open(path: &Path) -> io::Result<Self> {
        crate::engine::private_file(path).map(FileDisk)
    }
}

impl Disk for FileDisk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }
    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.0, out, offset)
    }
    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }
    fn sync(&self) -> io::Result<()> {
        self.0.sync_data()
    }
    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::write_all_at(&self.0, data, offset)
    }
}

/// Our disk as the engine wants it.
#[derive(Debug)]
pub(crate) struct DiskBackend(pub Box<dyn Disk>);

impl redb::StorageBackend for DiskBackend {
    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }
    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read(offset, out)
    }
    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }
    fn sync_data(&self) -> io::Result<()> {
        self.0.sync()
    }
    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.write(offset, data)
    }
}
