//! What a plan must be to be kept.

use super::{ADDRESSES, Act, Condition, Fact, Mail, PARTS, Plan, Test, Trigger, matching};
use crate::{Rule as Refusal, change::Value, limits, person};

/// Most values of a condition.
const VALUES: usize = 50;
/// Longest text a rule writes, in characters.
const TEXT: usize = 4_000;
/// Longest subject of a mail, in characters.
const SUBJECT: usize = 200;
/// Most days before or after a date.
const DAYS: i16 = 366;

fn wrong(field: &str, message: &str) -> Refusal {
    Refusal::field("invalid", field, message)
}

impl Plan {
    /// Whether everything it does is done once and for all.
    pub fn settles(&self) -> bool {
        self.actions.iter().all(Act::settles)
    }

    /// Whether it tells somebody outside: that is something also where nothing changes.
    pub fn leaves(&self) -> bool {
        self.actions.iter().any(Act::leaves)
    }

    /// Whether it changes anything here, that could be taken back.
    pub fn changes(&self) -> bool {
        !self.actions.iter().all(Act::leaves)
    }

    /// The plan as it is kept.
    ///
    /// # Errors
    /// When it says nothing, too much, or what can never be.
    pub fn checked(mut self) -> Result<Plan, Refusal> {
        self.name = limits::line("name", &self.name, limits::NAME)?;
        limits::at_most("conditions", self.conditions.len(), PARTS)?;
        limits::at_most("actions", self.actions.len(), PARTS)?;
        if self.actions.is_empty() {
            return Err(Refusal::field("required", "actions", "Choose at least one thing the rule does."));
        }
        trigger(&self.when)?;
        for condition in &mut self.conditions {
            asked(condition)?;
        }
        self.actions = self.actions.into_iter().map(written).collect::<Result<_, _>>()?;
        fits(&self)?;
        possible(&self)?;
        Ok(self)
    }
}

fn trigger(when: &Trigger) -> Result<(), Refusal> {
    let fits = match when {
        Trigger::Changed(fact, _) => !matches!(fact, Fact::Words | Fact::Process),
        Trigger::Reached(fact, days) => {
            matches!(fact, Fact::Due | Fact::Start | Fact::Field(_)) && (-DAYS..=DAYS).contains(days)
        }
        Trigger::Overdue(days) => i32::from(*days) <= i32::from(DAYS),
        _ => true,
    };
    if fits { Ok(()) } else { Err(wrong("when", "Choose something of a task that can change, or a day of it.")) }
}

fn asked(condition: &mut Condition) -> Result<(), Refusal> {
    match (&mut condition.test, condition.fact) {
        (Test::Contains(phrases), Fact::Words) => phrases.check(),
        (Test::Contains(_), _) => Err(wrong("conditions", "Words are looked for in title and text only.")),
        (_, Fact::Words | Fact::Due | Fact::Start) => {
            Err(wrong("conditions", "This cannot be compared. Choose another fact."))
        }
        (Test::Is(values) | Test::IsNot(values), _) if values.is_empty() => {
            Err(wrong("conditions", "Choose at least one value of each condition."))
        }
        (Test::Is(values) | Test::IsNot(values), _) => {
            limits::at_most("conditions", values.len(), VALUES)?;
            let mut once: Vec<Value> = Vec::new();
            for value in values.drain(..) {
                if !once.contains(&value) {
                    once.push(value);
                }
            }
            *values = once;
            Ok(())
        }
    }
}

fn written(act: Act) -> Result<Act, Refusal> {
    let text = |text: String| {
        let count = text.chars().count();
        match text.trim() {
            "" => Err(Refusal::field("required", "actions", "Write what the rule says.")),
            _ if count > TEXT => Err(Refusal::field("too_long", "actions", "Shorten what the rule says.")),
            trimmed => Ok(trimmed.replace('\0', "")),
        }
    };
    Ok(match act {
        Act::Comment(words) => Act::Comment(text(words)?),
        Act::Post(topic, words) => Act::Post(topic, text(words)?),
        Act::Tell(whom, words) => Act::Tell(whom, text(words)?),
        Act::Mail(mail) => Act::Mail(Mail { text: text(mail.text.clone())?, ..headed(mail)? }),
        Act::Set(Fact::Words, _) => return Err(wrong("actions", "A rule cannot set the words of a task.")),
        Act::Set(Fact::Process, _) => {
            return Err(wrong("actions", "A task is a run from the start or never. Let the rule start the process."));
        }
        other => other,
    })
}

