//! What is typed is read as meant.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::*;
use guildhall_search::{Clause, ClauseKind, HintKind, Kind, Marking, Query, State, Test};
use proptest::prelude::*;

fn clauses(query: &Query) -> Vec<String> {
    let one = |clause: &Clause| {
        let sign = if clause.negated { "-" } else { "" };
        match clause.kind {
            ClauseKind::Word => format!("{sign}{}", clause.text),
            ClauseKind::Prefix => format!("{sign}{}*", clause.text),
            ClauseKind::Phrase => format!("{sign}\"{}\"", clause.text),
        }
    };
    query.clauses.iter().map(one).collect()
}

fn tests(query: &Query) -> Vec<(Test, bool)> {
    query.operators.iter().map(|operator| (operator.test, operator.negated)).collect()
}

#[test]
fn words_phrases_and_what_must_not_be_there() {
    for (typed, wanted) in [
        ("boiler  room", vec!["boiler", "room"]),
        ("\"boiler room\" -pump -\"wet floor\"", vec!["\"boiler room\"", "-pump", "-\"wet floor\""]),
        ("„Kessel Raum“ «la pompe»", vec!["\"Kessel Raum\"", "\"la pompe\""]),
        ("fix the \"boiler ro", vec!["fix", "the", "boiler", "ro"]),
        ("a 5\" pipe", vec!["a", "5", "pipe"]),
        ("boil*", vec!["boil*"]),
        ("boiler Boiler boil* -boiler \"boiler\" boiler", vec!["boil*", "-boiler", "\"boiler\"", "boiler"]),
        ("well - known & other", vec!["well", "known", "other"]),
        ("http://example.com a:b 12:30", vec!["http://example.com", "a:b", "12:30"]),
        ("C++ .NET #12 INV-2024/17", vec!["C++", ".NET", "#12", "INV-2024/17"]),
        ("", vec![]),
        ("\"\" - * ", vec![]),
    ] {
        assert_eq!(clauses(&query(typed)), wanted, "{typed}");
    }
}

#[test]
fn operators_with_names_and_values() {
    for (typed, wanted) in [
        ("in:Kitchen", vec![(Test::Space(1), false)]),
        ("in:\"Festival 2027\" -in:kitchen", vec![(Test::Space(2), false), (Test::Space(1), true)]),
        ("from:ana BY:@tom", vec![(Test::Author(11), false), (Test::Author(12), false)]),
        ("@\"Ana Ruiz\" @tom", vec![(Test::Assignee(11), false), (Test::Assignee(12), false)]),
        (
            "is:open is:done is:archived",
            vec![
                (Test::State(State::Open), false),
                (Test::State(State::Done), false),
                (Test::State(State::Archived), false),
            ],
        ),
        ("is:late", vec![(Test::Late(20_000), false)]),
        ("type:tasks type:comment", vec![(Test::Kind(Kind::Task), false), (Test::Kind(Kind::Comment), false)]),
        ("has:file -has:link", vec![(Test::File, false), (Test::Link, true)]),
        ("tag:urgent +safety", vec![(Test::Tag(21), false), (Test::Tag(22), false)]),
    ] {
        let query = query(typed);
        assert_eq!(tests(&query), wanted, "{typed}");
        assert!(query.clauses.is_empty() && query.hints.is_empty(), "{typed}");
    }
}

/// Today is Friday 2024-10-04, day 20,000.
#[test]
fn dates_in_the_ways_people_type_them() {
    let day = |y, m, d| {
        i64::from(
            chrono::NaiveDate::from_ymd_opt(y, m, d)
                .unwrap()
                .signed_duration_since(chrono::NaiveDate::default())
                .num_days() as i32,
        )
    };
    for (typed, wanted, rest) in [
        ("after:2024-03-01", day(2024, 3, 1), 0),
        ("after:2024-03", day(2024, 3, 1), 0),
        ("after:2023", day(2023, 1, 1), 0),
        ("after:1.11.2023", day(2023, 11, 1), 0),
        ("after:today", 20_000, 0),
        ("after:yesterday", 19_999, 0),
        ("after:7d", 19_993, 0),
        ("after:2w", 19_986, 0),
        ("after:1y", day(2023, 10, 4), 0),
        ("after:friday", 20_000, 0),
        ("after:monday boiler", 19_996, 1),
        ("after:1 nov", day(2023, 11, 1), 0),
        ("after:1 nov boiler", day(2023, 11, 1), 1),
        ("after:1 nov 3 pipes", day(2023, 11, 1), 2),
        ("after:nov", day(2023, 11, 1), 0),
        ("after:nov 12 2022", day(2022, 11, 12), 0),
        ("after:\"1 November 2022\"", day(2022, 11, 1), 0),
        ("after:may pipes", day(2024, 5, 1), 1),
    ] {
        let query = query(typed);
        assert_eq!(tests(&query), [(Test::After(wanted * DAY), false)], "{typed}");
        assert_eq!(query.clauses.len(), rest, "{typed}");
    }
    let zoned = guildhall_search::parse("before:today", &Known, today(), 120, guildhall_search::Language::English);
    assert_eq!(tests(&zoned), [(Test::Before(20_000 * DAY - 120 * 60_000), false)]);
}

#[test]
fn what_only_looks_like_an_operator_is_words_with_a_hint() {
    for (typed, kind) in [
        ("in:nowhere", HintKind::UnknownSpace),
        ("from:nobody", HintKind::UnknownPerson),
        ("@nobody", HintKind::UnknownPerson),
        ("+nothing", HintKind::UnknownTag),
        ("is:blue", HintKind::UnknownValue),
        ("before:whenever", HintKind::UnknownDate),
    ] {
        let query = query(typed);
        assert_eq!((query.operators.len(), query.clauses.len()), (0, 1), "{typed}");
        assert_eq!((query.hints[0].kind, query.hints[0].span.clone()), (kind, 0..typed.len()), "{typed}");
    }
    assert!(query("in: boiler").operators.is_empty());
}

#[test]
fn spans_cover_what_was_typed() {
    let typed = "früh -in:kitchen after:1 nov \"a b\" boil*";
    let query = query(typed);
    let spans: Vec<&str> = query.operators.iter().map(|o| &typed[o.span.clone()]).collect();
    assert_eq!(spans, ["-in:kitchen", "after:1 nov"]);
    let spans: Vec<&str> = query.clauses.iter().map(|c| &typed[c.span.clone()]).collect();
    assert_eq!(spans, ["früh", "\"a b\"", "boil*"]);
}

proptest! {
    #[test]
    fn nothing_typed_breaks_anything(typed in "(\\PC|[-\"':@+#.*/ \u{301}\u{200d}👍🏽เ가ﾞß]){0,60}", text in "(\\PC|[ \n'\u{301}👍เ가]){0,200}", max in 0_usize..80) {
        let query = query(&typed);
        for clause in &query.clauses {
            prop_assert!(typed.get(clause.span.clone()).is_some());
        }
        for operator in &query.operators {
            prop_assert!(typed.get(operator.span.clone()).is_some());
        }
        let marking = Marking::new(&query);
        let whole: String = marking.mark(&text).into_iter().map(|part| part.0).collect();
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(squeezed(&whole), squeezed(&text));
        let shown: String = marking.snippet(&text, max).parts.into_iter().map(|part| part.0).collect();
        prop_assert!(shown.chars().count() <= max + 2);
        marking.snippet(&format!("{text} {typed}"), 30);
    }
}
