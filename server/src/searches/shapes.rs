//! Saved searches as the API shows and takes them.

use super::{
    queries,
    record::{Group, SavedSearch},
};
use crate::{
    Error,
    access::{self, Scope},
    http::{Shape, shapes::sent},
    search::asked::Asked,
    tasks::views::TaskRow,
};
use guildhall_domain::{Id, limits, policy::DoSpace};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Whoever reads, in place of a person.
const ME: &str = "me";

/// What the tasks of a list are put together by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SearchGroupBy)]
#[allow(missing_docs)]
pub enum GroupShape {
    #[default]
    Due,
    Space,
    Assignee,
}

crate::http::words::same! { Group, GroupShape: Due, Space, Assignee }

/// A state tasks may be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum QuestionState {
    Open,
    Done,
    Cancelled,
    Archived,
}

/// When something last changed, by the days of whoever reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum QuestionPeriod {
    Today,
    Week,
    Month,
    Year,
    Older,
}

/// What is looked for. Any value of a list will do; everything that is named must hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SavedQuestion {
    /// Words and operators, as the search takes them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// Home spaces.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub space_ids: Vec<Uuid>,
    /// Authors or assignees, as ids or `me`, who is whoever reads.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
    /// States.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<QuestionState>,
    /// Only with a file.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub with_file: bool,
    /// Last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<QuestionPeriod>,
}

fn joined(words: impl Iterator<Item = String>) -> Option<String> {
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| words.join(","))
}

/// A word of the API as text.
fn word(word: impl Serialize) -> String {
    serde_json::to_value(word).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

impl SavedQuestion {
    /// The question of a search; what this version does not know any more it does not ask for.
    pub fn of(search: &SavedSearch) -> Self {
        serde_json::from_str(&search.question).unwrap_or_default()
    }

    /// As it is stored, when it asks for something that can be looked for.
    pub fn text(&self) -> Result<String, Error> {
        let asked = SavedQuestion { q: limits::optional_line("question.q", &self.q, limits::TITLE)?, ..self.clone() };
        limits::at_most("question.space_ids", asked.space_ids.len(), limits::SET)?;
        limits::at_most("question.people", asked.people.len(), limits::SET)?;
        if asked.people.iter().any(|person| person != ME && person.parse::<Uuid>().is_err()) {
            return Err(Error::field("question.people", "Name people by their ids, or say me."));
        }
        if asked == SavedQuestion::default() {
            return Err(Error::field("question", "Say what to look for: some words, or a way to narrow it."));
        }
        serde_json::to_string(&asked).map_err(|_| Error::new(crate::error::Code::Internal))
    }

    /// The parameters of the search that finds its tasks.
    pub fn asked(&self) -> Asked {
        Asked {
            q: self.q.clone(),
            kind: Some("task".into()),
            space: joined(self.space_ids.iter().map(Uuid::to_string)),
            person: joined(self.people.iter().cloned()),
            state: joined(self.states.iter().map(word)),
            has: self.with_file.then(|| "file".into()),
            when: self.changed.map(word),
            ..Asked::default()
        }
    }

    /// Without the spaces and people a reader does not know.
    fn known_to(self, scope: &impl Scope) -> Self {
        let person = |name: &String| name == ME || name.parse().is_ok_and(|id: Id| access::person(scope, id).is_ok());
        SavedQuestion {
            space_ids: self
                .space_ids
                .into_iter()
                .filter(|id| access::space(scope, *id, DoSpace::See).is_ok())
                .collect(),
            people: self.people.into_iter().filter(person).collect(),
            ..self
        }
    }
}

/// A saved search.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SavedSearch)]
pub struct SearchShape {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// The space with whose people it is shared; null when it is the reader's alone.
    pub space_id: Option<Uuid>,
    /// Who made it.
    pub owner_id: Uuid,
    /// What it looks for.
    pub question: SavedQuestion,
    /// It also names spaces or people the reader does not know, which find nothing for them.
    pub names_more: bool,
    /// Groups.
    pub group: GroupShape,
    /// What the reader may do.
    pub can: SearchCan,
    /// How many tasks it finds for the reader, where that was asked for.
    pub count: Option<usize>,
    /// For If-Match.
    pub version: String,
}

/// What the reader may do with a saved search.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct SearchCan {
    pub edit: bool,
    /// To say with whom it is shared.
    pub share: bool,
}

