//! Contents in the tests: bytes without chance, and records that refer to them.

use guildhall_store::{
    Span, Store, StoreError, Table, TableInfo, TableKind,
    blobs::{self, NewBlob},
};
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

/// What refers to contents.
pub const FILES: Table<u64, Vec<u8>> = Table::new("files");
pub const INFO: TableInfo = FILES.info(TableKind::Record);

struct Unpark(std::thread::Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits for a future on this thread.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return value;
        }
        std::thread::park();
    }
}

/// Bytes that are the same for the same seed and repeat nowhere.
pub fn bytes_of(seed: u64, len: u64) -> Vec<u8> {
    let mut out = vec![0; usize::try_from(len).unwrap()];
    blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof().fill(&mut out);
    out
}

pub async fn receive(store: &Store, bytes: &[u8]) -> NewBlob {
    let mut writer = store.blob_writer(super::NOW).unwrap();
    // As the network gives them.
    for piece in bytes.chunks(70_001) {
        writer.write(piece).await.unwrap();
    }
    writer.finish().await.unwrap()
}

pub fn attach(store: &Store, key: u64, bytes: &[u8]) {
    let new = now(receive(store, bytes));
    let answer = store.write(move |tx| {
        let blob = blobs::keep(tx, &new)?;
        tx.put(&FILES, &key, &blob.hash.to_vec())?;
        tx.append(&format!("attach {key}"))
    });
    answer.wait().map(drop).unwrap_or_else(|e: StoreError| panic!("{e}"));
}

/// Takes the reference of a record back with the record; answers whether it was the last one.
pub fn detach(store: &Store, key: u64) -> bool {
    let answer = store.write(move |tx| {
        let hash = tx.get(&FILES, &key)?.unwrap();
        tx.delete(&FILES, &key)?;
        tx.append(&format!("detach {key}"))?;
        blobs::release(tx, &hash.try_into().unwrap())
    });
    answer.wait().unwrap_or_else(|e: StoreError| panic!("{e}"))
}

pub fn files(store: &Store) -> usize {
    store.snapshot().unwrap().read().keys(&FILES, Span::all()).unwrap().count()
}
