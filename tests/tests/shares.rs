//! Share links: what somebody outside sees by one, for how long, and nothing beside it.

use guildhall_tests::{Answer, Client, Server, office::id};
use serde_json::{Value, json};

const DAY: i64 = 24 * 3_600_000;

/// Olga and Ana work in Service and in the private Pay, Gil is a guest of Service, Ben works in neither.
struct Office {
    server: Server,
    olga: Client,
    ana: Client,
    ben: Client,
    gil: Client,
    space: String,
}

fn office() -> Office {
    let server = Server::start();
    let olga = server.owner();
    let (ana, ben) = (server.join(&olga, "Ana Moreau", "member"), server.join(&olga, "Ben Sol", "member"));
    let gil = server.join(&olga, "Gil Guest", "guest");
    let space = olga.space("Service", "closed");
    olga.put(&format!("/spaces/{space}/members/{}", ana.me()), json!({"role": "member"})).ok();
    olga.put(&format!("/spaces/{space}/members/{}", gil.me()), json!({"role": "guest"})).ok();
    Office { server, olga, ana, ben, gil, space }
}

fn bring(by: &Client, space: &str, name: &str, bytes: &[u8], folder: Option<&str>) -> Value {
    let folder = folder.map(|id| format!("&folder_id={id}")).unwrap_or_default();
    let path = format!("/api/v1/spaces/{space}/files?name={name}{folder}");
    by.with("Content-Type", "application/octet-stream").send_raw("POST", &path, Some(bytes.to_vec())).ok()
}

fn folder(by: &Client, space: &str, name: &str, parent: Option<&str>) -> String {
    id(&by.post(&format!("/spaces/{space}/folders"), json!({ "name": name, "parent_id": parent })).ok())
}

/// A link as its maker got it.
struct Link {
    id: String,
    secret: String,
}

fn share(by: &Client, what: &str, input: Value) -> Link {
    let made = by.post(&format!("{what}/shares"), input);
    assert_eq!(made.status, 201, "{}", made.text);
    link(&made.ok())
}

fn link(made: &Value) -> Link {
    let link = made["link"].as_str().unwrap();
    let (address, secret) = link.split_once('#').unwrap();
    assert!(address.ends_with(&format!("/s/{}", made["id"].as_str().unwrap())), "{link}");
    Link { id: id(made), secret: secret.to_owned() }
}

impl Office {
    fn open(&self, link: &Link, password: Option<&str>) -> Answer {
        let sent = json!({ "secret": link.secret, "password": password });
        self.server.nobody().post(&format!("/public/shares/{}", link.id), sent)
    }

    /// Somebody who opened a link.
    fn visitor(&self, link: &Link) -> Visitor {
        let opened = self.open(link, None).ok();
        let client = self.server.nobody().with("X-Share-Token", opened["token"].as_str().unwrap());
        Visitor { client, at: format!("/public/shares/{}", link.id) }
    }
}

struct Visitor {
    client: Client,
    at: String,
}

impl Visitor {
    fn get(&self, path: &str) -> Answer {
        self.client.get(&format!("{}{path}", self.at))
    }

    fn say(&self, document: &str, name: &str, email: &str, body: &str) -> Answer {
        let said = json!({ "name": name, "email": email, "body": body });
        self.client.post(&format!("{}/documents/{document}/comments", self.at), said)
    }

    fn said(&self, document: &str) -> Vec<(String, String)> {
        let all = self.get(&format!("/documents/{document}/comments")).ok();
        let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
        all["items"].as_array().unwrap().iter().map(|one| (text(one, "author"), text(one, "body"))).collect()
    }
}

