//! Reports: a month of a small company goes by with the clock, and what was noted by hand on the way is what the report
//! says in the end, to those who may know it.

use crate::{DAY, HOUR, MINUTE, Office, all, looked, office, path, runs};
use guildhall::clockwork::Clockwork;
use guildhall_domain::when;
use guildhall_tests::{Client, Dice, Server, id, until};
use serde_json::{Value, json};

/// What somebody standing beside it noted of one run.
struct Noted {
    process: &'static str,
    outcome: &'static str,
    who: Option<&'static str>,
    late: Option<i64>,
}

struct Month {
    server: Server,
    /// Where its file lies once it was off.
    folder: Option<tempfile::TempDir>,
    olga: Client,
    ana: Client,
    ben: Client,
    space: String,
    done: Value,
    opening: Value,
    order: Value,
    book: Vec<Noted>,
    dice: Dice,
}

/// From 1 to 31 December, with two days on which the server was off.
const REPORT: &str = "/reports/operations?from=2026-12-01&to=2026-12-31";

impl Month {
    fn begin() -> (Month, Client) {
        let o: Office = office();
        // A session does not last so long.
        let token = |client: &Client| {
            let made = client.post("/me/tokens", json!({ "name": "Month", "scopes": ["read", "write"] })).ok();
            o.server.nobody().with("Authorization", &format!("Bearer {}", made["secret"].as_str().unwrap()))
        };
        let (olga, ana, ben, max) = (token(&o.olga), token(&o.ana), token(&o.ben), token(&o.max));
        // 30 November, eight in the evening.
        o.server.clock.advance(7 * DAY + 10 * HOUR);
        let opening = o.make("every weekday 8:00", json!({ "name": "Open up", "done_at": "12:00" }));
        let order = o.make("every monday 8:00", json!({ "name": "Weekly order", "done_at": "12:00" }));
        let (done, space) = (o.status("done"), o.space.clone());
        let dice = Dice::new(31);
        (
            Month {
                server: o.0.server,
                folder: None,
                olga,
                ana,
                ben,
                space,
                done,
                opening,
                order,
                book: Vec::new(),
                dice,
            },
            max,
        )
    }

    /// The run of a process that began today, if one did.
    fn today(&self, process: &Value) -> Option<Value> {
        let now = when::from_ms(self.server.clock.now_ms()).date_naive().to_string();
        let run = all(&self.olga, process).into_iter().next()?;
        run["occurrence_at"].as_str().unwrap().starts_with(&now).then_some(run)
    }

    fn finish(&self, by: &Client, run: &Value) {
        by.patch(&format!("/tasks/{}", id(run)), json!({ "status_id": self.done })).ok();
        let path = format!("/runs/{}", id(run));
        until(|| self.olga.get(&path).ok()["done_at"].clone(), Value::is_string);
    }

    /// What becomes of today's run, as it happens.
    fn work(&mut self, process: &'static str, run: &Value) {
        let mut note = |outcome, who, late| self.book.push(Noted { process, outcome, who, late });
        match self.dice.below(10) {
            0..6 => {
                note("on_time", Some("Ana Moreau"), None);
                self.finish(&self.ana, run);
            }
            6..8 => {
                // Half past one, and it was to be done by noon.
                note("late", Some("Ben Sol"), Some(90));
                self.server.clock.advance(5 * HOUR);
                self.finish(&self.ben, run);
                self.server.clock.advance(-5 * HOUR);
            }
            _ => {
                note("skipped", None, None);
                self.ana.post(&format!("/runs/{}/skip", id(run)), json!({ "reason": "Nobody came" })).ok();
            }
        }
    }

    fn day(&mut self) {
        looked(&self.server, &self.olga, &self.space);
        for (name, process) in [("Open up", self.opening.clone()), ("Weekly order", self.order.clone())] {
            if let Some(run) = self.today(&process) {
                self.work(name, &run);
            }
        }
    }

    /// The server is off from the evening of one day to the morning of the one after the next two.
    fn off(mut self) -> Month {
        let clock = self.server.clock.clone();
        let (data, folder) = self.server.stop();
        clock.advance(3 * DAY);
        self.server = Server::open(&data, clock);
        Clockwork::start(&self.server.app).unwrap();
        for client in [&mut self.olga, &mut self.ana, &mut self.ben] {
            *client = client.at(&self.server.url);
        }
        self.folder = folder;
        self
    }

    fn counted(&self, which: impl Fn(&Noted) -> bool) -> Value {
        let all: Vec<&Noted> = self.book.iter().filter(|noted| which(noted)).collect();
        let of = |outcome: &str| all.iter().filter(|noted| noted.outcome == outcome).count();
        let (on_time, late, missed, skipped) = (of("on_time"), of("late"), of("missed"), of("skipped"));
        let counted = on_time + late + missed;
        let rate = (counted > 0).then(|| (on_time as f64 * 100.0 / counted as f64).round() as u8);
        json!({ "runs": all.len(), "on_time": on_time, "late": late, "missed": missed, "skipped": skipped,
            "on_time_rate": rate, "late_minutes": all.iter().filter_map(|noted| noted.late).max() })
    }
}

/// What the report says, as far as it was noted.
fn said(went: &Value) -> Value {
    let mut went = went.clone();
    went.as_object_mut().unwrap().remove("takes_minutes");
    went
}

#[track_caller]
fn row<'r>(report: &'r Value, name: &str) -> &'r Value {
    report["items"].as_array().unwrap().iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("{report}"))
}