/// The addresses and the subject of a mail.
fn headed(mail: Mail) -> Result<Mail, Refusal> {
    let at = |refusal: Refusal| Refusal { field: "actions".into(), ..refusal };
    let mut to: Vec<String> = Vec::new();
    for address in &mail.to {
        let address = person::email(address).map_err(at)?;
        if !to.iter().any(|one| one.eq_ignore_ascii_case(&address)) {
            to.push(address);
        }
    }
    if to.is_empty() {
        return Err(Refusal::field("required", "actions", "Name at least one address the mail goes to."));
    }
    limits::at_most("actions", to.len(), ADDRESSES)?;
    Ok(Mail { to, subject: limits::line("actions", &mail.subject, SUBJECT)?, ..mail })
}

/// What it does must fit what sets it off, and be said once.
fn fits(plan: &Plan) -> Result<(), Refusal> {
    let accepts = plan.actions.iter().position(|act| *act == Act::Accept);
    let again = plan.actions.iter().filter(|act| **act == Act::Accept).count() > 1;
    if again || (accepts.is_some() && !plan.when.is_request()) {
        return Err(wrong("actions", "Only a request is accepted, and once."));
    }
    if plan.when.is_request() {
        let early = |(at, act): (usize, &Act)| act.needs_task() && accepts.is_none_or(|accept| at < accept);
        if plan.actions.iter().enumerate().any(early) {
            return Err(wrong("actions", "A request is no task yet. Accept it first, then work with its task."));
        }
        if plan.conditions.iter().any(|condition| condition.fact != Fact::Words) {
            return Err(wrong("conditions", "Of a request only its words can be asked."));
        }
    }
    let mut set = Vec::new();
    for act in &plan.actions {
        let what = match act {
            Act::Set(Fact::Tag, _) => continue,
            // Both give it a status.
            Act::Set(Fact::Category, _) => Fact::Status,
            Act::Set(fact, _) => *fact,
            _ => continue,
        };
        if set.contains(&what) {
            return Err(wrong("actions", "The rule sets the same thing twice. Leave one of them out."));
        }
        set.push(what);
    }
    let moved = plan.actions.iter().position(|act| matches!(act, Act::Move(_)));
    let of_home = |act: &Act| matches!(act, Act::Set(Fact::Status | Fact::Section | Fact::Field(_), _) | Act::Move(_));
    if moved.is_some_and(|at| plan.actions.iter().skip(at + 1).any(of_home)) {
        let message = "Once it is moved it has the statuses, sections and fields of another space. Move it last.";
        return Err(wrong("actions", message));
    }
    let says = |act: &Act| matches!(act, Act::Comment(_) | Act::Tell(..));
    if plan.when == Trigger::Commented && plan.actions.iter().any(says) {
        let message =
            "What the rule says would set it off again. Let it do something else, or begin with something else.";
        return Err(Refusal::field("loop", "actions", message));
    }
    Ok(())
}

/// Whether its conditions can all be so at once.
fn possible(plan: &Plan) -> Result<(), Refusal> {
    let never = |message: &str| Err(Refusal::field("contradiction", "conditions", message));
    for condition in &plan.conditions {
        match &condition.test {
            Test::Contains(phrases) if phrases.is_impossible() => {
                return never("Everything that is looked for is left out again. Take one of them away.");
            }
            Test::Is(_) if one_of(plan, condition.fact).is_empty() => {
                return never("These conditions contradict each other, so the rule would never act.");
            }
            Test::IsNot(_) if nothing_left(plan, condition.fact) => {
                return never("These conditions leave nothing over, so the rule would never act.");
            }
            _ => {}
        }
    }
    Ok(())
}

