//! Lists: of points, of numbers, and of things to tick.

use super::{dom::Element, look::is_silent, read::Reader};
use crate::{Unreadable, page::shape::item};
use guildhall_pages::Node;

impl Reader<'_> {
    /// A list; none when it has no items. What stands in it without being one belongs to the item before.
    pub fn list(&mut self, of: usize, list: &Element, depth: usize) -> Result<Option<Node>, Unreadable> {
        let dom = self.dom;
        let mut items: Vec<(Option<bool>, Vec<Node>)> = Vec::new();
        for (at, element) in dom.children(of) {
            if is_silent(element) || (element.tag().is_empty() && element.text.trim().is_empty()) {
                continue;
            }
            let blocks = match element.tag() {
                "ul" | "ol" => self.list(at, element, depth + 1)?.into_iter().collect(),
                _ => self.blocks(at, depth + 1)?,
            };
            match items.last_mut().filter(|_| element.tag() != "li") {
                Some((_, before)) => before.extend(blocks),
                None => items.push((self.ticked(at, element), blocks)),
            }
        }
        if items.is_empty() {
            return Ok(None);
        }
        let is_tasks = items.iter().any(|(task, _)| task.is_some());
        let start = list.attr("start").and_then(|start| start.parse::<u64>().ok()).filter(|start| *start != 1);
        let node = match (is_tasks, list.tag(), start) {
            (true, ..) => Node::new("taskList"),
            (false, "ol", Some(start)) => Node::new("orderedList").set("start", start),
            (false, "ol", None) => Node::new("orderedList"),
            _ => Node::new("bulletList"),
        };
        let items = items.into_iter().map(|(task, blocks)| item(blocks, is_tasks.then(|| task.unwrap_or(false))));
        Ok(Some(node.with(items.collect())))
    }

    /// Whether an item begins with a box to tick, and whether that is ticked.
    fn ticked(&self, at: usize, element: &Element) -> Option<bool> {
        if let Some(checked) = element.attr("data-checked") {
            return Some(checked == "true");
        }
        let mut below = self.dom.below(at).map(|(_, below)| below);
        let first = below.find(|below| below.tag() == "input" || !below.text.trim().is_empty())?;
        let is_box = first.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"));
        is_box.then(|| first.attr("checked").is_some())
    }
}
