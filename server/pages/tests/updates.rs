//! What pages take from writers, and what they do not take from anybody.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;

use common::{Dice, Writer, doc};
use guildhall_pages::{MOST_UPDATE, Node, Page, Refused};
use yrs::{Text, Transact, XmlElementPrelim, XmlFragment, XmlTextPrelim};

fn long() -> bool {
    std::env::var_os("GUILDHALL_LONG").is_some()
}

/// Writers whose lines are cut at random; what each did not get is asked for when the line is there again.
fn history(seed: u64) -> (Page, Vec<Writer>, Vec<Vec<u8>>) {
    let mut dice = Dice(seed);
    let mut page = Page::default();
    let writers: Vec<Writer> = (0..3).map(|number| Writer::new(seed * 8 + number + 1)).collect();
    let (mut cut, mut told) = ([false; 3], Vec::new());
    for _ in 0..60 {
        let who = dice.below(3);
        let update = writers[who].edit(&mut dice);
        if !cut[who] && !update.is_empty() {
            page.apply(&update).unwrap();
            (0..3).filter(|other| *other != who && !cut[*other]).for_each(|other| writers[other].take(&update));
            told.push(update);
        }
        if dice.one_in(8) {
            cut[who] = !cut[who];
            if !cut[who] {
                let update = meet(&mut page, &writers[who], &mut told);
                (0..3).filter(|other| *other != who && !cut[*other]).for_each(|other| writers[other].take(&update));
            }
        }
    }
    writers.iter().chain(&writers).for_each(|writer| drop(meet(&mut page, writer, &mut told)));
    (page, writers, told)
}

fn meet(page: &mut Page, writer: &Writer, told: &mut Vec<Vec<u8>>) -> Vec<u8> {
    let update = writer.lacking(&page.vector().unwrap());
    page.apply(&update).unwrap();
    told.push(update.clone());
    writer.take(&page.lacking(&writer.vector()).unwrap());
    update
}

#[test]
fn random_histories_with_cuts_converge() {
    for seed in 0..if long() { 20_000 } else { 300 } {
        let (page, writers, told) = history(seed);
        let tree = page.tree().unwrap();
        for writer in &writers {
            let mut copy = Page::default();
            copy.apply(&writer.all()).unwrap();
            assert_eq!(copy.tree().unwrap(), tree, "seed {seed}");
        }
        let state = page.state().unwrap();
        let again = Page::open([state.as_slice()]).unwrap_or_else(|why| panic!("seed {seed}: {why:?}"));
        assert_eq!(again.tree().unwrap(), tree, "seed {seed}");
        let replayed = Page::open(told.iter().map(Vec::as_slice)).unwrap();
        assert_eq!(replayed.tree().unwrap(), tree, "seed {seed}");
        assert!(state.len() <= page.bytes());
    }
}

#[test]
fn what_came_twice_or_in_another_order_changes_nothing() {
    let (page, _, told) = history(4);
    let mut again = Page::open([page.state().unwrap().as_slice()]).unwrap();
    for update in told.iter().rev() {
        again.apply(update).unwrap();
    }
    assert_eq!(again.tree().unwrap(), page.tree().unwrap());
}

