//! The permission matrix: every operation of the served description × every kind of actor × every kind
//! of target, compared with rules written apart ([`oracle`]). What is refused changes nothing, and what
//! cannot be seen is answered byte for byte like what does not exist. The matrix is kept as
//! `tests/golden/rights.txt`, where a change of the rules shows as a change of letters
//! (`GUILDHALL_GOLDEN=write` writes it).

mod approvals;
mod company;
mod documents;
mod forms;
mod golden;
mod kinds;
mod links;
mod mails;
mod oracle;
mod processes;
mod table;
mod things;
mod topics;

use company::Company;
use guildhall_tests::{Answer, Client, server::PASSWORD};
use oracle::{ACTORS, Need, OWN, PAPERS, PEOPLE, PLACED, PLACES, SHELVES, TASKS, TOPICS, Verdict, verdict};
use serde_json::Value;
use std::{collections::BTreeSet, fmt::Write};
use table::Row;

/// A way to use an operation.
struct Asked<'t> {
    operation: &'t str,
    need: Need,
    method: &'t str,
    path: &'t str,
    body: &'t str,
    reads: bool,
}

impl<'t> Asked<'t> {
    fn of(row: &'t Row) -> Self {
        let (operation, need, path, body) = *row;
        let method = operation.split(' ').next().unwrap();
        let reads = matches!(method, "GET" | "HEAD") || path.starts_with("read ");
        Asked {
            operation,
            need,
            method,
            path: path.trim_start_matches("read POST ").trim_start_matches("read "),
            body,
            reads,
        }
    }

    fn says(&self, word: &str) -> bool {
        self.path.contains(word) || self.body.contains(word)
    }

