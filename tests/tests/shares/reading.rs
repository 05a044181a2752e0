//! What a link shows, and that nothing is shown beside it.

use crate::{bring, folder, office, share};
use guildhall_tests::office::id;
use serde_json::{Value, json};

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
    // Pages are read, without what leads inside.
    let body = format!("Read **this** with [@Ana](guildhall:person/{})", o.ana.me());
    let page = json!({ "title": "Minutes", "folder_id": top, "body": body });
    let page = id(&o.ana.post(&format!("/spaces/{}/pages", o.space), page).ok());
    let said = visitor.get(&format!("/documents/{page}/content")).ok().to_string();
    assert!(said.contains("this") && said.contains("@Ana") && !said.contains(&o.ana.me()), "{said}");
    visitor.get(&format!("/documents/{page}/file")).fails(404, "not_found");
    visitor.get(&format!("/documents/{lunch}/content")).fails(404, "not_found");
    o.ana.delete(&format!("/documents/{page}")).ok();
    visitor.get(&format!("/documents/{page}/content")).fails(404, "not_found");
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
