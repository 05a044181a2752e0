//! Quick capture: whatever is typed, what is not understood stays in the title, word by word.

use crate::{Target, lines};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    capture::{Captured, Here, Meaning, Names, parse, words::ENGLISH},
};
use std::mem::discriminant;

struct Office;

fn known(name: &str, all: &[&str]) -> Option<(u32, String)> {
    let at = all.iter().position(|one| one.eq_ignore_ascii_case(name))?;
    Some((u32::try_from(at).unwrap(), all[at].to_owned()))
}

impl Names for Office {
    fn person(&self, name: &str) -> Option<(Id, String)> {
        known(name, &["Ana", "Ana Moreau", "Tom", "Łucja Żak"]).map(|(at, label)| (Id::from_u128(at.into()), label))
    }
    fn space(&self, name: &str) -> Option<(Id, String)> {
        known(name, &["finance", "Kitchen", "日本"]).map(|(at, label)| (Id::from_u128(at.into()), label))
    }
    fn section(&self, _: Id, name: &str) -> Option<(u32, String)> {
        known(name, &["billing", "vans"])
    }
    fn tag(&self, name: &str) -> Option<(u32, String)> {
        known(name, &["paper", "urgent"])
    }
}

const WORDS: &[&str] = &[
    " ",
    "@",
    "#",
    "+",
    "!",
    "~",
    "/",
    ":",
    ".",
    "@Ana",
    "@Ana Moreau",
    "@Łucja Żak",
    "@nobody",
    "#finance",
    "#finance/billing",
    "#日本",
    "+paper",
    "+urgent",
    "!high",
    "!1",
    "~30m",
    "~1h30",
    "~1.5h",
    "tomorrow",
    "today",
    "next friday",
    "next week",
    "from monday",
    "by",
    "at 5pm",
    "17:00",
    "1 dec",
    "Dec 1st 2027",
    "2026-12-01",
    "31.12.",
    "in 3 days",
    "every day",
];

/// A line is refused beyond this before it is read.
const LONGEST: usize = 2_000;

fn here() -> Here<'static> {
    Here {
        today: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        zone: "Europe/Berlin".parse().unwrap(),
        words: &ENGLISH,
    }
}

#[test]
fn of_every_line_what_is_not_understood_is_kept() {
    let target = Target { name: "capture", corpus: lines("capture"), words: WORDS, share: 100 };
    target.run(|bytes| {
        let line = String::from_utf8_lossy(bytes);
        let line: String = line.char_indices().take_while(|(at, _)| *at < LONGEST).map(|(_, c)| c).collect();
        let captured = parse(&line, &[], &here(), &Office);
        nothing_is_lost(&line, &captured);
        one_of_each(&captured);
        // Words clicked to stay plain are words again, and nothing else is touched.
        let plain: Vec<_> = captured.tokens.iter().map(|token| token.range.clone()).collect();
        let kept = parse(&line, &plain, &here(), &Office);
        nothing_is_lost(&line, &kept);
        for token in &kept.tokens {
            assert!(plain.iter().all(|range| range.end <= token.range.start || token.range.end <= range.start));
        }
        captured.tokens.iter().map(|token| discriminant(&token.meaning)).collect::<Vec<_>>()
    });
}

/// The title is exactly the words outside of what was understood, in their order.
fn nothing_is_lost(line: &str, captured: &Captured) {
    let mut left = String::new();
    let mut at = 0;
    for token in &captured.tokens {
        assert!(token.range.start >= at && token.range.start < token.range.end, "tokens overlap: {captured:?}");
        let typed = line.get(token.range.clone()).unwrap_or_else(|| panic!("{:?} cuts a character", token.range));
        assert_eq!(typed, typed.trim(), "a token begins and ends with its words");
        left.push_str(&line[at..token.range.start]);
        left.push(' ');
        if matches!(token.meaning, Meaning::Unknown(_)) {
            left.push_str(typed);
        }
        at = token.range.end;
    }
    left.push_str(&line[at..]);
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&captured.title), words(&left));
}

/// A second due, person or space is text.
fn one_of_each(captured: &Captured) {
    let single = captured.tokens.iter().filter(|token| !matches!(token.meaning, Meaning::Tag(_) | Meaning::Unknown(_)));
    let kinds: Vec<_> = single.map(|token| discriminant(&token.meaning)).collect();
    assert!(kinds.iter().enumerate().all(|(at, kind)| !kinds[..at].contains(kind)), "{captured:?}");
}
