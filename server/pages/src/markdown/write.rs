//! Writes a page as Markdown.

use super::{CONTENTS, TAGS, TASKS, escape};
use crate::{
    node::{Mark, Node},
    schema,
};

/// A page as Markdown.
pub fn write(doc: &Node) -> String {
    let mut text = blocks(&doc.content).join("\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// Blocks as lines, with an empty one between.
fn blocks(nodes: &[Node]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut before: Option<&Node> = None;
    for node in nodes {
        let block = block(node);
        if block.is_empty() {
            continue;
        }
        if let Some(before) = before {
            lines.push(String::new());
            // Two lists of a kind behind each other would be one.
            if is_list(before) && is_list(node) && before.is("orderedList") == node.is("orderedList") {
                lines.extend(["<!-- -->".to_owned(), String::new()]);
            }
        }
        lines.extend(block);
        before = Some(node);
    }
    lines
}

fn is_list(node: &Node) -> bool {
    matches!(node.kind.as_str(), "bulletList" | "orderedList" | "taskList")
}

fn block(node: &Node) -> Vec<String> {
    match node.kind.as_str() {
        "heading" => {
            let level = usize::try_from(node.number("level", 1, 4)).unwrap_or(1);
            vec![[&"#".repeat(level), " ", &line(&node.content, true, false)].concat().trim_end().to_owned()]
        }
        "bulletList" | "orderedList" | "taskList" => list(node),
        "blockquote" => quoted(blocks(&node.content)),
        "callout" => {
            let kind = if node.attr("kind").is_empty() { "note" } else { node.attr("kind") };
            let mut lines = vec![format!("[!{}]", kind.to_ascii_uppercase())];
            lines.extend(blocks(&node.content));
            quoted(lines)
        }
        "codeBlock" => fenced(node.attr("language"), &plain(node)),
        "horizontalRule" => vec!["---".into()],
        "tableOfContents" => vec![CONTENTS.into()],
        "image" => vec![image(node)],
        "fileBlock" => {
            vec![format!("[{}]({})", escape::text(node.attr("name"), Some('['), false), escape::address(&file(node)))]
        }
        "taskView" => {
            let tasks = serde_json::json!({"title": node.attr("title"), "filter": node.attr("filter")});
            fenced(TASKS, &tasks.to_string())
        }
        "table" => table(node),
        _ if node.content.iter().all(Node::is_inline) => {
            let text = line(&node.content, false, false);
            if text.is_empty() { Vec::new() } else { text.split('\n').map(str::to_owned).collect() }
        }
        _ => blocks(&node.content),
    }
}

fn image(node: &Node) -> String {
    let width = node.number("width", 0, 10_000);
    let title = if width > 0 { format!(" \"width={width}\"") } else { String::new() };
    let alt = escape::text(node.attr("alt"), Some('['), false);
    format!("![{alt}]({}{title})", escape::address(&file(node)))
}

/// Where the file of a node is: at the place it was given for outside, else in the product.
fn file(node: &Node) -> String {
    match node.attr(crate::files::PLACE) {
        "" => format!("guildhall:file/{}", node.attr("file")),
        place => place.to_owned(),
    }
}

fn quoted(lines: Vec<String>) -> Vec<String> {
    let lines = if lines.is_empty() { vec![String::new()] } else { lines };
    lines.into_iter().map(|line| if line.is_empty() { ">".into() } else { format!("> {line}") }).collect()
}

fn plain(node: &Node) -> String {
    node.content.iter().map(|child| if child.is("hardBreak") { "\n" } else { child.text.as_str() }).collect()
}

fn fenced(language: &str, text: &str) -> Vec<String> {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let mut lines = vec![format!("{fence}{language}")];
    if !text.is_empty() {
        lines.extend(text.split('\n').map(|line| line.trim_end_matches('\r').to_owned()));
    }
    lines.push(fence);
    lines
}

fn list(node: &Node) -> Vec<String> {
    let start = node.number("start", 0, 999_999_999).max(u64::from(!node.attrs.contains_key("start")));
    let (mut lines, mut before) = (Vec::new(), false);
    for (number, item) in node.content.iter().enumerate() {
        let sign = match node.kind.as_str() {
            "orderedList" => format!("{}. ", start.saturating_add(number as u64)),
            _ => "- ".into(),
        };
        let task = match (node.is("taskList"), item.flag("checked")) {
            (false, _) => "",
            (true, true) => "[x] ",
            (true, false) => "[ ] ",
        };
        let content = blocks(&item.content);
        let loose = item.content.iter().filter(|child| !is_list(child)).count() > 1;
        // What stands at the end of the item before may take the next line for its own.
        if (loose || before) && number > 0 {
            lines.push(String::new());
        }
        before = loose;
        let mut content = content.into_iter();
        let first = content.next().unwrap_or_default();
        lines.push([&sign, task, &first].concat().trim_end().to_owned());
        let indent = " ".repeat(sign.len());
        lines.extend(content.map(|line| if line.is_empty() { line } else { format!("{indent}{line}") }));
    }
    lines
}

fn table(node: &Node) -> Vec<String> {
    let mut rows: Vec<Vec<String>> = node.content.iter().map(row).collect();
    let has_head = node.content.first().is_some_and(|row| row.content.iter().any(|cell| cell.is("tableHeader")));
    if !has_head {
        rows.insert(0, Vec::new());
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let mut lines: Vec<String> = rows
        .into_iter()
        .map(|mut row| {
            row.resize(width, String::new());
            format!("| {} |", row.join(" | "))
        })
        .collect();
    lines.insert(1, format!("|{}", " --- |".repeat(width)));
    lines
}

fn row(row: &Node) -> Vec<String> {
    let mut cells = Vec::new();
    for cell in &row.content {
        cells.push(in_cell(&cell.content).join("<br>"));
        let more = cell.number("colspan", 1, 200).saturating_sub(1);
        cells.extend((0..more).map(|_| String::new()));
    }
    cells
}

/// What stands in a cell, as lines: a table of Markdown has no blocks in it.
fn in_cell(nodes: &[Node]) -> Vec<String> {
    if nodes.iter().all(Node::is_inline) {
        return vec![line(nodes, true, true)];
    }
    let mut lines = Vec::new();
    for node in nodes {
        if matches!(node.kind.as_str(), "image" | "fileBlock") {
            lines.extend(block(node).into_iter().map(|line| line.replace('|', "\\|")));
        } else {
            lines.extend(in_cell(&node.content));
        }
    }
    lines
}

/// What stands in a line. `single` when the line may not be broken in two.
fn line(nodes: &[Node], single: bool, in_cell: bool) -> String {
    let mut out = String::new();
    for (at, node) in nodes.iter().enumerate() {
        match node.kind.as_str() {
            "text" => run(node, nodes.get(at + 1), in_cell, &mut out),
            "hardBreak" if single || at + 1 == nodes.len() || out.is_empty() => out.push_str("<br>"),
            "hardBreak" => out.push_str("\\\n"),
            "mention" => {
                let (sign, kind) = if node.attr("kind") == "space" { ('#', "space") } else { ('@', "person") };
                out.push_str(&reference(&format!("{sign}{}", node.attr("label")), kind, node.attr("id"), in_cell));
            }
            "itemChip" => out.push_str(&reference(node.attr("label"), "item", node.attr("id"), in_cell)),
            _ => out.push_str(&escape::text(&node.words(), out.chars().last(), in_cell)),
        }
    }
    out
}

fn reference(label: &str, kind: &str, id: &str, in_cell: bool) -> String {
    format!("[{}]({})", escape::text(label, Some('['), in_cell), escape::address(&format!("guildhall:{kind}/{id}")))
}

fn run(node: &Node, next: Option<&Node>, in_cell: bool, out: &mut String) {
    let mut marks: Vec<&Mark> = node.marks.iter().collect();
    marks.sort_by_key(|mark| schema::place(&mark.kind));
    let before = out.chars().last().filter(|c| *c != '\n');
    if marks.is_empty() {
        let edge = next.is_none_or(|next| next.is("hardBreak")) || (before.is_none() && node.text == " ");
        let text = escape::text(&node.text, before, in_cell);
        // A blank at the edge was written as a number; within a line it may stay what it is.
        let text = if edge { text } else { text.strip_suffix("&#32;").map(|text| format!("{text} ")).unwrap_or(text) };
        out.push_str(&text);
        // Before what begins with a bracket it would make a picture of it.
        if next.is_some() && out.ends_with('!') {
            out.insert(out.len() - 1, '\\');
        }
        return;
    }
    let signs = has_room(node, before, next);
    // A new line, and in a table a stroke before a bar, cannot stand between the signs of code.
    let unfit = node.text.is_empty() || node.text.contains('\n') || (in_cell && node.text.contains("\\|"));
    let is_code = !unfit && marks.iter().any(|mark| mark.kind == "code");
    let (mut open, mut close) = (String::new(), String::new());
    for mark in &marks {
        let (start, end) = match (mark.kind.as_str(), signs) {
            ("link", _) => ("[".to_owned(), format!("]({})", escape::address(mark.attr("href")))),
            ("bold", true) => ("**".into(), "**".into()),
            ("italic", true) => ("*".into(), "*".into()),
            ("strike", true) => ("~~".into(), "~~".into()),
            ("code", _) if is_code => continue,
            (kind, _) => match TAGS.iter().find(|(_, mark)| *mark == kind) {
                Some((tag, _)) => (format!("<{tag}>"), format!("</{tag}>")),
                None => continue,
            },
        };
        open.push_str(&start);
        close.insert_str(0, &end);
    }
    let words = if is_code { escape::code(&node.text, in_cell) } else { escape::text(&node.text, Some('*'), in_cell) };
    [&open, &words, &close].into_iter().for_each(|part| out.push_str(part));
}

/// Whether signs such as `**` around it are read as such: that depends on what stands on both sides of them.
fn has_room(node: &Node, before: Option<char>, next: Option<&Node>) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let first_of_next = match next {
        None => None,
        Some(next) if next.is("text") && next.marks.is_empty() => next.text.chars().next(),
        Some(next) if next.is("hardBreak") => None,
        Some(_) => Some('*'),
    };
    let free = |c: Option<char>| c.is_none_or(|c| c == ' ' || ".,;:?)(".contains(c));
    let is_code = node.marks.iter().any(|mark| mark.kind == "code");
    !is_code && word(node.text.chars().next()) && word(node.text.chars().last()) && free(before) && free(first_of_next)
}
