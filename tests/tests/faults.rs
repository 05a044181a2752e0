//! Faults of the machine under the real server: a disk that takes no more, and an index that was lost,
//! broken or left behind.

use guildhall_tests::{Client, Process, process, wait_for};
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use serde_json::json;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use tempfile::TempDir;

fn health(client: &Client) -> (u16, String, String) {
    let answer = client.send_raw("GET", "/healthz", None);
    let text = |name: &str| answer.json[name].as_str().unwrap_or_default().to_owned();
    (answer.status, text("status"), text("reason"))
}

/// Writes until the server refuses, and answers the ids of everything it acknowledged.
fn fill(client: &Client, space: &str, body: &str, most: usize) -> Vec<String> {
    let mut kept = Vec::new();
    for n in 0..most {
        let answer =
            client.post(&format!("/spaces/{space}/tasks"), json!({"title": format!("Visit {n}"), "body": body}));
        if answer.status == 503 {
            let told = answer.fails(503, "read_only");
            assert!(told["error"]["message"].as_str().unwrap().len() > 40, "it says why: {told}");
            return kept;
        }
        kept.push(answer.ok()["id"].as_str().unwrap().to_owned());
    }
    panic!("the disk took {most} tasks");
}

/// Reads go on, the health says why nothing is saved, and nothing that was acknowledged is gone.
fn reads_only(client: &Client, space: &str, kept: &[String]) {
    let (status, word, reason) = health(client);
    assert_eq!((status, word.as_str()), (200, "read_only"));
    assert!(!reason.is_empty());
    assert!(!client.get(&format!("/spaces/{space}/tasks")).ok()["items"].as_array().unwrap().is_empty());
    // People still get at their data; that it cannot be written down is no reason to keep it from them.
    assert_eq!(client.get(&format!("/spaces/{space}/tasks.csv")).status, 200);
    let frame = client.get("/session").ok();
    assert_eq!(frame["health"]["writable"], false);
    for id in kept {
        client.get(&format!("/tasks/{id}")).ok();
    }
}

/// Writing works again by itself.
fn writes_again(client: &Client, space: &str, kept: &[String]) {
    wait_for("it is written again", || {
        client.post(&format!("/spaces/{space}/tasks"), json!({"title": "After it"})).status == 201
    });
    assert_eq!(health(client).1, "ok");
    for id in kept {
        client.get(&format!("/tasks/{id}")).ok();
    }
}

#[test]
fn a_disk_that_fails_in_the_middle_of_a_write_stops_writing_only_and_heals_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("company.redb");
    let token = process::found(&data);
    let server = Process::start_limitable(&data);
    let client = server.with_token(&token);
    let space = client.space("Service", "open");
    client.task(&space, "Before it");
    let pid = Pid::from_raw(i32::try_from(server.id()).unwrap());
    let limit = |bytes: Option<u64>| {
        prlimit(pid, Resource::Fsize, Rlimit { current: bytes, maximum: None }).unwrap();
    };
    // The file may not grow any more: the engine meets the failing write wherever it stands by then.
    limit(Some(fs::metadata(&data).unwrap().len()));
    let kept = fill(&client, &space, &"x".repeat(200_000), 1000);
    reads_only(&client, &space, &kept);
    limit(None);
    writes_again(&client, &space, &kept);
    assert!(server.stop().success());
    assert_eq!(process::run(&data, &["verify"]).code, 0);
    let again = Process::start(&data);
    let client = again.with_token(&token);
    kept.iter().for_each(|id| drop(client.get(&format!("/tasks/{id}")).ok()));
}

/// A file system of its own, taken down at the end.
struct SmallDisk(TempDir);

impl SmallDisk {
    /// None where this user may not mount file systems.
    fn mount(mebibytes: u64) -> Option<SmallDisk> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={mebibytes}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).output();
        mounted.is_ok_and(|output| output.status.success()).then_some(SmallDisk(folder))
    }

    fn path(&self) -> PathBuf {
        self.0.path().to_path_buf()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _unmounted = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
    }
}

/// Set where a test runs once more as the root of a namespace of its own.
const INSIDE: &str = "GUILDHALL_OWN_NAMESPACE";

