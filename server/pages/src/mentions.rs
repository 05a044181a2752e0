//! Who is mentioned in a page: a label can be put on all mentions of somebody, and nothing beside them is touched.

use crate::{node::Node, shared, wire::ROOT};
use yrs::{Any, ReadTxn, TransactionMut, Xml, XmlElementRef, XmlFragment, XmlOut};

/// Puts another label on every mention of a person; answers how many had none like it.
pub(crate) fn relabel(change: &mut TransactionMut<'_>, person: &str, label: &str) -> usize {
    let Some(root) = change.get_xml_fragment(ROOT) else { return 0 };
    let wanted = |node: &Node| node.attr("kind") != "space" && node.attr("id") == person && node.attr("label") != label;
    let mut found = Vec::new();
    find(change, &root, &wanted, &mut found);
    for mention in &found {
        mention.insert_attribute(change, "label", Any::String(label.into()));
    }
    found.len()
}

fn find<T: ReadTxn>(doc: &T, of: &impl XmlFragment, wanted: &impl Fn(&Node) -> bool, found: &mut Vec<XmlElementRef>) {
    for child in of.children(doc) {
        let XmlOut::Element(element) = child else { continue };
        if element.try_tag().is_none_or(|tag| &**tag != "mention") {
            find(doc, &element, wanted, found);
        } else if wanted(&shared::element(doc, &element)) {
            found.push(element);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Page, markdown};

    const ANA: &str = "01935000-0000-7000-8000-00000000000a";
    const BEN: &str = "01935000-0000-7000-8000-00000000000b";

    #[test]
    fn another_label_stands_on_every_mention_and_the_old_one_is_gone() {
        let ana = format!("[@Ana Moreau](guildhall:person/{ANA})");
        let text = format!("Ask {ana}.\n\n- and [@Ben](guildhall:person/{BEN})\n  - not {ana}");
        let update = Page::default().rewritten(&markdown::read(&text), 7).unwrap();
        let mut page = Page::open([update.as_slice()]).unwrap();
        let update = page.relabelled(ANA, "Former member", 9).unwrap().unwrap();
        page.apply(&update).unwrap();
        let said = markdown::write(&page.tree().unwrap());
        assert_eq!((said.matches("@Former member").count(), said.matches("@Ben").count()), (2, 1), "{said}");
        let state = page.state().unwrap();
        assert!(!state.windows(6).any(|bytes| bytes == b"Moreau"), "what was replaced is kept nowhere");
        assert_eq!(page.relabelled(ANA, "Former member", 9).unwrap(), None);
        // The same of a mention that is taken out.
        let update = page.rewritten(&markdown::read("Ask nobody."), 11).unwrap();
        page.apply(&update).unwrap();
        let state = page.state().unwrap();
        assert!(![ANA, BEN].iter().any(|id| state.windows(id.len()).any(|bytes| bytes == id.as_bytes())));
    }
}
