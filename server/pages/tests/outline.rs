//! What a page is about, and how two states of it differ.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;

use common::{Dice, Writer, doc};
use guildhall_pages::{
    Page,
    compare::{Change, compare},
    html, markdown,
    outline::{count_words, headings, named, sections},
};
use yrs::{Assoc, IndexedSequence, Text, Transact, XmlFragment, XmlOut, updates::encoder::Encode};

#[test]
fn headings_have_anchors_of_their_own() {
    let tree = markdown::read("# Größe & Maße\n\n## Plan\n\na\n\n## Plan\n\nb\n\n## plan-2\n\n> # Inside\n\n### !!\n");
    let anchors: Vec<String> = headings(&tree).into_iter().map(|heading| heading.anchor).collect();
    assert_eq!(anchors, ["größe-maße", "plan", "plan-2", "plan-2-2", "inside", "section"]);
    let texts: Vec<String> = sections(&tree).into_iter().map(|section| section.text).collect();
    assert_eq!(texts, ["", "a", "b", "", "", ""]);
}

#[test]
fn words_are_counted_as_people_count_them() {
    for (text, count) in [("", 0), ("one two", 2), ("don't stop-gap 3.5", 3), ("日本語", 3), ("a\n\nb", 2)] {
        assert_eq!(count_words(&markdown::read(text)), count, "{text}");
    }
}

#[test]
fn what_a_page_names_is_found_once() {
    let named = named(&markdown::read(
        "[@A](guildhall:person/1) [@A](guildhall:person/1) **[#K](guildhall:space/2)**\n\n- [T](guildhall:item/3)\n\n\
         ![](guildhall:file/4)\n\n[f](guildhall:file/5)\n",
    ));
    let of = |set: &std::collections::BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(
        (of(&named.people), of(&named.spaces), of(&named.items), of(&named.files)),
        ("1".into(), "2".into(), "3".into(), "4 5".into())
    );
}

#[test]
fn states_are_compared_by_words_under_their_headings() {
    let old = markdown::read("before\n\n# A\n\nthe quick fox\n\n# Gone\n\nx\n\n# Z\n\nend\n");
    let new = markdown::read("before\n\n# A\n\nthe slow red fox\n\n# New\n\ny z\n\n# Z\n\nend\n");
    let difference = compare(&old, &new);
    assert_eq!((difference.added, difference.removed), (5, 3));
    let block = &difference.blocks[1];
    assert_eq!(block.heading.as_deref(), Some("A"));
    assert_eq!(
        block.parts.iter().map(|(change, text)| (*change, text.as_str())).collect::<Vec<_>>(),
        [(Change::Same, "the "), (Change::Removed, "quick"), (Change::Added, "slow red"), (Change::Same, " fox")]
    );
    let names: Vec<_> = difference.blocks.iter().map(|block| block.heading.clone().unwrap_or_default()).collect();
    assert_eq!(names, ["", "A", "Gone", "New", "Z"]);
}

#[test]
fn a_comparison_gives_both_texts_again_and_long_ones_take_no_time() {
    let mut dice = Dice(3);
    for round in 0..300 {
        let count = if round == 0 { 40_000 } else { dice.below(60) };
        let text: Vec<String> =
            (0..count).map(|_| format!("w{}", dice.below(if round == 0 { 9_999 } else { 5 }))).collect();
        let mut other = text.clone();
        for _ in 0..dice.below(8) {
            let at = dice.below(other.len() + 1);
            match dice.below(2) {
                0 => other.insert(at, "new".into()),
                _ => drop((at < other.len()).then(|| other.remove(at))),
            }
        }
        let (old, new) = (text.join(" "), other.join(" "));
        let difference = compare(&doc(&[&old]), &doc(&[&new]));
        let side = |not: Change| -> String {
            let parts = difference.blocks.iter().flat_map(|block| &block.parts);
            parts.filter(|(change, _)| *change != not).map(|(_, text)| text.as_str()).collect()
        };
        assert_eq!(side(Change::Added).trim(), old.trim());
        assert_eq!(side(Change::Removed).trim(), new.trim());
        assert!(round > 0 || difference.added + difference.removed < 500, "{}", difference.added);
    }
}

#[test]
fn a_passage_stays_with_its_words() {
    let mut page = Page::default();
    page.apply(&page.rewritten(&doc(&["flour and water", "salt"]), 1).unwrap()).unwrap();
    let writer = Writer::new(9);
    writer.take(&page.state().unwrap());
    let text = |number| {
        let change = writer.doc.transact();
        let Some(XmlOut::Element(block)) = writer.root.get(&change, number) else { panic!("no block") };
        let Some(XmlOut::Text(text)) = block.get(&change, 0) else { panic!("no text") };
        text
    };
    let (first, second) = (text(0), text(1));
    let mut change = writer.doc.transact_mut();
    let at = |text: &yrs::XmlTextRef, change: &mut yrs::TransactionMut<'_>, index| {
        text.sticky_index(change, index, Assoc::After).unwrap().encode_v1()
    };
    let (start, end) = (at(&first, &mut change, 6), at(&first, &mut change, 9));
    let last = at(&second, &mut change, 2);
    first.insert(&mut change, 0, "white ");
    first.insert(&mut change, 13, "n");
    let update = change.encode_update_v1();
    drop(change);
    let says = |page: &Page, start: &[u8], end: &[u8]| page.passage(start, end).unwrap().map(|passage| passage.text);
    assert_eq!(says(&page, &start, &end).as_deref(), Some("and"));
    page.apply(&update).unwrap();
    assert_eq!(says(&page, &start, &end).as_deref(), Some("annd"));
    assert_eq!(says(&page, &start, &last).as_deref(), Some("annd water\nsa"));
    let mut change = writer.doc.transact_mut();
    first.remove_range(&mut change, 10, 8);
    let update = change.encode_update_v1();
    drop(change);
    page.apply(&update).unwrap();
    assert_eq!(says(&page, &start, &end).as_deref(), Some(""));
    for bytes in [&[][..], &[9, 9], &[0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1], &[0, 55, 1, 0]] {
        assert_eq!(says(&page, bytes, &end), None, "{bytes:?}");
    }
}

