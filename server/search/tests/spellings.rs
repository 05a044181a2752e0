//! What is written one way and typed another is found: in titles, texts and comments alike, and marked.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::*;
use guildhall_search::{Doc, Index, Kind, Language, Marking};
use uuid::Uuid;

/// (language, what is written, what is typed)
const FOUND: &[(&str, &str, &str)] = &[
    // case, accents typed or not, composed or not
    ("en", "Boiler room", "BOILER"),
    ("en", "café au lait", "cafe"),
    ("en", "cafe au lait", "café"),
    ("en", "cafe\u{301} au lait", "café"),
    ("en", "café au lait", "cafe\u{301}"),
    ("en", "résumés of applicants", "resumes"),
    ("en", "resumes of applicants", "résumé"),
    ("en", "Łódź depot", "lodz"),
    ("en", "Ørsted contract", "orsted"),
    ("en", "smörgåsbord", "smorgasbord"),
    ("en", "Señor Núñez", "nunez"),
    ("en", "Đorđe", "dorde"),
    ("en", "naïve", "naive"),
    ("en", "encyclopædia", "encyclopaedia"),
    ("de", "Straße sperren", "strasse"),
    ("de", "Strasse sperren", "Straße"),
    ("de", "GROẞE Halle", "große"),
    ("de", "Müller GmbH", "mueller"),
    ("de", "Mueller GmbH", "Müller"),
    ("de", "Müller GmbH", "muller"),
    ("en", "İstanbul office", "istanbul"),
    ("en", "istanbul office", "İSTANBUL"),
    ("tr", "ILGIN deposu", "ılgın"),
    ("el", "Οδός Αθηνάς", "οδοσ αθηνασ"),
    ("el", "ΟΔΟΣ ΑΘΗΝΑΣ", "οδός"),
    ("el", "Καφές", "καφες"),
    ("ru", "счёт за ноябрь", "счет"),
    ("ru", "договоры", "договор"),
    ("en", "שָׁלוֹם", "שלום"),
    ("en", "مُحَمَّد", "محمد"),
    // compatibility forms
    ("en", "ＡＢＣ warehouse", "abc"),
    ("en", "ﬁle oﬀice", "office"),
    ("en", "20 m² of tiles", "m2"),
    ("en", "co\u{ad}operation", "cooperation"),
    // scripts without spaces
    ("en", "東京都庁の会議", "京都"),
    ("en", "東京都庁の会議", "会議"),
    ("en", "東京都庁の会議", "議"),
    ("en", "东京会议纪要，请确认", "会议纪要"),
    ("en", "カタログ作成", "カタログ"),
    ("en", "ガス点検", "カ\u{3099}ス"),
    ("en", "ｶﾞｽ点検", "ガス"),
    ("en", "학교에서 회의", "학교"),
    ("en", "회의", "\u{1112}\u{116c}\u{110b}\u{1174}"),
    ("en", "ประชุมใหญ่ประจำปี", "ประจำปี"),
    ("en", "ประชุมใหญ่", "ใหญ่"),
    ("en", "ລາຍງານປະຈຳເດືອນ", "ລາຍງານ"),
    ("en", "2024年報告", "2024年"),
    ("en", "ရန်ကုန်ရုံး", "ရုံး"),
    ("en", "ភ្នំពេញ", "ពេញ"),
    // codes
    ("en", "Paid (INV-2024/17), thanks.", "INV-2024/17"),
    ("en", "Paid (INV-2024/17), thanks.", "inv-2024"),
    ("en", "Paid INV-2024/17", "inv 2024 17"),
    ("en", "Paid INV\u{2011}2024/17", "INV-2024/17"),
    ("en", "Paid INV-2024/17", "inv202417"),
    ("en", "part no. 4711.0815-A", "4711.0815"),
    ("en", "total 1,250.00", "1250.00"),
    ("en", "rewrite in C++, soon", "C++"),
    ("en", "C++/Rust bridge", "c++"),
    ("en", "a C# tool", "c#"),
    ("en", "moved to .NET last year", ".net"),
    ("en", "see #4711", "#4711"),
    ("en", "see #4711", "4711"),
    ("en", "snake_case_name", "snake_case_name"),
    ("en", "snake_case_name", "case"),
    ("en", "write to Ana.Ruiz@example.com today", "ana.ruiz@example.com"),
    ("en", "write to Ana.Ruiz@example.com today", "ana.ruiz"),
    ("en", "write to Ana.Ruiz@example.com today", "example.com"),
    ("en", "see https://example.com/docs/plan?x=1", "example.com/docs"),
    // emoji and signs
    ("en", "launch 🚀 soon", "🚀"),
    ("en", "ok 👍🏽", "👍"),
    ("en", "ok 👍", "👍🏽"),
    ("en", "love ❤️ it", "❤"),
    ("en", "team 👩‍💻 here", "👩‍💻"),
    ("en", "Berlin 🇩🇪", "🇩🇪"),
    ("en", "price 50€", "€"),
    // apostrophes and hyphens
    ("fr", "réunion à l'école", "école"),
    ("fr", "réunion à l’école", "l'ecole"),
    ("fr", "une école", "l’école"),
    ("en", "Anna's keys", "anna"),
    ("en", "keys of Anna", "anna’s"),
    ("en", "O'Brien called", "obrien"),
    ("en", "O’Brien called", "o'brien"),
    ("en", "well-known problem", "well known"),
    ("en", "well-known problem", "wellknown"),
    ("en", "don't forget", "dont"),
    // stems
    ("en", "repairing boilers", "repair boiler"),
    ("en", "the invoice was paid", "invoices"),
    ("en", "meetings", "meeting"),
    ("de", "Rechnungen prüfen", "rechnung"),
    ("de", "die Häuser", "haus hauser"),
    ("fr", "les chaudières", "chaudiere"),
    ("es", "reuniones", "reunión"),
];

