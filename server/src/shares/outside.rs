//! What somebody outside sees by a link, and what they say. Nothing of the organization is in it but its name, the names
//! of those who made the link, wrote what it shows, or answer.

use super::{
    commands,
    gate::{Opened, What},
    input::{ShareMode, SharedCommentInput},
    passages, store,
};
use crate::{
    Error,
    access::{Scope, Work},
    comments::{
        self,
        commands::{New, With},
    },
    contacts, documents,
    documents::{folders, rows::List, views::DocumentWord},
    error::Code,
    files::{self, views::FileWord},
    http::{Shape, shapes, version},
    items::plain,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    comment::Comment,
    document::{Document, DocumentForm, folder::Folder, name},
    file::File,
    limits,
    share::{self, Mode},
};
use guildhall_store::Span;
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;

/// Most comments that are looked through.
const LOOKED_THROUGH: usize = 10_000;

/// What a link shows.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Shared)]
pub struct SharedShape {
    /// The organization it is from.
    pub organization: String,
    /// Who made the link.
    pub by: String,
    /// What its readers may do.
    pub mode: ShareMode,
    /// Something can be said now.
    pub can_comment: bool,
    /// It ends by itself then.
    pub expires_at: String,
    /// What it is called.
    pub title: String,
    /// The document it shows; null for a folder.
    pub document: Option<SharedDocument>,
    /// The folder it shows; null for a document.
    pub folder_id: Option<Uuid>,
    /// In the answer to opening it: sent as `X-Share-Token` from then on. Browsers keep it in a cookie.
    pub token: Option<String>,
}

/// A document, as somebody outside sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SharedDocument {
    /// Id.
    pub id: Uuid,
    /// What it is.
    pub form: DocumentWord,
    /// Title; of a file its name with its ending.
    pub title: String,
    /// Who made it.
    pub author: String,
    /// When its content last changed.
    pub edited_at: String,
    /// Words on a page.
    pub words: u32,
    /// The newest version of a file.
    pub file: Option<SharedFile>,
}

/// A file, as somebody outside sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SharedFile {
    /// Told by its first bytes.
    pub kind: FileWord,
    /// The type it is served as.
    pub media_type: String,
    /// Its length.
    pub bytes: u64,
    /// There is a small picture of it.
    pub picture: bool,
}

/// A folder and what lies in it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SharedFolder {
    /// The folder, with those it lies in up to the one of the link, which comes first.
    pub way: Vec<SharedPlace>,
    /// Folders that lie in it, by name; on the first page.
    pub folders: Vec<SharedPlace>,
    /// Documents that lie in it, by name.
    pub items: Vec<SharedDocument>,
    /// Cursor of the next page; null at the end.
    pub next: Option<String>,
}

/// A folder by its name.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct SharedPlace {
    pub id: Uuid,
    pub name: String,
}

/// What was said by a link, or in answer to that.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SharedComment {
    /// Id.
    pub id: Uuid,
    /// Who said it.
    pub author: String,
    /// By somebody outside.
    pub outside: bool,
    /// What, without formatting.
    pub body: String,
    /// When.
    pub created_at: String,
    /// What it answers.
    pub reply_to: Option<Uuid>,
    /// What the passage of the page said that it is about; where that stands now is in `passages` of the page.
    pub quote: Option<String>,
    /// Whoever shares it is done with it.
    pub resolved: bool,
}

/// All of it, the oldest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SharedComments {
    /// What was said.
    pub items: Vec<SharedComment>,
    /// Always null: it is one page.
    pub next: Option<String>,
}

impl Shape for SharedShape {}
impl Shape for SharedDocument {}
impl Shape for SharedFolder {}
impl Shape for SharedComment {}
impl Shape for SharedComments {}

/// What a link shows.
pub fn shared(scope: &impl Scope, opened: &Opened, token: Option<String>) -> Result<SharedShape, Error> {
    let share = opened.share();
    let organization = scope.directory().organization.as_ref().map(|organization| organization.name.clone());
    let (title, own, folder_id) = match &opened.what {
        What::Document(own) => (own.title.clone(), Some(document(scope, own)?), None),
        What::Folder(top) => (top.name.clone(), None, Some(top.id)),
    };
    Ok(SharedShape {
        organization: organization.unwrap_or_default(),
        by: shapes::actor(scope, Actor::Person(share.by)).name,
        mode: share.mode.into(),
        can_comment: opened.may_comment(),
        expires_at: shapes::instant(share.expires_ms),
        title,
        document: own,
        folder_id,
        token,
    })
}

/// A document that a link shows.
pub fn document(scope: &impl Scope, document: &Document) -> Result<SharedDocument, Error> {
    let file = current(scope, document)?;
    Ok(SharedDocument {
        id: document.id,
        form: match document.form {
            DocumentForm::Page => DocumentWord::Page,
            DocumentForm::File => DocumentWord::File,
        },
        title: document.title.clone(),
        author: shapes::actor(scope, document.author).name,
        edited_at: shapes::instant(document.edited_ms),
        words: document.words,
        file: file.map(|file| shared_file(scope, &file)).transpose()?,
    })
}

fn shared_file(scope: &impl Scope, file: &File) -> Result<SharedFile, Error> {
    Ok(SharedFile {
        kind: file.kind.into(),
        media_type: file.kind.media_type().to_owned(),
        bytes: file.bytes,
        picture: files::facts::picture(scope.read(), file)?.is_some(),
    })
}

