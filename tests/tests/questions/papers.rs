//! Documents: what is done with them between the questions, and what is asked of them.

use crate::{
    company::{Access, Company, Part},
    lists::{all, ids, same},
    words::{WORDS, Words},
};
use guildhall_tests::{Answer, Dice, id};
use serde_json::json;
use std::collections::BTreeSet;

/// A page or a file.
#[derive(Debug, Clone)]
pub struct Paper {
    pub id: String,
    pub key: String,
    pub title: String,
    pub words: Words,
    pub file: bool,
    /// What its newest version holds, and how many there are.
    pub bytes: String,
    pub versions: usize,
    pub home: usize,
    pub trashed: bool,
    pub author: usize,
    pub comments: Vec<Part>,
}

fn done(answer: &Answer) -> bool {
    assert!(answer.status < 500, "{} {}", answer.status, answer.text);
    (200..300).contains(&answer.status)
}

/// A page or a file somewhere.
pub fn create(company: &mut Company, dice: &mut Dice) -> &'static str {
    let home = dice.below(company.spaces.len());
    let (space, lead) = (company.spaces[home].clone(), company.spaces[home].lead);
    if space.archived || space.deleted || company.people[lead].left {
        return "nothing";
    }
    let mut words = Words::some(dice, 2);
    words.add(company.papers.len() % WORDS.len());
    let title = format!("{words} p{:05}", company.papers.len());
    let file = dice.chance(60);
    let client = &company.people[lead].client;
    let bytes = format!("Bytes of {title}");
    let made = if file {
        let name: String = title.bytes().map(|byte| format!("%{byte:02X}")).collect();
        client.send_raw(
            "POST",
            &format!("/api/v1/spaces/{}/files?name={name}", space.id),
            Some(bytes.clone().into_bytes()),
        )
    } else {
        client.post(&format!("/spaces/{}/pages", space.id), json!({ "title": title }))
    };
    let made = made.ok();
    company.papers.push(Paper {
        id: id(&made),
        key: made["key"].as_str().unwrap_or_default().to_owned(),
        title,
        words,
        file,
        bytes,
        versions: usize::from(file),
        home,
        trashed: false,
        author: lead,
        comments: Vec::new(),
    });
    "wrote a document"
}

/// A document that can be changed, and who changes it.
fn pick(company: &Company, dice: &mut Dice) -> Option<(usize, usize)> {
    let paper = dice.below(company.papers.len());
    let home = &company.spaces[company.papers[paper].home];
    let free = !home.archived && !home.deleted && !company.papers[paper].trashed && !company.people[home.lead].left;
    free.then_some((paper, home.lead))
}

/// What is done with one.
pub fn change(company: &mut Company, dice: &mut Dice) -> &'static str {
    match dice.below(6) {
        0 => comment(company, dice),
        1 => version(company, dice),
        2 | 3 => relocate(company, dice),
        _ => trash(company, dice),
    }
}

fn comment(company: &mut Company, dice: &mut Dice) -> &'static str {
    let Some((paper, _)) = pick(company, dice) else { return "nothing" };
    let who = dice.below(company.people.len());
    if company.people[who].left || !company.inside(who, company.papers[paper].home) {
        return "nothing";
    }
    let mut words = Words::some(dice, 2);
    words.add(dice.below(WORDS.len()));
    let path = format!("/items/{}/comments", company.papers[paper].id);
    let said = company.people[who].client.post(&path, json!({ "body": words.to_string() })).ok();
    company.papers[paper].comments.push(Part { id: id(&said), words, author: who, done: false });
    "commented on a document"
}

fn version(company: &mut Company, dice: &mut Dice) -> &'static str {
    let Some((paper, lead)) = pick(company, dice) else { return "nothing" };
    if !company.papers[paper].file {
        return "nothing";
    }
    let bytes = format!("{} again", company.papers[paper].bytes);
    let path = format!("/api/v1/documents/{}/versions", company.papers[paper].id);
    company.people[lead].client.send_raw("POST", &path, Some(bytes.clone().into_bytes())).ok();
    company.papers[paper].bytes = bytes;
    company.papers[paper].versions += 1;
    "brought a version"
}

