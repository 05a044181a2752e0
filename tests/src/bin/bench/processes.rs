//! What ten thousand processes cost: the thread that looks after them while none is due, a thousand runs that are due at
//! one minute with lists asked for beside them, and finding the next date of a rule.

use super::{
    table::{Row, Table, Times},
    wire::Wire,
};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use guildhall::{
    access::{Scope, Who},
    clockwork::Clockwork,
    processes::{commands, input::ProcessInput, store},
    search::Searcher,
    tasks,
};
use guildhall_domain::{
    Id,
    recurrence::{Place, Recurrence},
};
use guildhall_tests::{Client, Server};
use redb::{Database, ReadableDatabase, TableDefinition};
use std::{
    hint::black_box,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

const PROCESSES: usize = 10_000;
const DUE: usize = 1_000;
/// Most in one command here.
const BATCH: usize = 200;
/// Looks that are made to happen, to measure one.
const LOOKS: u64 = 20;
/// Most looks of an idle server in that time.
const MOST_LOOKS: u64 = 1;
const IDLE: Duration = Duration::from_secs(10);
/// How long lists are measured before anything is due.
const CALM: Duration = Duration::from_secs(2);
/// Most that a look may take while nothing is due, in milliseconds.
const LOOK: f64 = 5.0;
/// Most that a thousand runs may take, in seconds.
const STARTED: f64 = 2.0;
/// Most that finding a next date may take, in microseconds.
const NEXT: f64 = 50.0;
const PATIENCE: Duration = Duration::from_secs(300);

/// Measures all three.
pub fn measure(table: &mut Table) {
    next_dates(table);
    let (server, space, cookie, due_ms) = company();
    idle(&server, table);
    crowd(&server, space, &cookie, due_ms, table);
}

/// Ten thousand processes, a thousand of which are due at one minute, and a space with lists to ask for.
fn company() -> (Server, Id, String, i64) {
    eprintln!("seeding {PROCESSES} processes");
    let server = Server::start();
    let owner = server.owner();
    let me: Id = owner.me().parse().expect("an id");
    let [space, other]: [Id; 2] = ["Rounds", "Lists"].map(|name| owner.space(name, "open").parse().expect("an id"));
    let mut due_ms = i64::MAX;
    for from in (0..PROCESSES).step_by(BATCH) {
        let inputs: Vec<ProcessInput> = (from..from + BATCH).map(input).collect();
        let made = server.app.run_blocking(Who::person(me), move |work| {
            inputs
                .iter()
                .map(|input| Ok(commands::create(work, space, input)?.clock.wake_ms))
                .collect::<Result<Vec<_>, _>>()
        });
        due_ms = made.expect("processes can be made").value.into_iter().flatten().fold(due_ms, i64::min);
    }
    let listed: Vec<tasks::input::TaskInput> =
        (0..50).map(|at| tasks::input::TaskInput { title: format!("Task {at}"), ..Default::default() }).collect();
    let made = server.app.run_blocking(Who::person(me), move |work| {
        listed.iter().try_for_each(|input| tasks::commands::create(work, other, input).map(|_| ()))
    });
    made.expect("tasks can be made");
    Searcher::start(&server.app).expect("the search starts");
    Clockwork::start(&server.app).expect("the clockwork starts");
    assert!(guildhall::search::wait(&server.app, PATIENCE), "the index is made");
    (server, other, cookie(&owner), due_ms)
}

fn cookie(client: &Client) -> String {
    client.header("Cookie").unwrap_or_default()
}

/// The first thousand come at noon, the others in the evening.
fn input(number: usize) -> ProcessInput {
    let at = if number < DUE { "12:00" } else { "20:00" };
    let steps: Vec<_> = ["Look", "Measure", "Write down"].map(|text| serde_json::json!({ "text": text })).into();
    let said =
        serde_json::json!({ "name": format!("Round {number}"), "rule": format!("every day {at}"), "steps": steps });
    serde_json::from_value(said).expect("an input")
}

fn idle(server: &Server, table: &mut Table) {
    // The first looks find their places; they are not what an idle server does.
    pass(Duration::from_secs(3));
    let looks = || Clockwork::looked(&server.app).times;
    let (before, first) = (worked("clockwork"), looks());
    for at in first + 1..=first + LOOKS {
        // A clock that is moved by nothing is moved all the same.
        server.clock.advance(0);
        while looks() < at {
            std::thread::park_timeout(Duration::from_millis(1));
        }
    }
    let ours = (worked("clockwork") - before).as_secs_f64() * 1e3 / (looks() - first) as f64;
    pass(Duration::from_secs(1));
    let before = looks();
    pass(IDLE);
    let idle = looks() - before;
    let bare = bare_look();
    table.add(Row {
        work: "a look of the scheduler while nothing is due, CPU".into(),
        items: store::count_all(server.app.view(Who::system()).expect("a view").read()).expect("a count"),
        guildhall: format!("{ours:.3} ms; {idle} looks in {} s", IDLE.as_secs()),
        limit: format!("{bare:.4} ms bare: one snapshot, the first row of as many"),
        ratio: Some(bare / ours.max(1e-9)),
        reach: format!("≤ {LOOK} ms; at most {MOST_LOOKS} look"),
        held: Some(ours <= LOOK && idle <= MOST_LOOKS),
        ..Row::default()
    });
}

/// Lets time pass in which something else is measured: there is nothing to wait for but the time.
fn pass(time: Duration) {
    let begun = Instant::now();
    while let Some(left) = time.checked_sub(begun.elapsed()).filter(|left| !left.is_zero()) {
        std::thread::park_timeout(left);
    }
}

/// How long the thread of this name has worked.
fn worked(name: &str) -> Duration {
    let threads = std::fs::read_dir("/proc/self/task").expect("the threads of this process").flatten();
    let is = |thread: &std::fs::DirEntry| {
        std::fs::read_to_string(thread.path().join("comm")).is_ok_and(|comm| comm.trim() == name)
    };
    let thread = threads.into_iter().find(is).expect("the thread runs");
    let said = std::fs::read_to_string(thread.path().join("schedstat")).expect("the kernel counts");
    let ns = said.split_whitespace().next().and_then(|ns| ns.parse().ok()).expect("a number");
    Duration::from_nanos(ns)
}

/// What looking for the first row that is due takes in a bare file, in milliseconds.
fn bare_look() -> f64 {
    const ROWS: TableDefinition<(i64, u128), ()> = TableDefinition::new("due");
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::create(folder.path().join("bare.redb")).expect("a database");
    let write = database.begin_write().expect("a transaction");
    {
        let mut rows = write.open_table(ROWS).expect("a table");
        for at in 0..PROCESSES as i64 {
            rows.insert((at, at as u128), ()).expect("an insert");
        }
    }
    write.commit().expect("a commit");
    let look = || {
        let read = database.begin_read().expect("a snapshot");
        let rows = read.open_table(ROWS).expect("a table");
        rows.range((0, 0)..(1, 0)).expect("rows").count()
    };
    let begun = Instant::now();
    let found: usize = (0..1_000).map(|_| black_box(look())).sum();
    assert_eq!(found, 1_000);
    begun.elapsed().as_secs_f64()
}

/// A thousand runs at one minute, while a list of fifty is asked for; the same lists before it are the limit.
fn crowd(server: &Server, space: Id, cookie: &str, due_ms: i64, table: &mut Table) {
    let path = format!("/api/v1/spaces/{space}/tasks?limit=50");
    let calm = lists(server, cookie, &path, || pass(CALM));
    let commits = || server.app.store().stats().expect("figures").commits;
    let before = commits();
    let mut took = Duration::ZERO;
    let busy = lists(server, cookie, &path, || {
        let begun = Instant::now();
        server.clock.advance(due_ms - server.clock.now_ms());
        while left(server) > 0 {
            assert!(begun.elapsed() < PATIENCE, "the runs start");
            std::thread::park_timeout(Duration::from_millis(5));
        }
        took = begun.elapsed();
    });
    let commits = commits() - before;
    let tail = busy.at(99.0) / calm.at(99.0).max(0.001);
    let seconds = took.as_secs_f64();
    table.add(Row {
        work: format!("{DUE} runs due at one minute, of {PROCESSES} processes"),
        items: DUE,
        guildhall: format!("{seconds:.2} s, {commits} commits; list p99 {:.2} ms beside it", busy.at(99.0)),
        limit: format!("list p99 {:.2} ms before", calm.at(99.0)),
        reach: format!("≤ {STARTED} s; list p99 ≤ 2× ({tail:.2}×)"),
        held: Some(seconds <= STARTED && tail <= 2.0),
        ..Row::default()
    });
}

/// Processes whose run is due and not started.
fn left(server: &Server) -> usize {
    let view = server.app.view(Who::system()).expect("a view");
    store::due(view.read(), view.now(), 1).expect("a read").len()
}

/// The times of lists that are asked for by two while something happens.
fn lists(server: &Server, cookie: &str, path: &str, happens: impl FnOnce()) -> Times {
    let over = AtomicBool::new(false);
    let times = std::thread::scope(|scope| {
        let ask = || {
            let (mut wire, mut times) = (Wire::connect(&server.url, cookie), Vec::new());
            while !over.load(Ordering::Relaxed) {
                let at = Instant::now();
                assert_eq!(wire.send("GET", path, "").0, 200, "a list");
                times.push(at.elapsed());
            }
            times
        };
        let callers = [scope.spawn(ask), scope.spawn(ask)];
        happens();
        over.store(true, Ordering::Relaxed);
        callers.into_iter().flat_map(|caller| caller.join().expect("callers do not panic")).collect()
    });
    Times::new(times)
}

/// Rules of every kind that began in 1970, asked at days over the next sixty years.
fn next_dates(table: &mut Table) {
    const RULES: [&str; 8] = [
        "every weekday 9:00",
        "second tuesday of the month 8:00",
        "last working day of the month 16:00",
        "every 3 months 9:00 from 1970-01-31",
        "every 5 days 7:30 from 1970-01-01",
        "every 1 march and 1 september 9:00",
        "every 29 february 9:00",
        "every 25 december 9:00, on closed days the day after",
    ];
    let first = NaiveDate::from_ymd_opt(1970, 1, 1).expect("a day");
    let rules = RULES.map(|text| Recurrence::parse(text, first).unwrap_or_else(|why| panic!("{text}: {why:?}")));
    let place = Place::new("Europe/Berlin".parse().expect("a zone"), 0b1_1111);
    let days: Vec<NaiveDate> = (0..2_000).filter_map(|at| first.checked_add_days(Days::new(at * 11))).collect();
    let mut slowest = (0.0, "");
    for (rule, text) in rules.iter().zip(RULES) {
        let begun = Instant::now();
        for day in &days {
            black_box(rule.next(black_box(midday(*day)), &place));
        }
        let each = begun.elapsed().as_secs_f64() * 1e6 / days.len() as f64;
        if each > slowest.0 {
            slowest = (each, text);
        }
    }
    let begun = Instant::now();
    for day in &days {
        black_box(place.zone.from_local_datetime(&black_box(*day).and_time(NaiveTime::MIN)).earliest());
    }
    let bare = begun.elapsed().as_secs_f64() * 1e6 / days.len() as f64;
    let (each, text) = slowest;
    table.add(Row {
        work: format!("the next date of a rule from 1970, the slowest of {}: {text}", RULES.len()),
        items: days.len(),
        guildhall: format!("{each:.1} µs"),
        limit: format!("{bare:.2} µs bare: one local time of the zone"),
        ratio: Some(bare / each),
        reach: format!("≤ {NEXT} µs"),
        held: Some(each <= NEXT),
        ..Row::default()
    });
}

fn midday(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc() + chrono::TimeDelta::hours(12)
}
