//! Trello's board export (JSON). Only what is read is described; everything else is ignored by serde
//! and counted where it is work of people.

use super::source::{Checklist, Comment, Field, List, Person, Source, Task};
use crate::{Error, error::Code};
use guildhall_domain::space::FieldKind;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// So many comments of a card are believed to be missing; a file can claim any number.
const CLAIMED: usize = 100_000;

/// A field that may be missing or null.
fn lax<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

macro_rules! shape {
    ($name:ident { $($field:ident : $kind:ty),* $(,)? }) => {
        #[derive(Debug, Default, Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct $name { $(#[serde(default, deserialize_with = "lax")] $field: $kind,)* }
    };
}

shape!(Board {
    id: String, name: String, lists: Vec<BoardList>, cards: Vec<Card>, labels: Vec<Label>, members: Vec<Member>,
    checklists: Vec<CardChecklist>, actions: Vec<Action>, custom_fields: Vec<CustomField>, plugin_data: Vec<Value>,
});
shape!(BoardList { id: String, name: String, closed: bool, pos: f64 });
shape!(Label { id: String, name: String, color: String });
shape!(Member { id: String, username: String, full_name: String, email: String });
shape!(Card {
    id: String, name: String, desc: String, closed: bool, id_list: String, id_labels: Vec<String>, id_members: Vec<String>,
    id_members_voted: Vec<String>, due: String, start: String, due_complete: bool, pos: f64, badges: Badges,
    attachments: Vec<Attachment>, custom_field_items: Vec<FieldItem>,
});
shape!(Badges { comments: usize });
shape!(Attachment { name: String, url: String });
shape!(FieldItem { id_custom_field: String, id_value: String, value: Option<BTreeMap<String, Value>> });
shape!(CustomField { id: String, name: String, options: Vec<Choice> });
shape!(Choice { id: String, value: BTreeMap<String, Value> });
shape!(CardChecklist { id_card: String, name: String, check_items: Vec<CheckItem>, pos: f64 });
shape!(CheckItem { name: String, state: String, pos: f64 });
shape!(ActionData { text: String, card: Option<ActionCard> });
shape!(ActionCard { id: String });

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Action {
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default, deserialize_with = "lax")]
    date: String,
    #[serde(default, deserialize_with = "lax")]
    id_member_creator: String,
    #[serde(default, deserialize_with = "lax")]
    member_creator: Member,
    #[serde(default, deserialize_with = "lax")]
    data: ActionData,
}

#[derive(Debug, Default, Deserialize)]
struct FieldKindOnly {
    #[serde(default)]
    id: String,
    #[serde(default, rename = "type")]
    kind: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct FieldKinds {
    #[serde(default)]
    custom_fields: Vec<FieldKindOnly>,
}

/// Reads a board export.
pub fn read(bytes: &[u8]) -> Result<Source, Error> {
    let wrong = |message: String| Error::because(Code::Invalid, message);
    let board: Board = serde_json::from_slice(bytes)
        .map_err(|error| wrong(format!("This is not a board exported from Trello as JSON: {error}.")))?;
    if board.id.is_empty() || (board.lists.is_empty() && board.cards.is_empty()) {
        return Err(wrong(
            "This JSON is not a Trello board. Export it in Trello under Menu, Print and export, JSON.".into(),
        ));
    }
    let kinds: FieldKinds = serde_json::from_slice(bytes).unwrap_or_default();
    Ok(convert(board, kinds))
}

fn convert(mut board: Board, kinds: FieldKinds) -> Source {
    board.lists.sort_by(|a, b| a.pos.total_cmp(&b.pos));
    board.cards.sort_by(|a, b| a.pos.total_cmp(&b.pos));
    board.checklists.sort_by(|a, b| a.pos.total_cmp(&b.pos));
    board.actions.sort_by(|a, b| a.date.cmp(&b.date));
    let mut comments = comments(&board.actions);
    let mut checklists = checklists(std::mem::take(&mut board.checklists));
    let choices = choices(&board.custom_fields);
    let people = people(&board);
    let mut missing = 0;
    let mut tasks = Vec::with_capacity(board.cards.len());
    for card in &board.cards {
        let said = comments.remove(&card.id).unwrap_or_default();
        missing += card.badges.comments.min(CLAIMED).saturating_sub(said.len());
        tasks.push(task(card, said, checklists.remove(&card.id).unwrap_or_default(), &choices));
    }
    // Comments of cards that were deleted since have nowhere to go.
    let orphans: usize = comments.values().map(Vec::len).sum();
    let other = board.actions.iter().filter(|action| action.kind != "commentCard").count();
    let votes = board.cards.iter().map(|card| card.id_members_voted.len()).sum();
    let mut lost = Vec::new();
    let mut lose = |what: &str, why: &str, count: usize| {
        if count > 0 {
            lost.push((what.to_owned(), why.to_owned(), count));
        }
    };
    lose("Votes on cards", "There is no counterpart.", votes);
    lose("Data of Power-Ups", "It stays in the file you uploaded.", board.plugin_data.len());
    lose("Comments of deleted cards", "Their cards are not in the file.", orphans);
    let mut source = Source {
        origin: "trello",
        title: board.name,
        lists: board.lists.into_iter().map(|list| List { id: list.id, name: list.name, closed: list.closed }).collect(),
        people,
        labels: board
            .labels
            .into_iter()
            .map(|label| (label.id, if label.name.is_empty() { label.color } else { label.name }))
            .collect(),
        fields: fields(board.custom_fields, &kinds),
        tasks,
        comments_missing: missing,
        history: other,
        lost,
    };
    source.count_uses();
    source
}

fn comments(actions: &[Action]) -> HashMap<String, Vec<Comment>> {
    let mut comments: HashMap<String, Vec<Comment>> = HashMap::new();
    for action in actions.iter().filter(|action| action.kind == "commentCard") {
        let Some(card) = &action.data.card else { continue };
        let at_ms = instant_ms(&action.date).unwrap_or_default();
        let author = action.id_member_creator.clone();
        comments.entry(card.id.clone()).or_default().push(Comment { author, at_ms, body: action.data.text.clone() });
    }
    comments
}

fn checklists(all: Vec<CardChecklist>) -> HashMap<String, Vec<Checklist>> {
    let mut checklists: HashMap<String, Vec<Checklist>> = HashMap::new();
    for mut list in all {
        list.check_items.sort_by(|a, b| a.pos.total_cmp(&b.pos));
        let steps = list.check_items.into_iter().map(|item| (item.name, item.state == "complete")).collect();
        checklists.entry(list.id_card).or_default().push(Checklist { name: list.name, steps });
    }
    checklists
}

/// Members of the board and everybody who wrote and has left since.
fn people(board: &Board) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    let writers = board
        .actions
        .iter()
        .filter(|action| action.kind == "commentCard")
        .map(|action| (&action.id_member_creator, &action.member_creator));
    for (id, member) in board.members.iter().map(|member| (&member.id, member)).chain(writers) {
        if id.is_empty() || people.iter().any(|person| &person.id == id) {
            continue;
        }
        let name = if member.full_name.is_empty() { &member.username } else { &member.full_name };
        let name = if name.is_empty() { "Somebody" } else { name };
        let email = Some(member.email.to_lowercase()).filter(|email| !email.is_empty());
        people.push(Person { id: id.clone(), name: name.to_owned(), email, uses: 0 });
    }
    people
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        _ => String::new(),
    }
}