/// The newest version of a file, under the name of the document.
pub fn current(scope: &impl Scope, document: &Document) -> Result<Option<File>, Error> {
    let file = document.current.map(|file| files::store::get(scope.read(), file)).transpose()?.flatten();
    let file = file.filter(|file| file.trashed_ms.is_none() && file.item == document.id);
    Ok(file.map(|file| File { name: document.title.clone(), ..file }))
}

/// A folder that a link shows; `way` leads to it from the one of the link.
pub fn folder(
    scope: &impl Scope,
    opened: &Opened,
    way: &[Folder],
    limit: usize,
    after: Option<Vec<u8>>,
) -> Result<SharedFolder, Error> {
    let here = way.last().ok_or_else(Error::not_found)?;
    let home = opened.space.audience;
    let first = after.is_none();
    let mut below =
        if first { folders::store::children(scope.read(), home, Some(here.id), false)? } else { Vec::new() };
    below.sort_by_cached_key(|folder| (name::fold(&folder.name), folder.id));
    let place = |folder: &Folder| SharedPlace { id: folder.id, name: folder.name.clone() };
    let after = after.as_deref().and_then(|place| place.split_last_chunk::<16>());
    let after = after.map(|(sort, id)| (sort.to_vec(), Id::from_bytes(*id)));
    let (mut items, mut last, mut next) = (Vec::new(), None, None);
    for row in documents::store::listed(scope.read(), home, List::Name, Some(here.id), after)? {
        let (sort, id) = row?;
        if items.len() == limit {
            next = last.map(|last: Vec<u8>| version::list_cursor(&last));
            break;
        }
        last = Some([sort.as_slice(), id.as_bytes()].concat());
        if let Some(found) = crate::access::seen(opened.document(scope, id))? {
            items.push(document(scope, &found)?);
        }
    }
    Ok(SharedFolder { way: way.iter().map(place).collect(), folders: below.iter().map(place).collect(), items, next })
}

/// What was said about a document by a link, with the answers to it. What people of the organization say among
/// themselves stays theirs.
pub fn said(scope: &impl Scope, opened: &Opened, document: Id) -> Result<SharedComments, Error> {
    let heard = heard(scope, opened, document)?;
    let items = heard.iter().map(|comment| one_said(scope, comment)).collect::<Result<_, _>>()?;
    Ok(SharedComments { items, next: None })
}

/// The comments of a document that are heard by a link.
pub fn heard(scope: &impl Scope, opened: &Opened, document: Id) -> Result<Vec<Comment>, Error> {
    let mut items = Vec::new();
    if opened.share().mode != Mode::Comment {
        return Ok(items);
    }
    let mut shown = BTreeSet::new();
    for comment in comments::store::of(scope.read(), Span::prefix(&document).limit(LOOKED_THROUGH))? {
        let comment = comment?;
        let own = store::was_said(scope.read(), opened.share().id, comment.id)?;
        if !comment.deleted && (own || comment.reply_to.is_some_and(|answered| shown.contains(&answered))) {
            shown.insert(comment.id);
            items.push(comment);
        }
    }
    Ok(items)
}

fn one_said(scope: &impl Scope, comment: &Comment) -> Result<SharedComment, Error> {
    Ok(SharedComment {
        id: comment.id,
        author: shapes::actor(scope, comment.author).name,
        outside: matches!(comment.author, Actor::Contact(_)),
        body: plain::plain(&comment.body),
        created_at: shapes::instant(comment.created_ms),
        reply_to: comment.reply_to,
        quote: comment.passage.as_ref().map(|passage| passage.quote.clone()),
        resolved: comment.resolved.is_some(),
    })
}

/// Says something about a document, as somebody outside, who is known from then on.
pub fn say(
    work: &mut Work<'_, '_>,
    opened: &Opened,
    document: Id,
    input: &SharedCommentInput,
) -> Result<SharedComment, Error> {
    let document = opened.document(work, document)?;
    if !opened.may_comment() {
        return Err(Error::because(Code::Forbidden, "This link is for reading. Nothing can be said here."));
    }
    let (name, email) = commands::named(&input.name, &input.email)?;
    let body = words(&input.body)?;
    if let Some(answered) = input.reply_to {
        let known = heard(work, opened, document.id)?.iter().any(|comment| comment.id == answered);
        known.then_some(()).ok_or_else(|| Error::field("reply_to", "Choose something that was said here."))?;
    }
    let passage = input.passage.as_ref().map(|marked| passages::marked(work, &document, marked)).transpose()?;
    let contact = contacts::store::claimed(work, &email, &name)?;
    let new = New { id: None, body, reply_to: input.reply_to, files: Vec::new() };
    let with = With { passage, ..With::default() };
    let written = work
        .in_name_of(Actor::Contact(contact.id), |work| comments::commands::write_with(work, document.id, &new, with));
    let comment = written?.0;
    store::say(work.tx, opened.share().id, comment.id)?;
    one_said(work, &comment)
}

/// What somebody outside types is words: signs in it that would format, name people or link something stay signs.
fn words(typed: &str) -> Result<String, Error> {
    if typed.trim().is_empty() {
        return Err(Error::field("body", "Write something here."));
    }
    let count = typed.chars().count();
    if count > share::WORDS {
        return Err(Error::field("body", format!("Shorten this to {} characters; it has {count}.", share::WORDS)));
    }
    Ok(limits::body("body", &plain::escaped(typed))?)
}
