//! The points of the checklists of a page, counted from its beginning: ticking one of them touches nothing beside it, so
//! that whoever writes in the same list at that moment loses nothing.

use crate::{node::Node, shared, wire::ROOT};
use yrs::{Any, ReadTxn, TransactionMut, Xml, XmlElementRef, XmlFragment, XmlOut};

/// What became of a point that was to be ticked or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ticked {
    /// It is so after this update.
    By(Vec<u8>),
    /// It was so before.
    Already,
    /// There is no such point, or it says something else by now.
    Gone,
}

/// Sets one; answers whether that changed anything, and nothing when it is not the one that says these words.
pub(crate) fn set(change: &mut TransactionMut<'_>, number: usize, words: &str, checked: bool) -> Option<bool> {
    let mut left = number;
    let root = change.get_xml_fragment(ROOT)?;
    let point = find(change, &root, &mut left)?;
    let now = shared::element(change, &point);
    if spelled(&now) != words {
        return None;
    }
    let differs = now.flag("checked") != checked;
    if differs {
        point.insert_attribute(change, "checked", Any::Bool(checked));
    }
    Some(differs)
}

fn find<T: ReadTxn>(doc: &T, of: &impl XmlFragment, left: &mut usize) -> Option<XmlElementRef> {
    for child in of.children(doc) {
        let XmlOut::Element(element) = child else { continue };
        if element.try_tag().is_some_and(|tag| &**tag == "taskItem") {
            if *left == 0 {
                return Some(element);
            }
            *left -= 1;
        }
        if let Some(found) = find(doc, &element, left) {
            return Some(found);
        }
    }
    None
}

/// What is spelled out in a node. Names of people and items are not: they are drawn anew for each reader.
fn spelled(node: &Node) -> String {
    let below: String = node.content.iter().map(spelled).collect();
    format!("{}{below}", node.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Page, markdown};

    fn page(text: &str) -> Page {
        let update = Page::default().rewritten(&markdown::read(text), 7).unwrap();
        Page::open([update.as_slice()]).unwrap()
    }

    fn ticked(page: &mut Page, number: usize, words: &str, checked: bool) -> bool {
        let Ticked::By(update) = page.ticked(number, words, checked, 9).unwrap() else { return false };
        page.apply(&update).unwrap();
        true
    }

    #[test]
    fn one_point_is_ticked_and_the_rest_stays() {
        let mut page = page("- [ ] Gas off\n- [ ] Flue\n  - [ ] open\n\nWords\n\n- [x] Done");
        assert!(ticked(&mut page, 2, "open", true), "points below points count in the order they are read");
        assert!(ticked(&mut page, 3, "Done", false));
        let said = markdown::write(&page.tree().unwrap());
        assert!(said.contains("- [ ] Flue") && said.contains("- [x] open") && said.contains("- [ ] Done"), "{said}");
    }

    #[test]
    fn what_is_so_already_is_not_written_and_another_point_not_taken_for_it() {
        let page = page("- [x] Gas off");
        assert_eq!(page.ticked(0, "Gas off", true, 9).unwrap(), Ticked::Already);
        assert_eq!(page.ticked(0, "Gas on", false, 9).unwrap(), Ticked::Gone);
        assert_eq!(page.ticked(1, "Gas off", false, 9).unwrap(), Ticked::Gone);
    }

    #[test]
    fn whoever_writes_in_the_same_list_meanwhile_loses_nothing() {
        let mut page = page("- [ ] Gas off");
        let mut typed = page.tree().unwrap();
        typed.content.push(Node::new("paragraph").with(vec![Node::text("Typed", &[])]));
        let theirs = page.rewritten(&typed, 11).unwrap();
        let Ticked::By(mine) = page.ticked(0, "Gas off", true, 9).unwrap() else { panic!("nothing was ticked") };
        page.apply(&theirs).unwrap();
        page.apply(&mine).unwrap();
        let said = markdown::write(&page.tree().unwrap());
        assert!(said.contains("[x] Gas off") && said.contains("Typed"), "{said}");
    }
}
