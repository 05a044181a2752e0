//! A seeded mix of questions by somebody who sees half of everything, beside the bare index asked the
//! same questions without access filter, text or snippets; and how long a new task takes to be found.

use super::{
    backup::writers,
    seed::{Seeded, word},
    table::{Row, Table, Times},
    wire::Wire,
};
use guildhall::{access::Who, tasks};
use guildhall_tests::Dice;
use std::{
    ops::Bound,
    time::{Duration, Instant},
};
use tantivy::{
    Index, TantivyDocument, Term,
    collector::{Count, TopDocs},
    query::{BooleanQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery},
    schema::{FAST, Field, IndexRecordOption, Schema, TEXT},
};

/// Questions asked.
const QUESTIONS: usize = 600;

/// The day after which things are asked for, as it is typed and in UTC milliseconds.
const DAY: (&str, i64) = ("2026-01-01", 1_767_225_600_000);

/// What the words of a question are.
#[derive(Clone, Copy)]
enum Sort {
    Words,
    Phrase,
    Prefix,
    Typo,
    Since,
}

/// A question as people type it: its words, and what they are.
pub struct Question {
    words: Vec<String>,
    sort: Sort,
}

impl Question {
    /// Its address.
    pub fn path(&self) -> String {
        let words = self.words.join(" ");
        let text = match self.sort {
            Sort::Phrase => format!("\"{words}\""),
            Sort::Since => format!("{words} after:{}", DAY.0),
            Sort::Prefix => format!("{words}*"),
            Sort::Words | Sort::Typo => words,
        };
        format!("/api/v1/search?limit=20&q={}", text.replace('"', "%22").replace(' ', "%20"))
    }
}

/// The seeded mix.
pub fn questions(seeded: &Seeded) -> Vec<Question> {
    let mut dice = Dice::new(7);
    let mut take =
        |count: usize| -> Vec<String> { (0..count).map(|_| word(&mut dice, &seeded.words).to_owned()).collect() };
    let question = |at: usize| match at % 20 {
        0..8 => Question { words: take(1), sort: Sort::Words },
        8..14 => Question { words: take(2), sort: Sort::Words },
        14..16 => Question { words: take(2), sort: Sort::Phrase },
        16..18 => Question { words: each(take(1), |at| at < 4), sort: Sort::Prefix },
        18 => Question { words: each(take(1), |at| at != 2), sort: Sort::Typo },
        _ => Question { words: take(1), sort: Sort::Since },
    };
    (0..QUESTIONS).map(question).collect()
}

/// Of each word the letters at these places.
fn each(words: Vec<String>, keep: impl Fn(usize) -> bool) -> Vec<String> {
    let letters = |word: &String| -> String {
        word.chars().enumerate().filter(|(at, _)| keep(*at)).map(|(_, letter)| letter).collect()
    };
    words.iter().map(letters).collect()
}

/// A plain index.
struct Bare {
    index: Index,
    text: Field,
    at: Field,
}

impl Bare {
    /// The same question to it.
    fn query(&self, question: &Question) -> Box<dyn Query> {
        let terms: Vec<Term> = question.words.iter().map(|word| Term::from_field_text(self.text, word)).collect();
        let must = |term: Term| -> (Occur, Box<dyn Query>) {
            (Occur::Must, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)))
        };
        match (question.sort, terms.first().cloned()) {
            (Sort::Phrase, _) => Box::new(PhraseQuery::new(terms)),
            (Sort::Prefix, Some(begin)) => Box::new(FuzzyTermQuery::new_prefix(begin, 0, true)),
            (Sort::Typo, Some(wrong)) => Box::new(FuzzyTermQuery::new(wrong, 1, true)),
            (Sort::Since, Some(word)) => {
                let from = Bound::Included(Term::from_field_i64(self.at, DAY.1));
                let since: Box<dyn Query> = Box::new(RangeQuery::new(from, Bound::Unbounded));
                Box::new(BooleanQuery::new(vec![must(word), (Occur::Must, since)]))
            }
            _ => Box::new(BooleanQuery::new(terms.into_iter().map(must).collect())),
        }
    }
}

