//! Questions to the search: hits, total, facets, corrections and suggestions, page after page.

use crate::{
    asked::{self, Asked},
    docs::{Asker, Doc, found},
    facets,
    words::WORDS,
};
use guildhall_tests::Dice;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Asks one question and compares; answers what sort it was.
pub fn question(asker: &Asker<'_>, dice: &mut Dice) -> &'static str {
    let asked = asked::make(asker, dice);
    let docs = asker.docs().iter().filter(|doc| asked.tests.iter().all(|test| test(doc))).collect();
    let wanted = found(docs, &asked.words, asked.not);
    let limit = *dice.one(&[1, 3, 20, 100]);
    let with_facets = dice.chance(50);
    let path = format!("/search?q={}{}&limit={limit}&facets={with_facets}", encode(&asked.typed.join(" ")), asked.more);
    let answer = ask(asker, &path);
    let label = || format!("{} asked {path}\n{answer:#}", asker.name());

    let by_id: BTreeMap<&str, &Doc<'_>> = wanted.iter().map(|doc| (doc.id, *doc)).collect();
    let items = answer["items"].as_array().unwrap();
    for hit in items {
        let doc = by_id.get(hit["id"].as_str().unwrap()).unwrap_or_else(|| panic!("{hit:#} is not for {}", label()));
        assert_eq!((&hit["kind"], &hit["item_id"]), (&Value::from(doc.kind), &Value::from(doc.item)), "{}", label());
    }
    assert_eq!(answer["total"], wanted.len(), "{}", label());
    assert_eq!(items.len(), wanted.len().min(limit), "{}", label());
    if with_facets {
        facets::compare(asker, &wanted, &answer, &label);
    }
    words_offered(asker, &asked, &wanted, &answer, &label);
    if !answer["next"].is_null() && dice.chance(10) {
        page_through(asker, &path, &answer, &by_id);
        return "search, all pages";
    }
    if with_facets { "search with facets" } else { "search" }
}

/// A machine under load may run out of the time a question has; then it is asked again.
fn ask(asker: &Asker<'_>, path: &str) -> Value {
    for _ in 0..50 {
        let answer = asker.company.people[asker.who].client.get(path).ok();
        if answer["truncated"] == false {
            return answer;
        }
    }
    panic!("{path} never had time enough");
}

/// What is offered in place of the words typed: only words the asker finds something with.
fn words_offered(
    asker: &Asker<'_>,
    asked: &Asked<'_>,
    wanted: &[&Doc<'_>],
    answer: &Value,
    label: &dyn Fn() -> String,
) {
    let corrected = asked.misspelt && !wanted.is_empty();
    let rest = asked.typed.get(1..).unwrap_or_default();
    let meant = asked.words.first().map(|word| [&[WORDS[*word].to_owned()], rest].concat().join(" "));
    let expected = meant.filter(|_| corrected).map_or(Value::Null, Value::from);
    assert_eq!(answer["corrected"], expected, "{}", label());
    let suggested = answer["suggestions"].as_array().unwrap();
    assert!(suggested.is_empty() || wanted.is_empty(), "{}", label());
    for word in suggested {
        let word = word.as_str().unwrap();
        let known = WORDS.iter().position(|known| *known == word);
        let reads = |doc: &Doc<'_>| known.is_some_and(|word| doc.words.has(word)) || doc.title.contains(word);
        assert!(asker.docs().iter().any(reads), "“{word}” is not for {}", label());
    }
}

fn page_through(asker: &Asker<'_>, path: &str, first: &Value, wanted: &BTreeMap<&str, &Doc<'_>>) {
    let mut seen = BTreeSet::new();
    let mut page = first.clone();
    loop {
        for hit in page["items"].as_array().unwrap() {
            assert!(seen.insert(hit["id"].as_str().unwrap().to_owned()), "twice in {path}: {hit:#}");
        }
        let Some(cursor) = page["next"].as_str() else { break };
        page = ask(asker, &format!("{path}&cursor={cursor}"));
    }
    assert_eq!(seen.iter().map(String::as_str).collect::<BTreeSet<_>>(), wanted.keys().copied().collect(), "{path}");
}

fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric();
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
