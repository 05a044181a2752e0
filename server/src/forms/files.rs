//! Files that come before the answer they belong to. Each hangs on the id its request will have, where nobody can read it;
//! once the request is there it is one of its files, and after a day without one it is gone.

use super::{start::Start, store};
use crate::{
    App, Error,
    access::{Scope, Work},
    error::Code,
    files::{self, receive, views::FileWord},
    http::Shape,
};
use guildhall_domain::{
    Id,
    file::{self, File},
    form::{Kind, MOST_FILES, Plan},
    limits,
};
use guildhall_store::{Span, blobs::NewBlob};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// How long a file waits for its request.
const WAITS_MS: i64 = super::start::GOOD_MS + 3_600_000;
/// Most files that come for one answer, those that are taken out again counted.
const COME: usize = MOST_FILES * 3;

/// A file that came for an answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SentFile {
    /// Its id, to be named in the answer.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Told by its first bytes.
    pub kind: FileWord,
    /// Its length.
    pub bytes: u64,
}

impl Shape for SentFile {}

/// Whether a file of this name and length may come, before a byte of it is taken; answers how long it may be.
pub fn may_send(scope: &impl Scope, start: &Start, plan: &Plan, name: &str, bytes: u64) -> Result<u64, Error> {
    if !plan.questions.iter().any(|question| question.kind == Kind::File) {
        return Err(Error::because(Code::Conflict, "This form asks for no files."));
    }
    file::name(name)?;
    limits::at_most("files", files::store::of(scope.read(), start.request)?.len() + 1, COME)?;
    let limit = plan.file_bytes.min(receive::limit(scope));
    if bytes > limit {
        return Err(receive::too_large(limit));
    }
    receive::room(scope, bytes)?;
    Ok(limit)
}

/// Keeps a file whose bytes have come.
pub fn keep(work: &mut Work<'_, '_>, start: &Start, name: &str, content: &NewBlob) -> Result<SentFile, Error> {
    let known = files::store::of(work.read(), start.request)?.len();
    limits::at_most("files", known + 1, COME)?;
    files::commands::room(work, content)?;
    let name = file::name(name)?;
    let file = File {
        id: work.new_id(),
        item: start.request,
        comment: None,
        version: None,
        note: None,
        place: u64::try_from(known).unwrap_or(u64::MAX),
        kind: file::detect(content.head(), &name),
        name,
        bytes: content.bytes(),
        hash: *content.hash(),
        author: work.who().actor,
        created_ms: work.now(),
        trashed_ms: None,
        seq: 0,
    };
    files::store::add(work, &file, content)?;
    let at = work.now();
    work.tx.put(&store::LOOSE, &(at, file.id), &())?;
    Ok(SentFile { id: file.id, name: file.name, kind: file.kind.into(), bytes: file.bytes })
}

/// Keeps a file that came with a mail, which is there already.
pub fn add(work: &mut Work<'_, '_>, request: Id, name: &str, content: &NewBlob) -> Result<(), Error> {
    let start = Start { request, version: 0, at_ms: work.now(), link: None };
    let sent = keep(work, &start, name, content)?;
    let at = work.now();
    Ok(work.tx.delete(&store::LOOSE, &(at, sent.id))?)
}

/// The request is there: the files it names are its own, the others that came for it go.
pub fn claim(work: &mut Work<'_, '_>, request: Id, named: &[(u32, Vec<Id>)]) -> Result<(), Error> {
    let came = files::store::of(work.read(), request)?;
    let mut wanted = Vec::new();
    for (question, ids) in named {
        for id in ids {
            if !came.iter().any(|file| file.id == *id) || wanted.contains(id) {
                return Err(Error::field(format!("answers.{question}"), "Add the file again: it did not come here."));
            }
            wanted.push(*id);
        }
    }
    limits::at_most("files", wanted.len(), MOST_FILES)?;
    for file in &came {
        work.tx.delete(&store::LOOSE, &(file.created_ms, file.id))?;
        if !wanted.contains(&file.id) {
            files::store::erase(work, file)?;
        }
    }
    Ok(())
}

/// Deletes files whose request never came, a few at once; answers whether some remain.
pub fn sweep(work: &mut Work<'_, '_>) -> Result<bool, Error> {
    const AT_ONCE: usize = 50;
    let until = (work.now() - WAITS_MS, Id::nil());
    let rows = work.read().keys(&store::LOOSE, Span::all().until(&until).limit(AT_ONCE))?;
    let old: Vec<(i64, Id)> = rows.collect::<Result<_, _>>()?;
    for place in &old {
        work.tx.delete(&store::LOOSE, place)?;
        if let Some(file) = files::store::get(work.read(), place.1)? {
            files::store::erase(work, &file)?;
        }
    }
    Ok(old.len() == AT_ONCE)
}

/// A bell for what reads files; their words and pictures are made as those of all.
pub fn ring(app: &App) {
    app.parts().jobs.ring();
}
