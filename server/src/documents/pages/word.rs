//! A page as a document of office programs: gathered in one look at the data, written without one.

use super::{links::Links, outside::Taken, queries};
use crate::{
    Error,
    access::{self, Scope},
    error::Code,
    files::{download, facts},
    http::shapes,
};
use chrono::SecondsFormat;
use guildhall_domain::{
    Id,
    document::Document,
    file::{File, FileKind},
    policy::Do,
    when,
};
use guildhall_pages::{
    Node,
    docx::{self, About, Pictures},
    outline::named,
};
use guildhall_store::{Store, blobs::Blob};

/// Largest picture, and most bytes of pictures, that are put into a document as they are.
const MOST_PICTURE: u64 = 20 << 20;
const MOST_PICTURES: u64 = 60 << 20;
/// Most pictures of a document.
const MOST_COUNT: usize = 500;

/// A page and everything that goes into its document, as this reader may have it.
pub struct Gathered {
    page: Document,
    author: String,
    tree: Node,
    links: Links,
    pictures: Vec<(String, Source)>,
}

/// Where the bytes of a picture are.
enum Source {
    /// A file as it is.
    Whole(Blob),
    /// The small picture made of it: of what is too large, or what office programs do not show.
    Small(Vec<u8>),
}

/// Gathers a page; `origin` is the address people use.
pub fn gather(scope: &impl Scope, id: Id, origin: &str) -> Result<Gathered, Error> {
    let page = queries::page(scope, id, Do::Read)?;
    let tree = queries::at(scope, id, None)?;
    let files = files(scope, id, &tree)?;
    let mut links = Links::of(scope, &tree, origin)?;
    let (mut pictures, mut bytes) = (Vec::new(), 0);
    for file in files {
        links.file_at(file.id, format!("{origin}/api/v1/files/{}", file.id));
        let known = matches!(file.kind, FileKind::Png | FileKind::Jpeg | FileKind::Gif);
        let fits = known && file.bytes <= MOST_PICTURE && bytes + file.bytes <= MOST_PICTURES;
        if fits && pictures.len() < MOST_COUNT {
            bytes += file.bytes;
            pictures.push((file.id.to_string(), Source::Whole(download::content(scope, &file)?)));
        } else if let Some(small) = facts::picture(scope.read(), &file)?.filter(|_| pictures.len() < MOST_COUNT) {
            pictures.push((file.id.to_string(), Source::Small(small)));
        }
    }
    let author = shapes::actor(scope, page.author).name;
    Ok(Gathered { page, author, tree, links, pictures })
}

/// The files of a page that are shown in it. Those of other items are theirs: a page that names one does not show it
/// to people outside.
pub fn files(scope: &impl Scope, page: Id, tree: &Node) -> Result<Vec<File>, Error> {
    let mut files = Vec::new();
    for id in named(tree).files.iter().filter_map(|id| id.parse::<Id>().ok()) {
        let file = access::seen(access::file(scope, id, Do::Read))?.map(access::Permitted::into_inner);
        files.extend(file.filter(|(file, _)| file.item == page).map(|(file, _)| file));
    }
    Ok(files)
}

impl Gathered {
    /// Writes the document. Takes its time, and no look at the data for longer than a picture takes.
    pub fn write(self, store: &Store) -> Result<Taken, Error> {
        let mut pictures = Pictures::new();
        for (id, source) in self.pictures {
            let bytes = match source {
                Source::Small(bytes) => bytes,
                Source::Whole(blob) => store.read_blob(&blob, 0, usize::try_from(blob.bytes).unwrap_or(usize::MAX))?,
            };
            pictures.insert(id, bytes);
        }
        let at = |ms| when::from_ms(ms).to_rfc3339_opts(SecondsFormat::Secs, true);
        let (created, changed) = (at(self.page.created_ms), at(self.page.edited_ms));
        let about = About { title: &self.page.title, author: &self.author, created: &created, changed: &changed };
        let bytes = docx::write(&self.tree, &about, &self.links, &pictures).map_err(|error| {
            tracing::error!(%error, "a document cannot be written");
            Error::new(Code::Internal)
        })?;
        Ok(Taken { name: format!("{}.docx", self.page.title), kind: FileKind::Docx.media_type(), bytes })
    }
}
