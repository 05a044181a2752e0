//! Answers to the questions of a form.
//!
//! Invariants: what is kept fits the question it answers, in the version it was asked; what is not asked has no answer.
//! Everything wrong is told at once, by question.

use super::{Becomes, Kind, Plan, Question};
use crate::{Id, Rule, limits};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Longest answer of several lines, in characters.
pub const LONG: usize = 20_000;

/// What was sent for a question, before it is known what it has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// Text, and numbers as text.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// Several.
    List(Vec<String>),
    /// Something else.
    Other,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Text, a number or an amount.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// Numbers of choices.
    Choices(Vec<u32>),
    /// Somebody.
    Person(Id),
    /// Files.
    Files(Vec<Id>),
    /// Ticked.
    Ticked,
}

/// The answers of a form, in the order of its questions.
pub type Answers = Vec<(u32, Answer)>;

/// Reads what was sent. Whether people and files are there is for the caller to ask.
///
/// # Errors
/// Everything that is wrong, by question; `answers.7` is the field of question 7.
pub fn check(plan: &Plan, sent: &BTreeMap<String, Given>) -> Result<Answers, Vec<Rule>> {
    let (mut answers, mut wrong): (Answers, Vec<Rule>) = (Vec::new(), Vec::new());
    let known = |name: &str| plan.questions.iter().any(|question| question.id.to_string() == name);
    wrong.extend(sent.keys().filter(|name| !known(name)).map(|name| {
        // What a stranger invents as a name is not said back at length.
        let name: String = name.chars().take(20).collect();
        refuse(&name, "unknown_question", "This form asks no such question.")
    }));
    for question in &plan.questions {
        let name = question.id.to_string();
        let given = sent.get(&name).filter(|given| !is_empty(given));
        let read = match (is_asked(plan, question, &answers), given) {
            (false, None) => continue,
            (false, Some(_)) => Err(refuse(&name, "not_asked", "This is not asked with these answers. Leave it out.")),
            (true, None) if question.required => Err(refuse(&name, "required", missing(question.kind))),
            (true, None) => continue,
            (true, Some(given)) => read(question, given).map(Some),
        };
        match read {
            Ok(answer) => answers.extend(answer.map(|answer| (question.id, answer))),
            Err(rule) => wrong.push(rule),
        }
    }
    if wrong.is_empty() { Ok(answers) } else { Err(wrong) }
}

fn refuse(name: &str, code: &'static str, words: impl Into<String>) -> Rule {
    Rule::field(code, format!("answers.{name}"), words)
}

fn missing(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::LongText | Kind::Number | Kind::Money => "Write something here.",
        Kind::Date => "Choose a day.",
        Kind::Choice => "Choose one.",
        Kind::Choices => "Choose at least one.",
        Kind::Person => "Choose somebody.",
        Kind::File => "Add a file.",
        Kind::Checkbox => "Tick this to go on.",
    }
}

/// Whether a question is asked, by what was answered before it. One that hangs on a question that is not asked is not
/// asked either.
pub fn is_asked(plan: &Plan, question: &Question, before: &Answers) -> bool {
    let Some(condition) = question.shown_when else { return true };
    let answer = before.iter().find(|(id, _)| *id == condition.question).map(|(_, answer)| answer);
    match answer {
        Some(Answer::Choices(chosen)) => chosen.contains(&condition.is),
        Some(Answer::Ticked) => condition.is == 1,
        Some(_) => false,
        // It is a box that was left empty, where there was one to tick.
        None => {
            let earlier = plan.question(condition.question);
            let box_left = earlier.filter(|earlier| earlier.kind == Kind::Checkbox && condition.is == 0);
            box_left.is_some_and(|earlier| is_asked(plan, earlier, before))
        }
    }
}

fn is_empty(given: &Given) -> bool {
    match given {
        Given::Text(text) => text.trim().is_empty(),
        Given::Flag(flag) => !flag,
        Given::List(list) => list.is_empty(),
        Given::Other => false,
    }
}