/// The values a fact that has to be something can have.
fn one_of(plan: &Plan, fact: Fact) -> Vec<Value> {
    let becomes = match &plan.when {
        Trigger::Changed(of, Some(value)) if *of == fact => Some(vec![value.clone()]),
        _ => None,
    };
    let tests = plan.conditions.iter().filter(|condition| condition.fact == fact).map(|condition| &condition.test);
    let (mut allowed, mut not): (Option<Vec<Value>>, Vec<&Value>) = (becomes.filter(|_| fact != Fact::Tag), Vec::new());
    for test in tests {
        match test {
            Test::Is(values) => {
                let both = |earlier: Vec<Value>| earlier.into_iter().filter(|value| values.contains(value)).collect();
                // A task has several tags.
                allowed = match allowed {
                    Some(earlier) if fact != Fact::Tag => Some(both(earlier)),
                    Some(earlier) => Some([earlier, values.clone()].concat()),
                    None => Some(values.clone()),
                };
            }
            Test::IsNot(values) => not.extend(values),
            Test::Contains(_) => {}
        }
    }
    allowed.unwrap_or_default().into_iter().filter(|value| !not.contains(&value)).collect()
}

/// Whether a fact with few values may have none of them.
fn nothing_left(plan: &Plan, fact: Fact) -> bool {
    let not: Vec<&Value> = plan
        .conditions
        .iter()
        .filter(|condition| condition.fact == fact)
        .flat_map(|condition| if let Test::IsNot(values) = &condition.test { values.as_slice() } else { &[] })
        .collect();
    let becomes = matches!(&plan.when, Trigger::Changed(of, Some(value)) if *of == fact && not.contains(&value));
    let all = match fact {
        Fact::Priority => (0..4).all(|number| not.contains(&&Value::Int(number))),
        Fact::Category => matching::CATEGORIES.iter().all(|(_, word)| not.contains(&&Value::Text((*word).into()))),
        _ => false,
    };
    all || (becomes && fact != Fact::Tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Id, rules::Source};

    fn plan(when: Trigger, conditions: Vec<Condition>, actions: Vec<Act>) -> Result<Plan, Refusal> {
        Plan { name: "Rule".into(), when, conditions, actions }.checked()
    }

    fn is(fact: Fact, values: &[i64]) -> Condition {
        Condition { fact, test: Test::Is(values.iter().copied().map(Value::Int).collect()) }
    }

    fn is_not(fact: Fact, values: &[i64]) -> Condition {
        Condition { fact, test: Test::IsNot(values.iter().copied().map(Value::Int).collect()) }
    }

    fn high() -> Vec<Act> {
        vec![Act::Set(Fact::Priority, Value::Int(2))]
    }

    #[test]
    fn what_can_never_be_is_refused() {
        let refused = |when: Trigger, conditions: Vec<Condition>| plan(when, conditions, high()).unwrap_err().code;
        for conditions in [
            vec![is(Fact::Status, &[1]), is(Fact::Status, &[2, 3])],
            vec![is(Fact::Status, &[1]), is_not(Fact::Status, &[1, 2])],
            vec![is(Fact::Tag, &[7]), is_not(Fact::Tag, &[7])],
            vec![is_not(Fact::Priority, &[0, 1]), is_not(Fact::Priority, &[2, 3])],
        ] {
            assert_eq!(refused(Trigger::Created, conditions.clone()), "contradiction", "{conditions:?}");
        }
        let done = Trigger::Changed(Fact::Status, Some(Value::Int(4)));
        assert_eq!(refused(done.clone(), vec![is(Fact::Status, &[1])]), "contradiction");
        assert_eq!(refused(done.clone(), vec![is_not(Fact::Status, &[4])]), "contradiction");
        for conditions in [
            vec![is(Fact::Status, &[1, 2]), is(Fact::Status, &[2, 3])],
            vec![is(Fact::Tag, &[7]), is(Fact::Tag, &[8])],
            vec![is(Fact::Status, &[4]), is_not(Fact::Priority, &[0, 1])],
        ] {
            plan(done.clone(), conditions.into_iter().filter(|one| one.fact != Fact::Status).collect(), high())
                .unwrap();
        }
        plan(Trigger::Created, vec![is(Fact::Status, &[1, 2]), is(Fact::Status, &[2, 3])], high()).unwrap();
    }

    #[test]
    fn a_request_is_accepted_before_its_task_is_worked_with() {
        let any = || Trigger::Requested(Source::Any);
        assert_eq!(plan(any(), Vec::new(), high()).unwrap_err().field, "actions");
        assert!(plan(any(), Vec::new(), [vec![Act::Accept], high()].concat()).is_ok());
        assert!(plan(any(), Vec::new(), [high(), vec![Act::Accept]].concat()).is_err());
        assert!(plan(any(), Vec::new(), vec![Act::Post(Id::nil(), "Look".into())]).is_ok());
        assert!(plan(any(), vec![is(Fact::Status, &[1])], vec![Act::Accept]).is_err());
        assert!(plan(Trigger::Created, Vec::new(), vec![Act::Accept]).is_err());
    }

    #[test]
    fn what_would_answer_itself_or_say_nothing_is_refused() {
        let say = |words: &str| vec![Act::Comment(words.into())];
        assert_eq!(plan(Trigger::Commented, Vec::new(), say("Thanks")).unwrap_err().code, "loop");
        assert_eq!(plan(Trigger::Created, Vec::new(), say("  ")).unwrap_err().code, "required");
        assert_eq!(plan(Trigger::Created, Vec::new(), Vec::new()).unwrap_err().code, "required");
        let mail = |to: &[&str], subject: &str| {
            let to = to.iter().map(|address| (*address).to_owned()).collect();
            vec![Act::Mail(Mail { to, subject: subject.into(), text: "Look".into() })]
        };
        let kept = plan(Trigger::Commented, Vec::new(), mail(&["a@b.test", "A@B.test"], "Hi\r\nBcc: c@d.test"));
        assert_eq!(kept.unwrap().actions, mail(&["a@b.test"], "Hi  Bcc: c@d.test"));
        let many: Vec<String> = (0..11).map(|number| format!("{number}@b.test")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        for (to, subject) in [(&[][..], "Hi"), (&["nobody"], "Hi"), (&many, "Hi"), (&["a@b.test"], " ")] {
            assert_eq!(plan(Trigger::Created, Vec::new(), mail(to, subject)).unwrap_err().field, "actions");
        }
        let twice = vec![Act::Set(Fact::Status, Value::Int(1)), Act::Set(Fact::Category, Value::Text("done".into()))];
        assert_eq!(plan(Trigger::Created, Vec::new(), twice).unwrap_err().field, "actions");
        let gone = || vec![Act::Move(Id::nil())];
        let status = || vec![Act::Set(Fact::Status, Value::Int(1))];
        assert!(plan(Trigger::Created, Vec::new(), [gone(), status()].concat()).is_err(), "of which space?");
        assert!(plan(Trigger::Created, Vec::new(), [status(), gone()].concat()).is_ok());
        assert!(plan(Trigger::Created, Vec::new(), [gone(), gone()].concat()).is_err());
        assert!(plan(Trigger::Reached(Fact::Priority, 0), Vec::new(), high()).is_err());
        assert!(plan(Trigger::Reached(Fact::Due, 400), Vec::new(), high()).is_err());
        assert!(plan(Trigger::Overdue(3), vec![is(Fact::Due, &[1])], high()).is_err());
        let run = || Value::Id(Id::from_u128(5));
        assert!(plan(Trigger::Changed(Fact::Process, Some(run())), Vec::new(), high()).is_err());
        assert!(plan(Trigger::Created, Vec::new(), vec![Act::Set(Fact::Process, run())]).is_err());
    }

    #[test]
    fn what_is_said_twice_is_kept_once() {
        let twice = plan(Trigger::Created, vec![is(Fact::Tag, &[3, 4, 3])], high()).unwrap();
        assert_eq!(twice.conditions, [is(Fact::Tag, &[3, 4])]);
    }
}
