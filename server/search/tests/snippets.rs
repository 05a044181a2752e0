//! The shown part of a text, and what is marked in it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::*;
use guildhall_search::{Language, Marking};

fn shown(parts: &[(String, bool)]) -> String {
    parts.iter().map(|(text, marked)| if *marked { format!("[{text}]") } else { text.clone() }).collect()
}

#[test]
fn what_matched_is_marked() {
    for (typed, text, wanted) in [
        ("boiler", "The Boiler, the boilers and the boilerplate", "The [Boiler], the [boilers] and the boilerplate"),
        ("boiler room", "The boilers and the boilerplate", "The [boilers] and the boilerplate"),
        ("cafe", "Un café, un cafe\u{301}", "Un [café], un [cafe\u{301}]"),
        ("strasse", "Große Straße 7", "Große [Straße] 7"),
        ("boielr", "the boiler room", "the [boiler] room"),
        ("invoxce", "two invoices", "two [invoices]"),
        ("boil", "the boiler", "the [boiler]"),
        ("boil room", "boiler room", "boiler [room]"),
        ("boil* room", "boiler room", "[boiler] [room]"),
        ("\"boiler room\"", "boiler, boiler room, room", "boiler, [boiler room], room"),
        ("INV-2024/17", "paid INV-2024/17, not INV-2024/18", "paid [INV-2024/17], not INV-2024/18"),
        ("c++", "C++ or C", "[C++] or C"),
        ("🚀", "go 🚀 now", "go [🚀] now"),
        ("京都", "東京都庁", "東[京都]庁"),
        ("ประจำปี", "ประชุมใหญ่ประจำปี", "ประชุมใหญ่[ประจำปี]"),
        ("anna's", "keys of Anna", "keys of [Anna]"),
        ("l'école", "une école", "une [école]"),
        ("obrien", "O'Brien called", "[O'Brien] called"),
        ("-boiler pump", "boiler pump", "boiler [pump]"),
        ("is:open in:kitchen pump", "is open in kitchen pump", "is open in kitchen [pump]"),
        ("zebra", "nothing here", "nothing here"),
        ("<b>", "a <b>bold</b> move", "a <[b]>bold</[b]> move"),
    ] {
        assert_eq!(shown(&Marking::new(&query(typed)).mark(text)), wanted, "{typed}");
    }
    let german = query_in("Rechnung", Language::German);
    assert_eq!(shown(&Marking::new(&german).mark("alle Rechnungen")), "alle [Rechnungen]");
}

#[test]
fn the_stretch_with_the_most_words_is_shown() {
    let filler = "lorem ipsum dolor sit amet ".repeat(40);
    let text = format!("A pump early on. {filler}Here the pump meets the gasket of the harbour.\n\n  {filler}");
    let parts = Marking::new(&query("gasket pump harbour")).snippet(&text, 80).parts;
    let line = shown(&parts);
    assert!(line.contains("[pump] meets the [gasket] of the [harbour]"), "{line}");
    assert!(line.starts_with('…') && line.ends_with('…'), "{line}");
    let plain: String = parts.into_iter().map(|part| part.0).collect();
    assert!(plain.chars().count() <= 82, "{plain}");
}

#[test]
fn the_beginning_is_shown_when_nothing_matches_and_all_of_a_short_text() {
    assert_eq!(shown(&Marking::new(&query("zebra")).snippet("One two three four five", 11).parts), "One two…");
    assert_eq!(shown(&Marking::new(&query("two")).snippet("One\n\n two\tthree ", 60).parts), "One [two] three");
    assert!(Marking::new(&query("two")).snippet("", 60).parts.is_empty());
}

#[test]
fn cuts_never_fall_inside_a_character() {
    let text = "日本語の長い文章です。👩‍💻ประชุมใหญ่ 東京都庁で会議を行います。".repeat(30);
    for typed in ["会議", "会", "ประชุม", "👩‍💻", "東京都庁"] {
        for max in 1..60 {
            let parts = Marking::new(&query(typed)).snippet(&text, max).parts;
            let plain: String = parts.iter().map(|part| part.0.as_str()).collect();
            assert!(plain.chars().count() <= max + 2, "{typed} {max} {plain}");
            assert!(max < 20 || parts.iter().any(|part| part.1), "{typed} {max} {plain}");
        }
    }
}
