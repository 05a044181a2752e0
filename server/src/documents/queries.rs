//! Reading documents: the lists of a space and its folders, and the versions of a file.

use super::{
    pages,
    rows::{self, List},
    store,
    views::{self, DocumentShape, VersionShape},
};
use crate::{
    Error,
    access::{self, Scope},
    error::Code,
    files,
    http::{Page, version},
};
use guildhall_domain::{
    AudienceId, Id,
    document::{Document, DocumentForm},
    policy::{Do, DoSpace},
};

/// Most templates that are offered everywhere at once: nobody finds theirs among more.
const MOST_TEMPLATES: usize = 200;

/// In which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The last changed first.
    #[default]
    Changed,
    /// By name.
    Name,
    /// Pages first, then files by their endings.
    Kind,
}

/// Which documents of a space.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Which {
    /// All that are shown.
    #[default]
    All,
    /// Those that lie in a folder, or at the top.
    In(Option<Id>),
    /// Those in the trash.
    Trashed,
    /// Those out of the way.
    Archived,
    /// Those pinned to the overview.
    Pinned,
    /// Those pages begin from.
    Templates,
}

/// A list asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// Which.
    pub which: Which,
    /// Only pages, or only files.
    pub form: Option<DocumentForm>,
    /// In which order.
    pub order: Order,
}

/// The documents of a space.
pub fn list(
    scope: &impl Scope,
    space: Id,
    asked: Asked,
    limit: usize,
    place: Option<Vec<u8>>,
) -> Result<Page<DocumentShape>, Error> {
    let home = access::space(scope, space, DoSpace::Read)?;
    if let Which::In(Some(folder)) = asked.which {
        let folder = access::seen(access::folder(scope, folder, DoSpace::Read))?;
        if folder.is_none_or(|folder| folder.space != home.id || folder.trashed_ms.is_some()) {
            return Err(Error::not_found());
        }
    }
    let after = place.as_deref().map(split).transpose()?;
    let (mut items, mut last) = (Vec::new(), None);
    for row in places(scope, home.audience, asked, after)? {
        let (sort, id) = row?;
        // What the asker may not see of a list is not there.
        let Some(document) = access::seen(access::document(scope, id, Do::Read))? else { continue };
        if asked.form.is_some_and(|form| form != document.form) {
            continue;
        }
        if items.len() == limit {
            return Ok(Page { items, next: last.map(|last: Vec<u8>| version::list_cursor(&last)) });
        }
        items.push(views::document(scope, &document)?);
        last = Some([sort.as_slice(), id.as_bytes()].concat());
    }
    Ok(Page { items, next: None })
}

/// The templates that are offered in every space, as far as the asker reads them: space by space, in each by name.
pub fn everywhere(scope: &impl Scope) -> Result<Page<DocumentShape>, Error> {
    let mut items = Vec::new();
    for home in scope.directory().spaces() {
        if !access::may_space(scope, home, DoSpace::Read) {
            continue;
        }
        for row in store::listed(scope.read(), home.audience, List::Templates, None, None)? {
            let (_, id) = row?;
            let template = access::seen(access::document(scope, id, Do::Read))?.filter(|template| template.everywhere);
            items.extend(template.map(|template| views::document(scope, &template)).transpose()?);
            if items.len() == MOST_TEMPLATES {
                return Ok(Page::all(items));
            }
        }
    }
    Ok(Page::all(items))
}

type Place = (Vec<u8>, Id);
type Places<'a> = Box<dyn Iterator<Item = Result<Place, Error>> + 'a>;

/// A place ends with the document; what stands before it is what it is sorted by.
fn split(place: &[u8]) -> Result<Place, Error> {
    let wrong = || Error::because(Code::BadQuery, "The cursor cannot be read. Use `next` of the page before.");
    let (sort, id) = place.split_last_chunk::<16>().ok_or_else(wrong)?;
    Ok((sort.to_vec(), Id::from_bytes(*id)))
}

fn places<'a>(
    scope: &'a impl Scope,
    home: AudienceId,
    asked: Asked,
    after: Option<Place>,
) -> Result<Places<'a>, Error> {
    let (list, folder) = match (asked.which, asked.order) {
        (Which::In(folder), Order::Name) => (List::Name, folder),
        (Which::In(folder), Order::Kind) => (List::Kind, folder),
        (Which::In(folder), Order::Changed) => (List::Changed, folder),
        (Which::All, Order::Changed) => (List::Space, None),
        (Which::All, Order::Name) => return sorted(scope, home, List::Name, after),
        (Which::All, Order::Kind) => return sorted(scope, home, List::Kind, after),
        (Which::Trashed, _) => (List::Trash, None),
        (Which::Archived, _) => (List::Archived, None),
        (Which::Pinned, _) => (List::Pinned, None),
        (Which::Templates, _) => (List::Templates, None),
    };
    Ok(Box::new(store::listed(scope.read(), home, list, folder, after)?.map(|row| Ok(row?))))
}

/// A whole space in an order only its folders are kept in.
fn sorted<'a>(scope: &'a impl Scope, home: AudienceId, order: List, after: Option<Place>) -> Result<Places<'a>, Error> {
    let mut all: Vec<Place> = Vec::new();
    for row in store::listed(scope.read(), home, List::Space, None, None)? {
        let (_, id) = row?;
        all.extend(store::get(scope.read(), id)?.map(|document| (rows::sort(&document, order), id)));
    }
    all.sort_unstable();
    Ok(Box::new(all.into_iter().filter(move |place| after.as_ref().is_none_or(|after| place > after)).map(Ok)))
}

/// The versions of a file, the newest first.
pub fn versions(scope: &impl Scope, id: Id, limit: usize, place: Option<Vec<u8>>) -> Result<Page<VersionShape>, Error> {
    let document = access::document(scope, id, Do::Read)?;
    let before = place.and_then(|place| place.try_into().ok()).map(u32::from_be_bytes).unwrap_or(u32::MAX);
    if document.form == DocumentForm::Page {
        return pages::versions::list(scope, &document, limit, before);
    }
    let files = files::store::of(scope.read(), id)?.into_iter().rev();
    let shown = files.filter(|file| file.trashed_ms.is_none() && file.version.is_some_and(|number| number < before));
    let (mut items, mut next) = (Vec::new(), None);
    for file in shown {
        if items.len() == limit {
            next = items.last().map(|last: &VersionShape| version::list_cursor(&last.number.to_be_bytes()));
            break;
        }
        items.push(views::version(scope, &document, &file)?);
    }
    Ok(Page { items, next })
}

/// Whether a document was changed since a version.
pub fn is_newer(scope: &impl Scope, document: &Document, version: u32) -> Result<bool, Error> {
    let written = !document.is_file() && pages::store::head(scope.read(), document.id)?.written == Some(true);
    Ok(written || document.version != version)
}
