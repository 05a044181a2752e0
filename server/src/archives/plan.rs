//! What goes into an archive and under which names. Names are made so that every system can unpack them: no way out
//! of the folder, nothing that differs in case only, none that a system keeps for itself.

use crate::{
    Error,
    access::{self, Scope},
    documents::{folders, pages::outside::Format, store},
    error::Code,
    files,
};
use guildhall_domain::{
    AudienceId, Id,
    document::{Document, DocumentForm, folder::Folder, name},
    file::{self, File},
    policy::{Do, DoSpace},
};
use std::collections::{HashMap, HashSet};

/// Most files and folders in an archive.
const MOST: usize = 10_000;
/// Most bytes, before packing.
const MOST_BYTES: u64 = 64 << 30;

/// A file, page or folder of an archive.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its way from the top of the archive.
    pub path: String,
    /// When it was changed.
    pub at_ms: i64,
    /// What it is.
    pub content: Content,
}

/// What is written for an entry.
#[derive(Debug, Clone)]
pub enum Content {
    /// Nothing: it is a folder.
    Folder,
    /// A file, and the document it is the newest version of, or the page it belongs to.
    File(Id, File),
    /// What a page says, and where its files lie beside it.
    Page(Id, HashMap<Id, String>),
}

/// How pages are written.
#[derive(Debug, Clone)]
pub struct Pages {
    /// As what.
    pub format: Format,
    /// The address people use, for links.
    pub origin: String,
}

/// What is asked for, with everything in the folders.
pub fn plan(scope: &impl Scope, documents: &[Id], folders: &[Id], format: Format) -> Result<Vec<Entry>, Error> {
    let mut plan = Plan { scope, format, entries: Vec::new(), bytes: 0 };
    let mut taken = HashSet::new();
    for id in folders {
        let folder = access::folder(scope, *id, DoSpace::Read)?.into_inner();
        if folder.trashed_ms.is_some() {
            return Err(Error::because(Code::Conflict, "This folder is in the trash. Take it out first."));
        }
        let home = scope.directory().space(folder.space).ok_or_else(Error::not_found)?.audience;
        plan.folder(home, &folder, "", &mut taken)?;
    }
    for id in documents {
        let document = access::document(scope, *id, Do::Read)?.into_inner();
        plan.document(&document, "", &mut taken)?;
    }
    if plan.entries.is_empty() {
        return Err(Error::because(Code::Conflict, "There is nothing among these."));
    }
    Ok(plan.entries)
}

struct Plan<'s, S> {
    scope: &'s S,
    format: Format,
    entries: Vec<Entry>,
    bytes: u64,
}

impl<S: Scope> Plan<'_, S> {
    fn add(&mut self, entry: Entry) -> Result<(), Error> {
        if let Content::File(_, file) = &entry.content {
            self.bytes = self.bytes.saturating_add(file.bytes);
        }
        self.entries.push(entry);
        if self.entries.len() > MOST || self.bytes > MOST_BYTES {
            let message = "An archive holds up to 10,000 files and 64 GiB. Choose fewer at once.";
            return Err(Error::because(Code::TooLarge, message));
        }
        Ok(())
    }

    fn folder(
        &mut self,
        home: AudienceId,
        folder: &Folder,
        above: &str,
        taken: &mut HashSet<String>,
    ) -> Result<(), Error> {
        let path = format!("{above}{}/", free(&folder.name, taken));
        self.add(Entry { path: path.clone(), at_ms: folder.updated_ms, content: Content::Folder })?;
        let mut inside = HashSet::new();
        for child in folders::store::children(self.scope.read(), home, Some(folder.id), false)? {
            self.folder(home, &child, &path, &mut inside)?;
        }
        for id in store::in_folder(self.scope.read(), home, Some(folder.id))? {
            if let Some(document) = access::seen(access::document(self.scope, id, Do::Read))? {
                self.document(&document, &path, &mut inside)?;
            }
        }
        Ok(())
    }

    fn document(&mut self, document: &Document, above: &str, taken: &mut HashSet<String>) -> Result<(), Error> {
        if document.form == DocumentForm::Page {
            return self.page(document, above, taken);
        }
        let file = document.current.map(|file| files::store::get(self.scope.read(), file)).transpose()?.flatten();
        let Some(file) = file else { return Ok(()) };
        let path = format!("{above}{}", free(&document.title, taken));
        self.add(Entry { path, at_ms: document.edited_ms, content: Content::File(document.id, file) })
    }

    /// A page as a file of its name, and its files in a folder beside it. A Word document holds its pictures itself;
    /// its files come along all the same, because not everything that hangs on a page is shown in it.
    fn page(&mut self, page: &Document, above: &str, taken: &mut HashSet<String>) -> Result<(), Error> {
        let path = format!("{above}{}", free(&format!("{}.{}", page.title, self.format.ending()), taken));
        let own = |file: &File| file.trashed_ms.is_none() && file.comment.is_none();
        let files: Vec<File> = files::store::of(self.scope.read(), page.id)?.into_iter().filter(own).collect();
        let mut beside = HashMap::new();
        if !files.is_empty() {
            let folder = free(&format!("{} files", page.title), taken);
            let at = format!("{above}{folder}/");
            self.add(Entry { path: at.clone(), at_ms: page.edited_ms, content: Content::Folder })?;
            let mut inside = HashSet::new();
            for file in files {
                let name = free(&file.name, &mut inside);
                beside.insert(file.id, address(&[&folder, &name]));
                let at_ms = file.created_ms;
                self.add(Entry { path: format!("{at}{name}"), at_ms, content: Content::File(page.id, file) })?;
            }
        }
        self.add(Entry { path, at_ms: page.edited_ms, content: Content::Page(page.id, beside) })
    }
}

/// A way as an address, which holds nothing but what addresses are made of.
fn address(way: &[&str]) -> String {
    let coded = |step: &&str| -> String {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        step.bytes()
            .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
            .collect()
    };
    way.iter().map(coded).collect::<Vec<_>>().join("/")
}

/// A name nothing else in the folder has.
fn free(wanted: &str, taken: &mut HashSet<String>) -> String {
    let safe = safe(wanted);
    let mut name = safe.clone();
    let mut number = 2;
    while !taken.insert(name::fold(&name)) {
        name = name::numbered(&safe, number);
        number += 1;
    }
    name
}

/// A name that every system can unpack, and nowhere else than where it belongs.
pub fn safe(name: &str) -> String {
    let plain: String = file::cleaned(name)
        .chars()
        .map(|c| if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '_' } else { c })
        .collect();
    let plain = plain.trim_end_matches(['.', ' ']);
    let stem = plain.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let kept = ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str())
        || (stem.len() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")));
    if plain.is_empty() || kept { format!("_{plain}") } else { plain.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_archive_or_troubles_a_system() {
        for (name, expected) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\x", "x"),
            ("..", "_"),
            ("a:b?.txt", "a_b_.txt"),
            ("end. ", "end"),
            ("con.txt", "_con.txt"),
            ("LPT1", "_LPT1"),
            ("Straße 🧯.pdf", "Straße 🧯.pdf"),
        ] {
            assert_eq!(safe(name), expected, "{name}");
        }
        let mut taken = HashSet::new();
        let names = ["a.txt", "A.TXT", "a.txt"].map(|name| free(name, &mut taken));
        assert_eq!(names, ["a.txt", "A (2).TXT", "a (3).txt"]);
    }
}
