//! A page as a tree: the shape the editor and the reading page know, with names and attributes as they are.

use serde_json::{Map, Value};

/// Deepest nesting that is read.
const MOST_DEPTH: u8 = 48;

/// A node: `{type, attrs, content, marks, text}`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Node {
    /// Its name.
    pub kind: String,
    /// Its attributes.
    pub attrs: Map<String, Value>,
    /// What is in it.
    pub content: Vec<Node>,
    /// Of a text: how it is written.
    pub marks: Vec<Mark>,
    /// Of a text: what it says.
    pub text: String,
}

/// How a text is written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mark {
    /// Its name.
    pub kind: String,
    /// Its attributes.
    pub attrs: Map<String, Value>,
}

impl Mark {
    /// A mark without attributes.
    pub fn new(kind: &str) -> Mark {
        Mark { kind: kind.into(), attrs: Map::new() }
    }

    /// A link.
    pub fn link(href: &str) -> Mark {
        Mark { kind: "link".into(), attrs: Map::from_iter([("href".to_owned(), Value::from(href))]) }
    }

    /// An attribute that is text.
    pub fn attr(&self, name: &str) -> &str {
        self.attrs.get(name).and_then(Value::as_str).unwrap_or_default()
    }
}

impl Node {
    /// A node with nothing in it.
    pub fn new(kind: &str) -> Node {
        Node { kind: kind.into(), ..Node::default() }
    }

    /// A text.
    pub fn text(text: &str, marks: &[Mark]) -> Node {
        Node { kind: "text".into(), text: text.into(), marks: marks.to_vec(), ..Node::default() }
    }

    /// The same with this in it.
    pub fn with(mut self, content: Vec<Node>) -> Node {
        self.content = content;
        self
    }

    /// The same with an attribute.
    pub fn set(mut self, name: &str, value: impl Into<Value>) -> Node {
        self.attrs.insert(name.into(), value.into());
        self
    }

    /// Whether it is of this name.
    pub fn is(&self, kind: &str) -> bool {
        self.kind == kind
    }

    /// An attribute that is text.
    pub fn attr(&self, name: &str) -> &str {
        self.attrs.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// An attribute that is a number, within bounds.
    pub fn number(&self, name: &str, least: u64, most: u64) -> u64 {
        let value = self.attrs.get(name);
        // Numbers of JavaScript have no sort: a 2 may arrive as 2.0.
        let number = value.and_then(|value| value.as_u64().or_else(|| value.as_f64().map(|n| n.max(0.0) as u64)));
        number.unwrap_or(least).clamp(least, most)
    }

    /// Whether an attribute is set.
    pub fn flag(&self, name: &str) -> bool {
        self.attrs.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    /// Whether it stands within a line.
    pub fn is_inline(&self) -> bool {
        matches!(self.kind.as_str(), "text" | "hardBreak" | "mention" | "itemChip")
    }

    /// As the JSON of the editor.
    pub fn to_json(&self) -> Value {
        let mut json = Map::new();
        json.insert("type".into(), Value::from(self.kind.as_str()));
        if !self.attrs.is_empty() {
            json.insert("attrs".into(), Value::Object(self.attrs.clone()));
        }
        if !self.content.is_empty() {
            json.insert("content".into(), Value::Array(self.content.iter().map(Node::to_json).collect()));
        }
        if !self.marks.is_empty() {
            json.insert("marks".into(), Value::Array(self.marks.iter().map(Mark::to_json).collect()));
        }
        if self.is("text") {
            json.insert("text".into(), Value::from(self.text.as_str()));
        }
        Value::Object(json)
    }

    /// A node of JSON as [`Node::to_json`] writes it; none when it is none, or is nested deeper than pages are.
    pub fn from_json(json: &Value) -> Option<Node> {
        Node::below(json, 0)
    }

    fn below(json: &Value, depth: u8) -> Option<Node> {
        let attrs = |json: &Value| json.get("attrs").and_then(Value::as_object).cloned().unwrap_or_default();
        let list = |name: &str| json.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let kind = |json: &Value| Some(json.get("type")?.as_str()?.to_owned());
        if depth > MOST_DEPTH {
            return None;
        }
        let content: Option<Vec<Node>> = list("content").iter().map(|child| Node::below(child, depth + 1)).collect();
        let marks: Option<Vec<Mark>> =
            list("marks").iter().map(|mark| Some(Mark { kind: kind(mark)?, attrs: attrs(mark) })).collect();
        let text = json.get("text").and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(Node { kind: kind(json)?, attrs: attrs(json), content: content?, marks: marks?, text })
    }

    /// What is written in it, blocks in lines of their own.
    pub fn words(&self) -> String {
        let mut out = String::new();
        self.speak(&mut out);
        out.trim().to_owned()
    }

    fn speak(&self, out: &mut String) {
        match self.kind.as_str() {
            "text" => return out.push_str(&self.text),
            "hardBreak" => return out.push('\n'),
            "mention" => {
                out.push_str(if self.attr("kind") == "space" { "#" } else { "@" });
                return out.push_str(self.attr("label"));
            }
            "itemChip" => return out.push_str(self.attr("label")),
            "image" => out.push_str(self.attr("alt")),
            "fileBlock" => out.push_str(self.attr("name")),
            "taskView" => out.push_str(self.attr("title")),
            _ => {}
        }
        self.content.iter().for_each(|node| node.speak(out));
        if !self.is_inline() && !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
    }
}

impl Mark {
    fn to_json(&self) -> Value {
        let mut json = Map::from_iter([("type".to_owned(), Value::from(self.kind.as_str()))]);
        if !self.attrs.is_empty() {
            json.insert("attrs".into(), Value::Object(self.attrs.clone()));
        }
        Value::Object(json)
    }
}
