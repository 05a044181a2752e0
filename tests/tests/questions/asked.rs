//! A question to the search, as it is typed and as it is meant.

use crate::{
    docs::{Asker, Doc},
    words::WORDS,
};
use guildhall_tests::Dice;

type Test<'a> = Box<dyn Fn(&Doc<'_>) -> bool + 'a>;

/// A question as it is typed, and what it means.
#[derive(Default)]
pub struct Asked<'a> {
    pub typed: Vec<String>,
    pub words: Vec<usize>,
    /// A word that must not be there.
    pub not: Option<usize>,
    /// Parameters beside the words.
    pub more: String,
    /// What a document must be.
    pub tests: Vec<Test<'a>>,
    pub misspelt: bool,
}

/// Makes one at random.
pub fn make<'a>(asker: &'a Asker<'_>, dice: &mut Dice) -> Asked<'a> {
    let mut asked = Asked::default();
    for _ in 0..*dice.one(&[0, 1, 1, 1, 1, 2, 2, 3]) {
        let word = dice.below(WORDS.len());
        if !asked.words.contains(&word) {
            asked.words.push(word);
            asked.typed.push(WORDS[word].to_owned());
        }
    }
    if asked.words.len() == 1 && dice.chance(20) {
        spell(&mut asked, dice);
    } else if !asked.words.is_empty() && dice.chance(15) {
        asked.not = Some(dice.below(WORDS.len())).filter(|word| !asked.words.contains(word));
        asked.typed.extend(asked.not.map(|word| format!("-{}", WORDS[word])));
    }
    for _ in 0..*dice.one(&[0, 0, 1, 1, 2]) {
        operator(asker, &mut asked, dice);
    }
    for _ in 0..*dice.one(&[0, 0, 1, 1, 2]) {
        filter(asker, &mut asked, dice);
    }
    // A question for nothing finds nothing.
    if asked.words.is_empty() && asked.tests.is_empty() {
        asked.words.push(0);
        asked.typed.push(WORDS[0].to_owned());
    }
    asked.more += *dice.one(&["", "", "&order=newest", "&order=best"]);
    asked
}

/// The word is still being typed, cut, or has a letter too few.
fn spell(asked: &mut Asked<'_>, dice: &mut Dice) {
    let word = WORDS[asked.words[0]];
    match dice.below(4) {
        0 => asked.more += "&typing=true",
        1 => {
            asked.typed[0] = word[..3].to_owned();
            asked.more += "&typing=true";
        }
        2 => asked.typed[0] = format!("{}*", &word[..3]),
        _ if word.len() >= 6 => {
            asked.typed[0] = format!("{}{}", &word[..3], &word[4..]);
            asked.misspelt = true;
        }
        _ => {}
    }
}

/// One operator among the words, not used before in this question.
fn operator<'a>(asker: &'a Asker<'_>, asked: &mut Asked<'a>, dice: &mut Dice) {
    let company = asker.company;
    let (space, person, tag) =
        (dice.below(company.spaces.len()), dice.below(company.people.len()), dice.below(company.tags.len()));
    let state = *dice.one(&["open", "done", "cancelled", "archived"]);
    let kind = *dice.one(&["task", "step", "comment", "file", "page", "topic", "message"]);
    let (typed, test): (String, Test<'a>) = match dice.below(7) {
        0 if asker.sees[space] && !company.spaces[space].name.is_empty() => {
            (format!("in:{}", company.spaces[space].name), Box::new(move |doc| doc.home == space))
        }
        1 if asker.knows[person] => {
            (format!("from:{}", company.people[person].name), Box::new(move |doc| doc.author == person))
        }
        2 if asker.knows[person] => {
            (format!("@{}", company.people[person].name), Box::new(move |doc| doc.assignee == Some(person)))
        }
        3 => (format!("is:{state}"), Box::new(move |doc| doc.state == state)),
        4 => (format!("type:{kind}"), Box::new(move |doc| doc.kind == kind)),
        5 => (format!("tag:{}", company.tags[tag].0), Box::new(move |doc| doc.tags.contains(&tag))),
        6 => ("has:file".to_owned(), Box::new(|doc| doc.has_file)),
        _ => return,
    };
    let sort = |typed: &str| typed.contains([':', '@']).then(|| typed.trim_start_matches('-').chars().next());
    if asked.typed.iter().any(|other| sort(other) == sort(&typed)) {
        return;
    }
    if dice.chance(25) {
        asked.typed.push(format!("-{typed}"));
        asked.tests.push(Box::new(move |doc| !test(doc)));
    } else {
        asked.typed.push(typed);
        asked.tests.push(test);
    }
}

/// One parameter beside the words, not used before in this question.
fn filter<'a>(asker: &'a Asker<'_>, asked: &mut Asked<'a>, dice: &mut Dice) {
    let company = asker.company;
    let (space, person) = (dice.below(company.spaces.len()), dice.below(company.people.len()));
    let state = *dice.one(&["open", "done", "cancelled", "archived"]);
    let (name, value, test): (&str, String, Test<'a>) = match dice.below(6) {
        0 => ("kind", "task,comment".into(), Box::new(|doc| matches!(doc.kind, "task" | "comment"))),
        1 => {
            let known = asker.sees[space];
            ("space", company.spaces[space].id.clone(), Box::new(move |doc| known && doc.home == space))
        }
        2 => {
            let known = asker.knows[person];
            let is = move |doc: &Doc<'_>| doc.author == person || doc.assignee == Some(person);
            ("person", company.people[person].id.clone(), Box::new(move |doc| known && is(doc)))
        }
        3 => ("state", state.into(), Box::new(move |doc| doc.state == state)),
        4 => ("has", "file".into(), Box::new(|doc| doc.has_file)),
        // The clock stands still.
        _ if dice.chance(50) => ("when", "today".into(), Box::new(|_| true)),
        _ => ("when", "older".into(), Box::new(|_| false)),
    };
    if !asked.more.contains(&format!("&{name}=")) {
        asked.more += &format!("&{name}={value}");
        asked.tests.push(test);
    }
}
