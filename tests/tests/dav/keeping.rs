//! The ways in which programs save, and what becomes of the document.

use crate::{Folders, office, program, shown, versions};
use serde_json::json;

#[test]
fn files_and_folders_are_those_of_the_page() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    assert_eq!(ana.names("/"), ["FIN", "SER", "personal"]);
    assert_eq!(ana.files("MKCOL", "/SER/Menus", None).status, 201);
    assert_eq!(ana.put("/SER/Menus/Tag%20der%20Br%C3%B6tchen.txt", b"rolls"), 201);
    assert_eq!(ana.put("/SER/Menus/gone/x.txt", b"x"), 409, "its folder is not there");
    let made = shown(&o.ben, &o.open);
    assert_eq!((made[0]["title"].as_str(), made[0]["form"].as_str()), (Some("Tag der Brötchen.txt"), Some("file")));
    assert_eq!(made[0]["author"]["id"], o.ana.me().as_str());
    let ben = program(&o.server, &o.ben);
    assert_eq!(ben.get("/ser/menus/TAG%20der%20Br%C3%B6tchen.txt"), b"rolls", "however it is written");
    let part = ben.header("Range", "bytes=1-2").files("GET", "/SER/Menus/Tag%20der%20Br%C3%B6tchen.txt", None);
    assert_eq!((part.status, part.bytes), (206, b"ol".to_vec()));
    let whole = ben.files("HEAD", "/SER/Menus/Tag%20der%20Br%C3%B6tchen.txt", None);
    assert_eq!((whole.status, whole.header("content-length")), (200, Some("5")));
    assert!(whole.header("content-disposition").unwrap().starts_with("attachment"));
    assert!(whole.header("content-security-policy").unwrap().contains("sandbox"));

    assert_eq!(ben.put("/SER/Menus/Tag%20der%20Br%C3%B6tchen.txt", b"buns"), 204);
    assert_eq!(versions(&o.ana, &made[0]), 2);
    assert_eq!(ben.put("/SER/Menus/Tag%20der%20Br%C3%B6tchen.txt", b"buns"), 204);
    assert_eq!(versions(&o.ana, &made[0]), 2, "nothing is new in it");
    assert_eq!(ben.rename("/SER/Menus/Tag%20der%20Br%C3%B6tchen.txt", "/SER/Rolls.txt"), 201);
    assert_eq!(shown(&o.ana, &o.open)[0]["title"], "Rolls.txt");
    assert_eq!(ben.files("DELETE", "/SER/Menus", None).status, 204);
    assert_eq!(ben.names("/SER"), ["Rolls.txt"]);
}

#[test]
fn a_folder_is_deleted_in_one_go_and_comes_back_so() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    ana.files("MKCOL", "/SER/Menus", None);
    ana.files("MKCOL", "/SER/Menus/Lunch", None);
    ana.put("/SER/Menus/Lunch/monday.txt", b"soup");
    assert_eq!(ana.files("DELETE", "/SER/Menus/", None).status, 204);
    assert!(shown(&o.ana, &o.open).is_empty());
    let trash = o.ana.get(&format!("/spaces/{}/folders?trashed=true", o.open)).ok();
    let menus = trash["items"][0]["id"].as_str().unwrap();
    o.ana.post(&format!("/folders/{menus}/restore"), json!({})).ok();
    assert_eq!(ana.get("/SER/Menus/Lunch/monday.txt"), b"soup");
}

#[test]
fn however_a_program_saves_the_document_stays_what_it_is() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    ana.put("/SER/plan.docx", b"one");
    let plan = shown(&o.ana, &o.open)[0].clone();
    let id = plan["id"].as_str().unwrap();
    o.ben.post(&format!("/items/{id}/comments"), json!({"body": "Read"})).ok();
    let still = |version: u32, bytes: &[u8], how: &str| {
        assert_eq!(ana.get("/SER/plan.docx"), bytes, "{how}");
        let now = shown(&o.ana, &o.open);
        let seen: Vec<_> = now.iter().map(|one| (one["id"].clone(), one["version_number"].clone())).collect();
        assert_eq!(seen, [(plan["id"].clone(), json!(version))], "{how}");
        assert_eq!(now[0]["comments"], 1, "{how}");
    };

    ana.put("/SER/lu38x1.tmp", b"two");
    assert_eq!(ana.rename("/SER/lu38x1.tmp", "/SER/plan.docx"), 204);
    still(2, b"two", "written beside it and renamed over it");

    assert_eq!(ana.files("DELETE", "/SER/plan.docx", None).status, 204);
    ana.put("/SER/plan.docx", b"three");
    still(3, b"three", "deleted and made anew");

    ana.put("/SER/~WRD0001.tmp", b"four");
    assert_eq!(ana.rename("/SER/plan.docx", "/SER/~WRL0002.tmp"), 201);
    assert_eq!(ana.rename("/SER/~WRD0001.tmp", "/SER/plan.docx"), 201);
    assert_eq!(ana.files("DELETE", "/SER/~WRL0002.tmp", None).status, 204);
    still(4, b"four", "put aside, and a draft in its place");

    assert_eq!(ana.rename("/SER/plan.docx", "/SER/plan.docx~"), 201);
    ana.put("/SER/plan.docx", b"five");
    still(5, b"five", "put aside as a backup, and written anew");
    assert_eq!(ana.get("/SER/plan.docx~"), b"four", "the backup is kept for the program");

    ana.files("DELETE", "/SER/plan.docx", None);
    o.server.clock.advance(61_000);
    ana.put("/SER/plan.docx", b"six");
    let now = shown(&o.ana, &o.open);
    assert_ne!(now[0]["id"], plan["id"], "after a minute it is another one");
    assert_eq!((now.len(), now[0]["version_number"].clone()), (1, json!(1)));
}