#[test]
fn a_passage_is_found_by_its_words_for_whoever_sees_no_places() {
    let mut page = Page::default();
    let tree = markdown::read("Größe 🥖 und **Salz**, Salz\n\n- eins\n- zwei\n\nEnde");
    page.apply(&page.rewritten(&tree, 1).unwrap()).unwrap();
    let found = |page: &Page, at, said: &str| {
        let found = page.find(at, said).unwrap()?;
        let stands = page.passage(&found.start, &found.end).unwrap().unwrap();
        assert_eq!(stands.text, found.text, "{said}");
        Some((stands.from, stands.to, found.text))
    };
    let there = |from, to, text: &str| Some((from, to, text.to_owned()));
    // Units of JavaScript: the loaf is two of them.
    assert_eq!(found(&page, 13, "Salz"), there(13, 17, "Salz"));
    assert_eq!(found(&page, 19, "Salz"), there(19, 23, "Salz"));
    assert_eq!(found(&page, 6, "🥖 und"), there(6, 12, "🥖 und"));
    assert_eq!(found(&page, 0, "Größe 🥖 und Salz, Salzeins"), there(0, 27, "Größe 🥖 und Salz, Salz\neins"));
    assert_eq!(found(&page, 23, "einszweiEnde"), there(23, 35, "eins\nzwei\nEnde"));
    // Elsewhere only where it is plain which is meant.
    assert_eq!(found(&page, 2, "zwei"), there(27, 31, "zwei"));
    for (at, said) in [(2, "Salz"), (7, "Salz"), (u32::MAX, "Salz"), (0, "nirgends"), (0, "")] {
        assert_eq!(found(&page, at, said), None, "{said} at {at}");
    }
    assert_eq!(found(&Page::default(), 0, "Salz"), None);

    // It stays with its words, also those at the end of a line.
    let (salt, end) = (page.find(19, "Salz").unwrap().unwrap(), page.find(31, "Ende").unwrap().unwrap());
    let writer = Writer::new(9);
    writer.take(&page.state().unwrap());
    let mut change = writer.doc.transact_mut();
    let text = |change: &yrs::TransactionMut<'_>, block: u32, inside: &[u32]| {
        let first = writer.root.get(change, block);
        let last = inside.iter().fold(first, |node, number| {
            let Some(XmlOut::Element(element)) = node else { panic!("no block") };
            element.get(change, *number)
        });
        let Some(XmlOut::Text(text)) = last else { panic!("no text") };
        text
    };
    let (line, point) = (text(&change, 0, &[0]), text(&change, 1, &[1, 0, 0]));
    line.insert(&mut change, 0, "Vorweg ");
    point.insert(&mut change, 0, "und noch ");
    let update = change.encode_update_v1();
    drop(change);
    page.apply(&update).unwrap();
    let says = |found: &guildhall_pages::Found| page.passage(&found.start, &found.end).unwrap().unwrap();
    assert_eq!((says(&salt).text, says(&salt).from), ("Salz".into(), 26));
    assert_eq!((says(&end).text, says(&end).from), ("Ende".into(), 47));
}

struct Names;

impl html::Names for Names {
    fn file(&self, id: &str) -> Option<String> {
        (id == "4").then(|| "files/4".into())
    }
    fn reference(&self, _: &str, _: &str) -> Option<String> {
        None
    }
}

#[test]
fn nothing_in_the_html_of_a_page_can_run() {
    let tree = markdown::read(
        "# <i>\"x\"</i>\n\n&lt;script&gt; [a](https://x.de/?\"onclick=1) ![\"](guildhall:file/4) \n\n![b](guildhall:file/5)\n\n[@N](guildhall:person/1)\n",
    );
    let html = html::write(&tree, &Names);
    assert_eq!(
        html,
        "<h1 id=\"x\"><em>&quot;x&quot;</em></h1>\n<p>&lt;script&gt; <a href=\"https://x.de/?&quot;onclick=1\" rel=\"noopener noreferrer nofollow\">a</a> &quot;</p>\n<p>b</p>\n<p>@N</p>\n"
    );
    let mut wild = guildhall_pages::Node::new("doc");
    wild.content.push(
        guildhall_pages::Node::new("script")
            .set("src", "x")
            .with(vec![guildhall_pages::Node::text("y", &[guildhall_pages::Mark::link("javascript:1")])]),
    );
    assert_eq!(html::write(&guildhall_pages::known(wild.clone()), &Names), "<p>y</p>\n");
    assert_eq!(html::write(&wild, &Names), "y");
}
