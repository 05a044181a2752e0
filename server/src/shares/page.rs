//! What a page says to somebody outside: its words and pictures and how they stand, and nothing that leads into the
//! organization. People, spaces and items that are named are there as the words they are called by, live lists of tasks
//! and files that hang on the page are not. A picture is shown when it stands in the page now and hangs on that page
//! itself: that a page names the file of another item gives nobody a right to it. What stands in place of something that
//! is left out is a node `called` and no text: the texts are those of the page, so a place in them is one there.

use super::{
    gate::Opened,
    outside,
    passages::{self, Stretch},
};
use crate::{
    Error,
    access::Scope,
    documents::pages::{queries, store, views::HeadingShape},
    files,
    http::Shape,
};
use guildhall_domain::{Id, document::Document, file::File};
use guildhall_pages::{Node, outline::headings};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A page, as somebody outside reads it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SharedContent {
    /// The tree of the editor: `{type, attrs, content, marks, text}`. A node `called` has the `label` of what is not shown.
    #[schema(value_type = Object)]
    pub doc: serde_json::Value,
    /// Its headings, in order.
    pub headings: Vec<HeadingShape>,
    /// The passages that were spoken of by this link.
    pub passages: Vec<Stretch>,
}

impl Shape for SharedContent {}

/// What a page says now.
pub fn content(scope: &impl Scope, opened: &Opened, document: &Document) -> Result<SharedContent, Error> {
    let page = store::load(scope.read(), document.id)?;
    let tree = queries::tree(&page)?;
    let mut shown = BTreeSet::new();
    for id in pictures_of(&tree) {
        if picture(scope, document, id)?.is_some() {
            shown.insert(id.to_string());
        }
    }
    let headings = headings(&tree).into_iter().map(Into::into).collect();
    let passages = passages::stretches(&page, &outside::heard(scope, opened, document.id)?)?;
    let tree = bare(tree, &shown).unwrap_or_else(|| Node::new("doc"));
    Ok(SharedContent { headings, passages, doc: tree.to_json() })
}

/// A picture that stands in a page now, for somebody outside.
pub fn shown_picture(scope: &impl Scope, page: &Document, id: Id) -> Result<File, Error> {
    let stands = !page.is_file() && pictures_of(&queries::at(scope, page.id, None)?).contains(&id);
    let picture = if stands { picture(scope, page, id)? } else { None };
    picture.ok_or_else(Error::not_found)
}

/// A picture that hangs on a page, wherever in it.
pub fn picture(scope: &impl Scope, page: &Document, id: Id) -> Result<Option<File>, Error> {
    let file = files::store::get(scope.read(), id)?;
    Ok(file.filter(|file| file.item == page.id && file.trashed_ms.is_none() && file.kind.is_image()))
}

fn pictures_of(node: &Node) -> BTreeSet<Id> {
    let own = node.is("image").then(|| node.attr("file").parse().ok()).flatten();
    own.into_iter().chain(node.content.iter().flat_map(pictures_of)).collect()
}

/// A node without what leads inside, with the pictures that are `shown`; none where nothing is left of it.
fn bare(mut node: Node, shown: &BTreeSet<String>) -> Option<Node> {
    match node.kind.as_str() {
        "image" if shown.contains(node.attr("file")) => return Some(node),
        "mention" => return Some(called(&format!("@{}", node.attr("label")))),
        "itemChip" => return Some(called(node.attr("label"))),
        "taskView" => return None,
        "image" => return words(node.attr("alt")),
        "fileBlock" => return words(node.attr("name")),
        _ => {}
    }
    node.marks.retain(|mark| !mark.attr("href").trim().to_ascii_lowercase().starts_with("guildhall:"));
    node.content = node.content.into_iter().filter_map(|child| bare(child, shown)).collect();
    Some(node)
}

fn words(text: &str) -> Option<Node> {
    (!text.trim().is_empty()).then(|| Node::new("paragraph").with(vec![called(text)]))
}

fn called(label: &str) -> Node {
    Node::new("called").set("label", label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use guildhall_pages::Mark;

    #[test]
    fn nothing_that_leads_inside_is_left() {
        let secret = "0193a5b2-0000-7000-8000-000000000000";
        let named = |kind: &str| Node::new(kind).set("id", secret).set("label", "Ana").set("kind", "person");
        let inside = Node::text("plan", &[Mark::link(&format!("GUILDHALL:item/{secret}")), Mark::new("bold")]);
        let outside = Node::text("shop", &[Mark::link("https://shop.example")]);
        let page = Node::new("doc").with(vec![
            Node::new("paragraph").with(vec![named("mention"), named("itemChip"), inside, outside]),
            Node::new("image").set("file", secret).set("alt", "The yard"),
            Node::new("image").set("file", secret),
            Node::new("image").set("file", "0193a5b2-0000-7000-8000-000000000001").set("alt", "The boiler"),
            Node::new("fileBlock").set("file", secret).set("name", "offer.pdf"),
            Node::new("taskView").set("filter", secret).set("title", "Ours"),
        ]);
        let own = BTreeSet::from(["0193a5b2-0000-7000-8000-000000000001".to_owned()]);
        let shown = bare(page, &own).unwrap().to_json().to_string();
        assert!(!shown.contains(secret) && !shown.contains("Ours"), "{shown}");
        for kept in ["@Ana", "plan", "bold", "https://shop.example", "The yard", "offer.pdf", "000000000001"] {
            assert!(shown.contains(kept), "{kept} in {shown}");
        }
    }
}
