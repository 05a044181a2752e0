//! The index of the search beside data that lost its power: it is not synced, so of it anything may be left, also an
//! older state or one that is ahead of the data. Whatever is there, what is found afterwards is what is in the data.

use crate::{
    disk::{Bytes, Memory, Op},
    office::{Office, text},
    power::{lose, options, place},
};
use guildhall::{
    clock::Clock,
    search::{Searcher, searcher},
    tasks,
};
use guildhall_tests::{Dice, MONDAY, Server};
use std::{
    collections::BTreeSet,
    fs,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    time::Duration,
};

const ROUNDS: usize = 6;
const TRIALS: usize = 48;
const PATIENCE: Duration = Duration::from_secs(60);

/// What is left of an index.
const HARMS: [&str; 8] =
    ["whole", "gone", "a file is missing", "cut short", "zeroes", "a flipped bit", "mixed", "empty"];

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

fn settled(server: &Server) {
    assert!(guildhall::search::wait(&server.app, PATIENCE), "the index does not get there");
}

fn harm(index: &Path, kind: &str, other: &Path, dice: &mut Dice) {
    let mut files: Vec<PathBuf> = fs::read_dir(index).unwrap().flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending != "lock") && file.metadata().unwrap().len() > 0);
    files.sort();
    let file = dice.one(&files).clone();
    let len = file.metadata().unwrap().len();
    let at = dice.below(len as usize) as u64;
    let open = || fs::File::options().read(true).write(true).open(&file).unwrap();
    match kind {
        "gone" => fs::remove_dir_all(index).unwrap(),
        "a file is missing" => fs::remove_file(&file).unwrap(),
        "cut short" => open().set_len(at).unwrap(),
        "zeroes" => open().write_all_at(&vec![0; (len - at) as usize], at).unwrap(),
        "a flipped bit" => {
            let mut byte = [0];
            open().read_exact_at(&mut byte, at).unwrap();
            open().write_all_at(&[byte[0] ^ 1 << dice.below(8)], at).unwrap();
        }
        // What says which files count is of another moment than the files.
        "mixed" => drop(fs::copy(other.join("meta.json"), index.join("meta.json")).unwrap()),
        "empty" => files.iter().for_each(|file| fs::write(file, b"").unwrap()),
        _ => {}
    }
}

/// Works for some rounds and keeps what the index was after each; answers the operations on the disk, and how many
/// there were after each round.
fn work(folder: &Path) -> (Office, Vec<Op>, Vec<usize>) {
    let data = folder.join("work.redb");
    fs::write(&data, b"").unwrap();
    let disk = Memory::recording(Bytes::default());
    let office = Office::found(Server::open_as(&data, Clock::manual(MONDAY), options(&disk)));
    Searcher::start(&office.server.app).unwrap();
    let mut marks = vec![disk.done()];
    let space = office.words[0].1.clone();
    for round in 0..ROUNDS {
        for task in 0..5 {
            let made = office.owner.task(&space, &format!("Diverter {round} {task}"));
            if task == 0 {
                office.owner.delete(&format!("/tasks/{}", text(&made, "id"))).ok();
            }
        }
        settled(&office.server);
        copy(&searcher::folder(&data), &folder.join(format!("index{round}")));
        marks.push(disk.done());
    }
    office.server.app.parts().search.get().unwrap().stop();
    (office, disk.ops(), marks)
}

fn in_the_data(server: &Server) -> BTreeSet<String> {
    let snapshot = server.app.store().snapshot().unwrap();
    let tasks = tasks::store::after(snapshot.read(), None).unwrap().map(Result::unwrap);
    let found = tasks.filter(|task| task.title.starts_with("Diverter") && task.trashed_ms.is_none());
    found.map(|task| task.id.to_string()).collect()
}

fn finds_what_is_there(office: &Office, told: &str) {
    settled(&office.server);
    let answer = office.owner.get("/search?q=diverter&limit=100").ok();
    let found: BTreeSet<String> = answer["items"].as_array().unwrap().iter().map(|hit| text(hit, "id")).collect();
    assert_eq!(found, in_the_data(&office.server), "{told}");
}

#[test]
fn an_index_that_lost_its_power_is_noticed_and_finds_what_is_in_the_data() {
    let (folder, _) = place();
    let (office, ops, marks) = work(folder.path());
    for trial in 0..TRIALS {
        let mut dice = Dice::new(trial as u64);
        let round = dice.below(ROUNDS);
        let cut = marks[round] + dice.below(marks[round + 1] - marks[round] + 1);
        let synced = ops[..cut].iter().rposition(|op| matches!(op, Op::Sync)).map_or(0, |at| at + 1);
        let mut bytes = Bytes::default();
        ops[..synced].iter().for_each(|op| bytes.apply(op));
        let disk = Memory::holding(lose(&bytes, &ops[synced..cut], &mut dice));
        let (_beside, data) = place();
        fs::write(&data, b"").unwrap();
        let (kept, other) = (dice.below(ROUNDS), dice.below(ROUNDS));
        let [kept, other] = [kept, other].map(|round| folder.path().join(format!("index{round}")));
        let kind = HARMS[trial % HARMS.len()];
        copy(&kept, &searcher::folder(&data));
        harm(&searcher::folder(&data), kind, &other, &mut dice);
        let again = office.at(Server::open_as(&data, Clock::manual(MONDAY), options(&disk)));
        Searcher::start(&again.server.app).unwrap();
        finds_what_is_there(&again, &format!("trial {trial}: {kind}, {}", kept.display()));
        // What comes later has the numbers of changes an index that was ahead believed to know.
        again.owner.task(&again.words[0].1, "Diverter after it");
        finds_what_is_there(&again, &format!("trial {trial}: {kind}, {}, afterwards", kept.display()));
        again.server.app.parts().search.get().unwrap().stop();
    }
}
