//! Pages as other programs know them: taken out as Markdown or HTML.

use super::queries;
use crate::{Error, access::Scope};
use guildhall_domain::{Id, policy::Do};
use guildhall_pages::{
    html::{self, Names},
    markdown,
};

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