/// Runs a test of this file where whoever runs it may mount file systems; it fails where nobody lets them.
fn again_as_root(test: &str) {
    let why = "no small file system can be mounted here: run the tests as root, or allow user namespaces (unshare)";
    assert!(std::env::var_os(INSIDE).is_none(), "{why}");
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount"]).arg(std::env::current_exe().unwrap());
    let ended = command.args([test, "--exact", "--nocapture"]).env(INSIDE, "1").output();
    let ended = ended.unwrap_or_else(|error| panic!("{why}: {error}"));
    let (said, told) = (String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
    assert!(!said.is_empty(), "{why}: {told}");
    assert!(ended.status.success() && said.contains("1 passed"), "as the root of a namespace:\n{said}\n{told}");
}

#[test]
fn a_small_disk_that_fills_up_refuses_writes_and_takes_them_again_when_there_is_room() {
    let Some(disk) = SmallDisk::mount(400) else {
        return again_as_root("a_small_disk_that_fills_up_refuses_writes_and_takes_them_again_when_there_is_room");
    };
    let data = disk.path().join("company.redb");
    let token = process::found(&data);
    let server = Process::start(&data);
    let client = server.with_token(&token);
    let space = client.space("Service", "open");
    client.task(&space, "Before it");
    // Somebody else fills the disk to the last byte.
    let ballast = disk.path().join("ballast");
    let mut taken = fs::File::create(&ballast).unwrap();
    let block = vec![1u8; 1 << 20];
    while std::io::Write::write_all(&mut taken, &block).is_ok() {}
    let kept = fill(&client, &space, "A few words", 5000);
    reads_only(&client, &space, &kept);
    drop(taken);
    fs::remove_file(&ballast).unwrap();
    writes_again(&client, &space, &kept);
    assert!(server.stop().success());
    assert_eq!(process::run(&data, &["verify"]).code, 0);
}

fn index(data: &Path) -> PathBuf {
    let mut name = data.as_os_str().to_owned();
    name.push(".search");
    name.into()
}

/// The files that hold the words; the others say which of them count.
fn segments(data: &Path) -> impl Iterator<Item = PathBuf> {
    let files = fs::read_dir(index(data)).unwrap().flatten().map(|entry| entry.path());
    files.filter(|file| file.extension().is_some_and(|ending| ending != "json" && ending != "lock"))
}

fn finds(client: &Client, word: &str) -> usize {
    let answer = client.get(&format!("/search?q={word}&limit=100")).ok();
    answer["items"].as_array().unwrap().len()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[test]
fn an_index_that_was_lost_broken_or_left_behind_is_complete_again_while_serving() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("company.redb");
    let token = process::found(&data);
    let mut server = Process::start(&data);
    let space = server.with_token(&token).space("Service", "open");
    let old = folder.path().join("old");
    let faults: [(&str, &dyn Fn()); 6] = [
        ("whole", &|| ()),
        ("deleted", &|| fs::remove_dir_all(index(&data)).unwrap()),
        ("garbage in the segments", &|| segments(&data).for_each(|file| fs::write(file, b"\xffgarbage").unwrap())),
        ("garbage", &|| {
            fs::read_dir(index(&data))
                .unwrap()
                .flatten()
                .for_each(|entry| fs::write(entry.path(), b"\xffgarbage").unwrap())
        }),
        ("cut short", &|| {
            fs::read_dir(index(&data)).unwrap().flatten().for_each(|entry| {
                let file = fs::File::options().write(true).open(entry.path()).unwrap();
                file.set_len(file.metadata().unwrap().len() / 2).unwrap();
            })
        }),
        ("stale", &|| {
            fs::remove_dir_all(index(&data)).unwrap();
            copy(&old, &index(&data));
        }),
    ];
    for (round, (fault, harm)) in faults.into_iter().enumerate() {
        let client = server.with_token(&token);
        for n in 0..10 {
            client.task(&space, &format!("Diverter {round} {n}"));
        }
        let all = (round + 1) * 10;
        wait_for("what was written is found", || finds(&client, "diverter") == all);
        assert!(server.stop().success());
        if round == 0 {
            copy(&index(&data), &old);
        }
        harm();
        server = Process::start(&data);
        let client = server.with_token(&token);
        client.get(&format!("/spaces/{space}/tasks")).ok();
        wait_for(fault, || finds(&client, "diverter") == all);
    }
}
