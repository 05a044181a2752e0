//! What a question finds, as a naive loop over everything. Written apart, as the oracle is.

use crate::{
    company::{Company, Part, Task},
    papers::Paper,
    talk::Talk,
    words::Words,
};
use std::{cell::OnceCell, collections::BTreeSet};

/// Only tasks have tags.
static NO_TAGS: BTreeSet<usize> = BTreeSet::new();

/// Something the search can find.
#[derive(Debug, Clone, Copy)]
pub struct Doc<'a> {
    pub id: &'a str,
    pub kind: &'static str,
    /// The item it belongs to, with its title.
    pub item: &'a str,
    pub title: &'a str,
    pub home: usize,
    pub tags: &'a BTreeSet<usize>,
    /// Its own words.
    pub words: Words,
    /// Words that help others: the title above a comment.
    pub beside: Words,
    pub author: usize,
    pub assignee: Option<usize>,
    pub state: &'static str,
    pub has_file: bool,
}

/// Somebody who asks, and what they could find: worked out once for all their questions between two changes.
pub struct Asker<'a> {
    pub company: &'a Company,
    pub who: usize,
    /// Whether they know of each space, and of each person.
    pub sees: Vec<bool>,
    pub knows: Vec<bool>,
    docs: OnceCell<Vec<Doc<'a>>>,
}

impl<'a> Asker<'a> {
    pub fn new(company: &'a Company, who: usize) -> Asker<'a> {
        let sees = (0..company.spaces.len()).map(|space| company.sees(who, space)).collect();
        let knows = (0..company.people.len()).map(|other| company.knows(who, other)).collect();
        Asker { company, who, sees, knows, docs: OnceCell::new() }
    }

    /// Everything they could find.
    pub fn docs(&self) -> &[Doc<'a>] {
        self.docs.get_or_init(|| {
            let reads = |task: &&Task| !task.trashed && self.company.reads(self.who, task);
            let tasks = self.company.tasks.iter().filter(reads).flat_map(|task| self.company.docs(task));
            let reads = |paper: &&Paper| !paper.trashed && self.company.inside(self.who, paper.home);
            let papers = self.company.papers.iter().filter(reads);
            let papers = papers.flat_map(|paper| self.company.paper_docs(paper));
            let reads = |talk: &&Talk| !talk.trashed && self.company.inside(self.who, talk.home);
            let talks = self.company.talks.iter().filter(reads);
            tasks.chain(papers).chain(talks.flat_map(|talk| self.company.talk_docs(talk))).collect()
        })
    }

    pub fn name(&self) -> &'static str {
        self.company.people[self.who].name
    }
}

impl Company {
    /// A task and what hangs on it.
    fn docs<'a>(&self, task: &'a Task) -> Vec<Doc<'a>> {
        let state = match task.category {
            _ if self.spaces[task.home].archived => "archived",
            "done" => "done",
            "cancelled" => "cancelled",
            _ => "open",
        };
        let part = |part: &'a Part, kind: &'static str| Doc {
            id: &part.id,
            kind,
            item: &task.id,
            title: &task.title,
            home: task.home,
            tags: &task.tags,
            words: part.words,
            beside: Words::default(),
            author: part.author,
            assignee: None,
            state,
            has_file: kind == "file",
        };
        let mut docs = vec![Doc {
            id: &task.id,
            kind: "task",
            item: &task.id,
            title: &task.title,
            home: task.home,
            tags: &task.tags,
            words: task.title_words.and(task.body_words),
            beside: Words::default(),
            author: task.author,
            assignee: task.assignee,
            state,
            has_file: !task.files.is_empty(),
        }];
        docs.extend(task.steps.iter().map(|step| Doc {
            state: if step.done && state == "open" { "done" } else { state },
            author: task.author,
            ..part(step, "step")
        }));
        docs.extend(task.comments.iter().map(|said| Doc { beside: task.title_words, ..part(said, "comment") }));
        docs.extend(task.files.iter().map(|file| part(file, "file")));
        docs
    }

    /// A document and what was said about it; what its versions hold is part of it.
    fn paper_docs<'a>(&self, paper: &'a Paper) -> Vec<Doc<'a>> {
        let whole = Doc {
            id: &paper.id,
            kind: if paper.file { "file" } else { "page" },
            item: &paper.id,
            title: &paper.title,
            home: paper.home,
            tags: &NO_TAGS,
            words: paper.words,
            beside: Words::default(),
            author: paper.author,
            assignee: None,
            state: if self.spaces[paper.home].archived { "archived" } else { "open" },
            has_file: paper.file,
        };
        let said = paper.comments.iter().map(|said| Doc {
            id: &said.id,
            kind: "comment",
            words: said.words,
            beside: paper.words,
            author: said.author,
            has_file: false,
            ..whole
        });
        [whole].into_iter().chain(said).collect()
    }

    /// A topic and what was said in it.
    fn talk_docs<'a>(&self, talk: &'a Talk) -> Vec<Doc<'a>> {
        let whole = Doc {
            id: &talk.id,
            kind: "topic",
            item: &talk.id,
            title: &talk.title,
            home: talk.home,
            tags: &NO_TAGS,
            words: talk.words,
            beside: Words::default(),
            author: talk.author,
            assignee: None,
            state: if self.spaces[talk.home].archived { "archived" } else { "open" },
            has_file: false,
        };
        let said = talk.messages.iter().map(|said| Doc {
            id: &said.id,
            kind: "message",
            words: said.words,
            beside: talk.words,
            author: said.author,
            ..whole
        });
        [whole].into_iter().chain(said).collect()
    }
}

/// What a question for words finds: all of them; else, when that is nothing, all but one, then half.
pub fn found<'d>(docs: Vec<&'d Doc<'d>>, words: &[usize], not: Option<usize>) -> Vec<&'d Doc<'d>> {
    let docs: Vec<&Doc<'_>> = docs.into_iter().filter(|doc| not.is_none_or(|word| !doc.words.has(word))).collect();
    if words.is_empty() {
        return docs;
    }
    let hits = |doc: &Doc<'_>| {
        let of = |word: &&usize| doc.words.has(**word) || (words.len() > 1 && doc.beside.has(**word));
        // Beside the words of its own; a title above it alone finds no comment.
        if words.iter().any(|word| doc.words.has(*word)) { words.iter().filter(of).count() } else { 0 }
    };
    for needed in [words.len(), words.len() - 1, words.len().div_ceil(2)] {
        let found: Vec<&Doc<'_>> = docs.iter().copied().filter(|doc| needed > 0 && hits(doc) >= needed).collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}
