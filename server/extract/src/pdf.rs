//! PDF.

use crate::{Unreadable, sink::Sink};
use pdf_extract::{Document, Error, OutputError, PlainTextOutput, output_doc};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads the text layer. A scanned page has none, which is no fault.
pub(crate) fn read(bytes: &[u8], sink: &mut Sink) -> Result<(), Unreadable> {
    // The reader of this format gives up on strange fonts by a panic; the process is ours alone.
    let text = catch_unwind(AssertUnwindSafe(|| words(bytes))).unwrap_or(Err(Unreadable::Broken))?;
    sink.text(&text);
    Ok(())
}

fn words(bytes: &[u8]) -> Result<String, Unreadable> {
    let mut document = Document::load_mem(bytes).map_err(|error| unreadable(&error))?;
    // Many are sealed against changes only; those were opened without a password while they were loaded.
    let sealed = document.trailer.get(b"Encrypt").is_ok() && !document.was_encrypted();
    if sealed && document.decrypt("").is_err() {
        return Err(Unreadable::Protected);
    }
    let mut text = String::new();
    match output_doc(&document, &mut PlainTextOutput::new(&mut text)) {
        Ok(()) => Ok(text),
        Err(OutputError::PdfError(error)) => Err(unreadable(&error)),
        Err(_) => Err(Unreadable::Broken),
    }
}

fn unreadable(error: &Error) -> Unreadable {
    match error {
        Error::Decryption(_) | Error::InvalidPassword => Unreadable::Protected,
        _ => Unreadable::Broken,
    }
}
