//! Writes a page as HTML. Every text is escaped, every tag and attribute is one of those below.

use crate::{node::Node, outline::headings, schema};
use std::fmt::Write;

/// What stands for the files and items of a page outside of it.
pub trait Names {
    /// The address of a file of the page; none leaves its name.
    fn file(&self, id: &str) -> Option<String>;
    /// The address of a picture that is shown; the same unless told.
    fn picture(&self, id: &str) -> Option<String> {
        self.file(id)
    }
    /// The address of a person, space or item.
    fn reference(&self, kind: &str, id: &str) -> Option<String>;
}

/// A page as the inside of an HTML body.
pub fn write(doc: &Node, names: &dyn Names) -> String {
    let anchors = headings(doc).into_iter().map(|heading| (heading.anchor, heading.text, heading.level)).collect();
    let mut writer = Writer { out: String::new(), names, next: 0, anchors };
    writer.all(&doc.content);
    writer.out
}

struct Writer<'n> {
    out: String,
    names: &'n dyn Names,
    next: usize,
    anchors: Vec<(String, String, u8)>,
}

/// Text for between tags and in attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\0' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

impl Writer<'_> {
    fn all(&mut self, nodes: &[Node]) {
        nodes.iter().for_each(|node| self.node(node));
    }

    fn wrapped(&mut self, open: &str, close: &str, nodes: &[Node]) {
        self.out.push_str(open);
        self.all(nodes);
        self.out.push_str(close);
    }

    fn node(&mut self, node: &Node) {
        match node.kind.as_str() {
            "text" => self.text(node),
            "hardBreak" => self.out.push_str("<br>"),
            "paragraph" => self.wrapped("<p>", "</p>\n", &node.content),
            "heading" => {
                let level = node.number("level", 1, 4);
                let anchor = self.anchors.get(self.next).map(|(anchor, ..)| escape(anchor)).unwrap_or_default();
                self.next += 1;
                self.wrapped(&format!("<h{level} id=\"{anchor}\">"), &format!("</h{level}>\n"), &node.content);
            }
            "bulletList" => self.wrapped("<ul>\n", "</ul>\n", &node.content),
            "orderedList" => {
                let start = node.number("start", 0, 999_999_999);
                let open = if node.attrs.contains_key("start") {
                    format!("<ol start=\"{start}\">\n")
                } else {
                    "<ol>\n".into()
                };
                self.wrapped(&open, "</ol>\n", &node.content);
            }
            "listItem" => self.wrapped("<li>", "</li>\n", &node.content),
            "taskList" => self.wrapped("<ul data-type=\"taskList\">\n", "</ul>\n", &node.content),
            "taskItem" => {
                let checked = if node.flag("checked") { " checked" } else { "" };
                let open = format!("<li><input type=\"checkbox\" disabled{checked}> ");
                self.wrapped(&open, "</li>\n", &node.content);
            }
            "blockquote" => self.wrapped("<blockquote>\n", "</blockquote>\n", &node.content),
            "callout" => {
                let kind = if node.attr("kind").is_empty() { "note" } else { node.attr("kind") };
                self.wrapped(&format!("<aside data-callout=\"{}\">\n", escape(kind)), "</aside>\n", &node.content);
            }
            "codeBlock" => {
                let language = node.attr("language");
                let class = if language.is_empty() {
                    String::new()
                } else {
                    format!(" class=\"language-{}\"", escape(language))
                };
                self.wrapped(&format!("<pre><code{class}>"), "</code></pre>\n", &node.content);
            }
            "horizontalRule" => self.out.push_str("<hr>\n"),
            "table" => self.wrapped("<table>\n", "</table>\n", &node.content),
            "tableRow" => self.wrapped("<tr>", "</tr>\n", &node.content),
            "tableHeader" | "tableCell" => self.cell(node),
            "image" => self.image(node),
            "fileBlock" => self.file(node),
            "tableOfContents" => self.contents(),
            "taskView" => self.wrapped("<p>", "</p>\n", &[Node::text(node.attr("title"), &[])]),
            "mention" | "itemChip" => self.reference(node),
            _ => self.all(&node.content),
        }
    }

    fn text(&mut self, node: &Node) {
        let mut close = String::new();
        for mark in &node.marks {
            let (open, end) = match mark.kind.as_str() {
                "link" if schema::is_safe(mark.attr("href")) => {
                    let href = mark.attr("href");
                    let own = href.strip_prefix("guildhall:").and_then(|rest| rest.split_once('/'));
                    let href = match own {
                        Some(("file", id)) => self.names.file(id),
                        Some((kind, id)) => self.names.reference(kind, id),
                        None if href.starts_with("guildhall:") => None,
                        None => Some(href.to_owned()),
                    };
                    let Some(href) = href else { continue };
                    (format!("<a href=\"{}\" rel=\"noopener noreferrer nofollow\">", escape(&href)), "</a>")
                }
                "bold" => ("<strong>".into(), "</strong>"),
                "italic" => ("<em>".into(), "</em>"),
                "strike" => ("<s>".into(), "</s>"),
                "underline" => ("<u>".into(), "</u>"),
                "highlight" => ("<mark>".into(), "</mark>"),
                "code" => ("<code>".into(), "</code>"),
                _ => continue,
            };
            self.out.push_str(&open);
            close.insert_str(0, end);
        }
        self.out.push_str(&escape(&node.text));
        self.out.push_str(&close);
    }

    fn cell(&mut self, node: &Node) {
        let tag = if node.is("tableHeader") { "th" } else { "td" };
        let mut open = format!("<{tag}");
        for name in ["colspan", "rowspan"] {
            let over = node.number(name, 1, 200);
            if over > 1 {
                let _ = write!(open, " {name}=\"{over}\"");
            }
        }
        open.push('>');
        self.wrapped(&open, &format!("</{tag}>"), &node.content);
    }

    fn image(&mut self, node: &Node) {
        let alt = escape(node.attr("alt"));
        let Some(source) = self.names.picture(node.attr("file")) else {
            return self.wrapped("<p>", "</p>\n", &[Node::text(node.attr("alt"), &[])]);
        };
        let width = node.number("width", 0, 10_000);
        let width = if width > 0 { format!(" width=\"{width}\"") } else { String::new() };
        let _ = writeln!(self.out, "<p><img src=\"{}\" alt=\"{alt}\"{width}></p>", escape(&source));
    }

    fn file(&mut self, node: &Node) {
        let name = escape(node.attr("name"));
        let _ = match self.names.file(node.attr("file")) {
            Some(address) => writeln!(self.out, "<p><a href=\"{}\">{name}</a></p>", escape(&address)),
            None => writeln!(self.out, "<p>{name}</p>"),
        };
    }

    fn contents(&mut self) {
        self.out.push_str("<nav><ul>\n");
        for (anchor, text, level) in self.anchors.clone() {
            let _ = writeln!(
                self.out,
                "<li data-level=\"{level}\"><a href=\"#{}\">{}</a></li>",
                escape(&anchor),
                escape(&text)
            );
        }
        self.out.push_str("</ul></nav>\n");
    }

    fn reference(&mut self, node: &Node) {
        let (sign, kind) = match (node.kind.as_str(), node.attr("kind")) {
            ("itemChip", _) => ("", "item"),
            (_, "space") => ("#", "space"),
            _ => ("@", "person"),
        };
        let label = escape(&format!("{sign}{}", node.attr("label")));
        let _ = match self.names.reference(kind, node.attr("id")) {
            Some(address) => write!(self.out, "<a href=\"{}\">{label}</a>", escape(&address)),
            None => write!(self.out, "{label}"),
        };
    }
}
