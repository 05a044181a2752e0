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
    Node,
    html::{self, Names},
    markdown,
};

/// What is brought as a file: the title, which stands before the ending of its name, and what it says.
///
/// # Errors
/// When it is nothing a page is made of.
pub fn read(name: &str, bytes: &[u8]) -> Result<(String, Node), Error> {
    let (title, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    match ending.to_ascii_lowercase().as_str() {
        "md" | "markdown" | "txt" => {
            let text = std::str::from_utf8(bytes);
            let text = text.map_err(|_| Error::field("name", "This is no text in UTF-8. Save it as such."))?;
            let text = limits::body("body", text.trim_start_matches('\u{feff}'))?;
            Ok((title.to_owned(), markdown::read(&text)))
        }
        _ => {
            let message =
                "A page is made of a Markdown file, with the ending .md. Other files can be brought as files.";
            Err(Error::because(Code::UnsupportedType, message))
        }
    }
}

/// Makes a page of what was brought.
pub fn bring(
    work: &mut Work<'_, '_>,
    space: Id,
    title: &str,
    folder: Option<Id>,
    tree: &Node,
) -> Result<Document, Error> {
    let input = PageInput { id: None, title: title.to_owned(), folder_id: folder, body: None, template_id: None };
    commands::filled(work, space, &input, Some(tree.clone()))
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
