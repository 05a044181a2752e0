//! What a step of a checklist asks for before it counts as done, and what was shown. A number has to lie within its
//! bounds; yes or no is an answer either way. Whether a file is there, and is a photo, is for others to look.

use crate::{Id, Rule, change::Value, limits};

/// Longest unit of a number.
const UNIT: usize = 20;
/// Longest name somebody signs with.
const NAME: usize = 200;

/// What has to be shown before a step counts as done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Nothing.
    None,
    /// A photo.
    Photo,
    /// A number, within the bounds of the step.
    Number,
    /// A file.
    File,
    /// A signature.
    Signature,
    /// Yes or no.
    YesNo,
}

/// Kinds of evidence, each with its number in records and changes.
pub const EVIDENCE: [Evidence; 6] =
    [Evidence::None, Evidence::Photo, Evidence::Number, Evidence::File, Evidence::Signature, Evidence::YesNo];

/// What a number has to be, in thousandths.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bounds {
    /// At least.
    pub least: Option<i64>,
    /// At most.
    pub most: Option<i64>,
    /// `mm`, `ppm`.
    pub unit: String,
}

/// What a step asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asks {
    /// Something, never [`Evidence::None`].
    pub evidence: Evidence,
    /// Of a number.
    pub bounds: Bounds,
}

/// What was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// A file of the task, and its name, which is kept when the file is gone.
    File(Id, String),
    /// A number in thousandths.
    Number(i64),
    /// A name, typed by whoever ticked the step.
    Signature(String),
    /// Yes or no.
    Answer(bool),
}

impl Evidence {
    /// Its number in records and changes.
    pub fn number(self) -> u8 {
        EVIDENCE.iter().position(|one| *one == self).and_then(|place| u8::try_from(place).ok()).unwrap_or(0)
    }

    /// The inverse of [`Evidence::number`]; a number of a newer version asks for nothing.
    pub fn from_number(number: i64) -> Evidence {
        usize::try_from(number).ok().and_then(|place| EVIDENCE.get(place).copied()).unwrap_or(Evidence::None)
    }
}

impl Bounds {
    /// Tidies the unit and looks whether they make sense.
    ///
    /// # Errors
    /// Naming `field`.
    pub fn check(&mut self, evidence: Evidence, field: &str) -> Result<(), Rule> {
        self.unit = limits::optional_line(field, &self.unit, UNIT)?;
        if self.least.zip(self.most).is_some_and(|(least, most)| least > most) {
            return Err(Rule::field("invalid", field, "The least number is greater than the greatest."));
        }
        if evidence != Evidence::Number && *self != Bounds::default() {
            return Err(Rule::field("invalid", field, "Only a number has a unit and bounds."));
        }
        Ok(())
    }

    /// The bounds in words: `from 3 to 8 mm`; none where every number will do.
    pub fn words(&self) -> Option<String> {
        let unit = if self.unit.is_empty() { String::new() } else { format!(" {}", self.unit) };
        match (self.least.map(decimal), self.most.map(decimal)) {
            (Some(least), Some(most)) => Some(format!("from {least} to {most}{unit}")),
            (Some(least), None) => Some(format!("at least {least}{unit}")),
            (None, Some(most)) => Some(format!("at most {most}{unit}")),
            (None, None) => None,
        }
    }
}

