//! Forms and the versions of what they ask, as stored.

use crate::log::cbor::{self, Bytes16};
use guildhall_domain::{
    Id,
    form::{BECOMES, Becomes, Choice, Condition, Form, KINDS, Kind, Plan, Question},
};
use minicbor::{Decode, Encode};

/// See [`Form`]. What it asks is a [`PlanRecord`] under the number of its version.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct FormRecord {
    #[n(0)]
    space: Bytes16,
    #[n(1)]
    author: Bytes16,
    #[n(2)]
    version: u32,
    #[n(3)]
    public: Option<bool>,
    #[n(4)]
    link: u32,
    #[n(5)]
    closed: Option<bool>,
    #[n(6)]
    trashed_ms: Option<i64>,
    #[n(7)]
    created_ms: i64,
    #[n(8)]
    seq: u64,
    #[n(9)]
    starts: Option<Bytes16>,
}

guildhall_store::record!(FormRecord, 1);

impl From<&Form> for FormRecord {
    fn from(f: &Form) -> Self {
        FormRecord {
            space: cbor::id(f.space),
            author: cbor::id(f.author),
            version: f.version,
            public: f.public.then_some(true),
            link: f.link,
            closed: f.closed.then_some(true),
            trashed_ms: f.trashed_ms,
            created_ms: f.created_ms,
            seq: f.seq,
            starts: cbor::id_opt(f.starts),
        }
    }
}

impl FormRecord {
    /// The number of its version.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// With its id and what it asks.
    pub fn into_form(self, id: Id, plan: Plan) -> Form {
        Form {
            id,
            space: cbor::from_id(&self.space),
            author: cbor::from_id(&self.author),
            plan,
            version: self.version,
            public: self.public.unwrap_or(false),
            link: self.link,
            closed: self.closed.unwrap_or(false),
            starts: cbor::from_id_opt(&self.starts),
            trashed_ms: self.trashed_ms,
            created_ms: self.created_ms,
            seq: self.seq,
        }
    }
}

/// See [`Plan`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PlanRecord {
    #[n(0)]
    name: String,
    #[n(1)]
    intro: Option<String>,
    #[n(2)]
    thanks: Option<String>,
    #[n(3)]
    needs_email: Option<bool>,
    #[n(4)]
    hourly: u32,
    #[n(5)]
    file_bytes: u64,
    #[n(6)]
    questions: Vec<QuestionRecord>,
}

guildhall_store::record!(PlanRecord, 1);

/// See [`Question`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct QuestionRecord {
    #[n(0)]
    id: u32,
    #[n(1)]
    kind: u8,
    #[n(2)]
    label: String,
    #[n(3)]
    help: Option<String>,
    #[n(4)]
    required: Option<bool>,
    #[n(5)]
    choices: Option<Vec<ChoiceRecord>>,
    /// The question it hangs on, and the answer of that.
    #[n(6)]
    on: Option<u32>,
    #[n(7)]
    is: Option<u32>,
    #[n(8)]
    becomes: Option<u8>,
    #[n(9)]
    field: Option<u32>,
}

/// See [`Choice`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ChoiceRecord {
    #[n(0)]
    id: u32,
    #[n(1)]
    label: String,
    #[n(2)]
    help: Option<String>,
}

