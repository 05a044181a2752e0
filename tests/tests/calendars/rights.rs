//! Nobody reaches more by a calendar than by the page.

use super::*;

#[test]
fn who_only_reads_changes_nothing() {
    let o = office();
    let gil = program(&o.server, &o.gil);
    let made = o.ana.task(&o.closed, "Budget");
    let space = of_space(&o.closed);
    let path = format!("{space}{}.ics", id(&made));
    let read = gil.get(&path);
    let rights = "<propfind xmlns='DAV:'><prop><current-user-privilege-set/></prop></propfind>";
    for address in [&space, &path] {
        let said = gil.header("Depth", "0").ask("PROPFIND", address, rights.as_bytes());
        assert!(said.text().contains("<D:read/>") && !said.text().contains("<D:write/>"), "{}", said.text());
    }
    let other = read.text().replace("Budget", "Other");
    assert_eq!(gil.ask("PUT", &path, other.as_bytes()).status, 403);
    assert_eq!(gil.put(&format!("{space}new.ics"), &todo("new", "SUMMARY:New")).status, 403);
    assert_eq!(gil.ask("DELETE", &path, b"").status, 403);
    assert_eq!(o.ana.get(&format!("/tasks/{}", id(&made))).ok()["title"], "Budget");
}

#[test]
fn what_is_not_seen_is_not_there() {
    let o = office();
    let ben = program(&o.server, &o.ben);
    let made = o.ana.task(&o.closed, "Budget");
    let (closed, open) = (of_space(&o.closed), of_space(&o.open));
    for (method, path) in [
        ("PROPFIND", closed.clone()),
        ("REPORT", closed.clone()),
        ("GET", format!("{closed}{}.ics", id(&made))),
        ("GET", format!("{open}{}.ics", id(&made))),
        ("GET", format!("/dav/calendars/my-work/{}.ics", id(&made))),
        ("DELETE", format!("{closed}{}.ics", id(&made))),
        ("PROPFIND", "/dav/calendars/nothing/".into()),
        ("PROPFIND", "/dav/calendars/a/b/c".into()),
    ] {
        let question = b"<sync-collection xmlns='DAV:'><sync-token/></sync-collection>";
        assert_eq!(ben.header("Depth", "0").ask(method, &path, question).status, 404, "{method} {path}");
    }
    assert_eq!(ben.put(&format!("{closed}x.ics"), &todo("x", "SUMMARY:x")).status, 404);
    assert!(!ben.list("/dav/calendars/").text().contains("Finance"));
    // It comes in when they do, and nothing is left of it when they go.
    o.olga.put(&format!("/spaces/{}/members/{}", o.closed, o.ben.me()), json!({"role": "member"})).ok();
    assert_eq!(ben.list(&closed).hrefs().len(), 2);
    o.olga.delete(&format!("/spaces/{}/members/{}", o.closed, o.ben.me())).ok();
    assert_eq!(ben.header("Depth", "1").ask("PROPFIND", &closed, b"").status, 404);
}

#[test]
fn an_app_password_opens_calendars_and_nothing_else() {
    let o = office();
    let made = o.ana.post("/me/tokens", json!({"name": "Files", "scopes": ["files", "read", "write"]})).ok();
    let files = Program::with(&o.server, made["secret"].as_str().unwrap());
    assert_eq!(files.ask("OPTIONS", "/dav/calendars/", b"").status, 401);
    let password = app_password(&o.ana);
    assert_eq!(Program::with(&o.server, &password).ask("OPTIONS", "/dav/files/", b"").status, 401);
    let api = o.server.nobody().with("Authorization", &format!("Bearer {password}"));
    api.get("/spaces").fails(403, "token_scope");
    let program = Program::with(&o.server, &password);
    assert_eq!(program.ask("OPTIONS", "/dav/calendars/", b"").status, 200);
    o.olga.put(&format!("/people/{}/deactivation", o.ana.me()), json!({"hand_over_to": null})).ok();
    assert_eq!(program.ask("OPTIONS", "/dav/calendars/", b"").status, 401);
}
