//! New documents: pages that are begun empty, and files that are brought.

use super::{names, versions};
use crate::{
    Error,
    access::{self, Scope, Work},
    documents::{
        input::{IfExists, PageInput},
        store,
    },
    error::Code,
    files::{self, commands::New, record::BroughtRecord},
    log::cbor,
    tasks,
};
use guildhall_domain::{
    Id,
    document::{Document, DocumentForm},
    policy::{Do, DoSpace},
    space::{Access, Space},
};
use guildhall_store::blobs::NewBlob;

/// A file whose bytes have come.
pub struct NewFile {
    /// Its id, so that it can be sent again.
    pub id: Option<Id>,
    /// Name with its ending.
    pub name: String,
    /// The folder it lies in.
    pub folder: Option<Id>,
    /// What is new in it.
    pub note: Option<String>,
    /// What happens when the name is taken.
    pub if_exists: IfExists,
    /// Bytes.
    pub content: NewBlob,
}

impl IfExists {
    /// As it is kept with an upload.
    pub fn number(self) -> u8 {
        match self {
            IfExists::Version => 0,
            IfExists::KeepBoth => 1,
            IfExists::Refuse => 2,
        }
    }
}

/// Begins a page. Sent again with the same id by the same person it answers the page that is there.
pub fn page(work: &mut Work<'_, '_>, space: Id, input: &PageInput) -> Result<Document, Error> {
    let home = access::space(work, space, DoSpace::Write)?.into_inner();
    let id = input.id.unwrap_or_else(|| work.new_id());
    let title = Document::titled(DocumentForm::Page, &input.title)?;
    if let Some(earlier) = store::get(work.read(), id)? {
        let same = is_own(work, &earlier, &home, DocumentForm::Page) && earlier.title == title;
        return if same { Ok(earlier) } else { Err(Error::new(Code::IdTaken)) };
    }
    let folder = names::lies_in(work, &home, input.folder_id, "folder_id")?;
    let mut page = fresh(work, id, DocumentForm::Page, &home)?;
    (page.title, page.folder) = (title, folder);
    store::create(work, &mut page, Vec::new())?;
    Ok(page)
}

/// A document with its key, followed by whoever makes it; nothing is written yet but the counter.
pub fn fresh(work: &mut Work<'_, '_>, id: Id, form: DocumentForm, home: &Space) -> Result<Document, Error> {
    let mut document = Document::new(id, form, home.id, work.who().actor, work.now());
    if let Some(me) = work.who().person {
        document.follow(me);
    }
    if home.access != Access::Personal {
        document.number = tasks::store::next_number(work, home.audience)?;
    }
    Ok(document)
}

fn is_own(work: &Work<'_, '_>, earlier: &Document, home: &Space, form: DocumentForm) -> bool {
    earlier.author == work.who().actor
        && earlier.space == home.id
        && earlier.form == form
        && access::may(work, earlier, Do::Read)
}

/// The last byte of a file that was sent in parts is there.
pub fn uploaded(work: &mut Work<'_, '_>, new: &New, brought: &BroughtRecord) -> Result<(), Error> {
    let sent = new.id.unwrap_or_else(|| work.new_id());
    let bytes = versions::Bytes::Sent(sent, &new.content);
    if let Some(file) = cbor::from_id_opt(&brought.version_of) {
        return versions::add(work, file, bytes, brought.note.as_deref()).map(drop);
    }
    let if_exists = [IfExists::Version, IfExists::KeepBoth, IfExists::Refuse];
    let asked = Asked {
        name: &new.name,
        folder: cbor::from_id_opt(&brought.folder),
        if_exists: if_exists.get(usize::from(brought.if_exists)).copied().unwrap_or_default(),
        note: brought.note.as_deref(),
    };
    bring(work, new.item, None, &asked, bytes).map(drop)
}

/// Brings a file into a folder: a new one, or the next version of the one that is called so.
pub fn file(work: &mut Work<'_, '_>, space: Id, new: &NewFile) -> Result<Document, Error> {
    if let Some(id) = new.id
        && let Some(earlier) = store::get(work.read(), id)?
    {
        let home = access::space(work, space, DoSpace::Write)?.into_inner();
        return same(work, earlier, &home, new);
    }
    let asked = Asked { name: &new.name, folder: new.folder, if_exists: new.if_exists, note: new.note.as_deref() };
    bring(work, space, new.id, &asked, versions::Bytes::New(&new.content))
}

/// What is asked of bytes that have come.
struct Asked<'a> {
    name: &'a str,
    folder: Option<Id>,
    if_exists: IfExists,
    note: Option<&'a str>,
}

fn bring(
    work: &mut Work<'_, '_>,
    space: Id,
    id: Option<Id>,
    asked: &Asked<'_>,
    bytes: versions::Bytes<'_>,
) -> Result<Document, Error> {
    let home = access::space(work, space, DoSpace::Write)?.into_inner();
    let name = Document::titled(DocumentForm::File, asked.name).map_err(|rule| Error::field("name", rule.message))?;
    let folder = names::lies_in(work, &home, asked.folder, "folder_id")?;
    let id = id.unwrap_or_else(|| work.new_id());
    let there = store::named(work.read(), home.audience, folder, &name)?;
    let name = match (there, asked.if_exists) {
        (None, _) => name,
        (Some(_), IfExists::KeepBoth) => names::another(work, home.audience, folder, &name, id)?,
        (Some(other), IfExists::Refuse) => return Err(names::taken(&name).with("existing_id", other.to_string())),
        (Some(other), IfExists::Version) if store::get(work.read(), other)?.is_some() => {
            return versions::add(work, other, bytes, asked.note);
        }
        (Some(_), IfExists::Version) => return Err(names::taken(&name)),
    };
    let mut document = fresh(work, id, DocumentForm::File, &home)?;
    (document.title, document.folder) = (name, folder);
    versions::first(work, document, bytes, asked.note)
}

/// Sent again, it is what was made the first time.
fn same(work: &Work<'_, '_>, earlier: Document, home: &Space, new: &NewFile) -> Result<Document, Error> {
    let current = earlier.current.map(|file| files::store::get(work.read(), file)).transpose()?.flatten();
    let same = is_own(work, &earlier, home, DocumentForm::File)
        && current.is_some_and(|file| file.hash == *new.content.hash());
    if same { Ok(earlier) } else { Err(Error::new(Code::IdTaken)) }
}