/// Option id → its words.
fn choices(fields: &[CustomField]) -> HashMap<String, String> {
    let options = fields.iter().flat_map(|field| &field.options);
    options.map(|option| (option.id.clone(), option.value.values().next().map(text).unwrap_or_default())).collect()
}

fn fields(fields: Vec<CustomField>, kinds: &FieldKinds) -> Vec<Field> {
    let kind_of = |id: &str| {
        kinds.custom_fields.iter().find(|field| field.id == id).map_or("text", |field| field.kind.as_str()).to_owned()
    };
    let field = |field: CustomField| {
        let (kind, choices) = match kind_of(&field.id).as_str() {
            "number" => (FieldKind::Number, Vec::new()),
            "date" => (FieldKind::Date, Vec::new()),
            "checkbox" => (FieldKind::Choice, vec!["Yes".to_owned(), "No".to_owned()]),
            "list" => (
                FieldKind::Choice,
                field.options.iter().filter_map(|option| option.value.values().next().map(text)).collect(),
            ),
            _ => (FieldKind::Text, Vec::new()),
        };
        Field { id: field.id, name: field.name, kind, choices }
    };
    fields.into_iter().map(field).collect()
}

fn task(card: &Card, comments: Vec<Comment>, checklists: Vec<Checklist>, choices: &HashMap<String, String>) -> Task {
    let value = |item: &FieldItem| {
        let plain = item.value.as_ref().and_then(|value| value.iter().next());
        let words = match plain {
            Some((kind, yes)) if kind == "checked" => {
                if text(yes) == "true" {
                    "Yes".into()
                } else {
                    "No".into()
                }
            }
            Some((kind, day)) if kind == "date" => text(day).chars().take(10).collect(),
            Some((_, other)) => text(other),
            None => choices.get(&item.id_value).cloned().unwrap_or_default(),
        };
        (item.id_custom_field.clone(), words)
    };
    Task {
        id: card.id.clone(),
        list: card.id_list.clone(),
        title: card.name.clone(),
        body: card.desc.clone(),
        closed: card.closed,
        done: card.due_complete,
        due: Some(card.due.clone()).filter(|due| !due.is_empty()),
        start: Some(card.start.clone()).filter(|start| !start.is_empty()),
        labels: card.id_labels.clone(),
        people: card.id_members.clone(),
        checklists,
        comments,
        attachments: card.attachments.iter().map(|file| (file.name.clone(), file.url.clone())).collect(),
        values: card.custom_field_items.iter().map(value).collect(),
        created_ms: created_ms(&card.id),
        ..Task::default()
    }
}

/// The first four bytes of a Trello id are the second it was made.
fn created_ms(id: &str) -> Option<i64> {
    let seconds = i64::from_str_radix(id.get(..8)?, 16).ok()?;
    (id.len() == 24 && seconds > 1_000_000_000).then_some(seconds * 1000)
}

/// An RFC 3339 instant in UTC milliseconds.
pub fn instant_ms(text: &str) -> Option<i64> {
    chrono::DateTime::parse_from_rfc3339(text).ok().map(|at| at.timestamp_millis())
}