    fn targets(&self) -> Vec<&'static str> {
        if self.path.contains("$open/steps/$step") {
            TASKS.into_iter().filter(|task| *task != "open").collect()
        } else if ["$task", "$key", "$comment", "$file", "$sent"].into_iter().any(|word| self.says(word)) {
            let keyless = |task: &&str| !self.says("$key") || *task != "personal";
            TASKS.into_iter().filter(keyless).collect()
        } else if self.says("$topic") || self.says("$message") || self.says("$poll") {
            TOPICS.to_vec()
        } else if ["$paper", "$said", "$first", "$share", "$sheet", "$remark"].into_iter().any(|word| self.says(word)) {
            PAPERS.to_vec()
        } else if self.says("$shelf") {
            SHELVES.to_vec()
        } else if PLACED.into_iter().any(|word| self.says(word)) {
            PLACES.to_vec()
        } else if self.says("$person") {
            PEOPLE.to_vec()
        } else if self.thing().is_some() {
            OWN.to_vec()
        } else {
            vec![""]
        }
    }

    fn thing(&self) -> Option<&'static str> {
        ["session", "token", "device", "import", "invite", "myview", "upload"]
            .into_iter()
            .find(|thing| self.path.contains(&format!("${thing}")))
    }

    /// The request for one cell. `fresh` makes targets that may be used up.
    fn fill(&self, c: &Company, who: &str, target: &str, fresh: bool) -> Option<(String, String)> {
        let task = |kind: &str| if fresh && kind != "archived" { c.task(kind) } else { c.tasks[kind].clone() };
        let mut words: Vec<(&str, String)> = Vec::new();
        let of_task = ["$task", "$key", "$comment", "$step", "$file", "$sent"];
        if TASKS.contains(&target) && of_task.into_iter().any(|word| self.says(word)) {
            // Only the task that is asked through is used up.
            let kept = target == "unknown" || self.path.contains("$open/steps/$step");
            let task = if kept { c.tasks[target].clone() } else { task(target) };
            words.extend([("$task", task.id), ("$step", task.step), ("$comment", task.comment), ("$key", task.key)]);
            words.extend([("$file", task.file), ("$sent", task.sent)]);
        }
        if TOPICS.contains(&target) {
            let made = if fresh && target != "archived topic" { c.topic(target) } else { c.topics[target].clone() };
            words.extend([("$topic", made.id), ("$message", made.message), ("$poll", made.poll)]);
        }
        if PAPERS.contains(&target) {
            let made = if fresh && target != "archived file" { c.paper(target) } else { c.papers[target].clone() };
            words.extend([("$paper", made.id), ("$said", made.said), ("$first", made.first), ("$share", made.share)]);
            words.extend([("$sheet", made.sheet), ("$remark", made.remark)]);
        }
        if SHELVES.contains(&target) {
            let made = if fresh && target != "archived folder" { c.shelf(target) } else { c.shelves[target].clone() };
            words.push(("$shelf", made));
        }
        if self.says("$leaf") {
            let made = if fresh { c.paper("open file") } else { c.papers["open file"].clone() };
            words.push(("$leaf", made.id));
        }
        if self.says("$rack") {
            words.push(("$rack", if fresh { c.shelf("open folder") } else { c.shelves["open folder"].clone() }));
        }
        if self.says("$talk") {
            let made = if fresh { c.topic("open topic") } else { c.topics["open topic"].clone() };
            words.push(("$talk", made.id));
        }
        if let Some(thing) = self.thing() {
            let other = if who == "lead" { "member" } else { "lead" };
            let word = match (target, fresh) {
                ("own", true) => c.thing(who, thing)?,
                ("own", false) => c.things[&("lead", thing)].clone(),
                ("other", true) => c.thing(other, thing)?,
                ("other", false) => c.things.get(&(other, thing)).cloned()?,
                _ => company::UNKNOWN.into(),
            };
            let all = ["$session", "$token", "$device", "$import", "$invite", "$myview", "$upload"];
            words.push((all.into_iter().find(|word| word[1..] == *thing).unwrap(), word));
        }
        for (word, kind) in [("$status", "statuses"), ("$section", "sections"), ("$field", "fields")] {
            if self.says(word) {
                words.push((word, if fresh { c.part(target, kind) } else { "1".into() }));
            }
        }
        let space = |name: &str| c.spaces[name].clone();
        if self.says("$view") {
            words.push(("$view", if fresh { c.view(target) } else { c.views[target].clone() }));
        }
        if self.says("$check_in") {
            words.push(("$check_in", c.check_ins.get(target).map_or(company::UNKNOWN.into(), Clone::clone)));
        }
        if self.says("$approval") {
            let asked = c.approval_of(target, fresh);
            words.extend([("$approval", asked.approval), ("$approver", asked.approver)]);
        }
        if ["$process", "$run", "$template", "$agenda"].iter().any(|word| self.says(word)) {
            let again = c.process_of(target, fresh);
            words.extend(again.words());
        }
        if self.says("$form") || self.says("$request") {
            let made = c.form_of(target, fresh);
            words.extend([("$form", made.form), ("$request", made.request), ("$enclosed", made.enclosed)]);
        }
        for (word, of) in [("$open_form", &c.forms["open"].form), ("$open_request", &c.forms["open"].request)] {
            words.push((word, of.clone()));
        }
        if PLACES.contains(&target) {
            words.push(("$space", space(target)));
        }
        if PEOPLE.contains(&target) {
            words.push(("$person", c.ids[target].clone()));
        }
        if self.says("$open/") || self.path.ends_with("$open") {
            words.push(("$open", task("open").id));
        }
        if self.says("$last_tag") {
            words.push(("$last_tag", if fresh { c.tag() } else { "7".into() }));
        }
        for (word, thing) in [("$backup", "backup"), ("$job", "job"), ("$kept", "kept")] {
            if self.says(word) {
                let made = || match thing {
                    "backup" => c.backup(),
                    "job" => c.job(),
                    _ => c.kept_mail(),
                };
                words.push((word, if fresh && !self.reads { made() } else { c.things[&("owner", thing)].clone() }));
            }
        }
        words.extend([
            ("$closed_space", space("closed")),
            ("$commons", space("commons")),
            ("$elsewhere", space("elsewhere")),
            ("$me", c.ids[who].clone()),
            ("$lead", c.ids["lead"].clone()),
            ("$recluse", c.ids["recluse"].clone()),
            ("$tag", "7".into()),
            ("$plan", c.plan.replace("\"name\":\"list", &format!("\"name\":\"list {}", c.next()))),
            ("$password", PASSWORD.into()),
            ("$unknown", company::UNKNOWN.into()),
            ("$n", c.next().to_string()),
        ]);
        let put = |text: &str| words.iter().fold(text.to_owned(), |text, (word, value)| text.replace(word, value));
        Some((put(self.path), put(self.body)))
    }

    fn send(&self, client: &Client, path: &str, body: &str) -> Answer {
        let path = format!("/api/v1{path}").replace("/api/v1/../..", "");
        let client = match self.method {
            "PATCH" | "DELETE" => client.with("If-Match", "*"),
            // A start that nobody gave, as the answers' rows have one in their body.
            "POST" if self.operation.ends_with("forms/{id}/files") => client.with("X-Form-Start", "x"),
            _ => client.clone(),
        };
        client.send_raw(self.method, &path, (!body.is_empty()).then(|| body.as_bytes().to_vec()))
    }

    /// What a carried out request left, put back where others need it.
    fn mend(&self, c: &Company, target: &str) {
        if self.reads {
            return;
        }
        if self.operation.starts_with("POST /admin/") {
            c.finished();
        }
        let moved = ["/restore", "/archive", "/join", "/members/"].iter().any(|part| self.operation.contains(part));
        if target == "own" || target == "other" {
            return;
        }
        if self.operation.contains("/spaces/{id}") && (moved || self.operation == "DELETE /spaces/{id}") {
            c.settle(target);
        }
        for kind in ["statuses", "sections", "fields"] {
            if self.operation.ends_with(&format!("POST /spaces/{{id}}/{kind}")) {
                c.unpart(target, kind);
            }
        }
        if self.operation == "PUT /people/{id}/deactivation" {
            c.people["owner"].send("DELETE", &format!("/people/{}/deactivation", c.ids[target]), None);
        }
    }
}

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

