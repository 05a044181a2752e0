//! Trees as the editor wants them.

use guildhall_pages::{Mark, Node};

/// A paragraph.
pub(super) fn paragraph(line: Vec<Node>) -> Node {
    Node::new("paragraph").with(line)
}

/// Blocks of which there must be one.
pub(super) fn filled(blocks: Vec<Node>) -> Vec<Node> {
    if blocks.is_empty() { vec![paragraph(Vec::new())] } else { blocks }
}

/// An item of a list: it begins with a paragraph, and is a task when it can be ticked.
pub(super) fn item(mut blocks: Vec<Node>, task: Option<bool>) -> Node {
    if !blocks.first().is_some_and(|first| first.is("paragraph")) {
        blocks.insert(0, paragraph(Vec::new()));
    }
    match task {
        Some(done) => Node::new("taskItem").set("checked", done).with(blocks),
        None => Node::new("listItem").with(blocks),
    }
}

/// Adds text to a line; neighbours that are written the same are one.
pub(super) fn push_text(line: &mut Vec<Node>, text: &str, marks: &[Mark]) {
    match line.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.is("text") && last.marks == marks => last.text.push_str(text),
        _ => line.push(Node::text(text, marks)),
    }
}

/// Whether a line says anything.
pub(super) fn says_something(line: &[Node]) -> bool {
    line.iter().any(|node| if node.is("text") { !node.text.trim().is_empty() } else { !node.is("hardBreak") })
}

/// Takes blanks and breaks from the end of a line.
pub(super) fn trim_end(line: &mut Vec<Node>) {
    while let Some(last) = line.last_mut() {
        if last.is("text") {
            let kept = last.text.trim_end().len();
            last.text.truncate(kept);
            if kept > 0 {
                return;
            }
        } else if !last.is("hardBreak") {
            return;
        }
        line.pop();
    }
}

/// Takes blanks from its beginning.
pub(super) fn trim_start(line: &mut Vec<Node>) {
    while let Some(first) = line.first_mut().filter(|first| first.is("text")) {
        first.text = first.text.trim_start().to_owned();
        if !first.text.is_empty() {
            return;
        }
        line.remove(0);
    }
}

/// A line as blocks: pictures and files in it stand for themselves.
pub(super) fn blocks_of(line: Vec<Node>) -> Vec<Node> {
    let (mut blocks, mut words) = (Vec::new(), Vec::new());
    for node in line {
        if node.is("image") || node.is("fileBlock") {
            flush(&mut words, &mut blocks);
            blocks.push(node);
        } else {
            words.push(node);
        }
    }
    flush(&mut words, &mut blocks);
    blocks
}

fn flush(words: &mut Vec<Node>, blocks: &mut Vec<Node>) {
    let line = std::mem::take(words);
    if says_something(&line) {
        blocks.push(paragraph(line));
    }
}
