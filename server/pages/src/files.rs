//! The files a page shows, named anew: when it is brought, copied, or taken out together with them.

use crate::{Node, node::Mark};

/// What a link to a file of the product begins with.
const FILE: &str = "guildhall:file/";

/// The attribute that says where a file lies outside of the product. No page has it: [`crate::known`] leaves it out.
pub(crate) const PLACE: &str = "place";

/// The page to be taken out together with its files: where each of them lies beside it. Those that do not come along
/// stay what they are.
pub fn placed(node: Node, place: &dyn Fn(&str) -> Option<String>) -> Node {
    let content = node.content.into_iter().map(|child| placed(child, place)).collect();
    let marks = node.marks.into_iter().map(|mark| {
        let file = mark.attr("href").strip_prefix(FILE).filter(|_| mark.kind == "link");
        file.and_then(place).map(|place| Mark::link(&place)).unwrap_or(mark)
    });
    let node = Node { content, marks: marks.collect(), ..node };
    let shown = (node.is("image") || node.is("fileBlock")).then(|| place(node.attr("file"))).flatten();
    match shown {
        Some(place) => node.set(PLACE, place),
        None => node,
    }
}

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
