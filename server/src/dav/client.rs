//! What programs keep for themselves beside the files of people: locks of editors, icons and attributes of desktops,
//! drafts that become a file by being renamed. Kept as they are written, and shown to programs only.

use super::{
    path::Place,
    record::ClientFileRecord,
    store::{CLIENT_FILES, client_files},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    documents::{commands::versions::Bytes, rows},
    files,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    document::name,
    file::{self, File, FileKind},
    limits,
    policy::DoSpace,
};
use guildhall_store::blobs;

/// Most of them in a folder.
const MOST: usize = 5_000;

/// Whether a name is one that programs use for themselves.
pub fn is_kept(name: &str) -> bool {
    let folded = name::fold(name);
    let begins = ["._", "~$", ".~lock.", ".~"].iter().any(|begin| folded.starts_with(begin));
    let draft = folded.starts_with('~') && folded.ends_with(".tmp");
    begins || draft || folded.ends_with('~') || [".ds_store", "thumbs.db", "desktop.ini"].contains(&folded.as_str())
}

fn key(place: &Place) -> (u64, Id, String) {
    (place.home.audience, rows::place(place.folder), name::fold(&file::cleaned(&place.name)))
}

/// One of them.
pub fn get(scope: &impl Scope, place: &Place) -> Result<Option<ClientFileRecord>, Error> {
    Ok(scope.read().get(&CLIENT_FILES, &key(place))?)
}

/// Writes one.
pub fn put(work: &mut Work<'_, '_>, place: &Place, bytes: Bytes<'_>) -> Result<(), Error> {
    access::space(work, place.home.id, DoSpace::Write)?;
    let name = file::name(&place.name)?;
    let there = client_files(work.read(), place.home.audience, rows::place(place.folder))?;
    limits::at_most("files", there.len(), MOST)?;
    let (hash, length, kind) = match bytes {
        Bytes::New(content) | Bytes::Sent(_, content) => {
            files::commands::room(work, content)?;
            blobs::keep(work.tx, content)?;
            (*content.hash(), content.bytes(), file::detect(content.head(), &name))
        }
        Bytes::Kept(file) => {
            blobs::keep_again(work.tx, &file.hash)?;
            (file.hash, file.bytes, file.kind)
        }
    };
    remove(work, place)?;
    let record = ClientFileRecord {
        name,
        hash: hash.into(),
        bytes: length,
        kind: kind.word().into(),
        author: work.who().actor.into(),
        at_ms: work.now(),
    };
    Ok(work.tx.put(&CLIENT_FILES, &key(place), &record)?)
}

/// Deletes one, if it is there.
pub fn remove(work: &mut Work<'_, '_>, place: &Place) -> Result<(), Error> {
    access::space(work, place.home.id, DoSpace::Write)?;
    if let Some(earlier) = get(work, place)? {
        work.tx.delete(&CLIENT_FILES, &key(place))?;
        if blobs::release(work.tx, &earlier.hash)? {
            files::facts::forget(work, &earlier.hash)?;
        }
    }
    Ok(())
}

/// One of them as a file whose bytes can be used again.
pub fn as_file(record: &ClientFileRecord) -> File {
    File {
        id: Id::nil(),
        item: Id::nil(),
        comment: None,
        version: None,
        note: None,
        place: 0,
        name: record.name.clone(),
        kind: FileKind::of_word(&record.kind),
        bytes: record.bytes,
        hash: *record.hash,
        author: Actor::from(&record.author),
        created_ms: record.at_ms,
        trashed_ms: None,
        seq: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_keep_for_themselves_is_told_by_its_name() {
        for kept in
            ["._plan.docx", "~$plan.docx", ".DS_Store", ".~lock.plan.odt#", "~WRD0001.tmp", "notes.txt~", "Thumbs.db"]
        {
            assert!(is_kept(kept), "{kept}");
        }
        for shown in ["plan.docx", "draft.tmp", ".profile", "a~b.txt", "$plan.docx"] {
            assert!(!is_kept(shown), "{shown}");
        }
    }
}
