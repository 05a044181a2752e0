//! Spellings, hits, facets and pages.

use crate::{ask, comment, id, ids, make, marked, plain, settled, started};
use serde_json::json;
use std::collections::BTreeSet;

#[test]
fn whatever_way_it_is_written_it_is_found_in_titles_bodies_steps_and_comments() {
    let (server, owner) = started();
    let space = owner.space("Service", "open");
    let cases = [
        ("Müllabfuhr", "mullabfuhr", ""),
        ("Cafe\u{301}bar", "cafébar", ""),
        ("gasket", "gaskett", ""),
        ("thermostat", "thermo", "&typing=true"),
        ("calibrating", "calibrated", ""),
        ("東京都庁の会議", "会議", ""),
        ("ประชุมใหญ่สามัญ", "ประชุม", ""),
        ("INV-2024/17", "inv-2024/17", ""),
    ];
    let mut wanted = Vec::new();
    for (text, _, _) in cases {
        let titled = make(&owner, &space, json!({ "title": format!("{text} one") }));
        let bodied = make(&owner, &space, json!({ "title": "Neutral", "body": format!("Two\n\n**{text}** three") }));
        let stepped =
            make(&owner, &space, json!({ "title": "Neutral", "steps": [{ "text": format!("four {text}") }] }));
        let said = comment(&owner, &make(&owner, &space, json!({ "title": "Neutral" })), &format!("five {text} six"));
        wanted.push(BTreeSet::from([id(&titled), id(&bodied), id(&stepped["steps"][0]), id(&said)]));
    }
    settled(&server);
    for ((text, question, more), wanted) in cases.iter().zip(wanted) {
        let answer = ask(&owner, question, more);
        assert_eq!(ids(&answer), wanted, "{question} for {text}: {answer:#}");
        assert_eq!(answer["total"], 4, "{question}");
    }
    assert_eq!(ask(&owner, "two three", "")["total"], 8, "words in any order, of titles and bodies");
    assert_eq!(ask(&owner, "three -gasket two", "")["total"], 7);
    assert_eq!(ask(&owner, "\"gasket three\"", "")["total"], 1);
}

#[test]
fn a_hit_says_where_it_is_and_leads_there() {
    let (server, owner) = started();
    let space = id(&owner.post("/spaces", json!({ "name": "Service", "access": "open", "prefix": "SVC" })).ok());
    let other = id(&owner.post("/spaces", json!({ "name": "Sales", "access": "open", "prefix": "SAL" })).ok());
    let task = make(
        &owner,
        &space,
        json!({ "title": "Repair the boiler", "body": "The old valve leaks", "steps": [{ "text": "Order a flange" }] }),
    );
    let said = comment(&owner, &task, "I asked [@Olga](guildhall:person/x) about the *manometer*");
    make(&owner, &space, json!({ "title": "Something about SVC-1" }));
    settled(&server);
    let hit = |question: &str| ask(&owner, question, "")["items"][0].clone();

    let valve = hit("valve");
    assert_eq!((&valve["url"], &valve["kind"], &valve["key"]), (&json!("/t/SVC-1"), &json!("task"), &json!("SVC-1")));
    assert_eq!(
        (plain(&valve["title"]), marked(&valve["snippet"])),
        ("Repair the boiler".into(), vec!["valve".to_owned()])
    );
    let flange = hit("flange");
    assert_eq!(flange["url"], format!("/t/SVC-1#step-{}", id(&task["steps"][0])));
    assert_eq!(
        (marked(&flange["title"]), plain(&flange["snippet"])),
        (vec!["flange".to_owned()], "Repair the boiler".into())
    );
    let words = hit("manometer");
    assert_eq!((&words["url"], &words["item_id"]), (&json!(format!("/t/SVC-1#c-{}", id(&said))), &task["id"]));
    assert_eq!(
        (plain(&words["snippet"]), words["author"]["name"].as_str()),
        ("I asked @Olga about the *manometer*".into(), Some("Olga Owner"))
    );

    assert_eq!(hit("svc-1")["id"], task["id"], "a key leads to its task before all else");
    owner.put(&format!("/tasks/{}/home", id(&task)), json!({ "space_id": other })).ok();
    settled(&server);
    assert_eq!(
        (&hit("svc-1")["id"], &hit("SVC-1")["url"]),
        (&task["id"], &json!("/t/SAL-1")),
        "also by the key it had before"
    );
    assert_eq!(hit("sal-1")["id"], task["id"]);

    let chips = ask(&owner, "😀 in:sales is:open boiler in:nowhere", "");
    assert_eq!(
        chips["chips"],
        json!([{ "start": 3, "end": 11, "operator": "in" }, { "start": 12, "end": 19, "operator": "is" }])
    );
    let misspelt = ask(&owner, "boilre", "");
    assert_eq!((&misspelt["corrected"], &misspelt["items"][0]["id"]), (&json!("boiler"), &task["id"]));
}

#[test]
fn facets_count_what_the_filter_of_the_same_name_finds_and_pages_hold_everything_once() {
    let (server, owner) = started();
    let mia = server.join(&owner, "Mia Member", "member");
    let spaces = [owner.space("Service", "open"), owner.space("Sales", "open")];
    for n in 0..45 {
        let by = if n % 3 == 0 { &mia } else { &owner };
        let task = make(
            by,
            &spaces[n % 2],
            json!({ "title": format!("lantern {n}"), "assignee_id": (n % 4 == 0).then(|| mia.me()) }),
        );
        if n % 5 == 0 {
            owner.patch(&format!("/tasks/{}", id(&task)), json!({ "archived": true })).ok();
        }
        if n % 9 == 0 {
            server.clock.advance(3 * 24 * 3_600_000);
            comment(&mia, &task, "the lantern again");
        }
    }
    settled(&server);
    let whole = ask(&mia, "lantern", "&facets=true&limit=100");
    assert_eq!(whole["total"], 50);
    let mut counted = 0;
    for (facet, parameter) in
        [("kinds", "kind"), ("spaces", "space"), ("people", "person"), ("states", "state"), ("when", "when")]
    {
        for value in whole["facets"][facet].as_array().unwrap() {
            let narrowed = ask(&mia, "lantern", &format!("&{parameter}={}", value["id"].as_str().unwrap()));
            assert_eq!(narrowed["total"], value["count"], "{parameter}={value}");
            counted += 1;
        }
    }
    assert!(counted >= 11, "{:#}", whole["facets"]);
    for order in ["best", "newest"] {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = ask(&mia, "lantern", &format!("&limit=7&order={order}{cursor}"));
            seen.extend(page["items"].as_array().unwrap().iter().map(id));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(seen.len(), 50);
        assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), ids(&whole), "{order}");
    }
    let next = ask(&mia, "lantern", "&limit=7")["next"].as_str().unwrap().to_owned();
    mia.get(&format!("/search?q=other&cursor={next}")).fails(400, "bad_query");
    for wrong in [
        "kind=tasks",
        "state=x",
        "when=soon",
        "when=today,week",
        "has=file,link",
        "space=x",
        "limit=0",
        "order=worst",
        "colour=red",
        "cursor=zz",
    ] {
        mia.get(&format!("/search?q=lantern&{wrong}")).fails(400, "bad_query");
    }
    assert_eq!(ask(&mia, "", "")["total"], 0);
    server.nobody().get("/search?q=lantern").fails(401, "not_signed_in");
}
