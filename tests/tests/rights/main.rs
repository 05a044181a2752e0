//! The permission matrix: every operation of the served description × every kind of actor × every kind
//! of target, compared with rules written apart ([`oracle`]). What is refused changes nothing, and what
//! cannot be seen is answered byte for byte like what does not exist. The matrix is kept as
//! `tests/golden/rights.txt`, where a change of the rules shows as a change of letters
//! (`GUILDHALL_GOLDEN=write` writes it).

mod approvals;
mod asked;
mod budgets;
mod company;
mod documents;
mod events;
mod forms;
mod golden;
mod kinds;
mod links;
mod mails;
mod oracle;
mod organization;
mod places;
mod plan;
mod processes;
mod rules;
mod searches;
mod table;
mod things;
mod time;
mod topics;
mod webhooks;
mod workload;

use asked::Asked;
use company::Company;
use guildhall_tests::{Answer, Server, server::PASSWORD};
use oracle::{ACTORS, Verdict, verdict};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};
use table::Row;

fn letter(answer: &Answer, head: bool) -> char {
    let code = match (head, answer.status) {
        // Its code is in the body, which is left out.
        (true, 401) => "not_signed_in",
        (true, 403) => "forbidden",
        (true, 404) => "not_found",
        _ => answer.code(),
    };
    match (answer.status, code) {
        (401, "not_signed_in") => 'a',
        (403, "forbidden" | "token_scope") => 'f',
        (404, "not_found") => 'n',
        (200..300, _) => 'Y',
        (409 | 410 | 422 | 426 | 429, _) => 'y',
        _ => '!',
    }
}

fn expected(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "Yy",
        Verdict::Unknown => "a",
        Verdict::Forbidden => "f",
        Verdict::Hidden => "n",
    }
}

#[derive(Default)]
struct Matrix {
    text: String,
    wrong: Vec<String>,
    hidden: BTreeSet<String>,
    cells: usize,
}

impl Matrix {
    /// What another company answered.
    fn join(&mut self, other: Matrix) {
        self.wrong.extend(other.wrong);
        self.hidden.extend(other.hidden);
        self.cells += other.cells;
    }

    /// One row: first everything that must be refused, which together must change nothing; then what
    /// must be done, each on a target of its own.
    fn ask(&mut self, c: &Company, row: &Row, doors: bool) {
        let asked = Asked::of(row);
        let targets = asked.targets();
        let mut letters = vec![vec!['.'; ACTORS.len()]; targets.len()];
        let before = c.state();
        for allowed in [false, true] {
            for (line, target) in targets.iter().enumerate() {
                for (column, who) in ACTORS.iter().enumerate() {
                    let right = verdict(who, asked.need, target, asked.reads);
                    if (right == Verdict::Yes) == allowed {
                        letters[line][column] = self.cell(c, &asked, who, target, right, doors);
                    }
                }
            }
            if !allowed && !doors && c.state() != before {
                self.wrong.push(format!("{} {}: a refused request changed something", asked.operation, asked.path));
            }
        }
        writeln!(self.text, "{}  {:?}  {} {}", asked.operation, asked.need, asked.path, asked.body.replace('\n', " "))
            .unwrap();
        for (target, line) in targets.iter().zip(&letters) {
            let line: String = line.iter().flat_map(|letter| [' ', *letter]).collect();
            writeln!(self.text, "    {target:<11}{line}").unwrap();
        }
    }

    fn cell(&mut self, c: &Company, asked: &Asked<'_>, who: &str, target: &str, right: Verdict, doors: bool) -> char {
        let yes = right == Verdict::Yes;
        let Some((path, body)) = asked.fill(c, who, target, yes && (!asked.reads || asked.thing().is_some())) else {
            return '.';
        };
        let mut client = c.people[who].clone();
        if doors {
            // Attempts at the doors are counted by time.
            c.server.clock.advance(16 * 60_000);
            // A caller keeps the cookies it is given, and at a door it may be given one.
            client = client.at(&c.server.url);
        }
        if doors && asked.operation == "DELETE /session" && yes {
            let email = client.get("/me").ok()["email"].clone();
            let answer = c.server.nobody().post("/session", serde_json::json!({"email": email, "password": PASSWORD}));
            client = c.server.nobody().signed_in(&answer);
        }
        let answer = asked.send(&client, &path, &body);
        self.cells += 1;
        let head = asked.method == "HEAD";
        let got = letter(&answer, head);
        if !expected(right).contains(got) {
            let text: String = answer.text.chars().take(160).collect();
            self.wrong.push(format!(
                "{} on {target:?} by {who}: {right:?} expected, {} {text}",
                asked.operation, answer.status
            ));
        }
        if got == 'n' && !head {
            self.hidden.insert(answer.text);
        }
        if yes {
            asked.mend(c, target);
        }
        got
    }
}