#[test]
fn what_programs_keep_for_themselves_is_shown_to_them_alone() {
    let o = office();
    let (ana, ben) = (program(&o.server, &o.ana), program(&o.server, &o.ben));
    for name in ["._plan.docx", "~$plan.docx", ".DS_Store"] {
        assert_eq!(ana.put(&format!("/SER/{name}"), name.as_bytes()), 201, "{name}");
        assert_eq!(ben.get(&format!("/SER/{name}")), name.as_bytes());
        assert_eq!(ana.put(&format!("/SER/{name}"), b"again"), 204, "{name}");
        assert_eq!(ben.get(&format!("/SER/{name}")), b"again");
    }
    assert_eq!(ben.names("/SER"), [".DS_Store", "._plan.docx", "~%24plan.docx"]);
    assert!(shown(&o.ana, &o.open).is_empty(), "nothing of it in the page");
    for name in ["._plan.docx", "~$plan.docx", ".DS_Store"] {
        assert_eq!(ben.files("DELETE", &format!("/SER/{name}"), None).status, 204);
        assert_eq!(ben.files("GET", &format!("/SER/{name}"), None).status, 404);
    }
    assert_eq!(guildhall_store::blobs::usage(o.server.app.store().snapshot().unwrap().read()).unwrap().bytes, 0);
}

const LOCK: &[u8] = br#"<?xml version="1.0"?><D:lockinfo xmlns:D="DAV:"><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype><D:owner>Ana</D:owner></D:lockinfo>"#;

#[test]
fn a_lock_of_a_program_is_a_lock_of_the_document() {
    let o = office();
    let (ana, ben) = (program(&o.server, &o.ana), program(&o.server, &o.ben));
    ana.put("/SER/plan.docx", b"one");
    let locked = ana.header("Timeout", "Second-300").files("LOCK", "/SER/plan.docx", Some(LOCK));
    assert_eq!(locked.status, 200, "{}", locked.text());
    let token = locked.header("lock-token").unwrap().to_owned();
    let plan = shown(&o.ben, &o.open)[0].clone();
    assert_eq!(plan["lock"]["person_id"], o.ana.me().as_str());
    assert_eq!(ben.put("/SER/plan.docx", b"two"), 423);
    let versions = format!("/api/v1/documents/{}/versions", plan["id"].as_str().unwrap());
    o.ben.send_raw("POST", &versions, Some(b"two".to_vec())).fails(423, "locked");
    assert_eq!(ana.header("If", &format!("({token})")).put("/SER/plan.docx", b"two"), 204);
    assert_eq!(ana.header("Lock-Token", &token).files("UNLOCK", "/SER/plan.docx", None).status, 204);
    assert_eq!(shown(&o.ben, &o.open)[0]["lock"], json!(null));
    assert_eq!(ben.put("/SER/plan.docx", b"three"), 204);

    ana.header("Timeout", "Second-300").files("LOCK", "/SER/plan.docx", Some(LOCK));
    assert_eq!(ben.put("/ser/PLAN.docx", b"four"), 423, "however it is written");
    o.server.clock.advance(301_000);
    assert_eq!(ben.put("/SER/plan.docx", b"three and a half"), 204, "a laptop that was closed keeps nobody out");
    assert_eq!(ana.put("/personal/plan.docx", b"mine"), 201);
    assert_eq!(ana.files("LOCK", "/personal/plan.docx", Some(LOCK)).status, 200);
    assert_eq!(ben.put("/personal/plan.docx", b"his"), 201, "everybody has a folder of their own");

    o.ben.send("PUT", &format!("/documents/{}/lock", plan["id"].as_str().unwrap()), None).ok();
    assert_eq!(ana.files("LOCK", "/SER/plan.docx", Some(LOCK)).status, 423, "Ben keeps it in the page");
    assert_eq!(ana.put("/SER/plan.docx", b"four"), 403);

    let named = ana.files("LOCK", "/SER/new.docx", Some(LOCK));
    assert_eq!(named.status, 201);
    let token = named.header("lock-token").unwrap().to_owned();
    ana.header("If", &format!("({token})")).put("/SER/new.docx", b"first words");
    let new = shown(&o.ana, &o.open).into_iter().find(|one| one["title"] == "new.docx").unwrap();
    assert_eq!(crate::versions(&o.ana, &new), 1, "the empty one only held the place");
}

#[test]
fn bytes_that_do_not_all_come_make_no_version() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    ana.put("/SER/plan.docx", b"one");
    assert_eq!(
        ana.header("X-Expected-Entity-Length", "9")
            .header("Transfer-Encoding", "chunked")
            .put("/SER/plan.docx", b"two"),
        500
    );
    assert_eq!(ana.header("Content-Range", "bytes 1-3/9").put("/SER/plan.docx", b"two"), 416);
    o.olga.patch("/organization", json!({"file_limit": 100_000, "files_quota": 150_000})).ok();
    assert_eq!(ana.put("/SER/plan.docx", &[7; 100_001]), 413);
    assert_eq!(ana.put("/SER/large.bin", &[7; 99_000]), 201);
    assert_eq!(ana.put("/SER/larger.bin", &[8; 99_000]), 507);
    assert_eq!(ana.get("/SER/plan.docx"), b"one");
    let names: Vec<_> = shown(&o.ana, &o.open).iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names, ["large.bin", "plan.docx"]);
}
