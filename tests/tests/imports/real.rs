//! The real files, where somebody has them: every row of them is a task, and found by what its title says.

use super::{brought, brought_nothing, office, run, upload};
use guildhall::search::{self, Searcher};
use guildhall_tests::{id, until};
use std::{collections::HashMap, path::PathBuf, time::Duration};

/// Words of a title that are plain enough to be asked as they stand.
fn words(title: &str) -> Vec<String> {
    let plain = |word: &&str| word.len() > 2 && word.chars().all(|c| c.is_ascii_alphanumeric());
    title.split_whitespace().filter(plain).map(str::to_lowercase).collect()
}

#[test]
fn real_exports_come_whole_and_are_found() {
    let Some(samples) = std::env::var_os("GUILDHALL_SAMPLES").map(PathBuf::from) else {
        println!("GUILDHALL_SAMPLES is not set: the real files were not tried");
        return;
    };
    let o = office();
    Searcher::start(&o.server.app).unwrap();
    let mut spaces = HashMap::new();
    for (kind, path, tasks) in [
        ("csv", "imports/csv/advisories.csv", 1205),
        ("csv", "imports/csv/comprehensive.csv", 10),
        ("trello", "imports/trello/project100.json", 3),
    ] {
        let (name, bytes) = (path.rsplit('/').next().unwrap(), std::fs::read(samples.join(path)).unwrap());
        let file = upload(&o.owner, kind, name, &bytes);
        let report = run(&o.owner, &file["id"], &file["suggested"]);
        super::balances(&report);
        assert_eq!(brought(&report, "tasks"), tasks, "{path} {report}");
        let space = report["space_id"].as_str().unwrap().to_owned();
        let there = || o.owner.get(&format!("/spaces/{space}/view?group=none&done=all")).ok()["total"].clone();
        assert_eq!(there(), tasks, "{path}");
        let again = upload(&o.owner, kind, name, &bytes);
        brought_nothing(&run(&o.owner, &again["id"], &file["suggested"]));
        assert_eq!(there(), tasks, "{path} once more");
        spaces.insert(name, space);
    }

    assert!(search::wait(&o.server.app, Duration::from_secs(60)));
    let prefix = o.owner.get(&format!("/spaces/{}", spaces["advisories.csv"])).ok()["prefix"].clone();
    let mut table = csv::Reader::from_path(samples.join("imports/csv/advisories.csv")).unwrap();
    let titles: Vec<String> = table.records().map(|row| row.unwrap()[1].to_owned()).collect();
    let mut asked = 0;
    for (at, title) in titles.iter().enumerate().step_by(20) {
        let words = words(title);
        // Some hundred crates are unmaintained in the same words.
        if words.len() < 2 || titles.iter().filter(|other| self::words(other) == words).count() > 1 {
            continue;
        }
        let key = format!("{}-{}", prefix.as_str().unwrap(), at + 1);
        let task = id(&o.owner.get(&format!("/items/by-key/{key}")).ok());
        let path = format!("/search?limit=100&q={}", words.join("%20"));
        // A machine under load may run out of the time a question has; then it is asked again.
        let answer = until(|| o.owner.get(&path).ok(), |answer| answer["truncated"] == false);
        assert!(answer["items"].as_array().unwrap().iter().any(|hit| id(hit) == task), "{key} {title}: {answer}");
        asked += 1;
    }
    assert!(asked >= 20, "{asked} of {} titles were asked", titles.len());
}
