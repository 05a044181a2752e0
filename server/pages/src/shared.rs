//! Between the shared document and the tree: elements with attributes are nodes, runs of text with formats are texts.

use crate::{
    node::{Mark, Node},
    wire::ROOT,
};
use serde_json::{Map, Number, Value};
use std::{collections::HashMap, sync::Arc};
use yrs::{
    Any, Out, ReadTxn, Text, TransactionMut, Xml, XmlElementPrelim, XmlElementRef, XmlFragment, XmlFragmentRef, XmlOut,
    XmlTextPrelim, XmlTextRef,
    types::{Attrs, text::YChange},
};

/// The whole page.
pub fn read<T: ReadTxn>(doc: &T) -> Node {
    let content = doc.get_xml_fragment(ROOT).map(|root| children(doc, &root)).unwrap_or_default();
    Node::new("doc").with(content)
}

fn children<T: ReadTxn>(doc: &T, of: &impl XmlFragment) -> Vec<Node> {
    let mut nodes = Vec::new();
    for child in of.children(doc) {
        match child {
            XmlOut::Element(element) => nodes.push(self::element(doc, &element)),
            XmlOut::Text(text) => texts(doc, &text, &mut nodes),
            XmlOut::Fragment(_) => {}
        }
    }
    nodes
}

/// One element with what is in it.
pub fn element<T: ReadTxn>(doc: &T, element: &XmlElementRef) -> Node {
    let attrs = element.attributes(doc).filter_map(|(name, value)| match value {
        Out::Any(value) => Some((name.to_owned(), json(&value)?)),
        _ => None,
    });
    Node {
        kind: element.try_tag().map(|tag| tag.to_string()).unwrap_or_default(),
        attrs: attrs.collect(),
        content: children(doc, element),
        ..Node::default()
    }
}

fn texts<T: ReadTxn>(doc: &T, text: &XmlTextRef, nodes: &mut Vec<Node>) {
    for part in text.diff(doc, YChange::identity) {
        let Out::Any(Any::String(words)) = part.insert else { continue };
        let marks = part.attributes.map(|attributes| marks(&attributes)).unwrap_or_default();
        // A format that was taken back leaves a seam that nobody sees.
        match nodes.last_mut() {
            Some(last) if last.is("text") && last.marks == marks => last.text.push_str(&words),
            _ => nodes.push(Node::text(&words, &marks)),
        }
    }
}

fn marks(attributes: &Attrs) -> Vec<Mark> {
    let mut marks: Vec<Mark> = attributes
        .iter()
        .filter_map(|(name, value)| {
            let attrs = match json(value)? {
                Value::Object(attrs) => attrs,
                Value::Null => return None,
                _ => Map::new(),
            };
            Some(Mark { kind: name.to_string(), attrs })
        })
        .collect();
    marks.sort_by(|one, other| one.kind.cmp(&other.kind));
    marks
}

/// A value of an attribute; nothing when JSON has no such value.
pub fn json(value: &Any) -> Option<Value> {
    Some(match value {
        Any::Null => Value::Null,
        Any::Undefined | Any::Buffer(_) => return None,
        Any::Bool(value) => Value::Bool(*value),
        Any::Number(yrs::any::Number::Int(value)) => Value::from(*value),
        // Numbers of JavaScript have no sort.
        Any::Number(yrs::any::Number::Float(value)) if value.fract() == 0.0 && value.abs() < 9e15 => {
            Value::from(*value as i64)
        }
        Any::Number(yrs::any::Number::Float(value)) => Value::Number(Number::from_f64(*value)?),
        Any::String(value) => Value::from(value.as_ref()),
        Any::Array(values) => Value::Array(values.iter().filter_map(json).collect()),
        Any::Map(values) => {
            Value::Object(values.iter().filter_map(|(name, value)| Some((name.clone(), json(value)?))).collect())
        }
    })
}

fn any(value: &Value) -> Any {
    match value {
        Value::Null => Any::Null,
        Value::Bool(value) => Any::Bool(*value),
        Value::Number(value) => match value.as_i64() {
            Some(whole) => Any::Number(yrs::any::Number::Int(whole)),
            None => Any::Number(yrs::any::Number::Float(value.as_f64().unwrap_or_default())),
        },
        Value::String(value) => Any::String(value.as_str().into()),
        Value::Array(values) => Any::Array(values.iter().map(any).collect()),
        Value::Object(values) => {
            let values = values.iter().map(|(name, value)| (name.clone(), any(value)));
            Any::Map(Arc::new(values.collect::<HashMap<_, _>>()))
        }
    }
}

/// Makes the page say this. Blocks that are the same at the beginning and the end are left alone.
pub fn write(change: &mut TransactionMut<'_>, tree: &Node) {
    let Some(root) = change.get_xml_fragment(ROOT) else { return };
    let now: Vec<Option<Node>> = root
        .children(change)
        .map(|child| match child {
            XmlOut::Element(element) => Some(self::element(change, &element)),
            XmlOut::Text(_) | XmlOut::Fragment(_) => None,
        })
        .collect();
    let (before, after) = (now.as_slice(), tree.content.as_slice());
    let same = |one: &Option<Node>, other: &Node| one.as_ref() == Some(other);
    let start = before.iter().zip(after).take_while(|(one, other)| same(one, other)).count();
    let rest = before.len().min(after.len()) - start;
    let end =
        before.iter().rev().zip(after.iter().rev()).take(rest).take_while(|(one, other)| same(one, other)).count();
    let removed = before.len() - start - end;
    if removed > 0 {
        root.remove_range(change, number(start), number(removed));
    }
    let new = after.get(start..after.len() - end).unwrap_or_default();
    insert(change, &root, start, new);
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn insert(change: &mut TransactionMut<'_>, into: &XmlFragmentRef, mut at: usize, nodes: &[Node]) {
    for run in nodes.chunk_by(|one, other| one.is("text") && other.is("text")) {
        match run {
            [node] if !node.is("text") => {
                let element = into.insert(change, number(at), XmlElementPrelim::empty(node.kind.as_str()));
                fill(change, &element, node);
            }
            texts => {
                let text = into.insert(change, number(at), XmlTextPrelim::new(""));
                spell(change, &text, texts);
            }
        }
        at += 1;
    }
}

fn fill(change: &mut TransactionMut<'_>, element: &XmlElementRef, node: &Node) {
    for (name, value) in node.attrs.iter().filter(|(_, value)| !value.is_null()) {
        element.insert_attribute(change, name.as_str(), any(value));
    }
    insert(change, element.as_ref(), 0, &node.content);
}

fn spell(change: &mut TransactionMut<'_>, text: &XmlTextRef, parts: &[Node]) {
    let mut at = 0;
    for part in parts.iter().filter(|part| !part.text.is_empty()) {
        let marks = part.marks.iter().map(|mark| {
            let attrs = mark.attrs.iter().map(|(name, value)| (name.clone(), any(value)));
            (Arc::from(mark.kind.as_str()), Any::Map(Arc::new(attrs.collect::<HashMap<_, _>>())))
        });
        text.insert_with_attributes(change, at, &part.text, marks.collect());
        at += number(part.text.encode_utf16().count());
    }
}
