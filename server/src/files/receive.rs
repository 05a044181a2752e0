//! Bytes coming in: counted against the limits while they stream, never held as a whole.

use crate::{App, Error, access::Scope, error::Code};
use actix_web::{
    HttpRequest,
    http::header::CONTENT_LENGTH,
    web::{Bytes, Payload},
};
use futures_util::StreamExt;
use guildhall_store::{
    StoreError,
    blobs::{self, BlobWriter, NewBlob},
};
use std::time::{Duration, Instant};

/// A sender who is silent for so long has gone.
const SILENCE: Duration = Duration::from_secs(30);
/// How long, and for how many bytes, somebody who is refused is listened to.
const PATIENCE: Duration = Duration::from_secs(5);
const PATIENCE_BYTES: usize = 16 << 20;

/// How many bytes the length in the head of a request promises; a lie shows while they come.
pub fn promised(request: &HttpRequest) -> Option<u64> {
    request.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Refuses a file that is too large, or for which there is no room, as far as that is known beforehand.
pub fn room(scope: &impl Scope, bytes: u64) -> Result<(), Error> {
    let Some(organization) = &scope.directory().organization else { return Ok(()) };
    if bytes > organization.file_limit {
        return Err(too_large(organization.file_limit));
    }
    let used = blobs::usage(scope.read())?;
    // What is on its way in counts here, so that many at once do not all begin.
    if organization.files_quota > 0 && used.bytes.saturating_add(used.arriving) >= organization.files_quota {
        return Err(Error::new(Code::OverQuota));
    }
    Ok(())
}

/// A file is larger than one may be.
pub fn too_large(limit: u64) -> Error {
    let words = match limit {
        0..1_048_576 => format!("{} KiB", limit >> 10),
        1_048_576..1_073_741_824 => format!("{} MiB", limit >> 20),
        _ => format!("{} GiB", limit >> 30),
    };
    Error::because(Code::TooLarge, format!("A file may have {words} here.")).with("limit", limit)
}

/// The largest file of this organization.
pub fn limit(scope: &impl Scope) -> u64 {
    scope.directory().organization.as_ref().map_or(0, |organization| organization.file_limit)
}

/// The next bytes of a request; none at its end.
async fn next(payload: &mut Payload) -> Result<Option<Bytes>, Error> {
    let cut = || Error::because(Code::BadJson, "The upload ended before it was complete.");
    let chunk = tokio::time::timeout(SILENCE, payload.next()).await.map_err(|_| cut())?;
    chunk.transpose().map_err(|_| cut())
}

/// Lets a sender go on for a moment before it is refused: one that is cut off in the middle of sending never reads
/// why.
pub async fn let_finish(payload: &mut Payload) {
    let begun = Instant::now();
    let mut left = PATIENCE_BYTES;
    while begun.elapsed() < PATIENCE
        && let Ok(Some(bytes)) = next(payload).await
    {
        left = left.saturating_sub(bytes.len());
        if left == 0 {
            return;
        }
    }
}

/// Takes a whole file.
pub async fn whole(app: &App, payload: &mut Payload, limit: u64, length: Option<u64>) -> Result<NewBlob, Error> {
    let mut writer = app.store().blob_writer(app.clock().now_ms())?;
    while let Some(bytes) = next(payload).await? {
        if writer.len().saturating_add(bytes.len() as u64) > limit {
            let_finish(payload).await;
            return Err(too_large(limit));
        }
        writer.write(&bytes).await?;
    }
    if length.is_some_and(|length| length != writer.len()) {
        return Err(Error::because(Code::BadJson, "The upload ended before it was complete."));
    }
    Ok(writer.finish().await?)
}

/// Takes a part of an upload that may have at most `all` bytes, and answers how many of it are safe. What came
/// before a cut is kept.
pub async fn part(mut writer: BlobWriter, payload: &mut Payload, all: u64) -> Result<u64, Error> {
    let mut failed = None;
    loop {
        match next(payload).await {
            Ok(None) => break,
            Ok(Some(bytes)) if writer.len().saturating_add(bytes.len() as u64) > all => {
                let_finish(payload).await;
                failed = Some(Error::because(Code::Conflict, "There are more bytes than this upload was begun with."));
                break;
            }
            Ok(Some(bytes)) => writer.write(&bytes).await.map_err(moved)?,
            Err(cut) => {
                failed = Some(cut);
                break;
            }
        }
    }
    let safe = writer.pause().await.map_err(moved)?;
    failed.map_or(Ok(safe), Err)
}

/// Another request went on with the same upload meanwhile, or gave it up.
fn moved(error: StoreError) -> Error {
    match error {
        StoreError::Refused(_) => Error::because(Code::Conflict, "This upload went on elsewhere. Ask where it stands."),
        other => other.into(),
    }
}