#[test]
fn a_file_is_read_by_a_link_without_an_account_and_nothing_beside_it() {
    let o = office();
    let made = bring(&o.ana, &o.space, "Prices.csv", b"rolls;0.45\n", None);
    let other = bring(&o.ana, &o.space, "Wages.csv", b"ana;1\n", None);
    let document = id(&made);
    let link = share(&o.ana, &format!("/documents/{document}"), json!({ "mode": "read" }));
    let answer = o.open(&link, None);
    let cookie = answer.header("set-cookie").unwrap().to_owned();
    for part in ["HttpOnly", "SameSite=Strict", &format!("Path=/api/v1/public/shares/{}", link.id)] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    let opened = answer.ok();
    assert_eq!(
        (&opened["by"], &opened["mode"], &opened["title"]),
        (&json!("Ana Moreau"), &json!("read"), &json!("Prices.csv"))
    );
    assert_eq!(opened["expires_at"], "2026-12-23T09:00:00.000Z", "30 days");
    let visitor = o.visitor(&link);
    let bytes = format!("/documents/{document}/file");
    let whole = visitor.get(&bytes);
    assert_eq!((whole.status, whole.bytes.as_slice()), (200, &b"rolls;0.45\n"[..]));
    for (name, value) in [
        ("content-security-policy", "sandbox"),
        ("x-content-type-options", "nosniff"),
        ("content-disposition", "attachment"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert!(whole.header(name).is_some_and(|header| header.contains(value)), "{name}: {whole:?}");
    }
    let part = visitor.client.with("Range", "bytes=6-9").get(&format!("{}{bytes}", visitor.at));
    assert_eq!((part.status, part.bytes.as_slice()), (206, &b"0.45"[..]));
    // The cookie does what the header does.
    let browser = o.server.nobody().with("Cookie", cookie.split(';').next().unwrap());
    assert_eq!(browser.get(&format!("{}{bytes}", visitor.at)).status, 200);
    // Nothing else: not another document, not the folder around it, not what people say among themselves.
    o.olga.post(&format!("/items/{document}/comments"), json!({ "body": "Too cheap?" })).ok();
    for path in [format!("/documents/{}", id(&other)), format!("/documents/{}/file", id(&other)), "/folder".into()] {
        visitor.get(&path).fails(404, "not_found");
    }
    assert_eq!(visitor.said(&document), []);
    visitor.say(&document, "Helen", "helen@example.net", "Hello").fails(403, "forbidden");
    let text = visitor.get("").text + &visitor.get(&format!("/documents/{document}")).text;
    for secret in [o.space.as_str(), &o.ana.me(), "Service", "moreau", &link.secret] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[test]
fn a_link_opens_nothing_of_the_api_beside_it() {
    let o = office();
    let document = id(&bring(&o.ana, &o.space, "a.txt", b"a", None));
    let elsewhere = id(&bring(&o.ana, &o.space, "b.txt", b"b", None));
    let (link, other) = (
        share(&o.ana, &format!("/documents/{document}"), json!({ "mode": "comment" })),
        share(&o.ana, &format!("/documents/{elsewhere}"), json!({ "mode": "comment" })),
    );
    let visitor = o.visitor(&link);
    let file = o.ana.get(&format!("/documents/{document}")).ok()["file"]["file_id"].as_str().unwrap().to_owned();
    let description = o.server.nobody().get("/openapi.json").ok();
    let mut asked = 0;
    for (path, methods) in description["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            if operation["security"] == json!([{}]) {
                continue;
            }
            let path = path
                .strip_prefix("/api/v1")
                .unwrap()
                .replace("{id}", if path.contains("/files/") { &file } else { &document });
            let path = path.split('{').next().unwrap().to_owned() + &"x".repeat(usize::from(path.contains('{')));
            let answer = visitor.client.with("If-Match", "*").send(&method.to_uppercase(), &path, Some(&json!({})));
            assert!([401, 404, 405].contains(&answer.status), "{method} {path}: {answer:?}");
            asked += 1;
        }
    }
    assert!(asked > 150, "{asked}");
    // Its token opens no other link, and without one nothing is shown.
    visitor.client.get(&format!("/public/shares/{}", other.id)).fails(401, "not_signed_in");
    for path in ["", "/folder", &format!("/documents/{document}"), &format!("/documents/{document}/file")] {
        o.server.nobody().get(&format!("{}{path}", visitor.at)).fails(401, "not_signed_in");
        o.ana.get(&format!("{}{path}", visitor.at)).fails(401, "not_signed_in");
        o.server
            .nobody()
            .with("X-Share-Token", &"0".repeat(80))
            .get(&format!("{}{path}", visitor.at))
            .fails(401, "not_signed_in");
    }
    let said = json!({ "name": "H", "email": "h@example.net", "body": "x" });
    let path = format!("{}/documents/{document}/comments", visitor.at);
    o.server.nobody().post(&path, said.clone()).fails(401, "not_signed_in");
    visitor.client.with("Sec-Fetch-Site", "cross-site").post(&path, said).fails(403, "cross_site");
}

