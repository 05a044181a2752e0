//! What the programs people have send when they save, request by request: every save is one version of the same
//! document, and nothing of their own is left beside it.

use crate::{Folders, office, program, shown, versions};
use guildhall_tests::program::{Program, Said};
use serde_json::{Value, json};

const LOCK: &[u8] = br#"<?xml version="1.0" encoding="utf-8"?><D:lockinfo xmlns:D="DAV:"><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype><D:owner><D:href>OFFICE\ana</D:href></D:owner></D:lockinfo>"#;
const TIMES: &[u8] = br#"<?xml version="1.0" encoding="utf-8"?><D:propertyupdate xmlns:D="DAV:" xmlns:Z="urn:schemas-microsoft-com:"><D:set><D:prop><Z:Win32CreationTime>Mon, 23 Nov 2026 08:00:00 GMT</Z:Win32CreationTime><Z:Win32LastAccessTime>Mon, 23 Nov 2026 08:00:00 GMT</Z:Win32LastAccessTime><Z:Win32LastModifiedTime>Mon, 23 Nov 2026 08:00:00 GMT</Z:Win32LastModifiedTime><Z:Win32FileAttributes>00000020</Z:Win32FileAttributes></D:prop></D:set></D:propertyupdate>"#;

/// How a program saves: where, what, and whether the file is new.
type Save = fn(&Program, &str, &[u8], bool);

/// One request after the other to the same file, with the statuses the program goes on with.
fn explorer(by: &Program, path: &str, bytes: &[u8], is_new: bool) {
    let by = by.header("User-Agent", "Microsoft-WebDAV-MiniRedir/10.0.19045").header("translate", "f");
    let asks = |more: &Program, method: &str, body: Option<&[u8]>, expected: &[u16]| -> Said {
        let answer = more.files(method, path, body);
        assert!(expected.contains(&answer.status), "{method} {path}: {} {}", answer.status, answer.text());
        answer
    };
    let told = by.files("OPTIONS", "/", None);
    assert_eq!(told.status, 200);
    let classes = told.header("dav").unwrap().to_owned();
    assert!(["1", "2"].iter().all(|class| classes.split(',').any(|one| one.trim() == *class)), "{classes}");
    assert_eq!(told.header("ms-author-via"), Some("DAV"), "otherwise it is opened as something else");
    asks(&by.header("Depth", "0"), "PROPFIND", None, if is_new { &[404] } else { &[207] });
    if is_new {
        // An empty file holds the place before it is locked.
        asks(&by, "PUT", Some(b""), &[201]);
    }
    let locked = asks(&by.header("Timeout", "Second-3600"), "LOCK", Some(LOCK), &[200]);
    let token = locked.header("lock-token").unwrap().to_owned();
    let held = by.header("If", &format!("({token})"));
    asks(&held, "PROPPATCH", Some(TIMES), &[207]);
    asks(&held, "HEAD", None, &[200]);
    asks(&held, "PUT", Some(bytes), &[200, 201, 204]);
    let times = asks(&held, "PROPPATCH", Some(TIMES), &[207]);
    assert!(!times.text().contains("HTTP/1.1 4"), "its times are taken: {}", times.text());
    asks(&by.header("Lock-Token", &token), "UNLOCK", None, &[204]);
}

/// Finder locks, writes in chunks with the length beside them, and keeps what it knows of a file in another one.
fn finder(by: &Program, path: &str, bytes: &[u8], is_new: bool) {
    let by = by.header("User-Agent", "WebDAVFS/3.0.0 (03008000) Darwin/23.0.0");
    let (folder, name) = path.rsplit_once('/').unwrap();
    let own = format!("{folder}/._{name}");
    if is_new {
        assert_eq!(by.put(path, b""), 201);
    }
    let locked = by.header("Timeout", "Second-600").files("LOCK", path, Some(LOCK));
    assert_eq!(locked.status, 200, "{}", locked.text());
    let token = locked.header("lock-token").unwrap().to_owned();
    let held = by.header("If", &format!("({token})"));
    let length = bytes.len().to_string();
    let in_chunks = held.header("X-Expected-Entity-Length", &length).header("Transfer-Encoding", "chunked");
    assert!(matches!(in_chunks.put(path, bytes), 201 | 204));
    let found = by.header("Depth", "0").files("PROPFIND", path, None);
    assert!(found.text().contains(&format!("{length}<")), "it looks for the length: {}", found.text());
    assert!(matches!(by.put(&own, b"\x00\x05\x16\x07 what only Finder knows"), 201 | 204));
    assert_eq!(by.header("Lock-Token", &token).files("UNLOCK", path, None).status, 204);
}

/// The files of GNOME are written beside and renamed over, without a lock.
fn gnome(by: &Program, path: &str, bytes: &[u8], _: bool) {
    let by = by.header("User-Agent", "gvfs/1.54.0");
    let folder = path.rsplit_once('/').unwrap().0;
    let draft = format!("{folder}/.goutputstream-K3X9Z2");
    by.header("Depth", "0").files("PROPFIND", path, None);
    assert_eq!(by.header("If-None-Match", "*").put(&draft, bytes), 201);
    assert!(matches!(by.header("Overwrite", "T").rename(&draft, path), 201 | 204));
}

/// Those of KDE are written to a part first.
fn kde(by: &Program, path: &str, bytes: &[u8], _: bool) {
    let by = by.header("User-Agent", "Mozilla/5.0 (X11; Linux) KIO/5.115 dolphin/23.08");
    let part = format!("{path}.part");
    by.header("Depth", "0").files("PROPFIND", path, None);
    assert_eq!(by.put(&part, bytes), 201);
    assert!(matches!(by.header("Overwrite", "T").rename(&part, path), 201 | 204));
}

#[test]
fn every_save_of_every_program_is_one_version_of_the_same_document() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    let programs: [(&str, Save); 4] = [("explorer", explorer), ("finder", finder), ("gnome", gnome), ("kde", kde)];
    for (name, save) in programs {
        let path = format!("/SER/{name}.docx");
        let mut document = Value::Null;
        for turn in 1..=3_usize {
            let bytes = format!("saved by {name} {turn}");
            save(&ana, &path, bytes.as_bytes(), turn == 1);
            assert_eq!(ana.get(&path), bytes.as_bytes(), "{name}, save {turn}");
            let all = shown(&o.ana, &o.open);
            assert_eq!(all.len(), 1, "{name} leaves nothing beside it: {all:#?}");
            assert_eq!(all[0]["title"], format!("{name}.docx"));
            assert!(turn == 1 || all[0]["id"] == document["id"], "{name} keeps the document");
            document = all[0].clone();
            assert_eq!(versions(&o.ana, &document), turn, "{name}, save {turn}");
            assert_eq!(document["lock"], json!(null), "{name} lets go of it");
        }
        assert_eq!(ana.files("DELETE", &path, None).status, 204);
    }
}
