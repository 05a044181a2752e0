//! Who reaches what by a network folder: what they reach by the page, and nothing by anything but an app password.

use crate::{Folders, Program, app_password, base64, office, program, shown};
use serde_json::json;

#[test]
fn only_an_app_password_comes_in_and_it_opens_nothing_else() {
    let o = office();
    let nobody = o.server.nobody();
    let answer = Program::nobody(&o.server).files("PROPFIND", "/", None);
    assert_eq!(answer.status, 401);
    assert!(answer.header("www-authenticate").unwrap().starts_with("Basic"));
    let session = Program::nobody(&o.server).header("Cookie", &o.ana.header("cookie").unwrap());
    assert_eq!(session.header("Depth", "1").files("PROPFIND", "/", None).status, 401, "a session is for the page");
    let other = o.ana.post("/me/tokens", json!({"name": "API", "scopes": ["read", "write"]})).ok();
    let wrong = [other["secret"].as_str().unwrap(), "gh_nothing", "", guildhall_tests::server::PASSWORD];
    for password in wrong {
        assert_eq!(Program::with(&o.server, password).files("PROPFIND", "/", None).status, 401, "{password}");
    }
    let password = app_password(&o.ana);
    let bearer = nobody.with("Authorization", &format!("Bearer {password}"));
    bearer.get("/me").fails(403, "token_scope");
    bearer.post(&format!("/spaces/{}/tasks", o.open), json!({"title": "x"})).fails(403, "token_scope");
    bearer.get(&format!("/spaces/{}/documents", o.open)).fails(403, "token_scope");
    let basic = nobody.with("Authorization", &format!("Basic {}", base64(&format!("ana:{password}"))));
    basic.get("/me").fails(401, "not_signed_in");

    let ana = Program::with(&o.server, &password);
    assert_eq!(ana.names("/"), ["FIN", "SER", "personal"]);
    let tokens = o.ana.get("/me/tokens").ok();
    let token =
        tokens["items"].as_array().unwrap().iter().find(|one| one["scopes"] == json!(["files"])).unwrap().clone();
    o.ana.delete(&format!("/me/tokens/{}", token["id"].as_str().unwrap())).ok();
    assert_eq!(ana.files("PROPFIND", "/", None).status, 401, "it was taken back");
}

#[test]
fn rights_are_those_of_the_space() {
    let o = office();
    let (ana, ben, gil) = (program(&o.server, &o.ana), program(&o.server, &o.ben), program(&o.server, &o.gil));
    ana.files("MKCOL", "/FIN/Books", None);
    ana.put("/FIN/Books/2026.txt", b"secret");
    ana.put("/personal/diary.txt", b"mine");
    assert_eq!(gil.names("/"), ["FIN", "personal"]);
    assert_eq!(gil.get("/FIN/Books/2026.txt"), b"secret");
    let to = |path: &str| format!("{}/dav/files{path}", o.server.url);
    let refused = [
        ("PUT", "/FIN/Books/2026.txt", "", 403),
        ("PUT", "/FIN/Books/new.txt", "", 403),
        ("MKCOL", "/FIN/Mine", "", 403),
        ("DELETE", "/FIN/Books/2026.txt", "", 403),
        ("MOVE", "/FIN/Books/2026.txt", "/FIN/x.txt", 403),
        ("COPY", "/FIN/Books/2026.txt", "/FIN/x.txt", 403),
        ("DELETE", "/FIN/Books", "", 403),
        ("PUT", "/FIN/._x", "", 403),
    ];
    let before = o.server.app.store().snapshot().unwrap().read().last_seq().unwrap();
    for (method, path, dest, status) in refused {
        let program = if dest.is_empty() { gil.header("X", "y") } else { gil.header("Destination", &to(dest)) };
        let body = (method == "PUT").then_some(&b"x"[..]);
        assert_eq!(program.files(method, path, body).status, status, "{method} {path} by a guest");
    }
    for (method, path, dest) in [
        ("GET", "/FIN/Books/2026.txt", ""),
        ("PUT", "/FIN/Books/2026.txt", ""),
        ("DELETE", "/FIN/Books/2026.txt", ""),
        ("MOVE", "/FIN/Books/2026.txt", "/SER/x.txt"),
        ("COPY", "/FIN/Books/2026.txt", "/SER/x.txt"),
        ("PROPFIND", "/FIN/", ""),
        ("PROPFIND", "/NONE/", ""),
    ] {
        let program = match (method, dest) {
            ("PROPFIND", _) => ben.header("Depth", "1"),
            (_, "") => ben.clone(),
            (_, dest) => ben.header("Destination", &to(dest)),
        };
        let body = (method == "PUT").then_some(&b"x"[..]);
        let status = program.files(method, path, body).status;
        assert!(matches!((method, status), ("PUT", 409) | (_, 404)), "{method} {path} from outside: {status}");
    }
    assert!(!ben.names("/").contains(&"FIN".to_owned()));
    assert_eq!(ben.files("GET", "/personal/diary.txt", None).status, 404, "everybody has a folder of their own");
    let after = o.server.app.store().snapshot().unwrap().read().last_seq().unwrap();
    assert_eq!(before, after, "what is refused changes nothing");

    o.olga.put(&format!("/spaces/{}/archive", o.closed), json!({})).ok();
    assert_eq!(ana.put("/FIN/Books/2026.txt", b"late"), 403, "an archived space is only read");
    assert_eq!(ana.get("/FIN/Books/2026.txt"), b"secret");
}

