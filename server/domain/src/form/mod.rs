//! Forms: questions a space asks, of its own people or of anybody who has the link. What is answered becomes a request
//! ([`crate::request`]).
//!
//! Invariants: a question hangs on an earlier one only, so whether it is asked is always decided and never goes round; a
//! public form asks for nobody of the organization. Left out: who may do what, and the files themselves.

pub mod answer;
pub mod facts;
pub mod fields;

pub use fields::{BECOMES, Becomes};

use crate::{Id, Rule, limits};
use std::collections::BTreeSet;

/// Most forms of a space.
pub const FORMS: usize = 500;
/// Most questions of a form.
pub const QUESTIONS: usize = 60;
/// Most choices of a question.
pub const CHOICES: usize = 60;
/// Longest help, and longest text that stands above a form or thanks for it, in characters.
pub const HELP: usize = 500;
/// See [`HELP`].
pub const TEXT: usize = 4_000;
/// Most answers an hour that can be set.
pub const HOURLY: u32 = 10_000;
/// Most answers an hour unless it is set.
pub const HOURLY_USUAL: u32 = 300;
/// Largest file that can be set, and the usual one, in bytes.
pub const FILE: u64 = 100 << 20;
/// See [`FILE`].
pub const FILE_USUAL: u64 = 20 << 20;
/// Most files of one answer.
pub const MOST_FILES: usize = 10;

/// What a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A line of text.
    Text,
    /// Text of several lines.
    LongText,
    /// A decimal number.
    Number,
    /// An amount in the organization's currency.
    Money,
    /// A day.
    Date,
    /// One of the choices.
    Choice,
    /// Some of the choices.
    Choices,
    /// Somebody of the organization.
    Person,
    /// Files.
    File,
    /// Ticked or not.
    Checkbox,
}

/// All kinds, each with its number in records.
pub const KINDS: [Kind; 10] = [
    Kind::Text,
    Kind::LongText,
    Kind::Number,
    Kind::Money,
    Kind::Date,
    Kind::Choice,
    Kind::Choices,
    Kind::Person,
    Kind::File,
    Kind::Checkbox,
];

/// One of the choices of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Number inside the question.
    pub id: u32,
    /// What it says.
    pub label: String,
    /// What it means.
    pub help: String,
}

/// When a question is asked: when an earlier one has this answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// The earlier question.
    pub question: u32,
    /// Its choice; of a checkbox 1 is ticked and 0 is not.
    pub is: u32,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Number inside the form.
    pub id: u32,
    /// What it asks for.
    pub kind: Kind,
    /// What it says.
    pub label: String,
    /// What helps to answer it.
    pub help: String,
    /// It must be answered where it is asked; a checkbox must be ticked.
    pub required: bool,
    /// Of a question with choices.
    pub choices: Vec<Choice>,
    /// When it is asked; always without one.
    pub shown_when: Option<Condition>,
    /// What its answer becomes.
    pub becomes: Option<Becomes>,
    /// The field of the space its answer fills in on the task.
    pub field: Option<u32>,
}

/// What a form says and asks. Each is a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Name.
    pub name: String,
    /// What stands above it.
    pub intro: String,
    /// What whoever sent it reads then.
    pub thanks: String,
    /// Somebody without an account must give an address.
    pub needs_email: bool,
    /// Most answers an hour.
    pub hourly: u32,
    /// Largest file, in bytes.
    pub file_bytes: u64,
    /// What it asks, in order.
    pub questions: Vec<Question>,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Id.
    pub id: Id,
    /// Its space.
    pub space: Id,
    /// Who made it.
    pub author: Id,
    /// What it says and asks now.
    pub plan: Plan,
    /// Which version that is.
    pub version: u32,
    /// Anybody who has the link may answer.
    pub public: bool,
    /// Which link works: an earlier one has another number.
    pub link: u32,
    /// It takes no answers at the moment.
    pub closed: bool,
    /// The process each answer starts a run of.
    pub starts: Option<Id>,
    /// In the trash since.
    pub trashed_ms: Option<i64>,
    /// When it was made.
    pub created_ms: i64,
    /// Last change.
    pub seq: u64,
}

impl Form {
    /// Whether it takes answers.
    pub fn is_open(&self) -> bool {
        self.trashed_ms.is_none() && !self.closed
    }
}

