//! Lines people write.

use super::*;
use proptest::prelude::*;

struct Office;

impl Names for Office {
    fn person(&self, name: &str) -> Option<(Id, String)> {
        ["Ana Moreau", "Tom Becker"]
            .iter()
            .position(|full| {
                full.eq_ignore_ascii_case(name)
                    || full.split(' ').next().is_some_and(|first| first.eq_ignore_ascii_case(name))
            })
            .map(|at| (Id::from_u128(at as u128 + 1), ["Ana Moreau", "Tom Becker"][at].to_owned()))
    }
    fn space(&self, name: &str) -> Option<(Id, String)> {
        name.eq_ignore_ascii_case("finance").then(|| (Id::from_u128(9), "Finance".into()))
    }
    fn section(&self, _: Id, name: &str) -> Option<(u32, String)> {
        name.eq_ignore_ascii_case("billing").then(|| (3, "Billing".into()))
    }
    fn tag(&self, name: &str) -> Option<(u32, String)> {
        name.eq_ignore_ascii_case("paper").then(|| (4, "paper".into()))
    }
}

fn here() -> Here<'static> {
    // A Monday.
    Here {
        today: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        zone: chrono_tz::Europe::Berlin,
        words: &words::ENGLISH,
    }
}

fn due(line: &str) -> (String, String) {
    let captured = parse(line, &[], &here(), &Office);
    let due = captured
        .tokens
        .iter()
        .find_map(|token| if let Meaning::Due(when) = &token.meaning { Some(when.to_text()) } else { None });
    (captured.title, due.unwrap_or_default())
}

#[test]
fn days_and_times_as_people_write_them() {
    for (line, title, when) in [
        ("Call Mrs Okafor tomorrow", "Call Mrs Okafor", "2026-11-24"),
        ("Call today 17:00", "Call", "2026-11-23T17:00[Europe/Berlin]"),
        ("Send quote fri", "Send quote", "2026-11-27"),
        ("Send quote by friday at 5pm", "Send quote", "2026-11-27T17:00[Europe/Berlin]"),
        ("Send quote monday", "Send quote", "2026-11-30"),
        ("Order flour next week", "Order flour", "2026-11-30"),
        ("Order flour next friday", "Order flour", "2026-12-04"),
        ("Pay rent on 1 dec", "Pay rent", "2026-12-01"),
        ("Pay rent Dec 1st 2027", "Pay rent", "2027-12-01"),
        ("Pay rent 1.12.", "Pay rent", "2026-12-01"),
        ("Pay rent 2026-12-01", "Pay rent", "2026-12-01"),
        ("Water plants in 3 days", "Water plants", "2026-11-26"),
        ("Review in two weeks", "Review", "2026-12-07"),
        ("Inspect 3 jan", "Inspect", "2027-01-03"),
        ("Party 29 feb", "Party", "2028-02-29"),
        ("Meeting at 9", "Meeting", "2026-11-23T09:00[Europe/Berlin]"),
        ("Meeting 9:30 tomorrow", "Meeting", "2026-11-24T09:30[Europe/Berlin]"),
        ("Sun protection for the shop", "Sun protection for the shop", ""),
        ("May I help you", "May I help you", ""),
        ("Ask Tom about 12 boxes", "Ask Tom about 12 boxes", ""),
        ("Buy 3 in 1 coffee", "Buy 3 in 1 coffee", ""),
        ("Version 1.2", "Version 1.2", ""),
        ("Sort 31.2.", "Sort 31.2.", ""),
        ("Polish the 5 am list", "Polish the 5 am list", ""),
    ] {
        assert_eq!(due(line), (title.into(), when.into()), "{line}");
    }
}

#[test]
fn marks_are_found_and_unknown_ones_stay_text() {
    let captured = parse("Send invoice !high @Ana #finance/billing +paper ~1h30 fri", &[], &here(), &Office);
    let labels: Vec<&str> = captured.tokens.iter().map(|token| token.label.as_str()).collect();
    assert_eq!(captured.title, "Send invoice");
    assert_eq!(labels, ["High", "Ana Moreau", "Finance, Billing", "paper", "1 h 30", "2026-11-27"]);
    let unknown = parse("Ask @Zoe about #nothing", &[], &here(), &Office);
    assert_eq!(unknown.title, "Ask @Zoe about #nothing");
    assert_eq!(unknown.tokens.len(), 2);
    assert_eq!(parse("Fix #3 and C++ and a+b !", &[], &here(), &Office).title, "Fix #3 and C++ and a+b");
}

#[test]
fn a_kept_word_is_text() {
    let line = "Read Friday on monday";
    let kept = std::iter::once(5..11).collect::<Vec<_>>();
    assert_eq!(parse(line, &kept, &here(), &Office).title, "Read Friday");
    assert_eq!(parse(line, &[], &here(), &Office).title, "Read on monday");
}

proptest! {
    #[test]
    fn any_line_is_understood_without_losing_text(line in "\\PC{0,80}") {
        let captured = parse(&line, &[], &here(), &Office);
        let mut end = 0;
        for token in &captured.tokens {
            prop_assert!(token.range.start >= end && token.range.end <= line.len());
            prop_assert!(line.is_char_boundary(token.range.start) && line.is_char_boundary(token.range.end));
            end = token.range.end;
        }
        if captured.tokens.is_empty() {
            prop_assert_eq!(captured.title, line.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}

#[test]
fn what_comes_again_is_understood_and_the_rest_stays_the_title() {
    let again = |line: &str| {
        let captured = parse(line, &[], &here(), &Office);
        let rule = captured.tokens.iter().find_map(|token| match &token.meaning {
            Meaning::Again(rule) => Some(rule.to_string()),
            _ => None,
        });
        (captured.title, rule)
    };
    for (line, title, rule) in [
        ("Water plants every monday 8:30", "Water plants", "every Monday at 8:30"),
        ("every last friday 16:00 send the figures", "send the figures", "the last Friday of every month at 16:00"),
        ("Order flour every weekday @Ana #finance", "Order flour", "every weekday at 9:00"),
        ("Service the oven 3 months after completion", "Service the oven", "3 months after completion at 9:00"),
    ] {
        assert_eq!(again(line), (title.to_owned(), Some(rule.to_owned())), "{line}");
    }
    for line in ["Ask every employee", "Buy 3 months of stock", "Every little helps", "Two days off"] {
        assert_eq!(again(line), (line.to_owned(), None), "{line}");
    }
    // A word somebody clicked stays text, and a second rule does too.
    let word = 13..18;
    let kept = parse("Water plants every monday", std::slice::from_ref(&word), &here(), &Office);
    assert!(!kept.tokens.iter().any(|token| matches!(token.meaning, Meaning::Again(_))), "{kept:?}");
    let (title, _) = again("Stretch every monday every tuesday 9:00");
    assert!(title.starts_with("Stretch"), "{title}");
}
