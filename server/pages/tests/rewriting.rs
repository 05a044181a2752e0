//! Pages that are made to say something else: they say it, and what stayed the same stayed where it was.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;

use common::{Dice, Writer};
use guildhall_pages::{Found, Node, Page, markdown};
use yrs::{Text, Transact, XmlFragment, XmlOut};

fn page(text: &str) -> Page {
    let update = Page::default().rewritten(&markdown::read(text), 7).unwrap();
    Page::open([update.as_slice()]).unwrap()
}

fn rewrite(page: &mut Page, text: &str, client: u64) {
    let update = page.rewritten(&markdown::read(text), client).unwrap();
    page.apply(&update).unwrap();
}

fn says(page: &Page, passage: &Found) -> String {
    page.passage(&passage.start, &passage.end).unwrap().unwrap().text
}

#[test]
fn whatever_was_written_since_a_version_says_all_of_it_again() {
    for seed in 0..400 {
        let mut dice = Dice(seed);
        let (writer, mut page) = (Writer::new(3), Page::default());
        let write = |page: &mut Page, dice: &mut Dice, times: usize| {
            let updates = (0..times).map(|_| writer.edit(dice)).filter(|update| !update.is_empty());
            updates.for_each(|update| page.apply(&update).unwrap());
        };
        write(&mut page, &mut dice, 40);
        let old = page.tree().unwrap();
        write(&mut page, &mut dice, 25);
        let back = page.rewritten(&old, 99).unwrap();
        page.apply(&back).unwrap();
        assert_eq!(page.tree().unwrap(), old, "seed {seed}");
        assert_eq!(Page::open([page.state().unwrap().as_slice()]).unwrap().tree().unwrap(), old, "seed {seed}");
        // Whoever was typing meanwhile, behind a line that was cut, and everybody else have the same page afterwards.
        write(&mut page, &mut dice, 1);
        writer.take(&page.lacking(&writer.vector()).unwrap());
        let theirs = Page::open([writer.all().as_slice()]).unwrap();
        assert_eq!(theirs.tree().unwrap(), page.tree().unwrap(), "seed {seed}");
    }
}

#[test]
fn what_is_already_so_is_not_written() {
    let page = page("# Minutes\n\nWe **met** at nine.\n\n- [ ] Gas\n- [x] Flue\n\n| a | b |\n| - | - |\n| 1 | 2 |");
    let update = page.rewritten(&page.tree().unwrap(), 9).unwrap();
    assert!(update.len() < 16, "{} bytes to change nothing", update.len());
}

/// Lines by number, as paragraphs of their own or as the points of one list.
fn lines(of: &[usize], list: bool) -> String {
    let (sign, between) = if list { ("- ", "\n") } else { ("", "\n\n") };
    of.iter().map(|number| format!("{sign}Line{number} stands here.{between}")).collect()
}

#[test]
fn blocks_that_did_not_change_keep_what_is_tied_to_them() {
    for seed in 0..300 {
        let mut dice = Dice(seed);
        let list = dice.one_in(2);
        let old: Vec<usize> = (0..12 + dice.below(30)).collect();
        let mut now = Vec::new();
        for number in &old {
            if dice.one_in(8) {
                now.push(1_000 + number);
            }
            if !dice.one_in(8) {
                now.push(*number);
            }
        }
        let mut page = page(&lines(&old, list));
        let tree = page.tree().unwrap();
        rewrite(&mut page, &lines(&now, list), 8);
        let kept: Vec<usize> = now.iter().copied().filter(|number| *number < 1_000).collect();
        let said = |number: &usize| format!("Line{number} stands");
        let passages: Vec<Found> = kept.iter().map(|number| page.find(0, &said(number)).unwrap().unwrap()).collect();
        rewrite(&mut page, &lines(&old, list), 9);
        assert_eq!(page.tree().unwrap(), tree, "seed {seed}");
        for (number, passage) in kept.iter().zip(&passages) {
            assert_eq!(says(&page, passage), said(number), "seed {seed}");
        }
    }
}

#[test]
fn within_a_block_that_changed_the_words_that_did_not_keep_what_is_tied_to_them() {
    let mut page = page("# Boiler\n\nClose the valve, then **ring** the office.\n\n1. Gas off\n2. Flue open");
    let writer = Writer::new(77);
    writer.take(&page.state().unwrap());
    let find = |page: &Page, said: &str| page.find(0, said).unwrap().unwrap();
    let (valve, ring, flue) = (find(&page, "the valve"), find(&page, "ring"), find(&page, "Flue"));
    let other = "# Boiler\n\nShut the valve, and then **ring** Ana.\n\n1. Gas off\n2. Flue wide open\n3. Wait";
    rewrite(&mut page, other, 9);
    assert_eq!([&valve, &ring, &flue].map(|passage| says(&page, passage)), ["the valve", "ring", "Flue"]);
    // An empty line before it is not what it became.
    let mut tree = page.tree().unwrap();
    tree.content.insert(1, Node::new("paragraph"));
    tree.content[2].content.push(Node::text(" Now.", &[]));
    let update = page.rewritten(&tree, 10).unwrap();
    page.apply(&update).unwrap();
    assert_eq!(says(&page, &valve), "the valve");
    rewrite(&mut page, other, 11);
    assert_eq!(says(&page, &valve), "the valve");
    // What somebody typed there meanwhile is there too.
    let mut change = writer.doc.transact_mut();
    let Some(XmlOut::Element(block)) = writer.root.get(&change, 1) else { panic!("no paragraph") };
    let Some(XmlOut::Text(text)) = block.get(&change, 0) else { panic!("no text") };
    text.insert(&mut change, 15, " blue");
    let typed = change.encode_update_v1();
    drop(change);
    page.apply(&typed).unwrap();
    let said = markdown::write(&page.tree().unwrap());
    assert!(said.contains("Shut the valve blue, and then **ring** Ana."), "{said}");
    assert!(said.contains("Flue wide open") && said.contains("Wait"), "{said}");
}