#[test]
fn whatever_ends_a_link_ends_it_at_once_and_says_the_same() {
    let o = office();
    let big = vec![7u8; 6 << 20];
    let document = id(&bring(&o.ana, &o.space, "big.bin", &big, None));
    let at = format!("/documents/{document}");
    let new = || share(&o.ana, &at, json!({ "mode": "comment" }));
    let unknown = Link { id: "0193a5b2-0000-7000-8000-000000000000".into(), secret: "x".repeat(43) };
    let dead = o.open(&unknown, None).fails(410, "link_expired");
    let gone = |link: &Link, visitor: &Visitor| {
        assert_eq!(o.open(link, None).fails(410, "link_expired"), dead);
        for path in ["".to_owned(), at.clone(), format!("{at}/file"), format!("{at}/comments"), format!("{at}/picture")]
        {
            assert_eq!(visitor.get(&path).fails(410, "link_expired"), dead, "{path}");
        }
        assert_eq!(visitor.say(&document, "Helen", "h@example.net", "x").fails(410, "link_expired"), dead);
    };
    // A wrong secret is no other answer.
    let link = new();
    let wrong = Link { secret: unknown.secret.clone(), ..link };
    assert_eq!(o.open(&wrong, None).fails(410, "link_expired"), dead);
    // Ended.
    let link = new();
    let visitor = o.visitor(&link);
    assert_eq!(visitor.get("").status, 200);
    assert_eq!(o.olga.delete(&format!("/shares/{}", link.id)).status, 204);
    gone(&link, &visitor);
    assert_eq!(o.olga.delete(&format!("/shares/{}", link.id)).status, 204, "ended again");
    // Thrown away, and back.
    let link = new();
    let visitor = o.visitor(&link);
    o.ana.delete(&at).ok();
    gone(&link, &visitor);
    o.ana.post(&format!("{at}/restore"), json!({})).ok();
    assert_eq!(visitor.get("").status, 200);
    // With its space.
    let deleted = o.olga.delete(&format!("/spaces/{}", o.space));
    gone(&link, &visitor);
    o.olga.post("/undo", json!({ "command": deleted.command() })).ok();
    assert_eq!(visitor.get("").status, 200);
    // An archived space is read, and nothing is said there.
    o.olga.put(&format!("/spaces/{}/archive", o.space), json!({})).ok();
    assert_eq!(visitor.get("").ok()["can_comment"], false);
    visitor.say(&document, "Helen", "h@example.net", "x").fails(403, "forbidden");
    o.olga.delete(&format!("/spaces/{}/archive", o.space)).ok();
    // Its time is over.
    let short = share(&o.ana, &at, json!({ "mode": "read", "expires_at": "2026-11-23T10:00:00Z" }));
    let visitor = o.visitor(&short);
    o.server.clock.advance(3_600_000);
    gone(&short, &visitor);
    // Somebody who is in has to open it again after half a day.
    let visitor = o.visitor(&link);
    o.server.clock.advance(DAY / 2);
    visitor.get("").fails(401, "not_signed_in");
}

#[test]
fn a_download_under_way_ends_with_its_link() {
    use std::io::{Read, Write};
    let o = office();
    let document = id(&bring(&o.ana, &o.space, "big.bin", &vec![7u8; 48 << 20], None));
    let link = share(&o.ana, &format!("/documents/{document}"), json!({ "mode": "read" }));
    let token = o.open(&link, None).ok()["token"].as_str().unwrap().to_owned();
    let address = o.server.url.strip_prefix("http://").unwrap();
    let mut wire = std::net::TcpStream::connect(address).unwrap();
    let path = format!("/api/v1/public/shares/{}/documents/{document}/file", link.id);
    write!(wire, "GET {path} HTTP/1.1\r\nHost: {address}\r\nX-Share-Token: {token}\r\n\r\n").unwrap();
    let mut begin = vec![0; 1 << 20];
    wire.read_exact(&mut begin).unwrap();
    assert!(begin.starts_with(b"HTTP/1.1 200"));
    o.ana.delete(&format!("/shares/{}", link.id));
    let mut rest = Vec::new();
    let _broken = wire.read_to_end(&mut rest);
    assert!(begin.len() + rest.len() < 40 << 20, "{} more bytes came", rest.len());
}