fn relocate(company: &mut Company, dice: &mut Dice) -> &'static str {
    let Some((paper, lead)) = pick(company, dice) else { return "nothing" };
    let to = dice.below(company.spaces.len());
    let target = &company.spaces[to];
    let own = target.access == Access::Personal && target.lead == lead;
    let works = own || (target.access != Access::Personal && company.inside(lead, to));
    let path = format!("/documents/{}/move", company.papers[paper].id);
    let answer = company.people[lead].client.post(&path, json!({ "space_id": target.id }));
    let can = works && !target.archived && !target.deleted;
    assert_eq!(done(&answer), can, "{} {}", answer.status, answer.text);
    if can {
        company.papers[paper].home = to;
        company.papers[paper].key = answer.json["key"].as_str().unwrap_or_default().to_owned();
    }
    "moved a document"
}

fn trash(company: &mut Company, dice: &mut Dice) -> &'static str {
    let paper = dice.below(company.papers.len());
    let home = company.papers[paper].home;
    let lead = company.spaces[home].lead;
    if company.people[lead].left {
        return "nothing";
    }
    let path = format!("/documents/{}", company.papers[paper].id);
    let client = &company.people[lead].client;
    let on = !company.papers[paper].trashed;
    let answer = if on { client.delete(&path) } else { client.post(&format!("{path}/restore"), json!({})) };
    if done(&answer) {
        company.papers[paper].trashed = on;
    }
    "threw a document away or took it back"
}

impl Company {
    /// Whether somebody opens a document; in the trash those who work in its space.
    pub fn opens_paper(&self, who: usize, paper: &Paper) -> bool {
        let own = self.spaces[paper.home].access == Access::Personal;
        self.inside(who, paper.home) && (!paper.trashed || own || !self.people[who].guest)
    }
}

/// Asks one question and compares; answers what sort it was.
pub fn question(company: &Company, who: usize, dice: &mut Dice) -> &'static str {
    if dice.chance(40) { list(company, who, dice) } else { one(company, who, dice) }
}

fn list(company: &Company, who: usize, dice: &mut Dice) -> &'static str {
    let space = dice.below(company.spaces.len());
    let sort = *dice.one(&["changed", "name", "kind"]);
    let (which, trashed) = *dice.one(&[("", false), ("&root=true", false), ("&trashed=true", true)]);
    let form = *dice.one(&["", "&form=page", "&form=file"]);
    let limit = *dice.one(&[3, 50, 200]);
    let path = format!("/spaces/{}/documents?sort={sort}{which}{form}&limit={limit}", company.spaces[space].id);
    let found = all(company, who, &path);
    let of_form = |paper: &&Paper| form.is_empty() || (form == "&form=file") == paper.file;
    let here = |paper: &&Paper| paper.home == space && paper.trashed == trashed && company.opens_paper(who, paper);
    let wanted = company.papers.iter().filter(here).filter(of_form).map(|paper| paper.id.as_str()).collect();
    let inside = company.inside(who, space);
    same(found.as_deref().map(ids), inside.then_some(wanted), &|| format!("{} {path}", company.people[who].name));
    "list of documents"
}

fn one(company: &Company, who: usize, dice: &mut Dice) -> &'static str {
    let paper = dice.one(&company.papers);
    let opens = company.opens_paper(who, paper);
    let client = &company.people[who].client;
    let (path, kind) = match dice.below(5) {
        0 => (format!("/documents/{}", paper.id), "document"),
        1 if !paper.key.is_empty() => (format!("/items/by-key/{}", paper.key), "document by key"),
        2 => (format!("/documents/{}/versions?limit=200", paper.id), "versions"),
        3 => (format!("/items/{}/comments?limit=200", paper.id), "comments on a document"),
        _ => (format!("/items/{}/attachments", paper.id), "files of a document"),
    };
    let label = || format!("{} {path} {paper:?}", company.people[who].name);
    let answer = client.get(&path);
    assert_eq!(answer.status, if opens { 200 } else { 404 }, "{} {}", label(), answer.text);
    if !opens {
        assert_eq!(answer.code(), "not_found", "{}", label());
        return "a document that is not theirs";
    }
    let items = answer.json["items"].as_array().cloned().unwrap_or_default();
    match kind {
        "versions" | "files of a document" => assert_eq!(items.len(), paper.versions, "{}", label()),
        "comments on a document" => {
            let found: BTreeSet<&str> = items.iter().filter_map(|item| item["id"].as_str()).collect();
            assert_eq!(found, paper.comments.iter().map(|said| said.id.as_str()).collect(), "{}", label());
        }
        "document" if paper.file => {
            let file = answer.json["file"]["file_id"].as_str().unwrap();
            assert_eq!(client.get(&format!("/files/{file}")).bytes, paper.bytes.as_bytes(), "{}", label());
        }
        _ => {}
    }
    kind
}