fn served(c: &Company) -> BTreeSet<String> {
    let document: Value = c.server.nobody().get("/openapi.json").ok();
    let mut operations = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            operations.insert(format!("{} {}", method.to_uppercase(), path.trim_start_matches("/api/v1")));
        }
    }
    operations
}

#[test]
fn every_operation_does_for_everybody_what_the_rules_say() {
    let c = Company::found();
    let listed: BTreeSet<String> = table::SIGNED
        .iter()
        .chain(processes::PROCESSES)
        .chain(approvals::APPROVALS)
        .chain(forms::FORMS)
        .chain(forms::DOORS)
        .chain(table::DOORS)
        .chain(links::LINKS)
        .map(|row| row.0.to_owned())
        .collect();
    let served = served(&c);
    let mut matrix = Matrix::default();
    matrix.wrong.extend(served.difference(&listed).map(|gap| format!("{gap} is in no row of the table")));
    matrix.wrong.extend(listed.difference(&served).map(|gap| format!("{gap} is in the table but not served")));
    // Everybody comes in once, so that the use of tokens is noted before states are compared.
    c.people.values().for_each(|client| {
        client.get("/me");
    });
    c.people["owner"].patch("/me", serde_json::json!({"about": "Founder"})).ok();
    let only = std::env::var("GUILDHALL_ROWS").unwrap_or_default();
    let rows =
        |rows: &'static [Row]| rows.iter().filter(|row| served.contains(row.0)).filter(|row| row.0.contains(&only));
    rows(table::SIGNED).for_each(|row| matrix.ask(&c, row, false));
    rows(processes::PROCESSES).for_each(|row| matrix.ask(&c, row, false));
    rows(approvals::APPROVALS).for_each(|row| matrix.ask(&c, row, false));
    rows(forms::FORMS).for_each(|row| matrix.ask(&c, row, false));
    rows(links::LINKS).for_each(|row| matrix.ask(&c, row, true));
    rows(forms::DOORS).for_each(|row| matrix.ask(&c, row, true));
    rows(table::DOORS).for_each(|row| matrix.ask(&c, row, true));
    if matrix.hidden.len() > 1 {
        matrix.wrong.push(format!("what is not there is told in different words: {:?}", matrix.hidden));
    }
    assert!(matrix.wrong.is_empty(), "{} of {} cells:\n{}", matrix.wrong.len(), matrix.cells, matrix.wrong.join("\n"));
    if only.is_empty() {
        golden::compare(&matrix);
    }
}
