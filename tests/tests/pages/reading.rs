//! Reading pages without an editor, and how they come in and go out: bodies, templates, Markdown, HTML, search, what they
//! name, and lines that become tasks.

use super::{content, open_office, page, with_page, words};
use guildhall_tests::{Client, Writer, id, passage, until};
use serde_json::{Value, json};

fn import(by: &Client, space: &str, name: &str, bytes: &[u8]) -> guildhall_tests::Answer {
    let path = format!("/api/v1/spaces/{space}/pages/import?name={name}");
    by.with("Content-Type", "application/octet-stream").send_raw("POST", &path, Some(bytes.to_vec()))
}

#[test]
fn a_page_is_read_as_a_tree_with_its_headings() {
    let o = open_office();
    let page = page(&o.ana, &o.space, "# Opening\n\nBread **daily**.\n\n# Opening\n\n- [x] flour\n");
    let content = content(&o.owner, &page);
    assert_eq!(
        content["headings"],
        json!([{"id": "opening", "level": 1, "text": "Opening"}, {"id": "opening-2", "level": 1, "text": "Opening"}])
    );
    let blocks = content["doc"]["content"].as_array().unwrap();
    let kinds: Vec<&str> = blocks.iter().map(|block| block["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["heading", "paragraph", "heading", "taskList"]);
    assert_eq!(blocks[1]["content"][1], json!({"type": "text", "text": "daily", "marks": [{"type": "bold"}]}));
    assert_eq!(o.ana.get(&format!("/documents/{page}")).ok()["words"], 5);
    let file = o.ana.attach(&page, "a.txt", b"x").ok();
    o.ana.get(&format!("/pages/{}/content", id(&file))).fails(404, "not_found");
}

#[test]
fn a_page_begins_from_a_template() {
    let o = open_office();
    let template = page(&o.ana, &o.space, "## Present\n\n## Decided\n");
    o.ana.patch(&format!("/documents/{template}"), json!({"template": true})).ok();
    let path = format!("/spaces/{}/pages", o.space);
    let made = o.owner.post(&path, json!({"title": "Monday", "template_id": template})).ok();
    assert_eq!(content(&o.ana, &id(&made))["headings"].as_array().unwrap().len(), 2);
    o.owner.post(&path, json!({"title": "x", "template_id": template, "body": "y"})).fails(422, "invalid");
    let closed = o.owner.space("Finance", "closed");
    let hidden = page(&o.owner, &closed, "secret\n");
    o.ana.post(&path, json!({"title": "x", "template_id": hidden})).fails(404, "not_found");
}

#[test]
fn a_page_begun_with_words_is_taken_back_with_them() {
    let o = open_office();
    let path = format!("/spaces/{}/pages", o.space);
    let made = o.ana.post(&path, json!({"title": "Monday", "body": "Bread\n"}));
    o.ana.post("/undo", json!({"command": made.command()})).ok();
    assert!(o.ana.get(&format!("/documents/{}", id(&made.json))).ok()["trashed_at"].is_string());
}

#[test]
fn markdown_goes_out_as_it_came_in() {
    let o = open_office();
    let text = "## Prices\n\n| Bread | 3.20 |\n| --- | --- |\n| Rolls | 0.60 |\n\n1. Bake\n2. Sell\n\n> [!TIP]\n> Ask [@Ana](guildhall:person/01900000-0000-7000-8000-00000000d001).\n";
    let made = import(&o.ana, &o.space, "Price%20list.md", text.as_bytes()).ok();
    assert_eq!(made["title"], "Price list");
    let out = o.owner.get(&format!("/pages/{}/export?format=markdown", id(&made)));
    assert_eq!(out.text, format!("# Price list\n\n{text}"));
    let html = o.owner.get(&format!("/pages/{}/export?format=html", id(&made))).text;
    assert!(html.contains("<th><p>Bread</p>\n</th>") && html.contains("<title>Price list</title>"), "{html}");
    import(&o.ana, &o.space, "a.exe", b"MZ").fails(415, "unsupported_type");
    import(&o.ana, &o.space, "a.md", &[0xff, 0xfe]).fails(422, "invalid");
    let wild =
        import(&o.ana, &o.space, "%3Cscript%3E.md", b"<script>alert(1)</script>\n\n[x](javascript:alert(1))\n").ok();
    let html = o.ana.get(&format!("/pages/{}/export?format=html", id(&wild))).text;
    assert!(!html.contains("<script>") && !html.contains("javascript:"), "{html}");
}

#[test]
fn what_is_typed_is_found() {
    let (o, page) = with_page();
    guildhall::search::Searcher::start(&o.server.app).unwrap();
    let found = |word: &str| -> Value { o.owner.get(&format!("/search?q={word}")).ok()["items"].clone() };
    let mut ana = Writer::open(&o.ana, &page, true);
    // As it is typed: nobody leaves the page meanwhile.
    for word in ["sourdough", "rye", "spelt"] {
        ana.write(word);
        let hits = until(|| found(word), |hits| hits.as_array().is_some_and(|hits| !hits.is_empty()));
        assert_eq!((&hits[0]["id"], &hits[0]["kind"]), (&json!(page), &json!("page")));
    }
}

#[test]
fn what_a_page_names_knows_of_it() {
    let o = open_office();
    let (task, other) = (id(&o.ana.task(&o.space, "Boiler")), page(&o.ana, &o.space, ""));
    let text = format!("See [Boiler](guildhall:item/{task}) and [Other](guildhall:item/{other}).\n");
    let naming = page(&o.ana, &o.space, &text);
    let backlinks = || o.owner.get(&format!("/pages/{other}/backlinks")).ok()["items"].clone();
    assert_eq!(backlinks()[0]["item"]["id"], json!(naming));
    assert_eq!(backlinks()[0]["item"]["type"], "document");
    let mut ana = Writer::open(&o.ana, &naming, true);
    let update = ana.edit(|root, change| yrs::XmlFragment::remove_range(root, change, 0, 1));
    ana.send(0, &update);
    ana.until_saved();
    until(backlinks, |items| items.as_array().unwrap().is_empty());
    // What somebody may not read names nothing for them.
    let wages = o.owner.space("Wages", "private");
    let hidden = page(&o.owner, &wages, &text);
    assert_eq!(backlinks()[0]["item"]["id"], json!(hidden));
    assert_eq!(o.ana.get(&format!("/pages/{other}/backlinks")).ok()["items"], json!([]));
    o.ana.get(&format!("/pages/{hidden}/backlinks")).fails(404, "not_found");
}

#[test]
fn a_line_becomes_a_task_and_each_leads_to_the_other() {
    let (o, page) = with_page();
    let task = o.ana.post(&format!("/pages/{page}/tasks"), json!({"title": "Order flour", "block": "3"})).ok();
    assert_eq!(task["space_id"], json!(o.space));
    assert_eq!(task["links"][0]["item"]["id"], json!(page));
    let links = o.ana.get(&format!("/documents/{page}")).ok()["links"].clone();
    assert_eq!(links, 1);
    o.ana.post(&format!("/pages/{page}/tasks"), json!({"title": " "})).fails(422, "invalid");
    assert_eq!(words(&o.ana, &page), "");
}

#[test]
fn a_comment_on_a_passage_is_resolved_and_opened_again() {
    let o = open_office();
    let page = page(&o.ana, &o.space, "We met at nine.");
    let passage = passage(&o.owner, &page, "at nine");
    let on = format!("/items/{page}/comments");
    let made = o.owner.post(&on, json!({"body": "Really?", "passage": passage})).ok();
    assert_eq!((&made["passage"], &made["resolved"]), (&passage, &json!(null)));
    let resolved = o.ana.post(&format!("/comments/{}/resolve", id(&made)), json!({})).ok();
    assert_eq!(resolved["resolved"]["by"]["id"], o.ana.me());
    assert_eq!(o.owner.get(&on).ok()["items"][0]["resolved"]["by"]["id"], o.ana.me());
    let opened = o.owner.post(&format!("/comments/{}/reopen", id(&made)), json!({})).ok();
    assert_eq!(opened["resolved"], json!(null));
    let task = o.ana.post(&format!("/comments/{}/tasks", id(&made)), json!({})).ok();
    assert_eq!(task["title"], "Really?");
    for wrong in [json!({"start": "", "end": "AAI=", "quote": ""}), json!({"start": "<b>", "end": "AAI=", "quote": ""})]
    {
        o.ana.post(&on, json!({"body": "x", "passage": wrong})).fails(422, "invalid");
    }
    let whole = o.ana.post(&on, json!({"body": "All of it"})).ok();
    o.ana.post(&format!("/comments/{}/resolve", id(&whole)), json!({})).fails(409, "conflict");
    let task = id(&o.ana.task(&o.space, "Boiler"));
    o.ana.post(&format!("/items/{task}/comments"), json!({"body": "x", "passage": passage})).fails(422, "invalid");
}

#[test]
fn a_passage_is_quoted_as_the_page_has_it() {
    let o = open_office();
    let page = page(&o.ana, &o.space, "We met at nine.\n\nAll of us, all day.");
    let other = super::page(&o.ana, &o.space, "Wages of everybody");
    let on = format!("/items/{page}/comments");
    let say = |passage: &Value| o.owner.post(&on, json!({"body": "Really?", "passage": passage}));
    let nine = passage(&o.owner, &page, "at nine");
    let with = |name: &str, value: &Value| {
        let mut changed = nine.clone();
        changed[name] = value.clone();
        changed
    };
    // Words nobody wrote are not quoted, whatever was sent.
    let made = say(&with("quote", &json!("The wages go down"))).ok();
    assert_eq!(made["passage"], nine);
    // Places of another page or of none, and words that stand there not at all or not once.
    let elsewhere = passage(&o.owner, &other, "Wages");
    for wrong in [elsewhere.clone(), with("start", &json!("AAE=")), with("end", &elsewhere["end"])] {
        for quote in ["Wages", "the wages", "", "ll"] {
            let mut wrong = wrong.clone();
            wrong["quote"] = json!(quote);
            let told = say(&wrong).fails(422, "invalid");
            assert!(told["error"]["fields"]["passage"].as_str().unwrap().contains("mark the passage again"), "{told}");
        }
    }
    // The other way round there is nothing between the places.
    let mut turned = nine.clone();
    (turned["start"], turned["end"], turned["quote"]) = (nine["end"].clone(), nine["start"].clone(), json!(""));
    say(&turned).fails(422, "invalid");
    // Where the places went with what was written anew, the words are found where they stand once.
    let mut ana = Writer::open(&o.ana, &page, true);
    let update = ana.edit(|root, change| {
        yrs::XmlFragment::remove_range(root, change, 0, 1);
    });
    ana.send(0, &update);
    ana.write("They met at nine.");
    ana.until_saved();
    let made = say(&nine).ok();
    assert_eq!(made["passage"]["quote"], "at nine");
    assert_ne!(made["passage"]["start"], nine["start"]);
    let count = o.owner.get(&on).ok()["items"].as_array().unwrap().len();
    assert_eq!(count, 2, "what was refused was not written");
}

#[test]
fn a_hit_opens_at_its_heading() {
    let o = open_office();
    guildhall::search::Searcher::start(&o.server.app).unwrap();
    let page = page(&o.ana, &o.space, "# Bread\n\nflour\n\n# Opening hours\n\nfrom nine\n");
    let hit = |word: &str| {
        let hits = until(
            || o.owner.get(&format!("/search?q={word}")).ok()["items"].clone(),
            |hits| hits.as_array().is_some_and(|hits| !hits.is_empty()),
        );
        hits[0]["url"].as_str().unwrap().to_owned()
    };
    assert_eq!(hit("flour"), format!("/p/{page}#bread"));
    assert_eq!(hit("opening"), format!("/p/{page}#opening-hours"));
    assert_eq!(hit("nine"), format!("/p/{page}#opening-hours"));
    assert_eq!(hit("minutes"), format!("/p/{page}"));
}
