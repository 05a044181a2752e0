//! Taking a mail in: its bytes and what is known of it are durable when this answers.

use super::{
    reading,
    record::{ArrivedRecord, PositionRecord, State},
    store,
};
use crate::{
    App, Error,
    access::{Scope, Who},
};
use guildhall_domain::Id;
use guildhall_store::blobs::{self, BlobHash};

/// Largest mail.
pub const LARGEST: usize = 10 << 20;
const PIECE: usize = 1 << 20;

/// How a mail came.
#[derive(Debug, Clone, Default)]
pub struct Envelope {
    /// To whom it was handed over; empty where its headers say it.
    pub recipients: Vec<String>,
    /// How far the mailbox was read with it.
    pub position: Option<PositionRecord>,
    /// Why it is not read at all; then its head alone is taken in, which says of whom and about what it is.
    pub refused: Option<String>,
}

/// Takes one in.
///
/// # Errors
/// When it could not be made durable: whoever brought it keeps it.
pub async fn take(app: &App, raw: &[u8], envelope: Envelope) -> Result<Id, Error> {
    let now = app.clock().now_ms();
    let mut writer = app.store().blob_writer(now)?;
    writer.write(raw).await?;
    let content = writer.finish().await?;
    let head = envelope.refused.as_ref().and_then(|_| reading::read(raw).ok());
    let said = head.map(|mail| (mail.from, mail.name, mail.subject));
    let (from, name, subject) = said.map_or((None, None, None), |(f, n, s)| (Some(f), Some(n), Some(s)));
    let head_only = envelope.refused.is_some().then_some(true);
    let state = if envelope.refused.is_some() { State::Refused } else { State::Waiting };
    let record = ArrivedRecord {
        received_ms: now,
        recipients: envelope.recipients,
        hash: (*content.hash()).into(),
        bytes: raw.len() as u64,
        state: state as u8,
        reason: envelope.refused,
        from,
        name,
        subject,
        item: None,
        space: None,
        accepted: None,
        head_only,
    };
    let done = app.run(Who::system(), move |work| {
        if let Some(position) = &envelope.position {
            work.tx.put(&store::POSITION, &(), position)?;
        }
        store::arrive(work, &content, record.clone())
    });
    Ok(done.await?.value)
}

/// The bytes of one that was taken.
pub fn bytes(app: &App, hash: &BlobHash) -> Result<Vec<u8>, Error> {
    let view = app.view(Who::system())?;
    let blob = blobs::find(view.read(), hash)?;
    drop(view);
    let Some(blob) = blob else { return Ok(Vec::new()) };
    let mut bytes = Vec::new();
    while (bytes.len() as u64) < blob.bytes {
        bytes.extend(app.store().read_blob(&blob, bytes.len() as u64, PIECE)?);
    }
    Ok(bytes)
}