#[test]
fn a_folder_shows_what_lies_in_it_at_that_moment() {
    let o = office();
    let (top, beside) = (folder(&o.ana, &o.space, "Menus", None), folder(&o.ana, &o.space, "Wages", None));
    let below = folder(&o.ana, &o.space, "Winter", Some(&top));
    let lunch = id(&bring(&o.ana, &o.space, "Lunch.txt", b"soup", Some(&top)));
    let dinner = id(&bring(&o.ana, &o.space, "Dinner.txt", b"stew", Some(&below)));
    let wages = id(&bring(&o.ana, &o.space, "Wages.txt", b"1", Some(&beside)));
    let link = share(&o.ana, &format!("/folders/{top}"), json!({ "mode": "comment" }));
    let visitor = o.visitor(&link);
    let names = |list: &Value, name: &str| -> Vec<String> {
        list.as_array().unwrap().iter().map(|one| one[name].as_str().unwrap().to_owned()).collect()
    };
    let shown = visitor.get("/folder").ok();
    assert_eq!(names(&shown["way"], "name"), ["Menus"]);
    assert_eq!(
        (names(&shown["folders"], "name"), names(&shown["items"], "title")),
        (vec!["Winter".into()], vec!["Lunch.txt".to_owned()])
    );
    let deeper = visitor.get(&format!("/folder?folder_id={below}")).ok();
    assert_eq!(
        (names(&deeper["way"], "name"), names(&deeper["items"], "title")),
        (vec!["Menus".into(), "Winter".into()], vec!["Dinner.txt".to_owned()])
    );
    assert_eq!(visitor.get(&format!("/documents/{dinner}/file")).bytes, b"stew");
    for path in
        [format!("/folder?folder_id={beside}"), format!("/documents/{wages}"), format!("/documents/{wages}/file")]
    {
        visitor.get(&path).fails(404, "not_found");
    }
    // Page after page.
    for number in 0..5 {
        bring(&o.ana, &o.space, &format!("Page{number}.txt"), b"x", Some(&top));
    }
    let (mut all, mut next) = (Vec::new(), String::new());
    loop {
        let page = visitor.get(&format!("/folder?limit=2{next}")).ok();
        all.extend(names(&page["items"], "title"));
        match page["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(all, ["Lunch.txt", "Page0.txt", "Page1.txt", "Page2.txt", "Page3.txt", "Page4.txt"]);
    // What moves out of it is not shown any more, what moves in is.
    o.ana.patch(&format!("/documents/{lunch}"), json!({ "folder_id": beside })).ok();
    visitor.get(&format!("/documents/{lunch}")).fails(404, "not_found");
    visitor.say(&lunch, "H", "h@example.net", "x").fails(404, "not_found");
    o.ana.patch(&format!("/folders/{below}"), json!({ "parent_id": beside })).ok();
    visitor.get(&format!("/documents/{dinner}/file")).fails(404, "not_found");
    visitor.get(&format!("/folder?folder_id={below}")).fails(404, "not_found");
    o.ana.patch(&format!("/documents/{wages}"), json!({ "folder_id": top })).ok();
    assert_eq!(visitor.get(&format!("/documents/{wages}")).status, 200);
    o.ana.patch(&format!("/documents/{wages}"), json!({ "archived": true })).ok();
    visitor.get(&format!("/documents/{wages}")).fails(404, "not_found");
    o.ana.delete(&format!("/folders/{top}")).ok();
    visitor.get("/folder").fails(410, "link_expired");
}

#[test]
fn somebody_outside_talks_with_those_who_shared_and_hears_nothing_else() {
    let o = office();
    let document = id(&bring(&o.ana, &o.space, "Plan.txt", b"plan", None));
    let at = format!("/items/{document}/comments");
    o.ana.post(&at, json!({ "body": "They pay late, be careful" })).ok();
    let new = || share(&o.ana, &format!("/documents/{document}"), json!({ "mode": "comment" }));
    let (one, two) = (o.visitor(&new()), o.visitor(&new()));
    let said =
        one.say(&document, "Helen Ward", "Helen@Example.net", "How *warm* is [it](https://x.example)?\n<b>x</b> @Ana");
    assert_eq!(said.status, 201, "{}", said.text);
    let said = said.ok();
    assert_eq!((&said["author"], &said["outside"]), (&json!("Helen Ward"), &json!(true)));
    // Inside it stands like any comment, by a contact, and what was typed is words and nothing more.
    let inside = o.ana.get(&at).ok()["items"][1].clone();
    assert_eq!((&inside["author"]["kind"], &inside["author"]["name"]), (&json!("contact"), &json!("Helen Ward")));
    assert!(inside["body"].as_str().unwrap().starts_with(r"How \*warm\* is \[it\]"), "{inside}");
    let contacts = o.olga.get("/contacts").ok();
    assert!(contacts.to_string().contains("helen@example.net"), "{contacts}");
    // An answer to it is seen outside; other words are not, and not by another link.
    o.ana.post(&at, json!({ "body": "19 degrees", "reply_to": said["id"] })).ok();
    o.olga.post(&at, json!({ "body": "Do not promise that" })).ok();
    let heard: Vec<String> = one.said(&document).into_iter().map(|(who, words)| format!("{who}: {words}")).collect();
    assert_eq!(heard.len(), 2, "{heard:?}");
    assert!(heard[0].starts_with("Helen Ward: How ") && heard[1] == "Ana Moreau: 19 degrees", "{heard:?}");
    assert_eq!(two.said(&document), []);
    // Nobody learns whose an address is, or speaks in the name it is known under.
    let other = two.say(&document, "Mallory", "helen@example.net", "It is me").ok();
    assert_eq!(other["author"], "Mallory");
    assert_eq!(two.say(&document, "mallory", "helen@example.net", "Again").ok()["author"], "Mallory");
    assert_eq!(one.say(&document, "helen ward", "helen@example.net", "Thanks").ok()["author"], "Helen Ward");
    // A person's address makes nobody that person.
    let forged = two.say(&document, "Ana Moreau", "ana.moreau@example.com", "Pay them").ok();
    assert_eq!(forged["outside"], true);
    let kinds: Vec<Value> =
        o.ana.get(&at).ok()["items"].as_array().unwrap().iter().map(|c| c["author"]["kind"].clone()).collect();
    assert_eq!(kinds.last().unwrap(), "contact", "{kinds:?}");
    // What is taken away inside is not heard outside either.
    o.ana.delete(&format!("/comments/{}", id(&inside))).fails(403, "forbidden");
    o.olga.delete(&format!("/comments/{}", id(&inside))).ok();
    assert_eq!(one.said(&document).len(), 1, "with the question goes the answer to it");
    // Answers go to what was said here.
    let hidden = id(&o.ana.get(&at).ok()["items"][0]);
    let reply = json!({ "name": "H", "email": "h@example.net", "body": "x", "reply_to": hidden });
    one.client.post(&format!("{}/documents/{document}/comments", one.at), reply).fails(422, "invalid");
}

#[test]
fn what_is_said_is_bounded() {
    let o = office();
    let document = id(&bring(&o.ana, &o.space, "Plan.txt", b"plan", None));
    let visitor = o.visitor(&share(&o.ana, &format!("/documents/{document}"), json!({ "mode": "comment" })));
    let fails = |name: &str, email: &str, body: &str, field: &str| {
        let said = visitor.say(&document, name, email, body).fails(422, "invalid");
        assert!(said["error"]["fields"][field].is_string(), "{said}");
    };
    fails("", "h@example.net", "x", "name");
    fails(&"n".repeat(121), "h@example.net", "x", "name");
    fails("H", "nobody", "x", "email");
    fails("H", "h@example.net\r\nBcc: all@example.net", "x", "email");
    fails("H", "h@example.net", " \n ", "body");
    fails("H", "h@example.net", &"w".repeat(10_001), "body");
    let more = json!({ "name": "H", "email": "h@example.net", "body": "x", "files": [] });
    visitor.client.post(&format!("{}/documents/{document}/comments", visitor.at), more).fails(400, "unknown_field");
    assert_eq!(visitor.say(&document, "H\u{7}\nW", "h@example.net", &"*".repeat(10_000)).ok()["author"], "H W");
    // Twenty a quarter of an hour from one address, whatever became of them.
    let mut taken = 0;
    let waits = loop {
        let answer = visitor.say(&document, "H", "h@example.net", "again");
        if answer.status != 201 {
            break answer;
        }
        taken += 1;
        assert!(taken < 21);
    };
    waits.clone().fails(429, "too_many_attempts");
    assert!(waits.header("retry-after").is_some());
    o.server.clock.advance(16 * 60_000);
    assert_eq!(visitor.say(&document, "H", "h@example.net", "later").status, 201);
}

#[test]
fn a_password_is_guarded_like_those_of_people() {
    let o = office();
    let document = id(&bring(&o.ana, &o.space, "Plan.txt", b"plan", None));
    let at = format!("/documents/{document}");
    o.ana.post(&format!("{at}/shares"), json!({ "mode": "read", "password": "short" })).fails(422, "invalid");
    let word = "nine kettles on a tram";
    let link = share(&o.ana, &at, json!({ "mode": "read", "password": word }));
    // To ask what it wants is no guess; whoever has not the secret guesses nothing.
    for _ in 0..7 {
        o.open(&link, None).fails(403, "share_password");
    }
    let wrong = Link { id: link.id.clone(), secret: "y".repeat(43) };
    o.open(&wrong, Some(word)).fails(410, "link_expired");
    assert_eq!(o.open(&link, Some(word)).status, 200);
    for _ in 0..5 {
        o.open(&link, Some("wrong")).fails(403, "share_password");
    }
    let waits = o.open(&link, Some(word));
    waits.clone().fails(429, "too_many_attempts");
    assert!(waits.header("retry-after").is_some());
    o.server.clock.advance(15 * 60_000);
    let token = o.open(&link, Some(word)).ok()["token"].as_str().unwrap().to_owned();
    let visitor =
        Visitor { client: o.server.nobody().with("X-Share-Token", &token), at: format!("/public/shares/{}", link.id) };
    assert_eq!(visitor.get("").status, 200);
    // Another password, and none, both end what was opened before.
    let edit = |patch: Value| o.ana.patch(&format!("/shares/{}", link.id), patch);
    assert_eq!(edit(json!({ "password": "eleven lamps by the door" })).ok()["has_password"], true);
    visitor.get("").fails(401, "not_signed_in");
    o.open(&link, Some(word)).fails(403, "share_password");
    assert_eq!(edit(json!({ "password": null })).ok()["has_password"], false);
    assert_eq!(o.open(&link, None).status, 200);
    // Nothing of it is in the file as it was typed.
    let file = std::fs::read(o.server.data()).unwrap();
    for secret in [link.secret.as_bytes(), b"eleven lamps", word.as_bytes(), token.as_bytes()] {
        assert!(!file.windows(secret.len()).any(|part| part == secret));
    }
}

#[test]
fn guessing_secrets_is_counted_by_where_it_comes_from() {
    let o = office();
    let document = id(&bring(&o.ana, &o.space, "Plan.txt", b"plan", None));
    let link = share(&o.ana, &format!("/documents/{document}"), json!({ "mode": "read" }));
    let guess = Link { id: link.id.clone(), secret: "g".repeat(43) };
    for _ in 0..20 {
        o.open(&guess, None).fails(410, "link_expired");
    }
    o.open(&link, None).fails(429, "too_many_attempts");
    o.server.clock.advance(16 * 60_000);
    assert_eq!(o.open(&link, None).status, 200);
}

#[test]
fn those_who_work_there_make_see_and_end_links() {
    let o = office();
    let made = bring(&o.ana, &o.space, "Plan.txt", b"plan", None);
    let (document, top) = (id(&made), folder(&o.ana, &o.space, "Menus", None));
    let (at, fat) = (format!("/documents/{document}"), format!("/folders/{top}"));
    let input = json!({ "mode": "read" });
    for what in [&at, &fat] {
        o.ben.post(&format!("{what}/shares"), input.clone()).fails(404, "not_found");
        o.gil.post(&format!("{what}/shares"), input.clone()).fails(403, "forbidden");
        o.ben.get(&format!("{what}/shares")).fails(404, "not_found");
        o.gil.get(&format!("{what}/shares")).fails(403, "forbidden");
        o.server.nobody().get(&format!("{what}/shares")).fails(401, "not_signed_in");
    }
    // Also a file of their own: from outside nothing is shown to others outside.
    let all = format!("/spaces/{}/shares", o.space);
    o.ben.get(&all).fails(403, "forbidden");
    o.gil.get(&all).fails(403, "forbidden");
    let (one, two) = (share(&o.ana, &at, input.clone()), share(&o.olga, &fat, json!({ "mode": "comment" })));
    o.visitor(&one);
    o.visitor(&one);
    let listed = o.ana.get(&all).ok()["items"].clone();
    let of = |list: &Value, title: &str| list.as_array().unwrap().iter().find(|one| one["title"] == title).cloned();
    let plan = of(&listed, "Plan.txt").unwrap();
    assert_eq!((&plan["opened"], &plan["link"], &plan["by"]["name"]), (&json!(2), &json!(null), &json!("Ana Moreau")));
    assert!(plan["opened_at"].is_string() && plan["document_id"] == json!(document), "{plan}");
    let menus = of(&listed, "Menus").unwrap();
    assert_eq!(
        (&menus["folder_id"], &menus["can_edit"], &plan["can_edit"]),
        (&json!(top), &json!(false), &json!(true))
    );
    assert!(!listed.to_string().contains(&one.secret));
    // Changing is for its maker and a lead, ending for everybody who works there.
    o.ana.patch(&format!("/shares/{}", two.id), json!({ "mode": "read" })).fails(403, "forbidden");
    assert_eq!(o.olga.patch(&format!("/shares/{}", one.id), json!({ "mode": "comment" })).ok()["mode"], "comment");
    for wrong in ["2026-11-23T09:00:00Z", "2020-01-01T00:00:00Z", "2031-01-01T00:00:00Z"] {
        o.ana.patch(&format!("/shares/{}", one.id), json!({ "expires_at": wrong })).fails(422, "invalid");
        o.ana.post(&format!("{at}/shares"), json!({ "mode": "read", "expires_at": wrong })).fails(422, "invalid");
    }
    o.ana.post(&format!("{at}/shares"), json!({ "mode": "write" })).fails(400, "bad_json");
    o.ana.post(&format!("{at}/shares"), json!({ "mode": "read", "forever": true })).fails(400, "unknown_field");
    o.ben.delete(&format!("/shares/{}", one.id)).fails(404, "not_found");
    o.gil.delete(&format!("/shares/{}", one.id)).fails(403, "forbidden");
    o.ana.delete("/shares/0193a5b2-0000-7000-8000-000000000000").fails(404, "not_found");
    assert_eq!(o.ana.delete(&format!("/shares/{}", two.id)).status, 204);
    o.ana.patch(&format!("/shares/{}", two.id), json!({ "mode": "read" })).fails(404, "not_found");
    assert_eq!(o.ana.get(&all).ok()["items"].as_array().unwrap().len(), 1);
    // Out of the space, out of its links; what was shared stays shared until somebody ends it.
    o.olga.delete(&format!("/spaces/{}/members/{}", o.space, o.ana.me())).ok();
    o.ana.delete(&format!("/shares/{}", one.id)).fails(404, "not_found");
    assert_eq!(o.open(&one, None).status, 200);
    let audit = o.olga.get("/admin/audit").ok();
    let done: Vec<&str> =
        audit["items"].as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    for action in ["share_made", "share_changed", "share_ended"] {
        assert!(done.contains(&action), "{action}: {done:?}");
    }
    // A link goes with its document: into another space, out of the list of this one.
    let away = o.olga.space("Pay", "private");
    o.olga.post(&format!("{at}/move"), json!({ "space_id": away })).ok();
    assert!(of(&o.olga.get(&all).ok()["items"], "Plan.txt").is_none());
    assert!(of(&o.olga.get(&format!("/spaces/{away}/shares")).ok()["items"], "Plan.txt").is_some());
}
