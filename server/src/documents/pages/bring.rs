//! Files that become pages. Markdown is read here; what office programs and browsers keep is read in a process of its
//! own, because it was written by anybody. Nothing is written before all of it is there, and then in one command.

use super::commands;
use crate::{
    App, Error,
    access::{Scope, Work},
    documents::{self, commands::create, input::PageInput},
    error::Code,
    files::{
        self,
        child::{self, Order, Outcome},
        commands::Content,
        receive,
    },
};
use guildhall_domain::{Id, document::Document, limits};
use guildhall_extract::{
    Unreadable,
    child::{MOST_BYTES, SECONDS, understand_page},
    page::{PageKind, PageRead},
};
use guildhall_pages::{Node, files::renamed, markdown};
use guildhall_store::blobs::NewBlob;
use std::{io::Write, path::Path, time::Duration};
use tokio::sync::Semaphore;

/// Documents that are read at once: each may take half a gigabyte.
static READING: Semaphore = Semaphore::const_new(2);
/// Longest answer of a child: a text and its pictures.
const MOST_ANSWER: u64 = 120 << 20;

/// What a file is, by the ending of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Text with signs.
    Markdown,
    /// A document of another program.
    Foreign(PageKind),
}

impl Form {
    /// The title, which stands before the ending, and the form.
    ///
    /// # Errors
    /// When it is nothing a page is made of.
    pub fn of(name: &str) -> Result<(&str, Form), Error> {
        let (title, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let form = match ending.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "txt" => Form::Markdown,
            "docx" => Form::Foreign(PageKind::Docx),
            "html" | "htm" => Form::Foreign(PageKind::Html),
            "doc" | "odt" | "rtf" => {
                let message = "Open this in the program it comes from, save it as .docx, and bring that.";
                return Err(Error::because(Code::UnsupportedType, message));
            }
            _ => {
                let message = "A page is made of a Markdown, Word or HTML file, with the ending .md, .docx or .html. Other files can be brought as files.";
                return Err(Error::because(Code::UnsupportedType, message));
            }
        };
        Ok((title, form))
    }
}

/// What will be a page, with the contents of its pictures in the store.
pub struct Ready {
    title: String,
    tree: Node,
    files: Vec<(String, NewBlob)>,
}

/// Reads what was sent. The right to bring it was asked before.
pub async fn read(app: &App, name: &str, bytes: Vec<u8>) -> Result<Ready, Error> {
    let (title, form) = Form::of(name)?;
    let title = title.to_owned();
    let Form::Foreign(kind) = form else {
        let read = move || {
            let text = std::str::from_utf8(&bytes);
            let text = text.map_err(|_| Error::field("name", "This is no text in UTF-8. Save it as such."))?;
            Ok(markdown::read(&limits::body("body", text.trim_start_matches('\u{feff}'))?))
        };
        let tree = aside(read).await?;
        return Ok(Ready { title, tree, files: Vec::new() });
    };
    let turn = READING.acquire().await.map_err(|_| Error::new(Code::Stopping))?;
    let program = app.parts().reader.get().cloned().unwrap_or_else(child::own_program);
    let read = aside(move || foreign(&program, kind, &bytes)).await?;
    drop(turn);
    let files = keep(app, read.files).await?;
    let own = read.title.filter(|title| !title.trim().is_empty());
    let title = own.map_or(title, |own| own.chars().take(limits::TITLE).collect());
    Ok(Ready { title, tree: read.doc, files })
}

async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    actix_web::web::block(work).await.map_err(|_| Error::new(Code::Stopping))?
}

/// Has a document read by a child.
fn foreign(program: &Path, kind: PageKind, bytes: &[u8]) -> Result<PageRead, Error> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(why(Unreadable::TooLarge));
    }
    let order = Order { program, word: kind.word(), most: MOST_ANSWER, patience: Duration::from_secs(SECONDS) };
    let feed = |mut input: std::process::ChildStdin| {
        // A child that ends early says why, or nothing.
        let _cut = input.write_all(bytes);
    };
    match child::run(&order, feed, || false) {
        Ok(Outcome::Said(output)) => understand_page(&output).map_err(why),
        Ok(Outcome::TooLong | Outcome::Unwanted) => Err(why(Unreadable::TooMuch)),
        Err(error) => {
            tracing::error!(%error, "nothing can be read");
            Err(Error::new(Code::Busy))
        }
    }
}

fn why(unreadable: Unreadable) -> Error {
    match unreadable {
        Unreadable::Protected => Error::new(Code::ProtectedFile),
        Unreadable::Broken => Error::new(Code::UnreadableFile),
        Unreadable::TooLarge => Error::because(
            Code::TooLarge,
            "This document holds more than a page can. Divide it, or bring it as a file.",
        ),
        Unreadable::TooMuch => Error::because(
            Code::UnreadableFile,
            "Reading this file took too long. Save it anew in the program it comes from, or bring it as a file.",
        ),
    }
}

/// Takes the pictures into the store, where nothing refers to them yet: what is given up is freed by itself.
async fn keep(app: &App, files: Vec<guildhall_extract::page::Brought>) -> Result<Vec<(String, NewBlob)>, Error> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let view = app.view(crate::access::Who::system())?;
    for file in &files {
        receive::room(&view, file.bytes.len() as u64)?;
    }
    drop(view);
    app.store().room_for_files()?;
    let mut kept = Vec::new();
    for file in files {
        let mut writer = app.store().blob_writer(app.clock().now_ms())?;
        writer.write(&file.bytes).await?;
        kept.push((file.name, writer.finish().await?));
    }
    Ok(kept)
}

/// Makes a page of what was read.
pub fn bring(work: &mut Work<'_, '_>, space: Id, folder: Option<Id>, ready: &Ready) -> Result<Document, Error> {
    let title = ready.title.clone();
    let input = PageInput { id: None, title, folder_id: folder, body: None, template_id: None };
    if ready.files.is_empty() {
        return commands::filled(work, space, &input, Some(ready.tree.clone()));
    }
    let page = create::page(work, space, &input)?;
    let files: Vec<(&str, Content<'_>)> =
        ready.files.iter().map(|(name, content)| (name.as_str(), Content::New(content))).collect();
    let ids = files::commands::attach_all(work, page.id, &files)?;
    let named = |number: &str| ids.get(number.parse::<usize>().ok()?).map(Id::to_string);
    commands::write(work, page.id, &renamed(ready.tree.clone(), &named))?;
    documents::store::get(work.read(), page.id)?.ok_or_else(Error::not_found)
}
