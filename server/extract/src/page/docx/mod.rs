//! Documents of office programs (`.docx`) as pages. The parts are walked as streams; what styles and numbering say is
//! read before, so that a heading is one by its style whatever language the program spoke.

mod body;
mod events;
mod fold;
mod known;
mod line;
mod marks;
mod numbers;
mod props;
mod styles;
mod tables;

use super::{Files, PageRead, picture_ending};
use crate::{
    Unreadable,
    pack::Pack,
    xml::{Met, walk},
};
use body::Body;
use guildhall_pages::Node;
use known::{Known, Targets};
use std::{collections::HashMap, io::Read};

/// Largest picture that is taken over.
const MOST_PICTURE: u64 = 40 << 20;

pub(super) fn read(bytes: &[u8]) -> Result<PageRead, Unreadable> {
    let mut pack = Pack::open(bytes)?;
    let main = main_part(&mut pack)?;
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
    let beside = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let targets = pack.part(&beside(&format!("_rels/{name}.rels")), Targets::read)?.unwrap_or_default();
    let mut known = Known {
        styles: pack.part(&beside("styles.xml"), styles::read)?.unwrap_or_default(),
        numbers: pack.part(&beside("numbering.xml"), numbers::read)?.unwrap_or_default(),
        targets,
        notes: HashMap::new(),
    };
    for (part, kind) in [("footnotes.xml", 'f'), ("endnotes.xml", 'e')] {
        let notes = pack.part(&beside(part), |part| Body::new(&known, kind).notes(part))?;
        known.notes.extend(notes.unwrap_or_default());
    }
    let read = pack.part(&main, |part| Body::new(&known, ' ').document(part))?.ok_or(Unreadable::Broken)?;
    let mut files = Files::default();
    let mut numbers = HashMap::new();
    let doc = with_pictures(read.doc, &mut |target| {
        if let Some(number) = numbers.get(target) {
            return Ok(Some(*number));
        }
        let taken = picture(&mut pack, &resolved(folder, target), &mut files)?;
        if let Some(number) = taken {
            numbers.insert(target.to_owned(), number);
        }
        Ok(taken)
    })?;
    Ok(PageRead { title: read.title, doc, files: files.list })
}

/// The part the document is in: what the package says, else where it always is.
fn main_part(pack: &mut Pack<'_>) -> Result<String, Unreadable> {
    let found = pack.part("_rels/.rels", |part| {
        let mut found = None;
        walk(part, |met| {
            if let Met::Open("Relationship", attribute) = met
                && attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
            {
                found = attribute("Target");
            }
            found.is_none()
        })?;
        Ok(found)
    })?;
    Ok(found.flatten().map_or_else(|| "word/document.xml".to_owned(), |target| resolved("", &target)))
}

/// The name of a part another one names: a name among the parts, which leads nowhere else.
fn resolved(folder: &str, target: &str) -> String {
    let from_top = target.strip_prefix('/');
    let mut way: Vec<&str> = if from_top.is_some() { Vec::new() } else { folder.split('/').collect() };
    for step in from_top.unwrap_or(target).split('/') {
        match step {
            "" | "." => {}
            ".." => drop(way.pop()),
            step => way.push(step),
        }
    }
    way.retain(|step| !step.is_empty());
    way.join("/")
}

/// Takes a picture out of the package; none when there is none, or no room for it.
fn picture(pack: &mut Pack<'_>, name: &str, files: &mut Files) -> Result<Option<usize>, Unreadable> {
    let bytes = pack.part(name, |part| {
        let mut bytes = Vec::new();
        part.take(MOST_PICTURE + 1).read_to_end(&mut bytes).map_err(|error| match error.kind() {
            std::io::ErrorKind::FileTooLarge => Unreadable::TooLarge,
            _ => Unreadable::Broken,
        })?;
        Ok(bytes)
    })?;
    let Some(bytes) = bytes.filter(|bytes| bytes.len() as u64 <= MOST_PICTURE && files.has_room(bytes.len())) else {
        return Ok(None);
    };
    let file = name.rsplit('/').next().unwrap_or(name);
    let named = match picture_ending(&bytes) {
        Some(ending) => format!("{}.{ending}", file.rsplit_once('.').map_or(file, |(stem, _)| stem)),
        None => file.to_owned(),
    };
    Ok(Some(files.add(named, bytes)))
}

/// The tree with numbers of pictures where the names of their parts stood. What pages do not show as a picture (drawings
/// of Windows, say) is there as a file; what is not there at all, as what was said of it.
fn with_pictures(
    node: Node,
    take: &mut impl FnMut(&str) -> Result<Option<usize>, Unreadable>,
) -> Result<Node, Unreadable> {
    if !node.is("image") {
        let content: Result<Vec<Node>, Unreadable> =
            node.content.iter().cloned().map(|child| with_pictures(child, take)).collect();
        return Ok(Node { content: content?, ..node });
    }
    let target = node.attr("file").to_owned();
    let alt = node.attr("alt").to_owned();
    let shown = [".png", ".jpg", ".jpeg", ".gif", ".webp"];
    Ok(match take(&target)? {
        Some(number) if shown.iter().any(|ending| target.to_ascii_lowercase().ends_with(ending)) => {
            node.set("file", number.to_string())
        }
        Some(number) => {
            let name = target.rsplit('/').next().unwrap_or_default().to_owned();
            Node::new("fileBlock").set("file", number.to_string()).set("name", name)
        }
        None => super::shape::paragraph(if alt.is_empty() { Vec::new() } else { vec![Node::text(&alt, &[])] }),
    })
}