fn three(written: &str) -> Vec<Doc> {
    let title = doc(1, written, "");
    let text = doc(2, "Something", written);
    let comment = Doc { kind: Kind::Comment, item: Uuid::from_u128(1), ..doc(3, "Other", &format!("x {written} y")) };
    vec![title, text, comment]
}

#[test]
fn everything_written_is_found_where_it_stands_and_marked() {
    let dir = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    let mut index: Option<(Language, Index)> = None;
    for (code, written, typed) in FOUND {
        let language = Language::from_code(code);
        if index.as_ref().is_none_or(|(open, _)| *open != language) {
            drop(index.take());
            index = Some((language, open(&dir.path().join(code), language)));
        }
        let (_, open) = index.as_ref().unwrap();
        open.wipe(HISTORY).unwrap();
        let noise = doc(9, "Nothing to see", "quite another matter");
        let docs = three(written).into_iter().chain([noise]);
        open.apply(docs.map(guildhall_search::Op::Put).collect(), 1).unwrap();
        open.commit().unwrap();
        for as_you_type in [false, true] {
            let asked = guildhall_search::Question { as_you_type, ..question(query_in(typed, language)) };
            let answer = open.search(&asked, &reach(&[1]), NOW).unwrap();
            if ids(&answer) != [1, 2, 3] || answer.relaxed || answer.corrected.is_some() {
                wrong.push(format!("{code}: {written:?} by {typed:?} (typing: {as_you_type}): {answer:?}"));
            }
        }
        let parts = Marking::new(&query_in(typed, language)).mark(written);
        if !parts.iter().any(|(_, marked)| *marked) {
            wrong.push(format!("{code}: {typed:?} is not marked in {written:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// (what is written, what is typed and must not find it)
const APART: &[(&str, &str)] = &[
    ("plan C", "C++"),
    ("C is a language", "c#"),
    ("INV-2024/18", "INV-2024/17"),
    ("東京都", "京東"),
    ("write to ana@example.com", "tom@example.com"),
    ("🚀", "👍"),
    ("boiler", "-boiler"),
    ("red boiler", "\"boiler red\""),
    ("boilers red", "\"boiler red\""),
    ("warm harbour", "harmony"),
];

#[test]
fn what_is_not_there_is_not_found_as_if_it_were() {
    let dir = tempfile::tempdir().unwrap();
    let index = open(dir.path(), Language::English);
    let mut wrong = Vec::new();
    for (written, typed) in APART {
        index.wipe(HISTORY).unwrap();
        index.apply(vec![guildhall_search::Op::Put(doc(1, written, written))], 1).unwrap();
        index.commit().unwrap();
        let answer = ask(&index, typed);
        if answer.total > 0 && !answer.relaxed && answer.corrected.is_none() {
            wrong.push(format!("{written:?} by {typed:?}: {answer:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn symbols_and_codes_come_before_their_bare_parts() {
    let dir = tempfile::tempdir().unwrap();
    let docs = vec![doc(1, "plan C", ""), doc(2, "C++ plan", ""), doc(3, "INV-2024/18", ""), doc(4, "INV-2024/17", "")];
    let index = filled(dir.path(), Language::English, docs);
    assert_eq!(ids(&ask(&index, "C++")), [2]);
    assert_eq!(ids(&ask(&index, "INV-2024/17")), [4]);
}

#[test]
fn an_item_is_first_under_its_key() {
    let dir = tempfile::tempdir().unwrap();
    let mut docs: Vec<Doc> = (10..30).map(|n| doc(n, "SVC-214 SVC-214", "SVC-214 again SVC-214")).collect();
    docs.push(Doc {
        key: "SVC-214".into(),
        state: guildhall_search::State::Archived,
        updated_ms: 0,
        ..doc(1, "Old pump", "")
    });
    docs.push(Doc { key: "SVC-2149".into(), ..doc(2, "Another", "") });
    docs.push(Doc {
        key: "SVC-214".into(),
        kind: Kind::Comment,
        item: Uuid::from_u128(1),
        ..doc(3, "Old pump", "done")
    });
    let index = filled(dir.path(), Language::English, docs);
    for typed in ["SVC-214", "svc-214"] {
        let answer = ask(&index, typed);
        assert_eq!(answer.hits[0].id.as_u128(), 1);
        assert!(!ids(&answer).contains(&3), "a comment is not its item");
    }
    let asked = guildhall_search::Question { as_you_type: true, ..question(query("svc-2149")) };
    assert_eq!(ids(&index.search(&asked, &reach(&[1]), NOW).unwrap()), [2]);
}

#[test]
fn one_word_in_the_title_of_the_item_and_one_in_the_comment() {
    let dir = tempfile::tempdir().unwrap();
    let comment = Doc { kind: Kind::Comment, item: Uuid::from_u128(1), ..doc(2, "Harbour crane", "the gasket leaks") };
    let index = filled(dir.path(), Language::English, vec![doc(1, "Harbour crane", ""), comment]);
    assert_eq!(ids(&ask(&index, "gasket harbour")), [2]);
    assert_eq!(ids(&ask(&index, "harbour crane")), [1]);
}

#[test]
fn words_come_in_any_order_and_some_may_be_missing_when_nothing_has_all() {
    let dir = tempfile::tempdir().unwrap();
    let docs = vec![doc(1, "Boiler", "inspection on Friday"), doc(2, "Pump", "boiler")];
    let index = filled(dir.path(), Language::English, docs);
    assert_eq!(ids(&ask(&index, "friday boiler inspection")), [1]);
    let relaxed = ask(&index, "friday boiler elephants");
    assert!(relaxed.relaxed);
    assert_eq!(relaxed.hits[0].id.as_u128(), 1);
    assert_eq!(ask(&index, "zebra elephants").total, 0);
}

#[test]
fn fillers_are_not_needed() {
    let dir = tempfile::tempdir().unwrap();
    let docs = vec![doc(1, "Boiler", "leaks"), doc(2, "that thing about the pump", "that thing about the pump")];
    let index = filled(dir.path(), Language::English, docs);
    assert_eq!(ids(&ask(&index, "that thing about the boiler")), [1]);
    assert_eq!(ids(&ask(&index, "that thing")), [2]);
    assert_eq!(ids(&ask(&index, "\"about the\" thing")), [2]);
}

#[test]
fn titles_and_open_and_late_work_come_first() {
    let dir = tempfile::tempdir().unwrap();
    let docs = vec![
        Doc { updated_ms: NOW.ms - 900 * DAY, ..doc(1, "Boiler", "") },
        Doc { state: guildhall_search::State::Done, ..doc(2, "Boiler", "") },
        doc(3, "Boiler", ""),
        doc(4, "Pump", "the boiler"),
        doc(5, "Red wall", "boiler far from here and a red room"),
        doc(6, "Red wall", "the red boiler and the room of it"),
    ];
    let index = filled(dir.path(), Language::English, docs);
    let order = |text| ask(&index, text).hits.iter().map(|hit| hit.id.as_u128()).collect::<Vec<_>>();
    let found = order("boiler");
    assert_eq!(found[0], 3);
    let place = |id| found.iter().position(|other| *other == id).unwrap();
    assert!(place(1) < place(4) && place(2) < place(4));
    assert_eq!(order("red boiler"), [6, 5]);
}

#[test]
fn beginnings_are_found_while_typing() {
    let dir = tempfile::tempdir().unwrap();
    let docs = vec![doc(1, "Boiler room", ""), doc(2, "x", "the boilerplate"), doc(3, "y", "see INV-2024/17")];
    let index = filled(dir.path(), Language::English, docs);
    let typing = |text: &str| {
        let asked = guildhall_search::Question { as_you_type: true, ..question(query(text)) };
        ids(&index.search(&asked, &reach(&[1]), NOW).unwrap())
    };
    assert_eq!(typing("b"), [1, 2]);
    assert_eq!(typing("boi"), [1, 2]);
    assert_eq!(typing("room boi"), [1]);
    assert_eq!(typing("\"boiler roo"), [1]);
    assert_eq!(typing("inv-20"), [3]);
    assert_eq!(typing("inv-2024/1"), [3]);
    assert_eq!(ids(&ask(&index, "boi*")), [1, 2]);
}
