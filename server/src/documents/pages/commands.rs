//! New pages, and what is made from them.

use super::{queries, store, versions};
use crate::{
    Error,
    access::{self, Scope, Work},
    documents::{self, commands::create, input::PageInput},
    error::Code,
    files::{self, commands::Content},
    items,
    tasks::{self, commands::create as make, input::TaskInput},
};
use guildhall_domain::{
    Id,
    document::Document,
    file::File,
    item::Relation,
    policy::{Do, DoSpace},
    task::Task,
};
use guildhall_pages::{Node, files::renamed, known, markdown};
use std::collections::HashMap;

/// What a new page says: the text that is sent. Reading it may take its time, so it is done before the command.
///
/// # Errors
/// When it is too long, or there is a template too.
pub fn text(input: &PageInput) -> Result<Option<Node>, Error> {
    match (&input.body, input.template_id) {
        (Some(_), Some(_)) => Err(Error::field("template_id", "Send a body or a template, not both.")),
        (Some(body), None) => Ok(Some(markdown::read(&guildhall_domain::limits::body("body", body)?))),
        (None, _) => Ok(None),
    }
}

/// Begins a page: empty, with a text, or from another page.
pub fn begin(work: &mut Work<'_, '_>, space: Id, input: &PageInput, text: Option<&Node>) -> Result<Document, Error> {
    match (text, input.template_id) {
        (None, Some(template)) => {
            queries::page(work, template, Do::Read)?;
            again(work, space, input, template)
        }
        (text, _) => filled(work, space, input, text.cloned()),
    }
}

/// Makes a page that says what another one says, with the files of that one as files of its own: their bytes are kept
/// once. What was said about it stays there, and so do its versions. That the other may be read was asked before.
pub fn again(work: &mut Work<'_, '_>, space: Id, input: &PageInput, original: Id) -> Result<Document, Error> {
    let there = input.id.map(|id| documents::store::get(work.read(), id)).transpose()?.flatten().is_some();
    let page = create::page(work, space, input)?;
    let tree = store::load(work.read(), original)?.tree().map_err(|_| Error::new(Code::Internal))?;
    // Sent again it is what was made the first time.
    if there || tree.content.is_empty() {
        return Ok(page);
    }
    let own = |file: &File| file.trashed_ms.is_none() && file.comment.is_none();
    let files: Vec<File> = files::store::of(work.read(), original)?.into_iter().filter(own).collect();
    let mut tree = known(tree);
    if !files.is_empty() {
        let named: Vec<(&str, Content<'_>)> =
            files.iter().map(|file| (file.name.as_str(), Content::Of(file))).collect();
        let ids = files::commands::attach_all(work, page.id, &named)?;
        let new: HashMap<String, Id> = files.iter().map(|file| file.id.to_string()).zip(ids).collect();
        // A file of another item stays where it is.
        tree = renamed(tree, &|id| Some(new.get(id).map_or_else(|| id.to_owned(), Id::to_string)));
    }
    write(work, page.id, &tree)?;
    documents::store::get(work.read(), page.id)?.ok_or_else(Error::not_found)
}

/// Begins a page that says this.
pub fn filled(work: &mut Work<'_, '_>, space: Id, input: &PageInput, tree: Option<Node>) -> Result<Document, Error> {
    let there = input.id.map(|id| documents::store::get(work.read(), id)).transpose()?.flatten().is_some();
    let page = create::page(work, space, input)?;
    // Sent again it is what was made the first time.
    let Some(tree) = tree.filter(|tree| !there && !tree.content.is_empty()) else { return Ok(page) };
    write(work, page.id, &tree)?;
    documents::store::get(work.read(), page.id)?.ok_or_else(Error::not_found)
}

/// Makes a page that was just begun say this.
pub fn write(work: &mut Work<'_, '_>, page: Id, tree: &Node) -> Result<(), Error> {
    let me = access::me(work)?.id;
    versions::rewrite(work, page, tree, me)
}

/// Makes a task from a line of a page. Each then leads to the other.
pub fn task(work: &mut Work<'_, '_>, id: Id, new: Option<Id>, title: &str) -> Result<Task, Error> {
    let page = queries::page(work, id, Do::Comment)?;
    let directory = work.directory();
    let home = directory.space(page.space).filter(|home| access::may_space(work, home, DoSpace::Write));
    let own = work.who().person.and_then(|me| directory.personal(me));
    let space = home.or(own).map(|space| space.id).ok_or_else(Error::not_found)?;
    let input = TaskInput { id: new, title: title.to_owned(), ..TaskInput::default() };
    let task = make::create(work, space, &input)?;
    if items::store::link(work.read(), task.id, id)?.is_none() {
        items::links::set(work, task.id, id, Some(Relation::Relates))?;
    }
    Ok(tasks::store::get(work.read(), task.id)?.unwrap_or(task))
}