/// The same texts in a plain index.
fn bare(seeded: &Seeded) -> Bare {
    let mut schema = Schema::builder();
    let (text, at) = (schema.add_text_field("text", TEXT), schema.add_i64_field("at", FAST));
    let index = Index::create_in_ram(schema.build());
    let mut writer = index.writer::<TantivyDocument>(50_000_000).expect("a writer");
    let view = seeded.server.app.view(Who::person(seeded.owner)).expect("a view");
    let read = guildhall::access::Scope::read(&view);
    let add = |words: String, ms: i64| {
        let mut document = TantivyDocument::default();
        document.add_text(text, words);
        document.add_i64(at, ms);
        writer.add_document(document).expect("a document");
    };
    let tasks = read.scan(&tasks::store::TASKS, guildhall_store::Span::all()).expect("tasks");
    for row in tasks {
        let task = guildhall_domain::task::Task::from(row.expect("a row").1);
        add(format!("{} {}", task.title, task.body), task.created_ms);
        task.steps.iter().for_each(|step| add(step.text.clone(), task.created_ms));
    }
    for row in read.scan(&guildhall::comments::store::COMMENTS, guildhall_store::Span::all()).expect("comments") {
        let comment = guildhall_domain::comment::Comment::from(row.expect("a row").1);
        add(comment.body, comment.created_ms);
    }
    writer.commit().expect("a commit");
    Bare { index, text, at }
}

/// Measures the mix and the delay.
pub fn measure(seeded: &Seeded, table: &mut Table) {
    table.note(&format!("index of {} items made in", seeded.size), seeded.indexed.as_secs_f64() * 1000.0);
    let mut errors = usize::from(!seeded.settle());
    let bare = bare(seeded);
    let reader = bare.index.reader().expect("a reader");
    let asked = questions(seeded);
    let limit: Vec<Duration> = asked
        .iter()
        .map(|question| {
            let query = bare.query(question);
            let at = Instant::now();
            let found = reader.searcher().search(&*query, &(TopDocs::with_limit(20).order_by_score(), Count));
            assert!(found.is_ok(), "the bare index answers");
            at.elapsed()
        })
        .collect();
    let mut wire = Wire::connect(&seeded.server.url, &seeded.half);
    let mut ours = Vec::new();
    for question in &asked {
        let (path, at) = (question.path(), Instant::now());
        errors += usize::from(wire.send("GET", &path, "").0 != 200);
        ours.push(at.elapsed());
    }
    let (ours, limit) = (Times::new(ours), Times::new(limit));
    table.add(Row {
        work: "search over HTTP with text and snippets, half of it readable".into(),
        items: seeded.size,
        guildhall: format!("p50 {:.2} ms, p99 {:.1} ms", ours.at(50.0), ours.at(99.0)),
        limit: format!("p50 {:.2} ms, p99 {:.1} ms bare, no filter, no text", limit.at(50.0), limit.at(99.0)),
        ratio: Some(limit.at(50.0) / ours.at(50.0)),
        p50: Some(ours.at(50.0)),
        reach: "p50 ≤ 5 ms, p99 ≤ 60 ms".into(),
        held: Some(ours.at(50.0) <= 5.0 && ours.at(99.0) <= 60.0),
        errors,
    });
    visible(seeded, table, "idle", 250.0);
    writers(seeded, || visible(seeded, table, "under 200 writes a second", 1000.0));
}

/// How long until a new task is found.
fn visible(seeded: &Seeded, table: &mut Table, when: &str, most: f64) {
    let mut wire = Wire::connect(&seeded.server.url, &seeded.cookie);
    let (mut delays, mut errors) = (Vec::new(), 0);
    for at in 0..20 {
        // One word of letters and figures that nothing else has.
        let name = format!("findme{at}x{}x{}", seeded.size, when.len());
        let begun = Instant::now();
        let body = format!("{{\"title\":\"{name}\"}}");
        let (status, made) = wire.send("POST", &format!("/api/v1/spaces/{}/tasks", seeded.space), &body);
        errors += usize::from(status != 201);
        let id = serde_json::from_slice::<serde_json::Value>(&made).unwrap_or_default()["id"].to_string();
        let path = format!("/api/v1/search?q={name}");
        let found = |answer: &[u8]| String::from_utf8_lossy(answer).contains(&id);
        while !found(&wire.send("GET", &path, "").1) {
            if begun.elapsed() > Duration::from_secs(10) {
                errors += 1;
                break;
            }
        }
        delays.push(begun.elapsed());
    }
    let delays = Times::new(delays);
    table.add(Row {
        work: format!("a new task is found after, {when}"),
        items: seeded.size,
        guildhall: format!("p50 {:.0} ms, worst {:.0} ms", delays.at(50.0), delays.at(100.0)),
        limit: "—".into(),
        reach: format!("≤ {most:.0} ms"),
        held: Some(delays.at(100.0) <= most),
        errors,
        ..Row::default()
    });
}
