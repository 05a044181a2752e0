//! A page as one file of HTML that needs nothing beside it: its pictures are in it, its other files are links.

use super::{
    links::Links,
    outside::{self, Taken},
    queries, word,
};
use crate::{Error, access::Scope, error::Code, files::download, outgoing::base64};
use guildhall_domain::{Id, file::FileKind, policy::Do};
use guildhall_pages::{Node, html::Names};
use guildhall_store::{Store, blobs::Blob};
use std::collections::HashMap;

/// Most bytes of pictures, each counted as often as it is shown.
const MOST_PICTURES: u64 = 30 << 20;

/// A page and everything that goes into its file, as this reader may have it.
pub struct Gathered {
    title: String,
    tree: Node,
    links: Links,
    pictures: Vec<(String, FileKind, Blob)>,
}

/// Gathers a page; `origin` is the address people use.
pub fn gather(scope: &impl Scope, id: Id, origin: &str) -> Result<Gathered, Error> {
    let page = queries::page(scope, id, Do::Read)?;
    let tree = queries::at(scope, id, None)?;
    let mut links = Links::of(scope, &tree, origin)?;
    let (mut pictures, mut bytes) = (Vec::new(), 0);
    for file in word::files(scope, id, &tree)? {
        links.file_at(file.id, format!("{origin}/api/v1/files/{}", file.id));
        let name = file.id.to_string();
        let shown = if file.kind.is_image() { shown(&tree, &name) } else { 0 };
        if shown > 0 {
            bytes += file.bytes.saturating_mul(shown);
            pictures.push((name, file.kind, download::content(scope, &file)?));
        }
    }
    if bytes > MOST_PICTURES {
        let sentence = format!(
            "The pictures of this page have {} MB together, and one file of HTML holds {}. Download the page for Word, \
             or its folder, which keeps the pictures beside it.",
            bytes.div_ceil(1 << 20),
            MOST_PICTURES >> 20,
        );
        return Err(Error::because(Code::TooLarge, sentence));
    }
    Ok(Gathered { title: page.title, tree, links, pictures })
}

/// How often a picture stands in a page.
fn shown(node: &Node, file: &str) -> u64 {
    let own = u64::from(node.is("image") && node.attr("file") == file);
    node.content.iter().fold(own, |count, child| count + shown(child, file))
}

struct Inside {
    links: Links,
    pictures: HashMap<String, String>,
}

impl Names for Inside {
    fn file(&self, id: &str) -> Option<String> {
        self.links.file(id)
    }
    fn reference(&self, kind: &str, id: &str) -> Option<String> {
        self.links.reference(kind, id)
    }
    fn picture(&self, id: &str) -> Option<String> {
        self.pictures.get(id).cloned()
    }
}

impl Gathered {
    /// Writes the file. Takes its time, and no look at the data for longer than a picture takes.
    pub fn write(self, store: &Store) -> Result<Taken, Error> {
        let mut pictures = HashMap::new();
        for (id, kind, blob) in self.pictures {
            let bytes = store.read_blob(&blob, 0, usize::try_from(blob.bytes).unwrap_or(usize::MAX))?;
            pictures.insert(id, format!("data:{};base64,{}", kind.media_type(), base64::base64(&bytes)));
        }
        let names = Inside { links: self.links, pictures };
        let bytes = outside::html_of(&self.title, &self.tree, &names);
        Ok(Taken { name: format!("{}.html", self.title), kind: "text/html; charset=utf-8", bytes })
    }
}