impl Plan {
    /// A question.
    pub fn question(&self, id: u32) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// Whether somebody without an account can answer it.
    pub fn for_anybody(&self) -> Result<(), Rule> {
        match self.questions.iter().find(|question| question.kind == Kind::Person) {
            None => Ok(()),
            Some(_) => Err(Rule::field(
                "person_in_public",
                "questions",
                "A public form cannot ask for a person: strangers would see who works here. Take that question out.",
            )),
        }
    }

    /// The same with everything trimmed, if it can be asked.
    ///
    /// # Errors
    /// When it says too much, names what is not there, or a question hangs on a later one.
    pub fn checked(self) -> Result<Plan, Rule> {
        limits::at_most("questions", self.questions.len(), QUESTIONS)?;
        if self.questions.is_empty() {
            return Err(Rule::field("required", "questions", "Ask at least one question."));
        }
        if self.hourly == 0 || self.hourly > HOURLY {
            return Err(Rule::field("invalid", "hourly", format!("Choose between 1 and {HOURLY} answers an hour.")));
        }
        if self.file_bytes == 0 || self.file_bytes > FILE {
            let most = FILE >> 20;
            return Err(Rule::field(
                "invalid",
                "file_bytes",
                format!("Choose at most {most} MiB, and more than nothing."),
            ));
        }
        let (mut asked, mut used): (Vec<Question>, Vec<Becomes>) = (Vec::new(), Vec::new());
        for (place, question) in self.questions.into_iter().enumerate() {
            let question = question.checked(place, &asked)?;
            if let Some(becomes) = question.becomes {
                if used.contains(&becomes) {
                    return Err(wrong(place, "becomes", "Another question becomes this already."));
                }
                used.push(becomes);
            }
            asked.push(question);
        }
        Ok(Plan {
            name: limits::line("name", &self.name, limits::NAME)?,
            intro: text("intro", &self.intro, TEXT)?,
            thanks: text("thanks", &self.thanks, TEXT)?,
            questions: asked,
            ..self
        })
    }
}

/// A text of several lines.
pub fn text(field: &str, text: &str, most: usize) -> Result<String, Rule> {
    let text: String = text.trim().chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    let count = text.chars().count();
    if count > most {
        return Err(Rule::field("too_long", field, format!("Shorten this to {most} characters; it has {count}.")));
    }
    Ok(text)
}

fn wrong(place: usize, what: &str, words: &str) -> Rule {
    Rule::field("invalid", format!("questions.{place}.{what}"), words)
}

impl Question {
    fn checked(self, place: usize, before: &[Question]) -> Result<Question, Rule> {
        let at = |what: &str| format!("questions.{place}.{what}");
        if before.iter().any(|other| other.id == self.id) {
            return Err(wrong(place, "id", "Another question has this number."));
        }
        let choices = self.checked_choices(place)?;
        if let Some(condition) = self.shown_when {
            let earlier = before.iter().find(|other| other.id == condition.question);
            let earlier =
                earlier.ok_or_else(|| wrong(place, "shown_when", "Choose a question that stands before this one."))?;
            if !earlier.can_be(condition.is) {
                return Err(wrong(place, "shown_when", "Choose an answer that question can have."));
            }
        }
        let fits = match self.becomes {
            None => true,
            Some(Becomes::Title) => matches!(self.kind, Kind::Text | Kind::Choice),
            Some(Becomes::Body) => matches!(self.kind, Kind::Text | Kind::LongText),
            Some(Becomes::Due) => self.kind == Kind::Date,
        };
        if !fits {
            return Err(wrong(place, "becomes", "An answer of this kind cannot become that."));
        }
        Ok(Question {
            label: limits::line(&at("label"), &self.label, limits::TITLE)?,
            help: text(&at("help"), &self.help, HELP)?,
            choices,
            ..self
        })
    }

    fn checked_choices(&self, place: usize) -> Result<Vec<Choice>, Rule> {
        let field = format!("questions.{place}.choices");
        if !matches!(self.kind, Kind::Choice | Kind::Choices) {
            let none = self.choices.is_empty();
            return if none { Ok(Vec::new()) } else { Err(wrong(place, "choices", "Only a choice has choices.")) };
        }
        limits::at_most(&field, self.choices.len(), CHOICES)?;
        if self.choices.is_empty() {
            return Err(Rule::field("required", field, "Give it something to choose from."));
        }
        let mut seen = BTreeSet::new();
        let mut all = Vec::new();
        for choice in &self.choices {
            if !seen.insert(choice.id) {
                return Err(Rule::field("invalid", field, "Two choices have the same number."));
            }
            let label = limits::line(&field, &choice.label, limits::NAME)?;
            all.push(Choice { id: choice.id, label, help: limits::optional_line(&field, &choice.help, limits::NAME)? });
        }
        Ok(all)
    }