#[test]
fn a_month_of_a_company_is_reported_as_it_was() {
    let (mut month, max) = Month::begin();
    // To half past eight of the first of December, by which the run of eight has begun.
    month.server.clock.advance(12 * HOUR + 30 * MINUTE);
    let mut day = 1;
    while day <= 31 {
        month.day();
        if day == 15 {
            // A Tuesday: Wednesday and Thursday go by without it, and on Friday it starts one run.
            month = month.off();
            day += 3;
            let note = |outcome| Noted { process: "Open up", outcome, who: None, late: None };
            month.book.extend([note("missed"), note("missed")]);
            until(|| all(&month.olga, &month.opening).len(), |count| *count == 14);
        } else {
            month.server.clock.advance(DAY);
            day += 1;
        }
    }
    let report = month.olga.get(REPORT).ok();
    assert_eq!(report["by"], "process");
    assert_eq!(said(&report["went"]), month.counted(|_| true));
    assert_eq!(report["before"]["runs"], 0);
    for name in ["Open up", "Weekly order"] {
        let row = row(&report, name);
        assert_eq!(said(&row["went"]), month.counted(|noted| noted.process == name), "{row}");
        assert_eq!((&row["space_id"], &row["change"]), (&json!(month.space), &Value::Null));
    }
    let strip = row(&report, "Open up")["strip"].as_array().unwrap();
    let last: Vec<&str> =
        month.book.iter().filter(|noted| noted.process == "Open up").map(|noted| noted.outcome).collect();
    let outcomes: Vec<&str> = strip.iter().map(|run| run["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, last[last.len() - 12..]);
    // Put together otherwise it is the same month.
    let by = |what: &str| month.olga.get(&format!("{REPORT}&by={what}")).ok();
    assert_eq!(said(&row(&by("space"), "Service")["went"]), month.counted(|_| true));
    assert_eq!(said(&row(&by("month"), "2026-12")["went"]), month.counted(|_| true));
    let people = by("person");
    for name in ["Ana Moreau", "Ben Sol"] {
        assert_eq!(said(&row(&people, name)["went"]), month.counted(|noted| noted.who == Some(name)), "{name}");
    }
    assert_eq!(said(&row(&people, "Nobody")["went"]), month.counted(|noted| noted.who.is_none()));
    let ben = month.olga.get(&format!("{REPORT}&person={}", month.ben.me())).ok();
    assert_eq!(said(&ben["went"]), month.counted(|noted| noted.who == Some("Ben Sol")));
    let weeks: u64 =
        report["weeks"].as_array().unwrap().iter().map(|week| week["went"]["runs"].as_u64().unwrap()).sum();
    assert_eq!((weeks as usize, report["weeks"].as_array().unwrap().len()), (month.book.len(), 5));
    // As a table, with every row.
    let table = month.olga.get(&REPORT.replace("operations", "operations.csv"));
    let went = month.counted(|noted| noted.process == "Open up");
    let cells = ["runs", "on_time", "late", "missed", "skipped", "on_time_rate"].map(|cell| went[cell].to_string());
    assert!(table.text.contains(&format!("Open up,Service,{},", cells.join(","))), "{}", table.text);
    // January has a December to be compared with, and nothing of it is somebody's who is not in the space.
    let january = month.olga.get("/reports/operations?from=2027-01-01&to=2027-01-31").ok();
    assert_eq!((&january["count"], said(&january["before"])), (&json!(0), month.counted(|_| true)));
    let max = max.at(&month.server.url);
    let nothing = max.get(REPORT).ok();
    assert_eq!((&nothing["went"]["runs"], &nothing["count"]), (&json!(0), &json!(0)));
    assert_eq!(max.get(&REPORT.replace("operations", "operations.csv")).text.lines().count(), 1);
    max.get(&format!("{REPORT}&space={}", month.space)).fails(403, "forbidden");
}

#[test]
fn pages_of_a_report_hold_every_row_once_and_the_worst_first() {
    let o = office();
    let names = ["Bread", "Bins", "Bills", "Boiler", "Bees"];
    let made: Vec<Value> =
        names.iter().map(|name| o.make("every day 9:00", json!({ "name": name, "done_at": "12:00" }))).collect();
    o.server.clock.advance(DAY);
    for (at, process) in made.iter().enumerate() {
        let run = runs(&o.olga, process, 1).remove(0);
        if at % 2 == 0 {
            o.finish(&o.ana, &run);
        }
    }
    o.server.clock.advance(6 * HOUR);
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = o.ana.get(&format!("/reports/operations?limit=2{cursor}")).ok();
        assert_eq!(page["count"], 5);
        seen.extend(page["items"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen, ["Bins", "Boiler", "Bees", "Bills", "Bread"]);
    // One in the trash is nobody's worry any more.
    o.olga.with("If-Match", "*").send("DELETE", &path(&made[1]), None).ok();
    assert_eq!(o.ana.get("/reports/operations").ok()["count"], 4);
}

#[test]
fn a_report_of_no_time_is_refused_in_plain_words() {
    let o = office();
    for wrong in
        ["from=tomorrow", "from=2026-12-01&to=2026-11-01", "from=2020-01-01", "to=0001-01-01", "by=colour", "x=1"]
    {
        for report in ["operations", "operations.csv", "requests", "requests.csv"] {
            o.ana.get(&format!("/reports/{report}?{wrong}")).fails(400, "bad_query");
        }
    }
    o.ana.get("/reports/operations?person=00000000-0000-7000-8000-000000000000").fails(404, "not_found");
}