#[test]
fn a_whole_space_is_out_of_reach_of_a_slip() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    ana.put("/SER/a.txt", b"x");
    ana.put("/FIN/b.txt", b"y");
    let to = |path: &str| format!("{}/dav/files{path}", o.server.url);
    assert_eq!(ana.files("DELETE", "/SER", None).status, 403);
    assert_eq!(ana.files("DELETE", "/", None).status, 403);
    assert_eq!(ana.files("MKCOL", "/NEW", None).status, 403);
    assert_eq!(ana.files("MKCOL", "/SER", None).status, 405);
    assert_eq!(ana.put("/SER", b"x"), 403);
    assert_eq!(ana.header("Destination", &to("/FIN")).files("COPY", "/SER/a.txt", None).status, 403);
    assert_eq!(ana.header("Destination", &to("/FIN/")).files("MOVE", "/SER/a.txt", None).status, 403);
    assert_eq!(ana.header("Destination", &to("/FIN/../SER")).files("MOVE", "/FIN/b.txt", None).status, 403);
    assert_eq!(
        ana.header("Destination", "https://elsewhere.example/dav").files("MOVE", "/SER/a.txt", None).status,
        403
    );
    assert_eq!(ana.header("Depth", "infinity").files("PROPFIND", "/", None).status, 403);
    assert_eq!((shown(&o.ana, &o.open).len(), shown(&o.ana, &o.closed).len()), (1, 1));
    for path in ["/../../api/v1/me", "/SER/../../../x", "/SER/..%2f..%2f..%2fetc", "/SER/%00", "/SER/%ff", "/NO/a.txt"]
    {
        let status = ana.files("GET", path, None).status;
        assert!(matches!(status, 400 | 401 | 404), "{path}: {status}");
    }
    let ben = program(&o.server, &o.ben);
    assert_eq!(
        ben.files("GET", "/SER/%2e%2e/FIN/b.txt", None).status,
        404,
        "whatever the way, it is where it leads that counts"
    );
}

#[test]
fn what_no_program_would_send_harms_nothing() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    ana.put("/SER/a.txt", b"x");
    let deep = format!("<?xml version=\"1.0\"?><D:propfind xmlns:D=\"DAV:\">{}", "<D:prop>".repeat(5_000));
    let entities = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"cccccccccc\"><!ENTITY d \"&b;&b;&b;&b;\">]>\
        <D:propfind xmlns:D=\"DAV:\"><D:prop>&d;&d;</D:prop></D:propfind>";
    let large = "x".repeat(200_000);
    for body in ["<", "\u{0}", "<D:propfind/>", &deep, entities, &large, "<?xml version=\"1.0\"?><propfind/>"] {
        for method in ["PROPFIND", "PROPPATCH", "LOCK"] {
            let status = ana.header("Depth", "0").files(method, "/SER/a.txt", Some(body.as_bytes())).status;
            assert!((400..500).contains(&status) || status == 207, "{method} {status} {:.60}", body);
        }
    }
    for (name, value) in [
        ("If", "(<"),
        ("If", "([\"x"),
        ("If", "<>()[]<>"),
        ("If", "(<urn:uuid:none>)"),
        ("Depth", "many"),
        ("Destination", "::::"),
        ("Overwrite", "perhaps"),
        ("Timeout", "Second-99999999999999999999"),
        ("Lock-Token", "<"),
        ("Content-Range", "bytes 9-1/3"),
    ] {
        for method in
            ["PUT", "MOVE", "COPY", "LOCK", "UNLOCK", "DELETE", "MKCOL", "PROPFIND", "PATCH", "REPORT", "STRANGE"]
        {
            let path = if method == "MKCOL" { "/SER/new" } else { "/SER/nothing.txt" };
            let status = ana.header(name, value).files(method, path, None).status;
            assert!(status < 500 || status == 501, "{method} {name}: {value} {status}");
        }
    }
    assert_eq!(ana.get("/SER/a.txt"), b"x");
    let (name, long) = ("n".repeat(300), "p".repeat(4_000));
    assert!(matches!(ana.put(&format!("/SER/{name}"), b"x"), 403 | 414));
    assert!(matches!(ana.put(&format!("/SER/{long}"), b"x"), 403 | 414));
    assert!(o.server.nobody().send_raw("GET", "/healthz", None).status == 200);
}