/// Thousandths as people write them.
pub fn decimal(thousandths: i64) -> String {
    let (sign, size) = (if thousandths < 0 { "-" } else { "" }, thousandths.unsigned_abs());
    let text = format!("{sign}{}.{:03}", size / 1_000, size % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl Asks {
    /// The same, when it asks for something and makes sense.
    ///
    /// # Errors
    /// Naming the field at fault.
    pub fn of(evidence: Evidence, mut bounds: Bounds, field: &str) -> Result<Option<Asks>, Rule> {
        bounds.check(evidence, field)?;
        Ok((evidence != Evidence::None).then_some(Asks { evidence, bounds }))
    }

    /// Whether what is shown is what is asked for.
    ///
    /// # Errors
    /// `evidence_needed` when it is something else, `evidence_refused` when it will not do.
    pub fn takes(&self, proof: Option<Proof>) -> Result<Proof, Rule> {
        match (self.evidence, proof) {
            (Evidence::Photo | Evidence::File, Some(Proof::File(id, name))) => Ok(Proof::File(id, name)),
            (Evidence::YesNo, Some(Proof::Answer(yes))) => Ok(Proof::Answer(yes)),
            (Evidence::Number, Some(Proof::Number(number))) => self.number(number),
            (Evidence::Signature, Some(Proof::Signature(name))) => {
                let name = limits::optional_line("evidence", &name, NAME)?;
                if name.is_empty() { Err(self.needed()) } else { Ok(Proof::Signature(name)) }
            }
            _ => Err(self.needed()),
        }
    }

    fn number(&self, number: i64) -> Result<Proof, Rule> {
        let Bounds { least, most, .. } = &self.bounds;
        let fits = least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most);
        if fits {
            return Ok(Proof::Number(number));
        }
        let words = self.bounds.words().unwrap_or_default();
        Err(Rule::field("evidence_refused", "evidence", format!("The number has to be {words}.")))
    }

    /// What there has to be first.
    pub fn needed(&self) -> Rule {
        let what = match self.evidence {
            Evidence::Photo => "Take a photo first: this step is done when there is one.",
            Evidence::Number => "Write the number first: this step is done when it is there.",
            Evidence::File => "Attach a file first: this step is done when there is one.",
            Evidence::Signature => "Sign with your name first: this step is done when it is signed.",
            Evidence::None | Evidence::YesNo => "Answer yes or no first: this step is done when it is answered.",
        };
        Rule::field("evidence_needed", "evidence", what)
    }

    /// As a value of the log.
    pub fn to_value(&self) -> Value {
        Value::List(vec![
            Value::Int(self.evidence.number().into()),
            Value::opt(self.bounds.least, Value::Int),
            Value::opt(self.bounds.most, Value::Int),
            Value::Text(self.bounds.unit.clone()),
        ])
    }

    /// The inverse of [`Asks::to_value`].
    pub fn from_value(value: &Value) -> Option<Asks> {
        let Value::List(parts) = value else { return None };
        let [evidence, least, most, unit] = parts.as_slice() else { return None };
        let bounds = Bounds { least: least.as_int(), most: most.as_int(), unit: unit.as_text()?.to_owned() };
        let evidence = Evidence::from_number(evidence.as_int()?);
        (evidence != Evidence::None).then_some(Asks { evidence, bounds })
    }
}

impl Proof {
    /// The file that shows it.
    pub fn file(&self) -> Option<Id> {
        if let Proof::File(id, _) = self { Some(*id) } else { None }
    }

    /// As a value of the log.
    pub fn to_value(&self) -> Value {
        match self {
            Proof::File(id, name) => Value::List(vec![Value::Id(*id), Value::Text(name.clone())]),
            Proof::Number(number) => Value::Int(*number),
            Proof::Signature(name) => Value::Text(name.clone()),
            Proof::Answer(yes) => Value::Bool(*yes),
        }
    }

    /// The inverse of [`Proof::to_value`].
    pub fn from_value(value: &Value) -> Option<Proof> {
        match value {
            Value::List(parts) => match parts.as_slice() {
                [id, name] => Some(Proof::File(id.as_id()?, name.as_text()?.to_owned())),
                _ => None,
            },
            Value::Int(number) => Some(Proof::Number(*number)),
            Value::Text(name) => Some(Proof::Signature(name.clone())),
            Value::Bool(yes) => Some(Proof::Answer(*yes)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(evidence: Evidence, least: Option<i64>, most: Option<i64>) -> Asks {
        let unit = if evidence == Evidence::Number { "mm".to_owned() } else { String::new() };
        Asks::of(evidence, Bounds { least, most, unit }, "steps").unwrap().unwrap()
    }

    #[test]
    fn only_what_is_asked_for_will_do() {
        let all = [
            (Evidence::Photo, Proof::File(Id::from_u128(1), "van.jpg".into())),
            (Evidence::Number, Proof::Number(3_500)),
            (Evidence::Signature, Proof::Signature("Ana Lima".into())),
            (Evidence::YesNo, Proof::Answer(false)),
        ];
        for (asked, _) in &all {
            let asks = asks(*asked, None, None);
            assert_eq!(asks.takes(None).unwrap_err().code, "evidence_needed");
            for (kind, proof) in &all {
                assert_eq!(asks.takes(Some(proof.clone())).is_ok(), kind == asked, "{asked:?} by {proof:?}");
            }
        }
        let unsigned = asks(Evidence::Signature, None, None).takes(Some(Proof::Signature("  ".into())));
        assert_eq!(unsigned.unwrap_err().code, "evidence_needed");
    }

    #[test]
    fn a_number_lies_within_its_bounds() {
        let asks = asks(Evidence::Number, Some(3_000), Some(8_000));
        assert!(asks.takes(Some(Proof::Number(3_000))).is_ok() && asks.takes(Some(Proof::Number(8_000))).is_ok());
        let wrong = asks.takes(Some(Proof::Number(2_999))).unwrap_err();
        assert_eq!((wrong.code, wrong.message.as_str()), ("evidence_refused", "The number has to be from 3 to 8 mm."));
        assert_eq!([decimal(-2_500), decimal(0), decimal(1_020)], ["-2.5", "0", "1.02"]);
    }

    #[test]
    fn values_of_the_log_are_read_again() {
        let asks = asks(Evidence::Number, Some(-1), None);
        assert_eq!(Asks::from_value(&asks.to_value()), Some(asks));
        for proof in [Proof::File(Id::from_u128(4), "a".into()), Proof::Number(-5), Proof::Answer(true)] {
            assert_eq!(Proof::from_value(&proof.to_value()), Some(proof));
        }
    }
}