    /// Whether its answer can be that, for what hangs on it.
    fn can_be(&self, is: u32) -> bool {
        match self.kind {
            Kind::Choice | Kind::Choices => self.choices.iter().any(|choice| choice.id == is),
            Kind::Checkbox => is <= 1,
            _ => false,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn question(id: u32, kind: Kind) -> Question {
        let choices = match kind {
            Kind::Choice | Kind::Choices => [(1, "Heat"), (2, "Water")]
                .map(|(id, label)| Choice { id, label: label.into(), help: "".into() })
                .into(),
            _ => Vec::new(),
        };
        let label = format!("Question {id}");
        Question {
            id,
            kind,
            label,
            help: "".into(),
            required: false,
            choices,
            shown_when: None,
            becomes: None,
            field: None,
        }
    }

    pub(crate) fn plan(questions: Vec<Question>) -> Plan {
        Plan {
            name: " Ask for a visit ".into(),
            intro: "".into(),
            thanks: "".into(),
            needs_email: false,
            hourly: HOURLY_USUAL,
            file_bytes: FILE_USUAL,
            questions,
        }
    }

    fn refused(questions: Vec<Question>) -> String {
        plan(questions).checked().unwrap_err().field
    }

    #[test]
    fn a_form_that_can_be_asked_is_trimmed() {
        let asked = plan(vec![question(7, Kind::Choice), question(2, Kind::Text)]).checked().unwrap();
        assert_eq!(asked.name, "Ask for a visit");
        assert!(asked.for_anybody().is_ok());
        assert!(plan(vec![question(1, Kind::Person)]).for_anybody().is_err());
    }

    #[test]
    fn what_cannot_be_asked_names_where_it_is_wrong() {
        assert_eq!(refused(vec![]), "questions");
        assert_eq!(refused(vec![question(1, Kind::Text), question(1, Kind::Text)]), "questions.1.id");
        let empty = Question { choices: vec![], ..question(1, Kind::Choice) };
        assert_eq!(refused(vec![empty]), "questions.0.choices");
        let nameless = Question { label: " ".into(), ..question(1, Kind::Text) };
        assert_eq!(refused(vec![nameless]), "questions.0.label");
        let title = Question { becomes: Some(Becomes::Title), ..question(1, Kind::File) };
        assert_eq!(refused(vec![title]), "questions.0.becomes");
        let twice = |id| Question { becomes: Some(Becomes::Title), ..question(id, Kind::Text) };
        assert_eq!(refused(vec![twice(1), twice(2)]), "questions.1.becomes");
        let many = (0..=QUESTIONS as u32).map(|id| question(id, Kind::Text)).collect();
        assert_eq!(refused(many), "questions");
    }

    #[test]
    fn a_question_hangs_on_an_answer_an_earlier_one_can_have() {
        let hangs = |on, is| Question { shown_when: Some(Condition { question: on, is }), ..question(2, Kind::Text) };
        assert!(plan(vec![question(1, Kind::Choice), hangs(1, 2)]).checked().is_ok());
        assert!(plan(vec![question(1, Kind::Checkbox), hangs(1, 0)]).checked().is_ok());
        for (on, is) in [(1, 3), (2, 1), (3, 1)] {
            assert_eq!(refused(vec![question(1, Kind::Choice), hangs(on, is)]), "questions.1.shown_when", "{on} {is}");
        }
        assert_eq!(refused(vec![question(1, Kind::Text), hangs(1, 1)]), "questions.1.shown_when");
        // What would go round names a later one.
        let round = Question { shown_when: Some(Condition { question: 2, is: 1 }), ..question(1, Kind::Checkbox) };
        let back = Question { shown_when: Some(Condition { question: 1, is: 1 }), ..question(2, Kind::Checkbox) };
        assert_eq!(refused(vec![round, back]), "questions.0.shown_when");
    }
}