fn served() -> BTreeSet<String> {
    let document: Value = Server::start().nobody().get("/openapi.json").ok();
    let mut operations = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            operations.insert(format!("{} {}", method.to_uppercase(), path.trim_start_matches("/api/v1")));
        }
    }
    operations
}

/// Companies asked at once, each its own rows.
const COMPANIES: usize = 2;

/// Whose rows an operation's are: by its name alone, so that a new row moves no other.
fn company_of(row: &Row) -> usize {
    row.0.bytes().map(usize::from).sum::<usize>() % COMPANIES
}

/// Asks a company of its own all of its rows; the text of each row is answered apart.
fn ask_all(of: usize, rows: &[(&Row, bool)], served: &BTreeSet<String>) -> (Matrix, BTreeMap<usize, String>) {
    let c = Company::found();
    // Everybody comes in once, so that the use of tokens is noted before states are compared.
    c.people.values().for_each(|client| {
        client.get("/me");
    });
    c.people["owner"].patch("/me", serde_json::json!({"about": "Founder"})).ok();
    let (mut matrix, mut texts) = (Matrix::default(), BTreeMap::new());
    for (place, (row, doors)) in rows.iter().enumerate() {
        if company_of(row) == of && served.contains(row.0) {
            matrix.ask(&c, row, *doors);
            texts.insert(place, std::mem::take(&mut matrix.text));
        }
    }
    (matrix, texts)
}

#[test]
fn every_operation_does_for_everybody_what_the_rules_say() {
    let signed = [
        table::SIGNED,
        processes::REPORTS,
        processes::PROCESSES,
        rules::RULES,
        webhooks::WEBHOOKS,
        events::EVENTS,
        time::TIME,
        workload::WORKLOAD,
        plan::PLAN,
        budgets::BUDGETS,
        searches::SEARCHES,
        approvals::APPROVALS,
        forms::FORMS,
        // Last, because an account that is closed loses its ways in.
        organization::ORGANIZATION,
    ];
    let doors = [links::LINKS, forms::DOORS, table::DOORS];
    let mut rows: Vec<(&Row, bool)> = signed.into_iter().flatten().map(|row| (row, false)).collect();
    rows.extend(doors.into_iter().flatten().map(|row| (row, true)));
    let listed: BTreeSet<String> = rows.iter().map(|(row, _)| row.0.to_owned()).collect();
    let served = served();
    let mut matrix = Matrix::default();
    matrix.wrong.extend(served.difference(&listed).map(|gap| format!("{gap} is in no row of the table")));
    matrix.wrong.extend(listed.difference(&served).map(|gap| format!("{gap} is in the table but not served")));
    let only = std::env::var("GUILDHALL_ROWS").unwrap_or_default();
    rows.retain(|(row, _)| row.0.contains(&only));
    let mut texts = BTreeMap::new();
    std::thread::scope(|scope| {
        let (rows, served) = (&rows, &served);
        let asking: Vec<_> = (0..COMPANIES).map(|of| scope.spawn(move || ask_all(of, rows, served))).collect();
        for asked in asking {
            let (one, of_rows) = asked.join().unwrap();
            matrix.join(one);
            texts.extend(of_rows);
        }
    });
    matrix.text = texts.into_values().collect();
    if matrix.hidden.len() > 1 {
        matrix.wrong.push(format!("what is not there is told in different words: {:?}", matrix.hidden));
    }
    assert!(matrix.wrong.is_empty(), "{} of {} cells:\n{}", matrix.wrong.len(), matrix.cells, matrix.wrong.join("\n"));
    if only.is_empty() {
        golden::compare(&matrix);
    }
}
