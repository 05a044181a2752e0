//! A company of a given size: three tenths tasks, six tenths comments, one tenth steps. Two spaces of
//! equal size; the reader of the searches sees one of them. Words follow Zipf's law, as real texts do.

use guildhall::{access::Who, comments, search, tasks};
use guildhall_domain::Id;
use guildhall_tests::{Client, Dice, Server};
use std::time::{Duration, Instant};

/// A running server with its company.
pub struct Seeded {
    /// The server.
    pub server: Server,
    /// Items in all.
    pub size: usize,
    /// The owner's session cookie.
    pub cookie: String,
    /// The cookie of somebody who sees half of it.
    pub half: String,
    /// The owner.
    pub owner: Id,
    /// The big open space.
    pub space: Id,
    /// Words by how common they are.
    pub words: Vec<String>,
    /// How long the index of all of it took.
    pub indexed: Duration,
}

impl Seeded {
    /// Waits until what was written before is also found, so that the next figure is not measured beside the
    /// indexing of the last one; answers whether it is.
    pub fn settle(&self) -> bool {
        search::wait(&self.server.app, Duration::from_secs(1800))
    }
}

/// Most objects in one command here.
const BATCH: usize = 200;

fn words() -> Vec<String> {
    let (heads, tails) = (
        ["bo", "va", "ker", "lim", "sto", "ne", "dra", "fil", "gas", "mu", "pre", "tor"],
        ["ler", "nt", "vel", "ria", "ket", "sson", "mer", "dal", "rit", "lo"],
    );
    let mut words = Vec::new();
    for a in heads {
        for b in heads {
            for c in tails {
                words.push(format!("{a}{b}{c}"));
            }
        }
    }
    words
}

/// A word, common ones often.
pub fn word<'a>(dice: &mut Dice, words: &'a [String]) -> &'a str {
    let spread = 10_f64.powf(dice.below(10_000) as f64 / 10_000.0 * (words.len() as f64).log10());
    &words[(spread as usize).saturating_sub(1).min(words.len() - 1)]
}

/// Words of a text.
pub fn text(dice: &mut Dice, words: &[String], count: usize) -> String {
    (0..count).map(|_| word(dice, words)).collect::<Vec<_>>().join(" ")
}

fn cookie(client: &Client) -> String {
    client.header("Cookie").unwrap_or_default()
}

/// Seeds a company through the product's own commands.
pub fn seed(size: usize) -> Seeded {
    eprintln!("seeding {size} items");
    let server = Server::start();
    let owner = server.owner();
    let half = server.join(&owner, "Half Reader", "member");
    let me: Id = owner.me().parse().expect("an id");
    let who = Who::person(me);
    let open: Id = owner.space("Open half", "open").parse().expect("an id");
    let closed: Id = owner.space("Closed half", "private").parse().expect("an id");
    let words = words();
    let mut dice = Dice::new(size as u64);
    let tasks_in_all = size * 3 / 10;
    let mut made: Vec<Id> = Vec::with_capacity(tasks_in_all);
    for batch in (0..tasks_in_all).collect::<Vec<_>>().chunks(BATCH) {
        let inputs: Vec<(Id, tasks::input::TaskInput)> = batch
            .iter()
            .map(|at| {
                let steps = if at % 3 == 0 {
                    vec![tasks::input::StepInput { text: text(&mut dice, &words, 4), ..Default::default() }]
                } else {
                    Vec::new()
                };
                let input = tasks::input::TaskInput {
                    title: text(&mut dice, &words, 6),
                    body: text(&mut dice, &words, 24),
                    steps,
                    ..Default::default()
                };
                (if at % 2 == 0 { open } else { closed }, input)
            })
            .collect();
        let ids = server.app.run_blocking(who, move |work| {
            inputs
                .iter()
                .map(|(space, input)| tasks::commands::create(work, *space, input).map(|task| task.id))
                .collect::<Result<Vec<_>, _>>()
        });
        made.extend(ids.expect("tasks can be made").value);
    }
    for batch in (0..size * 6 / 10).collect::<Vec<_>>().chunks(BATCH) {
        let news: Vec<(Id, String)> =
            batch.iter().map(|_| (made[dice.below(made.len())], text(&mut dice, &words, 18))).collect();
        let done = server.app.run_blocking(who, move |work| {
            news.iter().try_for_each(|(item, body)| {
                comments::commands::write(
                    work,
                    *item,
                    &comments::commands::New { id: None, body: body.clone(), reply_to: None, files: Vec::new() },
                )
                .map(|_| ())
            })
        });
        done.expect("comments can be written");
    }
    // From here on it is the whole product that is measured: the index follows what is written.
    let begun = Instant::now();
    search::Searcher::start(&server.app).expect("the search starts");
    assert!(search::wait(&server.app, Duration::from_secs(1800)), "the index is made");
    let indexed = begun.elapsed();
    Seeded { size, cookie: cookie(&owner), half: cookie(&half), owner: me, space: open, words, indexed, server }
}
