//! The files a page shows, named anew: when it is brought, copied, or taken out together with them.

use crate::{Node, node::Mark};

/// What a link to a file of the product begins with.
const FILE: &str = "guildhall:file/";

/// The page with other names for its files. What has none any more is there as its words.
pub fn renamed(node: Node, name: &dyn Fn(&str) -> Option<String>) -> Node {
    if node.is("image") || node.is("fileBlock") {
        let words = if node.is("image") { node.attr("alt") } else { node.attr("name") };
        return match name(node.attr("file")) {
            Some(file) => node.set("file", file),
            None => {
                Node::new("paragraph").with(if words.is_empty() { Vec::new() } else { vec![Node::text(words, &[])] })
            }
        };
    }
    let content = node.content.into_iter().map(|child| renamed(child, name)).collect();
    let marks = node.marks.into_iter().filter_map(|mark| link(mark, name)).collect();
    Node { content, marks, ..node }
}

fn link(mark: Mark, name: &dyn Fn(&str) -> Option<String>) -> Option<Mark> {
    match mark.attr("href").strip_prefix(FILE) {
        Some(file) if mark.kind == "link" => name(file).map(|file| Mark::link(&format!("{FILE}{file}"))),
        _ => Some(mark),
    }
}
