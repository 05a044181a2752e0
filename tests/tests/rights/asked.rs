//! One row of the table as requests: what it is asked of, and what has to be made for each cell.

use crate::{
    company::{self, Company},
    oracle::{Need, OWN, PAPERS, PEOPLE, PLACES, SHELVES, TASKS, TOPICS},
    table::Row,
    things::OWNED,
};
use guildhall_tests::{Answer, Client, server::PASSWORD};

/// Words for what belongs to a space: whoever asks is judged by that space.
const PLACED: [&str; 12] = [
    "$space",
    "$view",
    "$search",
    "$check_in",
    "$process",
    "$run",
    "$template",
    "$agenda",
    "$rule",
    "$approval",
    "$form",
    "$request",
];

/// A way to use an operation.
pub struct Asked<'t> {
    pub operation: &'t str,
    pub need: Need,
    pub method: &'t str,
    pub path: &'t str,
    pub body: &'t str,
    pub reads: bool,
}

impl<'t> Asked<'t> {
    pub fn of(row: &'t Row) -> Self {
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

    pub fn targets(&self) -> Vec<&'static str> {
        if self.path.contains("$open/steps/$step") {
            TASKS.into_iter().filter(|task| *task != "open").collect()
        } else if ["$task", "$key", "$comment", "$file", "$sent"].into_iter().any(|word| self.says(word)) {
            let keyless = |task: &&str| !self.says("$key") || *task != "personal";
            TASKS.into_iter().filter(keyless).collect()
        } else if self.says("$topic") || self.says("$message") || self.says("$poll") {
            TOPICS.to_vec()
        } else if ["$paper", "$said", "$first", "$share", "$sheet", "$remark", "$event"]
            .into_iter()
            .any(|word| self.says(word))
        {
            PAPERS.to_vec()
        } else if self.says("$shelf") {
            SHELVES.to_vec()
        } else if PLACED.into_iter().any(|word| self.says(word)) {
            PLACES.to_vec()
        } else if self.says("$person") || self.says("$absence") {
            PEOPLE.to_vec()
        } else if self.thing().is_some() {
            OWN.to_vec()
        } else {
            vec![""]
        }
    }

    pub fn thing(&self) -> Option<&'static str> {
        OWNED.into_iter().find(|word| self.path.contains(word)).map(|word| &word[1..])
    }

    /// The request for one cell. `fresh` makes targets that may be used up.
    pub fn fill(&self, c: &Company, who: &str, target: &str, fresh: bool) -> Option<(String, String)> {
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
            words.extend([("$sheet", made.sheet), ("$remark", made.remark), ("$event", made.event)]);
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
            let named = OWNED.into_iter().find(|word| word[1..] == *thing).unwrap();
            let other = if who == "lead" { "member" } else { "lead" };
            let word = match (target, fresh) {
                ("own", true) => c.thing(who, thing)?,
                ("own", false) => c.things[&("lead", thing)].clone(),
                ("other", true) => c.thing(other, thing)?,
                ("other", false) => c.things.get(&(other, thing)).cloned()?,
                _ => company::UNKNOWN.into(),
            };
            words.push((named, word));
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
        if self.says("$search") {
            words.push(("$search", if fresh { c.search(target) } else { c.kept_search(target) }));
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
        if self.says("$rule") {
            words.push(("$rule", c.rule_of(target, fresh)));
        }
        if self.says("$everywhere") {
            words.push(("$everywhere", if fresh { c.common_rule() } else { c.common.clone() }));
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
        if let Some(target) = PEOPLE.into_iter().find(|person| *person == target) {
            words.push(("$person", c.ids[target].clone()));
            if self.says("$absence") {
                let made = || c.day_off(target);
                words.push(("$absence", if fresh { made() } else { c.things[&(target, "absence")].clone() }));
            }
        }
        if self.says("$open/") || self.path.ends_with("$open") {
            words.push(("$open", task("open").id));
        }
        if self.says("$last_tag") {
            words.push(("$last_tag", if fresh { c.tag() } else { "7".into() }));
        }
        if self.says("$room") {
            words.push(("$room", if fresh { c.room() } else { company::UNKNOWN.into() }));
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
        if self.says("$webhook") {
            let kept = |thing| c.things[&("owner", thing)].clone();
            let (webhook, delivery) =
                if fresh && !self.reads { c.webhook() } else { (kept("webhook"), kept("delivery")) };
            words.extend([("$webhook", webhook), ("$delivery", delivery)]);
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

    pub fn send(&self, client: &Client, path: &str, body: &str) -> Answer {
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
    pub fn mend(&self, c: &Company, target: &str) {
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
        if self.operation.ends_with("/choices") {
            c.unpart(target, "fields");
        }
        if self.operation == "PUT /people/{id}/deactivation" {
            c.people["owner"].send("DELETE", &format!("/people/{}/deactivation", c.ids[target]), None);
        }
    }
}
