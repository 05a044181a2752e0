//! The tree of an HTML text, in one list: nothing in it calls itself, however deep it is.

use crate::Unreadable;
use html5ever::{
    Attribute, LocalName, Namespace, ParseOpts, QualName,
    interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink},
    local_name, ns, parse_document,
    tendril::{StrTendril, TendrilSink},
};
use std::{borrow::Cow, cell::RefCell};

/// Most elements and texts.
const MOST_ELEMENTS: usize = 200_000;
/// How much is parsed at once.
const PIECE: usize = 32 << 10;

/// A node: an element, or text.
#[derive(Debug, Default)]
pub(super) struct Element {
    name: Option<QualName>,
    attrs: Vec<(String, String)>,
    pub text: String,
    parent: Option<usize>,
    pub children: Vec<usize>,
}

impl Element {
    /// The name of an element; empty for text.
    pub fn tag(&self) -> &str {
        self.name.as_ref().map_or("", |name| &name.local)
    }

    /// An attribute.
    pub fn attr(&self, name: &str) -> Option<&str> {
        self.attrs.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// See the module.
pub(super) struct Dom(Vec<Element>);

impl Dom {
    /// The tree of a text, taken in pieces so that one with more elements than any page has is given up early.
    pub fn parse(html: &str) -> Result<Dom, Unreadable> {
        let sink = Sink(RefCell::new(vec![Element::default()]));
        let mut options = ParseOpts::default();
        options.tree_builder.scripting_enabled = false;
        let mut parser = parse_document(sink, options);
        let mut rest = html;
        while !rest.is_empty() {
            let end = (PIECE.min(rest.len())..=rest.len()).find(|end| rest.is_char_boundary(*end));
            let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
            parser.process(StrTendril::from(piece));
            if parser.tokenizer.sink.sink.0.borrow().len() > MOST_ELEMENTS {
                return Err(Unreadable::TooLarge);
            }
            rest = after;
        }
        Ok(Dom(parser.finish().0.into_inner()))
    }

    /// The document itself.
    pub fn root(&self) -> usize {
        0
    }

    pub fn get(&self, at: usize) -> Option<&Element> {
        self.0.get(at)
    }

    pub fn children(&self, of: usize) -> impl Iterator<Item = (usize, &Element)> {
        let children = self.get(of).map(|element| element.children.as_slice()).unwrap_or_default();
        children.iter().filter_map(|child| Some((*child, self.get(*child)?)))
    }

    /// Everything below a node, in order.
    pub fn below(&self, of: usize) -> impl Iterator<Item = (usize, &Element)> {
        let mut next: Vec<usize> =
            self.get(of).map(|element| element.children.iter().rev().copied().collect()).unwrap_or_default();
        std::iter::from_fn(move || {
            let at = next.pop()?;
            let element = self.get(at)?;
            next.extend(element.children.iter().rev());
            Some((at, element))
        })
    }

    /// The text below a node as it stands there.
    pub fn text(&self, of: usize) -> String {
        self.below(of).map(|(_, element)| if element.tag() == "br" { "\n" } else { element.text.as_str() }).collect()
    }

    /// What the document calls itself.
    pub fn title(&self) -> Option<String> {
        let (at, _) = self.below(0).find(|(_, element)| element.tag() == "title")?;
        let words: Vec<String> = self.text(at).split_whitespace().map(str::to_owned).collect();
        Some(words.join(" ")).filter(|title| !title.is_empty())
    }
}

struct Sink(RefCell<Vec<Element>>);

/// The name of an element, for the parser.
#[derive(Debug)]
struct Name(QualName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Sink {
    fn add(&self, element: Element) -> usize {
        let mut all = self.0.borrow_mut();
        all.push(element);
        all.len() - 1
    }

    fn change(&self, at: usize, change: impl FnOnce(&mut Element)) {
        if let Some(element) = self.0.borrow_mut().get_mut(at) {
            change(element);
        }
    }

    fn detach(&self, at: usize) {
        let mut all = self.0.borrow_mut();
        let parent = all.get_mut(at).and_then(|element| element.parent.take());
        if let Some(parent) = parent.and_then(|parent| all.get_mut(parent)) {
            // What is moved was put there last, most of the time.
            if let Some(place) = parent.children.iter().rposition(|child| *child == at) {
                parent.children.remove(place);
            }
        }
    }

    /// Puts a node, or text, before the child at a place; text joins text before it.
    fn put(&self, parent: usize, place: usize, child: NodeOrText<usize>) {
        let child = match child {
            NodeOrText::AppendNode(node) => node,
            NodeOrText::AppendText(text) => {
                let mut all = self.0.borrow_mut();
                let before = place.checked_sub(1).and_then(|place| all.get(parent)?.children.get(place).copied());
                if let Some(before) = before.and_then(|before| all.get_mut(before)).filter(|one| one.name.is_none()) {
                    before.text.push_str(&text);
                    return;
                }
                drop(all);
                self.add(Element { text: text.to_string(), ..Element::default() })
            }
        };
        self.change(child, |element| element.parent = Some(parent));
        self.change(parent, |element| element.children.insert(place.min(element.children.len()), child));
    }

    fn count(&self, of: usize) -> usize {
        self.0.borrow().get(of).map_or(0, |element| element.children.len())
    }
}

impl TreeSink for Sink {
    type Handle = usize;
    type Output = Self;
    type ElemName<'a> = Name;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> usize {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> Name {
        let name = self.0.borrow().get(*target).and_then(|element| element.name.clone());
        Name(name.unwrap_or_else(|| QualName::new(None, ns!(html), local_name!(""))))
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> usize {
        let attrs = attrs.into_iter().map(|one| (one.name.local.to_string(), one.value.to_string())).collect();
        self.add(Element { name: Some(name), attrs, ..Element::default() })
    }

    fn create_comment(&self, _: StrTendril) -> usize {
        self.add(Element { name: Some(QualName::new(None, ns!(html), local_name!("script"))), ..Element::default() })
    }

    fn create_pi(&self, _: StrTendril, text: StrTendril) -> usize {
        self.create_comment(text)
    }

    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        self.put(*parent, self.count(*parent), child);
    }

    fn append_based_on_parent_node(&self, element: &usize, before: &usize, child: NodeOrText<usize>) {
        let has_parent = self.0.borrow().get(*element).is_some_and(|element| element.parent.is_some());
        if has_parent { self.append_before_sibling(element, child) } else { self.append(before, child) }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }

    fn same_node(&self, one: &usize, other: &usize) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &usize, new: NodeOrText<usize>) {
        if let NodeOrText::AppendNode(node) = &new {
            self.detach(*node);
        }
        let place = {
            let all = self.0.borrow();
            let parent = all.get(*sibling).and_then(|element| element.parent);
            let children = parent.and_then(|parent| all.get(parent)).map(|parent| parent.children.as_slice());
            parent.zip(children.and_then(|children| children.iter().rposition(|child| child == sibling)))
        };
        if let Some((parent, place)) = place {
            self.put(parent, place, new);
        }
    }

    fn add_attrs_if_missing(&self, target: &usize, attrs: Vec<Attribute>) {
        self.change(*target, |element| {
            for one in attrs {
                let name = one.name.local.to_string();
                if element.attr(&name).is_none() {
                    element.attrs.push((name, one.value.to_string()));
                }
            }
        });
    }

    fn remove_from_parent(&self, target: &usize) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &usize, to: &usize) {
        let children = {
            let mut all = self.0.borrow_mut();
            all.get_mut(*node).map(|element| std::mem::take(&mut element.children)).unwrap_or_default()
        };
        for child in &children {
            self.change(*child, |element| element.parent = Some(*to));
        }
        self.change(*to, |element| element.children.extend(children));
    }
}
