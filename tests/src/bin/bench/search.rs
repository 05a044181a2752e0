//! A seeded mix of questions by somebody who sees half of everything, beside the bare index asked the
//! same words without access filter, text or snippets; and how long a new task takes to be found.

use super::{
    backup::writers,
    seed::{Seeded, word},
    table::{Row, Table, Times},
    wire::Wire,
};
use guildhall::{access::Who, tasks};
use guildhall_tests::Dice;
use std::time::{Duration, Instant};
use tantivy::{
    Index, TantivyDocument, Term,
    collector::{Count, TopDocs},
    query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery},
    schema::{IndexRecordOption, Schema, TEXT},
};

/// Questions asked.
const QUESTIONS: usize = 600;

/// A question as people type it, and the words it is about.
pub struct Question {
    text: String,
    words: Vec<String>,
    phrase: bool,
}

impl Question {
    /// Its address.
    pub fn path(&self) -> String {
        format!("/api/v1/search?limit=20&q={}", self.text.replace('"', "%22").replace(' ', "%20"))
    }
}

/// The seeded mix.
pub fn questions(seeded: &Seeded) -> Vec<Question> {
    let mut dice = Dice::new(7);
    let take = |count: usize, dice: &mut Dice| -> Vec<String> {
        (0..count).map(|_| word(dice, &seeded.words).to_owned()).collect()
    };
    (0..QUESTIONS)
        .map(|at| match at % 20 {
            0..8 => plain(take(1, &mut dice)),
            8..14 => plain(take(2, &mut dice)),
            14..16 => {
                let words = take(2, &mut dice);
                Question { text: format!("\"{}\"", words.join(" ")), words, phrase: true }
            }
            16..18 => {
                let words = take(1, &mut dice);
                Question { text: words[0].chars().take(4).collect(), words, phrase: false }
            }
            18 => {
                let words = take(1, &mut dice);
                Question {
                    text: words[0].chars().enumerate().filter(|(at, _)| *at != 2).map(|(_, c)| c).collect(),
                    words,
                    phrase: false,
                }
            }
            _ => {
                let words = take(1, &mut dice);
                Question { text: format!("{} after:2026-01-01", words[0]), words, phrase: false }
            }
        })
        .collect()
}

fn plain(words: Vec<String>) -> Question {
    Question { text: words.join(" "), words, phrase: false }
}

/// The same texts in a plain index.
fn bare(seeded: &Seeded) -> (Index, tantivy::schema::Field) {
    let mut schema = Schema::builder();
    let field = schema.add_text_field("text", TEXT);
    let index = Index::create_in_ram(schema.build());
    let mut writer = index.writer::<TantivyDocument>(50_000_000).expect("a writer");
    let view = seeded.server.app.view(Who::person(seeded.owner)).expect("a view");
    let read = guildhall::access::Scope::read(&view);
    let add = |text: String| {
        let mut document = TantivyDocument::default();
        document.add_text(field, text);
        writer.add_document(document).expect("a document");
    };
    let tasks = read.scan(&tasks::store::TASKS, guildhall_store::Span::all()).expect("tasks");
    for row in tasks {
        let task = guildhall_domain::task::Task::from(row.expect("a row").1);
        add(format!("{} {}", task.title, task.body));
        task.steps.iter().for_each(|step| add(step.text.clone()));
    }
    for row in read.scan(&guildhall::comments::store::COMMENTS, guildhall_store::Span::all()).expect("comments") {
        add(guildhall_domain::comment::Comment::from(row.expect("a row").1).body);
    }
    writer.commit().expect("a commit");
    (index, field)
}

/// Measures the mix and the delay.
pub fn measure(seeded: &Seeded, table: &mut Table) {
    table.note(&format!("index of {} items made in", seeded.size), seeded.indexed.as_secs_f64() * 1000.0);
    let mut errors = usize::from(!seeded.settle());
    let (index, field) = bare(seeded);
    let reader = index.reader().expect("a reader");
    let asked = questions(seeded);
    let limit: Vec<Duration> = asked
        .iter()
        .map(|question| {
            let terms: Vec<Term> = question.words.iter().map(|word| Term::from_field_text(field, word)).collect();
            let query: Box<dyn Query> = if question.phrase {
                Box::new(PhraseQuery::new(terms))
            } else {
                let all = terms.into_iter().map(|term| {
                    (Occur::Must, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>)
                });
                Box::new(BooleanQuery::new(all.collect()))
            };
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
