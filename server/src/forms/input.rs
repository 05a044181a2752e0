//! What is sent to make, change and open forms.

use guildhall_domain::form::{self, Becomes, Choice, Condition, Kind, Plan, Question};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum QuestionKind {
    Text,
    LongText,
    Number,
    Money,
    Date,
    Choice,
    Choices,
    Person,
    File,
    Checkbox,
}

const KINDS: [QuestionKind; 10] = [
    QuestionKind::Text,
    QuestionKind::LongText,
    QuestionKind::Number,
    QuestionKind::Money,
    QuestionKind::Date,
    QuestionKind::Choice,
    QuestionKind::Choices,
    QuestionKind::Person,
    QuestionKind::File,
    QuestionKind::Checkbox,
];

impl From<Kind> for QuestionKind {
    fn from(kind: Kind) -> Self {
        let all = KINDS.into_iter().zip(form::KINDS);
        all.into_iter().find(|(_, other)| *other == kind).map_or(QuestionKind::Text, |(word, _)| word)
    }
}

impl From<QuestionKind> for Kind {
    fn from(word: QuestionKind) -> Self {
        KINDS.into_iter().zip(form::KINDS).find(|(other, _)| *other == word).map_or(Kind::Text, |(_, kind)| kind)
    }
}

/// What an answer becomes of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum BecomesWord {
    Title,
    Body,
    Due,
}

crate::http::words::same! { Becomes, BecomesWord: Title, Body, Due }

/// One of the choices of a question.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = FormChoice)]
#[serde(deny_unknown_fields)]
pub struct ChoiceShape {
    /// Number inside the question; keep it when the words change.
    pub id: u32,
    /// What it says.
    pub label: String,
    /// What it means.
    #[serde(default)]
    pub help: String,
}

/// When a question is asked.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = FormCondition)]
#[serde(deny_unknown_fields)]
pub struct ConditionShape {
    /// An earlier question, with choices or a checkbox.
    pub question: u32,
    /// The choice that has to be chosen; of a checkbox 1 is ticked and 0 is not.
    pub is: u32,
}

/// A question of a form.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = FormQuestion)]
#[serde(deny_unknown_fields)]
pub struct QuestionShape {
    /// Number inside the form; keep it when the words change.
    pub id: u32,
    /// What it asks for.
    pub kind: QuestionKind,
    /// What it says, 1–500 characters.
    pub label: String,
    /// What helps to answer it.
    #[serde(default)]
    pub help: String,
    /// It must be answered where it is asked.
    #[serde(default)]
    pub required: bool,
    /// Of a question with choices.
    #[serde(default)]
    pub choices: Vec<ChoiceShape>,
    /// When it is asked; always without one.
    #[serde(default)]
    pub shown_when: Option<ConditionShape>,
    /// What its answer becomes of the request.
    #[serde(default)]
    pub becomes: Option<BecomesWord>,
    /// The field of the space it fills in on the task.
    #[serde(default)]
    pub field_id: Option<u32>,
}

impl From<&Question> for QuestionShape {
    fn from(q: &Question) -> Self {
        let choice = |c: &Choice| ChoiceShape { id: c.id, label: c.label.clone(), help: c.help.clone() };
        QuestionShape {
            id: q.id,
            kind: q.kind.into(),
            label: q.label.clone(),
            help: q.help.clone(),
            required: q.required,
            choices: q.choices.iter().map(choice).collect(),
            shown_when: q.shown_when.map(|c| ConditionShape { question: c.question, is: c.is }),
            becomes: q.becomes.map(Into::into),
            field_id: q.field,
        }
    }
}

impl From<&QuestionShape> for Question {
    fn from(s: &QuestionShape) -> Self {
        let choice = |c: &ChoiceShape| Choice { id: c.id, label: c.label.clone(), help: c.help.clone() };
        Question {
            id: s.id,
            kind: s.kind.into(),
            label: s.label.clone(),
            help: s.help.clone(),
            required: s.required,
            choices: s.choices.iter().map(choice).collect(),
            shown_when: s.shown_when.map(|c| Condition { question: c.question, is: c.is }),
            becomes: s.becomes.map(Into::into),
            field: s.field_id,
        }
    }
}