/// Changes bytes the way a stranger would: at random, and where they mean something.
fn spoil(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..1 + dice.below(4) {
        let at = dice.below(bytes.len().max(1)).min(bytes.len().saturating_sub(1));
        match dice.below(6) {
            0 if !bytes.is_empty() => bytes[at] = dice.roll() as u8,
            1 if !bytes.is_empty() => bytes[at] ^= 1 << dice.below(8),
            2 => bytes.truncate(at),
            3 => {
                let number = [0xff, 0xff, 0xff, 0xff, 0x0f];
                bytes.splice(at..at, number);
            }
            4 if bytes.len() > 4 => {
                let piece: Vec<u8> = bytes[at..(at + 1 + dice.below(12)).min(bytes.len())].to_vec();
                let to = dice.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            _ if !bytes.is_empty() => bytes[at] = [0, 1, 2, 3, 4, 7, 8, 9, 10, 0x84, 0xc4, 0x28][dice.below(12)],
            _ => {}
        }
    }
    bytes
}

/// The blocks of a page, each with its letters in no order. Where a stranger's update goes between the halves of a
/// character, its halves, marks and neighbours are drawn on either side of it.
fn blocks(node: &Node) -> Vec<(String, Vec<char>)> {
    let texts = node.content.iter().filter(|child| child.is("text"));
    let mut letters: Vec<char> =
        texts.flat_map(|text| text.text.chars()).filter(|letter| *letter != '\u{fffd}').collect();
    letters.sort_unstable();
    let within = node.content.iter().filter(|child| !child.is("text")).flat_map(blocks);
    [(node.kind.clone(), letters)].into_iter().chain(within).collect()
}

#[test]
fn spoilt_updates_never_break_a_page() {
    let (mut taken, mut refused) = (0, 0);
    for seed in 0..if long() { 3_000 } else { 60 } {
        let (page, writers, told) = history(1_000 + seed);
        let mut dice = Dice(seed);
        let state = page.state().unwrap();
        let mut page = Page::open([state.as_slice()]).unwrap();
        let fresh = writers[0].edit(&mut dice);
        for _ in 0..200 {
            let one = if dice.one_in(3) || fresh.is_empty() { &told[dice.below(told.len())] } else { &fresh };
            let update = spoil(one, &mut dice);
            let before = page.tree().unwrap();
            match page.apply(&update) {
                Ok(()) => taken += 1,
                Err(Refused::Broken) => panic!("seed {seed}: {update:?}"),
                Err(_) => {
                    refused += 1;
                    assert_eq!(page.tree().unwrap(), before, "seed {seed}");
                }
            }
        }
        let state = page.state().unwrap();
        let again = Page::open([state.as_slice()]).unwrap_or_else(|why| panic!("seed {seed}: {why:?}"));
        // Somebody who may write can write what is read differently here and there (half a character, say): that is
        // still a page, and what is stored of it stays what it is.
        let third = Page::open([again.state().unwrap().as_slice()]).unwrap();
        assert_eq!(blocks(&third.tree().unwrap()), blocks(&again.tree().unwrap()), "seed {seed}");
    }
    assert!(taken > 100 && refused > 1_000, "{taken} taken, {refused} refused");
}

#[test]
fn random_bytes_are_no_update() {
    let mut dice = Dice(7);
    let mut page = Page::default();
    for _ in 0..20_000 {
        let bytes: Vec<u8> = (0..dice.below(60)).map(|_| (dice.roll() >> dice.below(9)) as u8).collect();
        let _ = page.apply(&bytes);
        let _ = page.lacking(&bytes);
    }
    assert!(page.tree().is_ok());
}

#[test]
fn what_refers_to_parts_that_are_not_there_is_refused_and_can_come_later() {
    let writer = Writer::new(5);
    let mut change = writer.doc.transact_mut();
    let block = writer.root.insert(&mut change, 0, XmlElementPrelim::empty("paragraph"));
    let text = block.insert(&mut change, 0, XmlTextPrelim::new(""));
    let first = change.encode_update_v1();
    drop(change);
    let mut change = writer.doc.transact_mut();
    text.insert(&mut change, 0, "second");
    let second = change.encode_update_v1();
    drop(change);
    let mut page = Page::default();
    assert_eq!(page.apply(&second), Err(Refused::Missing));
    assert_eq!(page.vector().unwrap(), Page::default().vector().unwrap());
    page.apply(&first).unwrap();
    page.apply(&second).unwrap();
    assert_eq!(page.tree().unwrap(), doc(&["second"]));
}

/// A block of the wire: what it says, without the rest.
fn one(client: u8, clock: u8, block: &[u8]) -> Vec<u8> {
    [&[1, 1, client, clock], block, &[0]].concat()
}

#[test]
fn what_no_page_has_is_refused() {
    let root = [1, 7, b'd', b'e', b'f', b'a', b'u', b'l', b't'];
    let other = [1, 5, b'o', b't', b'h', b'e', b'r'];
    let element = [3, 1, b'p'];
    let put = |info: u8, parent: &[u8], content: &[u8]| one(1, 0, &[&[info], parent, content].concat());
    let mut page = Page::default();
    assert_eq!(page.apply(&put(0x07, &root, &element)), Ok(()));
    for (what, bytes) in [
        ("another root", put(0x07, &other, &element)),
        ("an attribute of the page", put(0x27, &[&root[..], &[1, b'x']].concat(), &element)),
        ("characters beside nodes", put(0x04, &root, &[1, b'x'])),
        ("a map", put(0x07, &root, &[1])),
        ("a document", put(0x09, &root, &[1, b'g', 118, 0])),
        ("bytes", put(0x03, &root, &[1, 0])),
        ("a longest length", one(1, 0, &[0x00, 0xff, 0xff, 0xff, 0xff, 0x0f])),
        ("more blocks than bytes", vec![1, 0xff, 0xff, 0x7f, 1, 0, 0x00, 1, 0]),
        ("a client twice", vec![2, 1, 2, 0, 0x00, 1, 1, 2, 1, 0x00, 1, 0]),
        ("more behind it", [put(0x07, &root, &element), vec![0]].concat()),
    ] {
        let mut page = Page::default();
        assert_eq!(page.apply(&bytes), Err(Refused::Malformed), "{what}");
        assert_eq!(page.tree().unwrap(), doc(&[]), "{what}");
    }
    assert_eq!(page.apply(&vec![0; MOST_UPDATE + 1]), Err(Refused::TooLarge));
    // Two blocks that wait for each other.
    let circle =
        [&[2u8][..], &[1, 9, 0, 0x87, 8, 0], &element[..], &[1, 8, 0, 0x87, 9, 0], &element[..], &[0]].concat();
    assert_eq!(Page::default().apply(&circle), Err(Refused::Missing));
    let behind_a_hole = [&[1, 2, 1, 0, 0x0a, 5, 0x07][..], &root, &element, &[0]].concat();
    assert_eq!(Page::default().apply(&behind_a_hole), Err(Refused::Missing));
    assert_eq!(page.apply(&[0, 1, 1, 1, 5, 1]), Err(Refused::Missing), "what is not there cannot be deleted");
}

#[test]
fn nodes_are_nested_as_deep_as_a_page_is_and_no_deeper() {
    let writer = Writer::new(3);
    let mut page = Page::default();
    let mut at = writer.root.clone();
    let mut depth = 0;
    loop {
        let mut change = writer.doc.transact_mut();
        let element = at.insert(&mut change, 0, XmlElementPrelim::empty("blockquote"));
        at = <yrs::XmlElementRef as AsRef<yrs::XmlFragmentRef>>::as_ref(&element).clone();
        let update = change.encode_update_v1();
        drop(change);
        if page.apply(&update).is_err() {
            break;
        }
        depth += 1;
    }
    assert_eq!(depth, 48);
    assert!(page.tree().is_ok());
}

#[test]
fn a_page_grows_to_its_limit_and_stays_there() {
    let writer = Writer::new(3);
    let mut page = Page::default();
    let words = "x".repeat(1_000_000);
    let mut taken = 0;
    for _ in 0..20 {
        let mut change = writer.doc.transact_mut();
        let block = writer.root.insert(&mut change, 0, XmlElementPrelim::empty("paragraph"));
        block.insert(&mut change, 0, XmlTextPrelim::new(words.as_str()));
        match page.apply(&change.encode_update_v1()) {
            Ok(()) => taken += 1,
            Err(why) => assert_eq!(why, Refused::TooLarge),
        }
    }
    assert_eq!(taken, 16);
    assert_eq!(page.tree().unwrap().content.len(), 16);
}

#[test]
fn an_old_version_comes_back_as_an_edit_everybody_takes_over() {
    let mut page = Page::default();
    page.apply(&page.rewritten(&doc(&["one", "two", "three"]), 1).unwrap()).unwrap();
    let old = page.tree().unwrap();
    let writer = Writer::new(77);
    writer.take(&page.state().unwrap());
    page.apply(&page.rewritten(&doc(&["one", "2", "and", "three"]), 2).unwrap()).unwrap();
    let back = page.rewritten(&old, 3).unwrap();
    page.apply(&back).unwrap();
    // Somebody who was writing in the first paragraph meanwhile keeps what they wrote.
    let mut change = writer.doc.transact_mut();
    let Some(yrs::XmlOut::Element(first)) = writer.root.get(&change, 0) else { panic!("no paragraph") };
    let Some(yrs::XmlOut::Text(text)) = first.get(&change, 0) else { panic!("no text") };
    text.insert(&mut change, 3, "!");
    let update = change.encode_update_v1();
    drop(change);
    page.apply(&update).unwrap();
    writer.take(&page.lacking(&writer.vector()).unwrap());
    assert_eq!(page.tree().unwrap(), doc(&["one!", "two", "three"]));
    assert_eq!(Page::open([writer.all().as_slice()]).unwrap().tree().unwrap(), page.tree().unwrap());
}
