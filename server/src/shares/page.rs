//! What a page says to somebody outside: its words and how they stand, and nothing that leads into the organization.
//! People, spaces and items that are named are there as the words they are called by, live lists of tasks and files that
//! hang on the page are not.

use crate::{
    Error,
    access::Scope,
    documents::pages::{queries, views::HeadingShape},
    http::Shape,
};
use guildhall_domain::document::Document;
use guildhall_pages::{Node, outline::headings};
use serde::Serialize;
use utoipa::ToSchema;

/// A page, as somebody outside reads it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SharedContent {
    /// The tree of the editor: `{type, attrs, content, marks, text}`.
    #[schema(value_type = Object)]
    pub doc: serde_json::Value,
    /// Its headings, in order.
    pub headings: Vec<HeadingShape>,
}

impl Shape for SharedContent {}

/// What a page says now.
pub fn content(scope: &impl Scope, page: &Document) -> Result<SharedContent, Error> {
    let tree = bare(queries::at(scope, page.id, None)?).unwrap_or_else(|| Node::new("doc"));
    Ok(SharedContent { headings: headings(&tree).into_iter().map(Into::into).collect(), doc: tree.to_json() })
}

/// A node without what leads inside; none where nothing is left of it.
fn bare(mut node: Node) -> Option<Node> {
    match node.kind.as_str() {
        "mention" => return Some(Node::text(&format!("@{}", node.attr("label")), &[])),
        "itemChip" => return Some(Node::text(node.attr("label"), &[])),
        "taskView" => return None,
        "image" => return words(node.attr("alt")),
        "fileBlock" => return words(node.attr("name")),
        _ => {}
    }
    node.marks.retain(|mark| !mark.attr("href").trim().to_ascii_lowercase().starts_with("guildhall:"));
    node.content = node.content.into_iter().filter_map(bare).collect();
    Some(node)
}

fn words(text: &str) -> Option<Node> {
    (!text.trim().is_empty()).then(|| Node::new("paragraph").with(vec![Node::text(text, &[])]))
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
            Node::new("fileBlock").set("file", secret).set("name", "offer.pdf"),
            Node::new("taskView").set("filter", secret).set("title", "Ours"),
        ]);
        let shown = bare(page).unwrap().to_json().to_string();
        assert!(!shown.contains(secret) && !shown.contains("Ours"), "{shown}");
        for kept in ["@Ana", "plan", "bold", "https://shop.example", "The yard", "offer.pdf"] {
            assert!(shown.contains(kept), "{kept} in {shown}");
        }
    }
}
