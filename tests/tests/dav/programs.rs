//! Programs of others: litmus, the public test suite of WebDAV, passes wholly; rclone carries a thousand files both
//! ways. Both are Debian's, unpacked by `cargo xtask dav-clients`.

use crate::{app_password, office, shown};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Where they are.
fn tools() -> PathBuf {
    let set = std::env::var_os("GUILDHALL_DAV_TOOLS").map(PathBuf::from);
    let home = set.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tools/dav"));
    assert!(
        home.join("usr/bin/litmus").exists(),
        "{} is not there; `cargo xtask dav-clients` unpacks it",
        home.display()
    );
    home.canonicalize().unwrap()
}

#[test]
fn litmus_passes_wholly() {
    let (o, home) = (office(), tools());
    let password = app_password(&o.ana);
    let scratch = tempfile::tempdir().unwrap();
    let lib = home.join("usr/lib");
    let folders: Vec<PathBuf> = fs::read_dir(&lib).unwrap().map(|entry| entry.unwrap().path()).collect();
    for suite in ["basic", "copymove", "props", "locks", "http"] {
        let ran = Command::new(home.join("usr/libexec/litmus").join(suite))
            .current_dir(scratch.path())
            .env("LD_LIBRARY_PATH", std::env::join_paths(&folders).unwrap())
            .args(["--htdocs", home.join("usr/share/litmus/htdocs").to_str().unwrap()])
            .args([&format!("{}/dav/files/SER/", o.server.url), "ana", &password])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stdout).into_owned();
        assert!(ran.status.success(), "{suite}:\n{said}{}", String::from_utf8_lossy(&ran.stderr));
        assert!(said.contains("100.0%"), "{suite}:\n{said}");
    }
}

fn rclone(home: &Path, url: &str, password: &str, args: &[&str]) {
    let sealed = Command::new(home.join("usr/bin/rclone")).args(["obscure", password]).output().unwrap();
    let sealed = String::from_utf8(sealed.stdout).unwrap();
    let ran = Command::new(home.join("usr/bin/rclone"))
        .env("RCLONE_CONFIG", "/dev/null")
        .env("RCLONE_CONFIG_GUILD_TYPE", "webdav")
        .env("RCLONE_CONFIG_GUILD_URL", format!("{url}/dav/files/SER"))
        .env("RCLONE_CONFIG_GUILD_VENDOR", "other")
        .env("RCLONE_CONFIG_GUILD_USER", "ana")
        .env("RCLONE_CONFIG_GUILD_PASS", sealed.trim())
        .args(["--retries", "1", "--low-level-retries", "1", "--size-only"])
        .args(args)
        .output()
        .unwrap();
    assert!(ran.status.success(), "rclone {args:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

/// Every file below a folder, by its way there.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let (mut all, mut next) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(at) = next.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                next.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                all.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    all.sort();
    all
}

#[test]
fn rclone_carries_a_thousand_files_both_ways() {
    let (o, home) = (office(), tools());
    let password = app_password(&o.ana);
    let scratch = tempfile::tempdir().unwrap();
    let (here, there) = (scratch.path().join("here"), scratch.path().join("there"));
    for at in 0..1000_usize {
        let folder = here.join(format!("Folder {}", at % 20)).join(format!("part {}", at % 3));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("Größe & Maß {at}.txt")), "x".repeat(at * 7 % 5000 + 1)).unwrap();
    }
    let carry = |args: &[&str]| rclone(&home, &o.server.url, &password, args);
    let (from, to) = (here.to_str().unwrap(), there.to_str().unwrap());
    carry(&["sync", from, "guild:Archive"]);
    let count = || {
        let mut all = 0;
        for folder in o.ana.get(&format!("/spaces/{}/folders", o.open)).ok()["items"].as_array().unwrap() {
            all += folder["documents"].as_u64().unwrap();
        }
        all
    };
    assert_eq!(count(), 1000);
    carry(&["sync", "guild:Archive", to]);
    assert!(files(&here) == files(&there), "what comes back is not what went");

    // Changed, gone and new on one side; then the same on the other.
    fs::remove_dir_all(here.join("Folder 3")).unwrap();
    fs::write(here.join("Folder 4/part 1/new.txt"), "new here").unwrap();
    carry(&["sync", from, "guild:Archive"]);
    assert_eq!(count(), 951);
    carry(&["check", from, "guild:Archive"]);
    let changed = shown(&o.ana, &o.open).into_iter().find(|one| one["title"] == "new.txt").unwrap();
    let to_version = format!("/api/v1/documents/{}/versions", changed["id"].as_str().unwrap());
    o.ben.send_raw("POST", &to_version, Some(b"newer there".to_vec())).ok();
    carry(&["sync", "guild:Archive", from]);
    assert_eq!(fs::read(here.join("Folder 4/part 1/new.txt")).unwrap(), b"newer there");
    carry(&["sync", "guild:Archive", to]);
    assert!(files(&here) == files(&there));
}