fn read(question: &Question, given: &Given) -> Result<Answer, Rule> {
    let name = question.id.to_string();
    let field = format!("answers.{name}");
    let refuse = |words: &str| refuse(&name, "invalid", words);
    let text = || if let Given::Text(text) = given { Some(text.trim()) } else { None };
    match question.kind {
        Kind::Text => {
            Ok(Answer::Text(limits::line(&field, text().ok_or_else(|| refuse("Send text."))?, limits::TITLE)?))
        }
        Kind::LongText => Ok(Answer::Text(super::text(&field, text().ok_or_else(|| refuse("Send text."))?, LONG)?)),
        Kind::Number => Ok(Answer::Text(decimal(text(), 6).ok_or_else(|| refuse("Write a number such as 12.5."))?)),
        Kind::Money => Ok(Answer::Text(decimal(text(), 4).ok_or_else(|| refuse("Write an amount such as 12.50."))?)),
        Kind::Date => {
            let day = text().and_then(|text| text.parse::<NaiveDate>().ok()).filter(is_near);
            Ok(Answer::Date(day.ok_or_else(|| refuse("Choose a day, as 2026-11-23."))?))
        }
        Kind::Choice | Kind::Choices => choices(question, given).ok_or_else(|| refuse("Choose what is offered.")),
        Kind::Person => {
            let id = text().and_then(|text| text.parse().ok());
            Ok(Answer::Person(id.ok_or_else(|| refuse("Choose somebody."))?))
        }
        Kind::File => files(given).ok_or_else(|| refuse("Add at most 10 files that were sent here before.")),
        Kind::Checkbox => {
            let ticked = *given == Given::Flag(true);
            if ticked { Ok(Answer::Ticked) } else { Err(refuse("Send true or false.")) }
        }
    }
}

/// Days people mean.
fn is_near(day: &NaiveDate) -> bool {
    use chrono::Datelike;
    (1900..2200).contains(&day.year())
}