fn filled(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

fn place<T: PartialEq>(all: &[T], one: &T) -> u8 {
    all.iter().position(|other| other == one).and_then(|place| u8::try_from(place).ok()).unwrap_or(0)
}

impl From<&Plan> for PlanRecord {
    fn from(p: &Plan) -> Self {
        PlanRecord {
            name: p.name.clone(),
            intro: filled(&p.intro),
            thanks: filled(&p.thanks),
            needs_email: p.needs_email.then_some(true),
            hourly: p.hourly,
            file_bytes: p.file_bytes,
            questions: p.questions.iter().map(QuestionRecord::from).collect(),
        }
    }
}

impl From<PlanRecord> for Plan {
    fn from(r: PlanRecord) -> Self {
        Plan {
            name: r.name,
            intro: r.intro.unwrap_or_default(),
            thanks: r.thanks.unwrap_or_default(),
            needs_email: r.needs_email.unwrap_or(false),
            hourly: r.hourly,
            file_bytes: r.file_bytes,
            questions: r.questions.into_iter().map(Question::from).collect(),
        }
    }
}

impl From<&Question> for QuestionRecord {
    fn from(q: &Question) -> Self {
        let choice =
            |choice: &Choice| ChoiceRecord { id: choice.id, label: choice.label.clone(), help: filled(&choice.help) };
        QuestionRecord {
            id: q.id,
            kind: place(&KINDS, &q.kind),
            label: q.label.clone(),
            help: filled(&q.help),
            required: q.required.then_some(true),
            choices: Some(q.choices.iter().map(choice).collect::<Vec<_>>()).filter(|choices| !choices.is_empty()),
            on: q.shown_when.map(|condition| condition.question),
            is: q.shown_when.map(|condition| condition.is),
            becomes: q.becomes.map(|becomes| place(&BECOMES, &becomes)),
            field: q.field,
        }
    }
}

impl From<QuestionRecord> for Question {
    fn from(r: QuestionRecord) -> Self {
        let choice = |r: ChoiceRecord| Choice { id: r.id, label: r.label, help: r.help.unwrap_or_default() };
        let becomes = |place: u8| -> Option<Becomes> { BECOMES.get(usize::from(place)).copied() };
        Question {
            id: r.id,
            // What a later version asks for is shown as text.
            kind: KINDS.get(usize::from(r.kind)).copied().unwrap_or(Kind::Text),
            label: r.label,
            help: r.help.unwrap_or_default(),
            required: r.required.unwrap_or(false),
            choices: r.choices.unwrap_or_default().into_iter().map(choice).collect(),
            shown_when: r.on.zip(r.is).map(|(question, is)| Condition { question, is }),
            becomes: r.becomes.and_then(becomes),
            field: r.field,
        }
    }
}

/// How many answers a form took in an hour.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
#[allow(missing_docs)]
pub struct CountRecord {
    #[n(0)]
    pub hour: i64,
    #[n(1)]
    pub count: u32,
}

guildhall_store::record!(CountRecord, 1);

#[cfg(test)]
mod tests {
    use super::*;
    use guildhall_store::Value;

    fn hex<T: Value>(value: &T) -> String {
        let mut bytes = Vec::new();
        value.encode(&mut bytes);
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn a_form_and_what_it_asks_come_back_and_their_bytes_are_kept() {
        let question = Question {
            id: 3,
            kind: Kind::Choice,
            label: "Q".into(),
            help: "".into(),
            required: true,
            choices: vec![Choice { id: 1, label: "A".into(), help: "b".into() }],
            shown_when: Some(Condition { question: 2, is: 1 }),
            becomes: Some(Becomes::Title),
            field: None,
        };
        let plan = Plan {
            name: "F".into(),
            intro: "i".into(),
            thanks: "".into(),
            needs_email: true,
            hourly: 5,
            file_bytes: 9,
            questions: vec![question],
        };
        let record = PlanRecord::from(&plan);
        assert_eq!(
            hex(&record),
            "a600614601616903f5040505090681a80003010502615104f50581a30001016141026162060207010800"
        );
        assert_eq!(Plan::from(record), plan);
        let form = Form {
            id: Id::from_u128(1),
            space: Id::from_u128(2),
            author: Id::from_u128(3),
            plan: plan.clone(),
            version: 4,
            public: true,
            link: 2,
            closed: false,
            starts: None,
            trashed_ms: None,
            created_ms: 5,
            seq: 6,
        };
        let record = FormRecord::from(&form);
        let ids = ["0".repeat(31) + "2", "0".repeat(31) + "3"];
        assert_eq!(hex(&record), format!("a70050{}0150{}020403f5040207050806", ids[0], ids[1]));
        assert_eq!(record.into_form(form.id, plan.clone()), form);
        let starts = Form { starts: Some(Id::from_u128(8)), ..form };
        assert_eq!(FormRecord::from(&starts).into_form(starts.id, plan), starts);
    }
}
