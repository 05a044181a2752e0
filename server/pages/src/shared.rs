//! Between the shared document and the tree: elements with attributes are nodes, runs of text with formats are texts.

use crate::{
    node::{Mark, Node},
    wire::ROOT,
};
use serde_json::{Map, Number, Value};
use std::{collections::HashMap, sync::Arc};
use yrs::{
    Any, Out, ReadTxn, Text, Xml, XmlElementRef, XmlFragment, XmlOut, XmlTextRef,
    types::{Attrs, text::YChange},
};

/// The whole page.
pub fn read<T: ReadTxn>(doc: &T) -> Node {
    let content = doc.get_xml_fragment(ROOT).map(|root| children(doc, &root)).unwrap_or_default();
    Node::new("doc").with(content)
}

fn children<T: ReadTxn>(doc: &T, of: &impl XmlFragment) -> Vec<Node> {
    let mut nodes = Vec::new();
    of.children(doc).for_each(|child| gather(doc, child, &mut nodes));
    nodes
}

/// What each child of an element is: one element, or the texts of a run, of which there may be none.
pub fn parts<T: ReadTxn>(doc: &T, of: &impl XmlFragment) -> Vec<Vec<Node>> {
    let part = |child: XmlOut| {
        let mut nodes = Vec::new();
        gather(doc, child, &mut nodes);
        nodes
    };
    of.children(doc).map(part).collect()
}

fn gather<T: ReadTxn>(doc: &T, child: XmlOut, nodes: &mut Vec<Node>) {
    match child {
        XmlOut::Element(element) => nodes.push(self::element(doc, &element)),
        XmlOut::Text(text) => texts(doc, &text, nodes),
        XmlOut::Fragment(_) => {}
    }
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

/// A value as an attribute holds it.
pub fn any(value: &Value) -> Any {
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