/// A number as people write it, kept as text: at most 15 digits before the point and so many behind it. A single comma
/// is a point.
fn decimal(text: Option<&str>, behind: usize) -> Option<String> {
    let text = text?.replace('\u{2212}', "-");
    let text = if text.contains('.') { text } else { text.replacen(',', ".", 1) };
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let is_digits = |text: &str, most: usize| {
        !text.is_empty() && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let right = is_digits(whole, 15) && part.is_none_or(|part| is_digits(part, behind));
    right.then(|| part.map_or_else(|| format!("{sign}{whole}"), |part| format!("{sign}{whole}.{part}")))
}

fn choices(question: &Question, given: &Given) -> Option<Answer> {
    let all: Vec<&str> = match given {
        Given::Text(text) => vec![text.trim()],
        Given::List(list) if question.kind == Kind::Choices => list.iter().map(String::as_str).collect(),
        _ => return None,
    };
    let mut chosen = Vec::new();
    for text in all {
        let id: u32 = text.parse().ok()?;
        question.choices.iter().find(|choice| choice.id == id)?;
        if !chosen.contains(&id) {
            chosen.push(id);
        }
    }
    // In the order in which they are offered.
    let order = question.choices.iter().map(|choice| choice.id).filter(|id| chosen.contains(id));
    Some(Answer::Choices(order.collect()))
}

fn files(given: &Given) -> Option<Answer> {
    let Given::List(list) = given else { return None };
    let ids: Vec<Id> = list.iter().map(|text| text.parse().ok()).collect::<Option<_>>()?;
    let different = ids.iter().collect::<std::collections::BTreeSet<_>>().len() == ids.len();
    (ids.len() <= super::MOST_FILES && different).then_some(Answer::Files(ids))
}

/// The answer to the question that becomes something.
pub fn that_becomes(plan: &Plan, answers: &Answers, what: Becomes) -> Option<(u32, Answer)> {
    let question = plan.questions.iter().find(|question| question.becomes == Some(what))?;
    answers.iter().find(|(id, _)| *id == question.id).cloned()
}

/// An answer in words; people and files are told of elsewhere.
pub fn words(question: &Question, answer: &Answer) -> Option<String> {
    match answer {
        Answer::Text(text) => Some(text.clone()),
        Answer::Date(day) => Some(day.to_string()),
        Answer::Choices(chosen) => {
            let label = |id: &u32| question.choices.iter().find(|choice| choice.id == *id).map(|c| c.label.as_str());
            Some(chosen.iter().filter_map(label).collect::<Vec<_>>().join(", "))
        }
        Answer::Ticked => Some("✓".to_owned()),
        Answer::Person(_) | Answer::Files(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        Condition,
        tests::{plan, question},
    };
    use super::*;

    fn given(sent: &[(u32, Given)]) -> BTreeMap<String, Given> {
        sent.iter().map(|(id, given)| (id.to_string(), given.clone())).collect()
    }

    fn text(text: &str) -> Given {
        Given::Text(text.into())
    }

    fn fields(plan: &Plan, sent: &[(u32, Given)]) -> Vec<String> {
        check(plan, &given(sent)).unwrap_err().into_iter().map(|rule| rule.field).collect()
    }

    #[test]
    fn each_kind_takes_what_it_is_and_nothing_else() {
        let one = |kind| plan(vec![question(1, kind)]);
        let good: [(Kind, Given, Answer); 12] = [
            (Kind::Text, text(" hot\nwater "), Answer::Text("hot water".into())),
            (Kind::LongText, text("a\nb\u{7}"), Answer::Text("a\nb".into())),
            (Kind::Number, text("-12,5"), Answer::Text("-12.5".into())),
            (Kind::Number, text("\u{2212}3"), Answer::Text("-3".into())),
            (Kind::Money, text("1200.50"), Answer::Text("1200.50".into())),
            (Kind::Date, text("2026-02-28"), Answer::Date("2026-02-28".parse().unwrap())),
            (Kind::Choice, text("2"), Answer::Choices(vec![2])),
            (Kind::Choices, Given::List(vec!["2".into(), "1".into(), "2".into()]), Answer::Choices(vec![1, 2])),
            (Kind::Choices, text("1"), Answer::Choices(vec![1])),
            (Kind::Person, text(&Id::nil().to_string()), Answer::Person(Id::nil())),
            (Kind::File, Given::List(vec![Id::nil().to_string()]), Answer::Files(vec![Id::nil()])),
            (Kind::Checkbox, Given::Flag(true), Answer::Ticked),
        ];
        for (kind, sent, answer) in good {
            assert_eq!(check(&one(kind), &given(&[(1, sent)])).unwrap(), [(1, answer)], "{kind:?}");
        }
        let twice = vec![Id::nil().to_string(); 2];
        let many: Vec<String> = (0..11).map(|n| Id::from_u128(n).to_string()).collect();
        let bad: [(Kind, Given); 17] = [
            (Kind::Text, Given::Flag(true)),
            (Kind::Text, text(&"x".repeat(501))),
            (Kind::LongText, text(&"x".repeat(LONG + 1))),
            (Kind::Number, text("1e9")),
            (Kind::Number, text("1.2.3")),
            (Kind::Number, text("1,000,000")),
            (Kind::Number, text(&"9".repeat(16))),
            (Kind::Money, text("12.12345")),
            (Kind::Money, text("12 €")),
            (Kind::Date, text("2026-02-31")),
            (Kind::Date, text("9999-01-01")),
            (Kind::Choice, text("3")),
            (Kind::Choice, Given::List(vec!["1".into()])),
            (Kind::Person, text("Ana")),
            (Kind::File, Given::List(twice)),
            (Kind::File, Given::List(many)),
            (Kind::Checkbox, text("yes")),
        ];
        for (kind, sent) in bad {
            assert_eq!(fields(&one(kind), &[(1, sent.clone())]), ["answers.1"], "{kind:?} {sent:?}");
        }
        for kind in super::super::KINDS {
            assert_eq!(fields(&one(kind), &[(1, Given::Other)]), ["answers.1"], "{kind:?}");
        }
    }

    #[test]
    fn what_is_missing_wrong_or_unknown_is_told_at_once() {
        let mut asked = vec![question(1, Kind::Text), question(2, Kind::Checkbox), question(3, Kind::Number)];
        asked.iter_mut().take(2).for_each(|question| question.required = true);
        let plan = plan(asked);
        let sent = [(1, text("  ")), (2, Given::Flag(false)), (3, text("x")), (9, text("?"))];
        assert_eq!(fields(&plan, &sent), ["answers.9", "answers.1", "answers.2", "answers.3"]);
        assert_eq!(check(&plan, &given(&[(1, text("a")), (2, Given::Flag(true))])).unwrap().len(), 2);
    }

    #[test]
    fn what_hangs_on_something_is_asked_with_it_and_refused_without() {
        let hangs = |id, on, is, kind| Question {
            shown_when: Some(Condition { question: on, is }),
            required: true,
            ..question(id, kind)
        };
        let asked = vec![question(1, Kind::Choice), hangs(2, 1, 2, Kind::Checkbox), hangs(3, 2, 1, Kind::Text)];
        let plan = plan(asked);
        assert_eq!(check(&plan, &given(&[])).unwrap(), []);
        assert_eq!(check(&plan, &given(&[(1, text("1"))])).unwrap().len(), 1);
        assert_eq!(fields(&plan, &[(1, text("2"))]), ["answers.2"]);
        assert_eq!(fields(&plan, &[(1, text("1")), (2, Given::Flag(true))]), ["answers.2"]);
        // The third hangs on the second, which is not asked.
        assert_eq!(fields(&plan, &[(1, text("1")), (3, text("x"))]), ["answers.3"]);
        let all = [(1, text("2")), (2, Given::Flag(true)), (3, text("x"))];
        assert_eq!(check(&plan, &given(&all)).unwrap().len(), 3);
    }
}