impl Shape for SearchShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// A new saved search.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSearch {
    /// Name.
    pub name: String,
    /// What it looks for.
    pub question: SavedQuestion,
    /// Groups; by when they are due unless sent.
    #[serde(default)]
    pub group: GroupShape,
    /// Shares it with the people of this space.
    #[serde(default)]
    pub space_id: Option<Uuid>,
}

/// Changes of a saved search; what is not sent stays. The question is sent whole.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct SearchPatch {
    pub name: Option<String>,
    pub question: Option<SavedQuestion>,
    pub group: Option<GroupShape>,
    /// Null makes it the author's alone.
    #[serde(deserialize_with = "sent")]
    pub space_id: Option<Option<Uuid>>,
}

/// Tasks of a list that belong together.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SearchGroup {
    /// `overdue`, `today`, `week`, `later`, `none` or `done`; of other groups the id of the space or the person, or `none`.
    pub id: String,
    /// The id in English, or the name behind it.
    pub name: String,
    /// The tasks in order.
    pub rows: Vec<TaskRow>,
}

/// The tasks a saved search finds for the reader.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SearchTasks {
    /// Groups with at least one task, in order.
    pub groups: Vec<SearchGroup>,
    /// How many are shown; of more those that changed last.
    pub shown: usize,
    /// How many there are.
    pub total: usize,
    /// The index is being made again; some are still missing.
    pub rebuilding: bool,
}

impl Shape for SearchTasks {}

/// A search. The caller made sure that the reader may see it.
pub fn shape(scope: &impl Scope, search: &SavedSearch) -> SearchShape {
    let whole = SavedQuestion::of(search);
    let question = whole.clone().known_to(scope);
    SearchShape {
        id: search.id,
        name: search.name.clone(),
        space_id: search.space,
        owner_id: search.owner,
        names_more: question != whole,
        question,
        group: search.group.into(),
        can: SearchCan {
            edit: queries::may_edit(scope, search),
            share: queries::is_own(scope, search) && queries::may_edit(scope, search),
        },
        count: None,
        version: scope.version(search.seq),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_kept_as_it_was_sent_and_asked_as_the_address_says_it() {
        let space = Uuid::from_u128(5);
        let question = SavedQuestion {
            q: "valve tag:urgent".into(),
            space_ids: vec![space],
            people: vec![ME.into()],
            states: vec![QuestionState::Open, QuestionState::Done],
            with_file: true,
            changed: Some(QuestionPeriod::Week),
        };
        let back: SavedQuestion = serde_json::from_str(&question.text().unwrap()).unwrap();
        assert_eq!(back, question);
        let asked = question.asked();
        let lists = [asked.kind, asked.space, asked.person, asked.state, asked.has, asked.when];
        let said: Vec<String> = lists.into_iter().flatten().collect();
        assert_eq!(said, ["task", &space.to_string(), "me", "open,done", "file", "week"]);
    }

    #[test]
    fn a_question_must_ask_for_something() {
        let nobody = SavedQuestion { people: vec!["you".into()], ..SavedQuestion::default() };
        let long = SavedQuestion { q: "w".repeat(501), ..SavedQuestion::default() };
        for wrong in
            [SavedQuestion::default(), SavedQuestion { q: "  ".into(), ..SavedQuestion::default() }, nobody, long]
        {
            assert!(wrong.text().is_err(), "{wrong:?}");
        }
    }
}
