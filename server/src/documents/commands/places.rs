//! Documents to another folder and another space, and copies of them.

use super::{create, names, versions};
use crate::{
    Error,
    access::{self, Scope, Work},
    documents::{
        input::{CopyInput, DocumentHomeInput, PageInput},
        pages, store,
    },
    error::Code,
    files,
    items::followers,
    tasks,
};
use guildhall_domain::{
    Id,
    change::Action,
    document::{Document, DocumentForm},
    limits,
    policy::{Do, DoSpace},
    space::{Access, Space},
};

/// Moves a document to another space, or to another folder of its own.
pub fn move_home(work: &mut Work<'_, '_>, id: Id, to: &DocumentHomeInput) -> Result<Document, Error> {
    let before = access::document(work, id, Do::Move)?.into_inner();
    let target = access::space(work, to.space_id, DoSpace::Write)?.into_inner();
    let folder = names::lies_in(work, &target, to.folder_id, "folder_id")?;
    if before.is_file() && !before.archived {
        names::free(work, target.audience, folder, &before.title, before.id)?;
    }
    take_to(work, &before, &target, folder)
}

/// Writes a document into a folder of a space, which may be its own. That it may go there was asked before.
pub fn take_to(work: &mut Work<'_, '_>, before: &Document, to: &Space, folder: Option<Id>) -> Result<Document, Error> {
    take_as(work, before, to, folder, before.title.clone())
}

/// The same under another name.
pub fn take_as(
    work: &mut Work<'_, '_>,
    before: &Document,
    to: &Space,
    folder: Option<Id>,
    title: String,
) -> Result<Document, Error> {
    let mut after = Document { folder, title, ..before.clone() };
    if before.space == to.id {
        store::save(work, before, &mut after, Action::Changed)?;
        return Ok(after);
    }
    after.space = to.id;
    after.number = if to.access == Access::Personal { 0 } else { tasks::store::next_number(work, to.audience)? };
    // It is offered as long as everybody reads it.
    after.everywhere &= to.access == Access::Open;
    after.followers = followers::readers(work, &after, &after.followers);
    store::save(work, before, &mut after, Action::Moved)?;
    Ok(after)
}

/// Makes a file again from the newest version of another one, or a page from what it says: bytes are kept once.
pub fn copy(work: &mut Work<'_, '_>, id: Id, to: &CopyInput) -> Result<Document, Error> {
    let original = access::document(work, id, Do::Read)?.into_inner();
    let home = access::space(work, to.space_id.unwrap_or(original.space), DoSpace::Write)?.into_inner();
    if original.trashed_ms.is_some() {
        return Err(Error::because(Code::Conflict, "This is in the trash. Take it out first."));
    }
    let same_place = if home.id == original.space { original.folder } else { None };
    let folder = names::lies_in(work, &home, to.folder_id.unwrap_or(same_place), "folder_id")?;
    if original.form == DocumentForm::Page {
        return copy_page(work, &original, &home, folder, to);
    }
    let copy = to.id.unwrap_or_else(|| work.new_id());
    let title = to
        .title
        .as_deref()
        .map_or_else(|| Ok(original.title.clone()), |title| Document::titled(DocumentForm::File, title))?;
    if let Some(earlier) = store::get(work.read(), copy)? {
        let same = earlier.author == work.who().actor && earlier.space == home.id && earlier.is_file();
        return if same { Ok(earlier) } else { Err(Error::new(Code::IdTaken)) };
    }
    let title = names::another(work, home.audience, folder, &title, copy)?;
    let current = original.current.map(|file| files::store::get(work.read(), file)).transpose()?.flatten();
    let current = current.ok_or_else(Error::not_found)?;
    let mut document = create::fresh(work, copy, DocumentForm::File, &home)?;
    (document.title, document.folder) = (title, folder);
    versions::first(work, document, versions::Bytes::Kept(&current), None)
}

/// A page may be called as another one is; beside the original its copy says that it is one.
fn copy_page(
    work: &mut Work<'_, '_>,
    original: &Document,
    home: &Space,
    folder: Option<Id>,
    to: &CopyInput,
) -> Result<Document, Error> {
    let beside = home.id == original.space && folder == original.folder;
    let own = if beside { format!("{} (copy)", original.title) } else { original.title.clone() };
    let own = if own.chars().count() > limits::TITLE { original.title.clone() } else { own };
    let title = to.title.clone().unwrap_or(own);
    let input = PageInput { id: to.id, title, folder_id: folder, body: None, template_id: None };
    pages::commands::again(work, home.id, &input, original.id)
}
