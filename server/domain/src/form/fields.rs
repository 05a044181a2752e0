//! What answers become: parts of the request, and fields of the space on the task that follows.

use super::{Kind, Plan, wrong};
use crate::{
    Rule,
    space::{FieldKind, Space},
};
use std::collections::BTreeSet;

/// What an answer becomes of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Becomes {
    /// Its title.
    Title,
    /// Its text.
    Body,
    /// Its due day.
    Due,
}

/// All of them, each with its number in records.
pub const BECOMES: [Becomes; 3] = [Becomes::Title, Becomes::Body, Becomes::Due];

impl Kind {
    /// Whether an answer of this kind can fill in a field.
    pub fn fills(self, field: FieldKind) -> bool {
        match self {
            Kind::Text | Kind::LongText => field == FieldKind::Text,
            Kind::Number => field == FieldKind::Number,
            Kind::Money => field == FieldKind::Money,
            Kind::Date => field == FieldKind::Date,
            Kind::Choice => matches!(field, FieldKind::Choice | FieldKind::Text),
            Kind::Person => field == FieldKind::Person,
            Kind::Choices | Kind::File | Kind::Checkbox => false,
        }
    }
}

impl Plan {
    /// Whether the fields its answers fill in are there, of their kind and each once.
    ///
    /// # Errors
    /// Naming the question.
    pub fn fits(&self, home: &Space) -> Result<(), Rule> {
        let mut used = BTreeSet::new();
        for (place, question) in self.questions.iter().enumerate() {
            let Some(id) = question.field else { continue };
            let field = home.field(id).filter(|field| question.kind.fills(field.kind));
            if field.is_none() {
                return Err(wrong(place, "field_id", "Choose a field of this space that takes such an answer."));
            }
            if !used.insert(id) {
                return Err(wrong(place, "field_id", "Another question fills in this field already."));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Id,
        form::{
            Question,
            tests::{plan, question},
        },
        space::Field,
    };

    #[test]
    fn an_answer_fills_in_a_field_that_is_there_and_of_its_kind_once() {
        let mut home = Space::new(Id::from_u128(7), 3, "Service".into(), "SVC".into(), 0);
        let field = |id, kind| Field { id, name: format!("F{id}"), kind, choices: Vec::new() };
        home.fields = vec![field(1, FieldKind::Text), field(2, FieldKind::Number)];
        let fills = |id, kind, field| Question { field: Some(field), ..question(id, kind) };
        let refused = |questions| plan(questions).fits(&home).unwrap_err().field;
        assert!(
            plan(vec![fills(1, Kind::Text, 1), fills(2, Kind::Number, 2), question(3, Kind::File)]).fits(&home).is_ok()
        );
        assert_eq!(refused(vec![fills(1, Kind::Number, 1)]), "questions.0.field_id");
        assert_eq!(refused(vec![question(1, Kind::Text), fills(2, Kind::Text, 9)]), "questions.1.field_id");
        assert_eq!(refused(vec![fills(1, Kind::Text, 1), fills(2, Kind::LongText, 1)]), "questions.1.field_id");
        assert!(!Kind::File.fills(FieldKind::Text) && !Kind::Checkbox.fills(FieldKind::Text));
    }
}
