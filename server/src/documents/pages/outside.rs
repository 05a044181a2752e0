//! Pages as other programs know them: taken out as Markdown or HTML.

use super::queries;
use crate::{Error, access::Scope};
use guildhall_domain::{Id, policy::Do};
use guildhall_pages::{
    Node,
    html::{self, Names},
    markdown,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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

/// What a page is taken out as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PageFormat)]
#[allow(missing_docs)]
pub enum Format {
    #[default]
    Markdown,
    Html,
    Docx,
}

impl Format {
    /// The ending of its names.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Markdown => "md",
            Format::Html => "html",
            Format::Docx => "docx",
        }
    }
}

/// Takes a page out as Markdown.
pub fn as_markdown(scope: &impl Scope, id: Id) -> Result<Taken, Error> {
    let page = queries::page(scope, id, Do::Read)?;
    let bytes = markdown_of(&page.title, &queries::at(scope, id, None)?);
    Ok(Taken { name: format!("{}.md", page.title), kind: "text/markdown; charset=utf-8", bytes })
}

/// What a page says, as Markdown under its title.
pub fn markdown_of(title: &str, tree: &Node) -> Vec<u8> {
    format!("# {}\n\n{}", title.replace(['\n', '\r'], " "), markdown::write(tree)).into_bytes()
}

/// Enough to be read and printed anywhere.
const STYLE: &str = "body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 sans-serif}\
img{max-width:100%;height:auto}table{border-collapse:collapse}th,td{border:1px solid #bbb;padding:.2rem .6rem;\
text-align:left;vertical-align:top}th p,td p{margin:0}pre{overflow:auto}aside,blockquote{border-left:3px solid #bbb;\
margin:1rem 0;padding-left:1rem}";

/// What a page says, as HTML under its title.
pub fn html_of(title: &str, tree: &Node, names: &dyn Names) -> Vec<u8> {
    let (title, body) = (html::escape(title), html::write(tree, names));
    format!(
        "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{body}</body>\n</html>\n"
    )
    .into_bytes()
}
