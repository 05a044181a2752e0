//! Pages as other programs know them: brought as Markdown, taken out as Markdown or HTML.

use super::{commands, queries};
use crate::{
    Error,
    access::{Scope, Work},
    documents::input::PageInput,
    error::Code,
};
use guildhall_domain::{Id, document::Document, limits, policy::Do};
use guildhall_pages::{
    html::{self, Names},
    markdown,
};

/// A page that is brought as a file.
#[derive(Debug, Clone)]
pub struct Brought {
    /// The name of the file; the title is what stands before its ending.
    pub name: String,
    /// The folder it goes into.
    pub folder: Option<Id>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Makes a page of what is brought.
pub fn bring(work: &mut Work<'_, '_>, space: Id, brought: &Brought) -> Result<Document, Error> {
    let (title, ending) = brought.name.rsplit_once('.').unwrap_or((&brought.name, ""));
    let tree = match ending.to_ascii_lowercase().as_str() {
        "md" | "markdown" | "txt" => {
            let text = std::str::from_utf8(&brought.bytes);
            let text = text.map_err(|_| Error::field("name", "This is no text in UTF-8. Save it as such."))?;
            markdown::read(&limits::body("body", text.trim_start_matches('\u{feff}'))?)
        }
        _ => {
            let message =
                "A page is made of a Markdown file, with the ending .md. Other files can be brought as files.";
            return Err(Error::because(Code::UnsupportedType, message));
        }
    };
    let input =
        PageInput { id: None, title: title.to_owned(), folder_id: brought.folder, body: None, template_id: None };
    commands::filled(work, space, &input, Some(tree))
}

/// A page that is taken out: its name, its type and its bytes.
#[derive(Debug)]
pub struct Taken {
    /// Name with its ending.
    pub name: String,
    /// Media type.
    pub kind: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Nothing outside of the page is named: who opens the file may have no account.
struct Nobody;

impl Names for Nobody {
    fn file(&self, _: &str) -> Option<String> {
        None
    }
    fn reference(&self, _: &str, _: &str) -> Option<String> {
        None
    }
}

/// Takes a page out as Markdown.
pub fn as_markdown(scope: &impl Scope, id: Id) -> Result<Taken, Error> {
    let page = queries::page(scope, id, Do::Read)?;
    let text = markdown::write(&queries::at(scope, id, None)?);
    let bytes = format!("# {}\n\n{text}", page.title.replace(['\n', '\r'], " ")).into_bytes();
    Ok(Taken { name: format!("{}.md", page.title), kind: "text/markdown; charset=utf-8", bytes })
}

/// Takes a page out as HTML.
pub fn as_html(scope: &impl Scope, id: Id) -> Result<Taken, Error> {
    let page = queries::page(scope, id, Do::Read)?;
    let (title, body) = (html::escape(&page.title), html::write(&queries::at(scope, id, None)?, &Nobody));
    let bytes = format!(
        "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n</head>\n<body>\n<h1>{title}</h1>\n{body}</body>\n</html>\n"
    );
    Ok(Taken { name: format!("{}.html", page.title), kind: "text/html; charset=utf-8", bytes: bytes.into_bytes() })
}