/// A new form.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FormInput {
    /// Own id (UUID), so that a create can be sent again.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Name.
    pub name: String,
    /// What stands above it.
    #[serde(default)]
    pub intro: String,
    /// What whoever sent it reads then.
    #[serde(default)]
    pub thanks: String,
    /// Somebody without an account must give an address.
    #[serde(default)]
    pub needs_email: bool,
    /// Most answers an hour, 1–10,000; 300 unless told.
    #[serde(default)]
    pub hourly: Option<u32>,
    /// Largest file, at most 100 MiB; 20 MiB unless told.
    #[serde(default)]
    pub file_bytes: Option<u64>,
    /// A process of the space: each answer starts a run of it, with its words, files and fields.
    #[serde(default)]
    pub process_id: Option<Uuid>,
    /// What it asks, in order, at most 60.
    pub questions: Vec<QuestionShape>,
}

/// Changes of a form; what is not sent stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct FormPatch {
    pub name: Option<String>,
    pub intro: Option<String>,
    pub thanks: Option<String>,
    pub needs_email: Option<bool>,
    pub hourly: Option<u32>,
    pub file_bytes: Option<u64>,
    /// All of them, in order.
    pub questions: Option<Vec<QuestionShape>>,
    /// It takes no answers for now.
    pub closed: Option<bool>,
    /// The process each answer starts a run of; null: whoever sorts new requests decides.
    #[serde(deserialize_with = "crate::http::shapes::sent")]
    pub process_id: Option<Option<Uuid>>,
}

/// What makes a form like this again.
impl From<&Plan> for FormInput {
    fn from(plan: &Plan) -> Self {
        FormInput {
            id: None,
            name: plan.name.clone(),
            intro: plan.intro.clone(),
            thanks: plan.thanks.clone(),
            needs_email: plan.needs_email,
            hourly: Some(plan.hourly),
            file_bytes: Some(plan.file_bytes),
            questions: plan.questions.iter().map(QuestionShape::from).collect(),
            process_id: None,
        }
    }
}

impl FormInput {
    /// What it asks, looked at.
    pub fn plan(&self) -> Result<Plan, guildhall_domain::Rule> {
        let plan = Plan {
            name: self.name.clone(),
            intro: self.intro.clone(),
            thanks: self.thanks.clone(),
            needs_email: self.needs_email,
            hourly: self.hourly.unwrap_or(form::HOURLY_USUAL),
            file_bytes: self.file_bytes.unwrap_or(form::FILE_USUAL),
            questions: self.questions.iter().map(Question::from).collect(),
        };
        plan.checked()
    }
}

impl FormPatch {
    /// What it asks then, looked at.
    pub fn apply(&self, before: &Plan) -> Result<Plan, guildhall_domain::Rule> {
        let text = |new: &Option<String>, old: &str| new.clone().unwrap_or_else(|| old.to_owned());
        let questions = self.questions.as_ref().map(|all| all.iter().map(Question::from).collect());
        let plan = Plan {
            name: text(&self.name, &before.name),
            intro: text(&self.intro, &before.intro),
            thanks: text(&self.thanks, &before.thanks),
            needs_email: self.needs_email.unwrap_or(before.needs_email),
            hourly: self.hourly.unwrap_or(before.hourly),
            file_bytes: self.file_bytes.unwrap_or(before.file_bytes),
            questions: questions.unwrap_or_else(|| before.questions.clone()),
        };
        plan.checked()
    }

    /// The facts an edit sets.
    pub fn names(&self) -> Vec<String> {
        let Self { name, intro, thanks, needs_email, hourly, file_bytes, questions, closed, process_id } = self;
        let texts = name.is_some() || intro.is_some() || thanks.is_some();
        let asks = texts || needs_email.is_some() || hourly.is_some() || file_bytes.is_some() || questions.is_some();
        guildhall_domain::change::sent([
            (form::facts::VERSION, asks),
            ("closed", closed.is_some()),
            ("starts", process_id.is_some()),
        ])
    }
}

/// What opens a public form.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenFormInput {
    /// What stands behind the # of its address.
    pub secret: String,
}
